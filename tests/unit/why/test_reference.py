"""The session that causes are measured against."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from situations import a_run, a_situation, steady_body, then_rest

from uncramp.names import SPORTS
from uncramp.why.reference import (
    REFERENCE_TEXT,
    REFERENCE_TEXT_NO_DISTANCE,
    effort_at,
    has_distance,
    reference_text,
    stretch_at,
    surroundings_with,
)
from uncramp.why.scenario import Scenario, simulate

RUN, RIDE = a_situation(a_run(30)), a_situation(a_run(30, sport="cycling"), sport="cycling")
NOWHERE = a_situation(a_run(30, distance=False))
BOTH = a_situation(
    replace(a_run(30, sport="cycling"), sport_index=np.where(np.arange(30) < 20, SPORTS.index("cycling"), SPORTS.index("running"))),
    sport="cycling",
)
STANDING = np.full(8, 90.0)


def body_of(situation, watts=900.0):
    rows = situation.minutes.rows_count
    return steady_body(0.7, rows, 8, metabolic_rate_w=np.where(np.arange(rows) < 30, watts, 90.0))


def test_a_distance_is_one_that_was_covered():
    assert has_distance(RUN.minutes)
    assert not has_distance(NOWHERE.minutes)
    assert not has_distance(replace(a_run(3), distance_m=np.zeros(3)))
    assert not has_distance(replace(a_run(3), distance_m=np.full(3, np.nan)))


@pytest.mark.parametrize(("situation", "text"), [(RUN, REFERENCE_TEXT), (NOWHERE, REFERENCE_TEXT_NO_DISTANCE)])
def test_the_reference_is_put_into_words(situation, text):
    said = reference_text(situation.minutes)
    assert said == text
    for word in ("15 °C", "no descents", "sodium held", "trained", "no cramp history", "medicines"):
        assert word in said
    assert f"{situation.reference.air_c[0]:.0f} °C" in said


def test_on_foot_power_goes_with_speed_and_on_wheels_with_more_of_it():
    np.testing.assert_allclose(effort_at(0.9, RUN.minutes, RUN.reference), 0.9)
    wheels = effort_at(0.9, RIDE.minutes, RIDE.reference)
    assert (wheels <= 0.9 + 1e-12).all()
    assert (wheels < 0.85).any()
    np.testing.assert_allclose(effort_at(0.9, NOWHERE.minutes, NOWHERE.reference), 0.9)


@pytest.mark.parametrize("situation", [RUN, RIDE, BOTH])
@settings(max_examples=20)
@given(st.floats(0.4, 1.0))
def test_the_same_distance_takes_longer_by_the_speed_lost(situation, pace):
    effort = effort_at(pace, situation.minutes, situation.reference)
    stretch = stretch_at(body_of(situation), effort, None, situation.minutes, STANDING, situation.reference)
    np.testing.assert_allclose(stretch, 1 / pace)


def test_a_cap_above_the_work_changes_nothing_and_one_below_stretches_by_the_work_above_rest():
    ones = np.ones(8)
    for cap, expected in ((2000.0, 1.0), (495.0, 2.0)):
        stretch = stretch_at(body_of(RUN), ones, np.full(8, cap), RUN.minutes, STANDING, RUN.reference)
        np.testing.assert_allclose(stretch, expected)


@settings(max_examples=8)
@given(st.floats(0.4, 1.2))
def test_a_distance_on_foot_costs_the_same_above_rest_however_slowly(pace):
    """No draw covers a shorter course. In warm air, and to a thousandth: shivering in the first minutes is no work."""
    warm = a_situation(a_run(30, air_c=30.0))
    as_it_was = simulate(warm)
    slower = simulate(warm, Scenario(pace_ratio=pace), as_it_was.body)
    capped = simulate(warm, Scenario(cap_w=np.full(8, 600.0)), as_it_was.body)
    standing = (warm.athlete.mass_kg * warm.body.metabolism.standing_w_kg)[:, None]

    def above_rest(outcome):
        return ((outcome.body.metabolic_rate_w - standing) * outcome.row_h)[:, : warm.session_rows].sum(axis=-1)

    for outcome in (slower, capped):
        np.testing.assert_allclose(above_rest(outcome), above_rest(as_it_was), rtol=1e-3)


def test_the_run_of_a_triathlon_is_slowed_as_a_run_and_not_as_wheels():
    half = np.full(8, 0.5)
    body = body_of(BOTH)
    stretch = stretch_at(body, half, None, BOTH.minutes, STANDING, BOTH.reference)
    np.testing.assert_allclose(stretch, (2.0 + 2 * 2.0**BOTH.reference.wheel_speed_exponent_index) / 3)


def test_without_a_distance_it_takes_as_long_as_it_took():
    assert (
        stretch_at(body_of(NOWHERE), np.full(8, 0.5), np.full(8, 100.0), NOWHERE.minutes, STANDING, NOWHERE.reference) == 1.0
    ).all()


def test_a_sustainable_rate_falls_with_the_time_in_motion_and_leaves_pauses_out():
    short, long = (a_situation(a_run(rows)).sustainable_w for rows in (60, 240))
    assert (long < short).all()
    paused = a_situation(then_rest(a_run(60), 180)).sustainable_w
    np.testing.assert_allclose(paused, short, rtol=1e-9)


def test_the_sustainable_rate_is_below_what_can_be_kept_up_by_the_margin():
    higher = a_situation(a_run(60), overrides={"reference.sustainable_margin_frac": 1.0})
    usual = a_situation(a_run(60))
    np.testing.assert_allclose(usual.sustainable_w / higher.sustainable_w, usual.reference.sustainable_margin_frac)


def test_other_air_replaces_air_and_its_doubt_and_leaves_the_wind():
    was = RUN.surroundings
    cool = surroundings_with(was, 15.0, 0.5, shade=True)
    assert (cool.air_c == 15.0).all()
    assert (cool.humidity_frac == 0.5).all()
    assert not cool.air_shift_k.any()
    assert not cool.solar_w_m2.any()
    np.testing.assert_array_equal(cool.wind_m_s, was.wind_m_s)
    only_air = surroundings_with(was, 15.0)
    np.testing.assert_array_equal(only_air.humidity_frac, was.humidity_frac)
    np.testing.assert_array_equal(only_air.solar_w_m2, was.solar_w_m2)


def test_reference_air_is_cooler_for_the_core_than_a_hot_day():
    hot = a_situation(a_run(60, air_c=33.0))
    from uncramp.why.scenario import Scenario

    cool = simulate(hot, Scenario(surroundings=surroundings_with(hot.surroundings, 15.0)), simulate(hot).body)
    assert (cool.body.core_c[:, 59] < simulate(hot).body.core_c[:, 59]).all()
