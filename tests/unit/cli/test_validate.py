"""``uncramp validate`` as a person runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from uncramp.cli.main import run, uncramp
from uncramp.report.validation_document import findings_of
from uncramp.validation.finding import figures

QUICK = "V12,V22,V24,T07,T09"
"""One that cannot be expressed, one in part, hits and misses."""
FEW = ("--athletes", "20", "--draws", "2")


def invoke(*words: str) -> Result:
    done = CliRunner().invoke(uncramp, ["validate", *words])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


def test_json_has_the_promised_keys_and_agrees_with_itself() -> None:
    rows = json.loads(invoke("--only", QUICK, *FEW, "--json").stdout)
    assert [row["id"] for row in rows] == ["V12", "V22", "V24", "T07", "T09"]
    for row in rows:
        assert {"id", "published", "tolerance", "ours", "hit", "used_for_calibration"} <= set(row)
        for figure in row["figures"]:
            low = -float("inf") if figure["low"] is None else figure["low"]
            high = float("inf") if figure["high"] is None else figure["high"]
            assert figure["hit"] == (low <= figure["value"] <= high), figure
        assert row["hit"] is (all(figure["hit"] for figure in row["figures"]) if row["figures"] else None)
    by_id = {row["id"]: row for row in rows}
    assert by_id["V12"]["note"]
    assert by_id["T07"]["hit"] is False
    assert by_id["T09"]["hit"] is True
    assert "39.90 °C" in by_id["T07"]["ours"]


def test_findings_come_back_from_json() -> None:
    rows = json.loads(invoke("--only", QUICK, *FEW, "--json").stdout)
    assert [one.hit for one in findings_of(rows)] == [row["hit"] for row in rows]


def test_the_terminal_has_every_figure_and_what_a_miss_lacks() -> None:
    told = " ".join(invoke("--only", QUICK, *FEW).output.split())
    assert "1 of 4" not in told  # of those expressed two hit
    assert "2 of 4 targets hit" in told
    assert "T07 MISS, held out" in told
    assert " ".join(figures()["T07"][0].lacks.split()) in told
    assert "not expressed: the engine has damage of muscle but no enzyme" in told


def test_hypotheses_are_weighed_on_few_athletes(monkeypatch: pytest.MonkeyPatch) -> None:
    from uncramp.ensemble import predicted

    monkeypatch.setattr(predicted, "RUNNERS", 10)
    words = ("--compare", "--athletes", "20", "--draws", "2")
    told = json.loads(invoke(*words, "--json").stdout)
    assert told["draws"] <= 4  # two blocks of ten with two draws each, those left out in which nobody could run
    assert [one["name"] for one in told["hypotheses"]] == ["article", "measured", "mixed"]
    assert all({"difference", "weight_frac", "weight_in_use_frac"} <= set(one) for one in told["hypotheses"])
    shown = invoke(*words).stdout
    best = min(told["hypotheses"], key=lambda one: -one["log_score"])
    assert f"{best['log_score']:.2f}" in shown
    assert "which_hypothesis.md" in shown


def test_a_comparison_that_is_stopped_says_what_is_quicker(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(**given: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("uncramp.ensemble.predicted.predict", stopped)
    assert run(["validate", "--compare"]) == 130
    assert "--athletes 400 takes a tenth of the time" in capsys.readouterr().err


@pytest.mark.parametrize("columns", ["60", "80", "120"])
def test_lines_stay_within_the_terminal(columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert max(map(len, invoke("--only", "T07,V12").output.splitlines())) <= int(columns)


def test_a_page_is_written_and_named(tmp_path: Path) -> None:
    page = tmp_path / "validation.html"
    assert "validation.html" in invoke("--only", "T07", "--html", str(page)).output
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_an_override_reaches_the_model() -> None:
    usual, moved = (
        json.loads(invoke("--only", "V13", "--json", *words).stdout)[0] for words in ((), ("--set", "threshold.with_history_hz=24"))
    )
    assert usual["hit"] is True
    assert moved["hit"] is False


@pytest.mark.parametrize(
    "words",
    [
        ("--only", "V99"),
        ("--athletes", "3"),
        ("--draws", "1"),
        ("--set", "hazard.nothing=1"),
        ("--only", "V12", "--html", "no/such/v.html"),
        ("--compare", "--only", "V01"),
        ("--compare", "--athletes", "3"),
        ("--compare", "--draws", "1"),
    ],
)
def test_a_slip_ends_with_a_message_and_a_code(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["validate", *words]) in (2, 6)
    assert "Error: " in capsys.readouterr().err
