"""What something did to the chance of a cramp, or would do, as a person would say it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from uncramp.report.wording import MISSING, THIN, number
from uncramp.texts import _
from uncramp.why.answers import Cause, Change, Range

TELLING_FACTOR: Final = 50.0  # a larger factor is beyond what the model can tell
PERCENT: Final = 100.0
UNCERTAIN_FRAC: Final = 0.02  # effects smaller than this are called no effect


def rounded(value: float) -> str:
    """Two digits, as a person would say a factor.

    Examples
    --------
    >>> [rounded(value) for value in (174.0, 13.2, 6912.0, 2.04, 0.0512)]
    ['170', '13', '6900', '2', '0.051']
    """
    kept = float(f"{value:.2g}")
    return f"{kept:.0f}" if abs(kept) >= 10.0 else f"{kept:g}"


def times(ratio: Range) -> str:
    """How many times as many cramps are expected, with its range, as far as that can be told; the ratio is not one of chances.

    Examples
    --------
    >>> times(Range(2.0, 2.0, 0.5, 840.0)), times(Range(570.0, 570.0, 60.0, 840_000.0))
    ('expected cramps about 2 times as many (0.5 to >50)', 'expected cramps >50 times as many')
    """
    if not math.isfinite(ratio.median):
        return _(MISSING)
    low, middle, high = (_factor(value) for value in (ratio.low, ratio.median, ratio.high))
    about = _("expected cramps {factor} times as many") if middle[0] in "<>" else _("expected cramps about {factor} times as many")
    told = about.format(factor=middle)
    return told if low == high else _("{middle} ({low} to {high})").format(middle=told, low=low, high=high)


def _factor(value: float) -> str:
    if value > TELLING_FACTOR:
        return f">{TELLING_FACTOR:g}"
    return rounded(value) if value * TELLING_FACTOR >= 1.0 else f"<{1.0 / TELLING_FACTOR:g}"


def effect(cause: Cause) -> str:
    """What a cause did to the hazard, with direction and range."""
    value = cause.effect_frac
    if cause.is_in_pace:
        return _("Its effect is in that of pace.")
    if not math.isfinite(value.median):
        return _("Its effect is not known.")
    span = _("{low} to {high}").format(low=relative(value.low), high=relative(value.high))
    if max(abs(value.low), abs(value.high)) < UNCERTAIN_FRAC:
        return _("No effect to speak of.")
    if value.low < -UNCERTAIN_FRAC and value.high > UNCERTAIN_FRAC:
        return _("Direction uncertain: anything from {span}.").format(span=span)
    if value.median >= 1.0:
        return _("Made the hazard about {times} as high ({span}).").format(times=relative(value.median), span=span)
    if abs(value.median) < UNCERTAIN_FRAC:
        return _("Little effect ({span}).").format(span=span)
    text = (
        _("Raised the hazard by about {percent} ({span}).")
        if value.median > 0
        else _("Lowered the hazard by about {percent} ({span}).")
    )
    return text.format(percent=f"{abs(round(100 * value.median))}{THIN}%", span=span)


def direction(cause: Cause) -> str:
    """raised, lowered or uncertain, for a mark beside the words."""
    value = cause.effect_frac
    if not math.isfinite(value.median) or (value.low < -UNCERTAIN_FRAC and value.high > UNCERTAIN_FRAC):
        return "uncertain"
    if abs(value.median) < UNCERTAIN_FRAC:
        return "none"
    return "raised" if value.median > 0 else "lowered"


def shows(change: Change) -> bool:
    """Whether a change would have made a difference that is seen, as finely as it is said."""
    value = change.difference_frac
    digits = _digits(PERCENT * value.mean)
    middle, *ends = (number(PERCENT * part, digits) != number(0.0, digits) for part in (value.mean, value.low, value.high))
    return middle and (digits == 0 or any(ends))


def changes_that_show(changes: Sequence[Change]) -> list[Change]:
    """Changes that show, the one that helps most first."""
    return sorted(filter(shows, changes), key=lambda change: change.difference_frac.mean)


def without_effect(changes: Sequence[Change]) -> str:
    """What was tried and would have changed nothing that shows, in one sentence; nothing if all show."""
    names = [_("“{name}”").format(name=change.name) for change in changes if not shows(change)]
    if not names:
        return ""
    text = (
        _("Nothing that was tried would have changed anything that shows: {names}.")
        if len(names) == len(changes)
        else _("Tried, and would have changed nothing that shows: {names}.")
    )
    return text.format(names=", ".join(names))


def difference(change: Change) -> str:
    """How the chance would differ, in percentage points."""
    value = change.difference_frac
    low, middle, high = (PERCENT * part for part in (value.low, value.mean, value.high))
    digits = _digits(middle)
    if number(middle, digits) == number(0.0, digits):
        return _("no difference to speak of")
    points, ends = number(abs(middle), digits), sorted((low, high), key=abs)
    if low < 0 < high:
        text = (
            _("perhaps {points} points lower, direction uncertain ({low} to +{high})")
            if middle < 0
            else _("perhaps {points} points higher, direction uncertain ({low} to +{high})")
        )
        return text.format(points=points, low=number(low, digits), high=number(high, digits))
    text = _("{points} points lower ({low} to {high})") if middle < 0 else _("{points} points higher ({low} to {high})")
    return text.format(points=points, low=number(abs(ends[0]), digits), high=number(abs(ends[1]), digits))


def _digits(points: float) -> int:
    """Digits behind the point that a difference is said with."""
    return 1 if abs(points) < 1.0 else 0


def relative(frac: float) -> str:
    r"""A relative change: with its sign, or as a multiple where it doubles and more.

    Examples
    --------
    >>> relative(0.2), relative(-0.05), relative(1.46), relative(18.7), relative(500.0)
    ('+20\u202f%', '−5\u202f%', '2.5 times', '20 times', 'over 100 times')
    """
    if frac >= 99.0:
        return _("over 100 times")
    if frac >= 1.0:
        return _("{factor} times").format(factor=number(1.0 + frac, 1 if frac < 9.0 else 0))
    text = number(100.0 * frac, 0)
    return f"{'+' if text[0] != '−' and text != '0' else ''}{text}{THIN}%"
