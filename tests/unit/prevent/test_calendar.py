"""Plans for a calendar: the right moment in every zone, the same entry when made again, and nothing that others should not read."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event
from planned import COOLING, HEALTH_WORDS, WATER, marathon, race_plans, session, sessions, zones

from uncramp.errors import InputError
from uncramp.prevent.calendar import race_calendar, weeks_calendar
from uncramp.prevent.plan import RacePlan
from uncramp.prevent.session import PlannedSession, Step

HEALTH = re.compile(rf"\b({'|'.join(HEALTH_WORDS)})", re.IGNORECASE)
MADE = datetime(2026, 1, 10, 20, 15, tzinfo=UTC)


def events(content: bytes) -> list[Event]:
    """Entries of a calendar read back."""
    return list(Calendar.from_ical(content).walk("VEVENT"))


def alarms(event: Event) -> list[timedelta]:
    """When each alarm rings, after the start."""
    return [alarm["trigger"].dt for alarm in event.walk("VALARM")]


def is_same_moment(one: datetime, other: datetime) -> bool:
    """Whether both are one moment, or one hour of the clock where neither has a zone."""
    if one.tzinfo is None or other.tzinfo is None:
        return one.tzinfo is other.tzinfo and one == other
    return one.astimezone(UTC) == other.astimezone(UTC)


@given(plan=race_plans(), detailed=st.booleans(), units=st.sampled_from(("metric", "imperial")))
def test_a_race_is_read_back_as_planned(plan: RacePlan, detailed: bool, units: str) -> None:
    content = race_calendar(plan, detailed=detailed, units=units)
    (event,) = events(content)
    assert is_same_moment(event["dtstart"].dt, plan.start)
    start, end = event["dtstart"].dt, event["dtend"].dt
    if start.tzinfo is not None:
        start, end = start.astimezone(UTC), end.astimezone(UTC)
    assert end - start == timedelta(seconds=round(plan.predicted_s))
    assert len(alarms(event)) == len({int(drink.at_min) for drink in plan.drinks})
    assert all(timedelta() <= alarm <= end - start + timedelta(seconds=1) for alarm in alarms(event))
    assert not HEALTH.search(event["summary"])


@given(plan=race_plans(), detailed=st.booleans())
def test_every_line_is_as_the_standard_wants_it(plan: RacePlan, detailed: bool) -> None:
    content = race_calendar(plan, detailed=detailed)
    lines = content.decode().split("\r\n")  # that it decodes is part of it
    assert lines[-1] == ""
    assert all(len(line.encode()) <= 75 for line in lines)
    assert not re.search(r"[\x00-\x08\x0a-\x1f\x7f]", "".join(lines))
    unfolded = content.decode().replace("\r\n ", "").split("\r\n")
    assert unfolded.count("BEGIN:VEVENT") == 1  # no name begins another entry
    assert all(re.match(r"[A-Z-]+[:;]", line) for line in unfolded if line)
    for needed in ("UID:", "DTSTAMP:", "DTSTART", "DTEND", "SEQUENCE:", "SUMMARY:"):
        assert sum(line.startswith(needed) for line in unfolded if "VTIMEZONE" not in line) >= 1
    named = set(re.findall(r"^DT(?:START|END);TZID=([^:]+):", "\n".join(unfolded), re.MULTILINE))
    assert named == set(re.findall(r"^TZID:(.+)$", "\n".join(unfolded), re.MULTILINE))


@settings(max_examples=30)
@given(many=st.lists(sessions(steps_count=6), max_size=12), zone=zones, detailed=st.booleans())
def test_weeks_are_read_back_as_planned(many: list[PlannedSession], zone: ZoneInfo | None, detailed: bool) -> None:
    content = weeks_calendar(many, zone=zone, detailed=detailed)
    assert content == weeks_calendar(many, zone=zone, detailed=detailed)
    found = events(content)
    assert len(found) == len({str(event["uid"]) for event in found}) == len(many)
    for event, planned in zip(found, many, strict=True):
        start = event["dtstart"].dt
        if planned.start_s is None:
            assert start == planned.day
            assert not isinstance(start, datetime)
            assert (", " in event["summary"] and event["summary"].endswith((" min", " h"))) or not planned.duration_s
            continue
        midnight = datetime(planned.day.year, planned.day.month, planned.day.day, tzinfo=zone)
        assert is_same_moment(start, midnight + timedelta(seconds=planned.start_s))
        assert all(timedelta() <= alarm <= timedelta(seconds=planned.duration_s) for alarm in alarms(event))


def test_the_hour_stays_the_hour_over_a_change_of_the_clock() -> None:
    run = session(Step("work", duration_s=3600.0))
    days = [replace(run, id=str(number), day=date(2026, 3, 27) + timedelta(days=number)) for number in range(5)]
    starts = [event["dtstart"].dt for event in events(weeks_calendar(days, zone=ZoneInfo("Europe/Berlin")))]
    assert [start.hour for start in starts] == [8] * 5
    assert [start.astimezone(UTC).hour for start in starts] == [7, 7, 6, 6, 6]


def test_a_race_through_a_change_of_the_clock_lasts_as_long_as_planned() -> None:
    (event,) = events(race_calendar(marathon(start=datetime(2026, 10, 25, 1, 0, tzinfo=ZoneInfo("Europe/Berlin")))))
    assert event["dtend"].dt.astimezone(UTC) - event["dtstart"].dt.astimezone(UTC) == timedelta(seconds=13652)
    assert event["dtend"].dt.hour == 3  # of four o'clock by the old clock


def test_the_second_of_two_like_hours_is_written_in_utc() -> None:
    start = datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=ZoneInfo("Europe/Berlin"))
    (event,) = events(race_calendar(marathon(start=start)))
    assert event["dtstart"].dt == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_without_a_zone_the_hour_holds_wherever_it_is_read() -> None:
    assert b"DTSTART:20260503T090000\r\n" in race_calendar(marathon())


def test_made_again_it_is_the_same_entry_and_a_later_one() -> None:
    before, after = marathon(), replace(marathon(), predicted_s=12_000.0, goal_s=None)
    (old,), (new,) = events(race_calendar(before, made=MADE)), events(race_calendar(after, made=MADE + timedelta(minutes=5)))
    assert old["uid"] == new["uid"]
    assert (new["sequence"] - old["sequence"], new["dtstamp"].dt - old["dtstamp"].dt) == (5, timedelta(minutes=5))
    (moved,) = events(race_calendar(replace(before, start=before.start + timedelta(days=1))))
    assert moved["uid"] != old["uid"]


def test_two_sessions_of_one_day_are_two_entries() -> None:
    morning = session(Step("work", duration_s=3600.0))
    both = events(weeks_calendar([morning, replace(morning, id="w1-sun-2", start_s=64_800.0)]))
    assert both[0]["uid"] != both[1]["uid"]


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert race_calendar(marathon()) == race_calendar(marathon())
    assert race_calendar(marathon(), made=MADE) == race_calendar(marathon(), made=MADE.astimezone(ZoneInfo("Asia/Kolkata")))


def test_others_read_nothing_about_health_unless_asked_for() -> None:
    plan = replace(marathon(), drinks=(replace(WATER, what="salt for my cramps"),))
    shown = race_calendar(plan).decode()
    assert not re.search(r"\bcramp|salt|City marathon|Cooling", shown)
    detailed = race_calendar(plan, detailed=True).decode().replace("\r\n ", "")
    assert "CLASS:PRIVATE" in detailed
    assert "Chance of a cramp: 20 % (estimate\\, 5 to 40 %)" in detailed
    assert "salt for my cramps" in detailed
    assert "Cooling" in detailed
    assert "Stretching" not in detailed  # not supported by evidence, and a calendar has no room for the label
    (event,) = events(race_calendar(plan, detailed=True))
    assert not HEALTH.search(event["summary"])


def test_what_rests_on_one_trial_is_said_to() -> None:
    plan = replace(marathon(), measures=(COOLING, replace(COOLING, name="Pickle juice", rests_on_one_group=True)))
    detailed = race_calendar(plan, detailed=True).decode().replace("\r\n ", "")
    assert "Cooling: Ice in the cap. (evidence: athletes)" in detailed
    assert "Pickle juice: Ice in the cap. (evidence: athletes\\, from one trial or group only)" in detailed


def test_why_a_session_is_planned_is_a_detail() -> None:
    run = session(Step("work", duration_s=3600.0))
    assert b"Practise" not in weeks_calendar([run])
    assert b"Practise" in weeks_calendar([run], detailed=True)


def test_a_rehearsal_rings_at_its_notes() -> None:
    parts = (
        Step("warm_up", duration_s=600.0),
        Step("work", duration_s=1200.0, note="150 ml water"),
        Step("cool_down", duration_s=60.0),
    )
    (event,) = events(weeks_calendar([session(*parts, kind="rehearsal")]))
    assert alarms(event) == [timedelta(minutes=10)]
    (quiet,) = events(weeks_calendar([session(*parts)]))
    assert alarms(quiet) == []


def test_a_day_of_rest_takes_the_place_of_what_was_planned_there() -> None:
    rest = replace(session(), kind="rest", title="Rest", start_s=None)
    (event,) = events(weeks_calendar([rest]))
    assert (event["dtstart"].dt, event["transp"]) == (rest.day, "TRANSPARENT")
    (before,) = events(weeks_calendar([session(Step("work", duration_s=3600.0))]))
    assert event["uid"] == before["uid"]


def test_volumes_are_in_the_units_of_the_person() -> None:
    assert b"Up to 150 ml\\, if thirsty" in race_calendar(marathon())
    assert b"Up to 5 oz\\, if thirsty" in race_calendar(marathon(), units="imperial")
    assert b"SUMMARY:Race 26.2 mi" in race_calendar(marathon(), units="imperial")
    with pytest.raises(InputError, match="metric or imperial"):
        race_calendar(marathon(), units="stone")


def test_what_is_eaten_is_not_called_a_drink() -> None:
    gel = replace(WATER, what="gel", volume_ml=0.0)
    content = race_calendar(replace(marathon(), drinks=(gel, WATER, replace(gel, at_km=10.0, at_min=53.0))), detailed=True)
    said = [str(alarm["description"]) for alarm in events(content)[0].walk("VALARM")]
    assert said == ["Food, and up to this if thirsty: gel + 150 ml water", "Eat: gel"]


def test_no_session_is_an_empty_calendar() -> None:
    assert events(weeks_calendar([])) == []
