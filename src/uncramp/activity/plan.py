"""Planned minutes: a distance in a time, run at even effort, for those who have no file or no race yet."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import numpy as np

from uncramp.activity.grade import STEEPEST_FRAC
from uncramp.activity.weather import AssumedWeather, Track, WeatherSource
from uncramp.errors import InputError
from uncramp.evidence.registry import load_topic
from uncramp.minutes import SLOTS_PER_MINUTE, Floats, Leg, Minutes
from uncramp.names import SPORTS, one_of
from uncramp.texts import _
from uncramp.units import M_PER_MILE, S_PER_H, S_PER_MIN, elapsed_text

DISTANCE_BOUNDS_M: Final = (100.0, 1_000_000.0)
DURATION_BOUNDS_S: Final = (S_PER_MIN, 7 * 86_400.0)
ON_WHEELS: Final = ("cycling", "indoor_cycling", "mountain_biking")
SLOWEST_M_S: Final = 0.4
FASTEST_ON_WHEELS_M_S: Final = 20.0
FASTEST_ON_FOOT_M_S: Final = 8.0  # nobody has run a mile at this speed
WALKING_PACE_M_S: Final = 1.3  # most people walk faster than this
FASTEST_WALKING_M_S: Final = (
    2.5  # most people run from 2 m/s on; race walkers, who go faster, are not what the cost of walking describes
)
FASTEST_ALONE_M_S: Final = 15.5  # the best hour on a track bicycle is hardly faster
RECORDS_RUNNING: Final = ((1500.0, 206.0), (5000.0, 755.0), (10_000.0, 1571.0), (21_097.5, 3402.0), (42_195.0, 7235.0), (100_000.0, 21_935.0), (319_614.0, 86_400.0))  # fmt: skip
"""World records over distance [m] and time [s], recalled: only to ask whether a plan is meant; nothing is computed from them."""
ON_FOOT: Final = ("running", "trail_running", "treadmill_running", "walking", "hiking")
RUNNING: Final = ("running", "trail_running", "treadmill_running")
WALKING: Final = ("walking", "hiking")
INDOORS: Final = ("treadmill_running", "indoor_cycling")
STRETCHES: Final = 400
"""Of a course without heights, where the pace has a shape."""

_M_PER_UNIT: Final = {"km": 1000.0, "k": 1000.0, "mi": M_PER_MILE, "mile": M_PER_MILE, "miles": M_PER_MILE, "m": 1.0}
_M_OF_RACE: Final = {"marathon": 42_195.0, "halfmarathon": 21_097.5}
_DISTANCE: Final = re.compile(r"\s*(\d+(?:[.,]\d+)?)\s*([a-z]+)\s*", re.IGNORECASE)
_IN_WORDS: Final = re.compile(
    r"(?:(\d+(?:\.\d+)?)\s*h)?\s*(?:(\d+(?:\.\d+)?)\s*(?:min|m))?\s*(?:(\d+(?:\.\d+)?)\s*s)?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Profile:
    """Height along the course; arrays of shape [point]."""

    distance_m: Floats  # rising, from the start
    altitude_m: Floats


@dataclass(frozen=True, slots=True)
class PaceShape:
    """How a plan departs from even effort; its finish time stays."""

    share_frac: Floats  # [knot] of the distance, rising from 0 to 1
    speed_ratio: Floats  # [knot] speed against that of even effort, straight between the knots
    climb_index: float  # 0 is even effort uphill, above it climbs are taken easier, below it harder
    least_cost_ratio: float  # descents are taken no faster than if a metre cost this much of one on the flat


def is_plan(text: str) -> bool:
    """Whether ``text`` reads as a distance rather than a file.

    Examples
    --------
    >>> is_plan("42.195km"), is_plan("half-marathon"), is_plan("race.fit")
    (True, True, False)
    """
    return _distance_m(text) is not None


def _distance_m(text: str) -> float | None:
    """A number with its unit, or the name of a race."""
    race = re.sub(r"[\s_-]+", "", text.lower())
    if race in _M_OF_RACE:
        return _M_OF_RACE[race]
    found = _DISTANCE.fullmatch(text)
    if not found or found[2].lower() not in _M_PER_UNIT:
        return None
    return float(found[1].replace(",", ".")) * _M_PER_UNIT[found[2].lower()]


def parse_distance_m(text: str) -> float:
    """Distance [m] as typed.

    Raises
    ------
    InputError
        If it is none.
    """
    distance_m = _distance_m(text)
    if distance_m is None:
        raise InputError(
            _(
                "the plan is {text}; expected a distance with its unit, such as 42.195km, 26.2mi or 10000m, or "
                "marathon or half-marathon."
            ).format(text=repr(text))
        )
    return distance_m


def parse_plan(distance: str, duration: str | None) -> tuple[float, float]:
    """Distance [m] and duration [s] of a plan as typed.

    Raises
    ------
    InputError
        If either is missing, not understood or not possible.

    Examples
    --------
    >>> parse_plan("42.195km", "3:45:00")
    (42195.0, 13500.0)
    >>> parse_plan("10000m", "50min")
    (10000.0, 3000.0)
    """
    distance_m = parse_distance_m(distance)
    if duration is None or not duration.strip():
        raise InputError(
            _("{distance} needs the time it should take: add --time, such as --time 3:45:00.").format(distance=distance)
        )
    return distance_m, parse_duration(duration, distance_m)


def parse_duration(text: str, distance_m: float, flag: str = "--time") -> float:
    """Duration [s] from ``h:mm:ss``, ``3h45``, ``225 min`` or the like; of ``3:45`` the reading that the distance allows.

    ``flag`` is where it was typed, for errors.

    Raises
    ------
    InputError
        If it is not understood, or ``3:45`` fits the distance neither as hours nor as minutes.

    Examples
    --------
    >>> parse_duration("3h45min", 42_195.0), parse_duration("50:00", 10_000.0)
    (13500.0, 3000.0)
    """
    words = text.strip()
    expected = _("write hours, minutes and seconds, such as 3:45:00")
    parts = words.split(":")
    if len(parts) == 2 and all(re.fullmatch(r"\d+", part) for part in parts) and int(parts[1]) < 60:
        whole = S_PER_MIN * int(parts[0]) + int(parts[1])
        # hours and minutes, or minutes and seconds: at most one of them is a speed of a person
        for duration_s in (S_PER_MIN * whole, whole):
            if duration_s and SLOWEST_M_S <= distance_m / duration_s <= FASTEST_ON_WHEELS_M_S:
                return duration_s
        raise InputError(
            _("{flag} {words} for {distance_m} km fits neither as hours nor as minutes; {expected}.").format(
                flag=flag, words=words, distance_m=f"{distance_m / 1_000.0:g}", expected=expected
            )
        )
    if len(parts) == 3 and all(re.fullmatch(r"\d+", part) for part in parts[:2]) and re.fullmatch(r"\d+(\.\d+)?", parts[2]):
        hours, minutes, seconds = int(parts[0]), int(parts[1]), float(parts[2])
        if minutes > 59 or seconds >= 60.0:
            raise InputError(
                _("{flag} {words} has more than 59 minutes or seconds; {expected}.").format(
                    flag=flag, words=words, expected=expected
                )
            )
        return S_PER_H * hours + S_PER_MIN * minutes + seconds
    words = re.sub(r"(?<=h)\s*(\d+)\s*$", r"\1min", words, flags=re.IGNORECASE)
    found = _IN_WORDS.fullmatch(words)
    if not words or not found or not any(found.groups()):
        raise InputError(_("{flag} is {text}; {expected}, or 225min.").format(flag=flag, text=repr(text), expected=expected))
    hour, minute, second = (float(part or 0.0) for part in found.groups())
    return S_PER_H * hour + S_PER_MIN * minute + second


def plan_minutes(
    distance_m: float,
    duration_s: float,
    *,
    sport: str = "running",
    weather: WeatherSource | None = None,
    profile: Profile | None = None,
    start: datetime | None = None,
    shape: PaceShape | None = None,
    time_name: str = "--time",
) -> Minutes:
    """Minutes of a session that is planned, at even effort: slower uphill, faster downhill, by the cost of slope.

    Parameters
    ----------
    start
        When it will start (UTC), for weather that goes by the clock.
    shape
        How it departs from even effort; not at all if not given.
    time_name
        What an error calls the duration.

    Raises
    ------
    InputError
        If distance, duration or the speed between them is not possible, or the profile is not of this course.
    """
    one_of(sport, SPORTS, "the sport")
    check_plan(distance_m, duration_s, sport, time_name)
    rows = math.ceil(duration_s / S_PER_MIN)
    step_s = S_PER_MIN / SLOTS_PER_MINUTE
    edge_s = np.minimum(step_s * np.arange(rows * SLOTS_PER_MINUTE + 1), duration_s)
    edge_m, altitude = _course(edge_s, distance_m, duration_s, profile, sport, shape)
    length_s = np.diff(edge_s)
    used = length_s > 0.0
    step_m = np.diff(edge_m)
    slot_speed = np.where(used, step_m / np.where(used, length_s, 1.0), np.nan).reshape(rows, -1)
    rise_m = np.zeros(step_m.shape) if altitude is None else np.diff(altitude)
    slot_grade = np.where(used, rise_m / np.maximum(step_m, 1e-9), np.nan).reshape(rows, -1)
    slot_grade = np.clip(slot_grade, -STEEPEST_FRAC, STEEPEST_FRAC)
    row_m = np.diff(edge_m[::SLOTS_PER_MINUTE])
    row_edge_s = edge_s[::SLOTS_PER_MINUTE]
    silent = np.full(rows, np.nan)
    middle_altitude = silent if altitude is None else altitude[SLOTS_PER_MINUTE // 2 :: SLOTS_PER_MINUTE]
    row_rise_m = rise_m.reshape(rows, -1).sum(axis=1)
    middle_s = 0.5 * (row_edge_s[1:] + row_edge_s[:-1])
    indoor = sport in INDOORS
    track = Track(start, middle_s, silent, silent, middle_altitude, indoor, silent, silent, silent)
    return Minutes(
        start=start,
        duration_s=duration_s,
        legs=(Leg(sport, 0.0, duration_s),),
        sport_index=np.full(rows, SPORTS.index(sport), dtype=np.int64),
        coverage_frac=np.ones(rows),
        moving_frac=np.ones(rows),
        heart_rate_bpm=silent,
        power_w=silent,
        speed_m_s=row_m / np.diff(row_edge_s),
        grade_frac=np.clip(row_rise_m / row_m, -STEEPEST_FRAC, STEEPEST_FRAC),
        altitude_m=middle_altitude,
        cadence_hz=silent,
        distance_m=edge_m[SLOTS_PER_MINUTE::SLOTS_PER_MINUTE],
        core_c=silent,
        skin_c=silent,
        slot_power_w=np.full((rows, SLOTS_PER_MINUTE), np.nan),
        slot_speed_m_s=slot_speed,
        slot_grade_frac=slot_grade,
        indoor=indoor,
        planned=True,
        weather=(weather or AssumedWeather()).along(track),
    )


def check_plan(distance_m: float, duration_s: float, sport: str, flag: str = "--time") -> None:
    """Refuse what nobody can do; ``flag`` is where the time was typed.

    Raises
    ------
    InputError
        If distance, duration or the speed between them is not possible.
    """
    low, high = DISTANCE_BOUNDS_M
    if not (math.isfinite(distance_m) and low <= distance_m <= high):
        raise InputError(
            _("the planned distance is {distance_m} km; expected {low} to {high} km.").format(
                distance_m=f"{distance_m / 1_000.0:g}", low=f"{low / 1_000.0:g}", high=f"{high / 1_000.0:g}"
            )
        )
    low, high = DURATION_BOUNDS_S
    if not (math.isfinite(duration_s) and low <= duration_s <= high):
        raise InputError(
            _("{flag} is {duration_s} s; expected {low} to {high}.").format(
                flag=flag, duration_s=f"{duration_s:g}", low=elapsed_text(low), high=elapsed_text(high)
            )
        )
    speed, fastest = distance_m / duration_s, FASTEST_ON_WHEELS_M_S if sport in ON_WHEELS else FASTEST_ON_FOOT_M_S
    if speed > fastest:
        raise InputError(
            _(
                "{distance_m} km in {duration_s} is {speed} km/h; for {sport} expected at most {fastest} km/h. "
                "Check {flag} and the unit of the distance."
            ).format(
                distance_m=f"{distance_m / 1_000.0:g}",
                duration_s=elapsed_text(duration_s),
                speed=f"{3.6 * speed:.1f}",
                sport=sport.replace("_", " "),
                fastest=f"{3.6 * fastest:.0f}",
                flag=flag,
            )
        )


def doubt(distance_m: float, duration_s: float, sport: str) -> str:
    """What is odd about the pace of a plan that can be, so that a slip in the time is seen; ``""`` where nothing is.

    Examples
    --------
    >>> doubt(10_000.0, 13_500.0, "running")
    '10 km in 3:45:00 is 2.7 km/h, slower than walking. Is the time meant as h:mm:ss? For a walk say --sport walking.'
    >>> doubt(42_195.0, 13_500.0, "running")
    ''
    """
    speed = distance_m / duration_s
    plan = f"{distance_m / 1000.0:g} km in {elapsed_text(duration_s)} is {3.6 * speed:.1f} km/h"
    # up mountains runners walk
    if speed < WALKING_PACE_M_S and sport in (*RUNNING, *ON_WHEELS) and sport not in ("trail_running", "mountain_biking"):
        walk = " For a walk say --sport walking." if sport in RUNNING else ""
        return f"{plan}, slower than walking. Is the time meant as h:mm:ss?{walk}"
    beyond = beyond_people(distance_m, duration_s, sport)
    return f"{plan}, {beyond}. Check the time and the distance." if beyond else ""


def beyond_people(distance_m: float, duration_s: float, sport: str) -> str:
    """Whom a plan would beat, so that it is none; ``""`` where somebody could do it.

    Examples
    --------
    >>> beyond_people(42_195.0, 6_000.0, "running")
    'faster than the world record of about 2:00:35'
    """
    speed = distance_m / duration_s
    if sport in RUNNING and duration_s < record_s(distance_m):
        return _("faster than the world record of about {distance_m}").format(distance_m=elapsed_text(record_s(distance_m)))
    if sport in WALKING and speed > FASTEST_WALKING_M_S:
        return _(
            "faster than people walk, {fastest_walking_m_s} km/h at most (race walking has a gait of its "
            "own); for a run say --sport running"
        ).format(fastest_walking_m_s=f"{3.6 * FASTEST_WALKING_M_S:.0f}")
    if sport in ON_WHEELS and speed > FASTEST_ALONE_M_S:
        return _("faster than anybody rides alone for an hour")
    return ""


def record_s(distance_m: float) -> float:
    """World record of running ``distance_m``, between the distances that are run at an even power of distance; 0 below the first."""
    way, best = np.log(RECORDS_RUNNING).T
    return float(np.exp(np.interp(np.log(distance_m), way, best, left=-np.inf)))


def _course(
    edge_s: Floats, distance_m: float, duration_s: float, profile: Profile | None, sport: str, shape: PaceShape | None
) -> tuple[Floats, Floats | None]:
    """Distance and altitude at each edge; on hills every second costs the same, but for the shape of the pace."""
    if profile is None:
        if shape is None:
            return distance_m * edge_s / duration_s, None
        way = np.linspace(0.0, distance_m, STRETCHES + 1)
        return np.interp(edge_s, _clock(way, np.ones(STRETCHES), duration_s, shape), way), None
    way, height = np.asarray(profile.distance_m, dtype=float), np.asarray(profile.altitude_m, dtype=float)
    sound = way.size == height.size and way.size >= 2 and np.isfinite(way).all() and np.isfinite(height).all()
    if not sound or (np.diff(way) <= 0.0).any():
        raise InputError(_("the profile needs two or more points with rising distance and a height each. Check the course file."))
    # a course is measured a little longer or shorter than its name says
    if not abs(way[-1] - way[0] - distance_m) <= 0.05 * distance_m:
        raise InputError(
            _("the profile is {way} km long, the plan {distance_m} km; give the profile of this course.").format(
                way=f"{(way[-1] - way[0]) / 1_000.0:.2f}", distance_m=f"{distance_m / 1_000.0:.2f}"
            )
        )
    way = (way - way[0]) * distance_m / (way[-1] - way[0])
    slope = np.clip(np.diff(height) / np.diff(way), -STEEPEST_FRAC, STEEPEST_FRAC)
    edge_m = np.interp(edge_s, _clock(way, _relative_cost(slope, sport), duration_s, shape), way)
    return edge_m, np.interp(edge_m, way, height)


def _clock(way_m: Floats, cost_ratio: Floats, duration_s: float, shape: PaceShape | None) -> Floats:
    """When each point of the way is reached [s]: the time of a stretch grows with its cost."""
    effort = np.diff(way_m) * cost_ratio
    if shape is not None:
        middle_frac = 0.5 * (way_m[1:] + way_m[:-1]) / way_m[-1]
        taken = np.maximum(cost_ratio, shape.least_cost_ratio) * np.maximum(cost_ratio, 1.0) ** shape.climb_index
        effort = np.diff(way_m) * taken / np.interp(middle_frac, shape.share_frac, shape.speed_ratio)
    so_far = np.concatenate(([0.0], np.cumsum(effort)))
    return np.asarray(so_far / so_far[-1] * duration_s)


def _relative_cost(slope_frac: Floats, sport: str) -> Floats:
    """Cost of a metre on a slope against one on the flat, on foot; 1 elsewhere, whose speed depends on more than slope.

    Source
    ------
    minetti2002, the polynomial of evidence/metabolism.toml.
    """
    if sport not in ON_FOOT:
        return np.ones(slope_frac.shape)
    entries = load_topic("metabolism")
    kind = "walking" if sport in WALKING else "running"
    powers = [entries[f"{kind}_cost{power}_j_kg_m"].value for power in range(6)]
    cost = np.asarray(np.polynomial.polynomial.polyval(slope_frac, powers), dtype=np.float64)
    return cost / powers[0]
