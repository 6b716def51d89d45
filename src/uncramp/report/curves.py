"""Curves: the traces of a session as lines over its minutes, in a person's units and with their bands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from uncramp.assessment import Assessment
from uncramp.minutes import Floats
from uncramp.names import MUSCLES
from uncramp.report.percentiles import bands
from uncramp.report.wording import Wording
from uncramp.units import MIN_PER_H
from uncramp.why.chosen_draws import DrawIndex

ROWS_LIMIT: Final = 900  # more minutes than this are thinned: a screen shows no more
HAZARD_MIN: Final = 10.0  # the hazard is shown as the chance in this time


@dataclass(frozen=True, slots=True)
class Line:
    """One curve in a person's units; arrays of shape [row], NaN where there is nothing."""

    name: str
    values: Floats
    low: Floats | None = None
    high: Floats | None = None
    style: int = 0  # into STYLES
    right: bool = False  # on the right axis
    unit: str = ""  # of the right axis
    digits: int = 0


Lines = tuple[Line, ...]


class Thinned:
    """The assessment's traces at the rows that are kept, in a person's units; ``standing`` [draw] as ``percentiles.bands`` takes it."""

    def __init__(
        self, assessment: Assessment, words: Wording, rows_count: int | None = None, standing: DrawIndex | None = None
    ) -> None:
        total = assessment.elapsed_s.shape[0]
        self.step = max(1, -(-total // ROWS_LIMIT))
        self.rows = np.arange(0, rows_count or total, self.step)
        self.kept = slice(0, rows_count or total, self.step)
        self.assessment, self.words, self.standing = assessment, words, standing
        self.session = int(np.count_nonzero(self.rows < assessment.minutes.rows_count))

    def recorded(self, values: Floats) -> Floats:
        """A recorded trace [minute]: nothing after the finish; thinned by the mean."""
        padded = np.full(self.rows.size * self.step, np.nan)
        padded[: values.size] = values
        blocks = padded.reshape(-1, self.step)
        known = np.isfinite(blocks)
        total = np.where(known, blocks, 0.0).sum(axis=1)
        return np.where(known.any(axis=1), total / np.maximum(known.sum(axis=1), 1), np.nan)

    def line(self, name: str, values: Floats, kind: str, style: int, *, banded: bool = True) -> Line:
        """A simulated trace [simulated draw, row] with its band."""
        how = self.words.quantity(kind)
        band = bands(values[:, self.kept], self.assessment.weight_frac, self.standing)
        low, high = (how.array(band.low), how.array(band.high)) if banded else (None, None)
        return Line(name, how.array(band.median), low, high, style)


def tried_lines(
    tried: Assessment, words: Wording, muscle: str, *, rows_count: int | None = None, standing: DrawIndex | None = None
) -> dict[str, Lines]:
    """Lines that a change to the session can change, by the id of their chart; fatigue of ``muscle`` alone.

    ``tried`` is the assessment with the traces of the changed session; the rows are those of ``charts.timeline_of``, as far as
    ``rows_count`` of the session.
    """
    thin = Thinned(tried, words, rows_count, standing)
    return {
        "temperature": temperature_lines(thin),
        "sweat": sweat_lines(thin),
        "sodium": sodium_lines(thin),
        f"fatigue-{muscle}": fatigue_lines(thin, muscle),
        **{f"hazard-{name}": hazard_lines(thin, name) for name in MUSCLES},
    }


def temperature_lines(thin: Thinned) -> Lines:
    """Core, muscle and skin, and the core as it was measured."""
    body = thin.assessment.body
    lines: Lines = (
        thin.line("Core", body.core_c, "temperature", 0),
        thin.line("Working muscle", body.muscle_c, "temperature", 1, banded=False),
        thin.line("Skin", body.skin_c, "temperature", 2, banded=False),
    )
    measured = thin.words.quantity("temperature").array(thin.recorded(thin.assessment.minutes.core_c))
    return (*lines, Line("Core, measured", measured, style=3)) if np.isfinite(measured).any() else lines


def sweat_lines(thin: Thinned) -> Lines:
    """Sweat and drink since the start."""
    body = thin.assessment.body
    return thin.line("Sweat lost", body.sweat_l, "volume", 0), thin.line("Drunk", body.drunk_l, "volume", 1)


def sodium_lines(thin: Thinned) -> Lines:
    """Plasma sodium."""
    return (thin.line("Plasma sodium", thin.assessment.body.plasma_sodium_mmol_l, "sodium", 0),)


def fatigue_lines(thin: Thinned, muscle: str) -> Lines:
    """The parts of the fatigue of one muscle."""
    trace, index = thin.assessment.fatigue, MUSCLES.index(muscle)
    return (
        thin.line("Drive needed", trace.activation_frac[index], "percent", 0),
        thin.line("Lost for hours", trace.slow_loss_frac[index], "percent", 1),
        thin.line("Lost for minutes", trace.fast_fatigue_frac[index], "percent", 2),
        thin.line("Damage", trace.damage_frac[index], "percent", 3),
    )


def hazard_lines(thin: Thinned, muscle: str) -> Lines:
    """The rate as a chance that people can picture, and that stays below one where the rate soars."""
    rate_per_h = thin.assessment.rate_per_h[MUSCLES.index(muscle)]
    chance = -np.expm1(-rate_per_h * (HAZARD_MIN / MIN_PER_H))
    return (thin.line("Chance in ten minutes", chance, "percent", 0),)
