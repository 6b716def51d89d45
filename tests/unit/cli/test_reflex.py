"""``uncramp reflex``: what is printed, what is written, and how a slip is told."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from uncramp.cli.main import run
from uncramp.names import MECHANISMS
from uncramp.reflex.circuit import muscles
from uncramp.reflex.protocol import experiments

SHORT = ("reflex", "experiment", "voluntary", "--muscle", "foot_flexor", "--seconds", "6")


def test_the_list_names_everything_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["reflex", "list"]) == 0
    printed = capsys.readouterr().out
    for name in (*experiments(), *muscles(), *MECHANISMS):
        assert name in printed
    assert max(map(len, printed.splitlines())) <= 80


def test_the_list_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["reflex", "list", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [one["name"] for one in listed["experiments"]] == list(experiments())


def test_an_experiment_says_what_happened(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(list(SHORT)) == 0
    printed = capsys.readouterr().out
    assert "a maximal effort in the shortened muscle" in " ".join(printed.split())
    assert "units 91-100" in printed
    assert "ramp started" in printed
    assert max(map(len, printed.splitlines())) <= 80


def test_an_experiment_as_json_and_arrays(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert (
        run([*SHORT, "--set", "reflex.ib_nsiemens_per_pps=1.5", "--seed", "4", "--json", "--npz", str(tmp_path / "run.npz")]) == 0
    )
    document = json.loads(capsys.readouterr().out)
    assert set(document) == {"experiment", "muscle", "cramp", "provenance"}
    assert set(document["cramp"]) >= {"started", "onset_s", "duration_s", "units_firing", "rate_pps", "peak_force_frac", "ended_by"}
    assert set(document["cramp"]["rate_pps"]) == {"median", "low", "high"}
    assert document["provenance"]["seed"] == 4
    assert document["provenance"]["set"] == {"reflex.ib_nsiemens_per_pps": 1.5}
    with np.load(tmp_path / "run.npz") as arrays:
        assert arrays["time_s"].size == arrays["force_frac"].size == 6000
        assert arrays["spike_s"].size == arrays["spike_unit"].size > 0


def test_an_experiment_as_a_page(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run([*SHORT, "--html", str(tmp_path / "run.html")]) == 0
    assert f"Written: {tmp_path / 'run.html'}" in capsys.readouterr().out.replace("\n", " ")
    assert "short flexor of the big toe" in (tmp_path / "run.html").read_text(encoding="utf-8")


def test_hypotheses_are_compared_with_what_trials_found(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["reflex", "experiment", "stretch", "--compare", "--muscle", "foot_flexor"]
    assert run(words) == 0
    printed = capsys.readouterr().out
    assert "cramp, stretched" in printed
    for name in MECHANISMS:
        assert name in printed
    assert run([*words, "--json", "--seed", "3"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert [one["id"] for one in document["trials"]] == ["stretch"]
    assert document["provenance"]["seed"] == 3


def test_a_threshold_comes_with_its_range(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["reflex", "threshold", "--muscle", "foot_flexor", "--draws", "2"]
    assert run([*words, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert set(document["threshold_hz"]) == {"median", "low", "high"}
    assert len(document["by_draw"]) == len(document["fate"]) == 2
    assert set(document["fate"]) <= {"cramps", "never", "restless"}
    assert document["provenance"]["draws"] == 2
    assert document["central_hz"] is None or 2 <= document["central_hz"] <= 64


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("experiment", "strech"), "Did you mean stretch"),
        (("experiment", "stretch", "--muscle", "calv"), "Did you mean calf"),
        (("experiment", "stretch", "--set", "reflex.ia_nsiemens=1"), "reflex.ia_nsiemens_per_pps"),
        (("experiment", "stretch", "--set", "reflex.presynaptic_ratio=7"), "expected 0 to 1"),
        (("experiment", "stretch", "--seconds", "99999"), "GB of memory"),
        (("experiment", "stretch", "--fatigue", "2"), "2 is out of range; expected 0 to 1"),
        (("threshold", "--mechanism", "mixture"), "mixture"),
        (("experiment", "stretch", "--length", "0.9"), "stretch changes the length itself"),
        (("experiment", "stimulation", "--compare"), "no trial says what stimulation changes"),
        (("experiment", "strech", "--compare"), "Did you mean stretch"),
        (("experiment", "pain", "--compare", "--mechanism", "mixed"), "all hypotheses are compared"),
        (("experiment", "pain", "--compare", "--length", "0.9"), "belongs to a single run"),
        (("experiment", "pain", "--compare", "--html", "page.html"), "belongs to a single run"),
    ],
)
def test_a_slip_is_told(words: tuple[str, ...], complaint: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["reflex", *words]) == 2
    assert complaint in capsys.readouterr().err


def test_an_assessment_says_where_a_parameter_of_the_loop_belongs(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["why", "10km", "--time", "50min", "--set", "reflex.ia_delay_ms=20"]) == 2
    assert "uncramp reflex experiment" in capsys.readouterr().err


def test_the_table_is_printed_by_state(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["reflex", "table"]) == 0
    printed = capsys.readouterr().out
    for name in MECHANISMS:
        assert f"{name}, fatigue 0.5" in printed
    assert max(map(len, printed.splitlines())) <= 80


def test_the_table_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["reflex", "table", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert {row["mechanism"] for row in document["rows"]} == set(MECHANISMS)
    assert all(len(row["threshold_hz"]) == len(row["fate"]) for row in document["rows"])
    assert document["digest"]
