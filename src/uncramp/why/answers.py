"""The parts of an answer: ranges, causes, changes, cautions, and the cramp that was reported."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from uncramp.minutes import Floats
from uncramp.texts import N_

COUNTED_WITH_PACE = N_("counted with pace, since the distance is fixed")
"""Stands in the place of a contradiction where a cause has no effect of its own."""


@dataclass(frozen=True, slots=True)
class Range:
    """A number with its uncertainty over the draws: mean, median, 5th and 95th percentile."""

    mean: float
    median: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Floats, weights: Floats | None = None) -> Range:
        """Range of ``values`` [draw]; ``weights`` [draw] where the draws count unequally, and those without weight not at all.

        Examples
        --------
        >>> Range.of(np.array([1.0, 2.0, 3.0])).median
        2.0
        """
        finite = np.isfinite(values)
        if weights is not None:
            finite &= weights > 0.0
        if not finite.any():
            return cls(np.nan, np.nan, np.nan, np.nan)
        kept = values[finite]
        if weights is None:
            low, median, high = np.quantile(kept, (0.05, 0.5, 0.95))
            return cls(float(kept.mean()), float(median), float(low), float(high))
        share = weights[finite] / weights[finite].sum()
        order = np.argsort(kept, kind="stable")
        # each draw sits in the middle of its own share of the distribution
        position = np.cumsum(share[order]) - 0.5 * share[order]
        low, median, high = np.interp((0.05, 0.5, 0.95), position, kept[order])
        return cls(float((kept * share).sum()), float(median), float(low), float(high))


@dataclass(frozen=True, slots=True)
class CrampEvent:
    """A cramp the athlete reports."""

    muscle: str
    side: str  # left | right | both, or "" where it was not said
    at_s: float  # elapsed


@dataclass(frozen=True, slots=True)
class Cause:
    """One group of factors: how much of the answer it is, and how well that is known."""

    id: str  # one of names.CAUSES
    name: str  # in plain words
    share_frac: Range | None  # of what raised the hazard; None when the session is no riskier than the reference
    effect_frac: Range  # relative change of the hazard it made: 0.5 is half as much again, -0.2 a fifth less
    grade: str
    sources: tuple[str, ...]
    contradiction: str  # what speaks against it, with its K number; "" if nothing does

    @property
    def is_in_pace(self) -> bool:
        """Whether it is counted with pace, and so is nothing by itself."""
        return self.contradiction == COUNTED_WITH_PACE


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that could have been otherwise, and the chance then."""

    id: str
    name: str
    before: str  # how it was, in the athlete's words and units
    after: str
    chance_frac: Range
    difference_frac: Range  # chance then minus chance now
    grade: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Caution:
    """Something the reader must know before acting on the numbers."""

    id: str
    text: str
    urgency: str  # note | self_care | clinician_soon | same_day | emergency (the last four as in check)
