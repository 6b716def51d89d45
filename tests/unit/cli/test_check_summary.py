"""``uncramp check summary``: from files to files, readable by their owner only, and typed errors where something is wrong."""

from __future__ import annotations

import io
import json
import stat
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pypdf import PdfReader
from summaries import ANSWERED, saved_assessment

from uncramp.cli.main import run, uncramp

ATHLETE = '[body]\nmass_kg = 62.0\nsex = "female"\n[medicines]\nmedicines = ["ramipril"]\n'


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.toml").write_text(ATHLETE, encoding="utf-8")
    (tmp_path / "answers.json").write_text(json.dumps(ANSWERED), encoding="utf-8")
    (tmp_path / "why.json").write_text(json.dumps(saved_assessment()), encoding="utf-8")
    return tmp_path


GIVEN = ("--athlete", "a.toml", "--answers", "answers.json", "--assessment", "why.json", "--date", "2026-06-01")


def summarised(*words: str, columns: int = 80) -> Result:
    return CliRunner().invoke(uncramp, ["check", "summary", *words], env={"COLUMNS": str(columns)})


def test_all_three_files_say_the_same_and_are_for_their_owner_only(files: Path) -> None:
    done = summarised(*GIVEN, "--name", "Ana B.", "--html", "s.html", "--pdf", "s.pdf", "--fhir", "b.json")
    assert done.exit_code == 0, done.output
    assert done.stdout == "Written: s.html, s.pdf, b.json\n"
    (page,) = PdfReader(io.BytesIO((files / "s.pdf").read_bytes())).pages
    for text in (
        page.extract_text(),
        (files / "s.html").read_text(encoding="utf-8"),
        (files / "b.json").read_text(encoding="utf-8"),
    ):
        for part in ("Ana B.", "Lasix 40 mg", "ramipril", "E09", "simulation, not measured"):
            assert part in text, part
        assert str(files) not in text
    if sys.platform != "win32":
        assert {stat.S_IMODE((files / name).stat().st_mode) for name in ("s.html", "s.pdf", "b.json")} == {0o600}


def test_without_a_file_it_is_told_within_the_width(files: Path) -> None:
    for columns in (60, 80):
        done = summarised(*GIVEN, columns=columns)
        assert done.exit_code == 0, done.output
        assert "Emergency" in done.stdout
        assert max(map(len, done.stdout.splitlines())) < columns


def test_as_json(files: Path) -> None:
    document = json.loads(summarised(*GIVEN, "--json").stdout)
    assert document["urgency"] == "emergency"
    assert document["date"] == "2026-06-01"
    assert {section["id"] for section in document["sections"]} >= {"urgency", "answers", "medicines", "estimates"}
    assert document["rules"][0].keys() == {"id", "finding", "source"}


def test_the_day_is_today_if_not_said(files: Path) -> None:
    said = json.loads(summarised("--athlete", "a.toml", "--json").stdout)["date"]
    now = datetime.now(UTC).date()
    assert said in {(now + timedelta(days=days)).isoformat() for days in (-1, 0, 1)}  # of the place we are in


@pytest.mark.parametrize(
    ("words", "code", "seen"),
    [
        ((), 2, "nothing to summarise"),
        (("--assessment", "no.json"), 2, "no.json cannot be opened"),
        (("--assessment", "a.toml"), 2, "a.toml is not JSON"),
        (("--assessment", "answers.json"), 2, "answers.json is something else, not an assessment"),
        (("--answers", "why.json"), 2, "is not known"),
        (("--athlete", "a.toml", "--pdf", "a.toml"), 2, "is read by this command"),
        (("--athlete", "a.toml", "--pdf", "s", "--fhir", "s"), 2, "two results"),
        (("--athlete", "a.toml", "--html", "no/s.html"), 6, "there is no folder"),
        (("--athlete", "a.toml", "--born", "1985"), 2, "--born 1985: not a day"),
        ((*GIVEN, "--born", "1950-01-01", "--pdf", "s.pdf"), 2, "two persons"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_written(
    files: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], code: int, seen: str
) -> None:
    before = sorted(files.iterdir())
    assert run(["check", "summary", *words]) == code
    assert seen in capsys.readouterr().err
    assert sorted(files.iterdir()) == before


def test_what_is_not_json_is_told(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for content in (b"\xff\xfe\x00", b"[" * 200_000, b"1" * 10_000, b"{"):
        (files / "why.json").write_bytes(content)
        assert run(["check", "summary", "--assessment", "why.json"]) == 2
        assert "why.json" in capsys.readouterr().err


def test_where_one_file_cannot_be_made_none_is_written(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: object) -> str:
        raise RuntimeError

    monkeypatch.setattr("uncramp.check.fhir.fhir_text", fail)
    assert run(["check", "summary", *GIVEN, "--html", "s.html", "--fhir", "b.json"]) == 1
    assert not (files / "s.html").exists()


def test_letters_that_no_font_has_are_told_and_the_file_is_written(files: Path) -> None:
    done = summarised("--athlete", "a.toml", "--name", "Ana \U000f0123", "--pdf", "s.pdf")
    assert done.exit_code == 0
    assert "no font of this system has \U000f0123" in done.stderr
    assert (files / "s.pdf").exists()


def test_it_says_what_the_check_says_of_the_same_files(files: Path) -> None:
    words = ("--answers", "answers.json", "--assessment", "why.json", "--json")
    checked = json.loads(CliRunner().invoke(uncramp, ["check", *words]).stdout)
    handed = json.loads(summarised(*words).stdout)
    assert handed["urgency"] == checked["urgency"]
    assert handed["rules_version"] == checked["rules_version"]
    assert handed["rules"] == checked["rules"]
