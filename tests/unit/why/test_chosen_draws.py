"""The few draws that stand for all: spread evenly, weighed as they are, and all of them where there are no more."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from uncramp.minutes import Floats
from uncramp.why.chosen_draws import Counted


@settings(max_examples=50)
@given(arrays(np.float64, st.integers(1, 90), elements=st.sampled_from([0.0, 0.5, 1.0, 3.0])), st.integers(1, 60))
def test_few_are_of_those_that_count_in_their_order_and_their_weights_add_to_one(weight: Floats, most: int) -> None:
    weight[0] = 1.0  # one counts
    counted = Counted.of(np.arange(weight.size), weight / weight.sum())
    few = counted.few(most)
    assert few.simulated.size == min(most, counted.simulated.size)
    assert np.all(np.diff(few.simulated) > 0)
    assert np.all(weight[few.simulated] > 0.0)
    assert few.weight_frac.sum() == pytest.approx(1.0)
    assert np.allclose(few.weight_frac * weight[few.simulated].sum(), weight[few.simulated])
    if most >= counted.simulated.size:
        assert np.array_equal(few.simulated, counted.simulated)
