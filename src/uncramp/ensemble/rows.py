"""Rows: the minutes of several runners of one day at once, one runner after the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from uncramp.activity.grade import STEEPEST_FRAC
from uncramp.activity.plan import ON_FOOT, ON_WHEELS
from uncramp.activity.weather import Track
from uncramp.compiled import compiled
from uncramp.ensemble.course import POINTS, relative_speed, slope_cost, weather_along
from uncramp.ensemble.field import Day, FieldLeg
from uncramp.ensemble.runners import Runners
from uncramp.minutes import SLOTS_PER_MINUTE, Floats, Integers, Minutes, People
from uncramp.names import SPORTS
from uncramp.units import S_PER_MIN

LEAST_M: Final = 1e-9
"""Numerical guard: no rise is divided by less."""


@dataclass(frozen=True, slots=True)
class FieldMinutes:
    """Rows of several runners, and whose they are."""

    minutes: Minutes
    people: People
    begin_m: Floats  # [row] way at the start of each row; ``minutes.distance_m`` is that at its end
    begin_s: Floats  # [row] time since the runner's start


@dataclass(frozen=True, slots=True)
class _Edges:
    """Seven edges of the six slots of each row; [row, edge]."""

    at_s: Floats
    at_m: Floats
    altitude_m: Floats  # 0 on legs without a profile

    @property
    def middle_s(self) -> Floats:
        """Time in the middle of each row, [row]."""
        return 0.5 * (self.at_s[:, 0] + self.at_s[:, -1])


def minutes_of_runners(day: Day, runners: Runners) -> FieldMinutes:
    """Minutes of ``runners``, who all go over the legs of this day, as they were done: nothing about them is a wish."""
    leg_s = runners.leg_s[:, : len(day.legs)]
    ends_s = np.cumsum(leg_s, axis=1)
    rows_of = np.ceil(ends_s[:, -1] / S_PER_MIN).astype(np.int64)
    starts = np.concatenate(([0], np.cumsum(rows_of)))
    who = np.repeat(np.arange(rows_of.size), rows_of)
    begin_s = S_PER_MIN * (np.arange(who.size) - starts[who]).astype(np.float64)
    within_s = S_PER_MIN / SLOTS_PER_MINUTE * np.arange(SLOTS_PER_MINUTE + 1)
    edge_s = np.minimum(begin_s[:, None] + within_s, ends_s[who, -1:])
    edges = _Edges(edge_s, np.empty(edge_s.shape), np.empty(edge_s.shape))
    _place(edge_s, starts, *_clock(day.legs, leg_s, runners), edges.at_m, edges.altitude_m)
    row_leg = _leg_at(edges.middle_s, ends_s[who])
    slot_leg = _leg_at(0.5 * (edge_s[:, 1:] + edge_s[:, :-1]), ends_s[who])
    minutes = _minutes(day, runners, who, edges, row_leg, slot_leg)
    return FieldMinutes(minutes, People(starts, edge_s[:, -1] - edge_s[:, 0]), edges.at_m[:, 0], begin_s)


def _leg_at(middle_s: Floats, ends_s: Floats) -> Integers:
    """Leg at each time, ``middle_s`` [row, ...], of the runner whose legs end at ``ends_s`` [row, leg]."""
    legs = np.zeros(middle_s.shape, dtype=np.int64)
    for end_s in ends_s.T[:-1]:
        legs += end_s.reshape(-1, *([1] * (middle_s.ndim - 1))) < middle_s
    return legs


def _minutes(day: Day, runners: Runners, who: Integers, edges: _Edges, row_leg: Integers, slot_leg: Integers) -> Minutes:
    """Minutes from where their edges are; ``who`` [row] is the runner, ``row_leg`` [row] and ``slot_leg`` [row, slot] the leg."""
    goes = np.array([leg.is_distance for leg in day.legs])
    works = np.array([0.0 if leg.sport == "rest" else leg.moving_frac for leg in day.legs])
    hilly = np.array([leg.profile is not None for leg in day.legs])
    length_s, step_m = np.diff(edges.at_s, axis=1), np.diff(edges.at_m, axis=1)
    moves = (length_s > 0.0) & goes[slot_leg]
    rise_m = np.where(hilly[slot_leg], np.diff(edges.altitude_m, axis=1), 0.0)
    row_m, row_s = edges.at_m[:, -1] - edges.at_m[:, 0], edges.at_s[:, -1] - edges.at_s[:, 0]
    rows = row_m.shape[0]
    silent, ones = np.full(rows, np.nan), np.ones(rows)
    track = Track(None, edges.middle_s, silent, silent, silent, False, silent, silent, silent)
    grade = np.clip(rise_m.sum(axis=1) / np.maximum(row_m, LEAST_M), -STEEPEST_FRAC, STEEPEST_FRAC)
    return Minutes(
        start=None,
        duration_s=float(row_s.sum()),
        legs=(),
        sport_index=np.array([SPORTS.index(leg.sport) for leg in day.legs], dtype=np.int64)[row_leg],
        coverage_frac=ones,
        moving_frac=works[row_leg],
        heart_rate_bpm=silent,
        power_w=runners.leg_power_w[who, row_leg],
        speed_m_s=np.where(goes[row_leg], row_m / row_s, np.nan),
        grade_frac=np.where(goes[row_leg], grade, 0.0),
        altitude_m=np.where(hilly[row_leg], edges.altitude_m[:, SLOTS_PER_MINUTE // 2], np.nan),
        cadence_hz=silent,
        distance_m=edges.at_m[:, -1],
        core_c=silent,
        skin_c=silent,
        slot_power_w=np.full(step_m.shape, np.nan),
        slot_speed_m_s=np.where(moves, step_m / np.where(moves, length_s, 1.0), np.nan),
        slot_grade_frac=np.where(moves, np.clip(rise_m / np.maximum(step_m, LEAST_M), -STEEPEST_FRAC, STEEPEST_FRAC), np.nan),
        indoor=False,
        planned=False,
        weather=weather_along(day.weather, runners.start_s[who], track),
    )


def _clock(legs: tuple[FieldLeg, ...], leg_s: Floats, runners: Runners) -> tuple[Floats, Floats, Floats]:
    """When each runner passes each point of the course [runner, point], its way and its height [point]."""
    times, ways, heights = [np.zeros((leg_s.shape[0], 1))], [np.zeros(1)], [np.full(1, np.nan)]
    for leg, length_s in zip(legs, leg_s.T, strict=True):
        way, height, share = _leg_clock(leg, runners.first_half_ratio[:, None], runners.finish_ratio[:, None])
        times.append(times[-1][:, -1:] + length_s[:, None] * share)
        ways.append(ways[-1][-1] + way)
        heights.append(height)
    return np.concatenate(times, axis=1), np.concatenate(ways), np.nan_to_num(np.concatenate(heights))


def _leg_clock(leg: FieldLeg, first_half_ratio: Floats, finish_ratio: Floats) -> tuple[Floats, Floats, Floats]:
    """Way and height of points of a leg [point], and the share of its time at them [runner, point].

    On foot every second costs the same but for the pacing; on wheels power is even, and so is speed on the flat.
    """
    if not leg.is_distance:
        return np.zeros(2), np.full(2, np.nan), np.array([[0.0, 1.0]])
    way = np.linspace(0.0, leg.distance_m, POINTS)
    height = np.full(way.shape, np.nan)
    cost = np.ones(way.size - 1)
    if leg.profile is not None:
        way = np.union1d(way, leg.profile.distance_m)
        height = np.interp(way, leg.profile.distance_m, leg.profile.altitude_m)
        cost = slope_cost(np.diff(height) / np.diff(way), "running") if leg.sport in ON_FOOT else np.ones(way.size - 1)
    middle = 0.5 * (way[1:] + way[:-1]) / leg.distance_m
    speed = relative_speed(middle, first_half_ratio, finish_ratio) if leg.sport in ON_FOOT else np.ones((1, middle.size))
    passed = np.cumsum(np.diff(way) * cost / speed, axis=1)
    share = np.concatenate([np.zeros((passed.shape[0], 1)), passed / passed[:, -1:]], axis=1)
    return way, height, share


@compiled
def _place(edge_s: Floats, starts: Integers, at_s: Floats, at_m: Floats, altitude_m: Floats, way: Floats, height: Floats) -> None:
    """Fill ``way`` and ``height`` at ``edge_s`` [row, edge], straight between the points of each runner's clock ``at_s`` [runner, point]."""
    last = at_s.shape[1] - 2
    for who in range(starts.shape[0] - 1):
        k = 0
        for row in range(starts[who], starts[who + 1]):
            for edge in range(edge_s.shape[1]):
                now_s = edge_s[row, edge]
                while k < last and at_s[who, k + 1] <= now_s:
                    k += 1
                span_s = at_s[who, k + 1] - at_s[who, k]
                share = (now_s - at_s[who, k]) / span_s if span_s > 0.0 else 1.0
                way[row, edge] = at_m[k] + share * (at_m[k + 1] - at_m[k])
                height[row, edge] = altitude_m[k] + share * (altitude_m[k + 1] - altitude_m[k])
