"""``uncramp prevent weeks``: what it prints and writes, and the way out of each mistake."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from uncramp.cli.main import uncramp
from uncramp.errors import InputError, StoreError
from uncramp.report.schema import weeks_schema

EVENT = ("prevent", "weeks", "--today", "2027-01-11", "--event", "2027-03-14")


def run(*words: str):
    return CliRunner().invoke(uncramp, [*EVENT, *words], catch_exceptions=True)


def test_without_anything_it_prints_a_plan_for_anybody() -> None:
    done = run()
    assert done.exit_code == 0, done.output
    assert "Not enough data" in " ".join(done.output.split())
    assert max(map(len, done.output.splitlines())) <= 80


def test_json_is_what_the_schema_says() -> None:
    document = json.loads(run("--json", "--days", "5").output)
    jsonschema.Draft202012Validator(weeks_schema()).validate(document)
    assert document["days_count"] == 5
    assert document["chance"] is None


def test_course_and_goal_give_a_chance(tmp_path: Path) -> None:
    athlete = tmp_path / "ana.toml"
    athlete.write_text("longest_session_h = 1.2\n", encoding="utf-8")
    race = ("--course", "half-marathon", "--goal", "1:50:00", "--air-temp", "27", "--draws", "10")
    document = json.loads(run("--json", "--athlete", str(athlete), *race).output)
    assert document["race"]["hot"]
    assert document["chance"]["draws"] == 10
    assert [one for one in document["sessions"] if one["kind"] == "heat"]


def test_files_are_written(tmp_path: Path) -> None:
    page, calendar, workouts = tmp_path / "plan.html", tmp_path / "plan.ics", tmp_path / "fit"
    done = run("--html", str(page), "--ics", str(calendar), "--fit", str(workouts))
    assert done.exit_code == 0, done.output
    assert "</html>" in page.read_text(encoding="utf-8")
    assert calendar.read_bytes().startswith(b"BEGIN:VCALENDAR")
    assert b"SEQUENCE:0" not in calendar.read_bytes()  # made later, it replaces an older one
    files = list(workouts.iterdir())
    assert len(files) > 20
    assert not [file for file in files if "rest" in file.name]


@pytest.mark.parametrize("asked", [("--sport", "cycling"), ("--air-temp", "28")], ids=str)
def test_a_trainer_gets_what_is_ridden_and_what_is_done_in_the_heat(tmp_path: Path, asked: tuple[str, ...]) -> None:
    done = run(*asked, "--zwo", str(tmp_path / "trainer"))
    assert done.exit_code == 0, done.output
    files = sorted((tmp_path / "trainer").iterdir())
    assert files
    assert all(b"<workout_file>" in file.read_bytes() for file in files)
    assert asked[0] == "--sport" or all("heat" in file.name for file in files)


def test_a_plan_without_a_session_for_a_trainer_writes_nothing(tmp_path: Path) -> None:
    done = run("--zwo", str(tmp_path / "trainer"), "--ics", str(tmp_path / "plan.ics"))
    assert isinstance(done.exception, InputError)
    assert "--sport cycling" in str(done.exception)
    assert list(tmp_path.iterdir()) == []


def test_a_history_of_example_files_is_read(tmp_path: Path) -> None:
    examples = Path(__file__).resolve().parents[3] / "examples"
    document = json.loads(run("--json", "--history", str(examples)).output)
    history = document["history"]
    assert len(history["read"]) + len(history["unread"]) + len(history["left_out"]) > 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--event", "2027-01-10"), "is over"),
        (("--event", "2027-01-11"), "is today"),
        (("--event", "May"), "YYYY-MM-DD"),
        (("--today", "11.1.2027"), "YYYY-MM-DD"),
        (("--goal", "3:45:00"), "--course"),
        (("--course", "nowhere.gpx"), "there is no file nowhere.gpx"),
        (("--course", "marathon", "--goal", "0:30:00"), "Check --goal"),
        (("--course", "marathon", "--goal", "1:40:00"), "world record"),
        (("--muscle", "neck"), "neck"),
        (("--sport", "strength"), "strength"),
    ],
)
def test_a_mistake_says_the_way_out(words: tuple[str, ...], told: str) -> None:
    done = run(*words)
    assert isinstance(done.exception, InputError)
    assert told in str(done.exception)


def test_an_empty_folder_is_a_clear_answer(tmp_path: Path) -> None:
    done = run("--history", str(tmp_path))
    assert isinstance(done.exception, InputError)
    assert "holds no FIT, TCX or GPX file" in str(done.exception)


def test_workouts_need_a_place(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert isinstance(run("--fit", str(tmp_path / "file")).exception, InputError)
    assert isinstance(run("--fit", str(tmp_path / "no" / "fit")).exception, StoreError)
    assert isinstance(run("--zwo", str(tmp_path / "file")).exception, InputError)


def test_days_a_week_leave_one_free() -> None:
    assert run("--days", "7").exit_code != 0
