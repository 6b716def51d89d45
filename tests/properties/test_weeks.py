"""Laws of a plan of weeks, whatever the past, the days and the race."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from histories import TODAY, exposure, exposures, runner, session
from hypothesis import given
from hypothesis import strategies as st

from uncramp.activity.plan import Profile
from uncramp.body.athlete import Athlete
from uncramp.errors import InputError
from uncramp.names import MUSCLES
from uncramp.prevent.exposure import NOTHING, Exposure
from uncramp.prevent.laying import load_of
from uncramp.prevent.plan import Course
from uncramp.prevent.weeks import SPORTS_PLANNED, Asked, plan_weeks
from uncramp.prevent.weeks_parameters import weeks_parameters
from uncramp.prevent.weeks_plan import WeeksPlan

P = weeks_parameters()
HILLY = Course("hills.gpx", "running", 21_000.0, Profile(np.array([0.0, 7e3, 14e3, 21e3]), np.array([100.0, 600.0, 150.0, 400.0])))
FLAT = Course("flat.gpx", "running", 42_195.0, Profile(np.array([0.0, 42_195.0]), np.array([100.0, 100.0])))


@st.composite
def asked(draw: st.DrawFn) -> Asked:
    course = draw(st.sampled_from((None, HILLY, FLAT)))
    return Asked(
        today=TODAY,
        event=TODAY + timedelta(days=draw(st.integers(1, 260))),
        days_count=draw(st.integers(2, 6)),
        sport=draw(st.sampled_from(SPORTS_PLANNED)),
        course=course,
        goal_s=None if course is None else draw(st.none() | st.floats(4000.0, 40_000.0)),
        air_c=draw(st.none() | st.floats(-5.0, 40.0)),
        muscle=draw(st.sampled_from(MUSCLES)),
    )


plans = st.builds(plan_weeks, asked(), st.just(Athlete()), exposures())


def recent(past: tuple[float, ...], planned: list[float]) -> float:
    return max((*past, *planned)[-int(P.recent_week) :])


@given(plans)
def test_no_week_grows_more_than_the_limit(plan: WeeksPlan) -> None:
    for place, week in enumerate(plan.weeks):
        before = plan.weeks[:place]
        assert (
            week.training_h
            <= (1.0 + P.load_growth_frac) * recent(plan.footing.training_h, [one.training_h for one in before]) + 1e-9
        )
        for muscle in range(len(MUSCLES)):
            past = tuple(load[muscle] for load in plan.footing.load_h)
            limit = (1.0 + P.load_growth_frac) * recent(past, [one.load_h[muscle] for one in before])
            assert week.load_h[muscle] <= limit + 1e-9


@given(plans)
def test_no_session_grows_more_than_the_limit(plan: WeeksPlan) -> None:
    for place, week in enumerate(plan.weeks):
        longest = recent(plan.footing.longest_h, [one.longest_h for one in plan.weeks[:place]])
        assert week.longest_h <= (1.0 + P.longest_growth_frac) * longest + 1e-9


@given(asked(), exposures())
def test_the_footing_is_no_more_than_was_done_or_what_anybody_begins_with(what: Asked, past: Exposure) -> None:
    plan = plan_weeks(what, Athlete(), past)
    weeks = plan.past[-int(P.floor_week) :]
    assert plan.footing.start_h <= max(P.general_h_per_week, *(week.training_h for week in weeks)) + 1e-9
    assert (
        plan.footing.start_longest_h <= max(P.general_longest_h, *(week.longest_h for week in weeks[-int(P.recent_week) :])) + 1e-9
    )


@given(plans)
def test_the_days_are_kept_and_each_week_has_one_of_rest(plan: WeeksPlan) -> None:
    training = {one.day for one in plan.sessions if one.kind != "rest"}
    for week in plan.weeks:
        days = [week.first + timedelta(days=count) for count in range((week.last - week.first).days + 1)]
        held = [day for day in days if day in training]
        assert len(held) == week.days_count
        if len(days) == 7:
            assert len(held) == plan.days_count
        assert len(held) <= plan.days_count < 7
    assert training | {one.day for one in plan.sessions} == {
        plan.weeks[0].first + timedelta(days=count) for count in range((plan.race.day - plan.weeks[0].first).days + 1)
    }


@given(plans)
def test_the_taper_falls_to_the_race(plan: WeeksPlan) -> None:
    ends = [week for week in plan.weeks if week.kind in ("taper", "race")]
    built = [week for week in plan.weeks if week.kind == "build"]
    last = [*built[-1:], *ends]
    for sooner, later in itertools.pairwise(last):
        assert later.training_h < sooner.training_h
        assert later.longest_h < sooner.longest_h
        assert all(load < before for before, load in zip(sooner.load_h, later.load_h, strict=True))
    if built and len(ends) == P.taper_week:
        down = 1.0 - sum(week.training_h for week in ends) / (P.taper_week * built[-1].training_h)
        assert 0.41 <= down <= 0.60
    assert plan.sessions[-1].kind == "race"
    assert plan.sessions[-1].day == plan.race.day
    assert not [one for one in plan.sessions if one.day == plan.race.day - timedelta(days=1) and one.kind != "rest"]
    if plan.race.expected_s >= 7200.0:
        long = [one.day for one in plan.sessions if one.kind in ("long", "rehearsal")]
        assert all((plan.race.day - day).days >= 10 for day in long)


@given(plans)
def test_sessions_say_what_weeks_say(plan: WeeksPlan) -> None:
    beside = ("rest", "strength", "routine", "race")
    for week in plan.weeks:
        own = [one for one in plan.sessions if week.first <= one.day <= week.last and one.kind not in beside]
        assert sum(one.duration_s for one in own) / 3600.0 == pytest.approx(week.training_h)
        assert max((one.duration_s for one in own), default=0.0) / 3600.0 == pytest.approx(week.longest_h)
    for one in plan.sessions:
        steps = sum(step.duration_s or 0.0 for step in one.steps)
        assert steps == pytest.approx(one.duration_s) or one.kind == "race"
        assert all((step.duration_s is None) != (step.distance_m is None) for step in one.steps)
    assert len({one.id for one in plan.sessions}) == len(plan.sessions)


@given(plans)
def test_hard_days_and_days_of_strength_do_not_follow_each_other(plan: WeeksPlan) -> None:
    strength = sorted(one.day for one in plan.sessions if one.kind == "strength")
    assert all(later - sooner >= timedelta(days=2) for sooner, later in itertools.pairwise(strength))
    assert all((plan.race.day - day).days >= 7 for day in strength)
    hard = [one.day for one in plan.sessions if one.kind in ("race_pace", "hills", "long", "rehearsal", "race")]
    assert all(later - sooner >= timedelta(days=2) for sooner, later in itertools.pairwise(hard))


@given(plans)
def test_heat_and_hills_only_where_they_are_needed(plan: WeeksPlan) -> None:
    for one in plan.sessions:
        left = (plan.race.day - one.day).days
        assert one.kind != "heat" or (plan.race.hot and P.heat_rest_day <= left <= P.heat_window_day)
        assert one.kind != "hills" or (plan.race.hilly and left >= P.last_descent_day)


@given(asked(), exposures(), st.floats(0.05, 6.0), st.integers(13, 40))
def test_what_lies_before_the_weeks_looked_back_to_changes_nothing(what: Asked, past: Exposure, hours: float, back: int) -> None:
    older = replace(past, sessions=(session(TODAY - timedelta(weeks=back), hours), *past.sessions))
    one, other = plan_weeks(what, Athlete(), past), plan_weeks(what, Athlete(), older)
    assert [week.training_h for week in one.weeks] == [week.training_h for week in other.weeks]


@given(asked(), exposures(), st.integers(1, 84), st.floats(0.05, 4.0))
def test_another_session_moves_the_footing_by_little(what: Asked, past: Exposure, back: int, hours: float) -> None:
    more = exposure([*past.sessions, session(TODAY - timedelta(days=back), hours, sport=what.sport)])
    one, other = plan_weeks(what, Athlete(), past), plan_weeks(what, Athlete(), more)
    largest = max([P.general_h_per_week, *(week.training_h for week in one.past[-int(P.floor_week) :])])
    # a week that becomes known counts for a fourth, and so does what it held
    assert abs(other.footing.start_h - one.footing.start_h) <= 0.5 * largest + hours
    assert abs(other.footing.start_longest_h - one.footing.start_longest_h) <= 0.25 * largest + hours


@given(asked(), exposures())
def test_the_same_past_gives_the_same_plan(what: Asked, past: Exposure) -> None:
    assert plan_weeks(what, Athlete(), past) == plan_weeks(what, Athlete(), past)


@given(st.integers(0, 400))
def test_an_event_that_is_over_or_today_is_refused(back: int) -> None:
    with pytest.raises(InputError, match="event"):
        plan_weeks(Asked(TODAY, TODAY - timedelta(days=back)))


@given(st.integers(2, 6), exposures())
def test_an_event_tomorrow_is_a_plan_of_one_day(days: int, past: Exposure) -> None:
    plan = plan_weeks(Asked(TODAY, TODAY + timedelta(days=1), days_count=days), Athlete(), past)
    assert [one.kind for one in plan.sessions] == ["race"]
    assert "no_build" in {one.id for one in plan.lacks}


def test_nothing_known_is_a_general_plan_that_says_so() -> None:
    plan = plan_weeks(Asked(TODAY, date(2027, 5, 2)), Athlete(), NOTHING)
    assert plan.general
    assert plan.lacks[0].id == "data"
    assert plan.weeks[1].training_h == pytest.approx(P.general_h_per_week, abs=0.1)


def test_load_of_a_week_is_hours_at_the_usual_load() -> None:
    plan = plan_weeks(Asked(TODAY, date(2027, 5, 2), days_count=4), Athlete(), runner())
    assert load_of((), plan.footing) == (0.0, 0.0, 0.0)
    easy = next(week for week in plan.weeks if week.kind == "lighter")
    assert easy.load_h == pytest.approx([easy.training_h * load for load in plan.footing.load_per_h])
