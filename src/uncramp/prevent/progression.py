"""How weeks may follow each other: growth within limits, lighter weeks, taper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from uncramp.prevent.recent import Footing
from uncramp.prevent.weeks_parameters import weeks_parameters
from uncramp.prevent.weeks_plan import Race
from uncramp.training import WHEEL_SPORTS
from uncramp.units import S_PER_H

WEEK_KINDS: Final = ("lead_in", "build", "lighter", "taper", "race")
"""``lead_in`` is the rest of a week before the first whole one."""


@dataclass(frozen=True, slots=True)
class WeekTarget:
    """What a week is to hold, before it is laid on days."""

    kind: str  # one of WEEK_KINDS
    training_h: float  # without the race
    longest_h: float  # 0 where there is no long session
    most_h: float  # no session of the week may be longer
    descent_m: float  # in sessions of hills


@dataclass(frozen=True, slots=True)
class Aim:
    """What the build-up goes to."""

    longest_h: float
    descent_m: float  # of a week


def aim_of(race: Race) -> Aim:
    """What is wished for: most of the race's time in one session, up to a limit, and the descent of a hilly course."""
    p = weeks_parameters()
    limit_h = p.longest_on_wheels_h if race.sport in WHEEL_SPORTS else p.longest_on_foot_h
    return Aim(min(p.longest_of_race_frac * race.expected_s / S_PER_H, limit_h), race.descent_m if race.hilly else 0.0)


def kinds_of(weeks_count: int) -> tuple[str, ...]:
    """Kind of each whole week up to the race; the taper takes the last ones, at most two of three.

    Examples
    --------
    >>> kinds_of(1), kinds_of(2), kinds_of(3)
    (('race',), ('taper', 'race'), ('build', 'taper', 'race'))
    """
    p = weeks_parameters()
    taper = min(int(p.taper_week), weeks_count)
    end = ("taper",) * max(taper - 1, 0) + ("race",) * min(taper, 1)
    built = weeks_count - taper
    every = int(p.lighter_every_week)
    # the taper is lighter itself: no lighter week right before it
    return tuple("lighter" if (place + 1) % every == 0 and place + 1 < built else "build" for place in range(built)) + end


def share_of_longest_frac(footing: Footing, days_count: int) -> float:
    """Most of a week's time that its longest session may have: more with few days, or where it is so already."""
    p = weeks_parameters()
    own = footing.start_longest_h / footing.start_h
    return max(p.long_share_frac, p.long_mean_ratio / days_count, min(own, p.long_share_most_frac))


def next_week(kind: str, done: Sequence[WeekTarget], footing: Footing, aim: Aim, days_count: int) -> WeekTarget:
    """The week after those that are ``done``, as planned; ``done`` may have been cut when they were laid on days.

    Neither the time nor the longest session passes the limit against the largest of the recent weeks, past ones and planned ones.
    """
    p = weeks_parameters()
    share = share_of_longest_frac(footing, days_count)
    full = [week for week in done if week.kind == "build"]
    limit_h = (1.0 + p.load_growth_frac) * max(_window(footing.training_h, [week.training_h for week in done]))
    limit_longest_h = (1.0 + p.longest_growth_frac) * max(_window(footing.longest_h, [week.longest_h for week in done]))
    last_h = full[-1].training_h if full else footing.start_h
    last_longest_h = full[-1].longest_h if full else footing.start_longest_h
    if kind != "build":
        part = {"lead_in": 1.0, "lighter": p.lighter_frac, "taper": p.taper_first_frac, "race": p.taper_last_frac}[kind]
        training_h = min(part * last_h, limit_h)
        has_long = kind in ("lighter", "taper")
        longest_h = min(part * last_longest_h, share * training_h, limit_longest_h) if has_long else 0.0
        descent_m = part * full[-1].descent_m if full and kind == "lighter" else 0.0
        return WeekTarget(kind, training_h, longest_h, limit_longest_h, descent_m)
    # there is no need to grow beyond what carries the longest session that is aimed at
    enough_h = max(footing.start_h, aim.longest_h / share)
    training_h = min(last_h * (1.0 + p.load_growth_frac) if full else last_h, enough_h, limit_h)
    grown_longest_h = last_longest_h * (1.0 + p.longest_growth_frac) if full else last_longest_h
    longest_h = min(grown_longest_h, max(aim.longest_h, footing.start_longest_h), share * training_h, limit_longest_h)
    return WeekTarget("build", training_h, longest_h, limit_longest_h, _descent_m(full, footing, aim))


def _descent_m(full: Sequence[WeekTarget], footing: Footing, aim: Aim) -> float:
    if aim.descent_m <= 0.0:
        return 0.0
    last_m = max(week.descent_m for week in full) if full else 0.0
    grown_m = (1.0 + weeks_parameters().descent_growth_frac) * last_m if last_m > 0.0 else footing.descent_m
    return min(grown_m, aim.descent_m)


def _window(past: Sequence[float], planned: Sequence[float]) -> Sequence[float]:
    """The recent weeks, past and planned."""
    return (*past, *planned)[-int(weeks_parameters().recent_week) :]
