"""What a plan does to the chance of a cramp: by the same race twice, and nothing training gave is taken away."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from histories import TODAY, runner

from uncramp.activity.plan import Profile
from uncramp.activity.weather import stated_weather
from uncramp.assess import assess_minutes
from uncramp.body.athlete import Athlete
from uncramp.prevent.course import course_of
from uncramp.prevent.exposure import NOTHING
from uncramp.prevent.plan import Course
from uncramp.prevent.weeks import Asked, plan_weeks
from uncramp.prevent.weeks_chance import chance_change, states_of
from uncramp.prevent.weeks_plan import WeeksPlan

MARATHON = Asked(TODAY, date(2027, 5, 2), course=course_of("42.195km"), goal_s=13_500.0)


@pytest.fixture(scope="module")
def plan() -> WeeksPlan:
    return plan_weeks(MARATHON, Athlete(), runner())


def test_without_course_or_goal_nothing_is_said() -> None:
    assert chance_change(plan_weeks(replace(MARATHON, goal_s=None), Athlete(), runner()), Athlete()) is None
    assert chance_change(plan_weeks(replace(MARATHON, course=None), Athlete(), runner()), Athlete()) is None


def test_the_plan_enters_by_the_longest_session(plan: WeeksPlan) -> None:
    before, after = states_of(plan, Athlete())
    assert before.longest_session_h == pytest.approx(1.6)
    assert after.longest_session_h == max(week.longest_h for week in plan.weeks)
    assert (
        (before.descent_m_per_week, before.acclimatisation_day)
        == (after.descent_m_per_week, after.acclimatisation_day)
        == (None, None)
    )


def test_what_was_had_already_is_kept(plan: WeeksPlan) -> None:
    before, after = states_of(plan, Athlete(longest_session_h=5.0))
    assert before == after
    change = chance_change(plan, Athlete(longest_session_h=5.0), draws=10)
    assert change is not None
    assert change.changed == ()
    assert (change.difference_frac.low, change.difference_frac.high) == (0.0, 0.0)
    assert not change.clear


def test_hills_and_heat_count_where_the_race_has_them() -> None:
    hills = Course("h.gpx", "running", 20_000.0, Profile(np.array([0.0, 1e4, 2e4]), np.array([600.0, 100.0, 300.0])))
    asked = replace(MARATHON, course=hills, goal_s=7200.0, air_c=30.0)
    before, after = states_of(plan_weeks(asked, Athlete(), runner()), Athlete())
    assert (after.acclimatisation_day or 0.0) > (before.acclimatisation_day or 0.0) == 0.0
    assert (after.descent_m_per_week or 0.0) >= (before.descent_m_per_week or 0.0) > 0.0


def test_it_is_what_assess_minutes_gives(plan: WeeksPlan) -> None:
    from uncramp.activity.plan import plan_minutes
    from uncramp.assessment import Recording

    change = chance_change(plan, Athlete(), weather=stated_weather(air_c=20.0), draws=20)
    assert change is not None
    assert change.changed[0].startswith("longest session 1:36 h now, ")
    assert change.grade == "assumed"
    assert "K8" in change.contradictions
    minutes = plan_minutes(42_195.0, 13_500.0, weather=stated_weather(air_c=20.0))
    recording = Recording("42.195km", "running", "plan", "", 0, recovered=False, repairs=(), sha256="")
    now, then = (assess_minutes(minutes, who, recording=recording, draws=20) for who in states_of(plan, Athlete()))
    weight = now.weight_frac * then.weight_frac
    expected = float(((then.session_chance_frac - now.session_chance_frac) * weight).sum() / weight.sum())
    assert change.difference_frac.mean == pytest.approx(expected)
    assert change.difference_frac.mean < 0.0
    # what is shown and what it is called go by the same numbers
    change_frac = then.session_chance_frac - now.session_chance_frac
    assert change.telling_share_frac == pytest.approx(weight[change_frac <= -0.01].sum() / weight.sum())
    assert change.clear == (change.difference_frac.mean <= -0.01 and weight[change_frac > 0.0].sum() <= 0.05 * weight.sum())
    assert change.clear


def test_nothing_is_said_of_somebody_whose_training_is_not_known() -> None:
    unknown = plan_weeks(MARATHON, Athlete(), NOTHING)
    assert chance_change(unknown, Athlete()) is None
    assert "state" in {one.id for one in unknown.lacks}
    stated = Athlete(longest_session_h=1.0)
    assert plan_weeks(MARATHON, stated, NOTHING).footing.coverage.state_known
