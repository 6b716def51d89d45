"""``uncramp diary`` as a person types it: files in, words out, JSON for programs, and nothing kept of what is refused."""

from __future__ import annotations

import json
import time
from pathlib import Path

import activity_files as made
import exports
import pytest
from click.testing import CliRunner, Result

from uncramp.cli.main import run, uncramp
from uncramp.diary import words
from uncramp.diary.records import TABLE_OF, Cramp, WeighIn
from uncramp.diary.store import open_diary


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two activities of half an hour, in which the commands run."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.setenv("UNCRAMP_DATA", str(tmp_path / "data"))
    (tmp_path / "run.fit").write_bytes(made.fit_file(1800))
    (tmp_path / "ride.fit").write_bytes(made.fit_file(600, sport=made.CYCLING))
    return tmp_path


def diary(*said: str, code: int = 0, **asked: str) -> Result:
    done = CliRunner().invoke(uncramp, ["diary", *said], **asked)
    assert (done.exit_code, done.exception is None or code != 0) == (code, True), (done.output, done.exception)
    assert all(len(line) <= 79 for line in done.output.splitlines() if not said[-1].startswith("--json")), done.output
    return done


def refused(capsys: pytest.CaptureFixture[str], *said: str) -> str:
    """What a refused command tells; the words that end it with an exit code."""
    assert run(["diary", *said]) in (2, 3, 6)
    told = capsys.readouterr()
    assert "Traceback" not in told.err
    return told.err


def test_an_afternoon_with_the_diary(home: Path) -> None:
    assert "New: 1. Known: 0. Refused: 0." in diary("add", "run.fit").output
    assert "New: 1. Known: 1. Refused: 0." in diary("add", "run.fit", "ride.fit").output
    said = (
        "--activity",
        "run.fit",
        "--muscle",
        "calf",
        "--side",
        "left",
        "--at",
        "0:25:00",
        "--severity",
        "3",
        "--length",
        "90s",
        "--helped",
        "stretch",
    )
    assert "calf, left, at 0:25:00, stopped" in diary("cramp", *said).output
    assert "no cramp" in diary("outcome", "--activity", "ride", "none").output
    weighed = (
        "--activity",
        "run.fit",
        "--before",
        "71.2",
        "--after",
        "69.9",
        "--drank",
        "500ml",
        "--urine",
        "0.2l",
        "--food",
        "0.1kg",
    )
    output = diary("weigh", *weighed).output
    assert "Sweat lost: 1.6" in output
    assert "Sweat rate: 3.2" in output
    assert "With a cramp: 1. Without: 1. Not said: 0." in diary("list").output.replace("\n", " ")
    shown = diary("show", "run.fit").output
    assert "weighing: 71.2 kg before, 69.9 kg after, drank 0.5 l" in shown
    assert "Undone: weighing" in diary("undo").output
    assert "weighing" not in diary("show", "run.fit").output


def test_every_kind_of_entry_can_be_said_and_is_listed(home: Path) -> None:
    diary("add", "run.fit")
    diary("cramp", "--muscle", "hamstring", "--near", "--at", "+20min")
    diary("cramp", "--muscle", "soleus", "--again")
    diary("weigh", "--before", "157lb")
    diary("drink", "--volume", "27oz", "--what", "cola", "--drink-sodium", "20", "--at", "10min")
    diary("sweat-test", "--rate", "1.2", "--sodium", "45", "--site", "forearm", "--air", "75F", "--intensity", "70")
    diary("medicine", "atorvastatin", "--dose", "20 mg", "--from", "2024-01-10")
    diary("note", "Slept badly", "--activity", "last")
    Path("ana.toml").write_text("[body]\nmass_kg = 61.5\n")
    diary("athlete", "ana.toml")
    listed = diary("list", "--entries").output
    for word in (
        "near cramp: hamstrings",
        "came back",
        "71.2",
        "cola",
        "1.2 l/h, 45 mmol/l",
        "atorvastatin, 20 mg, 2024-01-10",
        "Slept badly",
    ):
        assert word in listed, word
    document = json.loads(diary("list", "--entries", "--json").output)
    assert set(document) == {"schema_version"} | {table.name for table in TABLE_OF.values()}
    with open_diary(home / "data") as kept:
        assert kept.athlete().mass_kg == 61.5
        (weighed,) = kept.entries(WeighIn)
        assert weighed.before_kg == pytest.approx(71.21, abs=0.01)
        (cramp,) = kept.entries(Cramp)
        assert (cramp.recurrence, cramp.at_s) == (1, None)


def test_what_programs_read(home: Path) -> None:
    added = json.loads(diary("add", "run.fit", "--json").output)
    assert set(added) == {"schema_version", "added", "known", "refused", "notes", "same_sessions"}
    diary("cramp", "--muscle", "calf", "--at", "0:25:00")
    diary("weigh", "--activity", "last", "--before", "71", "--after", "70")
    listed = json.loads(diary("list", "--json").output)
    assert [one["outcome"] for one in listed["activities"]] == ["cramp"]
    shown = json.loads(diary("show", "--json").output)
    assert shown["cramps"][0]["first"] is True
    assert shown["weigh_ins"][0]["sweat"]["unsaid"] == ["drank", "urine", "food"]
    assert json.loads(diary("list", "--outcome", "none", "--json").output)["activities"] == []


def test_an_export_is_imported_with_its_reasons(home: Path) -> None:
    (home / "strava.zip").write_bytes(exports.zipped(exports.strava()))
    output = diary("import", "strava.zip").output.replace("\n", " ")
    assert "New: 2. Known: 0. Refused: 1." in output
    assert "3.fit: The content is neither FIT, TCX nor GPX" in output
    assert "1 of its activities were typed in by hand" in output
    assert "Lauf, heiß" in output
    assert "New: 0. Known: 2." in diary("import", "strava.zip").output


def test_when_nothing_could_be_read_the_exit_code_says_so(home: Path) -> None:
    (home / "bad.fit").write_bytes(b"nothing")
    assert "Refused: 1" in diary("add", "bad.fit", code=3).output


def test_the_same_session_twice_is_told(home: Path) -> None:
    (home / "copy.fit").write_bytes(made.fit_file(1790))
    assert "one session" in diary("add", "run.fit", "copy.fit").output


def test_out_and_in_again_and_gone(home: Path) -> None:
    diary("add", "run.fit", "ride.fit")
    diary("export", "--out", "x.zip")
    assert (home / "x.zip").stat().st_mode & 0o777 == 0o600
    assert "Restored: 6 rows and files; 0 were" in diary("restore", "x.zip", "--data", "other").output
    assert "all as they were written" in diary("check", "--data", "other").output
    assert "not damaged" in diary("restore").output
    diary("delete", "--activity", "ride", "--yes")
    assert "Activities: 1." in diary("list").output
    diary("delete", "--everything", "--yes")
    assert not (home / "data" / "diary.sqlite").exists()


def test_a_damaged_diary_is_mended_by_restore(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    diary("add", "run.fit")
    diary("note", "a")  # opens it once more, and so the first copy is made
    path = home / "data" / "diary.sqlite"
    path.write_bytes(b"x" * path.stat().st_size)
    assert "diary restore" in refused(capsys, "list")
    assert "A new diary was made" in diary("restore").output
    assert "Activities: 1." in diary("list").output


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (("cramp",), "--muscle"),
        (("cramp", "--muscle", "nose"), "nose"),
        (("cramp", "--muscle", "calf", "--at", "12:00:00"), "after the finish"),
        (("cramp", "--muscle", "calf", "--at", "3:05"), "could be"),
        (("cramp", "--muscle", "calf", "--near", "--severity", "3"), "--severity"),
        (("cramp", "--muscle", "calf", "--length", "nan"), "nan"),
        (("cramp", "--muscle", "calf", "--activity", "2020-01-01"), "no such activity"),
        (("weigh",), "--before"),
        (("weigh", "--before", "inf"), "inf"),
        (("weigh", "--before", "7"), "out of range"),
        (("weigh", "--before", "70", "--activity", "last", "--duration", "1:00:00"), "--duration"),
        (("weigh", "--before", "70", "--on", "yesterday"), "--on yesterday"),
        (("drink",), "--volume"),
        (("sweat-test",), "--rate"),
        (("medicine", "x", "--from", "2024-02-01", "--until", "2024-01-01"), "--until"),
        (("note", " "), "empty"),
        (("delete",), "--everything"),
        (("delete", "--everything", "--activity", "last"), "--everything"),
        (("export",), "--out"),
        (("export", "--out", "none/x.zip"), "folder"),
        (("restore", "none.zip"), "none.zip"),
        (("add", "none.fit"), "none.fit"),
        (("add", "."), "diary import"),
        (("import", "none"), "none"),
        (("list", "--database", "mysql://x"), "--database"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_cannot_be_is_told_and_changes_nothing(
    home: Path, capsys: pytest.CaptureFixture[str], said: tuple[str, ...], told: str
) -> None:
    diary("add", "run.fit")
    before = diary("list", "--entries", "--json").output
    assert told in refused(capsys, *said)
    assert diary("list", "--entries", "--json").output == before


def test_without_a_diary_nothing_is_made(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for said in (
        ("list",),
        ("show",),
        ("undo",),
        ("check",),
        ("export", "--out", "x.zip"),
        ("delete", "--everything", "--yes"),
        ("outcome", "none"),
    ):
        assert "There is no diary" in refused(capsys, *said)
    assert not (home / "data").exists()


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/Los_Angeles", "UTC"])
def test_a_day_stays_that_day_wherever_one_lives(home: Path, monkeypatch: pytest.MonkeyPatch, zone: str) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    diary("medicine", "ibuprofen", "--from", "2024-07-14", "--until", "2024-07-16")
    assert "2024-07-14 to 2024-07-16" in diary("list", "--entries").output
    diary("add", "run.fit")  # began at 08:00 UTC
    day = "2024-07-14"
    assert day in diary("list").output
    diary("show", day)
    monkeypatch.undo()
    time.tzset()


def test_deleting_asks(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    diary("add", "run.fit")
    assert "--yes" in refused(capsys, "delete", "--everything")
    assert "Activities: 1." in diary("list").output


def test_more_mass_after_than_before_is_no_small_thing(home: Path) -> None:
    output = diary("weigh", "--before", "70", "--after", "71", "--drank", "3l", "--duration", "4:00:00").output.replace("\n", " ")
    assert "dangerous" in output
    assert "uncramp check" in output


def test_no_sweat_is_told_where_a_drink_is_missing(home: Path) -> None:
    diary("add", "run.fit")
    output = " ".join(diary("weigh", "--activity", "last", "--before", "70", "--after", "71").output.split())
    assert "what you drank is missing" in output
    assert "dangerous" in output
    assert "Sweat" not in output
    assert "-" not in output.replace("--drank", "")


def test_a_second_weighing_stands_beside_the_first(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    diary("add", "run.fit")
    said = ("--activity", "last", "--before", "157lb", "--after", "156lb", "--drank", "500ml")
    assert "beside" not in diary("weigh", *said).output
    assert "this very weighing already" in refused(capsys, "weigh", *said)
    output = " ".join(diary("weigh", *said, "--urine", "0.1l").output.split())
    assert "It stands beside an earlier weighing of this activity. `uncramp diary undo` takes this one back." in output
    diary("undo")
    shown = diary("show", "last").output
    assert shown.count("kg before") == 1
    assert "71.2 kg before" in shown


def test_a_side_that_was_not_said_is_not_told(home: Path) -> None:
    diary("add", "run.fit")
    output = diary("cramp", "--muscle", "calf", "--at", "+20min", "--near").output
    assert "That is 0:20:00 after the finish." in output
    assert "calf, at" in output
    assert "both" not in output


def test_a_joint_is_no_muscle_of_the_diary(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    diary("add", "run.fit")
    told = refused(capsys, "cramp", "--muscle", "elbow")
    assert "'elbow' is none of the muscles that are known here" in told
    assert "steps" not in told


def test_a_name_of_another_language_fits(home: Path) -> None:
    files = exports.strava()
    (home / "x.zip").write_bytes(exports.zipped(files))
    diary("import", "x.zip")
    diary("list")
    diary("list", "--units", "imperial")


@pytest.mark.parametrize("command", ["", *uncramp.commands["diary"].commands])  # type: ignore[attr-defined]
def test_examples_fit_a_terminal(command: str) -> None:
    done = CliRunner().invoke(
        uncramp, ["diary", *([command] if command else []), "--help"], terminal_width=80, env={"COLUMNS": "80"}
    )
    assert [line for line in done.output.splitlines() if line.lstrip().startswith("uncramp diary") and len(line) > 79] == []


def test_every_table_has_a_word() -> None:
    for table in TABLE_OF.values():
        assert words.kind_word(table.name)


def test_it_runs_on_postgresql(home: Path, postgresql) -> None:
    place = ("--database", postgresql())
    diary("add", "run.fit", *place)
    diary("cramp", "--muscle", "calf", *place)
    assert "With a cramp: 1." in diary("list", *place).output
    diary("export", "--out", "x.zip", *place)
    diary("delete", "--everything", "--yes", *place)
    assert "No activity" in diary("list", *place).output
    assert not (home / "data").exists()


def test_every_file_that_was_added_can_be_named_and_damage_is_told(home: Path) -> None:
    run = (home / "run.fit").read_bytes()
    (home / "run.fit").write_bytes(run[: len(run) // 2])
    output = " ".join(diary("add", "run.fit", "ride.fit").output.split())
    ids = [one["activity_id"][:8] for one in json.loads(diary("list", "--json").output)["activities"]]
    assert "Damaged, so that only the good part was read: run.fit." in output
    assert all(one in output for one in ids)


def test_an_undo_asks_where_more_would_go_than_the_last_word(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    diary("add", "run.fit", "ride.fit")
    assert "added 2 activities. All would go, with all that was said of them" in refused(capsys, "undo")
    diary("delete", "--activity", "ride.fit", "--yes")
    told = refused(capsys, "undo")
    assert "The last step was a deletion, which cannot be undone." in told
    assert "added activities" in told
    assert "run.fit" in told
    assert "Undone: added activities" in diary("undo", "--yes").output
    assert diary("list").output == "No activity.\n"
