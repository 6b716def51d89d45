"""Sliders: what of a session can be tried otherwise, from where to where, and where each stood; in our units, and shown in the reader's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from uncramp.assessment import Assessment
from uncramp.report import wording
from uncramp.report.document import body_at_finish
from uncramp.texts import N_
from uncramp.web.forms import PERCENT, ShownUnit, shown_unit
from uncramp.why.answers import Range

ML_PER_L: Final = 1000.0
DIGITS: Final = {"L/h": 2}
"""Of a value as it is shown; none of any other unit."""


@dataclass(frozen=True, slots=True)
class Slider:
    """One thing to change; a switch where there is only yes or no."""

    key: str  # of why.changes.KEYS
    name: str
    unit: str = ""
    low: float = 0.0
    high: float = 1.0
    step: float = 1.0
    value: float = 0.0  # as it was
    note: str = ""
    is_switch: bool = False

    def text(self, value: float) -> str:
        """A value as a form has it."""
        return f"{value:g}"

    @property
    def shown(self) -> ShownUnit:
        """The unit it is shown in."""
        return shown_unit(self.unit)

    @property
    def digits(self) -> int:
        """Of a value as it is shown."""
        return DIGITS.get(self.shown.text, 0)

    def said(self, value: float) -> str:
        """A value as a person reads it."""
        return f"{round((value - self.shown.offset) / self.shown.factor, self.digits):g} {self.shown.text}"


def sliders_of(assessment: Assessment, enough_min: float) -> tuple[Slider, ...]:
    """Each of them at what the session was; ``enough_min`` of warm-up count as all of it."""
    rows, weight = assessment.minutes.rows_count, assessment.weight_frac
    hours = rows / 60.0
    water, sodium = assessment.intake.water_ml[:, :rows].sum(axis=-1), assessment.intake.sodium_mmol[:, :rows].sum(axis=-1)
    draws = weight.size
    salt = Range.of(np.broadcast_to(sodium / np.maximum(water, 1.0) * ML_PER_L, draws), weight).median
    air = float(assessment.minutes.weather.air_c.mean())
    drunk = body_at_finish(assessment)["drunk_l"].median / hours
    note = "" if assessment.intake.stated else N_("assumed")
    return (
        Slider("drink_l_h", N_("Drink"), "L/h", 0.0, 1.6, 0.05, _stepped(drunk, 0.05), note),
        Slider(
            "drink_sodium_mmol_l",
            N_("Sodium in the drink"),
            "mmol/L",
            0.0,
            80.0,
            5.0,
            _stepped(salt, 5.0),
            note,
        ),
        Slider("pace_ratio", N_("Pace"), PERCENT, 0.8, 1.1, 0.01, 1.0),
        Slider(
            "air_c",
            N_("Air, all the way"),
            "°C",
            min(0.0, _stepped(air, 1.0)),
            max(40.0, _stepped(air, 1.0)),
            1.0,
            _stepped(air, 1.0),
        ),
        Slider("warm_up_min", N_("Warm-up"), "min", 0.0, enough_min, 1.0, assessment.situation.warm_up_min),
        Slider("accustomed", N_("Trained for this load, and rested"), is_switch=True),
    )


def _stepped(value: float, step: float) -> float:
    """The nearest place of a slider."""
    return float(wording.number(round(value / step) * step, 2).replace("−", "-")) if np.isfinite(value) else 0.0
