"""A plan for a calendar: an iCalendar file (RFC 5545) whose entries replace their older selves when it is imported again.

Both writers take the same: others may see a calendar, so titles say no word about health and everything else is behind ``detailed``, with which entries are
marked private; ``units`` is ``metric`` or ``imperial``; and nothing here reads a clock: a face hands in, with a zone, when the plan was ``made``, and a later
one replaces an earlier one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Final
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from uncramp.prevent.durations import duration_text
from uncramp.prevent.labels import check_safe, check_units, distance_text, drink_text, one_line, prompt_text, race_title
from uncramp.prevent.plan import DrinkStop, Measure, RacePlan
from uncramp.prevent.session import PlannedSession
from uncramp.prevent.session_clock import step_starts_s
from uncramp.prevent.zone_rules import zone_component
from uncramp.texts import _
from uncramp.training import M_PER_KM
from uncramp.units import S_PER_H, S_PER_MIN, elapsed_text

if TYPE_CHECKING:
    from icalendar import Event

SEED: Final = UUID("5f0c9f38-6f0e-5a51-8a4d-0b6f3c2a7d19")
"""Space of our identifiers, drawn once by hand; it says nothing of a person or a machine."""

UNDATED: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""When a plan was made, where nobody says."""

_MADE_BY: Final = "-//uncramp//uncramp//EN"
_ROUND: Final = timedelta(days=2)
"""How far beyond the entries the rules of their zones are written."""


_Span = tuple[datetime | date, datetime | date]


@dataclass(frozen=True, slots=True)
class _Alarm:
    after_start: timedelta
    text: str


@dataclass(frozen=True, slots=True)
class _Entry:
    key: str  # what it is recognised by
    title: str
    start: datetime | date
    duration: timedelta
    details: tuple[str, ...]  # left out where a calendar is not to be detailed
    alarms: tuple[_Alarm, ...]


def race_calendar(plan: RacePlan, *, detailed: bool = False, units: str = "metric", made: datetime | None = None) -> bytes:
    """The race as one entry, with an alarm at each drink.

    Parameters
    ----------
    plan
        Its start in a zone (``ZoneInfo``) is written with the rules of that zone, with another offset as UTC, and without any as the time that
        clocks show wherever the calendar is read.
    detailed
        Also say what is drunk, the chance of a cramp and what to do.
    units, made
        As the module says.

    Raises
    ------
    InputError
        If ``units`` is not known, or a guard of the plan fails.
    """
    check_units(units)
    check_safe(plan)
    within_min = plan.predicted_s / S_PER_MIN
    alarms = tuple(
        _Alarm(timedelta(minutes=minute), prompt_text(drinks, units, named=detailed))
        for minute, drinks in _by_minute(plan.drinks).items()
        if 0 <= minute <= within_min
    )
    entry = _Entry(
        key=f"race {plan.start:%Y-%m-%d} {plan.course.sport}",
        title=race_title(plan, units),
        start=plan.start,
        duration=timedelta(seconds=round(plan.predicted_s)),
        details=tuple(_race_details(plan, units)),
        alarms=alarms,
    )
    return _calendar([entry], made, detailed=detailed)


def weeks_calendar(
    sessions: Sequence[PlannedSession],
    *,
    zone: tzinfo | None = None,
    detailed: bool = False,
    units: str = "metric",
    made: datetime | None = None,
) -> bytes:
    """Every session as one entry, days of rest included, so that they replace what was planned there before.

    Parameters
    ----------
    sessions
        Those of one day in their order. A session without an hour fills no time of its day; a rehearsal with one has an alarm at each step with a note.
    zone
        Where the hours hold; without it, wherever the calendar is read.
    detailed
        Also say what each is for.
    units, made
        As the module says.

    Raises
    ------
    InputError
        If ``units`` is not known.
    """
    check_units(units)
    # recognised by its place in its day: what a new plan puts there takes the place of what an older one did, whatever it is
    keys, counts = [], Counter[date]()
    for session in sessions:
        keys.append(f"session {session.day} {counts[session.day]}")
        counts[session.day] += 1
    entries = [_session_entry(session, key, zone, units) for session, key in zip(sessions, keys, strict=True)]
    return _calendar(entries, made, detailed=detailed)


def _session_entry(session: PlannedSession, key: str, zone: tzinfo | None, units: str) -> _Entry:
    start: datetime | date = session.day
    title = one_line(session.title)
    if session.start_s is None and session.duration_s:  # a day of a calendar does not say how long
        title = _("{title}, {time}").format(title=title, time=duration_text(session.duration_s / S_PER_H))
    alarms: tuple[_Alarm, ...] = ()
    if session.start_s is not None:
        # the hour of the clock, also on a day of 23 or 25 hours
        start = datetime(session.day.year, session.day.month, session.day.day, tzinfo=zone) + timedelta(seconds=session.start_s)
        alarms = tuple(_session_alarms(session)) if session.kind == "rehearsal" else ()
    return _Entry(
        key=key,
        title=title,
        start=start,
        duration=timedelta(seconds=round(session.duration_s)),
        details=tuple(_session_details(session, units)),
        alarms=alarms,
    )


def _session_alarms(session: PlannedSession) -> Iterator[_Alarm]:
    for step, start_s in zip(session.steps, step_starts_s(session), strict=True):
        note = one_line(step.note)
        if note and start_s <= session.duration_s:
            yield _Alarm(timedelta(minutes=int(start_s // S_PER_MIN)), note)


def _session_details(session: PlannedSession, units: str) -> Iterator[str]:
    if session.distance_m is not None:
        yield _("Distance: {distance}").format(distance=distance_text(session.distance_m, units))
    if session.duration_s:
        yield _("Time: about {time}").format(time=duration_text(session.duration_s / S_PER_H))
    yield one_line(session.why)


def _race_details(plan: RacePlan, units: str) -> Iterator[str]:
    yield _("{course}, planned finish {time}").format(course=one_line(plan.course.name), time=elapsed_text(plan.predicted_s))
    yield _("Chance of a cramp: {middle} % (estimate, {low} to {high} %)").format(
        middle=round(100 * plan.chance_frac.mean), low=round(100 * plan.chance_frac.low), high=round(100 * plan.chance_frac.high)
    )
    for drink in plan.drinks:
        place = distance_text(drink.at_km * M_PER_KM, units)
        yield _("At {place}: {drink}").format(place=place, drink=drink_text(drink, units, named=True))
    for measure in plan.measures:
        if measure.supported and measure.in_plan:
            yield _("{name}: {how} {evidence}").format(
                name=one_line(measure.name), how=one_line(measure.how), evidence=_evidence_text(measure)
            )
    for caution in plan.cautions:
        yield one_line(caution.text)


def _evidence_text(measure: Measure) -> str:
    """How near its evidence is, in brackets; what rests on one trial or group says so."""
    if measure.rests_on_one_group:
        return _("(evidence: {grade}, from one trial or group only)").format(grade=measure.grade)
    return _("(evidence: {grade})").format(grade=measure.grade)


def _by_minute(drinks: Iterable[DrinkStop]) -> dict[int, list[DrinkStop]]:
    """Drinks of one minute together: one alarm is enough for them."""
    found: dict[int, list[DrinkStop]] = {}
    for drink in sorted(drinks, key=lambda drink: drink.at_min):
        found.setdefault(int(drink.at_min), []).append(drink)
    return found


def _calendar(entries: Sequence[_Entry], made: datetime | None, *, detailed: bool) -> bytes:
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", _MADE_BY)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    spans = [_span(entry.start, entry.duration) for entry in entries]
    for zone, moments in sorted(_zones(spans).items()):
        calendar.add_component(zone_component(ZoneInfo(zone), min(moments) - _ROUND, max(moments) + _ROUND))
    for entry, span in zip(entries, spans, strict=True):
        calendar.add_component(_event(entry, span, made or UNDATED, detailed=detailed))
    return bytes(calendar.to_ical())


def _zones(spans: Iterable[_Span]) -> dict[str, list[datetime]]:
    """Moments by the name of their zone, for those that have one."""
    found: dict[str, list[datetime]] = {}
    for moment in (moment for span in spans for moment in span):
        if isinstance(moment, datetime) and isinstance(moment.tzinfo, ZoneInfo):
            found.setdefault(moment.tzinfo.key, []).append(moment)
    return found


def _event(entry: _Entry, span: _Span, made: datetime, *, detailed: bool) -> Event:
    from icalendar import Alarm, Event

    event = Event()
    event.add("uid", str(uuid5(SEED, entry.key)))
    event.add("dtstamp", made.astimezone(UTC))
    event.add("sequence", (made - UNDATED) // timedelta(minutes=1))
    event.add("summary", entry.title)
    event.add("dtstart", span[0])
    event.add("dtend", span[1])
    if not isinstance(span[0], datetime):
        event.add("transp", "TRANSPARENT")  # the hour is open, so the day is not busy
    if detailed and entry.details:
        event.add("description", "\n".join(line for line in entry.details if line))
        event.add("class", "PRIVATE")
    for alarm in entry.alarms:
        bell = Alarm()
        bell.add("action", "DISPLAY")
        bell.add("description", alarm.text)
        bell.add("trigger", alarm.after_start)
        event.add_component(bell)
    return event


def _span(start: datetime | date, duration: timedelta) -> _Span:
    """Start and end as they can be written: an hour that a clock change skips or repeats means one moment only."""
    if not isinstance(start, datetime):
        return start, start + timedelta(days=1)
    if start.tzinfo is None:
        return start, start + duration
    first = start.astimezone(UTC)
    last = first + duration
    if not isinstance(start.tzinfo, ZoneInfo) or start.tzinfo.key in {None, "UTC"}:
        return first, last
    span = first.astimezone(start.tzinfo), last.astimezone(start.tzinfo)
    return (first, last) if any(moment.fold for moment in span) else span  # RFC 5545 can name the first of two like hours only
