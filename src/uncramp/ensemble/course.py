"""The course as runners go over it: legs, hills and pacing become the minutes of several runners at once, one runner after the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from uncramp.activity.grade import STEEPEST_FRAC
from uncramp.activity.plan import ON_FOOT
from uncramp.activity.weather import KnownWeather, Track, complete
from uncramp.activity.weather_parameters import spread_of_weather
from uncramp.compiled import at_least, at_most, compiled
from uncramp.ensemble.field import Day, Field, FieldLeg, WeatherByClock
from uncramp.ensemble.heat_clock import HeatClock
from uncramp.ensemble.runners import Runners, runners_at
from uncramp.evidence.registry import load_topic
from uncramp.minutes import SLOTS_PER_MINUTE, Floats, Integers, Minutes, Weather
from uncramp.names import SPORTS
from uncramp.units import S_PER_H, S_PER_MIN

Flags = npt.NDArray[np.bool_]
M_PER_KM: Final = 1000.0
LEAST_M: Final = 1e-9
"""Numerical guard: no rise is divided by less."""

POINTS: Final = 41
"""Points of a leg's clock without a profile: pacing changes between them."""

EASES_FROM, STEADY_FROM, FADES_FROM = 0.4, 0.6, 0.75
"""Shares of a leg: between the first two the pace of the first half goes over into that of the third quarter; from the last it fades."""


def relative_speed(share: Floats, first_half_ratio: Floats | float, finish_ratio: Floats | float) -> Floats:
    """Speed at each share of a leg over that of its third quarter.

    Examples
    --------
    >>> relative_speed(np.array([0.1, 0.6, 1.0]), 1.08, 0.9).tolist()
    [1.08, 1.0, 0.9]
    """
    fading = np.clip((share - FADES_FROM) / (1.0 - FADES_FROM), 0.0, 1.0)
    fast = np.clip((STEADY_FROM - share) / (STEADY_FROM - EASES_FROM), 0.0, 1.0)
    return 1.0 + (first_half_ratio - 1.0) * fast + (finish_ratio - 1.0) * fading


def slope_costs(leg: FieldLeg, kind: str) -> tuple[Floats, Floats]:
    """Share of the way and cost of a metre over that on the flat, of each slope of the leg; of ``kind`` running or walking (minetti2002)."""
    if leg.profile is None:
        return np.ones(1), np.ones(1)
    length_m = np.diff(leg.profile.distance_m)
    return length_m / length_m.sum(), _cost(np.diff(leg.profile.altitude_m) / length_m, kind)


def _cost(slope_frac: Floats, kind: str) -> Floats:
    entries = load_topic("metabolism")
    powers = [entries[f"{kind}_cost{power}_j_kg_m"].value for power in range(6)]
    slope = np.clip(slope_frac, -STEEPEST_FRAC, STEEPEST_FRAC)
    return np.asarray(np.polynomial.polynomial.polyval(slope, powers), dtype=np.float64) / powers[0]


@dataclass(frozen=True, slots=True)
class Passage:
    """When and where on the course the rows of several runners are, one runner after the other."""

    starts: Integers  # [runner + 1] row in which each runner begins, and where the last one ends
    begin_m: Floats  # [row] way at the start of the row, as all that follow
    end_m: Floats
    begin_s: Floats  # time since the runner's start
    row_s: Floats  # how long the row lasts

    def of(self, some: slice) -> Passage:
        """Of some of the runners."""
        starts = self.starts[some.start : some.stop + 1]
        its = slice(starts[0], starts[-1])
        return Passage(starts - starts[0], self.begin_m[its], self.end_m[its], self.begin_s[its], self.row_s[its])


@dataclass(frozen=True, slots=True)
class FieldMinutes:
    """Rows of several runners."""

    minutes: Minutes
    passage: Passage


def minutes_of_runners(day: Day, runners: Runners) -> FieldMinutes:
    """Minutes of ``runners``, who all go over the legs of this day, as they were done: nothing about them is a wish."""
    leg_s = runners.leg_s[:, : len(day.legs)]
    ends_s = np.cumsum(leg_s, axis=1)
    rows_of = np.ceil(ends_s[:, -1] / S_PER_MIN).astype(np.int64)
    starts = np.concatenate(([0], np.cumsum(rows_of)))
    rows = int(starts[-1])
    who = np.repeat(np.arange(rows_of.size), rows_of)
    begin_s = S_PER_MIN * (np.arange(rows) - starts[who]).astype(np.float64)
    goes = np.array([leg.is_distance for leg in day.legs])
    hilly = np.array([leg.profile is not None for leg in day.legs])
    works = np.array([0.0 if leg.sport == "rest" else leg.moving_frac for leg in day.legs])
    leg, of_row, of_slot = np.empty(rows, dtype=np.int64), np.empty((6, rows)), np.empty((2, rows, SLOTS_PER_MINUTE))
    _walk_course(starts, begin_s, ends_s, goes, hilly, *_clock(day, leg_s, runners), leg, of_row, of_slot)
    begin_m, end_m, row_s, speed, grade, altitude = of_row
    silent, ones = np.full(rows, np.nan), np.ones(rows)
    unknown = dict.fromkeys(("latitude_deg", "longitude_deg", "altitude_m", "device_c", "air_c", "humidity_frac"), silent)
    track = Track(start=None, middle_s=begin_s + 0.5 * row_s, indoor=False, **unknown)
    minutes = Minutes(
        start=None,
        duration_s=float(row_s.sum()),
        legs=(),
        sport_index=np.array([SPORTS.index(leg.sport) for leg in day.legs], dtype=np.int64)[leg],
        coverage_frac=ones,
        moving_frac=works[leg],
        heart_rate_bpm=silent,
        power_w=runners.leg_power_w[who, leg],
        speed_m_s=speed,
        grade_frac=grade,
        altitude_m=altitude,
        cadence_hz=silent,
        distance_m=end_m,
        core_c=silent,
        skin_c=silent,
        slot_power_w=np.full(of_slot[0].shape, np.nan),
        slot_speed_m_s=of_slot[0],
        slot_grade_frac=of_slot[1],
        indoor=False,
        planned=False,
        weather=weather_along(day.weather, runners.start_s[who], track),
    )
    return FieldMinutes(minutes, Passage(starts, begin_m, end_m, begin_s, row_s))


def segment_times(field: Field, runners: Runners) -> Floats:
    """When each runner is in the middle of each segment, s after the own start; [runner, segment]."""
    middle = 0.5 * (field.edges[1:] + field.edges[:-1])
    times = np.empty((runners.count, middle.size))
    if field.segments == "h":
        times[:] = middle * S_PER_H
        return times
    for index, day in enumerate(field.days):
        rows = runners.day_index == index
        at_s, at_m, _ = _clock(day, runners.leg_s[rows, : len(day.legs)], runners_at(runners, rows))
        point = np.clip(np.searchsorted(at_m, M_PER_KM * middle, side="right") - 1, 0, at_m.size - 2)
        share = (M_PER_KM * middle - at_m[point]) / np.maximum(at_m[point + 1] - at_m[point], LEAST_M)
        times[rows] = at_s[:, point] + np.clip(share, 0.0, 1.0) * (at_s[:, point + 1] - at_s[:, point])
    return times


def _clock(day: Day, leg_s: Floats, runners: Runners) -> tuple[Floats, Floats, Floats]:
    """When each runner passes each point of the course [runner, point], its way and its height [point]."""
    times, ways, heights = [np.zeros((leg_s.shape[0], 1))], [np.zeros(1)], [np.full(1, np.nan)]
    heat = HeatClock.of(day.weather)
    for leg, length_s in zip(day.legs, leg_s.T, strict=True):
        way, height, share = _leg_clock(leg, runners.first_half_ratio[:, None], runners.finish_ratio[:, None])
        if heat is not None and slows_in_heat(leg):
            share = heat.shares(runners.start_s + times[-1][:, -1], length_s, share)
        times.append(times[-1][:, -1:] + length_s[:, None] * share)
        ways.append(ways[-1][-1] + way)
        heights.append(height)
    return np.concatenate(times, axis=1), np.concatenate(ways), np.nan_to_num(np.concatenate(heights))


def slows_in_heat(leg: FieldLeg) -> bool:
    """Whether people go slower over it the hotter it is."""
    return leg.is_distance and leg.sport in ON_FOOT


def in_the_heat(day: Day, leg_s: Floats, start_s: Floats) -> Floats:
    """Durations [runner, leg] of those who start at ``start_s`` [runner] by the clock and would take ``leg_s`` in the cool."""
    heat, taken_s, now_s = HeatClock.of(day.weather), leg_s.copy(), start_s.copy()
    if heat is None:
        return leg_s
    for at, leg in enumerate(day.legs):
        if slows_in_heat(leg):
            taken_s[:, at] = heat.taken_s(now_s, leg_s[:, at])
        now_s += taken_s[:, at]
    return taken_s


def _leg_clock(leg: FieldLeg, first_half_ratio: Floats, finish_ratio: Floats) -> tuple[Floats, Floats, Floats]:
    """Way and height of points of a leg [point], and the share of its time at them [runner, point].

    On foot every second costs the same but for pacing and heat; on wheels power is even, and so is speed on the flat.
    """
    if not leg.is_distance:
        return np.zeros(2), np.full(2, np.nan), np.array([[0.0, 1.0]])
    way = np.linspace(0.0, leg.distance_m, POINTS)
    height = np.full(way.shape, np.nan)
    cost = np.ones(way.size - 1)
    if leg.profile is not None:
        way = np.union1d(way, leg.profile.distance_m)
        height = np.interp(way, leg.profile.distance_m, leg.profile.altitude_m)
        cost = _cost(np.diff(height) / np.diff(way), "running") if leg.sport in ON_FOOT else np.ones(way.size - 1)
    middle = 0.5 * (way[1:] + way[:-1]) / leg.distance_m
    speed = relative_speed(middle, first_half_ratio, finish_ratio) if leg.sport in ON_FOOT else np.ones((1, middle.size))
    passed = np.cumsum(np.diff(way) * cost / speed, axis=1)
    share = np.concatenate([np.zeros((passed.shape[0], 1)), passed / passed[:, -1:]], axis=1)
    return way, height, share


def weather_along(weather: WeatherByClock, start_s: Floats, track: Track) -> Weather:
    """The weather of a day as those meet it who start at ``start_s`` [row]."""
    now_s = start_s + track.middle_s

    def at(values: Floats) -> Floats:
        return np.interp(now_s, weather.clock_s, values)

    return complete(
        track,
        KnownWeather(
            at(weather.air_c), at(weather.humidity_frac), at(weather.wind_m_s), at(weather.solar_w_m2), None,
            spread_of_weather("stated"), "as the field says",
        ),
    )  # fmt: skip


@compiled
def _walk_course(
    starts: Integers, begin_s: Floats, ends_s: Floats, goes: Flags, hilly: Flags, at_s: Floats, at_m: Floats, altitude_m: Floats,
    leg: Integers, of_row: Floats, of_slot: Floats,
) -> None:  # fmt: skip
    """Follow each runner over the course, ten seconds at a time.

    Rows begin at ``begin_s`` [row], legs end at ``ends_s`` [runner, leg]; ``goes`` and ``hilly`` [leg] say whether a leg has a distance and
    heights. The clock ``at_s`` [runner, point] has each runner at ``at_m`` and ``altitude_m`` [point], straight between them. Filled are the
    ``leg`` [row], ``of_row`` [way at begin and end, length in s, speed, grade, altitude; row] and ``of_slot`` [speed, grade; row, slot].
    """
    last, last_leg, slots = at_s.shape[1] - 2, ends_s.shape[1] - 1, of_slot.shape[2]
    for who in range(starts.shape[0] - 1):
        k, now_leg = 0, 0
        now_s, way_m, height_m = 0.0, at_m[0], altitude_m[0]
        for row in range(starts[who], starts[who + 1]):
            row_begin_s, row_begin_m, rise_m = now_s, way_m, 0.0
            row_end_s = at_most(begin_s[row] + S_PER_MIN, ends_s[who, last_leg])
            for slot in range(slots):
                next_s = at_most(begin_s[row] + S_PER_MIN / slots * (slot + 1.0), row_end_s)
                while k < last and at_s[who, k + 1] <= next_s:
                    k += 1
                span_s = at_s[who, k + 1] - at_s[who, k]
                share = (next_s - at_s[who, k]) / span_s if span_s > 0.0 else 1.0
                next_m = at_m[k] + share * (at_m[k + 1] - at_m[k])
                next_height_m = altitude_m[k] + share * (altitude_m[k + 1] - altitude_m[k])
                while now_leg < last_leg and ends_s[who, now_leg] < 0.5 * (now_s + next_s):
                    now_leg += 1
                step_m, length_s = next_m - way_m, next_s - now_s
                climbed_m = next_height_m - height_m if hilly[now_leg] else 0.0
                moves = length_s > 0.0 and goes[now_leg]
                of_slot[0, row, slot] = step_m / length_s if moves else np.nan
                of_slot[1, row, slot] = _held(climbed_m / at_least(step_m, LEAST_M)) if moves else np.nan
                now_s, way_m, height_m, rise_m = next_s, next_m, next_height_m, rise_m + climbed_m
                if slot == slots // 2 - 1:
                    of_row[5, row] = height_m
            here = 0
            while here < last_leg and ends_s[who, here] < 0.5 * (row_begin_s + row_end_s):
                here += 1
            leg[row] = here
            row_m = way_m - row_begin_m
            of_row[0, row], of_row[1, row], of_row[2, row] = row_begin_m, way_m, row_end_s - row_begin_s
            of_row[3, row] = row_m / (row_end_s - row_begin_s) if goes[here] else np.nan
            of_row[4, row] = _held(rise_m / at_least(row_m, LEAST_M)) if goes[here] else 0.0
            of_row[5, row] = of_row[5, row] if hilly[here] else np.nan


@compiled
def _held(grade_frac: float) -> float:
    return at_most(at_least(grade_frac, -STEEPEST_FRAC), STEEPEST_FRAC)
