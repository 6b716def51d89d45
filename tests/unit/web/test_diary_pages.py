"""The diary in the application: what is said is kept and can be taken back, and asking changes nothing."""

from __future__ import annotations

import io
import json
import re
import zipfile
from typing import Any

import pytest
from diaries import fill, made_arrival
from hypothesis import given, settings
from hypothesis import strategies as st
from persons import Person

from uncramp.diary.bundle import row_digests
from uncramp.web import api, pages
from uncramp.web.said import KINDS

NUMBERS = st.one_of(st.floats(allow_nan=True, allow_infinity=True), st.integers(), st.booleans(), st.text(max_size=10), st.none())
WEIGHED = {"units": "metric", "before_kg": "71,2", "after_kg": "69.4", "drank_l": "1.2", "duration_s": "1:30"}


def every_get(person: Person) -> list[str]:
    """Addresses of all that can be asked with GET, with ids of what is there."""
    activity = person.diaries.own().activities()[0].activity_id
    entry = person.get("/api/diary/entries").json()["notes"][0]["entry_id"]
    plan = person.get("/api/diary/entries").json()["plans"][0]["entry_id"]
    ids = {
        "activity_id": activity,
        "entry_id": entry,
        "kind": "notes",
        "topic": "why",
        "muscle": "calf",
        "job_id": "0" * 16,
        "name": "x",
    }
    paths = {
        route.path
        for router in (*api.routers(), *pages.routers())
        for route in router.routes
        if "GET" in (getattr(route, "methods", None) or ())
    }
    made = [re.sub(r"\{(\w+)(:\w+)?\}", lambda found: ids.get(found[1], "x"), path) for path in sorted(paths)]
    return [path.replace(entry, plan) if "/plan" in path else path for path in made]


def test_asking_changes_nothing(person: Person) -> None:
    fill(person.diaries.own())
    before = row_digests(person.diaries.own())
    files = {path for path in person.data.rglob("*") if path.suffix not in (".sqlite-wal", ".sqlite-shm")}
    asked = [path for path in every_get(person) if not path.startswith(("/launch", "/activities/", "/api/activities/"))]
    answers = {path: person.get(path).status_code for path in asked}
    assert row_digests(person.diaries.own()) == before
    assert {path for path in person.data.rglob("*") if path.suffix not in (".sqlite-wal", ".sqlite-shm")} == files
    assert {"/", "/diary", "/diary/you", "/diary/export.zip", "/plan", "/settings"} <= {
        path for path, status in answers.items() if status == 200
    }
    assert not [path for path, status in answers.items() if status >= 500]


def test_a_weighing_says_the_sweat(person: Person) -> None:
    answer = person.post("/diary/write/weigh_ins", data=WEIGHED)
    assert answer.status_code == 303
    page = person.get(answer.headers["location"]).text
    assert "Sweat rate: 1.8" in page
    (kept,) = person.get("/api/diary/entries").json()["weigh_ins"]
    assert (kept["before_kg"], kept["duration_s"]) == (71.2, 5400.0)
    assert "71.2" not in answer.headers["location"]


def test_undo_takes_back_the_last_thing_and_a_second_the_one_before(person: Person) -> None:
    person.post("/diary/write/weigh_ins", data=WEIGHED)
    person.post("/diary/write/notes", data={"units": "metric", "note": "new shoes"})
    for left in (1, 0):
        assert person.post("/diary/undo").headers["location"] == "/diary?done=undone"
        entries = person.get("/api/diary/entries").json()
        assert (len(entries["weigh_ins"]), len(entries["notes"])) == (left, 0)
    assert person.post("/diary/undo").status_code == 422


def test_undo_asks_before_several_activities_go(person: Person) -> None:
    for number in (0, 1):
        person.diaries.own().add_activity(made_arrival(number), batch="b")
    assert person.post("/api/diary/undo").status_code == 422
    asked = person.post("/diary/undo")
    assert "run_0.fit, run_1.fit" in asked.text
    assert len(person.diaries.own().activities()) == 2
    (batch,) = re.findall(r'name="batch" value="(\w+)"', asked.text)
    assert person.post("/diary/undo", data={"batch": batch}).status_code == 303
    assert person.diaries.own().activities() == ()


@pytest.mark.parametrize(
    ("kind", "changed"),
    [
        ("weigh_ins", {"before_kg": "7"}),
        ("weigh_ins", {"before_kg": "nan"}),
        ("weigh_ins", {"before_kg": ""}),
        ("weigh_ins", {"after_kg": "9" * 20}),
        ("weigh_ins", {"weighed_at": "yesterday"}),
        ("notes", {"note": " "}),
    ],
)
def test_what_cannot_be_kept_comes_back_with_the_form(person: Person, kind: str, changed: dict[str, str]) -> None:
    answer = person.post(f"/diary/write/{kind}", data={**WEIGHED, **changed})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert not any(person.get("/api/diary/entries").json()[name] for name in KINDS)


def test_no_body_breaks_the_interface(person: Person) -> None:
    fields = ["before_kg", "after_kg", "volume_l", "activity_id", "name", "note", "sweat_rate_l_h", "site", "tested_at", "other"]
    kept = 0

    @settings(max_examples=40)
    @given(st.sampled_from(sorted(KINDS)), st.dictionaries(st.sampled_from(fields), NUMBERS, max_size=5))
    def law(kind: str, body: dict[str, Any]) -> None:
        nonlocal kept
        answer = person.post(f"/api/diary/{kind}", content=json.dumps(body), headers={"content-type": "application/json"})
        assert answer.status_code in (200, 422)
        kept += answer.status_code == 200
        entries = person.get("/api/diary/entries").json()
        assert sum(len(entries[name]) for name in KINDS) == kept

    law()


def test_the_list_is_filtered_and_paged(person: Person) -> None:
    diary = person.diaries.own()
    for number in range(60):
        diary.add_activity(made_arrival(number, sport="cycling" if number % 2 else "running"))
    diary.say_outcome(diary.activities()[0].activity_id, "none")
    first, second = (person.get(f"/api/diary?page={page}").json() for page in (1, 2))
    assert (first["count"], first["pages"], len(first["activities"]), len(second["activities"])) == (60, 2, 50, 10)
    assert first["outcomes"] == {"cramp": 0, "none": 1, "unsaid": 59}
    assert person.get("/api/diary?outcome=none").json()["count"] == 1
    assert person.get("/api/diary?sport=cycling").json()["count"] == 30
    assert person.get("/api/diary?words=run_59").json()["count"] == 1
    assert "Page 2 of 2" in person.post("/diary", data={"page_number": "2", "outcome": ""}).text
    assert person.get("/api/diary?page=0").status_code == 422
    assert person.post("/diary", data={"outcome": "maybe"}).status_code == 422


def test_an_outcome_is_said_by_a_button_and_leads_back_only_to_pages_of_ours(person: Person) -> None:
    activity = person.diaries.own().add_activity(made_arrival(1)).activity
    form = {"activity_id": activity.activity_id, "outcome": "none", "back": "https://evil.example/"}
    assert person.post("/diary/outcome", data=form).headers["location"] == "/diary"
    assert person.diaries.own().activity(activity.activity_id).outcome == "none"


def test_who_one_is_stays_to_the_last_digit_where_it_was_not_touched(person: Person) -> None:
    person.ask("PUT", "/api/diary/athlete", json={"mass_kg": 71.23456789, "medicines": ["atorvastatin"]})
    page = person.get("/diary/you", headers={"accept-language": "en-US"}).text
    shown = re.search(r'name="mass_kg"[^>]*value="([^"]*)"', page)
    assert shown
    assert shown[1] == "157.045"
    form = {"units": "imperial", "mass_kg": shown[1], "medicines": "atorvastatin", "age_year": "40"}
    assert person.post("/diary/you", data=form, headers={"accept-language": "en-US"}).status_code == 303
    assert person.get("/api/diary/athlete").json() == {"mass_kg": 71.23456789, "age_year": 40.0, "medicines": ["atorvastatin"]}


def test_an_export_is_restored_elsewhere_to_the_same_rows(person: Person, tmp_path: Any) -> None:
    fill(person.diaries.own())
    export = person.get("/diary/export.zip").content
    assert "diary.json" in zipfile.ZipFile(io.BytesIO(export)).namelist()
    other = Person(tmp_path / "other")
    assert other.post("/diary/restore", files={"file": ("diary.zip", export)}).headers["location"] == "/diary?done=restored"
    assert row_digests(other.diaries.own()) == row_digests(person.diaries.own())
    assert other.post("/diary/restore", files={"file": ("diary.zip", b"PK\x03\x04 no zip")}).status_code in (422, 503)
    made = io.BytesIO()
    zipfile.ZipFile(made, "w").close()
    refused = other.post("/diary/restore", files={"file": ("noexport.zip", made.getvalue())})
    (told,) = re.findall(r'<li><a href="#file">([^<]*)<', refused.text)
    assert told.startswith("noexport.zip is no export of a diary. Expected the zip archive")
    assert "`" not in told
    other.close()


def test_all_is_deleted_only_when_the_words_are_typed(person: Person) -> None:
    fill(person.diaries.own())
    person.post("/settings", data={"units": "imperial", "theme": "dark", "first_weekday": "monday", "language": "browser"})
    refused = person.post("/diary/delete", data={"confirmation": "yes"})
    assert refused.status_code == 422
    assert person.get("/api/diary").json()["count"] == 3
    person.post("/api/demonstration")
    job = person.post("/api/imports", files=[("files", ("x.fit", b"no activity"))]).json()
    person.finished("/api/imports", job)
    assert person.post("/diary/delete", data={"confirmation": "Delete everything"}).headers["location"] == "/diary?done=deleted"
    assert person.get("/api/today").json()["empty"]
    assert person.get(f"/api/imports/{job['id']}").status_code == 422  # nothing of it stays in memory
    assert person.get("/api/settings").json()["chosen"]["units"] == "browser"
