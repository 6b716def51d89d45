"""Words for findings: a number with its unit and interval, what is accepted, hit or miss."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from uncramp.texts import _
from uncramp.validation.finding import Figure, Finding, Measured

STEPS: Final = 20.0
"""A number is told so finely that what is accepted has at least so many steps."""
ROUNDED: Final = 1e-9  # numerical guard: a width of 0.2 is one of 0.19999
MOST_DECIMALS: Final = 9
PERCENT: Final = 100.0
TINY: Final = 1e-4
"""Smaller numbers are told by their power of ten."""


def number_text(value: float, figure: Figure) -> str:
    """A value with its unit, as finely as what is accepted needs, and to tell it from a bound it misses; shares in percent."""
    if not math.isfinite(value):
        return _("none")
    times, unit = (PERCENT, "%") if figure.name.endswith("_frac") else (1.0, figure.unit)
    missed = next((end for end, far in ((figure.low, value < figure.low), (figure.high, value > figure.high)) if far), math.nan)
    return f"{_digits(times * value, times * _scale(figure), times * missed)} {unit}".rstrip()


def _scale(figure: Figure) -> float:
    """How wide what is accepted is; its bound where it has only one."""
    ends = [end for end in (figure.low, figure.high) if math.isfinite(end)]
    return abs(ends[-1] - ends[0]) if len(ends) > 1 else abs(ends[0])


def _digits(value: float, scale: float, missed: float) -> str:
    if value != 0.0 and abs(value) < TINY:
        return f"{value:.0e}"
    decimals = max(0, math.ceil(-math.log10(scale / STEPS) - ROUNDED)) if scale > 0.0 else 0
    while decimals < MOST_DECIMALS and round(value, decimals) == round(missed, decimals):  # never so where no bound is missed
        decimals += 1
    return f"{round(value, decimals) + 0.0:.{decimals}f}"  # adding nothing makes a negative nothing positive


def measured_text(one: Measured) -> str:
    """A figure's value with its interval."""
    value = number_text(one.number.value, one.figure)
    if not math.isfinite(one.number.low):
        return value
    low, high = (number_text(at, one.figure) for at in (one.number.low, one.number.high))
    return _("{value} ({low} to {high})").format(value=value, low=low.split(" ")[0], high=high.split(" ")[0])


def accepted_text(figure: Figure) -> str:
    """What is accepted of a figure."""
    low, high = number_text(figure.low, figure), number_text(figure.high, figure)
    if not math.isfinite(figure.low):
        return _("at most {high}").format(high=high)
    if not math.isfinite(figure.high):
        return _("at least {low}").format(low=low)
    return _("{low} to {high}").format(low=low.split(" ")[0], high=high)


def what_text(figure: Figure) -> str:
    """What a figure is."""
    return _(figure.what)


def lacks_text(figure: Figure) -> str:
    """What the model lacks where a figure misses; "" where the table says nothing."""
    return _(figure.lacks) if figure.lacks else ""


def silence_text(finding: Finding) -> str:
    """Why the engine cannot express a target, or a part of it; "" where it can."""
    return _(finding.not_expressed) if finding.not_expressed else ""


def ours_text(finding: Finding) -> str:
    """What the model gives for a target, all figures in one line."""
    if not finding.measured:
        return _("not expressed")
    return "; ".join(measured_text(one) for one in finding.measured)


def verdict_text(finding: Finding) -> str:
    """Hit, miss, how many of its figures hit where some do, or that it is not expressed."""
    hits = sum(one.hit for one in finding.measured)
    if finding.hit is None:
        return _("not expressed")
    if finding.hit:
        return _("hit")
    return _("miss ({hits} of {count} hit)").format(hits=hits, count=len(finding.measured)) if hits else _("miss")


def use_text(finding: Finding) -> str:
    """Whether the hazard was fitted to it."""
    return _("fitted") if finding.target.used_for_calibration else _("held out")


def summary_text(findings: Sequence[Finding]) -> str:
    """How many hit, in a sentence or two."""
    expressed = [one for one in findings if one.hit is not None]
    held_out = [one for one in expressed if not one.target.used_for_calibration]
    return _(
        "{hits} of {count} targets hit, {held_hits} of {held} of those that the hazard was not fitted to; {figure_hits} of {figures} single figures hit. "
        "Cannot be expressed: {silent}."
    ).format(
        hits=sum(one.hit is True for one in expressed), count=len(expressed), held_hits=sum(one.hit is True for one in held_out),
        held=len(held_out), figure_hits=sum(each.hit for one in findings for each in one.measured),
        figures=sum(len(one.measured) for one in findings), silent=len(findings) - len(expressed),
    )  # fmt: skip
