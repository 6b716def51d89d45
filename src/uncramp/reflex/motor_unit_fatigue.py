"""Fatigue of motor units: what each can still pull, how it slows, and the excitation that a force asks for (Potvin and Fuglevand 2017).

Some ten times a second, beside the loop of milliseconds. A unit that fires loses capacity in proportion to its own force and its
fatigability, contracts longer as it tires, and fires slower the longer it is on. What is added here is recovery: units that are
silent win back a part of what they lost, and their adaptation fades.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from uncramp.compiled import at_least, at_most, compiled
from uncramp.evidence.draws import draw
from uncramp.minutes import Floats
from uncramp.reflex.motor_unit import LEAST_RANGE, MotorUnits


@dataclass(frozen=True, slots=True)
class MotorUnitFatigueParameters:
    """Constants of motor-unit fatigue [draw]; values and sources in evidence/motor_unit_fatigue.toml."""

    last_fatigue_per_s: Floats
    fatigue_range_ratio: Floats
    contraction_slowing_ratio: Floats
    adaptation_ratio: Floats
    adaptation_offset_hz: Floats
    adaptation_s: Floats
    knee_ratio: Floats
    fusion_steepness_ratio: Floats
    excitation_step_ratio: Floats
    recovery_per_s: Floats
    adaptation_fading_s: Floats


def draw_motor_unit_fatigue(*, draws: int, seed: int, overrides: Mapping[str, float] | None = None) -> MotorUnitFatigueParameters:
    """Draw the topic ``motor_unit_fatigue``; arrays of shape [draw]."""
    return draw(MotorUnitFatigueParameters, "motor_unit_fatigue", draws=draws, seed=seed, overrides=overrides)


UNIT: Final = (
    "threshold_ratio", "peak_rate_hz", "contraction_s", "strength", "fatigue_per_s", "adaptation_ratio", "capacity_frac", "adapted_frac",
    "rate_hz", "fused_frac",
)  # fmt: skip
"""What belongs to one unit, [slot, unit]; the last four are its state and what it did in the last step."""
THRESHOLD, PEAK, CONTRACTION, STRENGTH, FATIGUE, ADAPTATION, CAPACITY, ADAPTED, RATE, FUSED = range(len(UNIT))
SHARED: Final = (
    "least_rate_hz", "rate_gain", "greatest_excitation", "excitation_step", "greatest_force", "slowing", "offset_hz", "knee", "knee_slope",
    "steepness", "recovery_per_s", "adaptation_s", "fading_s",
)  # fmt: skip
"""What the units share, [constant]."""
(
    LEAST_RATE, RATE_GAIN, GREATEST_EXCITATION, EXCITATION_STEP, GREATEST_FORCE, SLOWING, OFFSET, KNEE, KNEE_SLOPE, STEEPNESS, RECOVERY,
    ADAPTATION_S, FADING_S,
) = range(len(SHARED))  # fmt: skip


@dataclass(frozen=True, slots=True)
class FatiguePool:
    """The units of a muscle with their state of fatigue; :func:`hold_force` and :func:`tire_units` write ``table``."""

    table: Floats  # [slot of UNIT, unit]
    shared: Floats  # [constant of SHARED]

    @property
    def capacity_frac(self) -> Floats:
        """What each unit can pull of its rested strength, [unit]."""
        capacity: Floats = self.table[CAPACITY]
        return capacity

    @property
    def slowing_ratio(self) -> Floats:
        """How much longer than rested each unit contracts, [unit]."""
        longer: Floats = 1.0 + self.shared[SLOWING] * (1.0 - self.table[CAPACITY])
        return longer

    @property
    def strength_left_frac(self) -> float:
        """Tetanic force of all units together, of the rested muscle's."""
        return float(self.table[STRENGTH] @ self.table[CAPACITY])


def rested_pool(units: MotorUnits, parameters: MotorUnitFatigueParameters, *, member: int = 0) -> FatiguePool:
    """A muscle that has not worked, from one draw of the constants."""
    p = {name: float(getattr(parameters, name)[member]) for name in MotorUnitFatigueParameters.__slots__}
    count = units.units_count
    table = np.zeros((len(UNIT), count))
    table[THRESHOLD], table[PEAK], table[CONTRACTION] = units.threshold_ratio, units.peak_rate_hz, units.contraction_s
    table[STRENGTH] = units.strength_frac
    table[FATIGUE] = p["last_fatigue_per_s"] * p["fatigue_range_ratio"] ** -np.linspace(1.0, 0.0, count)
    span = at_least(units.threshold_ratio[-1] - units.threshold_ratio[0], LEAST_RANGE)
    table[ADAPTATION] = p["adaptation_ratio"] * (units.threshold_ratio - units.threshold_ratio[0]) / span
    table[CAPACITY] = 1.0
    knee, steepness = p["knee_ratio"], p["fusion_steepness_ratio"]
    fused_at_knee = -np.expm1(-steepness * knee * knee * knee)
    values = {
        "least_rate_hz": units.least_rate_hz,
        "rate_gain": units.rate_gain_hz_per_ratio,
        "greatest_excitation": units.greatest_excitation_ratio,
        "excitation_step": p["excitation_step_ratio"],
        "greatest_force": 1.0,
        "slowing": p["contraction_slowing_ratio"],
        "offset_hz": p["adaptation_offset_hz"],
        "knee": knee,
        # below the knee force grows with the rate; the line meets the curve there
        "knee_slope": fused_at_knee / knee,
        "steepness": steepness,
        "recovery_per_s": p["recovery_per_s"],
        "adaptation_s": p["adaptation_s"],
        "fading_s": p["adaptation_fading_s"],
    }
    shared = np.array([values[name] for name in SHARED])
    shared[GREATEST_FORCE] = pull(table, shared, units.greatest_excitation_ratio)
    return FatiguePool(table, shared)


@compiled
def fused_frac(rate_ratio: float, c: Floats) -> float:
    """Force of a unit, of its tetanus, at a rate in impulses per contraction time (Fuglevand 1993, figure 2)."""
    fused: float = c[KNEE_SLOPE] * rate_ratio
    if rate_ratio > c[KNEE]:
        fused = 1.0 - np.exp(-c[STEEPNESS] * rate_ratio * rate_ratio * rate_ratio)
    return fused


@compiled
def pull(table: Floats, c: Floats, excitation_ratio: float) -> float:
    """Force of all units at one excitation, of their rested tetanus; writes what each unit's rate and fusion are."""
    total = 0.0
    for k in range(table.shape[1]):
        above = excitation_ratio - table[THRESHOLD, k]
        rate = 0.0
        if above >= 0.0:
            rate = at_most(c[LEAST_RATE] + c[RATE_GAIN] * above, table[PEAK, k])
            # the longer a unit has been on, and the larger it is, the slower it fires
            rate -= table[ADAPTATION, k] * table[ADAPTED, k] * at_least(rate - c[LEAST_RATE] + c[OFFSET], 0.0)
        slowed_s = table[CONTRACTION, k] * (1.0 + c[SLOWING] * (1.0 - table[CAPACITY, k]))
        table[RATE, k] = rate
        table[FUSED, k] = fused_frac(slowed_s * rate, c)
        total += table[STRENGTH, k] * table[CAPACITY, k] * table[FUSED, k]
    return total


@compiled
def excitation_for(table: Floats, c: Floats, target_frac: float) -> float:
    """Least excitation that gives this part of the rested maximal voluntary force; the greatest one if none does.

    Excitation is a whole number of steps, as published, so that the endurance is.
    """
    high = round(c[GREATEST_EXCITATION] / c[EXCITATION_STEP])
    low = 0
    while low < high:
        middle = (low + high) // 2
        if pull(table, c, middle * c[EXCITATION_STEP]) >= target_frac * c[GREATEST_FORCE]:
            high = middle
        else:
            low = middle + 1
    least: float = high * c[EXCITATION_STEP]
    return least


@compiled
def tire_step(table: Floats, c: Floats, step_s: float) -> None:
    """Carry every unit's capacity and adaptation through one step of the rate and fusion that stand in the table."""
    kept_on, kept_off = np.exp(-step_s / c[ADAPTATION_S]), np.exp(-step_s / c[FADING_S])
    won = 1.0 - np.exp(-step_s * c[RECOVERY])
    for k in range(table.shape[1]):
        if table[RATE, k] > 0.0:
            table[CAPACITY, k] = at_least(table[CAPACITY, k] - step_s * table[FATIGUE, k] * table[FUSED, k], 0.0)
            table[ADAPTED, k] = 1.0 - (1.0 - table[ADAPTED, k]) * kept_on
        else:
            table[CAPACITY, k] += (1.0 - table[CAPACITY, k]) * won
            table[ADAPTED, k] *= kept_off


@compiled
def _hold(
    table: Floats,
    c: Floats,
    target_frac: Floats,
    step_s: float,
    excitation_ratio: Floats,
    force_frac: Floats,
    greatest_frac: Floats,
) -> None:
    for i in range(target_frac.shape[0]):
        greatest_frac[i] = pull(table, c, c[GREATEST_EXCITATION]) / c[GREATEST_FORCE]
        excitation_ratio[i] = excitation_for(table, c, target_frac[i])
        force_frac[i] = pull(table, c, excitation_ratio[i]) / c[GREATEST_FORCE]
        tire_step(table, c, step_s)


@dataclass(frozen=True, slots=True)
class HeldForce:
    """A force asked for over time, [sample]; forces are parts of the rested maximal voluntary force."""

    time_s: Floats  # at the beginning of each step
    target_frac: Floats
    excitation_ratio: Floats
    force_frac: Floats
    greatest_force_frac: Floats  # with all the excitation there is

    @property
    def endurance_s(self) -> float:
        """When the greatest force first fell short of what was asked for; infinite if it never did."""
        short = np.flatnonzero(self.greatest_force_frac < self.target_frac)
        return float(self.time_s[short[0]]) if short.size else float("inf")


def hold_force(pool: FatiguePool, target_frac: Floats, *, step_s: float) -> HeldForce:
    """Let a muscle pull with ``target_frac`` [sample] as well as it can, and tire it; ``pool`` is written.

    Source
    ------
    potvin2017; recovery of silent units is assumed
    """
    time_s: Floats = np.arange(len(target_frac), dtype=np.float64) * np.float64(step_s)
    excitation_ratio, force_frac, greatest_frac = np.empty_like(time_s), np.empty_like(time_s), np.empty_like(time_s)
    _hold(pool.table, pool.shared, target_frac, step_s, excitation_ratio, force_frac, greatest_frac)
    return HeldForce(time_s, target_frac, excitation_ratio, force_frac, greatest_frac)


def tire_units(pool: FatiguePool, rate_hz: Floats, *, duration_s: float) -> None:
    """Tire a muscle by rates that were simulated elsewhere, [unit], over a time in which they are taken as steady; ``pool`` is written."""
    slowed_s = pool.table[CONTRACTION] * pool.slowing_ratio
    pool.table[RATE] = rate_hz
    pool.table[FUSED] = [fused_frac(x, pool.shared) for x in slowed_s * rate_hz]
    tire_step(pool.table, pool.shared, duration_s)
