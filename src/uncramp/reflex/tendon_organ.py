"""Tendon organs: what the pull of the muscle on its tendon makes them fire.

The mean of all organs of a muscle: a static curve that flattens as force grows, then a linear filter that answers a change of force
with more than the change. Its two real poles are two first-order lags, each stepped exactly.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from uncramp.compiled import at_least, compiled, logarithm
from uncramp.evidence.draws import draw
from uncramp.minutes import Floats


@dataclass(frozen=True, slots=True)
class TendonOrganParameters:
    """Constants of the tendon organs [draw]; values and sources in evidence/tendon_organ.toml."""

    gain_hz: Floats
    flattening_force_frac: Floats
    change_ratio: Floats
    change_per_s: Floats
    slowing_per_s: Floats
    settling_per_s2_ratio: Floats


def draw_tendon_organ(*, draws: int, seed: int, overrides: Mapping[str, float] | None = None) -> TendonOrganParameters:
    """Draw the topic ``tendon_organ``; arrays of shape [draw]."""
    return draw(TendonOrganParameters, "tendon_organ", draws=draws, seed=seed, overrides=overrides)


CONSTANTS: Final = (
    "gain_hz", "per_flattening_force_ratio", "change_ratio", "fast_share_ratio", "slow_share_ratio", "fast_taken_frac", "slow_taken_frac",
)  # fmt: skip
"""What :func:`tendon_organ_constants` packs, in this order."""
GAIN_HZ, PER_FLATTENING, CHANGE, FAST_SHARE, SLOW_SHARE, FAST_TAKEN, SLOW_TAKEN = range(len(CONSTANTS))

STATES: Final = ("fast_hz", "slow_hz", "discharge_hz")
"""State of the organs, in the order of its array: two lagged static rates, and what they fire."""
FAST_HZ, SLOW_HZ, DISCHARGE_HZ = range(len(STATES))


def tendon_organ_constants(parameters: TendonOrganParameters, *, step_s: float, member: int = 0) -> Floats:
    """Constants of one draw as :func:`tendon_organ_step` reads them, [constant] in the order of ``CONSTANTS``.

    The published filter (c s^2 + n s + d) / (s^2 + m s + d) is split into c and two lags at the roots of its denominator.
    """
    change, numerator, slowing, settling = (
        float(getattr(parameters, name)[member])
        for name in ("change_ratio", "change_per_s", "slowing_per_s", "settling_per_s2_ratio")
    )
    half = slowing / 2.0
    apart = np.sqrt(half * half - settling)
    fast_per_s, slow_per_s = half + apart, half - apart
    rest, constant = numerator - change * slowing, settling - change * settling
    fast = (constant - rest * fast_per_s) / (slow_per_s - fast_per_s) / fast_per_s
    slow = (constant - rest * slow_per_s) / (fast_per_s - slow_per_s) / slow_per_s
    return np.array([
        float(parameters.gain_hz[member]),
        1.0 / float(parameters.flattening_force_frac[member]),
        change,
        fast,
        slow,
        -np.expm1(-step_s * fast_per_s),
        -np.expm1(-step_s * slow_per_s),
    ])  # fmt: skip


@compiled
def static_hz(force_frac: float, c: Floats) -> float:
    """Discharge at a force held for long, in impulses/s; force in parts of the greatest active force."""
    rate_hz: float = c[GAIN_HZ] * logarithm(1.0 + at_least(force_frac, 0.0) * c[PER_FLATTENING])
    return rate_hz


@compiled
def tendon_organ_step(state: Floats, c: Floats, force_frac: float) -> None:
    """Carry the organs through one step of steady force.

    Parameters
    ----------
    state
        [state] in the order of ``STATES``, written; its last is the discharge, never below zero.
    c
        [constant] from :func:`tendon_organ_constants`.
    force_frac
        Force at the tendon over the step, active and passive, in parts of the greatest active force.

    Source
    ------
    houk1967, lin2002
    """
    rate_hz = static_hz(force_frac, c)
    state[FAST_HZ] += (rate_hz - state[FAST_HZ]) * c[FAST_TAKEN]
    state[SLOW_HZ] += (rate_hz - state[SLOW_HZ]) * c[SLOW_TAKEN]
    state[DISCHARGE_HZ] = at_least(c[CHANGE] * rate_hz + c[FAST_SHARE] * state[FAST_HZ] + c[SLOW_SHARE] * state[SLOW_HZ], 0.0)


@compiled
def settle_tendon_organ(state: Floats, c: Floats, force_frac: float) -> None:
    """Write the state of organs that have felt this force for long."""
    rate_hz = static_hz(force_frac, c)
    state[FAST_HZ] = rate_hz
    state[SLOW_HZ] = rate_hz
    state[DISCHARGE_HZ] = (c[CHANGE] + c[FAST_SHARE] + c[SLOW_SHARE]) * rate_hz
