"""The screen: clocks, doubles, distances and values that cannot be, each put right and said with its place."""

from __future__ import annotations

from datetime import datetime

import activity_files as made
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp.activity.recorded import COLUMN, COLUMNS, Recorded
from uncramp.activity.samples import Repair, Samples
from uncramp.activity.screen import screen
from uncramp.errors import ActivityFileError

EPOCH_S = made.START.timestamp()
EVERYTHING = {
    "latitude_deg": 46.5, "longitude_deg": 7.0, "altitude_m": 600.0, "speed_m_s": 3.0, "heart_rate_bpm": 150.0,
    "cadence_per_min": 85.0, "power_w": 250.0, "device_c": 28.0,
}  # fmt: skip


def screened(time_s: np.ndarray | list[float], sport: str = "running", **columns: object) -> Samples:
    """Samples from seconds after the start; other columns are healthy unless given."""
    time_s = np.asarray(time_s, dtype=float)
    table = np.full((time_s.size, len(COLUMNS)), np.nan)
    table[:, COLUMN["time_s"]] = EPOCH_S + time_s
    for name, value in {**EVERYTHING, **columns}.items():
        table[:, COLUMN[name]] = value
    rows = np.zeros(time_s.size, dtype=np.int64)
    return screen(Recorded("fit", "", table, rows, (sport,), merge_legs=False, indoor=False, virtual=False, findings=[]), "0" * 64)


def only(samples: Samples, kind: str) -> Repair:
    (repair,) = samples.repairs
    assert repair.kind == kind
    assert "{" not in repair.text
    return repair


anything = st.floats(allow_nan=True, allow_infinity=True) | st.floats(-300.0, 5000.0)


@given(
    st.lists(st.tuples(st.floats(-2e5, 2e5) | st.just(np.nan), anything, anything, anything), min_size=2, max_size=60),
)
def test_whatever_comes_in_time_rises_and_values_are_possible(rows: list[tuple[float, float, float, float]]) -> None:
    time_s, heart_rate, distance, core = np.array(rows).T
    try:
        samples = screened(
            time_s, heart_rate_bpm=heart_rate, distance_m=distance, core_c=core, power_w=distance, latitude_deg=heart_rate
        )
    except ActivityFileError:
        return
    assert samples.elapsed_s[0] == 0.0
    assert (np.diff(samples.elapsed_s) > 0.0).all()
    for name, low, high in (("heart_rate_bpm", 25, 240), ("core_c", 34, 43), ("power_w", 0, 3000), ("latitude_deg", -90, 90)):
        values = getattr(samples, name)
        assert (np.isnan(values) | ((values >= low) & (values <= high))).all()
    distance_m = samples.distance_m[np.isfinite(samples.distance_m)]
    assert (np.diff(distance_m) >= 0.0).all()
    # nothing silent: every row that is gone is counted by some repair
    counted = sum(one.count for one in samples.repairs if one.kind in {"no_time", "clock_jump", "duplicate_time"})
    assert samples.records_count + counted == len(rows)
    for repair in samples.repairs:
        assert repair.count > 0
        assert np.isnan(repair.at_s) or 0.0 <= repair.at_s <= samples.elapsed_s[-1]


@given(st.permutations(list(range(30))))
def test_a_few_samples_out_of_order_are_put_back(order: list[int]) -> None:
    samples = screened(np.array(order, dtype=float), heart_rate_bpm=100.0 + np.array(order))
    np.testing.assert_array_equal(samples.elapsed_s, np.arange(30))
    np.testing.assert_array_equal(samples.heart_rate_bpm, 100.0 + np.arange(30))
    assert {one.kind for one in samples.repairs} <= {"out_of_order"}
    assert (samples.repairs == ()) == (order == sorted(order))


@given(back=st.integers(100, 80_000), at=st.integers(2, 150))
def test_a_clock_set_back_goes_on_where_it_was(back: int, at: int) -> None:
    time_s = np.arange(300.0)
    time_s[at:] -= back
    samples = screened(time_s)
    np.testing.assert_array_equal(samples.elapsed_s, np.arange(300.0))
    repair = only(samples, "clock_back")
    assert repair.at_s == at


@pytest.mark.parametrize("jump_day", [20, 787])
def test_a_jump_of_days_ends_the_good_part(jump_day: int) -> None:
    time_s = np.arange(100.0)
    time_s[80:] += 86_400 * jump_day
    samples = screened(time_s)
    assert samples.records_count == 80
    repair = only(samples, "clock_jump")
    assert (repair.count, repair.at_s) == (20, 79.0)
    assert "0:01:19" in repair.text


def test_samples_before_the_clock_was_set_are_left_out() -> None:
    time_s = np.arange(100.0)
    time_s[:5] -= EPOCH_S - datetime.fromisoformat("1989-12-31T00:00:00+00:00").timestamp()
    samples = screened(time_s)
    assert samples.records_count == 95
    assert samples.start is not None
    assert samples.start.year == made.START.year
    assert "1989" in only(samples, "clock_jump").text


def test_a_clock_reset_in_the_middle_loses_only_that_part() -> None:
    time_s = np.arange(100.0)
    time_s[40:50] -= 900_000_000.0
    samples = screened(time_s)
    assert samples.records_count == 90
    assert only(samples, "clock_jump").at_s == 39.0


def test_a_pause_of_hours_is_a_pause() -> None:
    time_s = np.concatenate((np.arange(50.0), 80_000.0 + np.arange(50.0)))
    samples = screened(time_s)
    assert samples.records_count == 100
    assert only(samples, "pause").at_s == 49.0


def test_samples_over_weeks_are_no_activity() -> None:
    with pytest.raises(ActivityFileError, match="span 19 days"):
        screened(np.arange(20) * 86_000.0)


@pytest.mark.parametrize("count", [1, 3])
def test_one_moment_is_no_activity(count: int) -> None:
    with pytest.raises(ActivityFileError, match="one moment"):
        screened(np.zeros(count))


def test_no_time_at_all_is_an_error() -> None:
    with pytest.raises(ActivityFileError, match="has a time"):
        screened(np.full(10, np.nan))


def test_samples_of_one_second_fill_each_other() -> None:
    heart_rate = np.array([150.0, np.nan, 152.0, np.nan])
    power = np.array([np.nan, 200.0, np.nan, 220.0])
    samples = screened([0.0, 0.0, 1.0, 1.0], heart_rate_bpm=heart_rate, power_w=power)
    np.testing.assert_array_equal(samples.heart_rate_bpm, [150.0, 152.0])
    np.testing.assert_array_equal(samples.power_w, [200.0, 220.0])
    assert only(samples, "duplicate_time").count == 2


def test_the_distance_of_a_new_lap_is_carried_on() -> None:
    distance = np.concatenate((np.arange(50) * 3.0, np.arange(50) * 3.0))
    samples = screened(np.arange(100.0), distance_m=distance)
    assert samples.distance_m[-1] == pytest.approx(2 * 49 * 3.0)
    assert only(samples, "distance_restart").at_s == 50.0


def test_a_spike_of_distance_is_taken_out() -> None:
    distance = np.arange(100) * 3.0
    distance[40] = 90_000.0
    samples = screened(np.arange(100.0), distance_m=distance)
    assert samples.distance_m[-1] == pytest.approx(99 * 3.0, abs=7.0)
    assert (np.diff(samples.distance_m) >= 0.0).all()
    assert {one.kind for one in samples.repairs} == {"distance_leap", "distance_restart"}


def test_small_steps_back_are_held() -> None:
    distance = np.arange(100) * 3.0
    distance[40] -= 5.0
    samples = screened(np.arange(100.0), distance_m=distance)
    assert samples.distance_m[-1] == pytest.approx(99 * 3.0)
    assert only(samples, "distance_back").at_s == 40.0


@pytest.mark.parametrize(
    ("name", "value", "kind"),
    [
        ("heart_rate_bpm", 0.0, "heart_rate_invalid"), ("heart_rate_bpm", 255.0, "heart_rate_invalid"),
        ("heart_rate_bpm", np.inf, "heart_rate_invalid"), ("power_w", 40_000.0, "power_invalid"), ("power_w", -5.0, "power_invalid"),
        ("speed_m_s", 13.0, "speed_invalid"), ("speed_m_s", 900.0, "speed_invalid"), ("altitude_m", 12_000.0, "altitude_invalid"),
        ("device_c", 127.0, "device_temperature_invalid"), ("cadence_per_min", 400.0, "cadence_invalid"),
    ],
)  # fmt: skip
def test_impossible_values_are_left_out_with_count_and_place(name: str, value: float, kind: str) -> None:
    values = np.full(100, EVERYTHING[name])
    values[[30, 60]] = value
    samples = screened(np.arange(100.0), **{name: values})
    repair = only(samples, kind)
    assert (repair.count, repair.at_s) == (2, 30.0)
    assert "0:00:30" in repair.text
    shown = samples.cadence_hz if name.startswith("cadence") else getattr(samples, name)
    assert np.flatnonzero(np.isnan(shown)).tolist() == [30, 60]


def test_a_foot_pod_without_link_is_silent_not_idle() -> None:
    power = np.where(np.arange(20) < 8, 0.0, 250.0)
    samples = screened(np.arange(20.0), power_w=power)
    assert np.isnan(samples.power_w[:8]).all()
    assert only(samples, "power_silent").count == 8
    standing = screened(np.arange(20.0), power_w=power, speed_m_s=0.0)
    np.testing.assert_array_equal(standing.power_w, power)


def test_fast_is_possible_on_a_bicycle() -> None:
    assert screened(np.arange(10.0), "cycling", speed_m_s=20.0).repairs == ()


def test_a_file_that_counts_steps_is_not_doubled() -> None:
    samples = screened(np.arange(10.0), cadence_per_min=170.0)
    np.testing.assert_allclose(samples.cadence_hz, 170 / 60)
    only(samples, "cadence_steps")


def test_fractional_cadence_is_added() -> None:
    np.testing.assert_allclose(screened(np.arange(9.0), "cycling", fractional_cadence_per_min=0.5).cadence_hz, 85.5 / 60)


def test_zero_watts_stay_zero() -> None:
    np.testing.assert_array_equal(screened(np.arange(10.0), "cycling", power_w=0.0).power_w, 0.0)


def test_the_power_of_the_watch_stands_before_a_developer_field() -> None:
    np.testing.assert_array_equal(screened(np.arange(10.0), developer_power_w=99.0).power_w, 250.0)
    np.testing.assert_array_equal(screened(np.arange(10.0), power_w=np.nan, developer_power_w=99.0).power_w, 99.0)


def test_what_is_missing_is_said() -> None:
    nothing = dict.fromkeys(EVERYTHING, np.nan)
    samples = screened(np.arange(10.0), **nothing)
    assert {one.kind for one in samples.repairs} == {"heart_rate_missing", "movement_missing", "altitude_missing"}
    half = np.where(np.arange(100) % 2, 150.0, np.nan)
    assert "50 % have one" in only(screened(np.arange(100.0), heart_rate_bpm=half), "heart_rate_sparse").text
