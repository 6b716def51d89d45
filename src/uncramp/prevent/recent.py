"""The weeks behind: what each held, which are missing, and the footing a plan starts from."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np

from uncramp.body.athlete import Athlete
from uncramp.evidence.registry import load_topic
from uncramp.names import MUSCLES
from uncramp.prevent.exposure import Exposure, Loads, SessionExposure, is_hot
from uncramp.prevent.weeks_parameters import WeeksParameters, weeks_parameters
from uncramp.training import FOOT_SPORTS, same_family

DAYS_PER_WEEK: Final = 7


@dataclass(frozen=True, slots=True)
class PastWeek:
    """Seven days that are over, counted back from the day of the plan."""

    first: date
    sessions_count: int  # all sports
    training_h: float  # in the plan's family of sports
    longest_h: float  # likewise; 0 without a session
    load_h: Loads  # [muscle], all sports
    descent_m: float  # on foot; sessions without heights count nothing
    hot_count: int  # sessions measured in hot air


@dataclass(frozen=True, slots=True)
class Coverage:
    """Whether the past is known well enough for a plan to be this person's."""

    known_count: int  # weeks with a session among those that count
    needed_count: int
    missing: tuple[date, ...]  # first days of the weeks without one, the oldest first
    stated: bool  # the athlete said what they train
    longest_stated: bool  # and how long their longest session is

    @property
    def enough(self) -> bool:
        """Whether it is."""
        return self.known_count >= self.needed_count

    @property
    def state_known(self) -> bool:
        """Whether it is known how the athlete is trained today, so that a chance of today can be said."""
        return self.enough or self.longest_stated

    @property
    def share_frac(self) -> float:
        """How much the person's own weeks count, the general plan having the rest."""
        return min(self.known_count / self.needed_count, 1.0)


@dataclass(frozen=True, slots=True)
class Footing:
    """What a plan starts from and grows against."""

    training_h: tuple[float, ...]  # of each recent week, the oldest first; at least one
    start_h: float  # what the first week has
    longest_h: tuple[float, ...]  # of each recent week
    start_longest_h: float
    load_per_h: Loads  # [muscle] of a usual hour
    load_h: tuple[Loads, ...]  # of each recent week, [muscle]
    descent_m: float  # largest of the recent weeks
    easy_speed_m_s: float  # usual speed; NaN where unknown
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class Ratios:
    """Numbers that are often asked for; nothing is computed from them."""

    acute_chronic_ratio: float  # load of the most loaded muscle, seven days against the three weeks before; NaN where not known
    monotony_ratio: float  # mean of the daily load over its standard deviation, seven days (F24)


def past_weeks(exposure: Exposure, today: date, sport: str) -> tuple[PastWeek, ...]:
    """The weeks looked back to, the oldest first; each ends the day before a whole number of weeks before ``today``."""
    count = int(weeks_parameters().look_back_week)
    first = [today - timedelta(weeks=count - place) for place in range(count)]
    return tuple(
        _week(day, [one for one in exposure.sessions if 0 <= (one.day - day).days < DAYS_PER_WEEK], sport) for day in first
    )


def _week(first: date, sessions: Sequence[SessionExposure], sport: str) -> PastWeek:
    own = [one.moving_h for one in sessions if same_family(one.sport, sport)]
    return PastWeek(
        first=first,
        sessions_count=len(sessions),
        training_h=sum(own),
        longest_h=max(own, default=0.0),
        load_h=_sum(one.load_h for one in sessions),
        descent_m=sum(one.descent_m for one in sessions if one.sport in FOOT_SPORTS and math.isfinite(one.descent_m)),
        hot_count=sum(map(is_hot, sessions)),
    )


def coverage_of(weeks: Sequence[PastWeek], athlete: Athlete) -> Coverage:
    """Which of the last weeks are known."""
    p = weeks_parameters()
    counted = weeks[-int(p.floor_week) :]
    return Coverage(
        known_count=sum(week.training_h > 0.0 for week in counted),
        needed_count=int(p.fewest_known_week),
        missing=tuple(week.first for week in counted if not week.training_h > 0.0),
        stated=athlete.training_h_per_week is not None,
        longest_stated=athlete.longest_session_h is not None,
    )


def footing_of(weeks: Sequence[PastWeek], exposure: Exposure, athlete: Athlete, sport: str) -> Footing:
    """What the plan starts from: the recent weeks, and where they are not known what the athlete states or the general plan has.

    With fewer known weeks than are needed their own numbers count for their share, so that another file never makes the plan jump.
    """
    p = weeks_parameters()
    coverage = coverage_of(weeks, athlete)
    recent = weeks[-int(p.recent_week) :]
    own = coverage.share_frac
    general_h = p.general_h_per_week if athlete.training_h_per_week is None else athlete.training_h_per_week
    general_longest_h = p.general_longest_h if athlete.longest_session_h is None else athlete.longest_session_h
    mean_h = _mean_week_h(weeks, own)
    longest_h = max((week.longest_h for week in recent), default=0.0)
    start_h = max(own * mean_h + (1.0 - own) * general_h, p.least_h_per_week)
    start_longest_h = max(own * longest_h + (1.0 - own) * min(general_longest_h, start_h), p.least_longest_h)
    sessions = [one for one in exposure.sessions if one.day >= weeks[0].first and same_family(one.sport, sport)]
    per_h = _load_per_h(sessions, sport, own)
    started = tuple(start_h * load for load in per_h)
    return Footing(
        training_h=tuple(max(week.training_h, start_h) for week in recent),
        start_h=start_h,
        longest_h=tuple(max(week.longest_h, start_longest_h) for week in recent),
        start_longest_h=start_longest_h,
        load_per_h=per_h,
        load_h=tuple(_at_least(week.load_h, started) for week in recent),
        descent_m=max(
            max((week.descent_m for week in recent), default=0.0), athlete.descent_m_per_week or 0.0, p.general_descent_m
        ),
        easy_speed_m_s=_usual_speed(sessions),
        coverage=coverage,
    )


def _mean_week_h(weeks: Sequence[PastWeek], own: float) -> float:
    """Mean of the recent weeks. As more weeks are known, an empty one counts more as a rest, and one before the recent ones less."""
    p = weeks_parameters()
    known = [week for week in weeks[-int(p.floor_week) :] if week.training_h > 0.0]
    recent = weeks[-int(p.recent_week) :]
    weight = {week.first: 1.0 if week in recent else 1.0 - own for week in known}
    empty = own * sum(not week.training_h > 0.0 for week in recent)
    total = sum(weight.values()) + empty
    return sum(weight[week.first] * week.training_h for week in known) / total if total > 0.0 else 0.0


def _load_per_h(sessions: Sequence[SessionExposure], sport: str, own: float) -> Loads:
    """Load of a usual hour of the sport: from the sessions, and as far as these are few from the table of muscle load."""
    table = load_topic("load")
    intensity = load_topic("fatigue")["training_intensity_frac"].value
    general = tuple((table[f"{sport}_{muscle}_load_ratio"].value * intensity) ** 2 for muscle in MUSCLES)
    hours = sum(one.moving_h for one in sessions)
    if not hours > 0.0:
        return general
    seen = (total / hours for total in _sum(one.load_h for one in sessions))
    return tuple(own * mine + (1.0 - own) * usual for mine, usual in zip(seen, general, strict=True))


def _usual_speed(sessions: Sequence[SessionExposure]) -> float:
    """Middle of the mean speeds."""
    speeds = [one.speed_m_s for one in sessions if math.isfinite(one.speed_m_s)]
    return float(np.median(speeds)) if speeds else math.nan


def ratios_of(exposure: Exposure, weeks: Sequence[PastWeek], today: date) -> Ratios:
    """Acute against chronic load, uncoupled, and monotony; of the muscle that is loaded most."""
    p: WeeksParameters = weeks_parameters()
    recent = weeks[-int(p.recent_week) :]
    muscle = int(np.argmax([sum(week.load_h[place] for week in weeks) for place in range(len(MUSCLES))]))
    covered = min((one.day for one in exposure.sessions), default=today) <= recent[0].first
    chronic = [week.load_h[muscle] for week in recent[:-1]]
    weekly = sum(chronic) / len(chronic)
    daily = np.zeros(DAYS_PER_WEEK)
    for one in exposure.sessions:
        if 0 <= (place := (one.day - weeks[-1].first).days) < DAYS_PER_WEEK:
            daily[place] += one.load_h[muscle]
    spread = float(daily.std())
    return Ratios(
        acute_chronic_ratio=recent[-1].load_h[muscle] / weekly if covered and weekly > 0.0 else math.nan,
        monotony_ratio=float(daily.mean()) / spread if spread > 0.0 else math.nan,
    )


def _sum(loads: Iterable[Loads]) -> Loads:
    total = np.zeros(len(MUSCLES))
    for one in loads:
        total += one
    return tuple(float(value) for value in total)


def _at_least(load_h: Loads, least_h: Loads) -> Loads:
    return tuple(map(max, load_h, least_h))
