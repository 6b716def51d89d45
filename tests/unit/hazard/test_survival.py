"""Chances from rates."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from uncramp.hazard.survival import chance_by_muscle, chance_of_cramp, cumulative_hazard, first_cramp_chance

rates = arrays(float, (3, 4, 30), elements=st.floats(0, 20))
ROW_H = np.full(30, 1 / 60)


@given(rates)
def test_a_chance_lies_between_nothing_and_certainty(rate):
    assert ((chance_of_cramp(rate, ROW_H) >= 0) & (chance_of_cramp(rate, ROW_H) <= 1)).all()


@given(rates)
def test_any_muscle_is_at_least_as_likely_as_each(rate):
    assert (chance_of_cramp(rate, ROW_H) >= chance_by_muscle(rate, ROW_H).max(axis=0) - 1e-12).all()


@given(rates)
def test_the_first_cramp_is_in_one_muscle_and_adds_up(rate):
    # the sum over rows is a little more than the integral, since a row's hazard counts as of its start
    total = first_cramp_chance(rate, ROW_H).sum(axis=0)
    chance = chance_of_cramp(rate, ROW_H)
    assert (total >= chance - 1e-12).all()
    assert (total <= chance * np.exp((rate * ROW_H).sum(axis=0).max()) + 1e-12).all()


@given(rates)
def test_the_cumulative_hazard_never_falls(rate):
    assert (np.diff(cumulative_hazard(rate, ROW_H)) >= 0).all()
