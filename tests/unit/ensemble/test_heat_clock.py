"""The clock that runs slower in the heat: everybody on foot takes longer while it is hot, and nobody else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from fields import minutes_of, short_run
from hypothesis import given
from hypothesis import strategies as st

from uncramp.ensemble.cohort_parameters import cohort_parameters
from uncramp.ensemble.course import in_the_heat
from uncramp.ensemble.field import WeatherByClock
from uncramp.ensemble.field_file import read_field
from uncramp.ensemble.heat_clock import HeatClock
from uncramp.ensemble.sampling import sample_runners

ABOVE_C = cohort_parameters().heat_slows_above_c.value
PER_K = cohort_parameters().heat_slowing_frac_per_k.value
START_S = np.array([6.0, 9.0, 20.0]) * 3600.0
TIMES_S = st.floats(60.0, 100_000.0)


def day(*air_c: float) -> WeatherByClock:
    """Air at midnight and every six hours after it; all else mild."""
    clock = 6.0 * 3600.0 * np.arange(len(air_c))
    mild = np.ones(clock.shape)
    return WeatherByClock(clock, np.array(air_c), 0.5 * mild, mild, 0.0 * mild)


def test_no_clock_is_needed_where_it_is_never_hot() -> None:
    assert HeatClock.of(day(0.0, ABOVE_C)) is None


@given(st.floats(0.5, 20.0), TIMES_S)
def test_steady_heat_takes_so_much_longer_for_each_degree(over_k: float, cool_s: float) -> None:
    clock = HeatClock.of(day(ABOVE_C + over_k))
    assert clock is not None
    np.testing.assert_allclose(clock.taken_s(START_S, cool_s), cool_s * (1.0 + PER_K * over_k))


@given(st.lists(st.floats(0.0, 40.0), min_size=2, max_size=8).filter(lambda air_c: max(air_c) > ABOVE_C), TIMES_S, TIMES_S)
def test_one_way_after_the_other_takes_as_long_as_both(air_c: list[float], first_s: float, second_s: float) -> None:
    clock = HeatClock.of(day(*air_c))
    assert clock is not None
    begun = clock.taken_s(START_S, first_s)
    both = begun + clock.taken_s(START_S + begun, second_s)
    np.testing.assert_allclose(both, clock.taken_s(START_S, first_s + second_s), rtol=1e-9)
    assert (both >= (first_s + second_s) * (1.0 - 1e-9)).all()


def test_half_of_the_effort_takes_more_of_the_time_while_it_cools() -> None:
    clock = HeatClock.of(day(35.0, 35.0, 35.0, 35.0, 5.0))
    assert clock is not None
    shares = clock.shares(np.array([18.0 * 3600.0]), np.array([6.0 * 3600.0]), np.linspace(0.0, 1.0, 11)[None])[0]
    assert shares[[0, -1]] == pytest.approx([0.0, 1.0])
    assert (np.diff(shares) > 0.0).all()
    assert shares[5] > 0.5


def test_only_legs_on_foot_slow_and_not_the_hours_of_practice() -> None:
    field = read_field("triathlon")
    hot = replace(field.days[0], weather=day(ABOVE_C + 10.0))
    sports = [leg.sport for leg in hot.legs]
    runners = sample_runners(field, 0, 0, 5)
    ratio = in_the_heat(hot, runners.leg_s, runners.start_s) / runners.leg_s
    for at, sport in enumerate(sports):
        np.testing.assert_allclose(ratio[:, at], 1.0 + 10.0 * PER_K * (sport == "running"))


def test_the_hotter_it_gets_the_slower_somebody_goes() -> None:
    steady = short_run()
    warming = replace(steady, days=(replace(steady.days[0], weather=day(10.0, 10.0, 34.0)),))
    runner = sample_runners(warming, 0, 0, 1)
    cool = replace(warming, days=(replace(warming.days[0], weather=day(10.0)),))
    hot, mild = minutes_of(warming, runner, 0).speed_m_s, minutes_of(cool, runner, 0).speed_m_s
    assert hot[2] / mild[2] > hot[-3] / mild[-3]
