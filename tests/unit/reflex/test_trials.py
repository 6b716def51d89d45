"""The list of published trials that the hypotheses are held against."""

from __future__ import annotations

import pytest

from uncramp.errors import EvidenceError, InputError
from uncramp.evidence.registry import load_topic
from uncramp.names import MECHANISMS
from uncramp.reflex.protocol import experiments
from uncramp.reflex.trials import ABOUT_FATIGUE, DIRECTIONS, THRESHOLD, _trial, trials, trials_of

ROW = {
    "what": "fatigue",
    "experiment": "fatigue",
    "measure": THRESHOLD,
    "published": [20.0, 32.9],
    "spread": [7.7, 11.7],
    "direction": "rises",
    "source": ["stone2010"],
    "where": "B18",
    "sized": [],
    "note": "Made up",
}


def test_every_row_goes_the_way_it_says():
    for one in trials():
        assert (one.published[1] - one.published[0]) * DIRECTIONS[one.direction] > 0


def test_fatigue_is_compared_on_everything_and_others_on_their_own():
    assert trials_of(ABOUT_FATIGUE) == trials()
    assert {one.experiment for one in trials_of("pain")} == {"pain"}


def test_every_experiment_with_a_trial_of_a_threshold_has_one_to_compare_it_with():
    assert all(experiments()[one.experiment].against for one in trials() if one.measure == THRESHOLD)


def test_what_the_evidence_says_was_sized_to_a_trial_is_marked_so():
    """The fatigue of a hypothesis names the trial of local fatigue as its source where it was sized to it."""
    (fatigue,) = [one for one in trials() if one.id == "local_fatigue"]
    reflex = load_topic("reflex")
    assert set(fatigue.sized) == {name for name in MECHANISMS if "stone2010" in reflex[f"{name}_ia_ratio"].source}


def test_an_experiment_without_a_trial_names_those_with_one():
    with pytest.raises(InputError, match=r"stimulation changes.*fatigue, nerve-block.*tendon"):
        trials_of("stimulation")


def test_an_unknown_experiment_names_the_nearest():
    with pytest.raises(InputError, match="Did you mean stretch"):
        trials_of("strech")


@pytest.mark.parametrize(
    "slip",
    [
        {"measure": "threshold"},
        {"experiment": "tired"},
        {"direction": "falls"},
        {"published": [32.9, 20.0]},
        {"source": []},
        {"source": ["nobody2010"]},
        {"sized": ["mixture"]},
        {"note": ""},
        {"looked_s": [1.0, 2.0]},
        {"before_length_frac": 1.0},
    ],
)
def test_a_row_that_cannot_be_is_refused(slip):
    with pytest.raises(EvidenceError, match=r"trials\.toml: made"):
        _trial("made", ROW | slip)


def test_the_row_without_the_slip_is_read():
    assert _trial("made", ROW).published == (20.0, 32.9)
