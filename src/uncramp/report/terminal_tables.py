"""Causes and changes as tables of a terminal: the greatest first, and as many as there is room for."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from rich.text import Text

from uncramp.assessment import Assessment, EventExplanation
from uncramp.report.effect_words import TELLING_FACTOR, changes_that_show, direction, without_effect
from uncramp.report.odds import percent_range_text, percent_text, signed_percent_text
from uncramp.report.screen import WIDE, Screen
from uncramp.report.wording import event as event_text
from uncramp.texts import N_, _
from uncramp.why.answers import Cause, Change, Range

SMALL_FRAC: Final = 0.01  # causes below this are counted only
WIDE_FRAC: Final = 0.05  # beside a wider range nobody can say "no effect"
GRADE_NAMES: Final = {
    "cramp": N_("cramp"), "athletes": N_("athletes"), "healthy": N_("healthy"), "animal": N_("animal"), "memory": N_("memory"),
    "fitted": N_("fitted"), "assumed": N_("assumed"),
}  # fmt: skip
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
        told = _("Why, against {reference}; there the chance up to the finish is {there}").format(
            reference=screen.wording.local(assessment.reference_text), there=there
        )
    else:
        told = _("Why, against a calm session of the same athlete, where it is {there}").format(there=there)
    lines = screen.wrapped(told, "bold", lines=None)
    if all(cause.share_frac is None for cause in assessment.causes):
        lines += screen.wrapped(_("This session was no riskier than that, so there are no shares; what each did to the hazard:"))
    if explained:
        more = len(assessment.event_causes) - 1
        lines += screen.wrapped(
            _at_cramp(explained, _("the first cramp") if more else _("the cramp"), 0 if screen.verbose else more)
        )
    lines += cause_table(assessment.causes, screen, count, explained, against=against)
    for further in assessment.event_causes[1:] if screen.verbose else ():
        lines += [screen.text(""), *screen.wrapped(_at_cramp(further, _("another cramp")), "bold")]
        lines += cause_table(further.causes, screen, count)
    return lines


def _at_cramp(explained: EventExplanation, which: str, more: int = 0) -> str:
    hz = explained.threshold_hz
    told = _("At {which}: {event}, cramp threshold then {median} Hz ({low} to {high})").format(
        which=which, event=event_text(explained.event), median=f"{hz.median:.0f}", low=f"{hz.low:.0f}", high=f"{hz.high:.0f}"
    )
    return _("{told}; {count} more: --verbose").format(told=told, count=more) if more else told


def cause_table(
    causes: Sequence[Cause],
    screen: Screen,
    count: int,
    explained: EventExplanation | None = None,
    *,
    against: bool = False,
    of: str = "",
) -> list[Text]:
    """The greatest causes with their share (``of`` names it, if not of the risk), direction and evidence grade, and how many smaller ones there are."""
    ranked = ranked_causes(causes)
    shown = ranked if screen.verbose else [cause for cause in ranked[:count] if _counts(cause)] or ranked[:1]
    at_event = {cause.id: cause for cause in explained.causes} if explained else {}
    marked = explained is not None and screen.width < WIDE
    head = [_("cause"), of or _("share of the risk")]
    if any(cause.share_frac is None for cause in shown):
        head[1] = _("change of the hazard")
    if explained:
        head[1:] = [_("in all"), _("at the cramp")]
    head += ["" if marked else _("effect"), _("evidence")]
    rows = [
        [
            cause.name,
            _share(cause),
            *([_share(at_event[cause.id])] if explained else []),
            MARKS[direction(cause)] if marked else _effect(cause),
            _(GRADE_NAMES[cause.grade]),
        ]
        for cause in shown
    ]
    notes = (
        [[_("but: {contradiction}").format(contradiction=_(cause.contradiction))] if cause.contradiction else [] for cause in shown]
        if against
        else []
    )
    lines = screen.table(head, rows, notes, style="dim")
    smaller = len(ranked) - len(shown)
    more = _("{count} smaller: --verbose") if against else _("{count} smaller, and what speaks against: --verbose")
    legend = [_("+ raised, - lowered, ? either")] * marked + [more.format(count=smaller)] * (smaller > 0)
    return [*lines, *screen.wrapped("; ".join(legend), "dim", first="  ", indent="  ")]


def _value_of(cause: Cause) -> Range:
    return cause.effect_frac if cause.share_frac is None else cause.share_frac


def _counts(cause: Cause) -> bool:
    """Whether the median share (or effect) is worth a line of its own."""
    return abs(_value_of(cause).median) >= SMALL_FRAC


def _effect(cause: Cause) -> str:
    """Direction and size; beyond a doubling as a factor. A direction that is not known has no size."""
    if cause.is_in_pace:
        return _("with pace")
    way, median, spread = direction(cause), cause.effect_frac.median, _value_of(cause)
    if way == "uncertain":
        return _("either way")
    if way == "none":
        return _("uncertain") if spread.high - spread.low > WIDE_FRAC else _("no effect")
    size = percent_text(abs(median))
    if median > 1.0:
        size = f">\u00d7{TELLING_FACTOR:g}" if median >= TELLING_FACTOR else f"\u00d7{1.0 + median:.2g}"
    return (_("raised {size}") if way == "raised" else _("lowered {size}")).format(size=size)


def _share(cause: Cause) -> str:
    value = _value_of(cause)
    if not math.isfinite(value.median):
        return ""
    if cause.share_frac is None:
        middle, low, high = (signed_percent_text(part) for part in (value.median, value.low, value.high))
        return _("{middle} ({low} to {high})").format(middle=middle, low=low.removesuffix(" %"), high=high.removesuffix(" %"))
    low, high = (percent_text(part).removesuffix(" %") for part in (value.low, value.high))
    return f"{percent_text(value.median)} ({low}\u2013{high})"


def change_lines(assessment: Assessment, screen: Screen, count: int, *, named: bool = True) -> list[Text]:
    """At most ``count`` changes that show, the one that helps most first, and which would have changed nothing, or how many."""
    changes = changes_that_show(assessment.changes)
    shown = changes if screen.verbose else changes[:count]
    idle = len(assessment.changes) - len(changes)
    none = screen.wrapped(without_effect(assessment.changes), indent="  ", lines=None)
    if not shown:
        return none
    if idle and not (named or screen.verbose):
        text = _("Tried, and would have changed nothing that shows: {count}, see --verbose.")
        none = screen.wrapped(text.format(count=idle), indent="  ")
    head = (_("What would have changed it"), _("chance"), _("by (points)"), _("evidence"))
    cells = [[percent_text(change.chance_frac.mean), _points(change), _(GRADE_NAMES[change.grade])] for change in shown]
    widths = (max(len(row[place]) for row in (head[1:], *cells)) for place in range(3))
    room = screen.width - 2 - sum(2 + width for width in widths)
    names = [_named(change, screen, room) for change in shown]
    notes = [[f"{screen.wording.local(change.before)} → {screen.wording.local(change.after)}"] for change in shown]
    table = screen.table(head, [[name, *row] for name, row in zip(names, cells, strict=True)], notes if screen.verbose else ())
    return table + none


def _points(change: Change) -> str:
    spread = change.difference_frac
    middle, low, high = (signed_percent_text(value).removesuffix(" %") for value in (spread.mean, spread.low, spread.high))
    return _("{middle} ({low} to {high})").format(middle=middle, low=low, high=high)


def _named(change: Change, screen: Screen, room: int) -> str:
    """The change with what was and what would have been, as far as there is room for it."""
    before, after = (screen.wording.local(text) for text in (change.before, change.after))
    if screen.verbose:
        return change.name
    whole = (f"{change.name}: {before} → {after}", f"{change.name}: {after}", change.name)
    return next((text for text in whole if len(screen.shown(text)) <= room), change.name)
