"""The weeks behind: what each held, what is missing, and the footing of a plan."""

from __future__ import annotations

import math
from datetime import date, timedelta

import pytest
from histories import LOAD_PER_H, TODAY, exposure, runner, session

from uncramp.body.athlete import Athlete
from uncramp.prevent.exposure import NOTHING
from uncramp.prevent.recent import footing_of, past_weeks, ratios_of
from uncramp.prevent.weeks import Asked, plan_weeks
from uncramp.prevent.weeks_parameters import weeks_parameters

P = weeks_parameters()


def footing(past, athlete: Athlete | None = None, sport: str = "running"):
    return footing_of(past_weeks(past, TODAY, sport), past, athlete or Athlete(), sport)


def test_a_week_adds_up_and_ends_yesterday() -> None:
    past = exposure(
        [
            session(TODAY - timedelta(days=1), 1.0, descent_m=300.0, air_c=30.0),
            session(TODAY - timedelta(days=7), 2.0, descent_m=math.nan),
            session(TODAY - timedelta(days=8), 4.0),
            session(TODAY - timedelta(days=2), 3.0, sport="cycling", descent_m=900.0),
        ]
    )
    week = past_weeks(past, TODAY, "running")[-1]
    assert (week.first, week.sessions_count, week.training_h, week.longest_h) == (TODAY - timedelta(days=7), 3, 3.0, 2.0)
    assert week.load_h == pytest.approx([6.0 * load for load in LOAD_PER_H])
    assert (week.descent_m, week.hot_count) == (300.0, 1)


def test_a_steady_runner_starts_where_they_are() -> None:
    found = footing(runner())
    assert found.coverage.enough
    assert found.coverage.missing == ()
    assert found.start_h == pytest.approx(3.3)
    assert found.start_longest_h == pytest.approx(1.6)
    assert found.load_per_h == pytest.approx(LOAD_PER_H)


def test_nothing_known_is_the_general_footing_and_names_every_week() -> None:
    found = footing(NOTHING)
    assert not found.coverage.enough
    assert len(found.coverage.missing) == P.floor_week
    assert (found.start_h, found.start_longest_h) == (P.general_h_per_week, P.general_longest_h)


def test_what_is_stated_stands_in() -> None:
    found = footing(NOTHING, Athlete(training_h_per_week=6.0, longest_session_h=2.0))
    assert (found.start_h, found.start_longest_h) == (6.0, 2.0)
    assert found.coverage.stated
    assert not found.coverage.enough


def test_another_sport_is_no_footing() -> None:
    assert footing(runner(), sport="cycling").start_h == P.general_h_per_week


def test_more_known_weeks_lead_from_the_general_footing_to_the_own_one() -> None:
    starts = [footing(runner(weeks)).start_h for weeks in range(5)]
    assert starts[1:] == sorted(starts[1:])
    assert starts[0] == P.general_h_per_week
    # one week alone may as well be one in four
    assert starts[1] == pytest.approx(P.general_h_per_week, abs=0.1)
    assert starts[-1] == pytest.approx(3.3)


def test_two_holiday_weeks_lower_the_start() -> None:
    rested = exposure([one for one in runner().sessions if one.day < TODAY - timedelta(days=14)])
    assert footing(rested).start_h == pytest.approx(0.5 * 3.3)
    assert max(footing(rested).training_h) == pytest.approx(3.3)


def test_ratios_are_known_only_over_four_weeks() -> None:
    whole, short = runner(), runner(2)
    assert ratios_of(whole, past_weeks(whole, TODAY, "running"), TODAY).acute_chronic_ratio == pytest.approx(1.0)
    assert math.isnan(ratios_of(short, past_weeks(short, TODAY, "running"), TODAY).acute_chronic_ratio)
    assert math.isnan(ratios_of(NOTHING, past_weeks(NOTHING, TODAY, "running"), TODAY).monotony_ratio)


def test_a_runner_builds_up_and_says_what_is_short() -> None:
    plan = plan_weeks(Asked(TODAY, date(2027, 5, 2)), Athlete(), runner())
    kinds = [week.kind for week in plan.weeks]
    assert kinds == ["lead_in", *["build", "build", "build", "lighter"] * 3, "build", "taper", "race"]
    assert {one.id for one in plan.lacks} == {"course", "goal", "weather"}


def test_three_weeks_are_honest() -> None:
    plan = plan_weeks(Asked(TODAY, TODAY + timedelta(days=21), air_c=30.0), Athlete(), NOTHING)
    assert [week.kind for week in plan.weeks] == ["build", "taper", "race"]
    assert {"data", "new", "short_build", "heat", "short_heat"} <= {one.id for one in plan.lacks}


def test_a_race_far_ahead_begins_later() -> None:
    plan = plan_weeks(Asked(TODAY, TODAY + timedelta(days=400)), Athlete(), runner())
    assert len(plan.weeks) == P.longest_plan_week
    assert "later" in {one.id for one in plan.lacks}
