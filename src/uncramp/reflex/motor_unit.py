"""Motor units: who is recruited when, how fast each fires, and the force of its twitches.

Fuglevand, Winter and Patla (1993) with the ranges of Potvin and Fuglevand (2017): from the first unit to the last, thresholds and
forces grow by a fixed ratio from unit to unit and contraction times shrink. A twitch is a critically damped response to an impulse;
twitches add up in an active state whose cube saturates, so that a tetanus is exactly the strength of the unit and nothing is stronger.
Force is a function of the state: it depends on neither the step nor how often it is recorded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from uncramp.compiled import at_least, at_most, compiled
from uncramp.evidence.draws import draw
from uncramp.minutes import Floats


@dataclass(frozen=True, slots=True)
class MotorUnitParameters:
    """Constants of the units of a muscle [draw]; values and sources in evidence/motor_unit.toml."""

    threshold_range_ratio: Floats
    twitch_force_range_ratio: Floats
    longest_contraction_s: Floats
    contraction_range_ratio: Floats
    least_rate_hz: Floats
    first_peak_rate_hz: Floats
    last_peak_rate_hz: Floats
    rate_gain_hz_per_ratio: Floats
    twitch_tetanus_ratio: Floats


def draw_motor_units(*, draws: int, seed: int, overrides: Mapping[str, float] | None = None) -> MotorUnitParameters:
    """Draw the topic ``motor_unit``; arrays of shape [draw]."""
    return draw(MotorUnitParameters, "motor_unit", draws=draws, seed=seed, overrides=overrides)


@dataclass(frozen=True, slots=True)
class MotorUnits:
    """The units of one muscle in the order of recruitment, [unit]; excitation is in thresholds of the first unit."""

    threshold_ratio: Floats
    strength_frac: Floats  # tetanic force; all together 1
    contraction_s: Floats  # from the impulse to the peak of the twitch
    peak_rate_hz: Floats
    least_rate_hz: float
    rate_gain_hz_per_ratio: float
    twitch_tetanus_ratio: float

    @property
    def units_count(self) -> int:
        """How many units there are."""
        return len(self.threshold_ratio)

    @property
    def greatest_excitation_ratio(self) -> float:
        """Excitation at which the last unit fires at its peak rate."""
        return float(self.threshold_ratio[-1] + (self.peak_rate_hz[-1] - self.least_rate_hz) / self.rate_gain_hz_per_ratio)

    def rates_hz(self, excitation_ratio: float) -> Floats:
        """Rate of each unit at one excitation, 0 below its threshold."""
        above = excitation_ratio - self.threshold_ratio
        rates = np.minimum(self.least_rate_hz + self.rate_gain_hz_per_ratio * above, self.peak_rate_hz)
        return np.where(above >= 0.0, rates, 0.0)


def motor_units(parameters: MotorUnitParameters, *, units_count: int, member: int = 0) -> MotorUnits:
    """The units of a muscle from one draw of the constants."""
    p = {name: float(getattr(parameters, name)[member]) for name in MotorUnitParameters.__slots__}
    order = np.arange(units_count) / max(units_count - 1, 1)
    threshold = p["threshold_range_ratio"] ** order
    twitch = p["twitch_force_range_ratio"] ** order
    slower = p["first_peak_rate_hz"] - p["last_peak_rate_hz"]
    return MotorUnits(
        threshold_ratio=threshold,
        strength_frac=twitch / twitch.sum(),
        contraction_s=p["longest_contraction_s"] * p["contraction_range_ratio"] ** -order,
        peak_rate_hz=p["first_peak_rate_hz"] - slower * (threshold - 1.0) / at_least(p["threshold_range_ratio"] - 1.0, LEAST_RANGE),
        least_rate_hz=p["least_rate_hz"],
        rate_gain_hz_per_ratio=p["rate_gain_hz_per_ratio"],
        twitch_tetanus_ratio=p["twitch_tetanus_ratio"],
    )


LEAST_RANGE: Final = 1e-9
"""Numerical guard, for a pool in which all thresholds are the same."""
NOTHING: Final = 1e-30
"""Numerical guard: a twitch that has faded this far is over. Still smaller numbers would slow the processor many times over."""
BLOCK: Final = 16
"""Units stepped together, as motoneurons are; the last block is filled up with units without strength."""
SLOTS: Final = ("lead", "active", "force", "lanes", "kept", "rise", "strength", "half_cubed")
"""State of a unit's twitches, what it pulls, room for sums, and its constants; ``BLOCK`` units each."""
LEAD, ACTIVE, FORCE, LANES, KEPT, RISE, STRENGTH, HALF_CUBED = range(0, BLOCK * len(SLOTS), BLOCK)


def twitch_blocks(units: MotorUnits, *, step_s: float) -> Floats:
    """The units at rest as :func:`twitch_step` reads them, [block, slot and unit]."""
    blocks = np.zeros((-(-units.units_count // BLOCK), BLOCK * len(SLOTS)))
    tire_blocks(blocks, units, step_s=step_s, capacity_frac=np.ones(units.units_count), slowing_ratio=np.ones(units.units_count))
    _fill(blocks, HALF_CUBED, np.full(units.units_count, 1.0 / units.twitch_tetanus_ratio - 1.0), rest=1.0)
    return blocks


def tire_blocks(blocks: Floats, units: MotorUnits, *, step_s: float, capacity_frac: Floats, slowing_ratio: Floats) -> None:
    """Write what fatigue has left of each unit's strength and how much longer it contracts, [unit]; twitches under way go on."""
    per_step = step_s / (units.contraction_s * slowing_ratio)
    _fill(blocks, KEPT, np.exp(-per_step))
    _fill(blocks, RISE, per_step)
    _fill(blocks, STRENGTH, units.strength_frac * capacity_frac)


def _fill(blocks: Floats, slot: int, values: Floats, rest: float = 0.0) -> None:
    padded = np.full(blocks.shape[0] * BLOCK, rest)
    padded[: len(values)] = values
    blocks[:, slot : slot + BLOCK] = padded.reshape(-1, BLOCK)


@compiled
def twitch_step(blocks: Floats, arrived: Floats) -> float:
    """Carry all units through one step and return the active force at optimal length, in parts of the greatest.

    Parameters
    ----------
    blocks
        [block, slot and unit] from :func:`twitch_blocks`, written.
    arrived
        Impulses that reach each unit's fibres at the end of the step, [block, unit of the block]; they pull from the next step on.

    Source
    ------
    fuglevand1993 (twitch), fuglevand1993 and assumed (saturation)
    """
    for i in range(blocks.shape[0]):
        w = blocks[i]
        impulses = arrived[i]
        for j in range(BLOCK):
            # the exact step of two equal lags in a row
            active = (w[ACTIVE + j] + w[LEAD + j] * w[RISE + j]) * w[KEPT + j]
            cubed = active * active * active
            lead = w[LEAD + j] * w[KEPT + j]
            w[LEAD + j] = (lead if lead > NOTHING else 0.0) + np.e * impulses[j]
            w[ACTIVE + j] = active if active > NOTHING else 0.0
            w[FORCE + j] = w[STRENGTH + j] * cubed / (cubed + w[HALF_CUBED + j])
    # sixteen sums side by side, in one order whatever the processor
    w = blocks[0]
    for j in range(BLOCK):
        w[LANES + j] = w[FORCE + j]
    for i in range(1, blocks.shape[0]):
        other = blocks[i]
        for j in range(BLOCK):
            w[LANES + j] += other[FORCE + j]
    total = 0.0
    for j in range(BLOCK):
        total += w[LANES + j]
    return at_most(total, 1.0)
