"""Plans of weeks made up for tests: quickly made, with and without what can be missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
from histories import TODAY, runner

from uncramp.activity.plan import Profile
from uncramp.body.athlete import Athlete
from uncramp.prevent.exposure import NOTHING
from uncramp.prevent.plan import Course
from uncramp.prevent.weeks import Asked, plan_weeks
from uncramp.prevent.weeks_plan import ChanceChange, WeeksPlan
from uncramp.training import UnreadFile
from uncramp.why.answers import Range

HILLS = Course("hills.gpx", "trail_running", 21_000.0, Profile(np.array([0.0, 1e4, 2.1e4]), np.array([100.0, 700.0, 150.0])))


def build_weeks_plan(*, known: bool = True, day: date = date(2027, 5, 2)) -> WeeksPlan:
    """A hilly, hot race with a chance; ``known=False``: nothing is known of anything."""
    if not known:
        return plan_weeks(Asked(TODAY, day), Athlete(), NOTHING)
    past = replace(
        runner(),
        unread=(UnreadFile("bad.fit", "bad.fit: cut off."),),
        left_out=(UnreadFile("twice.fit", "a second copy of another file"),),
    )
    asked = Asked(TODAY, day, sport="trail_running", course=HILLS, goal_s=9000.0, air_c=29.0, muscle="quadriceps")
    plan = plan_weeks(asked, Athlete(conditions=("diabetes",)), past)
    chance = ChanceChange(
        as_now_frac=Range(0.22, 0.2, 0.02, 0.6),
        after_frac=Range(0.17, 0.15, 0.01, 0.5),
        difference_frac=Range(-0.05, -0.04, -0.2, 0.01),
        telling_share_frac=0.62,
        clear=False,
        changed=("longest session 1:36 h now, 2 h then",),
        grade="assumed",
        sources=("manjra1996",),
        contradictions=("K8",),
        draws=20,
        seed=0,
    )
    return replace(plan, chance=chance)
