"""Samples -> Minutes: one row a minute, whatever the sampling of the file was.

Everything is brought to a grid of one second first, each signal as straight lines between its samples. Rows and slots are
means of that grid, so they do not depend on how often a watch wrote.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from uncramp.activity.grade import grade_along
from uncramp.activity.samples import Samples
from uncramp.activity.weather import AssumedWeather, Track, WeatherSource
from uncramp.errors import ActivityFileError
from uncramp.minutes import SLOTS_PER_MINUTE, Floats, Integers, Leg, Minutes
from uncramp.names import SPORTS
from uncramp.texts import N_, _
from uncramp.units import S_PER_MIN, elapsed_text

Flags = npt.NDArray[np.bool_]

BRIDGED_GAP_S: Final = 30.0  # smart recording leaves out this much; a longer silence is a gap
CARRIED_GAP_S: Final = 300.0  # a silence in which the distance went on is motion up to here (a tunnel), a pause beyond
SHORTEST_S: Final = 20.0
LONGEST_S: Final = 7 * 86_400.0
FASTEST_M_S: Final = 35.0  # beyond is a jump of the position, not an athlete
MOVING_M_S: Final = 0.5
TURNING_HZ: Final = 0.3  # steps or crank: below is standing
WORKING_W: Final = 15.0
POSITION_SMOOTHING_S: Final = 9  # a position jitters by metres from second to second
EARTH_RADIUS_M: Final = 6_371_008.8  # mean radius, IUGG

INDOOR_SPORTS: Final = ("treadmill_running", "indoor_cycling")
SPORTS_DONE_INDOORS: Final = (*INDOOR_SPORTS, "strength", "rowing", "swimming")  # where there is no position
SLOT_S: Final = int(S_PER_MIN) // SLOTS_PER_MINUTE

PLAN_INSTEAD: Final = N_("Record again with a sensor, or ask without a file: uncramp why 42.195km --time 3:45:00.")


@dataclass(frozen=True, slots=True)
class _Grid:
    """The session second by second; cells [second], edges [second + 1]."""

    duration_s: float
    rows: int
    edge_s: Floats
    middle_s: Floats
    length_s: Floats  # 1, but for a last part of a second
    covered: Floats  # 1 where the file speaks, 0 in a gap


def to_minutes(samples: Samples, weather: WeatherSource | None = None) -> Minutes:
    """One row a minute from start to finish, with the weather along it.

    Parameters
    ----------
    samples
        What was recorded.
    weather
        Where the weather is from; without it, sensors on the athlete and assumptions.

    Raises
    ------
    ActivityFileError
        If the session is too short or too long, or nothing in it tells how hard it was.
    InputError
        If the weather is of another time than the session.
    """
    grid = _grid(samples)
    distance_m, speed_m_s = _motion(samples, grid)
    power = _at(samples, samples.power_w, grid.middle_s)
    heart_rate = _at(samples, samples.heart_rate_bpm, grid.middle_s)
    cadence = _at(samples, samples.cadence_hz, grid.middle_s)
    _check_intensity(samples, heart_rate, power, speed_m_s)
    sport_index = _sport_rows(samples.legs, grid)
    longest = max(samples.legs, key=lambda leg: leg.end_s - leg.start_s).sport if samples.legs else "unknown"
    positioned = bool(np.isfinite(samples.latitude_deg).any())
    indoor = samples.indoor or longest in INDOOR_SPORTS or (longest in SPORTS_DONE_INDOORS and not positioned)
    moving = _moving(grid, speed_m_s, power, cadence)
    altitude = _at(samples, samples.altitude_m, grid.middle_s)
    grade = grade_along(distance_m, _at(samples, samples.altitude_m, grid.edge_s, gap_s=math.inf))
    # water is flat, and a wrist under water records no height worth a slope
    grade = np.where(np.repeat(sport_index == SPORTS.index("swimming"), 60)[: grade.size], 0.0, grade)
    grade = np.where(np.isfinite(speed_m_s), grade, np.nan)
    step_m = np.diff(distance_m)
    return Minutes(
        start=samples.start,
        duration_s=grid.duration_s,
        legs=samples.legs,
        sport_index=sport_index,
        coverage_frac=_row_mean(grid, grid.covered, grid.length_s),
        moving_frac=_row_mean(grid, moving, grid.length_s),
        heart_rate_bpm=_row_median(grid, heart_rate),
        power_w=_row_mean(grid, power, grid.length_s),
        speed_m_s=_row_mean(grid, speed_m_s, grid.length_s),
        grade_frac=_row_mean(grid, grade, np.maximum(step_m, 1e-3)),
        altitude_m=_row_mean(grid, altitude, grid.length_s),
        cadence_hz=_cadence_rows(grid, cadence),
        distance_m=distance_m[np.minimum(60 * np.arange(1, grid.rows + 1), distance_m.size - 1)],
        core_c=_row_mean(grid, _at(samples, samples.core_c, grid.middle_s), grid.length_s),
        skin_c=_row_mean(grid, _at(samples, samples.skin_c, grid.middle_s), grid.length_s),
        slot_power_w=_slots(grid, power, grid.length_s),
        slot_speed_m_s=_slots(grid, speed_m_s, grid.length_s),
        slot_grade_frac=_slots(grid, grade, np.maximum(step_m, 1e-3)),
        indoor=indoor,
        planned=False,
        weather=(weather or AssumedWeather()).along(_track(samples, grid, altitude, indoor)),
    )


def _grid(samples: Samples) -> _Grid:
    if samples.records_count < 2:
        raise ActivityFileError(
            _("the {source_format} file holds {records_count} samples; a session needs more. {plan_instead}").format(
                source_format=samples.source_format.upper(), records_count=samples.records_count, plan_instead=_(PLAN_INSTEAD)
            )
        )
    duration_s = float(samples.elapsed_s[-1])
    if duration_s < SHORTEST_S:
        raise ActivityFileError(
            _("the {source_format} file holds {duration_s} s; expected at least {shortest_s} s. {plan_instead}").format(
                source_format=samples.source_format.upper(),
                duration_s=f"{duration_s:.0f}",
                shortest_s=f"{SHORTEST_S:.0f}",
                plan_instead=_(PLAN_INSTEAD),
            )
        )
    if duration_s > LONGEST_S:
        raise ActivityFileError(
            _(
                "the {source_format} file runs over {duration_s} days; expected at most {longest_s}. Its clock "
                "may be wrong, or it holds several sessions: split it."
            ).format(
                source_format=samples.source_format.upper(),
                duration_s=f"{duration_s / 86400.0:.1f}",
                longest_s=f"{LONGEST_S / 86400.0:.0f}",
            )
        )
    seconds = math.ceil(duration_s)
    edge_s = np.minimum(np.arange(seconds + 1, dtype=float), duration_s)
    middle_s = 0.5 * (edge_s[1:] + edge_s[:-1])
    covered = np.isfinite(_at(samples, np.zeros(samples.records_count), middle_s)).astype(float)
    return _Grid(duration_s, math.ceil(seconds / 60), edge_s, middle_s, np.diff(edge_s), covered)


def _at(samples: Samples, values: Floats, moment_s: Floats, gap_s: float = BRIDGED_GAP_S) -> Floats:
    """``values`` [sample] at ``moment_s``, on straight lines between samples no more than ``gap_s`` apart, else NaN."""
    have = np.isfinite(values)
    if not have.any():
        return np.full(moment_s.shape, np.nan)
    time_s = samples.elapsed_s[have]
    found = np.interp(moment_s, time_s, values[have])
    after = np.clip(np.searchsorted(time_s, moment_s), 1, max(time_s.size - 1, 1))
    if time_s.size == 1:
        far = np.abs(moment_s - time_s[0]) > gap_s
    else:
        # outside the samples the nearest one holds for as long as a gap may last
        outside = np.maximum(time_s[0] - moment_s, moment_s - time_s[-1])
        far = np.where(outside > 0.0, outside > gap_s, time_s[after] - time_s[after - 1] > gap_s)
    return np.where(far, np.nan, found)


# --- motion ---------------------------------------------------------------------------------------------------------


def _motion(samples: Samples, grid: _Grid) -> tuple[Floats, Floats]:
    """Distance so far at every edge [m], and speed in every cell [m/s], NaN where nothing tells."""
    travelled = _travelled(samples, grid)
    recorded = _at(samples, np.where(samples.speed_m_s <= FASTEST_M_S, samples.speed_m_s, np.nan), grid.middle_s)
    derived = np.full(grid.middle_s.shape, np.nan)
    if travelled is not None:
        derived = np.diff(travelled) / grid.length_s
        # a gap is motion if the distance went on in it
        derived = np.where((grid.covered > 0.0) | (derived >= MOVING_M_S), derived, np.nan)
    # a speed column that says nothing but zero while the distance grows is a sensor that was never there
    silent = not np.nansum(recorded) > 0.0
    speed = derived if silent and np.nansum(derived) > 0.0 else np.where(np.isfinite(recorded), recorded, derived)
    if travelled is None:
        travelled = np.concatenate(([0.0], np.cumsum(np.nan_to_num(speed) * grid.length_s)))
    return travelled, speed


def _travelled(samples: Samples, grid: _Grid) -> Floats | None:
    """Distance so far at every edge, from the distance column or else from positions; ``None`` without either."""
    have = np.isfinite(samples.distance_m)
    if have.any() and np.nanmax(samples.distance_m) > 0.0:
        return _by_distance_column(samples, grid, have)
    if (np.isfinite(samples.latitude_deg) & np.isfinite(samples.longitude_deg)).sum() < 2:
        return None
    step_m = _position_steps(samples, grid)
    return np.concatenate(([0.0], np.cumsum(np.where(step_m <= FASTEST_M_S * grid.length_s, step_m, 0.0))))


def _by_distance_column(samples: Samples, grid: _Grid, have: Flags) -> Floats:
    time_s, distance_m = samples.elapsed_s[have], samples.distance_m[have]
    gap_s = np.diff(samples.elapsed_s, prepend=samples.elapsed_s[0])
    silent_s = np.cumsum(np.where(gap_s > BRIDGED_GAP_S, gap_s, 0.0))[have]
    if time_s[0] > 0.0 and distance_m[0] <= FASTEST_M_S * time_s[0]:
        # the column counts from the start, even where a watch first writes it at the end of a length of the pool
        time_s, distance_m, silent_s = (np.concatenate(([0.0], values)) for values in (time_s, distance_m, silent_s))
    # the column starts anew with each leg of some files: a fall is a new start, a jump is no way travelled
    step_m = np.maximum(np.diff(distance_m), 0.0)
    allowed = (step_m <= FASTEST_M_S * np.diff(time_s)) & (np.diff(silent_s) <= CARRIED_GAP_S)
    total = np.concatenate(([0.0], np.cumsum(np.where(allowed, step_m, 0.0))))
    return np.interp(grid.edge_s, time_s, total)


def _position_steps(samples: Samples, grid: _Grid) -> Floats:
    """Way between edges [m] on the smoothed track; 0 across a long gap."""
    latitude = _at(samples, samples.latitude_deg, grid.edge_s, gap_s=CARRIED_GAP_S)
    # a track across the date line must not run around the earth
    whole = np.where(np.isfinite(samples.longitude_deg), samples.longitude_deg, np.nan)
    whole[np.isfinite(whole)] = np.unwrap(whole[np.isfinite(whole)], period=360.0)
    longitude = _at(samples, whole, grid.edge_s, gap_s=CARRIED_GAP_S)
    steps = np.zeros(grid.edge_s.size - 1)
    for run in _runs(np.isfinite(latitude) & np.isfinite(longitude)):
        lat, lon = (np.radians(_smoothed(values[run], POSITION_SMOOTHING_S)) for values in (latitude, longitude))
        north, east = np.diff(lat), np.diff(lon) * np.cos(0.5 * (lat[1:] + lat[:-1]))
        steps[run.start : run.stop - 1] = EARTH_RADIUS_M * np.hypot(north, east)
    return steps


def _runs(mask: Flags) -> list[slice]:
    """Slices of ``mask`` that are true without a break."""
    turns = np.flatnonzero(np.diff(np.concatenate(([0], mask.astype(np.int8), [0]))))
    return [slice(int(first), int(last)) for first, last in zip(turns[::2], turns[1::2], strict=True)]


def _smoothed(values: Floats, width: int) -> Floats:
    """Moving mean over ``width`` cells, narrower towards both ends so that these stay where they are."""
    total = np.concatenate(([0.0], np.cumsum(values - values[0])))
    place = np.arange(values.size)
    reach = np.minimum(np.minimum(place, values.size - 1 - place), width // 2)
    mean: Floats = values[0] + (total[place + reach + 1] - total[place - reach]) / (2 * reach + 1)
    return mean


def _moving(grid: _Grid, speed_m_s: Floats, power_w: Floats, cadence_hz: Floats) -> Floats:
    """1 in cells of motion or work. A file without any sign of motion is taken to be in motion while it speaks."""
    signs = [
        values > limit
        for values, limit in ((speed_m_s, MOVING_M_S), (power_w, WORKING_W), (cadence_hz, TURNING_HZ))
        if np.isfinite(values).any() and np.nanmax(values) > limit
    ]
    if not signs:
        return grid.covered
    moving: Floats = np.any(signs, axis=0).astype(float)
    return moving


# --- rows -----------------------------------------------------------------------------------------------------------


def _folded(grid: _Grid, values: Floats, width: int, *, fill: float = np.nan) -> Floats:
    """Cells as [block, width], filled up at the end."""
    padded = np.full(grid.rows * 60, fill)
    padded[: values.size] = values
    return padded.reshape(-1, width)


def _mean(values: Floats, weights: Floats) -> Floats:
    """Weighted mean over the last axis of what is finite, NaN where nothing is."""
    weights = np.where(np.isfinite(values), weights, 0.0)
    total = weights.sum(axis=-1)
    return np.where(total > 0.0, np.nan_to_num(values * weights).sum(axis=-1) / np.where(total > 0.0, total, 1.0), np.nan)


def _row_mean(grid: _Grid, values: Floats, weights: Floats) -> Floats:
    return _mean(_folded(grid, values, 60), _folded(grid, weights, 60, fill=0.0))


def _slots(grid: _Grid, values: Floats, weights: Floats) -> Floats:
    slots = _mean(_folded(grid, values, SLOT_S), _folded(grid, weights, SLOT_S, fill=0.0))
    return slots.reshape(grid.rows, SLOTS_PER_MINUTE)


def _row_median(grid: _Grid, values: Floats) -> Floats:
    folded = _folded(grid, values, 60)
    rows = np.isfinite(folded).any(axis=1)
    median = np.full(grid.rows, np.nan)
    median[rows] = np.nanmedian(folded[rows], axis=1)
    return median


def _cadence_rows(grid: _Grid, cadence_hz: Floats) -> Floats:
    """Mean cadence while turning; 0 in a minute of standing or coasting, NaN in silence."""
    turning = _row_mean(grid, np.where(cadence_hz > TURNING_HZ, cadence_hz, np.nan), grid.length_s)
    silent = np.isnan(_row_mean(grid, cadence_hz, grid.length_s))
    return np.where(np.isnan(turning) & ~silent, 0.0, turning)


def _sport_rows(legs: tuple[Leg, ...], grid: _Grid) -> Integers:
    """Sport of most of each row, into ``names.SPORTS``."""
    if not legs:
        return np.full(grid.rows, SPORTS.index("unknown"), dtype=np.int64)
    start_s = S_PER_MIN * np.arange(grid.rows)
    end_s = np.minimum(start_s + S_PER_MIN, grid.duration_s)
    share = np.stack([np.minimum(end_s, leg.end_s) - np.maximum(start_s, leg.start_s) for leg in legs])
    most = share.argmax(axis=0)
    of_leg = np.array([SPORTS.index(leg.sport) if leg.sport in SPORTS else SPORTS.index("unknown") for leg in legs], dtype=np.int64)
    between = share.max(axis=0) <= 0.0
    # before, between and after legs of one sport is that sport at rest; between legs of several it is a transition
    outside = SPORTS.index("transition") if len(set(of_leg.tolist())) > 1 else int(of_leg[0])
    return np.where(between, outside, of_leg[most]).astype(np.int64)


def _track(samples: Samples, grid: _Grid, altitude_m: Floats, indoor: bool) -> Track:
    def rows(values: Floats) -> Floats:
        return _row_mean(grid, _at(samples, values, grid.middle_s), grid.length_s)

    edge_s = np.minimum(S_PER_MIN * np.arange(grid.rows + 1), grid.duration_s)
    return Track(
        start=samples.start,
        middle_s=0.5 * (edge_s[1:] + edge_s[:-1]),
        latitude_deg=rows(samples.latitude_deg),
        longitude_deg=rows(samples.longitude_deg),
        altitude_m=_row_mean(grid, altitude_m, grid.length_s),
        indoor=indoor,
        device_c=rows(samples.device_c),
        air_c=rows(samples.air_c),
        humidity_frac=rows(samples.humidity_frac),
    )


def _check_intensity(samples: Samples, heart_rate_bpm: Floats, power_w: Floats, speed_m_s: Floats) -> None:
    if any(np.isfinite(values).any() and np.nanmax(values) > 0.0 for values in (heart_rate_bpm, power_w, speed_m_s)):
        return
    raise ActivityFileError(
        _(
            "the {source_format} file has {records_count} samples over {elapsed_s}, but neither heart rate, "
            "power, speed, distance nor changing positions, so nothing tells how hard it was. {plan_instead}"
        ).format(
            source_format=samples.source_format.upper(),
            records_count=samples.records_count,
            elapsed_s=elapsed_text(samples.elapsed_s[-1]),
            plan_instead=_(PLAN_INSTEAD),
        )
    )
