"""What was learnt of a person moves their own threshold: nothing learnt moves nothing, and the rate follows as it should."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp.assess import assess
from uncramp.body.athlete import Athlete, Learnt, TaughtAthlete
from uncramp.body.population import draw_athlete
from uncramp.hazard.learnt import SCALED, log_susceptibility, with_learnt
from uncramp.hazard.parameters import draw_cramp_parameters

WHO = draw_athlete(Athlete(), draws=200, seed=0, sport="running")
CRAMP = draw_cramp_parameters(draws=200, seed=0)
BEFORE = log_susceptibility(WHO, CRAMP)


@given(st.floats(-2.0, 2.0), st.floats(0.1, 1.0))
def test_the_middle_moves_and_the_spread_narrows_as_learnt(shift: float, narrowing: float) -> None:
    after = log_susceptibility(WHO, with_learnt(WHO, CRAMP, Learnt(shift, narrowing, float(BEFORE.mean()))))
    assert after.mean() == pytest.approx(BEFORE.mean() + shift)
    assert after.std() == pytest.approx(narrowing * BEFORE.std())
    assert np.array_equal(np.argsort(after), np.argsort(BEFORE))


def test_nothing_learnt_moves_nothing() -> None:
    assert with_learnt(WHO, CRAMP, None) is CRAMP
    same = with_learnt(WHO, CRAMP, Learnt(0.0, 1.0, 0.0, (("heat", 2.0), ("water_deficit", 1.0))))
    assert np.array_equal(log_susceptibility(WHO, same), BEFORE)
    assert np.array_equal(same.threshold.water_deficit_ratio, CRAMP.threshold.water_deficit_ratio)


@pytest.mark.parametrize("cause", SCALED)
def test_a_learnt_weight_multiplies_what_the_factor_does(cause: str) -> None:
    learnt = with_learnt(WHO, CRAMP, Learnt(0.0, 1.0, 0.0, ((cause, 2.0),)))
    for name in SCALED[cause]:
        assert np.array_equal(getattr(learnt.threshold, name), 2.0 * getattr(CRAMP.threshold, name))


def test_an_assessment_follows_what_was_learnt_and_says_so() -> None:
    athlete = Athlete(mass_kg=70.0)
    plain, prone = (
        assess("10km", who, time="50:00", draws=16)
        for who in (athlete, TaughtAthlete(mass_kg=70.0, learnt=Learnt(1.0, 1.0, float(BEFORE.mean()))))
    )
    assert np.allclose(prone.rate_per_h, np.e * plain.rate_per_h)
    assert np.all(prone.threshold_hz < plain.threshold_hz)
    assert [caution.id for caution in prone.cautions if caution not in plain.cautions] == ["learnt"]
    assert prone.provenance.input_sha256 != plain.provenance.input_sha256
