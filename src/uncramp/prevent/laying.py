"""A week laid on days: which day has which kind of session and for how long."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from uncramp.prevent.exposure import Loads
from uncramp.prevent.progression import WeekTarget
from uncramp.prevent.recent import DAYS_PER_WEEK, Footing
from uncramp.prevent.weeks_parameters import weeks_parameters
from uncramp.units import MIN_PER_H

FEWEST_DAYS: Final = 2
MOST_DAYS: Final = 6
"""The seventh day is a day of rest."""

DAYS_AFTER_LONG: Final = {2: (0, 3), 3: (0, 2, 4), 4: (0, 2, 3, 5), 5: (0, 2, 3, 5, 6), 6: (0, 2, 3, 4, 5, 6)}
"""Training days of a week, counted from the day of the long session; the day after it is always one of rest."""

HARD_AFTER_LONG: Final = {2: 3, 3: 4, 4: 3, 5: 3, 6: 3}
"""The day of pace or hills: two days or more from the long session either way."""

DAYS_BEFORE_RACE: Final = (5, 3, 2, 4, 6)
"""Training days of the race week, counted back from the race, the first ones first; the day before it is one of rest."""

PACE_BEFORE_RACE: Final = 5
"""The day of pace in the race week, counted back from the race."""

LONG_KINDS: Final = ("long", "rehearsal")
"""Kinds of the session that is the longest of its week."""

SUNDAY: Final = 6
STEP_MIN: Final = 5


@dataclass(frozen=True, slots=True)
class Laid:
    """One session of a week, before it has words."""

    day: date
    kind: str  # easy | long | race_pace | hills | heat | rehearsal
    training_h: float
    descent_m: float = 0.0


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a week should hold besides time."""

    hard: str  # race_pace | hills | "" for none
    long: bool  # one session is longer than the others
    rehearsal: bool  # the long session tries out the race's drinking
    heat: bool  # the race is expected to be hot
    event: date


def lay_whole_week(first: date, target: WeekTarget, wishes: Wishes, days_count: int) -> tuple[Laid, ...]:
    """A week of seven days that ends before the race week."""
    long_day = long_day_of(first)
    offsets = DAYS_AFTER_LONG[days_count]
    # with little time the longest session is no longer than the others
    longest_h = min(max(target.longest_h if wishes.long else 0.0, target.training_h / days_count), target.most_h)
    rest_h = min((target.training_h - longest_h) / (days_count - 1), target.most_h)
    laid = []
    for offset in offsets:
        day = first + timedelta(((long_day - first).days + offset) % DAYS_PER_WEEK)
        if offset == 0 and wishes.long:
            laid.append(Laid(day, "rehearsal" if wishes.rehearsal else "long", longest_h))
        elif offset == HARD_AFTER_LONG[days_count] and wishes.hard:
            laid.append(Laid(day, wishes.hard, rest_h, target.descent_m if wishes.hard == "hills" else 0.0))
        else:
            laid.append(Laid(day, "easy", rest_h))
    return _warmed(laid, wishes)


def long_day_of(first: date) -> date:
    """The day of the long session in a week: its Sunday."""
    return first + timedelta((SUNDAY - first.weekday()) % DAYS_PER_WEEK)


def lay_race_week(first: date, target: WeekTarget, wishes: Wishes, days_count: int) -> tuple[Laid, ...]:
    """The days up to the race, at most seven; the race itself is not among them, but takes the place of one."""
    days = [wishes.event - timedelta(back) for back in DAYS_BEFORE_RACE[: days_count - 1]]
    days = sorted(day for day in days if day >= first)
    if not days:
        return ()
    each_h = min(target.training_h / days_count, target.most_h)
    # pace is kept up to the race, but not in its last days
    hard = wishes.event - timedelta(PACE_BEFORE_RACE)
    return _warmed([Laid(day, wishes.hard if wishes.hard and day == hard else "easy", each_h) for day in days], wishes)


def lay_lead_in(first: date, days: int, target: WeekTarget, wishes: Wishes, days_count: int) -> tuple[Laid, ...]:
    """The rest of a week before the first whole one, all easy, with its share of the days."""
    count = days_count * days // DAYS_PER_WEEK
    if count == 0:
        return ()
    each_h = min(target.training_h / days_count, target.most_h)
    places = [int((place + 0.5) * days / count) for place in range(count)]
    return _warmed([Laid(first + timedelta(place), "easy", each_h) for place in places], wishes)


def _warmed(laid: Sequence[Laid], wishes: Wishes) -> tuple[Laid, ...]:
    """Easy sessions near a hot race are done in the heat; the time stays as it was."""
    p = weeks_parameters()
    if not wishes.heat:
        return tuple(sorted(laid, key=lambda one: one.day))
    window = range(int(p.heat_rest_day), int(p.heat_window_day) + 1)
    warm = [replace(one, kind="heat") if one.kind == "easy" and (wishes.event - one.day).days in window else one for one in laid]
    return tuple(sorted(warm, key=lambda one: one.day))


def load_of(laid: Sequence[Laid], footing: Footing) -> Loads:
    """Load of each muscle [muscle]: hours of each session at the load of a usual hour, more for pace and hills."""
    p = weeks_parameters()
    ratio = {"race_pace": p.race_pace_load_ratio, "hills": p.hills_load_ratio}
    hours = sum(one.training_h * ratio.get(one.kind, 1.0) for one in laid)
    return tuple(hours * load for load in footing.load_per_h)


def within_load(laid: Sequence[Laid], done: Sequence[Loads], footing: Footing) -> tuple[Laid, ...]:
    """The week, shorter where the load of a muscle would grow more than the limit against the recent weeks, and in whole minutes."""
    p = weeks_parameters()
    window = (*footing.load_h, *done)[-int(p.recent_week) :]
    planned = load_of(laid, footing)
    allowed = [(1.0 + p.load_growth_frac) * max(week[muscle] for week in window) for muscle in range(len(planned))]
    part = min([1.0, *(limit / load for limit, load in zip(allowed, planned, strict=True) if load > 0.0)])
    return tuple(replace(one, training_h=rounded_h(part * one.training_h), descent_m=part * one.descent_m) for one in laid)


def rounded_h(hours: float) -> float:
    """Hours rounded down to whole minutes, from an hour on to five of them.

    Coarser steps would eat the growth of short sessions.

    Examples
    --------
    >>> [round(60 * rounded_h(minutes / 60)) for minutes in (77.9, 42.6, 0.2)]
    [75, 42, 1]
    """
    minutes = math.floor(hours * MIN_PER_H + 1e-9)
    step = STEP_MIN if minutes >= MIN_PER_H else 1
    return max(minutes // step * step, 1) / MIN_PER_H
