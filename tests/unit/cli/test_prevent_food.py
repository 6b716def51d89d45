"""``uncramp prevent food``: from a session, from sweat, from what was typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from builders import build_assessment
from click.testing import CliRunner

from uncramp.cli.main import run, uncramp
from uncramp.report.document import assessment_document
from uncramp.report.schema import to_json

EXAMPLE = Path(__file__).resolve().parents[3] / "examples"


@pytest.fixture(autouse=True)
def at_80_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


def said(*words: str) -> str:
    done = CliRunner().invoke(uncramp, ["prevent", "food", *words])
    assert done.exit_code == 0, done.output
    return done.output


def document(*words: str) -> dict[str, object]:
    value: dict[str, object] = json.loads(said(*words, "--json"))
    return value


def test_milligrams_and_millimoles_are_the_same() -> None:
    one, other = document("--sodium", "1839.2mg"), document("--sodium", "80")
    assert one["totals"] == other["totals"]
    assert one["losses"]["sodium_mmol"]["median"] == pytest.approx(80.0)  # type: ignore[index]


def test_one_screen_is_no_wider_than_the_terminal() -> None:
    assert max(map(len, said("--sweat", "2.5", "--verbose").splitlines())) <= 79


def test_it_reads_the_result_of_a_session(tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    path.write_text(to_json(assessment_document(build_assessment())), encoding="utf-8")
    told = document("--from", str(path))
    assert told["losses"]["basis"] == "assessment"  # type: ignore[index]
    assert told["losses"]["session"]["result"] == "run.json"  # type: ignore[index]
    words = " ".join(said("--from", str(path), "--units", "imperial").split())
    assert f"Taken from run.json, the result for {told['losses']['session']['file']} (" in words  # type: ignore[index]
    assert "fl oz" in words


def test_little_or_no_sweat_is_told_as_such() -> None:
    none, little = (" ".join(said("--sweat", litres).split()) for litres in ("0", "0.3"))
    assert "Nothing was lost, so there is nothing to bring back." in none
    assert "A loss of 0 mg" not in none
    assert "each would hold more sodium or potassium than was lost" in little
    assert "A portion holds" not in none


def test_the_athlete_file_is_minded(tmp_path: Path) -> None:
    path = tmp_path / "ana.toml"
    path.write_text('medicines = ["ramipril"]\n', encoding="utf-8")
    told = document("--sweat", "3", "--athlete", str(path))
    assert (told["during"], told["after"]) == ([], [])
    assert told["clinician"] == {"salt": True, "potassium": True, "reasons": ["ramipril"]}


def test_a_page_is_written(tmp_path: Path) -> None:
    path = tmp_path / "food.html"
    assert said("--sweat", "2", "--html", str(path)) == f"Written: {path}\n"
    assert "Salt does not protect you" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "Give --from, --sweat, --sodium or --potassium"),
        (("--from", "run.json", "--sweat", "2"), "say the same thing twice"),
        (("--from", "nothing.json"), "cannot be opened"),
        (("--from", "nothing.fit"), "nothing.fit"),
        (("--sweat", "2.5", "--html", "food.pdf"), "ends in .html"),
        (("--sodium", "80oz"), "Use mmol or mg or g"),
    ],
)
def test_a_slip_is_told_with_the_way_out(words: tuple[str, ...], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["prevent", "food", *words]) != 0
    assert told in capsys.readouterr().err
