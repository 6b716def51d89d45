"""Preparation widens the range and moves nothing: K9 and K10."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp.body.athlete import Athlete
from uncramp.body.preparation import lack_frac, preparation_shift

said = st.fixed_dictionaries(
    {},
    optional={
        "warm_up_min": st.floats(0, 60),
        "cool_down_min": st.floats(0, 60),
        "sleep_h": st.floats(0, 12),
        "rest_day": st.floats(0, 10),
        "low_magnesium_diet": st.booleans(),
        "low_potassium_diet": st.booleans(),
        "low_calcium_diet": st.booleans(),
    },
)
NOTHING_DONE = Athlete(
    warm_up_min=0, cool_down_min=0, sleep_h=3, rest_day=0, low_magnesium_diet=True, low_potassium_diet=True, low_calcium_diet=True
)


@given(said)
def test_only_what_was_said_contributes(words: dict[str, float]) -> None:
    lacks = lack_frac(Athlete(**words))
    assert len(lacks) == len(words)
    assert all(0.0 <= lack <= 1.0 for lack in lacks.values())


def test_nothing_said_and_everything_done_are_exactly_no_shift() -> None:
    done = Athlete(warm_up_min=15, cool_down_min=15, sleep_h=8, rest_day=2, low_magnesium_diet=False)
    assert (preparation_shift(Athlete(), 20, 0) == 1.0).all()
    assert (preparation_shift(done, 20, 0) == 1.0).all()


def test_the_prior_is_centred_on_nothing_and_small() -> None:
    logs = np.log(preparation_shift(NOTHING_DONE, 8000, 0))
    assert np.median(logs) == pytest.approx(0.0, abs=0.002)
    assert np.mean(logs > 0) == pytest.approx(0.5, abs=0.02)
    assert np.quantile(np.abs(logs), 0.95) < 0.15


@given(st.floats(0, 30), st.floats(0, 30))
def test_a_shorter_warm_up_widens_the_range_more(one: float, other: float) -> None:
    shorter, longer = sorted((one, other))
    spread = [np.ptp(np.log(preparation_shift(Athlete(warm_up_min=length), 60, 5))) for length in (shorter, longer)]
    assert spread[0] >= spread[1] - 1e-12
