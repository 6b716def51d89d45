"""The finish time that is asked for: read, and refused where nobody has gone so fast."""

from __future__ import annotations

from typing import Final

from uncramp.activity.plan import beyond_people, check_plan, parse_duration
from uncramp.errors import InputError
from uncramp.prevent.plan import Course
from uncramp.texts import _
from uncramp.units import elapsed_text

FLAG: Final = "--goal"


def goal_s_of(goal: float | str, course: Course) -> float:
    """The goal in seconds, as given or as typed.

    Raises
    ------
    InputError
        If it is no time, or beyond people.

    Examples
    --------
    >>> goal_s_of("3:45", Course("marathon", "running", 42_195.0, None))
    13500.0
    """
    distance_m, sport = course.distance_m, course.sport
    goal_s = parse_duration(goal, distance_m, FLAG) if isinstance(goal, str) else float(goal)
    check_plan(distance_m, goal_s, sport, FLAG)
    if beyond := beyond_people(distance_m, goal_s, sport):
        raise InputError(
            _("the goal is {goal_s} for {distance_m} km, {beyond}. Check {flag} and the distance.").format(
                goal_s=elapsed_text(goal_s), distance_m=f"{distance_m / 1_000.0:g}", beyond=beyond, flag=FLAG
            )
        )
    return goal_s
