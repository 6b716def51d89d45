"""A sweat test is solved for the gain that gives it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp.body.sweat_test import gain_of_sweat_test
from uncramp.evidence.registry import load_topic


@given(st.lists(st.floats(0.25, 4.0), min_size=1, max_size=5), st.floats(0.2, 1.0), st.floats(0.3, 2.0))
def test_the_gain_behind_a_rate_is_found(gains: list[float], elasticity: float, typical_l_h: float) -> None:
    truth = np.array(gains)
    found = gain_of_sweat_test(typical_l_h * truth**elasticity, lambda gain: typical_l_h * gain**elasticity)
    assert found == pytest.approx(truth, rel=0.005)


def test_a_rate_that_no_gain_gives_ends_at_a_bound() -> None:
    entry = load_topic("population")["sweat_gain_ratio"]
    found = gain_of_sweat_test(np.array([0.0, 99.0]), np.sqrt)
    assert found == pytest.approx([entry.floor, entry.ceiling], rel=0.005)
