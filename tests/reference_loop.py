"""The step of the spinal loop once more, in plain NumPy over all neurons at once: what the compiled loop is held against.

Written from the equations, not from the kernel: no blocks, no slots, no fast mathematics. Spindle, tendon organs and mechanics have
oracles of their own and are called as they are.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from uncramp.reflex import slots as s
from uncramp.reflex.circuit import Circuit
from uncramp.reflex.mechanics import FIBRE_LENGTH, FORCE, mechanics_step
from uncramp.reflex.motoneuron import pool_of
from uncramp.reflex.motor_unit import motor_units
from uncramp.reflex.pack import pack
from uncramp.reflex.protocol import Protocol
from uncramp.reflex.spindle import PRIMARY_HZ, SECONDARY_HZ, spindle_step
from uncramp.reflex.tendon_organ import DISCHARGE_HZ, tendon_organ_step


@dataclass(frozen=True)
class Reference:
    """Spikes as (step, unit) and signals at every step."""

    spikes: list[tuple[int, int]]
    ia_pps: np.ndarray
    ib_pps: np.ndarray
    force_frac: np.ndarray


def normal(counter: int, step: int, units: int, padded: int) -> np.ndarray:
    """Noise of all units in a step."""
    mask = (1 << 64) - 1
    numbers = np.empty(units)
    for unit in range(units):
        z = ((counter + step * padded + unit) * 0x9E3779B97F4A7C15) & mask
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & mask
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
        z ^= z >> 31
        total = sum((z >> shift) & 0xFFFF for shift in (0, 16, 32, 48))
        numbers[unit] = (total - 2 * 65535) / np.sqrt(65536**2 / 3.0)
    return numbers


def gate(x: np.ndarray) -> np.ndarray:
    """The smooth gate: Pade's approximation of the hyperbolic tangent, clipped where it reaches one."""
    y = np.clip(x / 2.0, -3.0, 3.0)
    return 0.5 * (1.0 + y * (27.0 + y**2) / (27.0 + 9.0 * y**2))


def run_reference(circuit: Circuit, protocol: Protocol, *, seconds: float, step_ms: float, seed: int) -> Reference:
    """The loop, slowly."""
    packed = pack(circuit, protocol, seconds=seconds, step_ms=step_ms, seed=seed, draw=0)
    c = dict(zip(s.LOOP, packed.c, strict=True))
    m = {name: float(getattr(circuit.motoneuron, name)[0]) for name in circuit.motoneuron.__slots__}
    n = circuit.muscle.units_count
    padded = len(packed.pool) * s.BLOCK
    pool = pool_of(
        circuit.motoneuron, units_count=n, slow_frac=circuit.muscle.slow_frac, resistant_frac=circuit.muscle.resistant_frac
    )
    units = motor_units(circuit.motor_unit, units_count=n)
    threshold = packed.terminals.reshape(-1, s.TERMINAL_SLOTS, s.BLOCK)[:, -1].ravel()[:n]
    soma, dendrite, on, fast, slow, persistent, noise = (np.zeros(n) for _ in range(7))
    ready = np.ones(n)
    pulse_left, refractory_left, sent_up = np.zeros(n), np.zeros(n), np.zeros(n)
    excited, spent, phase, lead, active = (np.zeros(n) for _ in range(5))
    volley_us = linkage = faded = 0.0
    delay_ia, delay_ii, delay_ib, _, delay_volley = packed.delays
    steps = round(seconds * 1000 / step_ms)
    ia, ii, ib, stimulus = np.zeros(steps), np.zeros(steps), np.zeros(steps), np.zeros(steps)
    force = np.zeros(steps)
    rest = packed.spindle[PRIMARY_HZ], packed.spindle[SECONDARY_HZ], packed.organ[DISCHARGE_HZ]
    spikes: list[tuple[int, int]] = []

    def ago(signal: np.ndarray, step: int, delay: int, before: float) -> float:
        return float(signal[step - delay]) if step >= delay else before

    for step in range(steps):
        at_ms = step * step_ms
        samples = np.arange(len(packed.drive_frac))
        drive, length = (float(np.interp(at_ms, samples, values)) for values in (packed.drive_frac, packed.length_frac))
        stimulus[step] = float(step in packed.pulse_step)
        volley_us = volley_us * c["volley_keep"] + c["volley_us"] * ago(stimulus, step, delay_volley, 0.0)
        ib_pps = ago(ib, step, delay_ib, rest[2])
        excitation = c["drive_us"] * drive + c["tonic_us"]
        ia_us = c["ia_us_per_pps"] * ago(ia, step, delay_ia, rest[0]) * (1.0 - c["fading_ratio"] * faded)
        excitation += (volley_us + ia_us + c["ii_us_per_pps"] * ago(ii, step, delay_ii, rest[1])) * c["nerve_open"]
        inhibition = (c["ib_us_per_pps"] * ib_pps + c["tendon_us"] * packed.tendon_ratio[int(at_ms)]) * c["nerve_open"]

        pulsed = pulse_left > 0

        def towards(x: np.ndarray, opens: float, closes: float | np.ndarray) -> np.ndarray:
            return np.where(pulsed, 1.0 + (x - 1.0) * np.exp(-opens * step_ms), x * np.exp(-closes * step_ms))  # noqa: B023

        on = towards(on, m["sodium_opening_per_ms"], m["sodium_closing_per_ms"])
        fast = towards(fast, m["potassium_opening_per_ms"], m["fast_potassium_closing_per_ms"])
        slow = towards(slow, m["potassium_opening_per_ms"], pool.slow_closing_per_ms)
        ready = 1.0 - towards(1.0 - ready, m["sodium_inactivation_per_ms"], m["sodium_recovery_per_ms"])
        wanted = gate((dendrite - pool.persistent_half_mv) / m["persistent_slope_mv"])
        persistent = wanted + (persistent - wanted) * np.exp(-step_ms / m["persistent_ms"])
        keep = np.exp(-step_ms / m["noise_ms"])
        noise = noise * keep + np.sqrt(1.0 - keep**2) * normal(int(packed.counter), step, n, padded)
        sodium = pool.sodium_us * on**3 * ready
        potassium = pool.fast_potassium_us * fast**4 + pool.slow_potassium_us * slow**2
        calcium = pool.persistent_us * persistent
        synapse = pool.synapse_ratio
        a = pool.soma_nf / step_ms + pool.soma_us + pool.coupling_us + sodium + potassium
        d = pool.dendrite_nf / step_ms + pool.dendrite_us + pool.coupling_us + synapse * (excitation + inhibition) + calcium
        into_soma = pool.soma_nf / step_ms * soma + sodium * m["sodium_reversal_mv"] + potassium * m["potassium_reversal_mv"]
        into_dendrite = (
            pool.dendrite_nf / step_ms * dendrite
            + synapse * (excitation * m["excitation_reversal_mv"] + inhibition * m["inhibition_reversal_mv"])
            + calcium * m["calcium_reversal_mv"]
            + m["noise_ratio"] * pool.rheobase_na * noise
        )
        matrices = np.stack([np.stack([a, -pool.coupling_us], -1), np.stack([-pool.coupling_us, d], -1)], -2)
        soma, dendrite = np.linalg.solve(matrices, np.stack([into_soma, into_dendrite], -1)[..., None])[..., 0].T
        refractory_left = np.maximum(refractory_left - 1, 0)
        spiked = (soma >= pool.threshold_mv) & (refractory_left == 0)
        begins = spiked | ((sent_up > 0) & (refractory_left == 0))
        pulse_left = np.where(begins, round(m["pulse_ms"] / step_ms), np.maximum(pulse_left - 1, 0))
        refractory_left = np.where(begins, round(m["refractory_ms"] / step_ms), refractory_left)
        spikes += [(step, int(unit)) for unit in np.flatnonzero(spiked)]

        shift = c["terminal_length_ratio"] * max(packed.muscle[FIBRE_LENGTH] - c["terminal_length_frac"], 0.0)
        excess = excited - spent - shift - threshold
        phase = np.where(
            excess > 0, phase + (c["terminal_least_pps"] + c["terminal_slope_pps"] * np.maximum(excess, 0)) * step_ms / 1000, 0
        )
        own = phase >= 1.0
        phase = phase - own
        arrived = np.maximum(np.maximum(spiked * c["nerve_open"], stimulus[step]), own)
        excited = excited * c["terminal_keep"] + c["terminal_gain_frac"] * (1.0 - excited) * arrived
        spent = spent * c["terminal_spent_keep"] + c["terminal_spend_frac"] * own
        sent_up = own * c["nerve_open"]

        kept = np.exp(-step_ms / 1000 / units.contraction_s)
        active = (active + lead * step_ms / 1000 / units.contraction_s) * kept
        lead = lead * kept + np.e * arrived
        half = 1.0 / units.twitch_tetanus_ratio - 1.0
        mechanics_step(packed.muscle, packed.muscle_c, length, float((units.strength_frac * active**3 / (active**3 + half)).sum()))
        rate = spiked.sum() / n / step_ms * 1000
        linkage_keep = c["linkage_keep"]
        linkage = rate * c["per_linkage_pps"] * (1.0 - linkage_keep) + linkage * linkage_keep
        tiring = min(linkage / c["fading_activity_frac"], 1.0)
        faded = tiring * (1.0 - c["fading_keep"]) + faded * c["fading_keep"]
        spindle_step(
            packed.spindle,
            packed.spindle_c,
            packed.muscle[FIBRE_LENGTH],
            c["gamma_dynamic_pps"],
            c["gamma_static_pps"] + c["gamma_linked_pps"] * linkage,
        )
        tendon_organ_step(packed.organ, packed.organ_c, packed.muscle[FORCE])
        ia[step], ii[step], ib[step] = packed.spindle[PRIMARY_HZ], packed.spindle[SECONDARY_HZ], packed.organ[DISCHARGE_HZ]
        force[step] = packed.muscle[FORCE]
    return Reference(spikes, ia, ib, force)
