"""Motoneuron pool: a soma that fires, a dendrite that holds on, from the smallest cell to the largest.

Two compartments and gates that follow a pulse after each spike, as Cisi and Kohn (2008) have them; in the dendrite a persistent inward
current with the densities of Elias and Kohn (2013) and a smooth gate. Both voltages are solved together, implicitly, so that the fast
sodium current is stable at any step. Widths of a pulse and of refractoriness are whole steps.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from uncramp.compiled import at_least, at_most, compiled
from uncramp.minutes import Floats
from uncramp.reflex import slots as s

ANCHORS: Final = ("smallest", "slow_end", "resistant_end", "largest")
"""Where a property is given: the first and last slow unit, the last fast-resistant one and the last of all; it runs straight between."""


@dataclass(frozen=True, slots=True)
class MotoneuronParameters:
    """Constants of the pool [draw]; values and sources in evidence/motoneuron.toml."""

    capacitance_f_m2: Floats
    cytoplasm_ohm_m: Floats
    sodium_reversal_mv: Floats
    potassium_reversal_mv: Floats
    calcium_reversal_mv: Floats
    excitation_reversal_mv: Floats
    inhibition_reversal_mv: Floats
    pulse_ms: Floats
    refractory_ms: Floats
    sodium_siemens_m2: Floats
    sodium_opening_per_ms: Floats
    sodium_closing_per_ms: Floats
    sodium_inactivation_per_ms: Floats
    sodium_recovery_per_ms: Floats
    potassium_opening_per_ms: Floats
    fast_potassium_closing_per_ms: Floats
    persistent_ratio: Floats
    persistent_ms: Floats
    persistent_slope_mv: Floats
    persistent_threshold_ratio: Floats
    synapse_size_index: Floats
    noise_ratio: Floats
    noise_ms: Floats
    smallest_soma_um: Floats
    slow_end_soma_um: Floats
    resistant_end_soma_um: Floats
    largest_soma_um: Floats
    smallest_dendrite_um: Floats
    slow_end_dendrite_um: Floats
    resistant_end_dendrite_um: Floats
    largest_dendrite_um: Floats
    smallest_dendrite_length_um: Floats
    slow_end_dendrite_length_um: Floats
    resistant_end_dendrite_length_um: Floats
    largest_dendrite_length_um: Floats
    smallest_soma_ohm_m2: Floats
    slow_end_soma_ohm_m2: Floats
    resistant_end_soma_ohm_m2: Floats
    largest_soma_ohm_m2: Floats
    smallest_dendrite_ohm_m2: Floats
    slow_end_dendrite_ohm_m2: Floats
    resistant_end_dendrite_ohm_m2: Floats
    largest_dendrite_ohm_m2: Floats
    smallest_rheobase_na: Floats
    slow_end_rheobase_na: Floats
    resistant_end_rheobase_na: Floats
    largest_rheobase_na: Floats
    smallest_fast_potassium_siemens_m2: Floats
    slow_end_fast_potassium_siemens_m2: Floats
    resistant_end_fast_potassium_siemens_m2: Floats
    largest_fast_potassium_siemens_m2: Floats
    smallest_slow_potassium_siemens_m2: Floats
    slow_end_slow_potassium_siemens_m2: Floats
    resistant_end_slow_potassium_siemens_m2: Floats
    largest_slow_potassium_siemens_m2: Floats
    smallest_slow_potassium_closing_per_ms: Floats
    slow_end_slow_potassium_closing_per_ms: Floats
    resistant_end_slow_potassium_closing_per_ms: Floats
    largest_slow_potassium_closing_per_ms: Floats
    smallest_persistent_siemens_m2: Floats
    slow_end_persistent_siemens_m2: Floats
    resistant_end_persistent_siemens_m2: Floats
    largest_persistent_siemens_m2: Floats


@dataclass(frozen=True, slots=True)
class Pool:
    """Motoneurons by size, [unit]: conductances in uS, capacities in nF, voltages in mV from rest."""

    soma_nf: Floats
    dendrite_nf: Floats
    soma_us: Floats
    dendrite_us: Floats
    coupling_us: Floats
    sodium_us: Floats
    fast_potassium_us: Floats
    slow_potassium_us: Floats
    persistent_us: Floats
    threshold_mv: Floats
    persistent_half_mv: Floats
    slow_closing_per_ms: Floats
    synapse_ratio: Floats  # conductance that one input has in this neuron, of what it has in the smallest
    rheobase_na: Floats

    @property
    def units_count(self) -> int:
        """How many motoneurons there are."""
        return len(self.threshold_mv)

    @property
    def input_resistance_mohm(self) -> Floats:
        """What a steady current into the soma meets."""
        return 1.0 / (self.soma_us + self.dendrite_us * self.coupling_us / (self.dendrite_us + self.coupling_us))


def pool_of(
    p: MotoneuronParameters,
    *,
    units_count: int,
    slow_frac: float,
    resistant_frac: float,
    threshold_ratio: float = 1.0,
    draw: int = 0,
) -> Pool:
    """The pool of a muscle in one draw: ``slow_frac`` of its units are slow, ``resistant_frac`` fast and resistant, the rest fast-fatigable.

    ``threshold_ratio`` moves every voltage threshold, of spikes and of the persistent current.
    """
    at = np.arange(units_count) / max(1, units_count - 1)
    knots = (0.0, slow_frac, slow_frac + resistant_frac, 1.0)

    def of_size(name: str) -> Floats:
        values: Floats = np.interp(at, knots, [getattr(p, f"{anchor}_{name}")[draw] for anchor in ANCHORS])
        return values

    soma_um, dendrite_um, dendrite_length_um = of_size("soma_um"), of_size("dendrite_um"), of_size("dendrite_length_um")
    # a square micrometre of membrane: 1 F/m2 is 1e-3 nF, 1 S/m2 is 1e-6 uS
    soma_um2, dendrite_um2 = math.pi * soma_um**2, math.pi * dendrite_um * dendrite_length_um
    soma_us = US_PER_SIEMENS_M2_UM2 * soma_um2 / of_size("soma_ohm_m2")
    dendrite_us = US_PER_SIEMENS_M2_UM2 * dendrite_um2 / of_size("dendrite_ohm_m2")
    # half of each cylinder lies between the two middles
    along_per_um = soma_um / (soma_um / 2) ** 2 + dendrite_length_um / (dendrite_um / 2) ** 2
    coupling_us = 2.0 * math.pi / (p.cytoplasm_ohm_m[draw] * along_per_um)
    resistance_mohm = 1.0 / (soma_us + dendrite_us * coupling_us / (dendrite_us + coupling_us))
    rheobase_na = of_size("rheobase_na")
    threshold_mv = threshold_ratio * rheobase_na * resistance_mohm
    # voltage of the dendrite when input to it brings the soma to its threshold
    dendrite_at_threshold_mv = threshold_mv * (1.0 + soma_us / coupling_us)
    return Pool(
        soma_nf=NF_PER_F_M2_UM2 * p.capacitance_f_m2[draw] * soma_um2,
        dendrite_nf=NF_PER_F_M2_UM2 * p.capacitance_f_m2[draw] * dendrite_um2,
        soma_us=soma_us,
        dendrite_us=dendrite_us,
        coupling_us=coupling_us,
        sodium_us=US_PER_SIEMENS_M2_UM2 * p.sodium_siemens_m2[draw] * soma_um2,
        fast_potassium_us=US_PER_SIEMENS_M2_UM2 * of_size("fast_potassium_siemens_m2") * soma_um2,
        slow_potassium_us=US_PER_SIEMENS_M2_UM2 * of_size("slow_potassium_siemens_m2") * soma_um2,
        persistent_us=US_PER_SIEMENS_M2_UM2 * p.persistent_ratio[draw] * of_size("persistent_siemens_m2") * dendrite_um2,
        threshold_mv=threshold_mv,
        persistent_half_mv=p.persistent_threshold_ratio[draw] * dendrite_at_threshold_mv,
        slow_closing_per_ms=of_size("slow_potassium_closing_per_ms"),
        synapse_ratio=(resistance_mohm[0] / resistance_mohm) ** p.synapse_size_index[draw],
        rheobase_na=rheobase_na,
    )


NF_PER_F_M2_UM2: Final = 1e-3
US_PER_SIEMENS_M2_UM2: Final = 1e-6
(
    KEEP_SODIUM_ON, KEEP_SODIUM_OFF, KEEP_READY_ON, KEEP_READY_OFF, KEEP_FAST_ON, KEEP_FAST_OFF, KEEP_SLOW_ON, KEEP_PERSISTENT, KEEP_NOISE,
    ADD_NOISE, PULSE, REFRACTORY, SODIUM_MV, POTASSIUM_MV, CALCIUM_MV, EXCITATION_MV, INHIBITION_MV, PER_SLOPE, PER_STEP_MS,
) = range(19)  # fmt: skip


def shared_of(p: MotoneuronParameters, step_ms: float, draw: int = 0) -> Floats:
    """What all motoneurons share at this step, in the order of the names above."""
    left = [
        math.exp(-rate * step_ms)
        for rate in (
            p.sodium_opening_per_ms[draw], p.sodium_closing_per_ms[draw], p.sodium_inactivation_per_ms[draw], p.sodium_recovery_per_ms[draw],
            p.potassium_opening_per_ms[draw], p.fast_potassium_closing_per_ms[draw], p.potassium_opening_per_ms[draw], 1.0 / p.persistent_ms[draw],
            1.0 / p.noise_ms[draw],
        )
    ]  # fmt: skip
    return np.array(
        [
            *left, math.sqrt(1.0 - left[-1] ** 2), round(p.pulse_ms[draw] / step_ms), round(p.refractory_ms[draw] / step_ms), p.sodium_reversal_mv[draw],
            p.potassium_reversal_mv[draw], p.calcium_reversal_mv[draw], p.excitation_reversal_mv[draw], p.inhibition_reversal_mv[draw],
            1.0 / p.persistent_slope_mv[draw], 1.0 / step_ms,
        ]
    )  # fmt: skip


def blocks_of(pool: Pool, *, step_ms: float, noise_ratio: float, antidromic: Floats) -> Floats:
    """The pool at rest as blocks, [block, slot and neuron]; neurons past the last cannot fire."""
    blocks = np.zeros((-(-pool.units_count // s.BLOCK), s.NEURON_SLOTS, s.BLOCK))
    rows = {
        "soma_nf": pool.soma_nf, "dendrite_nf": pool.dendrite_nf, "soma_us": pool.soma_us, "dendrite_us": pool.dendrite_us,
        "coupling_us": pool.coupling_us, "sodium_us": pool.sodium_us, "fast_potassium_us": pool.fast_potassium_us,
        "slow_potassium_us": pool.slow_potassium_us, "persistent_us": pool.persistent_us, "threshold_mv": pool.threshold_mv,
        "persistent_half_mv": pool.persistent_half_mv, "slow_closing": np.exp(-pool.slow_closing_per_ms * step_ms),
        "noise_na": noise_ratio * pool.rheobase_na, "antidromic": antidromic,
        "synapse_ratio": pool.synapse_ratio, "sodium_ready": np.ones(pool.units_count),
    }  # fmt: skip
    filler = {
        "soma_nf": 1.0,
        "dendrite_nf": 1.0,
        "soma_us": 1.0,
        "dendrite_us": 1.0,
        "threshold_mv": np.inf,
        "persistent_half_mv": np.inf,
    }
    names = (*s.STATES, *s.PARAMETERS)
    for slot, name in enumerate(names):
        padded = np.full(blocks.shape[0] * s.BLOCK, filler.get(name, 0.0))
        if name in rows:
            padded[: pool.units_count] = rows[name]
        blocks[:, slot] = padded.reshape(-1, s.BLOCK)
    return blocks.reshape(blocks.shape[0], -1)


@compiled
def sigmoid(x: float) -> float:
    """About 1 / (1 + e^-x) within 0.012, exactly 0 below -6 and 1 above 6: a ratio of polynomials, without branches."""
    y = at_least(at_most(x, 6.0), -6.0) * 0.5
    y2 = y * y
    return 0.5 + 0.5 * y * (27.0 + y2) / (27.0 + 9.0 * y2)


@compiled
def hashed(counter: np.uint64) -> np.uint64:
    """Sixty-four bits that look random, from a counter; the finisher of splitmix64."""
    z = counter * np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


@compiled
def nearly_normal(counter: np.uint64) -> float:
    """A number of mean 0 and variance 1 from a counter: the sum of four uniform ones of sixteen bits each."""
    z = hashed(counter)
    low = np.uint64(0xFFFF)
    total = (z & low) + ((z >> np.uint64(16)) & low) + ((z >> np.uint64(32)) & low) + (z >> np.uint64(48))
    return (np.float64(np.int64(total)) - 131070.0) * 2.642873e-5


NOTHING: Final = 1e-30
"""Numerical guard: a gate that has closed this far is shut. Still smaller numbers would slow the processor many times over."""


@compiled
def step_pool(
    w: Floats, shared: Floats, excitation_us: float, inhibition_us: float, antidromic: float, counter: np.uint64
) -> float:
    """One step of a block of motoneurons; returns how many fired. ``counter`` is the number of its first neuron and step."""
    sodium_opening, sodium_closing = shared[KEEP_SODIUM_ON], shared[KEEP_SODIUM_OFF]
    inactivation, recovery = shared[KEEP_READY_ON], shared[KEEP_READY_OFF]
    fast_opening, fast_closing, slow_opening = shared[KEEP_FAST_ON], shared[KEEP_FAST_OFF], shared[KEEP_SLOW_ON]
    keep_persistent, keep_noise, add_noise = shared[KEEP_PERSISTENT], shared[KEEP_NOISE], shared[ADD_NOISE]
    pulse, refractory = shared[PULSE], shared[REFRACTORY]
    sodium_mv, potassium_mv, calcium_mv = shared[SODIUM_MV], shared[POTASSIUM_MV], shared[CALCIUM_MV]
    per_slope, per_step_ms = shared[PER_SLOPE], shared[PER_STEP_MS]
    synaptic_us = excitation_us + inhibition_us
    synaptic_na = excitation_us * shared[EXCITATION_MV] + inhibition_us * shared[INHIBITION_MV]
    for j in range(s.BLOCK):
        # gates follow the pulse of the last spike, not the voltage
        in_pulse = w[s.PULSE_STEPS + j] > 0.0
        on = w[s.SODIUM_ON + j]
        on = 1.0 + (on - 1.0) * sodium_opening if in_pulse else on * sodium_closing
        ready = w[s.SODIUM_READY + j]
        ready = ready * inactivation if in_pulse else 1.0 + (ready - 1.0) * recovery
        fast = w[s.FAST_POTASSIUM + j]
        fast = 1.0 + (fast - 1.0) * fast_opening if in_pulse else fast * fast_closing
        slow = w[s.SLOW_POTASSIUM + j]
        slow = 1.0 + (slow - 1.0) * slow_opening if in_pulse else slow * w[s.SLOW_CLOSING + j]
        w[s.SODIUM_ON + j] = on if on > NOTHING else 0.0
        w[s.SODIUM_READY + j] = ready
        w[s.FAST_POTASSIUM + j] = fast if fast > NOTHING else 0.0
        w[s.SLOW_POTASSIUM + j] = slow if slow > NOTHING else 0.0
        soma_mv, dendrite_mv = w[s.SOMA_MV + j], w[s.DENDRITE_MV + j]
        persistent = w[s.PERSISTENT + j]
        wanted = sigmoid((dendrite_mv - w[s.PERSISTENT_HALF_MV + j]) * per_slope)
        persistent = wanted + (persistent - wanted) * keep_persistent
        w[s.PERSISTENT + j] = persistent
        noise = w[s.NOISE + j] * keep_noise + add_noise * nearly_normal(counter + np.uint64(j))
        w[s.NOISE + j] = noise

        sodium_us = w[s.SODIUM_US + j] * on * on * on * ready
        fast2 = fast * fast
        potassium_us = w[s.FAST_POTASSIUM_US + j] * fast2 * fast2 + w[s.SLOW_POTASSIUM_US + j] * slow * slow
        persistent_us = w[s.PERSISTENT_US + j] * persistent
        # both voltages of the next moment together: two equations, solved at once
        coupling_us = w[s.COUPLING_US + j]
        per_soma, per_dendrite = w[s.SOMA_NF + j] * per_step_ms, w[s.DENDRITE_NF + j] * per_step_ms
        a = per_soma + w[s.SOMA_US + j] + coupling_us + sodium_us + potassium_us
        synapse = w[s.SYNAPSE_RATIO + j]
        d = per_dendrite + w[s.DENDRITE_US + j] + coupling_us + synapse * synaptic_us + persistent_us
        soma_na = per_soma * soma_mv + sodium_us * sodium_mv + potassium_us * potassium_mv
        dendrite_na = per_dendrite * dendrite_mv + synapse * synaptic_na + persistent_us * calcium_mv + w[s.NOISE_NA + j] * noise
        per_determinant = 1.0 / (a * d - coupling_us * coupling_us)
        soma_mv = (soma_na * d + dendrite_na * coupling_us) * per_determinant
        dendrite_mv = (dendrite_na * a + soma_na * coupling_us) * per_determinant
        w[s.SOMA_MV + j] = soma_mv
        w[s.DENDRITE_MV + j] = dendrite_mv

        left = at_least(w[s.REFRACTORY_STEPS + j] - 1.0, 0.0)
        spiked = 1.0 if (soma_mv >= w[s.THRESHOLD_MV + j]) & (left == 0.0) else 0.0
        # an impulse that runs up the axon sets off the pulse as well, but goes nowhere
        begins = at_least(spiked, at_least(antidromic * w[s.ANTIDROMIC + j], w[s.SENT_UP + j]) if left == 0.0 else 0.0)
        w[s.PULSE_STEPS + j] = pulse if begins > 0.0 else at_least(w[s.PULSE_STEPS + j] - 1.0, 0.0)
        w[s.REFRACTORY_STEPS + j] = refractory if begins > 0.0 else left
        w[s.SPIKED + j] = spiked
    # summed apart: a sum in the loop has an order, and would keep the compiler from running neurons side by side
    fired = 0.0
    for j in range(s.BLOCK):
        fired += w[s.SPIKED + j]
    return fired
