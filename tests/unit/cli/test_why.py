"""``uncramp why``: the flags reach the library, and each view shows what came back."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from builders import build_assessment, build_causes, build_minutes
from click.testing import CliRunner, Result

from uncramp.activity.weather import StatedWeather
from uncramp.body.drinking import Drinking
from uncramp.cli.main import uncramp
from uncramp.errors import ActivityFileError, InputError
from uncramp.report.schema import schema
from uncramp.why.answers import CrampEvent, Range


@dataclasses.dataclass(frozen=True)
class Difference:
    """Stands in for the comparison of two sessions."""

    chance_frac: tuple[Range, Range]
    ratio: Range
    causes: tuple


class Library(ModuleType):
    """Stands in for ``uncramp.assess`` and the history reader: remembers what it was asked, answers with a made-up assessment."""

    def __init__(self) -> None:
        super().__init__("uncramp.assess")
        self.asked: list[dict[str, Any]] = []

    def read_minutes(self, path: str | Path, **given: Any) -> tuple[Any, Any]:
        if Path(path).name == "broken.fit":
            raise ActivityFileError("broken.fit has no records. Export it again.")
        self.asked.append({"path": str(path), **given})
        made = build_assessment(draws=5, session_min=90)
        return made.recording, build_minutes(90)

    def assess_minutes(self, minutes: object, athlete: object, **given: Any) -> object:
        self.asked[-1] |= {"athlete": athlete, **given}
        if given["progress"]:
            given["progress"](0.5, "simulating")
        return build_assessment(draws=5, session_min=90, reported=given["cramped"])

    def compare(self, one: object, other: object) -> Difference:
        some = Range(0.2, 0.18, 0.05, 0.5)
        return Difference((some, some), Range(1.0, 1.0, 0.5, 2.0), build_causes(np.random.default_rng(1)))

    def read_history(self, path: str, start: object, sport: str) -> str:
        return f"history of {Path(path).name}"


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Library:
    made = Library()
    monkeypatch.setitem(sys.modules, "uncramp.assess", made)
    history = ModuleType("uncramp.activity.history")
    history.read_history = made.read_history  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "uncramp.activity.history", history)
    monkeypatch.setattr("uncramp.compiled.engine_is_compiled", lambda: True)
    monkeypatch.setattr("uncramp.compiled.keep_freed_memory", lambda: True)
    monkeypatch.chdir(tmp_path)
    for name in ("run.fit", "other.fit"):
        (tmp_path / name).touch()
    return made


def why(*words: str) -> Result:
    return CliRunner().invoke(uncramp, ["why", *words], standalone_mode=False, catch_exceptions=False)


def test_the_screen_is_printed(library: Library) -> None:
    done = why("run.fit")
    assert "Most at risk: calf" in done.stdout
    assert "\x1b" not in done.stdout  # no styles where stdout is no terminal
    assert library.asked[0]["cramped"] is None


def test_everything_is_printed_where_that_is_wanted(library: Library, tmp_path: Path) -> None:
    assert "uncramp cite" not in why("run.fit").stdout
    assert "uncramp cite" in why("run.fit", "--verbose").stdout
    with pytest.raises(InputError, match="--verbose is about one session"):
        why(str(tmp_path), "--verbose")


def test_the_flags_reach_the_library(library: Library, tmp_path: Path) -> None:
    (tmp_path / "ana.toml").write_text("[body]\nmass_kg = 61.5\n")
    (tmp_path / "past").mkdir()
    why(
        "run.fit", "--athlete", "ana.toml", "--history", "past", "--air-temp", "-5", "--humidity", "60", "--drank", "600 ml/h",
        "--drink-sodium", "20", "--mechanism", "measured", "--draws", "50", "--seed", "7", "--cramped", "calf:left@+20min",
    )  # fmt: skip
    (asked,) = library.asked
    assert asked["athlete"].mass_kg == 61.5
    assert asked["history"] == "history of past"
    assert asked["weather"] == StatedWeather(-5.0, 0.6, None, None)
    assert isinstance(asked["intake"], Drinking)
    assert asked["intake"].sodium_mmol_l == 20.0
    assert (asked["mechanism"], asked["draws"], asked["seed"], asked["overrides"]) == ("measured", 50, 7, None)
    assert asked["cramped"] == (CrampEvent("calf", "left", build_minutes(90).duration_s + 1200.0),)


def test_no_cramp_is_not_silence(library: Library) -> None:
    why("run.fit", "--no-cramp")
    assert library.asked[0]["cramped"] == ()


def test_the_environment_speaks_for_what_holds_always(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNCRAMP_AIR_TEMP", "31")
    monkeypatch.setenv("UNCRAMP_DRAWS", "20")
    why("run.fit", "--draws", "30")
    assert library.asked[0]["weather"].air_c == 31.0
    assert library.asked[0]["draws"] == 30


def test_json_is_one_object_of_the_schema(library: Library) -> None:
    import jsonschema

    done = why("run.fit", "--json", "--cramped", "calf@1:00:00")
    document = json.loads(done.stdout)
    jsonschema.Draft202012Validator(schema()).validate(document)
    assert document["reported"] == [{"muscle": "calf", "side": None, "at_s": 3600.0}]


def test_the_series_and_the_page_are_files(library: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    page = ModuleType("uncramp.report.page")
    page.write_page = lambda assessment, path, **given: Path(path).write_text(str(sorted(given)))  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "uncramp.report.page", page)
    done = why("run.fit", "--series", "s.csv", "--html", "r.html", "--units", "imperial")
    assert "Written: r.html, s.csv" in done.stdout
    assert "comparison" in (tmp_path / "r.html").read_text()
    rows = list(csv.DictReader(io.StringIO((tmp_path / "s.csv").read_text())))
    assert len(rows) == 450
    assert sorted(path.name for path in tmp_path.iterdir()) == ["other.fit", "r.html", "run.fit", "s.csv"]


def test_a_comparison_keeps_the_day_of_the_first_to_itself(library: Library) -> None:
    done = why("run.fit", "--compare", "other.fit", "--air-temp", "30", "--cramped", "calf@1:00:00", "--seed", "5")
    assert "Compared with the other session" in done.stdout
    first, asked = library.asked
    assert asked["path"] == "other.fit"
    assert asked["weather"] is None
    assert asked["cramped"] is None
    assert (first["same_person_as"], asked["seed"]) == (None, 5)
    assert asked["same_person_as"] is not None
    assert json.loads(why("run.fit", "--compare", "other.fit", "--json").stdout)["comparison"]["activity"]["file"] == "hot_run.fit"


def test_a_folder_is_a_table_with_its_broken_files(library: Library, tmp_path: Path) -> None:
    import jsonschema

    folder = tmp_path / "runs"
    folder.mkdir()
    for name in ("a.fit", "broken.fit", "notes.txt"):
        (folder / name).touch()
    done = why("runs", "--csv", "t.csv")
    assert "broken.fit has no records" in done.stdout
    assert "notes.txt" in done.stdout
    rows = list(csv.DictReader(io.StringIO((tmp_path / "t.csv").read_text())))
    assert [row["error_kind"] for row in rows] == ["", "activity_file"]
    document = json.loads(why("runs", "--json").stdout)
    jsonschema.Draft202012Validator(schema()).validate(document)
    assert [row["file"] for row in document["rows"]] == ["a.fit", "broken.fit"]
    assert document["left_out"] == ["notes.txt"]


def test_a_plan_takes_time_and_sport(library: Library) -> None:
    why("100km", "--time", "4:00:00", "--sport", "cycling")
    assert (library.asked[0]["time"], library.asked[0]["sport"]) == ("4:00:00", "cycling")


def test_a_pace_slower_than_walking_is_told_beside_the_answer(library: Library) -> None:
    done = why("10km", "--time", "3:45", "--json")
    assert "slower than walking" in done.stderr
    json.loads(done.stdout)
    assert why("10km", "--time", "50:00").stderr == ""


def test_the_schema_is_printed_without_a_file() -> None:
    assert json.loads(why("--json-schema").stdout) == schema()
