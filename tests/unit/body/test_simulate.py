"""The body as a whole: arguments, what is refused, what is held."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sessions import build_draws, central_parameters, drinks, flat_minutes, flat_weather, no_intake

from uncramp.body.simulate import draw_body_parameters, simulate_body
from uncramp.body.slots import NEEDED_BY_CAUSES, OUTPUTS
from uncramp.body.surroundings import draw_surroundings
from uncramp.errors import InputError, SimulationError

ROWS = 60
RUN = flat_minutes(ROWS, speed_m_s=3.0)


def _simulate(**options):
    return simulate_body(RUN, build_draws(), drinks(ROWS, 500), central_parameters(), **options)


def test_every_field_has_draws_by_rows():
    trace = _simulate()
    shapes = {field.name: getattr(trace, field.name).shape for field in fields(trace)}
    assert shapes.pop("held_count") == (1,)
    assert set(shapes.values()) == {(1, ROWS)}


def test_what_the_causes_need_is_the_same_when_only_that_is_written():
    whole, lean = _simulate(), _simulate(only_for_causes=True)
    for name in OUTPUTS[:NEEDED_BY_CAUSES]:
        np.testing.assert_array_equal(getattr(whole, name), getattr(lean, name))
    assert np.isnan(lean.core_c).all()


def test_a_cap_cuts_metabolic_rate():
    # the first minutes of wind on a cool body make it shiver by a watt, which is no work
    assert _simulate(metabolic_cap_w=np.array([600.0])).metabolic_rate_w.max() < 605.0


def test_a_longer_row_drinks_and_sweats_for_longer():
    usual, slow = _simulate(), _simulate(step_s=np.array([90.0]))
    assert slow.drunk_l[0, -1] == pytest.approx(1.5 * usual.drunk_l[0, -1])
    assert slow.sweat_l[0, -1] > 1.4 * usual.sweat_l[0, -1]


def test_less_effort_costs_less_and_held_water_stays():
    easy = _simulate(exercise_ratio=np.array([0.7]), water_held=True)
    assert easy.metabolic_rate_w[0, 30] < _simulate().metabolic_rate_w[0, 30]
    assert np.abs(easy.water_deficit_l).max() < 1e-9


def test_cooler_surroundings_cool():
    cool = draw_surroundings(flat_weather(ROWS, air_c=15.0), 1, 0)
    assert _simulate(surroundings=cool).skin_c[0, -1] < _simulate().skin_c[0, -1]


def test_uncertain_weather_spreads_the_draws():
    weather = replace(flat_weather(ROWS), air_spread_k=4.0, wind_spread_ratio=0.5)
    around = draw_surroundings(weather, 500, 3)
    assert around.air_shift_k.std() == pytest.approx(4.0, rel=0.15)
    assert np.log(around.wind_ratio).std() == pytest.approx(0.5, rel=0.15)


def test_a_rest_after_the_finish_cools_down():
    session = flat_minutes(ROWS, speed_m_s=np.where(np.arange(ROWS) < 30, 3.5, np.nan))
    rest = replace(session, sport_index=np.where(np.arange(ROWS) < 30, session.sport_index, flat_minutes(1, "rest").sport_index[0]))
    trace = simulate_body(rest, build_draws(), no_intake(ROWS), central_parameters())
    assert trace.metabolic_rate_w[0, -1] < 120.0
    assert trace.core_c[0, -1] < trace.core_c[0, 30]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"weather": flat_weather(ROWS, air_c=300.0)}, "air_c is 300 in minute 0"),
        ({"weather": flat_weather(ROWS, humidity=60.0)}, "as a fraction"),
        ({"weather": flat_weather(ROWS - 1)}, "59 rows"),
    ],
)
def test_impossible_weather_is_refused(change, says):
    with pytest.raises(InputError, match=says):
        simulate_body(replace(RUN, **change), build_draws(), no_intake(ROWS), central_parameters())


def test_intake_of_another_length_or_sign_is_refused():
    with pytest.raises(InputError, match="expected"):
        simulate_body(RUN, build_draws(), no_intake(ROWS + 1), central_parameters())
    with pytest.raises(InputError, match="negative"):
        simulate_body(RUN, build_draws(), drinks(ROWS, -5.0), central_parameters())


def test_an_impossible_load_names_minute_and_power_and_what_to_do():
    rows = 120
    session = flat_minutes(rows, "indoor_cycling", power_w=600.0, indoor=True, weather=flat_weather(rows, 45.0, 0.9, 0.3))
    with pytest.raises(SimulationError, match=r"after \d+ min at \d+ W"):
        simulate_body(session, build_draws(), no_intake(rows), central_parameters())


def test_one_wild_draw_is_held_and_counted():
    rows, draws = 120, 10
    session = flat_minutes(rows, "indoor_cycling", power_w=250.0, indoor=True, weather=flat_weather(rows, 25.0, 0.5, 1.5))
    gain = np.where(np.arange(draws) == 4, 0.01, 1.0)
    trace = simulate_body(session, build_draws(draws, sweat_gain_ratio=gain), no_intake(rows), draw_body_parameters(draws, 1))
    assert (trace.held_count > 0).sum() == 1
    assert trace.held_count[4] > 0
    assert trace.core_c.max() <= 44.0


@given(air_c=st.floats(-40.0, 7.0), colder_k=st.floats(0.5, 15.0))
@settings(max_examples=8)
def test_sweat_rises_again_in_deep_cold_only_for_the_clothing(air_c, colder_k):
    """People are taken to dress warmer the colder it is; without that colder air never makes more sweat."""
    whole = central_parameters()
    same_clothes = replace(whole, heat=replace(whole.heat, clothing_cold_m2_k_w_per_k=np.zeros(1)))

    def sweat_l(air_c, parameters):
        return simulate_body(
            flat_minutes(ROWS, speed_m_s=3.0, weather=flat_weather(ROWS, air_c)), build_draws(), no_intake(ROWS), parameters
        ).sweat_l[0, -1]

    assert sweat_l(air_c - colder_k, same_clothes) <= sweat_l(air_c, same_clothes)
    assert sweat_l(-40.0, whole) > sweat_l(0.0, whole) > sweat_l(0.0, same_clothes)
