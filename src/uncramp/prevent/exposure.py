"""What past sessions asked of each muscle: the engine's load, the longest hours, descents and heat."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

import numpy as np

from uncramp.activity.history import LATER, ReadFolder
from uncramp.activity.plan import DISTANCE_BOUNDS_M, FASTEST_ON_FOOT_M_S, plan_minutes
from uncramp.body.athlete import Athlete
from uncramp.body.fatigue import simulate_fatigue
from uncramp.body.simulate import simulate_body
from uncramp.errors import UncrampError
from uncramp.minutes import Minutes
from uncramp.names import MUSCLES
from uncramp.prevent.weeks_parameters import weeks_parameters
from uncramp.texts import N_
from uncramp.training import PastSession, TrainingHistory, UnreadFile
from uncramp.units import MIN_PER_H, S_PER_H, S_PER_MIN
from uncramp.why.situation import first_rows, situation_of

DRAWS: Final = 16
"""Of the athlete: the middle of so few is enough for a sum over weeks, and a folder has hundreds of files."""

TOO_OLD: Final = N_("older than the weeks looked back to")

Loads = tuple[float, ...]
"""[muscle] in the order of ``names.MUSCLES``: hours at the load of maximal oxygen uptake, as the square of the load counts."""


@dataclass(frozen=True, slots=True)
class SessionExposure:
    """One past session, reduced to what a training plan needs."""

    file: str
    day: date  # of its start, UTC
    sport: str
    moving_h: float
    speed_m_s: float  # mean in motion; NaN where unknown
    descent_m: float  # NaN where no height is known
    air_c: float  # mean; NaN where it was not measured
    load_h: Loads


@dataclass(frozen=True, slots=True)
class Exposure:
    """All past sessions that count, the oldest first, and what does not."""

    sessions: tuple[SessionExposure, ...]
    unread: tuple[UnreadFile, ...]
    left_out: tuple[UnreadFile, ...]


NOTHING: Final = Exposure((), (), ())


def exposure_of(read: ReadFolder, today: date, athlete: Athlete) -> Exposure:
    """What the files of a folder add up to; those of the weeks looked back to are run through the engine once each."""
    since = first_day(today)
    kept = [one for one in read.sessions if since <= one.start.date() < today]
    other = [
        UnreadFile(one.past.file, TOO_OLD if one.start.date() < since else LATER)
        for one in read.sessions
        if not since <= one.start.date() < today
    ]
    sessions = [session_exposure(one.past, one.minutes, one.start.date(), athlete) for one in kept]
    return Exposure(_in_order(sessions), read.unread, (*read.left_out, *other))


def first_day(today: date) -> date:
    """The first day that is looked back to."""
    return today - timedelta(weeks=weeks_parameters().look_back_week)


def exposure_of_history(history: TrainingHistory, today: date, athlete: Athlete) -> Exposure:
    """The same from sessions that were kept without their minutes, as a diary keeps them: each at its mean speed and heart rate."""
    sessions = []
    unread = list(history.unread)
    moment = datetime.combine(today, time(), UTC)
    left_out = []
    for past in history.sessions:
        day = (moment - timedelta(days=past.before_day) - timedelta(hours=past.duration_h)).date()
        if day < first_day(today):
            left_out.append(UnreadFile(past.file, TOO_OLD))
            continue
        try:
            sessions.append(session_exposure(past, even_minutes(past), day, athlete))
        except UncrampError as error:
            unread.append(UnreadFile(past.file, str(error)))
    return Exposure(_in_order(sessions), tuple(unread), tuple(left_out))


def _in_order(sessions: Iterable[SessionExposure]) -> tuple[SessionExposure, ...]:
    return tuple(sorted(sessions, key=lambda one: (one.day, one.file)))


def session_exposure(past: PastSession, minutes: Minutes, day: date, athlete: Athlete) -> SessionExposure:
    """One session, its load by the engine."""
    known = not minutes.weather.assumed
    return SessionExposure(
        file=past.file,
        day=day,
        sport=past.sport,
        moving_h=past.moving_h,
        speed_m_s=past.speed_m_s,
        descent_m=past.descent_m,
        air_c=float(np.nanmean(minutes.weather.air_c)) if known else math.nan,
        load_h=muscle_load(minutes, athlete, past.sport),
    )


def muscle_load(minutes: Minutes, athlete: Athlete, sport: str) -> Loads:
    """Load of each muscle over a session: the square of the load summed over time, as the slow loss of ``body/fatigue.py`` goes.

    The middle of a few draws of the athlete. An hour at the load of maximal oxygen uptake is 1 h, an hour at half of it a quarter.
    """
    situation = situation_of(
        minutes, athlete, sport=sport, intake=None, history=None, mechanism="mixture", draws=DRAWS, seed=0, overrides=None
    )
    session = first_rows(situation, situation.session_rows)
    body = simulate_body(
        session.minutes, session.athlete, session.intake, session.body, surroundings=session.surroundings, only_for_causes=True
    )
    fatigue = simulate_fatigue(session.minutes, body, session.athlete, session.fatigue)
    moving = np.nan_to_num(session.minutes.moving_frac)
    hours = (fatigue.load_frac**2 * moving).sum(axis=-1) / MIN_PER_H
    return tuple(float(value) for value in np.median(hours, axis=-1))


def even_minutes(past: PastSession) -> Minutes:
    """A session of which only means are known, as minutes of even effort.

    Raises
    ------
    InputError
        If no session can be that short or that long.
    """
    low, high = DISTANCE_BOUNDS_M
    duration_s = max(past.moving_h * S_PER_H, S_PER_MIN)
    speed = past.speed_m_s if math.isfinite(past.speed_m_s) and past.speed_m_s > 0.0 else 1.0
    minutes = plan_minutes(min(max(min(speed, FASTEST_ON_FOOT_M_S) * duration_s, low), high), duration_s, sport=past.sport)
    rate = np.full(minutes.rows_count, past.heart_rate_bpm)
    if math.isfinite(past.speed_m_s):
        return replace(minutes, heart_rate_bpm=rate)
    silent = np.full(minutes.rows_count, np.nan)
    return replace(minutes, heart_rate_bpm=rate, speed_m_s=silent, slot_speed_m_s=np.full(minutes.slot_speed_m_s.shape, np.nan))


def is_hot(session: SessionExposure) -> bool:
    """Whether it was in air that counts as hot; where the air was not measured it does not count."""
    return session.air_c >= weeks_parameters().hot_air_c


def of_muscles(values: Loads) -> dict[str, float]:
    """By the names of the muscles."""
    return dict(zip(MUSCLES, values, strict=True))
