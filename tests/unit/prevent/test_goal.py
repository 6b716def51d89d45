"""The goal of a race and of the weeks before it is read and checked in one place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp.activity.plan import beyond_people
from uncramp.errors import InputError
from uncramp.prevent.goal import goal_s_of
from uncramp.prevent.plan import Course


@pytest.mark.parametrize(
    ("goal", "sport", "told"),
    [
        ("225", "running", "--goal is '225'"),
        ("3:75:00", "running", "--goal 3:75:00 has more than 59"),
        ("99:00", "running", "--goal"),
        ("1:00:00", "running", "Check --goal and the unit of the distance"),
        ("1:40:00", "running", "faster than the world record of about 2:00:35"),
        ("3:00:00", "walking", "faster than people walk"),
        ("0:40:00", "cycling", "rides alone"),
        (30.0, "running", "--goal is 30 s"),
    ],
)
def test_what_is_no_goal_is_told(goal: str | float, sport: str, told: str) -> None:
    with pytest.raises(InputError) as refused:
        goal_s_of(goal, Course("marathon", sport, 42_195.0, None))
    assert told in str(refused.value)
    assert "--time" not in str(refused.value)


@given(st.floats(3600.0, 100_000.0), st.sampled_from(["running", "walking", "hiking", "cycling"]))
def test_a_goal_somebody_can_reach_is_kept(goal_s: float, sport: str) -> None:
    course = Course("10km", sport, 10_000.0, None)
    if beyond_people(course.distance_m, goal_s, sport):
        with pytest.raises(InputError):
            goal_s_of(goal_s, course)
    else:
        assert goal_s_of(goal_s, course) == goal_s
