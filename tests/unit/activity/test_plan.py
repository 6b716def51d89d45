"""Plans: what people type, and what cannot be planned."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp.activity.plan import Profile, doubt, is_plan, parse_duration, parse_plan, plan_minutes
from uncramp.activity.weather import stated_weather
from uncramp.errors import InputError


@pytest.mark.parametrize(
    ("distance", "duration", "expected"),
    [
        ("42.195km", "3:45:00", (42_195.0, 13_500.0)),
        ("26.2mi", "3:45:00", (42_164.8128, 13_500.0)),
        ("10000m", "0:40:30", (10_000.0, 2430.0)),
        ("10 K", "50 min", (10_000.0, 3000.0)),
        ("21,1km", "1h45", (21_100.0, 6300.0)),
        ("21.1km", "1h45min30s", (21_100.0, 6330.0)),
        ("100km", "10h", (100_000.0, 36_000.0)),
        ("5 miles", "40m", (8046.72, 2400.0)),
        ("42.195km", "3:45", (42_195.0, 13_500.0)),
        ("10km", "50:00", (10_000.0, 3000.0)),
        ("100km", "10:00", (100_000.0, 36_000.0)),
        ("marathon", "3:45:00", (42_195.0, 13_500.0)),
        ("Half-Marathon", "1:45", (21_097.5, 6300.0)),
        ("half marathon", "1:45:00", (21_097.5, 6300.0)),
    ],
)
def test_plans_as_people_type_them(distance: str, duration: str, expected: tuple[float, float]) -> None:
    assert is_plan(distance)
    assert parse_plan(distance, duration) == pytest.approx(expected)


@pytest.mark.parametrize("text", ["race.fit", "42", "km", "folder", "10 parsec", "42.195km.fit", ""])
def test_a_file_is_no_plan(text: str) -> None:
    assert not is_plan(text)
    with pytest.raises(InputError, match="expected a distance with its unit"):
        parse_plan(text, "3:45:00")


@pytest.mark.parametrize("duration", [None, "", "  "])
def test_a_plan_without_its_time_asks_for_it(duration: str | None) -> None:
    with pytest.raises(InputError, match="add --time, such as --time 3:45:00"):
        parse_plan("42.195km", duration)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("0:05", "0:05 for 42.195 km fits neither as hours nor as minutes"),
        ("3:75", "--time is '3:75'"),
        ("3:75:00", "more than 59"),
        ("soon", "--time is 'soon'"),
        ("-3:45:00", "--time is '-3:45:00'"),
        ("225", "--time is '225'"),
        ("nan", "--time is 'nan'"),
    ],
)
def test_a_time_that_is_not_understood_is_shown_how(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        parse_duration(text, 42_195.0)


@pytest.mark.parametrize(
    ("distance_m", "duration_s", "sport", "message"),
    [
        (10.0, 3000.0, "running", "0.01 km; expected 0.1"),
        (np.inf, 3000.0, "running", "inf km"),
        (42_195.0, 10.0, "running", "--time is 10 s"),
        (42_195.0, 2700.0, "running", "42.195 km in 0:45:00 is 56.3 km/h; for running expected at most 29 km/h"),
        (42_195.0, 13_500.0, "jogging", "the sport is 'jogging'"),
    ],
)
def test_what_cannot_be_is_refused(distance_m: float, duration_s: float, sport: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        plan_minutes(distance_m, duration_s, sport=sport)


@pytest.mark.parametrize(
    ("distance_m", "duration_s", "sport", "told"),
    [
        (10_000.0, 13_500.0, "running", "10 km in 3:45:00 is 2.7 km/h, slower than walking"),
        (10_000.0, 13_500.0, "walking", ""),
        (10_000.0, 13_500.0, "trail_running", ""),
        (42_195.0, 13_500.0, "running", ""),
        (42_195.0, 7200.0, "running", "faster than the world record of about 2:00:35"),
        (10_000.0, 1560.0, "treadmill_running", "faster than the world record"),
        (21_097.5, 3500.0, "running", ""),
        (100.0, 13.0, "running", ""),
        (40_000.0, 2400.0, "cycling", "faster than anybody rides alone"),
        (40_000.0, 3600.0, "cycling", ""),
        (42_195.0, 10_800.0, "walking", "faster than people walk, 9 km/h at most"),
        (42_195.0, 18_000.0, "walking", ""),
        (4000.0, 3600.0, "cycling", "Is the time meant as h:mm:ss?"),
    ],
)
def test_a_pace_that_is_hardly_meant_is_told(distance_m: float, duration_s: float, sport: str, told: str) -> None:
    found = doubt(distance_m, duration_s, sport)
    assert told in found
    assert bool(found) == bool(told)


@given(st.floats(2000.0, 300_000.0), st.floats(1.01, 1.9))
def test_only_beyond_the_record_is_a_runner_too_fast(distance_m: float, slower: float) -> None:
    best_s = distance_m / 7.5
    while doubt(distance_m, best_s, "running"):
        best_s *= 1.02
    assert doubt(distance_m, best_s * slower, "running") == ""
    assert "world record" in doubt(distance_m, best_s / 1.05, "running")


def test_a_flat_plan_is_an_even_pace_and_knows_nothing_else() -> None:
    minutes = plan_minutes(42_195.0, 13_530.0, weather=stated_weather(air_c=31.0), start=datetime(2026, 6, 21, 7, tzinfo=UTC))
    assert minutes.rows_count == 226
    np.testing.assert_allclose(minutes.speed_m_s, 42_195.0 / 13_530.0)
    assert np.isnan(minutes.slot_speed_m_s[-1, 3:]).all()
    assert np.isnan(minutes.heart_rate_bpm).all()
    np.testing.assert_array_equal(minutes.grade_frac, 0.0)
    np.testing.assert_array_equal(minutes.weather.air_c, 31.0)


def test_hills_are_run_at_even_effort() -> None:
    up_and_down = Profile(np.array([0.0, 5000.0, 10_000.0]), np.array([0.0, 250.0, 0.0]))
    minutes = plan_minutes(10_000.0, 3600.0, profile=up_and_down)
    assert minutes.grade_frac[10] == pytest.approx(0.05)
    assert minutes.grade_frac[50] == pytest.approx(-0.05)
    assert minutes.speed_m_s[10] < 10_000.0 / 3600.0 < minutes.speed_m_s[50]


@pytest.mark.parametrize(
    ("way", "height", "message"),
    [
        ([0.0, 5000.0], [0.0, 10.0], "5.00 km long, the plan 10.00 km"),
        ([0.0, 0.0, 10_000.0], [0.0, 1.0, 2.0], "rising distance"),
        ([0.0, 10_000.0], [0.0, np.nan], "a height each"),
        ([0.0], [0.0], "two or more points"),
    ],
)
def test_a_profile_of_another_course_is_refused(way: list[float], height: list[float], message: str) -> None:
    with pytest.raises(InputError, match=message):
        plan_minutes(10_000.0, 3600.0, profile=Profile(np.array(way), np.array(height)))


@given(st.floats(100.0, 1e6), st.integers(0, 200), st.integers(0, 59))
def test_a_time_of_two_parts_has_one_reading_at_most(distance_m: float, first: int, second: int) -> None:
    readings = [duration_s for duration_s in (3600 * first + 60 * second, 60 * first + second) if duration_s]
    fitting = [duration_s for duration_s in readings if 0.4 <= distance_m / duration_s <= 20.0]
    assert len(fitting) <= 1
    if fitting:
        assert parse_duration(f"{first}:{second:02d}", distance_m) == fitting[0]
    else:
        with pytest.raises(InputError, match="fits neither"):
            parse_duration(f"{first}:{second:02d}", distance_m)
