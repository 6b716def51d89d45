"""Weights of draws given what happened."""

import numpy as np
import pytest

from uncramp.errors import InputError
from uncramp.why.answers import CrampEvent, Range
from uncramp.why.likelihood import effective_draws, log_likelihood, weights_of

ROW_H = np.full(90, 1 / 60)


def weights_given(rate, row_h, session_rows, cramped):
    return weights_of(log_likelihood(rate, row_h, session_rows, cramped))


def rates(*per_h: float) -> np.ndarray:
    """Steady rate of the calf in each draw; the other muscles never cramp."""
    rate = np.zeros((3, len(per_h), 90))
    rate[0] = np.array(per_h)[:, None]
    return rate


def test_nothing_said_weighs_all_alike():
    weight = weights_given(rates(0.1, 1.0), ROW_H, 60, None)
    assert weight.tolist() == [0.5, 0.5]


def test_a_cramp_favours_draws_that_make_it_by_the_density_of_a_first_event():
    weight = weights_given(rates(0.1, 1.0), ROW_H, 60, [CrampEvent("calf", "left", 1800)])
    expected = np.array([0.1 * np.exp(-0.05), np.exp(-0.5)])
    np.testing.assert_allclose(weight, expected / expected.sum())


def test_no_cramp_favours_draws_that_make_none():
    weight = weights_given(rates(0.1, 1.0), ROW_H, 60, ())
    expected = np.exp([-0.1, -1.0])
    np.testing.assert_allclose(weight, expected / expected.sum())


def test_a_draw_whose_muscle_cannot_cramp_gets_no_weight():
    weight = weights_given(rates(0.0, 1.0), ROW_H, 60, [CrampEvent("calf", "both", 600)])
    assert weight.tolist() == [0.0, 1.0]
    assert effective_draws(weight) == 1.0


@pytest.mark.parametrize("at_s", [-1.0, 90 * 60.0, 1e9])
def test_a_cramp_outside_session_and_hours_after_is_refused(at_s):
    with pytest.raises(InputError, match="six hours after the finish"):
        weights_given(rates(1.0), ROW_H, 60, [CrampEvent("calf", "left", at_s)])


def test_a_muscle_that_is_misspelt_is_refused_with_the_nearest():
    with pytest.raises(InputError, match="Did you mean calf"):
        weights_given(rates(1.0), ROW_H, 60, [CrampEvent("calfs", "left", 60.0)])


def test_weighted_range_of_equal_weights_is_near_the_plain_one():
    values = np.random.default_rng(0).normal(size=2000)
    plain, weighted = Range.of(values), Range.of(values, np.full(2000, 1 / 2000))
    for name in ("mean", "median", "low", "high"):
        assert getattr(plain, name) == pytest.approx(getattr(weighted, name), abs=0.02)
