"""From a circuit and a protocol to the arrays the loop works in."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from uncramp.evidence.draws import uniforms
from uncramp.minutes import Floats, Integers
from uncramp.reflex import slots as s
from uncramp.reflex.circuit import Circuit
from uncramp.reflex.mechanics import FIBRE_LENGTH, FORCE, mechanics_constants, settle_mechanics
from uncramp.reflex.mechanics import STATES as MUSCLE_STATES
from uncramp.reflex.motoneuron import blocks_of, pool_of, shared_of
from uncramp.reflex.motor_unit import motor_units, tire_blocks, twitch_blocks
from uncramp.reflex.motor_unit_fatigue import CAPACITY, rested_pool
from uncramp.reflex.parameters import hypothesis_of
from uncramp.reflex.protocol import Protocol, value_at
from uncramp.reflex.spindle import STATES as SPINDLE_STATES
from uncramp.reflex.spindle import settle_spindle, spindle_constants
from uncramp.reflex.tendon_organ import STATES as ORGAN_STATES
from uncramp.reflex.tendon_organ import settle_tendon_organ, tendon_organ_constants

MS_PER_S = 1000
US_PER_NSIEMENS = 1e-3
TIRING_S = 0.1
"""How often fatigue of the units is brought up to date; its time constants are tens of seconds."""


@dataclass(frozen=True, slots=True)
class Packed:
    """What :func:`uncramp.reflex.loop.run_loop` is handed, but for what it writes."""

    pool: Floats  # [block, slot and neuron]
    terminals: Floats  # [block, slot and unit]
    twitches: Floats
    table: Floats  # [slot, unit] fatigue of the units
    tiring: Floats
    shared: Floats
    muscle: Floats
    muscle_c: Floats
    spindle: Floats
    spindle_c: Floats
    organ: Floats
    organ_c: Floats
    c: Floats  # [slots.LOOP]
    delays: Integers
    pulse_step: Integers
    drive_frac: Floats  # [sample]
    length_frac: Floats
    tendon_ratio: Floats
    counter: np.uint64


def pack(circuit: Circuit, protocol: Protocol, *, seconds: float, step_ms: float, seed: int, draw: int) -> Packed:
    """The arrays of one member of an ensemble."""
    constants = loop_constants(circuit, protocol, step_ms=step_ms, draw=draw)
    samples = round(seconds * MS_PER_S) + 1
    time_s = np.arange(samples) / MS_PER_S
    length_frac = value_at(protocol.length_frac, time_s)
    spindle_c = spindle_constants(circuit.spindle, step_s=step_ms / MS_PER_S, member=draw)
    muscle_c = mechanics_constants(circuit.mechanics, step_s=step_ms / MS_PER_S, member=draw)
    muscle = np.zeros(len(MUSCLE_STATES))
    settle_mechanics(muscle, muscle_c, length_frac[0])
    spindle = np.zeros(len(SPINDLE_STATES))
    settle_spindle(spindle, spindle_c, muscle[FIBRE_LENGTH], constants[s.GAMMA_DYNAMIC_PPS], constants[s.GAMMA_STATIC_PPS])
    organ_c = tendon_organ_constants(circuit.tendon_organ, step_s=step_ms / MS_PER_S, member=draw)
    organ = np.zeros(len(ORGAN_STATES))
    settle_tendon_organ(organ, organ_c, muscle[FORCE])
    units = motor_units(circuit.motor_unit, units_count=circuit.muscle.units_count, member=draw)
    pool = rested_pool(units, circuit.motor_unit_fatigue, member=draw)
    pool.table[CAPACITY] -= float(circuit.reflex.fatigued_strength_loss_frac[draw]) * protocol.fatigue_frac
    twitches = twitch_blocks(units, step_s=step_ms / MS_PER_S)
    tire_blocks(twitches, units, step_s=step_ms / MS_PER_S, capacity_frac=pool.capacity_frac, slowing_ratio=pool.slowing_ratio)
    return Packed(
        pool=_pool_blocks(circuit, protocol, step_ms, draw),
        terminals=_terminals(circuit, draw),
        twitches=twitches,
        table=pool.table,
        tiring=pool.shared,
        shared=shared_of(circuit.motoneuron, step_ms, draw),
        muscle=muscle,
        muscle_c=muscle_c,
        spindle=spindle,
        spindle_c=spindle_c,
        organ=organ,
        organ_c=organ_c,
        c=constants,
        delays=_delays(circuit, step_ms, draw),
        pulse_step=_pulse_steps(protocol, seconds, step_ms),
        drive_frac=value_at(protocol.drive_frac, time_s),
        length_frac=length_frac,
        tendon_ratio=_tendon(protocol, time_s),
        counter=_counter(seed, draw),
    )


def _counter(seed: int, draw: int) -> np.uint64:
    """Where the random numbers of this member begin: apart by far more than a run takes."""
    start = uniforms(seed, "reflex", "noise", str(draw), draws=1)[0]
    return np.uint64(int(start * 2.0**62))


def _delays(circuit: Circuit, step_ms: float, draw: int) -> Integers:
    ways = (
        circuit.reflex.ia_delay_ms,
        circuit.reflex.ii_delay_ms,
        circuit.reflex.ib_delay_ms,
        circuit.reflex.renshaw_delay_ms,
        circuit.reflex.volley_delay_ms,
    )
    return np.array([max(1, round(float(way[draw]) / step_ms)) for way in ways])


def _pulse_steps(protocol: Protocol, seconds: float, step_ms: float) -> Integers:
    pulses = [burst.pulses_s() for burst in protocol.bursts]
    steps = np.round(np.concatenate([np.zeros(0), *pulses]) * MS_PER_S / step_ms).astype(np.int64)
    return np.unique(steps[steps < round(seconds * MS_PER_S / step_ms)])


def _tendon(protocol: Protocol, time_s: Floats) -> Floats:
    ratio = np.zeros_like(time_s)
    for pulse in protocol.tendon:
        ratio[(time_s >= pulse.start_s) & (time_s < pulse.start_s + pulse.duration_s)] = pulse.size_ratio
    return ratio


def _pool_blocks(circuit: Circuit, protocol: Protocol, step_ms: float, draw: int) -> Floats:
    muscle, reflex = circuit.muscle, circuit.reflex
    shift = float(getattr(reflex, f"{protocol.excitability}_threshold_ratio")[draw]) if protocol.excitability else 0.0
    pool = pool_of(
        circuit.motoneuron,
        units_count=muscle.units_count,
        slow_frac=muscle.slow_frac,
        resistant_frac=muscle.resistant_frac,
        threshold_ratio=1.0 + shift,
        draw=draw,
    )
    # which motoneurons an impulse on the nerve runs back into: spread over all sizes
    ranks = np.argsort(np.argsort(uniforms(0, "reflex", "antidromic", draws=muscle.units_count)))
    antidromic = (ranks < float(reflex.antidromic_frac[draw]) * muscle.units_count).astype(np.float64)
    return blocks_of(pool, step_ms=step_ms, noise_ratio=float(circuit.motoneuron.noise_ratio[draw]), antidromic=antidromic)


def _terminals(circuit: Circuit, draw: int) -> Floats:
    from scipy.special import ndtri

    count = circuit.muscle.units_count
    # thresholds of a normal spread, dealt out over all sizes the same way in every draw
    ranks = np.argsort(np.argsort(uniforms(0, "reflex", "terminal", draws=count)))
    spread = ndtri((ranks + 0.5) / count)
    thresholds = float(circuit.terminal.threshold_frac[draw]) + float(circuit.terminal.threshold_spread_frac[draw]) * spread
    blocks = np.zeros((-(-count // s.BLOCK), s.TERMINAL_SLOTS, s.BLOCK))
    padded = np.full(blocks.shape[0] * s.BLOCK, np.inf)
    able = uniforms(1, "reflex", "terminal", draws=count) < float(circuit.terminal.able_frac[draw])
    padded[:count] = np.where(able, thresholds, np.inf)
    blocks[:, -1] = padded.reshape(-1, s.BLOCK)
    return blocks.reshape(blocks.shape[0], -1)


def loop_constants(circuit: Circuit, protocol: Protocol, *, step_ms: float, draw: int) -> Floats:
    """Constants of the loop in the order of ``slots.LOOP``: the circuit in the state that the protocol says it is in."""
    r = {name: float(getattr(circuit.reflex, name)[draw]) for name in circuit.reflex.__slots__}
    t = {name: float(getattr(circuit.terminal, name)[draw]) for name in circuit.terminal.__slots__}
    by = hypothesis_of(circuit.reflex, circuit.mechanism, draw)
    tired, pain = protocol.fatigue_frac, protocol.pain_frac

    def kept(lasts_ms: float) -> float:
        return math.exp(-step_ms / lasts_ms)

    values = {
        "ia_us_per_pps": US_PER_NSIEMENS * r["ia_nsiemens_per_pps"] * (1.0 + by.ia_ratio * tired),
        "ii_us_per_pps": US_PER_NSIEMENS * r["ii_nsiemens_per_pps"],
        "ib_us_per_pps": US_PER_NSIEMENS * r["ib_nsiemens_per_pps"] * (1.0 + by.ib_ratio * tired),
        "volley_us": US_PER_NSIEMENS * r["volley_nsiemens"] * (1.0 + by.ia_ratio * tired),
        "volley_keep": kept(r["volley_ms"]),
        "drive_us": US_PER_NSIEMENS * r["drive_nsiemens"],
        "tonic_us": US_PER_NSIEMENS * r["group34_nsiemens_per_pps"] * r["pain_group34_pps"] * pain,
        "tendon_us": US_PER_NSIEMENS * r["tendon_volley_nsiemens"],
        "renshaw_us_per_pps": US_PER_NSIEMENS * r["renshaw_nsiemens_per_pps"],
        "renshaw_keep": kept(r["renshaw_ms"]),
        "presynaptic_ratio": r["presynaptic_ratio"],
        "presynaptic_keep": kept(r["presynaptic_ms"]),
        "gamma_static_pps": r["gamma_static_pps"],
        "gamma_linked_pps": r["gamma_linked_pps"],
        "gamma_dynamic_pps": r["gamma_dynamic_pps"],
        "per_linkage_pps": 1.0 / r["linkage_pps"],
        "linkage_keep": kept(r["linkage_ms"]),
        "fading_ratio": by.fading_ratio,
        "fading_keep": kept(r["fading_s"] * MS_PER_S),
        "fading_activity_frac": r["fading_activity_frac"],
        "nerve_open": 0.0 if protocol.nerve_blocked else 1.0,
        "units_count": circuit.muscle.units_count,
        "step_ms": step_ms,
        "terminal_gain_frac": t["gain_frac"],
        "terminal_keep": kept(t["excited_s"] * MS_PER_S),
        "terminal_spend_frac": t["spend_frac"],
        "terminal_spent_keep": kept(t["spent_s"] * MS_PER_S),
        "terminal_least_pps": t["least_pps"],
        "terminal_slope_pps": t["slope_pps"],
        "terminal_length_ratio": t["length_ratio"],
        "terminal_length_frac": t["length_frac"],
        "tiring_steps": round(TIRING_S * MS_PER_S / step_ms),
        "tiring_s": TIRING_S,
    }
    return np.array([values[name] for name in s.LOOP])
