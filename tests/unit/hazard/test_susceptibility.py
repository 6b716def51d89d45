"""What fatigue does to the threshold under each rival hypothesis."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sessions import build_draws
from situations import fatigue_at, steady_body

from uncramp.errors import InputError
from uncramp.hazard.parameters import draw_cramp_parameters
from uncramp.hazard.susceptibility import draw_mechanism
from uncramp.hazard.threshold import cramp_threshold
from uncramp.names import MECHANISMS

DRAWS = 200
CRAMP = draw_cramp_parameters(draws=DRAWS, seed=3)
ATHLETE, BODY = build_draws(DRAWS), steady_body(0.0, 1, DRAWS)
SHARE = st.floats(0.0, 0.9)


def move(mechanism, fast, slow):
    """Logarithm of the threshold against that of the fresh muscle."""
    cramp = replace(CRAMP, mechanism=draw_mechanism(mechanism, draws=DRAWS, seed=3))
    tired, fresh = (
        cramp_threshold(BODY, fatigue_at(DRAWS, 1, fast_fatigue_frac=a, slow_loss_frac=b), ATHLETE, cramp)
        for a, b in ((fast, slow), (0, 0))
    )
    return np.log(tired / fresh)


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_a_fresh_muscle_has_its_own_threshold(mechanism):
    assert not move(mechanism, 0.0, 0.0).any()


@given(SHARE, SHARE, SHARE, SHARE)
def test_more_fatigue_never_raises_it_under_article_nor_lowers_it_under_measured(fast, slow, faster, slower):
    low, high = (min(fast, faster), min(slow, slower)), (max(fast, faster), max(slow, slower))
    assert (move("article", *high) <= move("article", *low) + 1e-12).all()
    # only the fast part was measured, so the slow part is held
    assert (move("measured", high[0], low[1]) >= move("measured", *low) - 1e-12).all()


@given(SHARE, SHARE)
def test_measured_takes_no_account_of_the_slow_loss(fast, slow):
    np.testing.assert_allclose(move("measured", fast, slow), move("measured", fast, 0.0), atol=1e-12)


def test_article_and_mixed_count_capacity_lost_once_however_it_was_lost():
    # (1 - 0.2)(1 - 0.3) is 0.56: the same as 0.44 lost at once
    for mechanism in ("article", "mixed"):
        np.testing.assert_allclose(move(mechanism, 0.2, 0.3), move(mechanism, 0.44, 0.0), atol=1e-12)


def test_the_sign_of_mixed_is_open():
    moved = move("mixed", 0.3, 0.0)
    assert (moved < 0).any()
    assert (moved > 0).any()


def test_a_mixture_draws_each_hypothesis_alike():
    counts = np.bincount(draw_mechanism("mixture", draws=3000, seed=0), minlength=3)
    # three standard errors of a third of 3,000 are 77
    assert abs(counts - 1000).max() < 77


def test_the_first_draws_of_many_are_the_draws_of_few():
    assert (draw_mechanism("mixture", draws=100, seed=5)[:30] == draw_mechanism("mixture", draws=30, seed=5)).all()


def test_a_hypothesis_that_is_not_known_is_refused_with_the_nearest():
    with pytest.raises(InputError, match="measured"):
        draw_mechanism("mesured", draws=2, seed=0)
