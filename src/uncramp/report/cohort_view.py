"""A field of athletes on one screen: what to expect, where, among whom, and what help is needed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from rich.text import Text

from uncramp.ensemble.field import Field
from uncramp.ensemble.service import Service
from uncramp.ensemble.study import Study
from uncramp.ensemble.summary import GroupSummary, StudySummary
from uncramp.report.cohort_groups import group_text
from uncramp.report.cohort_places import places_of
from uncramp.report.odds import percent_range_text, percent_text
from uncramp.report.screen import Screen
from uncramp.report.sparkline import sparkline
from uncramp.report.wording import Wording
from uncramp.texts import _
from uncramp.units import S_PER_H, elapsed_text
from uncramp.why.answers import Range

MOST_GROUPS: Final = 12
"""Of these a kind is shown whole or not at all; ways of drinking always are, since who drinks plenty is who runs low in sodium."""

MOST_STATIONS: Final = 8
FEWEST_DRAWS: Final = 10
FEWEST_ATHLETES: Final = 30
"""Below either, what chance picked moves the ranges more than what studies leave unsure."""

SHOWN_KINDS: Final = ("sex", "history", "wave", "drinking", "day", "finish")


def cohort_view(study: Study, summary: StudySummary, screen: Screen) -> list[Text]:
    """The whole answer as lines of text."""
    field = study.plan.field
    return [
        *screen.wrapped(f"{head_text(study, summary)}. {weather_text(field, screen.wording)}", "bold", indent="  ", lines=None),
        *(screen.wrapped(doubt, indent="  ", lines=None) if (doubt := doubt_text(study, screen.wording)) else []),
        screen.text(""),
        *_expected(field, summary, screen),
        *screen.wrapped(left_out_text(summary), "dim", indent="  ", lines=None),
        screen.text(""),
        *screen.wrapped(onset_text(field, summary, screen.wording), indent="  ", lines=None),
        *_course(field, summary, screen),
        screen.text(""),
        *_groups(summary.groups, screen),
        screen.text(""),
        *_service(field, summary, screen),
        *(screen.wrapped(failed_text(study, summary), indent="  ", lines=3) if summary.failed_count else []),
        *screen.wrapped(
            _("Shares, counts and places are means, ranges the 5th to 95th percentile, over {count} draws of what studies leave unsure. Estimates for planning; "
              "no number here speaks of one person.").format(count=study.plan.draws), "dim", indent="  ", lines=None,
        ),
    ]  # fmt: skip


def doubt_text(study: Study, wording: Wording) -> str:
    """What the field is known to miss, and whether it was run too small for its ranges; "" where neither is so."""
    field, told = study.plan.field, []
    if field.known_miss:
        told.append(_("Known miss: {miss}").format(miss=wording.local(_(field.known_miss))))
    if study.plan.draws < FEWEST_DRAWS or field.athletes_count < FEWEST_ATHLETES:
        told.append(
            _("With fewer than {draws} draws or {athletes} athletes the ranges mean little; run more before you use them.").format(
                draws=FEWEST_DRAWS, athletes=FEWEST_ATHLETES
            )
        )
    return " ".join(told)


def head_text(study: Study, summary: StudySummary) -> str:
    """What the field is, in a line."""
    field = study.plan.field
    finish = [
        elapsed_text(round(S_PER_H * value, -1)) for value in (summary.finish_h.median, summary.finish_h.low, summary.finish_h.high)
    ]
    if field.athletes_count == 1:
        told = _("{title}: one athlete on {days} days") if len(field.days) > 1 else _("{title}: one athlete")
        return told.format(title=_(field.title), days=len(field.days))
    if len(field.days) > 1:
        return _("{title}: {athletes} athletes on {days} days").format(
            title=_(field.title), athletes=_athletes_text(field), days=len(field.days)
        )
    if field.segments == "h":
        return _("{title}: {athletes} athletes").format(title=_(field.title), athletes=_athletes_text(field))
    return _("{title}: {athletes} athletes, median finish {median} (5th to 95th percentile {low} to {high})").format(
        title=_(field.title), athletes=_athletes_text(field), median=finish[0], low=finish[1], high=finish[2]
    )


def _athletes_text(field: Field) -> str:
    if not field.whole_count:
        return str(field.athletes_count)
    return _("the first {count} of {whole}").format(count=f"{field.athletes_count:,}", whole=f"{field.whole_count:,}")


def weather_text(field: Field, wording: Wording) -> str:
    """The weather of the field, over the day or all its days."""
    air = wording.quantity("whole_temperature")
    air_shown = air.array(np.concatenate([day.weather.air_c for day in field.days]))
    humidity_frac = np.concatenate([day.weather.humidity_frac for day in field.days])
    return _("Weather: air {air} {unit}, humidity {humidity} %.").format(
        air=_span_text(air_shown.min(), air_shown.max()),
        unit=air.unit,
        humidity=_span_text(100.0 * humidity_frac.min(), 100.0 * humidity_frac.max()),
    )


def _span_text(low: float, high: float) -> str:
    """Both ends, or the one value where they are shown alike."""
    ends = f"{low:.0f}", f"{high:.0f}"
    return ends[0] if ends[0] == ends[1] else _("{low} to {high}").format(low=ends[0], high=ends[1])


def _expected(field: Field, summary: StudySummary, screen: Screen) -> list[Text]:
    starts = summary.starts_count
    rows = [
        (name, percent_range_text(share, middle="mean"), count_text(share, starts))
        for name, share in expected_shares(field, summary, screen.wording)
    ]
    of = _("of {count} athlete-days") if len(field.days) > 1 else _("of {count}")
    return screen.table((_("expected"), _("of those who could"), of.format(count=starts)), rows)


def expected_shares(field: Field, summary: StudySummary, wording: Wording) -> list[tuple[str, Range]]:
    """What is expected, in words, and of which share; the cramp first."""
    return [
        (_("a cramp before the finish") if field.segments == "km" else _("a cramp before the end"), summary.cramp_frac),
        *((_("first in the {muscle}").format(muscle=_(muscle)), share) for muscle, share in summary.muscle_frac.items()),
        (_("a cramp that stops them"), summary.serious_frac),
        (_("blood sodium below 135 mmol/L"), summary.hyponatraemia_frac),
        (wording.local(_("core above 40 °C")), summary.core_above_40_frac),
        (
            _("heavier at the finish than at the start") if field.segments == "km" else _("heavier at the end than at the start"),
            summary.mass_gain_frac,
        ),
    ]


def left_out_text(summary: StudySummary) -> str:
    """How many of those drawn go slower than meant, how many do not count, and of how many runners nothing could have been done."""
    told = []
    if summary.slowed_frac:
        slower = _(
            "{share} of the drawn runners could not have gone at the pace that was meant (a muscle or the heat would have stopped them)."
        )
        told.append(slower.format(share=percent_text(summary.slowed_frac)))
        later = summary.slower_frac
        if later.high > 0.0:
            low, median, high = (percent_text(value) for value in (later.low, later.median, later.high))
            alike = low == high
            text = (
                _("They go slower, and take {median} longer.")
                if alike
                else _("They go slower, and take {median} longer ({low} to {high}).")
            )
            told.append(text.format(median=median, low=low, high=high))
        else:
            told.append(_("They work less of the time."))
    if summary.counted_frac < 1.0:
        left = _("{share} could not have done it even at the slowest pace tried, and are left out.")
        told.append(left.format(share=percent_text(1.0 - summary.counted_frac)))
    if summary.never_count:
        never = _("Not left out are runners who could not have done it in any draw: {count}.")
        told.append(never.format(count=summary.never_count))
    return " ".join(told) or _("All of the drawn runners could have gone at the pace that was meant.")


def count_text(share: Range, starts_count: int) -> str:
    """How many of those who start, were all as those who could, as "28 (15 to 38)"."""
    if np.isnan(share.mean):
        return _("not known")
    mean, low, high = (round(value * starts_count) for value in (share.mean, share.low, share.high))
    return _("{mean} ({low} to {high})").format(mean=mean, low=low, high=high)


def onset_text(field: Field, summary: StudySummary, wording: Wording) -> str:
    """Where the first cramps begin, in a sentence."""
    if np.isnan(summary.onset.mean):
        return _("No cramp is expected.")
    places, onset = places_of(field, wording.units), summary.onset
    place = _("{unit} {middle} ({low} to {high})") if field.segments == "km" else _("{middle} {unit} ({low} to {high})")
    middle, low, high = (f"{places.of(one):.1f}" for one in (onset.mean, onset.low, onset.high))
    return _("Half of the first cramps come before {place}; {share} come in the last quarter.").format(
        place=place.format(unit=places.unit, middle=middle, low=low, high=high),
        share=percent_range_text(summary.last_quarter_frac, middle="mean"),
    )


def _course(field: Field, summary: StudySummary, screen: Screen) -> list[Text]:
    counts = np.array([one.cramps_count.mean for one in summary.segments])
    if not counts.max() > 0.0:
        return []
    line = sparkline(counts, 0.0, float(counts.max()), unicode=screen.unicode)
    places = places_of(field, screen.units)
    return [screen.text(f"  0 {line} {places.plain(float(field.edges[-1]))} {places.unit}")]


def _groups(groups: Sequence[GroupSummary], screen: Screen) -> list[Text]:
    shown = shown_groups(groups)
    rows = [
        (
            group_text(group),
            str(group.starts_count),
            percent_range_text(group.cramp_frac, middle="mean"),
            percent_text(group.hyponatraemia_frac.mean),
            percent_text(group.core_above_40_frac.mean),
        )
        for group in shown
    ]
    lines = screen.table((_("who"), _("starts"), _("cramp"), _("low sodium"), screen.wording.local(_("core > 40 °C"))), rows)
    if left := len(groups) - len(shown):
        more = _("one more group in --html and --json") if left == 1 else _("{count} more groups in --html and --json")
        lines += screen.wrapped(more.format(count=left), "dim", first="  ", indent="  ", lines=None)
    return lines


def shown_groups(groups: Sequence[GroupSummary]) -> list[GroupSummary]:
    """Groups that have room on a screen, in the order of ``SHOWN_KINDS``."""
    of_kind = {kind: [group for group in groups if group.kind == kind] for kind in SHOWN_KINDS}
    room = MOST_GROUPS - len(of_kind["drinking"])
    kept: list[GroupSummary] = []
    for kind, mine in of_kind.items():
        if kind == "drinking":
            kept += mine
        elif len(mine) <= room:
            kept += mine
            room -= len(mine)
    return kept


def _service(field: Field, summary: StudySummary, screen: Screen) -> list[Text]:
    service = summary.service
    lines = screen.wrapped(service_text(field, summary, screen.wording), indent="  ", lines=None)
    needed = [one for one in service.stations if round(one.cramps_count.high) or one.asking_count or one.helpers_count]
    busiest = sorted(needed, key=lambda one: -one.cramps_count.mean)[:MOST_STATIONS]
    if busiest and len(service.stations) > 1:
        places = places_of(field, screen.units)
        rows = [
            (
                f"{places.unit} {places.plain(one.at_km)}",
                _("{mean} ({low} to {high})").format(
                    mean=round(one.cramps_count.mean), low=round(one.cramps_count.low), high=round(one.cramps_count.high)
                ),
                str(one.asking_count),
                str(one.helpers_count),
            )
            for one in sorted(busiest, key=lambda one: one.at_km)
        ]
        head = (_("busiest stations"), _("cramps on the way"), _("may ask"), _("helpers"))
        lines += screen.table(head, rows)
    return lines


def service_text(field: Field, summary: StudySummary, wording: Wording) -> str:
    """Staff and supplies in a few sentences."""
    service = summary.service
    enough = (
        _("Enough in {level} of such races, with chance, so more than the means above:")
        if field.segments == "km"
        else _("Enough in {level} of such sessions, with chance, so more than the means above:")
    )
    return " ".join(
        [
            enough.format(level=percent_text(service.level_frac)),
            _("helpers at once: {helpers}{posts}, for those who ask for help with a cramp: {asking} (stopped by it: {serious}).").format(
                helpers=service.helpers_count, posts=_posts_text(service), asking=service.asking_count, serious=service.serious_count
            ),
            wording.local(
                _("Clinicians at once: {clinicians}, for those who come to one: {patients} (of up to {sodium} with low blood sodium and {hot} above 40 °C).")
            ).format(
                clinicians=service.clinicians_count, patients=service.patients_count, sodium=service.hyponatraemia_count, hot=service.overheating_count
            ),
            _("Drink: {drink}, drunk and spilt.").format(drink=wording.say("supply", service.drink_l)),
        ]
    )  # fmt: skip


def _posts_text(service: Service) -> str:
    """What helpers who stay where they are come to; no two stations are busiest at once."""
    if len(service.stations) < 2:
        return ""
    return _(" if they move ({count} at fixed posts)").format(count=sum(one.helpers_count for one in service.stations))


def failed_text(study: Study, summary: StudySummary) -> str:
    """How many runners could not be simulated, and why the first could not."""
    first = next(text for text in study.tally.failures if text)
    return _("{count} starts could not be simulated and are left out; the first: {reason}").format(
        count=summary.failed_count, reason=first
    )
