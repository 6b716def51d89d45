"""``uncramp prevent race``: what is typed reaches the plan, what is asked for is written, and each mistake has its way out."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from plans import build_plan

from uncramp.cli.main import run, uncramp
from uncramp.cli.prevent import PARTS, prevent
from uncramp.cli.prevent_race import start_of
from uncramp.errors import InputError, StoreError
from uncramp.report import pdf

START = ("--start", "2027-05-02T09:00+02:00")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the engine was asked; it answers with a made-up plan."""
    seen: dict[str, Any] = {}

    def planned(course: str, athlete: object, **given: Any) -> object:
        seen.update(given, course=course, athlete=athlete)
        return build_plan()

    monkeypatch.setattr("uncramp.prevent.race.plan_race", planned)
    return seen


def call(*words: str) -> Result:
    return CliRunner().invoke(uncramp, ["prevent", "race", *words])


def test_what_is_typed_reaches_the_plan(asked: dict[str, Any], tmp_path: Path) -> None:
    past = tmp_path / "past.fit"
    done = call(
        "marathon", *START, "--goal", "3:45:00", "--from", str(past), "--from", "other.gpx", "--drinks", "water; gel 25 g 2 mmol 0 ml",
        "--aid-stations", "every 5 km", "--air-temp", "75F", "--draws", "16", "--seed", "3", "--mechanism", "mixed",
        "--set", "hazard.drive_exponent_index=8", "--sport", "running",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    assert asked["course"] == "marathon"
    assert asked["goal"] == "3:45:00"
    assert asked["start"] == datetime(2027, 5, 2, 7, 0, tzinfo=UTC)
    assert asked["past"] == (str(past), "other.gpx")
    assert asked["drinks"] == "water; gel 25 g 2 mmol 0 ml"
    assert asked["aid_stations"] == "every 5 km"
    assert asked["weather"] is not None
    assert (asked["draws"], asked["seed"], asked["mechanism"], asked["sport"]) == (16, 3, "mixed", "running")
    assert asked["overrides"] == {"hazard.drive_exponent_index": 8.0}
    assert abs(asked["now"] - datetime.now(UTC)) < timedelta(hours=1)


def test_json_is_one_object_and_the_screen_fits(asked: dict[str, Any]) -> None:
    assert json.loads(call("marathon", *START, "--json").stdout)["course"]["sport"] == "running"
    assert max(map(len, call("marathon", *START).stdout.splitlines())) <= 79
    assert asked


def test_every_file_is_written_and_told(asked: dict[str, Any], tmp_path: Path) -> None:
    names = {flag: tmp_path / f"plan.{flag}" for flag in ("html", "pdf", "ics", "fit")}
    done = call("marathon", *START, *(word for flag, path in names.items() for word in (f"--{flag}", str(path))))
    assert done.exit_code == 0, done.output
    assert names["html"].read_bytes().startswith(b"<!doctype html>")
    assert names["pdf"].read_bytes().startswith(b"%PDF")
    assert names["ics"].read_bytes().startswith(b"BEGIN:VCALENDAR")
    assert names["fit"].read_bytes()[8:12] == b".FIT"
    assert all(path.name in done.stdout for path in names.values())
    assert asked


def test_a_calendar_needs_no_name(asked: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert call("marathon", *START, "--ics", "--json").exit_code == 0
    assert (tmp_path / "plan.ics").read_bytes().startswith(b"BEGIN:VCALENDAR")
    assert asked


def test_units_reach_page_and_screen(asked: dict[str, Any], tmp_path: Path) -> None:
    done = call("marathon", *START, "--units", "imperial", "--html", str(tmp_path / "p.html"))
    assert "min/mi" in done.stdout
    assert "min/mi" in (tmp_path / "p.html").read_text(encoding="utf-8")
    assert asked


def test_without_pango_the_package_is_named_before_the_work(
    asked: dict[str, Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def missing() -> object:
        raise StoreError(pdf.NO_LIBRARY)

    monkeypatch.setattr(pdf, "_weasyprint", missing)
    done = call("marathon", *START, "--pdf", str(tmp_path / "c.pdf"))
    assert isinstance(done.exception, StoreError)
    assert "Pango" in str(done.exception)
    assert "--html" in str(done.exception)
    assert not asked


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "needs the start"),
        (("--start", "tomorrow"), "not a moment"),
        (("--start", "2027-05-02"), "the time is missing"),
        (("--start", "2027-05-02T09:00 Europe/Atlantis"), "no time zone Europe/Atlantis"),
        (("--start", "2027-05-02T09:00+02:00 Europe/Paris"), "Keep one"),
        ((*START, "--weather", "w.csv", "--air-temp", "20"), "Keep one"),
        ((*START, "--html", "p.pdf"), ".html"),
        ((*START, "--fit", "plan.html"), ".fit"),
        ((*START, "--set", "hazard.nothing=1"), "hazard"),
        ((*START, "--athlete", "none.toml"), "none.toml"),
    ],
    ids=str,
)
def test_a_mistake_has_its_way_out_before_the_work(asked: dict[str, Any], words: tuple[str, ...], told: str) -> None:
    done = call("marathon", *words)
    assert isinstance(done.exception, InputError)
    assert told in str(done.exception)
    assert not asked


def test_a_start_in_the_past_is_refused_by_the_clock_of_the_face(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["prevent", "race", "42.195km", "--start", "2020-05-03T09:00"]) == 2
    assert "past" in capfd.readouterr().err


def test_a_start_without_an_offset_is_of_this_machine() -> None:
    assert start_of("2027-05-02 09:00").utcoffset() == datetime(2027, 5, 2, 9).astimezone().utcoffset()
    paris = start_of("2027-05-02T09:00 Europe/Paris")
    assert paris.utcoffset() == timedelta(hours=2)
    assert str(paris.tzinfo) == "Europe/Paris"  # so that a calendar keeps the hour over a change of the clock
    assert start_of("2027-05-02T09:00Z").utcoffset() == timedelta(0)


def test_the_group_names_only_parts_that_are_there() -> None:
    listed = prevent.list_commands(click.Context(prevent))
    assert "race" in listed
    assert [name for name in PARTS if name in listed] == listed
    for name in listed:
        found = prevent.get_command(click.Context(prevent), name)
        assert found is not None
        assert found.name == name
    assert prevent.get_command(click.Context(prevent), "cure") is None
