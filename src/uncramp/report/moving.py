"""The curves that move under a slider: those of ``charts`` that a change to a session can change, without names, axes and sentences."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from uncramp.assessment import Assessment
from uncramp.minutes import Floats
from uncramp.names import MUSCLES
from uncramp.report.charts import HAZARD_MIN, row_step
from uncramp.report.tables import bands
from uncramp.report.wording import Wording
from uncramp.units import MIN_PER_H
from uncramp.why.chosen_draws import DrawIndex

Curve = tuple[Floats, ...]
"""The values of a line [row], and where it has a range its low and high ends."""


@dataclass(frozen=True, slots=True)
class Moving:
    """What moves in one chart: its first lines, in their order."""

    id: str
    curves: tuple[Curve, ...]

    @property
    def layout(self) -> dict[str, object]:
        """How many rows it has, and which of its curves have a range."""
        return {"id": self.id, "rows": int(self.curves[0][0].size), "ranges": [len(curve) > 1 for curve in self.curves]}


def moving_charts(
    tried: Assessment, words: Wording, muscle: str, *, rows_count: int | None = None, standing: DrawIndex | None = None
) -> tuple[Moving, ...]:
    """What moves, fatigue of ``muscle`` alone, as far as ``rows_count`` rows of the session.

    ``tried`` is the assessment with the traces of the changed session, ``standing`` as :func:`tables.bands` takes it; the rows are those
    that ``charts.timeline_of`` keeps.
    """
    kept = slice(0, rows_count, row_step(tried.elapsed_s.shape[0]))

    def curve(values: Floats, kind: str, *, banded: bool = True) -> Curve:
        how, band = words.quantity(kind), bands(values[:, kept], tried.weight_frac, standing)
        return tuple(how.array(each) for each in ((band.median, band.low, band.high) if banded else (band.median,)))

    body, fatigue, index = tried.body, tried.fatigue, MUSCLES.index(muscle)
    tired = (fatigue.activation_frac, fatigue.slow_loss_frac, fatigue.fast_fatigue_frac, fatigue.damage_frac)
    return (
        Moving(
            "temperature",
            (
                curve(body.core_c, "temperature"),
                curve(body.muscle_c, "temperature", banded=False),
                curve(body.skin_c, "temperature", banded=False),
            ),
        ),
        Moving("sweat", (curve(body.sweat_l, "volume"), curve(body.drunk_l, "volume"))),
        Moving("sodium", (curve(body.plasma_sodium_mmol_l, "sodium"),)),
        Moving(f"fatigue-{muscle}", tuple(curve(values[index], "percent") for values in tired)),
        *(
            Moving(f"hazard-{name}", (curve(_chance_frac(tried.rate_per_h[place]), "percent"),))
            for place, name in enumerate(MUSCLES)
        ),
    )


def _chance_frac(rate_per_h: Floats) -> Floats:
    """Chance of a cramp in ten minutes; worked out in place, since the memory is what takes the time."""
    chance = rate_per_h * -(HAZARD_MIN / MIN_PER_H)
    np.expm1(chance, out=chance)
    return np.negative(chance, out=chance)
