"""What a diary says of a session is the same on the command line and on the pages, and what is typed goes before it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import activity_files as made
import pytest
from click.testing import CliRunner, Result
from persons import Person

from uncramp.body.athlete import Athlete
from uncramp.cli.main import uncramp
from uncramp.diary.arrival import read_arrival
from uncramp.diary.records import Cramp, Drink, WeighIn
from uncramp.errors import InputError
from uncramp.prevent.past import PastRace
from uncramp.web import shelf

DRAWS = 16
LATER_S = 200_000
TRACK = made.gpx_file([made.gpx_point(second) for second in range(LATER_S, LATER_S + 2400, 10)], kind="")
"""A track of two days later that does not name its sport."""


@dataclass(frozen=True)
class Home:
    """A diary with a ride of which everything was said and an earlier run with a cramp, and their files."""

    person: Person
    folder: Path
    ride_id: str

    def ask(self, *said: str) -> Result:
        done = CliRunner().invoke(uncramp, [*said, "--data", str(self.person.data)], env={"TZ": "UTC", "UNCRAMP_DATA": ""})
        assert done.exit_code == 0, (done.output, done.exception)
        return done

    def why(self, name: str, *flags: str) -> tuple[dict[str, Any], str]:
        """The document, and what was said beside it."""
        done = self.ask("why", str(self.folder / name), "--diary", "--draws", str(DRAWS), "--json", *flags)
        return dict(json.loads(done.stdout)), " ".join(done.stderr.split())


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    folder = tmp_path_factory.mktemp("home")
    person = Person(folder / "data")
    diary = person.diaries.own()
    (folder / "ride.gpx").write_bytes(TRACK)
    (folder / "ride.gpx.gz").write_bytes(gzip.compress(TRACK))
    (folder / "run.fit").write_bytes(made.fit_file(1800))
    (folder / "new.fit").write_bytes(made.fit_file(1200))
    ride = diary.add_activity(read_arrival(TRACK, "ride.gpx", sport="cycling")).activity
    run = diary.add_activity(read_arrival((folder / "run.fit").read_bytes(), "run.fit")).activity
    diary.say(Cramp(activity_id=run.activity_id, muscle="calf", side="left", at_s=1500.0))
    diary.say(Cramp(activity_id=ride.activity_id, muscle="quadriceps", at_s=2000.0))
    diary.say(WeighIn(activity_id=ride.activity_id, weighed_at=ride.started_at or "", before_kg=81.0, after_kg=80.5, drank_l=2.0))
    diary.say(*(Drink(activity_id=ride.activity_id, volume_l=0.4, at_s=at, sodium_mmol_l=20.0) for at in (600.0, 1500.0)))
    diary.say_athlete(Athlete(medicines=("ibuprofen",), conditions=("diabetes",)))
    yield Home(person, folder, ride.activity_id)
    person.close()


def on_the_page(home: Home, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The answer of the application, once every session was gone through."""
    monkeypatch.setattr(shelf, "DRAWS", DRAWS)
    home.person.fastapi.state.teaching.whole()
    return dict(home.person.get(f"/api/activities/{home.ride_id}/assessment").json())


def test_a_session_of_the_diary_is_answered_alike_by_both_faces(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    page, (typed, said) = on_the_page(home, monkeypatch), home.why("ride.gpx")
    assert typed == page  # to the digest of what went in
    assert typed["activity"]["sport"] == "cycling"
    assert typed["activity"]["intake"]["text"].startswith("2 drinks of the diary")
    assert [one["muscle"] for one in typed["reported"]] == ["quadriceps"]
    for part in ("the sport", "the weight before it", "2 drinks of the diary", "a cramp", "how you sweat"):
        assert part in said


def test_what_was_typed_goes_before_the_diary_and_a_packed_file_is_the_same_session(home: Home) -> None:
    typed, said = home.why("ride.gpx.gz", "--no-cramp", "--drank", "500 ml/h", "--sport", "mountain_biking", "--air-temp", "31")
    assert typed["reported"] == []
    assert typed["activity"]["sport"] == "mountain_biking"
    assert typed["activity"]["weather"]["air_c"] == 31.0
    assert "the weight" in said
    assert "drinks" not in said
    assert "cramp;" not in said


def test_a_file_that_is_not_in_the_diary_is_taken_as_it_is_and_that_is_said_once(home: Home) -> None:
    typed, said = home.why("new.fit")
    assert said.count("new.fit is not in your diary") == 1
    assert typed["reported"] is None
    refused = CliRunner().invoke(
        uncramp, ["why", str(home.folder / "new.fit"), "--diary", "--data", str(home.person.data), "--sport", "cycling"]
    )
    assert isinstance(refused.exception, InputError)


def test_two_sessions_compare_each_with_what_the_diary_says_of_it(home: Home) -> None:
    compared, said = home.why("ride.gpx", "--compare", str(home.folder / "run.fit"))
    assert compared["comparison"]["activity"]["file"] == "run.fit"
    assert said.count("a cramp") == 2
    assert "learnt" not in [one["id"] for one in compared["cautions"]]  # the only sessions there are: neither teaches of the other


def test_a_past_race_shows_fitness_with_its_drinks_and_its_sport(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[PastRace] = []

    def plan_race(*_: object, past: list[PastRace], **__: object) -> None:
        seen.extend(past)
        raise InputError("not to be planned here")

    monkeypatch.setattr("uncramp.prevent.race.plan_race", plan_race)
    start = datetime(2027, 5, 2, 9, tzinfo=UTC).isoformat()
    race = ["prevent", "race", "40km", "--sport", "cycling", "--start", start, "--goal", "2:00:00"]
    done = CliRunner().invoke(uncramp, [*race, "--from", str(home.folder / "ride.gpx"), "--diary", "--data", str(home.person.data)])
    assert isinstance(done.exception, InputError)
    asked = {"distance": "40km", "sport": "cycling", "start": start, "goal": "2:00:00", "past_id": home.ride_id}
    home.person.finished("/api/plans", home.person.post("/api/plans/race", json=asked).json())
    assert len(seen) == 2
    for past in seen:
        assert past.recording.sport == "cycling"
        assert past.intake is not None
        assert past.intake.text == "2 drinks of the diary"
