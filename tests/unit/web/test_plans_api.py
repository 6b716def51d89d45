"""Plans in the application: made, kept, taken along, made again; and nothing is asked of a network unasked."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from diaries import made_arrival
from persons import Person

from uncramp.diary.checked import moment_text
from uncramp.diary.records import SweatTest
from uncramp.web import planning

START = (datetime.now().astimezone() + timedelta(days=60)).replace(microsecond=0)
RACE = {"distance": "5km", "start": START.isoformat(), "air_c": 24.0}


@pytest.fixture(autouse=True)
def few_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "DRAWS", 8)


def made(person: Person, kind: str, asked: dict[str, Any]) -> dict[str, Any]:
    answer = person.post(f"/api/plans/{kind}", json=asked)
    assert answer.status_code == 200, answer.text
    return person.finished("/api/plans", answer.json())


def sequences(person: Person, address: str) -> list[int]:
    """What tells a program of calendars which of two entries is the later."""
    return [int(found) for found in re.findall(r"SEQUENCE:(\d+)", person.get(address).text)]


def test_a_race_is_planned_kept_taken_along_and_made_again_the_same(person: Person) -> None:
    person.diaries.own().say(SweatTest(tested_at="2024-07-14T08:00:00Z", sweat_rate_l_h=1.2))
    done = made(person, "race", RACE)
    assert done["error"] is None
    assert done["plan"]["course"]["name"] == "5km"
    assert done["taught"] == {"sessions_count": 0, "sweat_count": 1, "waiting": False}
    for name in done["files"]:
        if name != "card.pdf":  # made by its own tests
            assert person.get(f"/plan/{done['id']}/{name}").status_code == 200
    page = person.get(f"/plan/{done['id']}").text
    assert "<figure>" in page
    assert "how you sweat (weighings and tests: 1)" in page
    assert "style=" not in page  # the policy would drop it
    calendar, again = (sequences(person, f"/plan/{done['id']}/race.ics") for _ in range(2))
    assert calendar == again, "of the moment the plan was made, whenever it is taken along"
    assert min(calendar) > 0
    place = person.post(f"/plan/{done['id']}/keep").headers["location"]
    assert "5km" in person.get(place).text
    due = person.get("/api/today").json()["due"]
    assert [(one["kind"], one["day"]) for one in due] == [("race", START.date().isoformat())]
    afresh = person.post(f"/api/plans/kept/{place.rpartition('/')[2]}/again").json()
    assert person.finished("/api/plans", afresh)["plan"] == done["plan"]


def test_weeks_are_planned_and_their_sessions_stand_in_the_calendar(person: Person) -> None:
    done = made(person, "weeks", {"event": START.date().isoformat(), "distance": "10km"})
    assert done["error"] is None, done["error"]
    person.post(f"/api/plans/{done['id']}/keep")
    kinds = {one["kind"] for one in person.get("/api/today").json()["due"]}
    assert {"session", "race"} <= kinds
    assert person.get(f"/plan/{done['id']}").status_code == 200
    assert person.get(f"/plan/{done['id']}/weeks.ics").content.startswith(b"BEGIN:VCALENDAR")
    assert min(sequences(person, f"/plan/{done['id']}/weeks.ics")) > 0
    assert "No activity is in your diary yet" in person.get(f"/plan/{done['id']}").text
    person.diaries.own().add_activity(made_arrival(1, started_at=moment_text(datetime.now(UTC) - timedelta(days=400))))
    page = person.get(f"/plan/{done['id']}").text
    assert "Your diary holds no activity of the last 12 weeks. So this is a plan for anybody." in page
    assert "“Longest session of the last eight weeks” of <a" in page
    assert "longest_session_h" not in page


@pytest.mark.parametrize(
    "changed",
    [
        {"distance": "/etc/passwd"}, {"distance": ""}, {"activity_id": "0" * 16}, {"sport": "chess"}, {"goal": "soon"}, {"start": "2001-01-01T09:00"},
        {"online": True}, {"course_file": {"name": "a.gpx", "content_base64": "?"}}, {"distance": "", "course_file": {"name": "a.gpx", "content_base64": "AAAA"}},
    ],
)  # fmt: skip
def test_what_cannot_be_planned_is_told(person: Person, changed: dict[str, Any]) -> None:
    done = made(person, "race", RACE | changed)
    assert done["error"]
    assert done["plan"] is None


@pytest.mark.parametrize("changed", [{"air_c": 99.0}, {"start": "x"}, {"other": 1}, {"seed": -1}, {"humidity_frac": "NaN"}])
def test_what_is_no_request_is_refused(person: Person, changed: dict[str, Any]) -> None:
    assert person.post("/api/plans/race", json=RACE | changed).status_code == 422


def test_the_form_comes_back_with_what_was_typed_and_all_that_is_wrong(person: Person) -> None:
    typed = {"units": "metric", "distance": "far", "start": "2027-05-02T09:00", "air_c": "99"}
    answer = person.post("/plan/race", data=typed)
    assert answer.status_code == 422
    assert 'value="far"' in answer.text
    assert "<title>Error: Plan" in answer.text
    summary, _h1, form = answer.text.partition("<h1>")
    for name, told in (("distance", "far is no distance."), ("air_c", "Air temperature must be 60 °C or less.")):
        assert f'<a href="#race-{name}">{told}' in summary, "on top, with the way to the field"
        assert f'id="race-{name}-wrong" class="wrong">{told}' in form, "beside the field"
    assert 'role="alert" tabindex="-1" autofocus' in summary
    assert form.count('aria-invalid="true"') == 2


def test_a_race_that_is_over_is_told_on_top_of_the_page(person: Person) -> None:
    answer = person.post("/plan/weeks", data={"units": "metric", "event": "2020-05-02"})
    assert 'href="#weeks-event">Day of the race: 2020-05-02 is over' in answer.text.partition("<h1>")[0]
