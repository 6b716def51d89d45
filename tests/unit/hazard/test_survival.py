"""Chances from rates."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from uncramp.hazard.survival import chance_by_muscle, chance_of_cramp

rates = arrays(float, (3, 4, 30), elements=st.floats(0, 20))
ROW_H = np.full(30, 1 / 60)


@given(rates)
def test_a_chance_lies_between_nothing_and_certainty(rate):
    assert ((chance_of_cramp(rate, ROW_H) >= 0) & (chance_of_cramp(rate, ROW_H) <= 1)).all()


@given(rates)
def test_any_muscle_is_at_least_as_likely_as_each(rate):
    assert (chance_of_cramp(rate, ROW_H) >= chance_by_muscle(rate, ROW_H).max(axis=0) - 1e-12).all()
