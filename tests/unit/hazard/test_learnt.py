"""What was learnt of a person moves their own threshold: nothing learnt moves nothing, and the rate follows as it should."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp.body.athlete import Athlete
from uncramp.body.population import draw_athlete
from uncramp.diary.learning import SessionFact, learn
from uncramp.diary.learning_prior import Prior
from uncramp.hazard.learnt import Learnt, log_susceptibility, moved, personal_move
from uncramp.hazard.parameters import draw_cramp_parameters

WHO = draw_athlete(Athlete(), draws=200, seed=0, sport="running")
CRAMP = draw_cramp_parameters(draws=200, seed=0)
BEFORE = log_susceptibility(WHO, CRAMP)
PRIOR = learn((), Prior(2.0, ()))


@given(st.lists(st.tuples(st.booleans(), st.floats(0.05, 1.0)), max_size=6))
def test_the_middle_moves_and_the_spread_narrows_as_learnt(said: list[tuple[bool, float]]) -> None:
    facts = [SessionFact(cramped, count, count, count / 2 if cramped else None) for cramped, count in said]
    learnt = Learnt(PRIOR, learn(facts, Prior(2.0, ()), complete=True), float(BEFORE.mean()))
    after = log_susceptibility(WHO, moved(CRAMP, personal_move(WHO, CRAMP, learnt)))
    assert after.mean() == pytest.approx(BEFORE.mean() + learnt.shift_index)
    assert after.std() == pytest.approx(learnt.narrowing_ratio * BEFORE.std())
    assert np.array_equal(np.argsort(after), np.argsort(BEFORE))


def test_nothing_learnt_moves_nothing() -> None:
    move = personal_move(WHO, CRAMP, Learnt(PRIOR, learn((), Prior(2.0, ())), 0.0))
    assert not move.any()
    assert np.array_equal(log_susceptibility(WHO, moved(CRAMP, move)), BEFORE)
