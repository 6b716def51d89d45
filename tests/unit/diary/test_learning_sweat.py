"""Sweat learnt: precisions add, nothing measured changes nothing, and what the athlete states goes before."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from diaries import MOMENT, made_arrival
from hypothesis import given
from hypothesis import strategies as st
from sessions import flat_minutes, flat_weather, no_intake

from uncramp.body.athlete import Athlete
from uncramp.body.population import draw_athlete
from uncramp.body.simulate import draw_body_parameters, simulate_body
from uncramp.body.sweat_test import with_tested_sweat
from uncramp.diary.learning_sweat import LogNormal, SweatRate, learn_sweat, measured_rates, measured_sodiums, with_sweat
from uncramp.diary.learning_words import sweat_conditions
from uncramp.diary.records import Activity, SweatTest, WeighIn
from uncramp.diary.weighing import sweat_loss

DRAWS = 16
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


def learnt_of(*tests: SweatTest) -> Athlete:
    return with_sweat(Athlete(), learn_sweat(measured_rates((), (), tests), []))


@given(st.floats(-10.0, 45.0), st.floats(0.3, 1.0), st.integers(1, 4))
def test_a_learnt_rate_is_one_of_the_conditions_it_was_measured_in(air_c: float, effort_frac: float, count: int) -> None:
    test = SweatTest(tested_at=MOMENT, sweat_rate_l_h=1.5, air_c=air_c, intensity_frac=effort_frac)
    one, more = learnt_of(test), learnt_of(*[test] * (count + 1))
    for now, then, told, usual in (
        (one.sweat_rate_air_c, more.sweat_rate_air_c, air_c, 20.0),
        (one.sweat_rate_intensity_frac, more.sweat_rate_intensity_frac, effort_frac, 0.7),
    ):
        assert now is not None
        assert then is not None
        # between what is usual and what was said, and nearer to what was said the more often it was
        assert min(told, usual) - 1e-9 <= now <= max(told, usual) + 1e-9
        assert abs(then - told) <= abs(now - told)


@pytest.mark.parametrize(
    ("air_c", "effort_frac", "told"),
    [(40.0, 0.9, "at 36 °C and 86 % of"), (40.0, None, "at 36 °C, by"), (None, 0.9, "at 86 % of"), (None, None, "")],
)
def test_what_the_rate_is_taken_for_is_told(air_c: float | None, effort_frac: float | None, told: str) -> None:
    test = SweatTest(tested_at=MOMENT, sweat_rate_l_h=1.5, air_c=air_c, intensity_frac=effort_frac)
    said = sweat_conditions(learn_sweat(measured_rates((), (), [test, test]), []))
    assert told in said
    assert bool(said) == bool(told)


def test_conditions_that_most_of_it_does_not_know_are_drawn() -> None:
    hot, silent = (SweatTest(tested_at=MOMENT, sweat_rate_l_h=1.8, air_c=air_c) for air_c in (33.0, None))
    assert learnt_of(silent).sweat_rate_air_c is None
    assert learnt_of(hot, silent, silent).sweat_rate_air_c is None
    half = learnt_of(hot, silent).sweat_rate_air_c
    assert half is not None
    assert 20.0 < half < 33.0
    assert learnt_of(hot).sweat_rate_intensity_frac is None
    assert with_sweat(Athlete(), learn_sweat([], [])).sweat_rate_air_c is None


def test_a_rate_of_the_heat_is_not_taken_for_one_of_a_cool_day() -> None:
    hot = SweatTest(tested_at=MOMENT, sweat_rate_l_h=1.8, air_c=34.0, intensity_frac=0.8)
    taught = learnt_of(hot)
    body = draw_body_parameters(DRAWS, 0)
    drawn = draw_athlete(taught, draws=DRAWS, seed=0, sport="running")
    untold = replace(taught, sweat_rate_air_c=None, sweat_rate_intensity_frac=None)
    known, unknown = (with_tested_sweat(drawn, one, body, sport="running", seed=0) for one in (taught, untold))
    minutes = flat_minutes(60, speed_m_s=2.8, weather=flat_weather(60, air_c=8.0))
    sweat_l = [float(np.median(simulate_body(minutes, one, no_intake(60), body).sweat_l[:, -1])) for one in (known, unknown)]
    assert sweat_l[0] < 0.9 * sweat_l[1]


def test_a_weighing_tells_its_effort_to_who_says_how_fit_they_are() -> None:
    run = Activity(**{**made_arrival().values, "distance_m": 10_800.0, "said_at": MOMENT, "outcome": "unsaid"})
    loss = sweat_loss(WeighIn(weighed_at=MOMENT, before_kg=72.0, after_kg=70.0), run)
    assert loss is not None
    assert loss.effort_w_kg == pytest.approx(13.0, rel=0.05), "3 m/s on foot"
    rate = SweatRate(0.0, 0.3, effort_w_kg=loss.effort_w_kg)
    learnt = learn_sweat([rate], [])
    fit, fitter, unsaid = (with_sweat(Athlete(maximal_oxygen_uptake_ml_kg_min=one), learnt) for one in (45.0, 65.0, None))
    assert fit.sweat_rate_intensity_frac is not None
    assert fitter.sweat_rate_intensity_frac is not None
    assert fit.sweat_rate_intensity_frac > fitter.sweat_rate_intensity_frac
    assert unsaid.sweat_rate_intensity_frac is None


def test_a_weighing_that_gained_tells_nothing() -> None:
    assert measured_rates((), [WeighIn(weighed_at=MOMENT, before_kg=70.0, after_kg=70.5, duration_s=3600.0)]) == []
