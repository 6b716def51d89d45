"""The race that weeks lead to: what is known of it, and how long it will take."""

from __future__ import annotations

import math
from datetime import date
from typing import Final

import numpy as np

from uncramp.prevent.plan import Course
from uncramp.prevent.recent import Footing
from uncramp.prevent.weeks_parameters import weeks_parameters
from uncramp.prevent.weeks_plan import Race
from uncramp.training import FOOT_SPORTS, M_PER_KM, WHEEL_SPORTS
from uncramp.units import S_PER_H

GUESSED_RACE_H: Final = 2.0
"""Stands where not even the length of the race is known, or no speed of its sport."""

WALKED: Final = ("walking", "hiking")


def race_of(
    day: date, sport: str, course: Course | None, footing: Footing, *, goal_s: float | None = None, air_c: float | None = None
) -> Race:
    """What is known of the race; it takes what the goal says, else the usual speed of the athlete, else that of anybody in the sport."""
    p = weeks_parameters()
    speed = footing.easy_speed_m_s
    guessed = goal_s is None and (course is None or not math.isfinite(speed))
    if goal_s is not None:
        expected_s = goal_s
    elif course is not None and (known := speed if math.isfinite(speed) else _speed_of_anybody_m_s(sport)) is not None:
        expected_s = course.distance_m / known
    else:
        expected_s = GUESSED_RACE_H * S_PER_H
    profile = None if course is None else course.profile
    descent_m = 0.0 if profile is None else float(np.maximum(-np.diff(profile.altitude_m), 0.0).sum())
    on_foot = sport not in WHEEL_SPORTS
    return Race(
        day=day,
        sport=sport,
        course=course,
        goal_s=goal_s,
        expected_s=expected_s,
        guessed=guessed,
        air_c=air_c,
        hot=air_c is not None and air_c >= p.hot_air_c and sport != "swimming",
        descent_m=descent_m,
        hilly=on_foot and course is not None and descent_m >= p.hilly_m_per_km * course.distance_m / M_PER_KM,
    )


def _speed_of_anybody_m_s(sport: str) -> float | None:
    p = weeks_parameters()
    if sport in WHEEL_SPORTS:
        return p.guessed_cycling_m_s
    if sport in WALKED:
        return p.guessed_walking_m_s
    return p.guessed_running_m_s if sport in FOOT_SPORTS else None
