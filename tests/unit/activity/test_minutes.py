"""Samples to minutes: pauses, gaps, slopes, legs and what cannot be used."""

from __future__ import annotations

import numpy as np
import pytest
from made_samples import made_samples

from uncramp.activity.minutes import to_minutes
from uncramp.errors import ActivityFileError
from uncramp.minutes import Leg
from uncramp.names import SPORTS


def run_of(duration_s: int, speed: float = 3.0) -> dict[str, np.ndarray]:
    time_s = np.arange(duration_s + 1, dtype=float)
    return {"speed_m_s": np.full(time_s.size, speed), "distance_m": speed * time_s, "heart_rate_bpm": np.full(time_s.size, 150.0)}


def without(time_s: np.ndarray, first: float, last: float) -> np.ndarray:
    return (time_s <= first) | (time_s >= last)


def test_a_pause_without_records_is_rows_of_rest_and_silence() -> None:
    time_s = np.arange(1801, dtype=float)
    kept = without(time_s, 600.0, 1200.0)
    # the watch stops its distance with its clock
    distance = np.where(time_s <= 600.0, 3.0 * time_s, np.maximum(1800.0, 3.0 * (time_s - 600.0)))
    minutes = to_minutes(made_samples(time_s[kept], distance_m=distance[kept], heart_rate_bpm=np.full(kept.sum(), 150.0)))
    assert minutes.rows_count == 30
    np.testing.assert_allclose(minutes.moving_frac, [1.0] * 10 + [0.0] * 10 + [1.0] * 10)
    np.testing.assert_allclose(minutes.coverage_frac, [1.0] * 10 + [0.0] * 10 + [1.0] * 10)
    assert np.isnan(minutes.heart_rate_bpm[10:20]).all()
    assert np.isnan(minutes.speed_m_s[10:20]).all()
    assert minutes.distance_m[-1] == pytest.approx(3600.0)


def test_a_recorded_stop_is_rest_but_not_silence() -> None:
    time_s = np.arange(1801, dtype=float)
    speed = np.where((time_s > 600.0) & (time_s < 1200.0), 0.0, 3.0)
    minutes = to_minutes(made_samples(time_s, speed_m_s=speed, heart_rate_bpm=np.full(time_s.size, 120.0)))
    assert minutes.moving_frac[12] == 0.0
    assert minutes.coverage_frac[12] == 1.0
    assert minutes.heart_rate_bpm[12] == 120.0


def test_smart_recording_is_no_pause() -> None:
    time_s = np.arange(0.0, 1800.1, 12.0)
    minutes = to_minutes(made_samples(time_s, distance_m=3.0 * time_s, heart_rate_bpm=np.full(time_s.size, 150.0)))
    np.testing.assert_allclose(minutes.moving_frac, 1.0)
    np.testing.assert_allclose(minutes.slot_speed_m_s, 3.0)


def test_a_tunnel_in_which_the_distance_went_on_is_motion_without_coverage() -> None:
    time_s = np.arange(1801, dtype=float)
    kept = without(time_s, 600.0, 780.0)
    minutes = to_minutes(made_samples(time_s[kept], distance_m=3.0 * time_s[kept], heart_rate_bpm=np.full(kept.sum(), 150.0)))
    np.testing.assert_allclose(minutes.moving_frac, 1.0)
    assert minutes.coverage_frac[11] == 0.0
    assert minutes.speed_m_s[11] == pytest.approx(3.0)


def test_efforts_of_ten_seconds_are_kept() -> None:
    time_s = np.arange(601, dtype=float)
    power = np.where(time_s % 60.0 < 10.0, 700.0, 100.0)
    minutes = to_minutes(made_samples(time_s, sport="cycling", power_w=power))
    assert minutes.slot_power_w[3, 0] > 650.0
    np.testing.assert_allclose(minutes.slot_power_w[3, 1:5], 100.0, atol=1.0)


def test_the_heart_rate_of_a_row_is_its_median() -> None:
    time_s = np.arange(601, dtype=float)
    heart_rate = np.where(np.isin(time_s % 60.0, [5.0, 6.0, 7.0]), 230.0, 140.0)
    minutes = to_minutes(made_samples(time_s, heart_rate_bpm=heart_rate))
    np.testing.assert_allclose(minutes.heart_rate_bpm, 140.0)


def test_speed_comes_from_positions_when_nothing_else_tells() -> None:
    time_s = np.arange(0.0, 1801.0)
    degrees_per_m = 1.0 / 111_194.93
    random = np.random.default_rng(0)
    jitter = random.normal(0.0, 1.0, time_s.size) * degrees_per_m
    minutes = to_minutes(
        made_samples(time_s, latitude_deg=3.0 * time_s * degrees_per_m + jitter, longitude_deg=10.0 + 0.0 * time_s)
    )
    np.testing.assert_allclose(minutes.speed_m_s, 3.0, rtol=0.05)
    assert minutes.distance_m[-1] == pytest.approx(5400.0, rel=0.03)


def test_a_track_over_the_date_line_does_not_run_around_the_earth() -> None:
    time_s = np.arange(0.0, 601.0)
    longitude = (179.99 + 3.0 * time_s / 111_194.93 + 180.0) % 360.0 - 180.0
    minutes = to_minutes(made_samples(time_s, latitude_deg=0.0 * time_s, longitude_deg=longitude))
    assert minutes.distance_m[-1] == pytest.approx(1800.0, rel=0.01)


def test_a_jump_of_the_position_is_no_way_travelled() -> None:
    time_s = np.arange(0.0, 601.0)
    latitude = 3.0 * time_s / 111_194.93 + np.where(time_s > 300.0, 1.0, 0.0)
    minutes = to_minutes(made_samples(time_s, latitude_deg=latitude, longitude_deg=0.0 * time_s))
    assert minutes.distance_m[-1] == pytest.approx(1800.0, rel=0.05)


def test_distance_that_starts_anew_with_each_leg_is_summed() -> None:
    time_s = np.arange(1201, dtype=float)
    legs = (Leg("cycling", 0.0, 600.0), Leg("running", 600.0, 1200.0))
    distance = np.where(time_s <= 600.0, 8.0 * time_s, 3.0 * (time_s - 600.0))
    minutes = to_minutes(made_samples(time_s, distance_m=distance, legs=legs))
    assert minutes.distance_m[-1] == pytest.approx(4800.0 + 1800.0, rel=1e-3)
    assert [SPORTS[index] for index in minutes.sport_index[[0, 9, 10, 19]]] == ["cycling", "cycling", "running", "running"]


def test_a_distance_written_once_a_length_counts_from_the_start() -> None:
    time_s = np.arange(1501, dtype=float)
    distance = np.where(np.isin(time_s, [320.0, 640.0, 1280.0]), 0.8 * time_s, np.nan)
    minutes = to_minutes(made_samples(time_s, sport="swimming", distance_m=distance))
    assert minutes.distance_m[-1] == pytest.approx(0.8 * 1280.0)
    np.testing.assert_allclose(minutes.speed_m_s[:21], 0.8)


def test_way_made_while_the_watch_was_off_for_long_is_not_counted() -> None:
    time_s = np.arange(1801, dtype=float)
    kept = without(time_s, 600.0, 1200.0)
    minutes = to_minutes(made_samples(time_s[kept], distance_m=3.0 * time_s[kept]))
    assert minutes.distance_m[-1] == pytest.approx(3600.0)
    assert minutes.moving_frac[15] == 0.0


def test_time_between_legs_of_two_sports_is_transition() -> None:
    time_s = np.arange(1201, dtype=float)
    legs = (Leg("swimming", 0.0, 480.0), Leg("cycling", 720.0, 1200.0))
    minutes = to_minutes(made_samples(time_s, legs=legs, speed_m_s=np.full(time_s.size, 2.0)))
    assert SPORTS[minutes.sport_index[9]] == "transition"
    assert SPORTS[minutes.sport_index[19]] == "cycling"


@pytest.mark.parametrize("slope", [-0.3, -0.08, 0.0, 0.05, 0.25])
def test_the_grade_of_a_steady_slope(slope: float) -> None:
    time_s = np.arange(1801, dtype=float)
    random = np.random.default_rng(1)
    altitude = np.round(100.0 + slope * 3.0 * time_s + random.normal(0.0, 0.3, time_s.size), 1)
    minutes = to_minutes(made_samples(time_s, altitude_m=altitude, **run_of(1800)))
    np.testing.assert_allclose(minutes.grade_frac[1:-1], slope, atol=0.012)


def test_a_barometer_set_anew_is_no_cliff() -> None:
    time_s = np.arange(1801, dtype=float)
    altitude = 100.0 + np.where(time_s > 900.0, 25.0, 0.0)
    minutes = to_minutes(made_samples(time_s, altitude_m=altitude, **run_of(1800)))
    assert np.abs(minutes.slot_grade_frac).max() < 0.01


def test_weather_that_moves_the_barometer_in_a_pause_is_no_climb() -> None:
    time_s = np.arange(3601, dtype=float)
    stopped = (time_s > 600.0) & (time_s < 3000.0)
    speed = np.where(stopped, 0.0, 3.0)
    altitude = 100.0 + np.where(stopped, 12.0 * (time_s - 600.0) / 2400.0, np.where(time_s >= 3000.0, 12.0, 0.0))
    distance = np.concatenate(([0.0], np.cumsum(0.5 * (speed[1:] + speed[:-1]))))
    minutes = to_minutes(made_samples(time_s, altitude_m=altitude, speed_m_s=speed, distance_m=distance))
    assert np.nanmax(np.abs(minutes.slot_grade_frac)) < 0.01


def test_no_slope_is_steeper_than_the_studies_of_slope() -> None:
    time_s = np.arange(601, dtype=float)
    minutes = to_minutes(made_samples(time_s, altitude_m=0.8 * time_s, distance_m=1.0 * time_s))
    assert minutes.slot_grade_frac.max() == 0.45


def test_water_is_flat() -> None:
    time_s = np.arange(1801, dtype=float)
    altitude = 20.0 * np.sin(time_s / 60.0)
    minutes = to_minutes(made_samples(time_s, sport="swimming", altitude_m=altitude, **run_of(1800, 1.0)))
    np.testing.assert_allclose(minutes.grade_frac, 0.0)


def test_a_session_shorter_than_a_minute_is_one_row() -> None:
    minutes = to_minutes(made_samples(np.arange(41.0), **run_of(40)))
    assert minutes.rows_count == 1
    assert minutes.duration_s == 40.0
    assert minutes.coverage_frac[0] == pytest.approx(1.0)
    assert np.isnan(minutes.slot_speed_m_s[0, 4:]).all()


@pytest.mark.parametrize(
    ("sport", "positioned", "indoor"),
    [
        ("treadmill_running", False, True),
        ("indoor_cycling", True, True),
        ("strength", False, True),
        ("strength", True, False),
        ("running", False, False),
    ],
)
def test_indoors_is_told_by_sport_and_position(sport: str, positioned: bool, indoor: bool) -> None:
    place = {"latitude_deg": np.full(601, 45.0), "longitude_deg": np.full(601, 7.0)} if positioned else {}
    minutes = to_minutes(made_samples(np.arange(601.0), sport=sport, heart_rate_bpm=np.full(601, 120.0), **place))
    assert minutes.indoor is indoor
    assert (minutes.weather.solar_w_m2 == 0.0).all() == indoor


def test_a_heart_rate_alone_is_enough() -> None:
    minutes = to_minutes(made_samples(np.arange(601.0), sport="strength", heart_rate_bpm=np.full(601, 120.0)))
    np.testing.assert_allclose(minutes.moving_frac, 1.0)
    assert np.isnan(minutes.speed_m_s).all()


def test_nothing_that_tells_how_hard_it_was_is_refused_by_name() -> None:
    with pytest.raises(ActivityFileError, match=r"neither heart rate, power, speed, distance nor changing positions.*--time"):
        to_minutes(made_samples(np.arange(601.0), device_c=np.full(601, 20.0)))


@pytest.mark.parametrize(("time_s", "text"), [([0.0], "1 samples"), ([0.0, 5.0], "5 s"), ([0.0, 1e6], "11.6 days")])
def test_too_short_and_too_long_are_refused(time_s: list[float], text: str) -> None:
    with pytest.raises(ActivityFileError, match=text):
        to_minutes(made_samples(np.array(time_s), heart_rate_bpm=np.full(len(time_s), 120.0)))
