"""The table of hypotheses beside trials, and its JSON."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

from uncramp.names import MECHANISMS
from uncramp.reflex.circuit import circuit
from uncramp.reflex.comparison import Comparison, Score
from uncramp.reflex.protocol import protocol
from uncramp.reflex.trials import DURATION, HOLDING, THRESHOLD, Trial, trials
from uncramp.report.reflex_comparison import comparison_document, comparison_view
from uncramp.report.schema import to_json
from uncramp.report.screen import Screen


def widest(trial: Trial) -> tuple[float, float]:
    """Numbers that take most room."""
    return {THRESHOLD: (14.0, math.inf), DURATION: (90.0, 1.0)}.get(trial.measure, (1.0, 0.0))


def made(*, resting: bool = True, cramps: bool = True) -> Comparison:
    def score(trial: Trial, mechanism: str) -> Score:
        before, after = widest(trial)
        if trial.measure == HOLDING and not cramps:
            before = 0.0
        return Score(trial, np.array([before if resting else math.nan]), np.array([after]), sized=mechanism in trial.sized)

    return Comparison(circuit("calf"), 0, 0.1, {name: tuple(score(trial, name) for trial in trials()) for name in MECHANISMS})


@pytest.mark.parametrize("unicode", [True, False])
@pytest.mark.parametrize("resting", [True, False])
def test_it_fits_eighty_columns(unicode, resting):
    lines = [line.plain for line in comparison_view(made(resting=resting), "fatigue", Screen(unicode=unicode))]
    assert max(map(len, lines)) <= 80
    text = "\n".join(lines)
    assert text.isascii() or unicode
    for trial in trials():
        assert trial.what in text


def test_a_row_says_published_and_ours_and_whether_it_is_evidence():
    lines = [line.plain for line in comparison_view(made(), "fatigue", Screen())]
    (row,) = [line for line in lines if "local fatigue" in line and "→" in line]
    assert row.split() == ["local", "fatigue,", "Hz", "20→33", "14→–", "✓", "+3.7", "14→–", "✓*+3.7", "14→–", "✓*+3.7"]


def test_a_cramp_that_never_was_is_said():
    said = "started no cramp that could be ended"
    assert said not in str(comparison_view(made(), "fatigue", Screen()))
    assert said in " ".join(line.plain for line in comparison_view(made(cramps=False), "fatigue", Screen()))


def test_totals_that_would_say_nothing_are_left_out():
    (stretch,) = [trial for trial in trials() if trial.id == "stretch"]
    one = (Score(stretch, np.ones(1), np.zeros(1), sized=True),)
    text = str(comparison_view(Comparison(circuit("calf"), 0, 0.1, dict.fromkeys(MECHANISMS, one)), "stretch", Screen()))
    assert "1 of 1" in text
    assert "0 of 0" not in text
    assert "distance, without" not in text


def test_the_json_has_every_trial_under_every_hypothesis():
    document = json.loads(to_json(comparison_document(made(), protocol("fatigue"), {"reflex.ia_delay_ms": 20.0})))
    assert [one["id"] for one in document["trials"]] == [one.id for one in trials()]
    assert all(set(one["hypotheses"]) == set(MECHANISMS) for one in document["trials"])
    fatigue = document["trials"][0]["hypotheses"]["article"]
    assert fatigue == {
        "before": 14.0,
        "after": None,
        "right": True,
        "distance_ratio": fatigue["distance_ratio"],
        "bounded": True,
        "sized": False,
    }
    assert document["totals"]["article"]["all"]["trials"] == len(trials())
    assert document["totals"]["article"]["not_sized"]["trials"] < len(trials())
    assert document["telling"] == []
    assert document["provenance"]["set"] == {"reflex.ia_delay_ms": 20.0}
