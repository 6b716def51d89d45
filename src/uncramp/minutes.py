"""Minutes: one row a minute of a session, recorded or planned, with its weather.

This is the one form that a recorded file, a planned race and a runner of a simulated field share; every
stage above the readers takes it. It holds values only: ``activity/`` makes it, ``body/`` reads it, and so it
lives below both.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from uncramp.names import SPORTS

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

SLOTS_PER_MINUTE: Final = 6
"""Efforts shorter than a minute are kept at ten seconds: six slots in each row."""


def in_sports(minutes: Minutes, sports: Collection[str]) -> npt.NDArray[np.bool_]:
    """Rows [minute] in one of these sports."""
    chosen: npt.NDArray[np.bool_] = _is_one_of(frozenset(sports))[minutes.sport_index]
    return chosen


@cache
def _is_one_of(sports: frozenset[str]) -> npt.NDArray[np.bool_]:
    return np.array([sport in sports for sport in SPORTS])


def zero_where_unknown(values: Floats) -> Floats:
    """The same values, and 0 where they are NaN."""
    return np.where(np.isnan(values), 0.0, values)


class Spans(NamedTuple):
    """Whose the rows and draws are where there are those of several people, one after the other."""

    starts: Integers  # [person + 1] row in which each person begins, and where the last one ends
    lanes: Integers  # [person + 1] draw in which those of each person begin, and where the last one's end

    @property
    def longest(self) -> int:
        """Most rows that a person has."""
        return int((self.starts[1:] - self.starts[:-1]).max())


def spans_of(spans: Spans | None, rows: int, draws: int) -> Spans:
    """The spans given, or those of one person whose all rows and draws are."""
    return spans or Spans(np.array([0, rows], dtype=np.int64), np.array([0, draws], dtype=np.int64))


@dataclass(frozen=True, slots=True)
class Leg:
    """One part of an activity in one sport (a triathlon has several)."""

    sport: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Weather:
    """Air, wind and sun along a session; arrays of shape [minute], never NaN.

    ``*_spread`` are standard deviations of how unsure each is over the whole session: 0 when measured on the
    spot, wide when assumed. ``source`` says in plain words where it is from.
    """

    air_c: Floats
    humidity_frac: Floats  # relative, 0 to 1
    wind_m_s: Floats  # at 1.1 m above ground, not at the 10 m of a weather station
    solar_w_m2: Floats  # global horizontal irradiance; 0 indoors
    pressure_pa: Floats
    air_spread_k: float
    humidity_spread_frac: float
    wind_spread_ratio: float  # standard deviation of the logarithm
    solar_spread_ratio: float  # standard deviation of the logarithm
    source: str
    assumed: bool
    assumed_names: tuple[str, ...] = ()  # of air, humidity, wind and sun, those that nothing told


@dataclass(frozen=True, slots=True)
class Minutes:
    """One row a minute of a session; [minute] unless said, NaN where nothing was recorded.

    Rows run from the start to the finish without gaps: a pause is rows with ``moving_frac`` 0. The last row may be shorter than
    a minute; ``duration_s`` says where it ends.
    """

    start: datetime | None  # UTC; None when the file has no clock or the session is planned
    duration_s: float
    legs: tuple[Leg, ...]
    sport_index: Integers  # into names.SPORTS
    coverage_frac: Floats  # share of the minute that was recorded
    moving_frac: Floats  # share of the minute in motion (or working, indoors)
    heart_rate_bpm: Floats
    power_w: Floats  # mechanical power at the pedals, or running power where the file has it
    speed_m_s: Floats
    grade_frac: Floats  # rise over run, smoothed over about 50 m
    altitude_m: Floats
    cadence_hz: Floats  # steps (both feet) or crank revolutions a second
    distance_m: Floats  # at the end of the row
    core_c: Floats  # measured (CORE sensor and the like), NaN without one
    skin_c: Floats
    slot_power_w: Floats  # [minute, slot]
    slot_speed_m_s: Floats  # [minute, slot]
    slot_grade_frac: Floats  # [minute, slot]
    indoor: bool  # no airflow of one's own (treadmill, trainer)
    planned: bool
    weather: Weather

    @property
    def rows_count(self) -> int:
        """How many rows there are."""
        return int(self.sport_index.shape[0])
