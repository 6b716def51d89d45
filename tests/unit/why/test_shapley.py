"""Shapley values add up, treat equals equally and give nothing to those who do nothing."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from uncramp.errors import InputError
from uncramp.why.shapley import shapley_values

worths = st.integers(0, 5).flatmap(lambda players: arrays(float, (1 << players, 3), elements=st.floats(-50, 50)))


@given(worths)
def test_values_add_to_the_worth_of_all_minus_that_of_nobody(worth):
    values = shapley_values(worth)
    np.testing.assert_allclose(values.sum(axis=0), worth[-1] - worth[0], atol=1e-9)


@given(arrays(float, 8, elements=st.floats(-50, 50)), st.floats(-50, 50))
def test_a_player_who_always_adds_the_same_gets_just_that(worth, added):
    doubled = np.concatenate([worth, worth + added])
    np.testing.assert_allclose(shapley_values(doubled)[-1], added, atol=1e-9)


@given(st.floats(-50, 50), st.floats(-50, 50), st.floats(-50, 50))
def test_two_alike_share_alike(none, one, both):
    values = shapley_values(np.array([none, one, one, both]))
    assert values[0] == pytest.approx(values[1], abs=1e-9)


def test_a_number_of_coalitions_that_is_no_power_of_two_is_refused():
    with pytest.raises(InputError, match="6 coalitions"):
        shapley_values(np.zeros(6))
