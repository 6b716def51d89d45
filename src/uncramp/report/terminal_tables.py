"""Causes and changes as tables of a terminal: the greatest first, and as many as there is room for."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from rich.text import Text

from uncramp.assessment import Assessment, EventExplanation
from uncramp.report.effect_words import TELLING_FACTOR, direction
from uncramp.report.odds import percent_range_text, percent_text, signed_percent_text
from uncramp.report.screen import WIDE, Screen
from uncramp.report.wording import event as event_text
from uncramp.why.answers import Cause, Change, Range

SMALL_FRAC: Final = 0.01  # causes below this are counted only
WIDE_FRAC: Final = 0.05  # beside a wider range nobody can say "no effect"
MARKS: Final = {"raised": "+", "lowered": "-", "uncertain": "?", "none": ""}


def ranked_causes(causes: Sequence[Cause]) -> list[Cause]:
    """Causes by share, or by the size of their effect where there are no shares; the greatest first."""

    def weight(cause: Cause) -> float:
        value = _value_of(cause).median
        return abs(value) if math.isfinite(value) else -1.0

    return sorted(causes, key=weight, reverse=True)


def causes_lines(assessment: Assessment, screen: Screen, count: int, *, against: bool) -> list[Text]:
    """At most ``count`` causes of the session, those at the first reported cramp beside them, and what speaks ``against`` each.

    In full, all causes, and those at every reported cramp.
    """
    explained = assessment.event_causes[0] if assessment.event_causes else None
    there = percent_range_text(assessment.reference_chance_frac, middle="mean")
    if screen.verbose:
        told = f"Why, against {screen.wording.local(assessment.reference_text)}; there the chance up to the finish is {there}"
    else:
        told = f"Why, against a calm session of the same athlete, where it is {there}"
    lines = screen.wrapped(told, "bold", lines=None)
    if all(cause.share_frac is None for cause in assessment.causes):
        lines += screen.wrapped("This session was no riskier than that, so there are no shares; what each did to the hazard:")
    if explained:
        more = len(assessment.event_causes) - 1
        lines += screen.wrapped(_at_cramp(explained, "the first cramp" if more else "the cramp", 0 if screen.verbose else more))
    lines += cause_table(assessment.causes, screen, count, explained, against=against)
    for further in assessment.event_causes[1:] if screen.verbose else ():
        lines += [screen.text(""), *screen.wrapped(_at_cramp(further, "another cramp"), "bold")]
        lines += cause_table(further.causes, screen, count)
    return lines


def _at_cramp(explained: EventExplanation, which: str, more: int = 0) -> str:
    hz = explained.threshold_hz
    told = f"At {which}: {event_text(explained.event)}, cramp threshold then {hz.median:.0f} Hz ({hz.low:.0f} to {hz.high:.0f})"
    return f"{told}; {more} more: --verbose" if more else told


def cause_table(
    causes: Sequence[Cause],
    screen: Screen,
    count: int,
    explained: EventExplanation | None = None,
    *,
    against: bool = False,
    of: str = "the risk",
) -> list[Text]:
    """The greatest causes with their share ``of`` what, direction and evidence grade, and how many smaller ones there are."""
    ranked = ranked_causes(causes)
    shown = ranked if screen.verbose else [cause for cause in ranked[:count] if _counts(cause)] or ranked[:1]
    at_event = {cause.id: cause for cause in explained.causes} if explained else {}
    marked = explained is not None and screen.width < WIDE
    head = ["cause", f"share of {of}"]
    if any(cause.share_frac is None for cause in shown):
        head[1] = "change of the hazard"
    if explained:
        head[1:] = ["in all", "at the cramp"]
    head += ["" if marked else "effect", "evidence"]
    rows = [
        [
            cause.name,
            _share(cause),
            *([_share(at_event[cause.id])] if explained else []),
            MARKS[direction(cause)] if marked else _effect(cause),
            cause.grade,
        ]
        for cause in shown
    ]
    notes = [[f"but: {cause.contradiction}"] if cause.contradiction else [] for cause in shown] if against else []
    lines = screen.table(head, rows, notes, style="dim")
    smaller = len(ranked) - len(shown)
    more = f"{smaller} smaller{'' if against else ', and what speaks against'}: --verbose"
    legend = ["+ raised, - lowered, ? either"] * marked + [more] * (smaller > 0)
    return [*lines, *screen.wrapped("; ".join(legend), "dim", first="  ", indent="  ")]


def _value_of(cause: Cause) -> Range:
    return cause.effect_frac if cause.share_frac is None else cause.share_frac


def _counts(cause: Cause) -> bool:
    """Whether the median share (or effect) is worth a line of its own."""
    return abs(_value_of(cause).median) >= SMALL_FRAC


def _effect(cause: Cause) -> str:
    """Direction and size; beyond a doubling as a factor. A direction that is not known has no size."""
    if cause.is_in_pace:
        return "with pace"
    way, median, spread = direction(cause), cause.effect_frac.median, _value_of(cause)
    if way == "uncertain":
        return "either way"
    if way == "none":
        return "uncertain" if spread.high - spread.low > WIDE_FRAC else "no effect"
    if median >= TELLING_FACTOR:
        return f"{way} >\u00d7{TELLING_FACTOR:g}"
    return f"{way} \u00d7{1.0 + median:.2g}" if median > 1.0 else f"{way} {percent_text(abs(median))}"


def _share(cause: Cause) -> str:
    value = _value_of(cause)
    if not math.isfinite(value.median):
        return ""
    if cause.share_frac is None:
        middle, low, high = (signed_percent_text(part) for part in (value.median, value.low, value.high))
        return f"{middle} ({low.removesuffix(' %')} to {high.removesuffix(' %')})"
    low, high = (percent_text(part).removesuffix(" %") for part in (value.low, value.high))
    return f"{percent_text(value.median)} ({low}\u2013{high})"


def change_lines(assessment: Assessment, screen: Screen, count: int) -> list[Text]:
    """At most ``count`` changes, the one that helps most first."""
    ranked = sorted(assessment.changes, key=lambda change: change.difference_frac.mean)
    shown = ranked if screen.verbose else ranked[:count]
    if not shown:
        return []
    head = ("What would have changed it", "chance", "by (points)", "evidence")
    cells = [[percent_text(change.chance_frac.mean), _points(change), change.grade] for change in shown]
    widths = (max(len(row[place]) for row in (head[1:], *cells)) for place in range(3))
    room = screen.width - 2 - sum(2 + width for width in widths)
    names = [_named(change, screen, room) for change in shown]
    notes = [[f"{screen.wording.local(change.before)} → {screen.wording.local(change.after)}"] for change in shown]
    return screen.table(head, [[name, *row] for name, row in zip(names, cells, strict=True)], notes if screen.verbose else ())


def _points(change: Change) -> str:
    spread = change.difference_frac
    middle, low, high = (signed_percent_text(value).removesuffix(" %") for value in (spread.mean, spread.low, spread.high))
    return f"{middle} ({low} to {high})"


def _named(change: Change, screen: Screen, room: int) -> str:
    """The change with what was and what would have been, as far as there is room for it."""
    before, after = (screen.wording.local(text) for text in (change.before, change.after))
    if screen.verbose:
        return change.name
    whole = (f"{change.name}: {before} → {after}", f"{change.name}: {after}", change.name)
    return next((text for text in whole if len(screen.shown(text)) <= room), change.name)
