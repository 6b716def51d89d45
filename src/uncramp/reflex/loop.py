"""The closed loop: one step of motoneurons, muscle, spindle and tendon organs, and the run over all steps of a protocol.

The order of a step is that of the nerve impulses: what arrives at the cord, which motoneurons fire, what the muscle does, what its
sense organs say. Delays are rings of whole steps; the whole way there and back is counted on the afferent side, since a loop cannot
tell the difference. Parallel are members of an ensemble, never neurons, so that the bits do not depend on threads.
"""

from __future__ import annotations

import numpy as np

from uncramp.compiled import at_least, at_most, compiled
from uncramp.minutes import Floats, Integers
from uncramp.reflex import slots as s
from uncramp.reflex.mechanics import ACTIVE_FORCE, FIBRE_LENGTH, FORCE, mechanics_step
from uncramp.reflex.motoneuron import step_pool
from uncramp.reflex.motor_unit import BLOCK, KEPT, RISE, twitch_step
from uncramp.reflex.motor_unit import FORCE as UNIT_FORCE
from uncramp.reflex.motor_unit import STRENGTH as UNIT_STRENGTH
from uncramp.reflex.motor_unit_fatigue import CAPACITY, CONTRACTION, FUSED, RATE, SLOWING, STRENGTH, tire_step
from uncramp.reflex.spindle import PRIMARY_HZ, SECONDARY_HZ, spindle_step
from uncramp.reflex.tendon_organ import DISCHARGE_HZ, tendon_organ_step
from uncramp.reflex.terminal import step_terminals
from uncramp.reflex.trace import CORD, TERMINAL

MS_PER_S = 1e3


@compiled
def persistent_frac_of(pool: Floats, units_count: float) -> float:
    """Persistent inward current that is on, mean over the motoneurons."""
    total = 0.0
    for b in range(len(pool)):
        for j in range(s.BLOCK):
            total += pool[b][s.PERSISTENT + j]
    return total / units_count


@compiled
def note_spikes(
    block: Floats, slot: int, first_unit: int, step: int, origin: int, count: int, spike_step: Integers, spike_unit: Integers,
    spike_origin: Integers,
) -> int:  # fmt: skip
    """Write down which units of a block spiked; returns the new count, which stays at the room there is."""
    for j in range(s.BLOCK):
        if block[slot + j] > 0.0 and count < len(spike_step):
            spike_step[count] = step
            spike_unit[count] = first_unit + j
            spike_origin[count] = origin
            count += 1
    return count


@compiled
def tire(twitches: Floats, terminals: Floats, table: Floats, shared: Floats, step_s: float, lasted_s: float) -> float:
    """Tire the units by what they did in the last ``lasted_s`` and write their strength and slowness; returns the capacity left."""
    units = table.shape[1]
    for k in range(units):
        b, j = k // BLOCK, k % BLOCK
        table[RATE, k] = terminals[b, s.IMPULSES + j] / lasted_s
        # what it pulls now of what it could; over many such moments, the mean
        table[FUSED, k] = twitches[b, UNIT_FORCE + j] / at_least(twitches[b, UNIT_STRENGTH + j], NOTHING)
        terminals[b, s.IMPULSES + j] = 0.0
    tire_step(table, shared, lasted_s)
    left = 0.0
    for k in range(units):
        b, j = k // BLOCK, k % BLOCK
        per_step = step_s / (table[CONTRACTION, k] * (1.0 + shared[SLOWING] * (1.0 - table[CAPACITY, k])))
        twitches[b, KEPT + j] = np.exp(-per_step)
        twitches[b, RISE + j] = per_step
        twitches[b, UNIT_STRENGTH + j] = table[STRENGTH, k] * table[CAPACITY, k]
        left += table[STRENGTH, k] * table[CAPACITY, k]
    return left


NOTHING = 1e-12


@compiled
def run_loop(
    pool: Floats, terminals: Floats, twitches: Floats, table: Floats, tiring: Floats, shared: Floats, muscle: Floats, muscle_c: Floats,
    spindle: Floats, spindle_c: Floats, organ: Floats, organ_c: Floats, c: Floats, delays: Integers, pulse_step: Integers,
    drive_frac: Floats, length_frac: Floats, tendon_ratio: Floats, counter: np.uint64, out: Floats, spike_step: Integers,
    spike_unit: Integers, spike_origin: Integers,
) -> int:  # fmt: skip
    """Carry the loop through all milliseconds of ``drive_frac``; returns how many spikes were written down.

    Parameters
    ----------
    pool, terminals, twitches
        [block, slot and unit] motoneurons, axon terminals and muscle fibres at rest; changed.
    table, tiring
        [slot, unit] and [constant] fatigue of the units; the first is changed.
    muscle, spindle, organ
        States at rest of the mechanics, the spindle and the tendon organs; changed.
    shared, muscle_c, spindle_c, organ_c, c
        Constants of the motoneurons, of each of these, and of the loop (``slots.LOOP``).
    delays
        Steps from the muscle to the motoneurons and back: Ia, II, Ib, Renshaw, volley.
    pulse_step
        Steps in which an electrical pulse is given, rising.
    drive_frac, length_frac, tendon_ratio
        [sample] what is done at each millisecond; one sample more than there are milliseconds.
    counter
        Where the random numbers of this member begin.
    out
        [output, sample] written, in the order of ``slots.OUTPUTS``.
    spike_step, spike_unit, spike_origin
        Written, as far as there is room.
    """
    blocks, steps_per_ms, step_s = len(pool), round(1.0 / c[s.STEP_MS]), c[s.STEP_MS] / MS_PER_S
    arrived = np.zeros((blocks, s.BLOCK))
    ia_ring, ii_ring, ib_ring = np.zeros(delays[0]), np.zeros(delays[1]), np.zeros(delays[2])
    renshaw_ring, volley_ring = np.zeros(delays[3]), np.zeros(delays[4])
    ia_ring[:], ii_ring[:], ib_ring[:] = spindle[PRIMARY_HZ], spindle[SECONDARY_HZ], organ[DISCHARGE_HZ]
    volley_us = renshaw_pps = presynaptic = linkage = faded = 0.0
    pulses = spikes = 0
    capacity_frac = 0.0
    for k in range(table.shape[1]):
        capacity_frac += table[STRENGTH, k] * table[CAPACITY, k]
    per_unit_pps = 1.0 / (step_s * c[s.UNITS_COUNT])
    for step in range((len(drive_frac) - 1) * steps_per_ms):
        sample = step // steps_per_ms
        within = (step - sample * steps_per_ms) * c[s.STEP_MS]
        drive = drive_frac[sample] + (drive_frac[sample + 1] - drive_frac[sample]) * within
        muscle_frac = length_frac[sample] + (length_frac[sample + 1] - length_frac[sample]) * within
        stimulated = 0.0
        if pulses < len(pulse_step) and pulse_step[pulses] == step:
            stimulated = 1.0
            pulses += 1

        # what arrives at the motoneurons
        at_ia, at_ii, at_ib = step % len(ia_ring), step % len(ii_ring), step % len(ib_ring)
        at_renshaw, at_volley = step % len(renshaw_ring), step % len(volley_ring)
        arriving = 1.0 - c[s.PRESYNAPTIC_RATIO] * at_most(presynaptic, 1.0)
        volley_us = volley_us * c[s.VOLLEY_KEEP] + c[s.VOLLEY_US] * volley_ring[at_volley]
        afferent_us = c[s.IA_US_PER_PPS] * ia_ring[at_ia] * (1.0 - c[s.FADING_RATIO] * faded) + c[s.II_US_PER_PPS] * ii_ring[at_ii]
        excitation_us = c[s.DRIVE_US] * drive + c[s.TONIC_US] + arriving * (volley_us + afferent_us) * c[s.NERVE_OPEN]
        inhibition_us = (c[s.IB_US_PER_PPS] * ib_ring[at_ib] + c[s.TENDON_US] * tendon_ratio[sample]) * c[s.NERVE_OPEN]
        inhibition_us += c[s.RENSHAW_US_PER_PPS] * renshaw_ring[at_renshaw]
        volley_ring[at_volley] = stimulated

        # which of them fire, and what reaches the muscle
        shift_frac = c[s.TERMINAL_LENGTH_RATIO] * at_least(muscle[FIBRE_LENGTH] - c[s.TERMINAL_LENGTH_FRAC], 0.0)
        fired = 0.0
        for b in range(blocks):
            number = counter + np.uint64((step * blocks + b) * s.BLOCK)
            fired_here = step_pool(pool[b], shared, excitation_us, inhibition_us, stimulated * c[s.NERVE_OPEN], number)
            discharged = step_terminals(terminals[b], pool[b], arrived[b], c, stimulated, shift_frac)
            if fired_here > 0.0:
                spikes = note_spikes(pool[b], s.SPIKED, b * s.BLOCK, step, CORD, spikes, spike_step, spike_unit, spike_origin)
                fired += fired_here
            if discharged > 0.0:
                spikes = note_spikes(
                    terminals[b], s.DISCHARGED, b * s.BLOCK, step, TERMINAL, spikes, spike_step, spike_unit, spike_origin
                )
        mechanics_step(muscle, muscle_c, muscle_frac, twitch_step(twitches, arrived))
        if (step + 1) % round(c[s.TIRING_STEPS]) == 0:
            capacity_frac = tire(twitches, terminals, table, tiring, step_s, c[s.TIRING_S])

        # what the sense organs say of it
        rate_pps = fired * per_unit_pps
        linkage = rate_pps * c[s.PER_LINKAGE_PPS] + (linkage - rate_pps * c[s.PER_LINKAGE_PPS]) * c[s.LINKAGE_KEEP]
        renshaw_pps = rate_pps + (renshaw_pps - rate_pps) * c[s.RENSHAW_KEEP]
        presynaptic = linkage + (presynaptic - linkage) * c[s.PRESYNAPTIC_KEEP]
        tiring_frac = at_most(linkage / c[s.FADING_ACTIVITY_FRAC], 1.0)
        faded = tiring_frac + (faded - tiring_frac) * c[s.FADING_KEEP]
        gamma_pps = c[s.GAMMA_STATIC_PPS] + c[s.GAMMA_LINKED_PPS] * linkage
        spindle_step(spindle, spindle_c, muscle[FIBRE_LENGTH], c[s.GAMMA_DYNAMIC_PPS], gamma_pps)
        tendon_organ_step(organ, organ_c, muscle[FORCE])
        ia_ring[at_ia], ii_ring[at_ii], ib_ring[at_ib] = spindle[PRIMARY_HZ], spindle[SECONDARY_HZ], organ[DISCHARGE_HZ]
        renshaw_ring[at_renshaw] = renshaw_pps

        if sample * steps_per_ms == step:
            out[0, sample], out[1, sample], out[2, sample], out[3, sample] = (
                drive,
                spindle[PRIMARY_HZ],
                spindle[SECONDARY_HZ],
                organ[DISCHARGE_HZ],
            )
            out[4, sample], out[5, sample], out[6, sample] = gamma_pps, persistent_frac_of(pool, c[s.UNITS_COUNT]), muscle[FORCE]
            out[7, sample], out[8, sample], out[9, sample] = muscle[ACTIVE_FORCE], muscle_frac, muscle[FIBRE_LENGTH]
            out[10, sample], out[11, sample] = capacity_frac, tendon_ratio[sample]
    return spikes
