"""Guards: limits on a plan that no option switches off, as one pure function over arrays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from uncramp.evidence.draws import central
from uncramp.minutes import Floats
from uncramp.prevent.parameters import PreventParameters
from uncramp.why.alarms import AlarmParameters

ROUNDING: Final = 1e-9
"""Numerical: a margin of nothing is inside."""
HALVINGS: Final = 12
"""Numerical: steps of the bisection for what the guards allow."""


@dataclass(frozen=True, slots=True)
class GuardMargins:
    """How far inside each limit a plan stays at its worst minute; negative outside. Arrays of shape [...], without draw and minute."""

    drinking_l: Floats  # drunk so far, below the 25th percentile of sweat so far
    water_l: Floats  # water of body, stomach and gut, below its start in every draw
    plasma_sodium_mmol_l: Floats  # 5th percentile over the draws, above the limit
    core_k: Floats  # core temperature that a quarter of the draws pass, below the alarm

    @property
    def drinks_hold(self) -> Floats:
        """The least margin of the guards that drinking less can help, in their own units, [...]; 0 or more where all hold."""
        return np.minimum(np.minimum(self.drinking_l, self.water_l), self.plasma_sodium_mmol_l)


def guard_margins(
    drunk_l: Floats, sweat_l: Floats, water_l: Floats, plasma_sodium_mmol_l: Floats, core_c: Floats, first: int = 0
) -> GuardMargins:
    """Margins of every guard, from sums and states at the end of each minute; all arrays of shape [..., draw, minute].

    Draws count alike, possible or not: what may happen to anybody must be safe.

    Parameters
    ----------
    drunk_l, sweat_l
        So far.
    water_l
        In the body, with what is still in stomach and gut.
    first
        Minute from which sweat and body water are looked at; at the start neither has anything to spare.

    Source
    ------
    acsm2007 (C31) and hewbutler2015 (G11) for the levels; percentiles in evidence/prevent.toml.
    """
    p, alarms = central(PreventParameters, "prevent"), central(AlarmParameters, "alarms")
    sweated = np.quantile(sweat_l, p.least_sweat_share_frac[0], axis=-2)
    sodium = np.quantile(plasma_sodium_mmol_l, p.low_sodium_share_frac[0], axis=-2)
    hottest = np.quantile(core_c.max(axis=-1), 1.0 - alarms.alarming_share_frac[0], axis=-1)
    gained = (water_l[..., first:] - water_l[..., :1]).max(axis=(-2, -1))
    return GuardMargins(
        drinking_l=(sweated - drunk_l.max(axis=-2))[..., first:].min(axis=-1),
        water_l=-gained,
        plasma_sodium_mmol_l=sodium.min(axis=-1) - alarms.low_plasma_sodium_mmol_l[0],
        core_k=alarms.high_core_c[0] - hottest,
    )


def largest_share(margin: Callable[[Floats], Floats], count: int) -> Floats:
    """The largest share of what was to be drunk that the guards allow, 0 to 1 [plan], by bisection; 0 where not even nothing is allowed.

    ``margin`` of a share [plan] is the least margin [plan]; it must fall as more is drunk.
    """
    low, high = np.zeros(count), np.ones(count)
    whole = margin(high) >= -ROUNDING
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        inside = margin(middle) >= -ROUNDING
        low, high = np.where(inside, middle, low), np.where(inside, high, middle)
    return np.where(whole, 1.0, low)
