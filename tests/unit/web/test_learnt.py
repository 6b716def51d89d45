"""What the diary taught on the pages: the same as on the command line, used beside every session but its own, and an experiment begun."""

from __future__ import annotations

import time
from typing import Any

import activity_files as made
from diaries import made_arrival
from persons import Person

from uncramp.diary.arrival import read_arrival
from uncramp.diary.learning_document import lessons_document
from uncramp.diary.learning_words import susceptibility_row
from uncramp.diary.lessons import lessons_of
from uncramp.diary.records import Cramp, SweatTest
from uncramp.hazard.learnt import TaughtAthlete


def settled(person: Person) -> dict[str, Any]:
    """The document when all is gone through."""
    while not (document := person.get("/api/diary/learnt").json())["experiment_ready"]:
        time.sleep(0.1)
    return document


def lessons_row(person: Person) -> tuple[str, str, str]:
    """How easily they cramp, as the tables say it."""
    lessons = person.fastapi.state.teaching.now()
    return susceptibility_row(lessons)


def test_it_is_that_of_the_command_line_used_by_every_page_but_that_of_its_own_session(person: Person) -> None:
    diary = person.diaries.own()
    cramped = diary.add_activity(read_arrival(made.fit_file(1800), "run.fit")).activity
    diary.say(Cramp(activity_id=cramped.activity_id, muscle="calf", at_s=1200.0))
    diary.say(SweatTest(tested_at="2024-07-14T08:00:00Z", sweat_rate_l_h=1.2))
    assert not person.get("/api/diary/learnt").json()["ready"]
    document = settled(person)
    assert document["lessons"] == lessons_document(lessons_of(diary))
    page = person.get("/diary/learnt").text
    assert "how easily you cramp" in page
    assert "--" not in page.partition("<main")[2]  # no flag of the command line

    teaching = person.fastapi.state.teaching
    own, other = teaching.who(diary, cramped.activity_id), teaching.who(diary)
    assert (own.sessions_count, own.sweat_count, other.sessions_count) == (0, 1, 1)
    assert isinstance(other.athlete, TaughtAthlete)
    assert other.athlete.learnt is not None
    assert other.athlete.learnt.shift_index != 0.0
    page = person.get(f"/activities/{cramped.activity_id}").text
    assert "how you sweat (weighings and tests: 1)" in page
    assert "how easily you cramp (" not in page
    assert lessons_row(person)[2] == "as before"
    assert "as sessions of your diary taught" not in person.get("/").text
    person.ask("PUT", "/api/diary/complete", json={"complete": True})
    settled(person)
    assert lessons_row(person)[2] != "as before"
    assert "as sessions of your diary taught: 1" in person.get("/").text
    person.ask("PUT", "/api/diary/complete", json={"complete": False})
    again = Person(person.data)  # the next start has it at hand: the diary has kept it
    assert again.get("/api/diary/learnt").json()["ready"]
    again.close()
    settled(person)

    assert person.post("/diary/learnt/experiment").status_code == 303
    under_way = settled(person)["experiment"]
    assert under_way["compared"]["sessions_count"] == 0
    assert under_way["experiment"]["change"] == document["experiment"]["experiment"]["change"]
    assert person.post("/api/diary/experiment").status_code == 422
    assert "Begin it" not in person.get("/diary/learnt").text


def test_that_every_session_is_in_is_said_and_outlives_other_settings(person: Person) -> None:
    diary = person.diaries.own()
    diary.say_outcome(diary.add_activity(made_arrival(1)).activity.activity_id, "none")
    person.post("/diary/learnt/complete", data={"complete": "yes"})
    person.post("/settings", data={"units": "metric"})
    document = settled(person)
    assert document["lessons"]["complete"]
    assert document["lessons"]["unread"][0]["file"] == "run_1.fit"  # it is no file that can be read, and is told
    person.post("/diary/learnt/complete", data={})
    assert not settled(person)["lessons"]["complete"]
