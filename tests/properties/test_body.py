"""Laws of the body engine: nothing is made or lost, no fluid or heat goes the wrong way, every input ends in numbers or a typed error."""

from __future__ import annotations

import re
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sessions import build_draws, central_parameters, drinks, flat_minutes, flat_weather

from uncramp.body.simulate import draw_body_parameters, simulate_body, simulate_ledger
from uncramp.errors import SimulationError

ROWS = 90
DRAWS = 16
PARAMETERS = draw_body_parameters(DRAWS, 5)
AIR_C = st.floats(-5.0, 38.0)
HUMIDITY = st.floats(0.1, 0.9)
WATTS = st.floats(60.0, 260.0)
ML_H = st.floats(0.0, 1500.0)


def _ride(watts: float, air_c: float, humidity: float, rows: int = ROWS):
    return flat_minutes(rows, "indoor_cycling", power_w=watts, indoor=True, weather=flat_weather(rows, air_c, humidity, 1.5))


@given(WATTS, AIR_C, HUMIDITY, ML_H, st.floats(0.0, 60.0), st.floats(0.5, 1.6))
def test_water_ions_and_heat_are_conserved(watts, air_c, humidity, ml_h, sodium, pace):
    step_s = np.full(DRAWS, 60.0 * pace)
    session = _ride(watts, air_c, humidity)
    intake = replace(drinks(ROWS, ml_h, sodium, 40.0, every_min=10), potassium_mmol=np.full((1, ROWS), 0.1))
    ledger = simulate_ledger(session, build_draws(DRAWS), intake, PARAMETERS, step_s=step_s)
    start, end = ledger.at_start, ledger.at_end

    def gained(*names: str) -> np.ndarray:
        return sum(end[name] - start[name] for name in names)

    water_in = end["drunk_l"] + end["metabolic_water_l"] + end["given_l"]
    water_out = end["sweat_l"] + end["insensible_l"] + end["respired_l"] + end["urine_l"]
    water = gained("stomach_l", "gut_l", "body_water_l", "bound_water_l")
    np.testing.assert_allclose(water, water_in - water_out, rtol=1e-9, atol=1e-9 * 40.0)
    for ion in ("sodium", "potassium"):
        held = gained(f"stomach_{ion}_mmol", f"gut_{ion}_mmol", f"{ion}_gain_mmol")
        crossed = end[f"drunk_{ion}_mmol"] - end[f"sweat_{ion}_mmol"] - end[f"urine_{ion}_mmol"]
        np.testing.assert_allclose(held, crossed, rtol=1e-9, atol=1e-9 * 1000.0)
    stored_j = sum(ledger.capacity_j_k[node] * gained(f"{node}_c") for node in ("core", "muscle", "skin"))
    flows_j = end["produced_j"] + end["solar_j"] + end["held_j"] - end["respiration_j"] - end["dry_j"] - end["evaporation_j"]
    np.testing.assert_allclose(stored_j, flows_j, rtol=1e-9, atol=1e-9 * end["produced_j"].max())
    assert (end["evaporated_l"] <= end["sweat_l"] * (1 + 1e-12)).all()


@given(WATTS, AIR_C, HUMIDITY, st.floats(0.1, 1.5))
def test_by_thirst_nobody_drinks_before_water_is_lacked_nor_more_than_is_lost(watts, air_c, humidity, usual_l_h):
    intake = replace(drinks(ROWS, 1000.0 * usual_l_h), thirst_frac=np.ones((1, ROWS)))
    trace = simulate_body(_ride(watts, air_c, humidity), build_draws(DRAWS), intake, PARAMETERS)
    first = np.diff(trace.drunk_l, axis=1, prepend=0.0)[:, 0]
    assert (first <= usual_l_h / 60.0 * 0.05).all()
    most = PARAMETERS.fluids.thirst_limit_ratio * usual_l_h * ROWS / 60.0
    assert (trace.drunk_l[:, -1] <= most * (1 + 1e-9)).all()
    assert (trace.mass_change_frac[:, -1] <= 1e-6).all()


@given(WATTS, AIR_C, HUMIDITY, st.floats(0.1, 1.0), st.floats(0.05, 1.0))
def test_who_sweats_more_drinks_more_by_thirst(watts, air_c, humidity, usual_l_h, more):
    intake = replace(drinks(ROWS, 1000.0 * usual_l_h), thirst_frac=np.ones((1, ROWS)))
    athlete = build_draws(DRAWS)
    wetter = replace(athlete, sweat_gain_ratio=athlete.sweat_gain_ratio * (1.0 + more))
    dry, wet = (simulate_body(_ride(watts, air_c, humidity), one, intake, PARAMETERS) for one in (athlete, wetter))
    assert (wet.drunk_l[:, -1] >= dry.drunk_l[:, -1] - 1e-9).all()


@given(WATTS, AIR_C, HUMIDITY, st.floats(0.1, 10.0))
def test_hotter_air_never_cools_the_core(watts, air_c, humidity, warmer_k):
    """At the same relative humidity and in the same clothes: that people dress warmer in the cold is behaviour."""
    heat = replace(PARAMETERS.heat, clothing_cold_m2_k_w_per_k=np.zeros(DRAWS))
    cool, warm = (
        simulate_body(_ride(watts, air, humidity), build_draws(DRAWS), drinks(ROWS, 500), replace(PARAMETERS, heat=heat)).core_c
        for air in (air_c, air_c + warmer_k)
    )
    assert (warm[:, -1] >= cool[:, -1] - 0.01).all()


@given(st.floats(60.0, 200.0), st.floats(15.0, 38.0), HUMIDITY, st.floats(5.0, 60.0))
def test_harder_work_never_cools_the_core(watts, air_c, humidity, more_w):
    easy, hard = (
        simulate_body(_ride(w, air_c, humidity), build_draws(DRAWS), drinks(ROWS, 500), PARAMETERS).core_c
        for w in (watts, watts + more_w)
    )
    assert (hard[:, -1] >= easy[:, -1] - 0.01).all()


@given(WATTS, AIR_C, HUMIDITY, ML_H, st.floats(10.0, 600.0))
def test_more_water_never_raises_plasma_sodium(watts, air_c, humidity, ml_h, more_ml_h):
    less, more = (
        simulate_body(_ride(watts, air_c, humidity), build_draws(DRAWS), drinks(ROWS, ml), PARAMETERS).plasma_sodium_mmol_l
        for ml in (ml_h, ml_h + more_ml_h)
    )
    assert (more <= less + 1e-3).all()


@given(
    st.floats(-20.0, 50.0),
    st.floats(0.0, 1.0),
    st.floats(0.0, 25.0),
    st.floats(0.0, 20.0),
    st.floats(0.0, 1200.0),
    st.floats(0.0, 3000.0),
)
def test_extreme_sessions_end_in_numbers_or_name_minute_and_load(air_c, humidity, load_w_kg, wind, sun, ml_h):
    watts = max(load_w_kg - 2.44, 0.0) * 70.0 * 0.266
    weather = flat_weather(ROWS, air_c, humidity, wind, sun)
    session = flat_minutes(ROWS, "cycling", power_w=watts, speed_m_s=wind, weather=weather)
    try:
        trace = simulate_body(session, build_draws(DRAWS), drinks(ROWS, ml_h), PARAMETERS)
    except SimulationError as error:
        # the way out: where it happened and in whom
        named = str(error)
        if not re.search(r"\d+ of \d+ draws, the first after \d+ min at \d+ W", named):
            raise
        return
    for field in fields(trace):
        assert np.isfinite(getattr(trace, field.name)).all(), field.name
    assert ((trace.core_c >= 33.0) & (trace.core_c <= 44.0)).all()


@pytest.mark.parametrize("sport", ["running", "indoor_cycling"])
@pytest.mark.parametrize("air_c", [12.0, 22.0, 32.0])
def test_row_31_sixty_second_steps_agree_with_ten_second_steps(sport, air_c):
    rows = 240
    rng = np.random.default_rng(2)
    speed = 2.8 + 0.15 * np.repeat(rng.normal(size=24), 10)
    session = flat_minutes(
        rows,
        sport,
        speed_m_s=speed,
        power_w=speed * 60.0,
        indoor=sport == "indoor_cycling",
        weather=flat_weather(rows, air_c, 0.5, 2.0),
    )
    coarse, fine = (
        simulate_body(session, build_draws(), drinks(rows, 600), central_parameters(), substeps=steps) for steps in (1, 6)
    )
    assert np.abs(coarse.core_c - fine.core_c).max() < 0.01
    assert coarse.sweat_l[0, -1] == pytest.approx(fine.sweat_l[0, -1], rel=0.005)


@given(st.integers(1, 40), st.integers(1, 40))
def test_a_draw_does_not_depend_on_how_many_are_simulated(few, more):
    session = _ride(180.0, 25.0, 0.5, 20)
    many = few + more
    some, all_of_them = (
        simulate_body(session, build_draws(n), drinks(20, 500), draw_body_parameters(n, 9)).core_c for n in (few, many)
    )
    np.testing.assert_array_equal(some, all_of_them[:few])
