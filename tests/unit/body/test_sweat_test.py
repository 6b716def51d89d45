"""A sweat test is solved for the gain that gives it, with the body model that everything else uses."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sessions import build_draws, flat_minutes, flat_weather, no_intake

from uncramp.body.athlete import Athlete
from uncramp.body.metabolism import maximal_metabolic_w
from uncramp.body.population import draw_athlete
from uncramp.body.simulate import draw_body_parameters, simulate_body
from uncramp.body.sweat_test import gain_of_sweat_test, with_tested_sweat
from uncramp.evidence.registry import load_topic

DRAWS = 16


@cache
def gains(rate_l_h: float | None, draws: int = DRAWS, sport: str = "running", **stated: float) -> np.ndarray:
    athlete = Athlete(mass_kg=70.0, maximal_oxygen_uptake_ml_kg_min=50.0, sweat_rate_l_h=rate_l_h, **stated)
    drawn = draw_athlete(athlete, draws=draws, seed=0, sport=sport)
    return with_tested_sweat(drawn, athlete, draw_body_parameters(draws, 0), sport=sport, seed=0).sweat_gain_ratio


@given(st.lists(st.floats(0.25, 4.0), min_size=1, max_size=5), st.floats(0.2, 1.0), st.floats(0.3, 2.0))
def test_the_gain_behind_a_rate_is_found(gains: list[float], elasticity: float, typical_l_h: float) -> None:
    truth = np.array(gains)
    found = gain_of_sweat_test(typical_l_h * truth**elasticity, lambda gain: typical_l_h * gain**elasticity)
    assert found == pytest.approx(truth, rel=0.005)


def test_a_rate_that_no_gain_gives_ends_at_a_bound() -> None:
    entry = load_topic("population")["sweat_gain_ratio"]
    found = gain_of_sweat_test(np.array([0.0, 99.0]), np.sqrt)
    assert found == pytest.approx([entry.floor, entry.ceiling], rel=0.005)


@settings(max_examples=10)
@given(st.floats(0.3, 3.0), st.floats(0.05, 1.0))
def test_a_higher_measured_rate_is_a_larger_gain(rate_l_h: float, more: float) -> None:
    test = {"sweat_rate_air_c": 22.0, "sweat_rate_intensity_frac": 0.7}
    assert (gains(rate_l_h + more, **test) >= gains(rate_l_h, **test)).all()


def test_the_same_rate_in_cooler_air_or_at_less_effort_is_a_larger_gain() -> None:
    usual = gains(1.0, sweat_rate_air_c=25.0, sweat_rate_intensity_frac=0.75)
    assert (gains(1.0, sweat_rate_air_c=15.0, sweat_rate_intensity_frac=0.75) > usual).all()
    assert (gains(1.0, sweat_rate_air_c=25.0, sweat_rate_intensity_frac=0.65) > usual).all()


def test_a_complete_test_narrows_the_gain() -> None:
    test = {"sweat_rate_air_c": 20.0, "sweat_rate_intensity_frac": 0.75}
    tested, not_tested = (np.log(gains(rate_l_h, 400, **test)) for rate_l_h in (0.95, None))
    assert np.std(tested) < 0.8 * np.std(not_tested)


def test_without_a_test_the_gain_is_that_of_the_population() -> None:
    athlete = Athlete()
    drawn = draw_athlete(athlete, draws=DRAWS, seed=0, sport="running")
    assert with_tested_sweat(drawn, athlete, draw_body_parameters(DRAWS, 0), sport="running", seed=0) is drawn


def test_the_athlete_found_sweats_what_was_measured_when_the_load_is_run_as_a_speed() -> None:
    measured_l_h, effort, speed_m_s = 1.2, 0.75, 2.8  # the speed whose own wind a run without a recorded one gets
    athlete = Athlete(sweat_rate_l_h=measured_l_h, sweat_rate_air_c=24.0, sweat_rate_intensity_frac=effort)
    body, drawn = draw_body_parameters(DRAWS, 0), build_draws(DRAWS)
    found = with_tested_sweat(drawn, athlete, body, sport="running", seed=0, overrides={"sweat_test.stated_sweat_ratio": 1.0})
    m = body.metabolism
    load_w_kg = effort * maximal_metabolic_w(drawn, m) / drawn.mass_kg
    economy = (load_w_kg - m.standing_w_kg) / (m.running_cost0_j_kg_m * speed_m_s)
    body = replace(body, metabolism=replace(m, economy_ratio=economy, drag_frac=0.0 * economy))
    session = flat_minutes(60, speed_m_s=speed_m_s, weather=flat_weather(60, 24.0, 0.5, 1.0, 200.0))
    sweat_l = simulate_body(session, found, no_intake(60), body).sweat_l[:, -1]
    entry = load_topic("population")["sweat_gain_ratio"]
    inside = (found.sweat_gain_ratio > 1.01 * entry.floor) & (found.sweat_gain_ratio < 0.99 * entry.ceiling)
    assert inside.sum() > DRAWS / 2
    assert sweat_l[inside] == pytest.approx(measured_l_h, rel=0.005)
