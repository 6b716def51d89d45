"""Laws of the minutes: they tell the session, not how often the watch wrote."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_samples import made_samples

from uncramp.activity.minutes import to_minutes
from uncramp.activity.plan import Profile, plan_minutes
from uncramp.minutes import SLOTS_PER_MINUTE, Minutes

ARRAYS = (
    "coverage_frac", "moving_frac", "heart_rate_bpm", "power_w", "speed_m_s", "grade_frac", "altitude_m", "cadence_hz", "distance_m",
    "slot_power_w", "slot_speed_m_s", "slot_grade_frac",
)  # fmt: skip


@st.composite
def recordings(draw: st.DrawFn) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Times with gaps short and long, and channels of which some are silent now and then."""
    steps = draw(st.lists(st.sampled_from([1.0, 1.0, 1.0, 2.0, 5.0, 11.0, 25.0, 45.0, 400.0]), min_size=30, max_size=150))
    time_s = np.concatenate(([0.0], np.cumsum(steps)))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    speed = np.clip(random.normal(3.0, 1.5, time_s.size), 0.0, None)
    channels = {
        "heart_rate_bpm": random.normal(150.0, 10.0, time_s.size),
        "speed_m_s": speed,
        "distance_m": np.concatenate(([0.0], np.cumsum(speed[1:] * np.diff(time_s)))),
        "altitude_m": np.cumsum(random.normal(0.0, 0.5, time_s.size)),
        "power_w": np.clip(random.normal(200.0, 150.0, time_s.size), 0.0, None),
        "cadence_hz": np.full(time_s.size, 2.8),
    }
    for name in draw(st.sets(st.sampled_from(["speed_m_s", "power_w", "altitude_m", "distance_m"]), max_size=3)):
        channels[name] = np.where(random.random(time_s.size) < 0.4, np.nan, channels[name])
    return time_s, channels


def doubled(time_s: np.ndarray, channels: dict[str, np.ndarray]) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """One more sample between every two that are near enough to count as one recording."""
    middle = 0.5 * (time_s[1:] + time_s[:-1])
    kept = np.diff(time_s) <= 30.0
    order = np.argsort(np.concatenate((time_s, middle[kept])), kind="stable")
    more = {}
    for name, values in channels.items():
        have = np.isfinite(values)
        between = np.interp(middle, time_s[have], values[have])
        after = np.clip(np.searchsorted(time_s[have], middle), 1, have.sum() - 1)
        near = time_s[have][after] - time_s[have][after - 1] <= 30.0
        inside = (middle > time_s[have][0]) & (middle < time_s[have][-1])
        between = np.where(near & inside, between, np.nan)
        more[name] = np.concatenate((values, between[kept]))[order]
    return np.concatenate((time_s, middle[kept]))[order], more


def check_shape(minutes: Minutes) -> None:
    rows = minutes.rows_count
    assert rows == max(1, int(np.ceil(np.ceil(minutes.duration_s) / 60.0)))
    for name in ARRAYS:
        assert getattr(minutes, name).shape == ((rows, SLOTS_PER_MINUTE) if name.startswith("slot_") else (rows,)), name
    for values in (minutes.coverage_frac, minutes.moving_frac):
        assert (values >= 0.0).all()
        assert (values <= 1.0 + 1e-12).all()
    assert (np.diff(minutes.distance_m) >= -1e-9).all()
    assert np.nanmax(np.abs(minutes.slot_grade_frac), initial=0.0) <= 0.45
    weather = minutes.weather
    for values in (weather.air_c, weather.humidity_frac, weather.wind_m_s, weather.solar_w_m2, weather.pressure_pa):
        assert values.shape == (rows,)
        assert np.isfinite(values).all()


@given(recordings())
def test_doubling_the_sampling_rate_does_not_change_the_minutes(recording: tuple[np.ndarray, dict[str, np.ndarray]]) -> None:
    time_s, channels = recording
    once = to_minutes(made_samples(time_s, **channels))
    time_s, channels = doubled(time_s, channels)
    twice = to_minutes(made_samples(time_s, **channels))
    for name in ARRAYS:
        np.testing.assert_allclose(getattr(twice, name), getattr(once, name), rtol=1e-7, atol=1e-7, err_msg=name)


@given(recordings())
def test_rows_run_from_start_to_finish_without_gaps(recording: tuple[np.ndarray, dict[str, np.ndarray]]) -> None:
    time_s, channels = recording
    minutes = to_minutes(made_samples(time_s, **channels))
    assert minutes.duration_s == time_s[-1]
    check_shape(minutes)


@given(recordings())
def test_coverage_counts_the_time_the_file_speaks(recording: tuple[np.ndarray, dict[str, np.ndarray]]) -> None:
    time_s, channels = recording
    minutes = to_minutes(made_samples(time_s, **channels))
    steps = np.diff(time_s)
    length_s = np.diff(np.minimum(60.0 * np.arange(minutes.rows_count + 1), minutes.duration_s))
    assert (minutes.coverage_frac * length_s).sum() == pytest.approx(steps[steps <= 30.0].sum())


@given(st.floats(1.0, 30.0), st.floats(1.0, 5.0), st.integers(600, 4000))
def test_a_steady_pace_is_read_at_any_sampling(step_s: float, speed: float, duration_s: int) -> None:
    time_s = np.append(np.arange(0.0, duration_s, step_s), float(duration_s))
    minutes = to_minutes(made_samples(time_s, distance_m=lambda t: speed * t, heart_rate_bpm=lambda t: 140.0 + 0.0 * t))
    np.testing.assert_allclose(minutes.speed_m_s, speed, rtol=1e-6)
    np.testing.assert_allclose(minutes.moving_frac, 1.0)
    assert minutes.distance_m[-1] == pytest.approx(speed * duration_s)


@given(
    st.floats(1000.0, 60_000.0),
    st.floats(1.0, 5.0),
    st.lists(st.floats(-80.0, 80.0), min_size=2, max_size=12),
    st.integers(0, 2**32 - 1),
)
def test_a_plan_covers_its_distance_in_its_time(distance_m: float, speed: float, heights: list[float], seed: int) -> None:
    random = np.random.default_rng(seed)
    way = np.concatenate(([0.0], np.cumsum(random.uniform(0.2, 1.0, len(heights) - 1))))
    profile = Profile(way * distance_m / way[-1], np.array(heights))
    minutes = plan_minutes(distance_m, distance_m / speed, profile=profile)
    check_shape(minutes)
    assert minutes.planned
    assert minutes.distance_m[-1] == pytest.approx(distance_m)
    length_s = np.diff(np.minimum(60.0 * np.arange(minutes.rows_count + 1), minutes.duration_s))
    assert (minutes.speed_m_s * length_s).sum() == pytest.approx(distance_m)
