"""Sweat learnt: precisions add, nothing measured changes nothing, and what the athlete states goes before."""

from __future__ import annotations

import math

import pytest
from diaries import MOMENT
from hypothesis import given
from hypothesis import strategies as st

from uncramp.body.athlete import Athlete
from uncramp.diary.learning_sweat import LogNormal, learn_sweat, measured_rates, measured_sodiums, with_sweat
from uncramp.diary.records import SweatTest, WeighIn

normals = st.builds(LogNormal, st.floats(-2.0, 2.0), st.floats(0.05, 2.0))


@given(normals, st.lists(normals, max_size=5))
def test_each_measurement_narrows_and_the_middle_stays_between(prior: LogNormal, measured: list[LogNormal]) -> None:
    after = prior.given(measured)
    means = [one.log_mean for one in (prior, *measured)]
    assert after == prior.given(measured[::-1])
    assert min(means) - 1e-12 <= after.log_mean <= max(means) + 1e-12
    assert after.log_spread < prior.log_spread if measured else after == prior


def test_weighings_and_tests_are_found_and_stand_in_for_what_was_not_stated() -> None:
    tests = [
        SweatTest(tested_at=MOMENT, sweat_rate_l_h=2.0, sweat_sodium_mmol_l=70.0, site="whole_body"),
        SweatTest(tested_at=MOMENT, sweat_sodium_mmol_l=70.0, site="forearm"),
    ]
    weighed = [
        WeighIn(weighed_at=MOMENT, before_kg=72.0, after_kg=70.0, duration_s=3600.0),
        WeighIn(weighed_at=MOMENT, before_kg=72.0),
    ]
    rates, sodiums = measured_rates((), weighed, tests), measured_sodiums(tests)
    assert (len(rates), len(sodiums)) == (2, 2)
    assert math.exp(sodiums[1].log_mean) == pytest.approx(0.57 * 70.0 + 11.05)
    learnt = learn_sweat(rates, sodiums)
    assert learnt.rate_before_l_h.range.median < learnt.rate_l_h.range.median < 2.0
    taught = with_sweat(Athlete(sweat_rate_l_h=1.0), learnt)
    assert taught.sweat_rate_l_h == 1.0
    assert taught.sweat_sodium_mmol_l == pytest.approx(learnt.sodium_mmol_l.range.median)


def test_a_weighing_that_gained_tells_nothing() -> None:
    assert measured_rates((), [WeighIn(weighed_at=MOMENT, before_kg=70.0, after_kg=70.5, duration_s=3600.0)]) == []
