"""Small text plots of a session and the six hours after it, the muscles beside the body."""

from __future__ import annotations

from typing import Final

import numpy as np
from rich.text import Text

from uncramp.assessment import Assessment
from uncramp.minutes import Floats
from uncramp.names import MUSCLES
from uncramp.report.odds import percent_text
from uncramp.report.screen import Screen
from uncramp.report.sparkline import columns, sparkline
from uncramp.report.tables import bands, fatigue_frac, muscle_most_at_risk
from uncramp.units import elapsed_text
from uncramp.why.answers import Range

MUSCLE_COLUMNS: Final = (11, 8)  # of the label and of the note
BODY_COLUMNS: Final = (8, 18)
NARROW: Final = 76  # where two plots have no room side by side
AFTER_PART: Final = 4  # the hours after have one column for so many of the session


def plot_lines(assessment: Assessment, screen: Screen) -> list[Text]:
    """A line a muscle: its risk, and beside it core temperature, plasma sodium and the fatigue of the muscle most at risk."""
    room = screen.width - sum(MUSCLE_COLUMNS) - sum(BODY_COLUMNS)
    # side by side, or all below each other with the widest label and note
    plot_columns = room // 2 if screen.width >= NARROW else screen.width - MUSCLE_COLUMNS[0] - BODY_COLUMNS[1]
    session_columns = (plot_columns - 1) * AFTER_PART // (AFTER_PART + 1)
    after_columns = plot_columns - 1 - session_columns
    session = assessment.minutes.rows_count

    def drawn(values: Floats, low: float, high: float) -> str:
        parts = (columns(values[:session], session_columns), columns(values[session:], after_columns))
        return "|".join(sparkline(part, low, high, unicode=screen.unicode) for part in parts)

    finish = elapsed_text(assessment.minutes.duration_s)
    head = (f"Risk by muscle, start to finish{at} | six hours after; and the body" for at in (f" ({finish})", ""))
    narrow = "Risk by muscle, start to finish | six hours after"
    lines = [screen.text(screen.fitting(*head, narrow), "bold")]
    muscles, body = _muscles(assessment), _body(assessment, screen)
    wide = screen.width >= NARROW
    for row in zip(muscles, body, strict=True) if wide else ((plot,) for plot in (*muscles, *body)):
        line = screen.text("")
        for (label, values, low, high, note), (label_columns, note_columns) in zip(
            row, (MUSCLE_COLUMNS, BODY_COLUMNS), strict=False
        ):
            line.append(f"{label:{label_columns}}").append(drawn(values, low, high), style="bold")
            line.append(f" {screen.shown(note):{note_columns - 1}}")
        line.rstrip()
        lines.append(line)
    return lines


Plot = tuple[str, Floats, float, float, str]  # label, values [row], lowest and highest of the axis, note


def _muscles(assessment: Assessment) -> list[Plot]:
    # the median draw: the mean would show the few draws in which the rate explodes, and nothing else
    rate = np.array([bands(values, assessment.weight_frac).median for values in assessment.rate_per_h])
    highest = float(np.nanmax(rate)) if np.isfinite(rate).any() else 0.0
    chances = [Range.of(values, assessment.weight_frac).mean for values in assessment.muscle_chance_frac]
    return [(muscle, rate[index], 0.0, highest, percent_text(chances[index])) for index, muscle in enumerate(MUSCLES)]


def _body(assessment: Assessment, screen: Screen) -> list[Plot]:
    say, plots = screen.wording.say, []
    for label, values, kind in (
        ("core", assessment.body.core_c, "temperature"),
        ("sodium", assessment.body.plasma_sodium_mmol_l, "whole_sodium"),
        ("fatigue", fatigue_frac(assessment)[muscle_most_at_risk(assessment)], "percent"),
    ):
        middle = bands(values, assessment.weight_frac).median
        low, high = float(np.nanmin(middle)), float(np.nanmax(middle))
        note = f"{say(kind, low).rsplit(chr(0x202F), 1)[0]} to {say(kind, high)}"
        plots.append((label, middle, 0.0 if kind == "percent" else low, high, note))
    return plots
