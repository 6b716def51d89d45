"""Slowing: who could not at the pace that was meant goes slower until they can, each for themselves, over the same way."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from uncramp.ensemble.chunk import simulate_chunk
from uncramp.ensemble.cohort_parameters import cohort_parameters
from uncramp.ensemble.field import Field
from uncramp.ensemble.field_file import read_field
from uncramp.ensemble.outcomes import Outcomes
from uncramp.ensemble.pace import power_on_wheels
from uncramp.ensemble.runners import Runners
from uncramp.ensemble.sampling import sample_runners
from uncramp.ensemble.slowing import slowed
from uncramp.ensemble.tally import CLOCK_STEP_S, tally_of
from uncramp.minutes import Floats

DRAWS = 9
STEPS = int(cohort_parameters().slower_steps_count.value)
STEP_RATIO = 1.0 + cohort_parameters().slower_step_frac.value


def a_field(name: str, count: int = 12) -> tuple[Field, Runners, Outcomes]:
    field = read_field(name)
    runners = sample_runners(field, 0, 0, count * len(field.days))
    return field, runners, simulate_chunk(field, runners, draws=DRAWS, seed=0)


def arrays(outcomes: Outcomes) -> dict[str, Floats]:
    """All arrays but those that say which draws count, runner and draw first."""
    known = {"failures", "possible_frac", "never_frac", "step_index", "time_ratio"}
    found = {one.name: getattr(outcomes, one.name) for one in fields(Outcomes) if one.name not in known}
    return found | {"first_cramp_frac": found["first_cramp_frac"].transpose(2, 3, 0, 1)}


@pytest.mark.parametrize("name", ["marathon", "triathlon"])
def test_who_slows_is_one_who_meant_to_take_so_long(name: str) -> None:
    field, runners, found = a_field(name)
    steps = np.unique(found.step_index)
    assert {0, 1, 2} <= set(steps)  # or this says nothing
    for step in steps:
        day, slower = slowed(field.days[0], runners, int(step))
        meant = simulate_chunk(
            replace(field, days=(day,)), slower, draws=DRAWS, seed=0, step_index=np.zeros((runners.count, DRAWS), dtype=np.int64)
        )
        there = found.step_index == step
        for key, values in arrays(meant).items():
            assert np.array_equal(arrays(found)[key][there], values[there]), key
        later = np.broadcast_to((slower.leg_s.sum(axis=1) / runners.leg_s.sum(axis=1))[:, None], there.shape)
        assert np.array_equal(found.time_ratio[there], later[there])


def test_nobody_slows_more_than_it_takes() -> None:
    field, runners, found = a_field("ultra_56km")
    assert (found.possible_frac[found.step_index < STEPS] == 1.0).all()
    faster = simulate_chunk(field, runners, draws=DRAWS, seed=0, step_index=np.maximum(found.step_index - 1, 0))
    had_to = found.step_index > 0
    assert had_to.any()
    assert not (faster.possible_frac[had_to] * (1.0 - faster.never_frac[:, None] * had_to)[had_to]).any()


def test_how_others_go_changes_no_bit() -> None:
    field, runners, found = a_field("marathon")
    others = np.where(np.arange(DRAWS) % 2, STEPS - found.step_index, found.step_index)
    changed = simulate_chunk(field, runners, draws=DRAWS, seed=0, step_index=others)
    same = others == found.step_index
    assert not same.all()
    for key, values in arrays(changed).items():
        assert np.array_equal(values[same], arrays(found)[key][same]), key


@pytest.mark.parametrize("name", ["triathlon", "bike_leg_180km"])
def test_the_way_is_the_same_and_power_that_of_the_slower_speed(name: str) -> None:
    field, runners, _ = a_field(name, 4)
    day, slower = slowed(field.days[0], runners, 2)
    assert day == field.days[0]
    for at, leg in enumerate(day.legs):
        ratio = STEP_RATIO**2 if leg.is_distance else 1.0
        np.testing.assert_allclose(slower.leg_s[:, at], ratio * runners.leg_s[:, at])
        if leg.sport == "cycling":
            speed = leg.distance_m / slower.leg_s[:, at]
            np.testing.assert_allclose(slower.leg_power_w[:, at], power_on_wheels(speed, runners.mass_kg), rtol=1e-6)
            assert (slower.leg_power_w[:, at] < runners.leg_power_w[:, at] / ratio).all()


def test_who_slows_drinks_as_much_an_hour() -> None:
    field, runners, _ = a_field("marathon", 4)
    runners = replace(runners, thirst_frac=np.zeros(4))
    meant, slower = (
        simulate_chunk(field, runners, draws=DRAWS, seed=0, step_index=np.full((4, DRAWS), step)) for step in (0, STEPS)
    )
    minute_l = runners.drinking_l_h[:, None] / 60.0  # drunk in whole minutes
    assert (np.abs(slower.drunk_l - STEP_RATIO**STEPS * meant.drunk_l) <= (1.0 + STEP_RATIO**STEPS) * minute_l).all()
    assert (slower.drunk_l > meant.drunk_l).all()
    assert (slower.highest_core_c < meant.highest_core_c).all()


def test_practice_lasts_as_long_but_is_worked_at_less() -> None:
    field = read_field("football_camp")
    day = field.days[4]
    slower_day, slower = slowed(day, runners := sample_runners(field, 0, 0, 1), 1)
    assert np.array_equal(slower.leg_s, runners.leg_s)
    for leg, was in zip(slower_day.legs, day.legs, strict=True):
        assert leg.moving_frac == (was.moving_frac if leg.sport == "rest" else was.moving_frac / STEP_RATIO)


def test_who_slows_comes_later_by_the_clock() -> None:
    field, runners, _ = a_field("marathon", 6)
    tallies = [
        tally_of(field, runners, simulate_chunk(field, runners, draws=DRAWS, seed=0, step_index=np.full((6, DRAWS), step)))
        for step in (0, STEPS)
    ]
    np.testing.assert_allclose(tallies[1].finish_s, STEP_RATIO**STEPS * tallies[0].finish_s)
    last_s = [CLOCK_STEP_S * (1 + np.flatnonzero(tally.clock_counts[-1].any(axis=1))[-1]) for tally in tallies]
    for tally, end_s in zip(tallies, last_s, strict=True):
        passed_s = (runners.start_s[:, None] + tally.finish_s).max()
        assert end_s - CLOCK_STEP_S <= passed_s <= end_s + CLOCK_STEP_S
