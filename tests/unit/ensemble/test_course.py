"""Minutes of a runner: the distance is covered in the time, paced as said, with the weather of the own start."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from fields import minutes_of, short_run
from hypothesis import given
from hypothesis import strategies as st

from uncramp.activity.plan import Profile, plan_minutes
from uncramp.ensemble.course import minutes_of_runners, relative_speed, segment_times
from uncramp.ensemble.field_file import read_field
from uncramp.ensemble.sampling import sample_runners

FIELD = short_run()
RUNNERS = sample_runners(FIELD, 0)


def paced(first_half_ratio: float, finish_ratio: float):
    ones = np.ones(RUNNERS.count)
    return minutes_of(FIELD, replace(RUNNERS, first_half_ratio=first_half_ratio * ones, finish_ratio=finish_ratio * ones), 0)


@given(st.floats(0.8, 1.4), st.floats(0.6, 1.2))
def test_the_course_is_covered_in_the_time_however_it_is_paced(first_half_ratio: float, finish_ratio: float) -> None:
    minutes = paced(first_half_ratio, finish_ratio)
    assert minutes.distance_m[-1] == pytest.approx(10_000.0)
    assert minutes.duration_s == pytest.approx(RUNNERS.leg_s[0].sum())
    assert (np.diff(minutes.distance_m) > 0.0).all()


def test_a_fast_first_half_is_that_much_faster() -> None:
    minutes = paced(1.08, 1.0)
    assert minutes.speed_m_s[1] / minutes.speed_m_s[-2] == pytest.approx(1.08)


def test_who_slows_is_slowest_at_the_finish() -> None:
    speed = paced(1.0, 0.8).speed_m_s
    assert speed[-2] < speed[len(speed) // 2]
    assert speed[0] == pytest.approx(speed[len(speed) // 2])


def test_pacing_is_the_same_at_both_ends_of_its_parts() -> None:
    assert relative_speed(np.array([0.3, 0.6, 0.75]), 1.2, 0.9) == pytest.approx(np.array([1.2, 1.0, 1.0]))


def test_pace_has_no_steps() -> None:
    share = np.linspace(0.0, 1.0, 1001)
    assert np.abs(np.diff(relative_speed(share, 1.3, 0.7))).max() < 0.01


def test_the_weather_is_that_of_the_clock() -> None:
    field = short_run((
        "solar_w_m2 = 400.0\n",
        "solar_w_m2 = 400.0\n\n[[weather]]\nclock = '10:00'\nair_c = 30.0\nhumidity_frac = 0.6\nwind_m_s = 1.5\nsolar_w_m2 = 400.0\n",
    ))  # fmt: skip
    runners = sample_runners(field, 0)
    by_wave = [minutes_of(field, runners, int(np.argmax(runners.wave_index == wave))).weather.air_c[0] for wave in (0, 1)]
    assert by_wave[0] == pytest.approx(20.0, abs=0.2)
    assert by_wave[1] == pytest.approx(20.0 + 10.0 / 6.0, abs=0.2)


def test_legs_follow_each_other_each_with_its_own_work() -> None:
    field = read_field("triathlon")
    runners = sample_runners(field, 0, 0, 1)
    minutes = minutes_of(field, runners, 0)
    assert [leg.sport for leg in minutes.legs] == ["swimming", "transition", "cycling", "transition", "running"]
    on_bike = (np.arange(minutes.rows_count) + 0.5) * 60.0
    riding = (on_bike > minutes.legs[2].start_s) & (on_bike < minutes.legs[2].end_s)
    assert np.isfinite(minutes.power_w[riding]).all()
    assert np.isnan(minutes.power_w[~riding]).all()
    assert minutes.distance_m[-1] == pytest.approx(3_800.0 + 180_000.0 + 42_195.0)


def test_a_camp_has_no_speed_but_work_that_comes_and_goes() -> None:
    field = read_field("football_camp")
    minutes = minutes_of(field, sample_runners(field, 0, 4, 5), 0)  # a day of two practices
    assert np.isnan(minutes.speed_m_s).all()
    assert set(minutes.moving_frac) == {0.5, 0.0, 0.45}


def test_segments_are_passed_in_their_order() -> None:
    times = segment_times(FIELD, RUNNERS)[0]
    assert (np.diff(times) > 0.0).all()
    assert 0.0 < times[0] < times[-1] < RUNNERS.leg_s[0].sum()


@pytest.mark.parametrize("height_m", [0.0, 60.0])
def test_an_even_runner_is_a_plan_at_even_effort(height_m: float) -> None:
    way = np.linspace(0.0, 10_000.0, 41)
    profile = Profile(way, height_m * np.sin(way / 1000.0))
    leg = replace(FIELD.days[0].legs[0], profile=profile)
    field, at = replace(FIELD, days=(replace(FIELD.days[0], legs=(leg,)),)), 3
    ones = np.ones(RUNNERS.count)
    found = minutes_of(field, replace(RUNNERS, first_half_ratio=ones, finish_ratio=ones), at)
    plan = plan_minutes(10_000.0, float(RUNNERS.leg_s[at, 0]), profile=profile)
    for name in ("speed_m_s", "grade_frac", "altitude_m", "distance_m", "slot_speed_m_s", "slot_grade_frac", "sport_index"):
        np.testing.assert_allclose(getattr(found, name), getattr(plan, name), rtol=1e-9, atol=1e-9, err_msg=name)


def test_several_runners_are_each_of_them_alone() -> None:
    field = read_field("triathlon")
    runners = sample_runners(field, 0, 0, 3)
    rows = minutes_of_runners(field.days[0], runners)
    for at, (first, last) in enumerate(pairwise(rows.passage.starts)):
        alone = minutes_of(field, runners, at)
        assert alone.rows_count == last - first
        assert rows.passage.row_s[first:last].sum() == pytest.approx(alone.duration_s)
        for name in ("sport_index", "power_w", "speed_m_s", "distance_m", "slot_speed_m_s", "slot_grade_frac"):
            assert np.array_equal(getattr(rows.minutes, name)[first:last], getattr(alone, name), equal_nan=True), name
        assert np.array_equal(rows.minutes.weather.air_c[first:last], alone.weather.air_c)
