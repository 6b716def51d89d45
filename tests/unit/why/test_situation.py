"""A situation is drawn once and shared."""

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from situations import a_run, a_situation, known_athlete, water

from uncramp.activity.afterwards import HOURS_AFTER
from uncramp.activity.plan import plan_minutes
from uncramp.activity.weather import stated_weather
from uncramp.body.athlete import Athlete
from uncramp.body.fitness import FitnessParameters, sustainable_frac
from uncramp.errors import InputError
from uncramp.evidence.draws import draw
from uncramp.why.scenario import simulate
from uncramp.why.situation import first_rows


def test_it_holds_the_session_and_the_hours_after():
    situation = a_situation(a_run(40))
    assert situation.session_rows == 40
    assert situation.minutes.rows_count == 40 + 60 * HOURS_AFTER
    assert situation.intake.water_ml.shape == (8, situation.minutes.rows_count)
    assert situation.surroundings.air_c.shape == (situation.minutes.rows_count,)


def test_its_first_rows_are_simulated_as_they_were():
    whole = a_situation(a_run(40))
    cut = first_rows(whole, 25)
    assert cut.minutes.rows_count == 25
    for name in ("core_c", "plasma_sodium_mmol_l", "sweat_l"):
        np.testing.assert_array_equal(getattr(simulate(cut).body, name), getattr(simulate(whole).body, name)[:, :25], err_msg=name)


def test_two_sessions_of_one_athlete_share_every_draw_of_the_person_and_the_studies():
    one, other = a_situation(a_run(40)), a_situation(a_run(70, 2.5, 30.0), intake=water(100.0))
    np.testing.assert_array_equal(one.athlete.sweat_gain_ratio, other.athlete.sweat_gain_ratio)
    np.testing.assert_array_equal(one.fatigue.constants.slow_loss_per_h, other.fatigue.constants.slow_loss_per_h)
    np.testing.assert_array_equal(one.cramp.threshold.without_history_hz, other.cramp.threshold.without_history_hz)


def test_another_athlete_shares_the_studies_only():
    one, other = a_situation(a_run(20)), a_situation(a_run(20), known_athlete(name="another"))
    assert (one.cramp.threshold.without_history_hz != other.cramp.threshold.without_history_hz).any()
    np.testing.assert_array_equal(one.cramp.threshold.dilution_ratio_per_mmol_l, other.cramp.threshold.dilution_ratio_per_mmol_l)
    np.testing.assert_array_equal(one.cramp.mechanism, other.cramp.mechanism)


@pytest.mark.parametrize("speed_m_s", [2.5, 3.5, 4.5])
def test_an_athlete_of_unknown_fitness_is_fit_enough_for_what_was_done(speed_m_s):
    credited = {"fitness.strain_credit_frac": 1.0}
    situation = a_situation(replace(a_run(60, speed_m_s), planned=False), Athlete(name="unknown"), draws=40, overrides=credited)
    kept_up = simulate(situation).body.relative_intensity_frac[:, :60].mean(axis=-1)
    limit = sustainable_frac(60.0, draw(FitnessParameters, "fitness", draws=40, seed=0, athlete="unknown"))
    # what is taken up at a higher capacity differs by a little drift
    assert (kept_up <= limit * 1.03).all()


def a_plan(air_c: float):
    weather = stated_weather(air_c=air_c, humidity_frac=0.6, wind_m_s=1.5, solar_w_m2=200.0)
    return plan_minutes(30_000.0, 9600.0, weather=weather)


@settings(max_examples=10)
@given(st.floats(-10, 38), st.floats(0, 1200))
def test_a_plan_is_of_the_same_people_whatever_the_weather_and_the_drink(air_c, ml_h):
    """A planned time is a wish: the day it is meant for makes nobody fitter."""
    usual, other = (
        a_situation(a_plan(air), Athlete(name="unknown"), draws=8, intake=water(drunk)).athlete
        for air, drunk in ((15.0, 400.0), (air_c, ml_h))
    )
    for field in fields(usual):
        np.testing.assert_array_equal(getattr(usual, field.name), getattr(other, field.name), err_msg=field.name)


@settings(max_examples=5)
@given(st.floats(18, 36))
def test_what_was_done_in_the_heat_speaks_for_fitness_in_part(air_c):
    done = replace(a_plan(air_c), planned=False)
    uptake = {
        credit: a_situation(
            done, Athlete(name="unknown"), draws=40, overrides={"fitness.strain_credit_frac": credit}
        ).athlete.maximal_oxygen_uptake_ml_kg_min
        for credit in (0.0, 0.5, 1.0)
    }
    assert (uptake[0.0] <= uptake[0.5]).all()
    assert (uptake[0.5] <= uptake[1.0]).all()


def test_a_stated_fitness_is_kept_even_if_it_would_not_do():
    stated = a_situation(a_run(60, 5.0), known_athlete(maximal_oxygen_uptake_ml_kg_min=40.0)).athlete
    assert stated.maximal_oxygen_uptake_ml_kg_min.mean() == pytest.approx(40.0, rel=0.1)


@pytest.mark.parametrize("draws", [-1, 0, 1])
def test_too_few_draws_are_refused(draws):
    with pytest.raises(InputError, match="expected 2 or more"):
        a_situation(a_run(5), draws=draws)


def test_a_parameter_that_does_not_exist_is_refused_with_the_nearest():
    with pytest.raises(InputError, match="slow_loss_per_h"):
        a_situation(a_run(5), overrides={"fatigue.slow_lose_per_h": 0.2})


def test_a_parameter_that_is_set_holds_in_every_draw():
    situation = a_situation(a_run(5), overrides={"fatigue.slow_loss_per_h": 0.25, "hazard.posture_share_frac": 0.01})
    assert (situation.fatigue.constants.slow_loss_per_h == 0.25).all()
    assert (situation.cramp.hazard.posture_share_frac == 0.01).all()


def test_a_sweat_test_sets_the_gain_and_nothing_else_and_once_for_one_person():
    plain = a_situation(a_run(40)).athlete
    tested = a_situation(a_run(40), known_athlete(sweat_rate_l_h=1.6, sweat_rate_air_c=18.0, sweat_rate_intensity_frac=0.7)).athlete
    assert np.median(tested.sweat_gain_ratio) > 1.3 * np.median(plain.sweat_gain_ratio)
    for name in plain.__slots__:
        if name != "sweat_gain_ratio":
            np.testing.assert_array_equal(getattr(tested, name), getattr(plain, name), err_msg=name)
    again = a_situation(a_run(30, 2.5), known_athlete(sweat_rate_l_h=1.6), person=tested).athlete
    np.testing.assert_array_equal(again.sweat_gain_ratio, tested.sweat_gain_ratio)
