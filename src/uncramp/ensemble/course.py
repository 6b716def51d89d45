"""The course as one runner goes over it: legs, hills and pacing become minutes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from uncramp.activity.grade import STEEPEST_FRAC
from uncramp.activity.plan import ON_FOOT, ON_WHEELS
from uncramp.activity.weather import KnownWeather, Track, complete
from uncramp.activity.weather_parameters import spread_of_weather
from uncramp.ensemble.field import Field, FieldLeg, WeatherByClock
from uncramp.ensemble.runners import Runners
from uncramp.evidence.registry import load_topic
from uncramp.minutes import SLOTS_PER_MINUTE, Floats, Leg, Minutes, Weather
from uncramp.names import SPORTS
from uncramp.units import S_PER_H, S_PER_MIN

M_PER_KM: Final = 1000.0

POINTS: Final = 41
"""Points of a leg's clock without a profile: pacing changes between them."""

EASES_FROM, STEADY_FROM, FADES_FROM = 0.4, 0.6, 0.75
"""Shares of a leg: between the first two the pace of the first half goes over into that of the third quarter; from the last it fades."""


def relative_speed(share: Floats, first_half_ratio: float, finish_ratio: float) -> Floats:
    """Speed at each share of a leg over that of its third quarter.

    Examples
    --------
    >>> relative_speed(np.array([0.1, 0.6, 1.0]), 1.08, 0.9).tolist()
    [1.08, 1.0, 0.9]
    """
    fading = np.clip((share - FADES_FROM) / (1.0 - FADES_FROM), 0.0, 1.0)
    fast = np.clip((STEADY_FROM - share) / (STEADY_FROM - EASES_FROM), 0.0, 1.0)
    return 1.0 + (first_half_ratio - 1.0) * fast + (finish_ratio - 1.0) * fading


def relative_cost(leg: FieldLeg, kind: str) -> float:
    """Mean cost of a metre of the leg over that on the flat, of ``kind`` running or walking (minetti2002)."""
    if leg.profile is None:
        return 1.0
    length_m = np.diff(leg.profile.distance_m)
    return float((_cost(np.diff(leg.profile.altitude_m) / length_m, kind) * length_m).sum() / length_m.sum())


def _cost(slope_frac: Floats, kind: str) -> Floats:
    entries = load_topic("metabolism")
    powers = [entries[f"{kind}_cost{power}_j_kg_m"].value for power in range(6)]
    slope = np.clip(slope_frac, -STEEPEST_FRAC, STEEPEST_FRAC)
    return np.asarray(np.polynomial.polynomial.polyval(slope, powers), dtype=np.float64) / powers[0]


@dataclass(frozen=True, slots=True)
class _Clock:
    """When a runner is where; [point] each."""

    at_s: Floats
    at_m: Floats
    altitude_m: Floats  # NaN on legs without a profile


def minutes_of(field: Field, runners: Runners, at: int) -> Minutes:
    """Minutes of the runner in row ``at`` of ``runners``, as they were done: nothing about them is a wish."""
    day = field.days[int(runners.day_index[at])]
    leg_s = runners.leg_s[at][: len(day.legs)]
    ends_s = np.cumsum(leg_s)
    duration_s = float(ends_s[-1])
    rows = int(np.ceil(duration_s / S_PER_MIN))
    clock = _clock(day.legs, leg_s, float(runners.first_half_ratio[at]), float(runners.finish_ratio[at]))
    edge_s = np.minimum(S_PER_MIN / SLOTS_PER_MINUTE * np.arange(rows * SLOTS_PER_MINUTE + 1), duration_s)
    edge_m = np.interp(edge_s, clock.at_s, clock.at_m)
    length_s, step_m = np.diff(edge_s), np.diff(edge_m)
    used = length_s > 0.0
    leg_index = np.minimum(np.searchsorted(ends_s, 0.5 * (edge_s[1:] + edge_s[:-1])), len(day.legs) - 1)
    row_edge_s, row_m = edge_s[::SLOTS_PER_MINUTE], np.diff(edge_m[::SLOTS_PER_MINUTE])
    row_middle_s = 0.5 * (row_edge_s[1:] + row_edge_s[:-1])
    row_leg = np.minimum(np.searchsorted(ends_s, row_middle_s), len(day.legs) - 1)
    goes = np.array([leg.is_distance for leg in day.legs])
    works = np.array([0.0 if leg.sport == "rest" else leg.moving_frac for leg in day.legs])
    hilly = np.array([leg.profile is not None for leg in day.legs])
    altitude = np.interp(edge_s, clock.at_s, clock.altitude_m)
    rise_m = np.where(hilly[leg_index], np.diff(altitude), 0.0)
    moves = (used & goes[leg_index]).reshape(rows, SLOTS_PER_MINUTE)
    slot_speed = np.where(moves, (step_m / np.where(used, length_s, 1.0)).reshape(rows, -1), np.nan)
    slot_grade = np.where(moves, (rise_m / np.maximum(step_m, 1e-9)).reshape(rows, -1), np.nan)
    row_rise_m = rise_m.reshape(rows, -1).sum(axis=1)
    silent = np.full(rows, np.nan)
    power = runners.leg_power_w[at][row_leg]
    track = Track(None, row_middle_s, silent, silent, silent, indoor=False, device_c=silent, air_c=silent, humidity_frac=silent)
    return Minutes(
        start=None,
        duration_s=duration_s,
        legs=tuple(
            Leg(leg.sport, float(end - length), float(end)) for leg, end, length in zip(day.legs, ends_s, leg_s, strict=True)
        ),
        sport_index=np.array([SPORTS.index(leg.sport) for leg in day.legs], dtype=np.int64)[row_leg],
        coverage_frac=np.ones(rows),
        moving_frac=works[row_leg],
        heart_rate_bpm=silent,
        power_w=power,
        speed_m_s=np.where(goes[row_leg], row_m / np.diff(row_edge_s), np.nan),
        grade_frac=np.clip(row_rise_m / np.maximum(row_m, 1e-9), -STEEPEST_FRAC, STEEPEST_FRAC) * goes[row_leg],
        altitude_m=np.where(hilly[row_leg], altitude[SLOTS_PER_MINUTE // 2 :: SLOTS_PER_MINUTE][:rows], np.nan),
        cadence_hz=silent,
        distance_m=edge_m[SLOTS_PER_MINUTE::SLOTS_PER_MINUTE],
        core_c=silent,
        skin_c=silent,
        slot_power_w=np.full((rows, SLOTS_PER_MINUTE), np.nan),
        slot_speed_m_s=slot_speed,
        slot_grade_frac=np.clip(slot_grade, -STEEPEST_FRAC, STEEPEST_FRAC),
        indoor=False,
        planned=False,
        weather=weather_along(day.weather, float(runners.start_s[at]), track),
    )


def segment_times(field: Field, runners: Runners, at: int) -> Floats:
    """When the runner in row ``at`` is in the middle of each segment, s after the own start; [segment]."""
    middle = 0.5 * (field.edges[1:] + field.edges[:-1])
    if field.segments == "h":
        return np.asarray(middle * S_PER_H)
    legs = field.days[int(runners.day_index[at])].legs
    clock = _clock(legs, runners.leg_s[at], float(runners.first_half_ratio[at]), float(runners.finish_ratio[at]))
    return np.interp(middle * M_PER_KM, clock.at_m, clock.at_s)


def _clock(legs: tuple[FieldLeg, ...], leg_s: Floats, first_half_ratio: float, finish_ratio: float) -> _Clock:
    times, ways, heights = [np.zeros(1)], [np.zeros(1)], [np.full(1, np.nan)]
    start_s = start_m = 0.0
    for leg, length_s in zip(legs, leg_s, strict=False):  # days of fewer legs are filled up
        way, height, share_s = _leg_clock(leg, first_half_ratio, finish_ratio)
        times.append(start_s + length_s * share_s)
        ways.append(start_m + way)
        heights.append(height)
        start_s, start_m = start_s + float(length_s), start_m + float(way[-1])
    altitude = np.concatenate(heights)
    return _Clock(np.concatenate(times), np.concatenate(ways), np.where(np.isfinite(altitude), altitude, 0.0))


def _leg_clock(leg: FieldLeg, first_half_ratio: float, finish_ratio: float) -> tuple[Floats, Floats, Floats]:
    """Way, height and share of the leg's time at points of it: on foot every second costs the same but for the pacing."""
    if not leg.is_distance:
        return np.zeros(2), np.full(2, np.nan), np.array([0.0, 1.0])
    way = np.linspace(0.0, leg.distance_m, POINTS)
    height = np.full(way.shape, np.nan)
    cost = np.ones(way.size - 1)
    if leg.profile is not None:
        way = np.union1d(way, leg.profile.distance_m)
        height = np.interp(way, leg.profile.distance_m, leg.profile.altitude_m)
        if leg.sport in ON_FOOT:
            cost = _cost(np.diff(height) / np.diff(way), "running")
    middle = 0.5 * (way[1:] + way[:-1]) / leg.distance_m
    paced = leg.sport in ON_FOOT or leg.sport in ON_WHEELS
    speed = relative_speed(middle, first_half_ratio, finish_ratio) if paced else 1.0
    if leg.sport in ON_WHEELS:
        speed = np.ones(cost.shape)  # power is even, and so is speed on the flat
    passed = np.concatenate(([0.0], np.cumsum(np.diff(way) * cost / speed)))
    return way, height, passed / passed[-1]


def weather_along(weather: WeatherByClock, start_s: float, track: Track) -> Weather:
    """The weather of a day as somebody meets it who starts then."""
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
