"""Fluids: stomach, gut and the hormone of thirst."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp.body.fluids import antidiuretic_frac, emptying_slowed_ratio, left_after


@given(st.floats(0.0, 2.0), st.floats(0.0, 0.5), st.floats(1e-5, 0.01), st.floats(1.0, 120.0))
def test_a_compartment_never_gives_more_than_it_has(held, inflow, rate, step):
    left = left_after(held, inflow, rate, step)
    assert 0.0 <= left <= held + inflow + 1e-12


def test_emptying_slows_for_sugar_hard_work_and_deficit():
    usual = (0.04, 0.06, 20.0, 0.6, 0.8, 4.0, 0.01, 0.04, 15.0)
    assert emptying_slowed_ratio(*usual) == 1.0
    assert emptying_slowed_ratio(0.10, *usual[1:]) == pytest.approx(1.8)
    assert emptying_slowed_ratio(*usual[:3], 0.95, *usual[4:]) == pytest.approx(1.6)
    assert emptying_slowed_ratio(*usual[:6], 0.06, *usual[7:]) == pytest.approx(1.3)


def test_dilution_opens_the_kidney_at_rest_and_exercise_keeps_it_shut():
    at_rest = antidiuretic_frac(-5.0, 0.0, 0.0, 0.95, 0.2, 2.0, 0.9, 2.5)
    working = antidiuretic_frac(-5.0, 0.0, 0.7, 0.95, 0.2, 2.0, 0.9, 2.5)
    assert at_rest == 0.0
    assert working == pytest.approx(0.9)
