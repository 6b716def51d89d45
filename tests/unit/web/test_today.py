"""Today: what is due, the month, and where to begin."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from diaries import made_arrival
from hypothesis import given
from hypothesis import strategies as st
from persons import Person

from uncramp.diary.checked import moment_text
from uncramp.diary.records import Plan
from uncramp.web.api.today import planned_of

NOW = datetime.now(UTC)
DAYS = st.dates(min_value=NOW.date() - timedelta(300), max_value=NOW.date() + timedelta(300))


def test_an_empty_diary_says_where_to_begin(person: Person) -> None:
    page = person.get("/").text
    assert 'action="/demonstration"' in page
    assert 'action="/imports"' in page
    assert 'href="/plan"' in page


def test_the_invented_session_is_kept_apart_and_named_while_there_is_no_other(person: Person) -> None:
    made = person.post("/api/demonstration").json()["activity_id"]
    link = f'href="/activities/{made}"'
    document = person.get("/api/today?month=2024-06").json()
    assert (document["empty"], document["demonstration"]["activity_id"]) == (True, made)
    assert not [day for week in document["calendar"]["weeks"] for day in week if day["activities"]]
    assert link in person.get("/").text
    listed = person.get("/api/diary").json()
    assert (listed["count"], listed["outcomes"]["cramp"], listed["sports"]) == (0, 0, [])
    person.diaries.own().add_activity(made_arrival())
    assert person.get("/api/today").json()["demonstration"] is None
    assert link not in person.get("/").text
    listed = person.get("/api/diary").json()
    assert (listed["count"], sum(listed["outcomes"].values())) == (1, 1)
    assert "Kept apart, to look around in:" in person.get("/diary").text


def test_what_is_not_said_is_asked_and_goes_when_it_is_said(person: Person) -> None:
    diary = person.diaries.own()
    one = diary.add_activity(made_arrival(1, started_at=moment_text(NOW - timedelta(days=1)))).activity
    diary.add_activity(made_arrival(2, started_at=moment_text(NOW - timedelta(days=100))))
    document = person.get("/api/today").json()
    assert [(due["kind"], due["activity_id"]) for due in document["due"]] == [("outcome", one.activity_id)]
    assert "1" in document["status"]
    diary.say_outcome(one.activity_id, "none")
    assert person.get("/api/today").json()["due"] == []


@pytest.mark.parametrize("weekday", ["monday", "saturday", "sunday"])
@pytest.mark.parametrize("month", ["2024-02", "2024-07", "2026-03", "1999-12"])
def test_a_month_is_whole_weeks_that_begin_on_the_chosen_day(person: Person, weekday: str, month: str) -> None:
    person.ask("PUT", "/api/settings", json={"first_weekday": weekday})
    calendar = person.get(f"/api/today?month={month}").json()["calendar"]
    days = [day["day"] for week in calendar["weeks"] for day in week]
    assert days == sorted(set(days))
    assert len(days) % 7 == 0
    assert all(datetime.fromisoformat(week[0]["day"]).strftime("%A").lower() == weekday for week in calendar["weeks"])
    within = [day["day"] for week in calendar["weeks"] for day in week if day["within"]]
    assert within[0] == f"{month}-01"
    assert (datetime.fromisoformat(within[-1]) + timedelta(1)).day == 1


@pytest.mark.parametrize("month", ["2024-13", "0000-01", "9999-12", "x", "2024-1", "2024-01-01"])
def test_what_is_no_month_is_told(person: Person, month: str) -> None:
    assert person.get(f"/api/today?month={month}").status_code == 422


def test_outcomes_have_a_sign_and_a_word(person: Person) -> None:
    diary = person.diaries.own()
    for number, outcome in enumerate(("cramp", "none", "unsaid")):
        added = diary.add_activity(made_arrival(number)).activity
        diary.say_outcome(added.activity_id, outcome)
    page = person.get("/?month=2024-07").text
    for text in ("✕ cramp", "○ no cramp", "? not said"):
        assert page.count(text) >= 2  # at the day and in the legend


@given(st.lists(st.tuples(DAYS, st.sampled_from(["easy", "rest", "rehearsal", "race"])), max_size=20))
def test_days_of_rest_are_no_session_and_the_newest_plan_of_a_race_holds(sessions: list[tuple[object, str]]) -> None:
    def plan(entry_id: str, kinds: list[tuple[object, str]]) -> Plan:
        planned = [{"day": str(day), "kind": kind, "title": kind} for day, kind in kinds]
        return Plan(
            entry_id=entry_id,
            kind="weeks",
            document_json=json.dumps({"plan": {"race": {"day": "2027-05-02"}, "sessions": planned}}),
        )

    found = planned_of([plan("old", [("2027-01-01", "easy")]), plan("new", sessions)])
    assert {one["entry_id"] for one in found} <= {"new"}
    assert {one["day"] for one in found} == {str(day) for day, kind in sessions if kind != "rest"}


@given(
    st.sampled_from(["race", "weeks"]),
    st.recursive(
        st.none() | st.text(max_size=5) | st.integers(),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["plan", "start", "sessions", "race", "day", "kind"]), inner, max_size=4)
        ),
    ),
)
def test_a_document_of_another_version_breaks_no_calendar(kind: str, document: object) -> None:
    assert planned_of([Plan(entry_id="a", kind=kind, document_json=json.dumps(document))]) == []
