"""How much of the work each muscle carries: the one table, sport x grade x cadence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

from uncramp.body.gait import RUNS, band_m_s, run_frac_of
from uncramp.compiled import at_least, at_most, compiled_exactly
from uncramp.errors import EvidenceError
from uncramp.evidence.draws import Who, draw_entry, in_everybody
from uncramp.evidence.registry import load_topic
from uncramp.minutes import Floats, Minutes, in_sports, zero_where_unknown
from uncramp.names import MUSCLES, SPORTS

CYCLING = ("cycling", "indoor_cycling", "mountain_biking")
ON_FOOT = ("running", "trail_running", "treadmill_running", "walking", "hiking", "football")
SURGE_LIMIT_RATIO: Final = 3.0  # numerical guard: a spike of the sensor in a slow minute is no surge
SLOPE_COST_LIMITS_FRAC: Final = (-0.5, 2.0)  # numerical guard: the straight line holds near level ground only
STEEPEST_LOAD_FRAC: Final = 0.2  # numerical guard: so is the line of who works more uphill; beyond it the muscles share as there
KM_PER_H_PER_M_S: Final = 3.6
CADENCE_LIMIT_FRAC: Final = 0.5  # numerical guard: slower than half the usual is standing, not a heavy gear


@dataclass(frozen=True, slots=True)
class LoadTable:
    """The drawn table. Axes: sport and muscle as in ``names``, then draw."""

    load_ratio: Floats  # [sport, muscle, draw] load of a muscle per unit of relative intensity
    uphill_ratio: Floats  # [muscle, draw] added per unit of grade
    downhill_ratio: Floats  # [muscle, draw]
    low_cadence_ratio: Floats  # [muscle, draw] added per relative fall of the cadence
    usual_running_cadence_hz: float
    usual_cycling_cadence_hz: float
    all_walked_m_s: float  # a run is walked up to here
    all_run_m_s: float  # and run from here on


def draw_load_table(
    *, draws: int, seed: int, athlete: Who = "", overrides: Mapping[str, float] | None = None, sports: Sequence[str] = SPORTS
) -> LoadTable:
    """Draw the table of muscle load (topic ``load``); sports that are not among ``sports`` are NaN.

    Raises
    ------
    EvidenceError
        If a sport or a muscle has no row, or a row has no sport.
    """
    entries = dict(load_topic("load"))
    fixed = overrides or {}
    unused = {f"{sport}_{muscle}_load_ratio" for sport in SPORTS if sport not in sports for muscle in MUSCLES}

    def take(name: str) -> Floats:
        if name not in entries:
            raise EvidenceError(f"load.toml lacks {name!r}; every sport needs a row for every muscle.")
        entry = entries.pop(name)
        if f"load.{name}" in fixed:
            return in_everybody(np.full(draws, float(fixed[f"load.{name}"])), athlete)
        if name in unused:
            return in_everybody(np.full(draws, np.nan), athlete)
        return draw_entry(entry, draws=draws, seed=seed, athlete=athlete)

    all_walked_m_s, all_run_m_s = band_m_s(fixed)
    table = LoadTable(
        load_ratio=np.array([[take(f"{sport}_{muscle}_load_ratio") for muscle in MUSCLES] for sport in SPORTS]),
        uphill_ratio=np.array([take(f"uphill_{muscle}_ratio_per_frac") for muscle in MUSCLES]),
        downhill_ratio=np.array([take(f"downhill_{muscle}_ratio_per_frac") for muscle in MUSCLES]),
        low_cadence_ratio=np.array([take(f"low_cadence_{muscle}_index") for muscle in MUSCLES]),
        usual_running_cadence_hz=float(take("usual_running_cadence_hz")[0]),
        usual_cycling_cadence_hz=float(take("usual_cycling_cadence_hz")[0]),
        all_walked_m_s=all_walked_m_s,
        all_run_m_s=all_run_m_s,
    )
    if entries:
        raise EvidenceError(f"load.toml has {sorted(entries)}, which no sport and muscle use.")
    return table


def on_foot(minutes: Minutes) -> npt.NDArray[np.bool_]:
    """Rows [minute] in which body mass is carried downhill by the legs."""
    return in_sports(minutes, ON_FOOT)


def own_load_frac(minutes: Minutes, table: LoadTable) -> Floats:
    """Share of each row [minute] that loads as its sport does: what of a run is walked loads as walking does."""
    return np.where(in_sports(minutes, RUNS), run_frac_of(minutes, table.all_walked_m_s, table.all_run_m_s), 1.0)


def grade_of_load(minutes: Minutes) -> Floats:
    """Grade [minute] as far as it changes which muscle works: on foot only, 0 where unknown."""
    grade = np.clip(zero_where_unknown(minutes.grade_frac), -STEEPEST_LOAD_FRAC, STEEPEST_LOAD_FRAC)
    return np.where(on_foot(minutes), grade, 0.0)


def low_cadence(minutes: Minutes, table: LoadTable) -> Floats:
    """Relative fall [minute] of the cadence below the usual one; 0 where unknown, at most a half either way."""
    if np.isnan(minutes.cadence_hz).all():
        return np.zeros(minutes.rows_count)
    cycling = in_sports(minutes, CYCLING)
    running = in_sports(minutes, RUNS)
    usual = np.where(cycling, table.usual_cycling_cadence_hz, table.usual_running_cadence_hz)
    known = (cycling | running) & np.isfinite(minutes.cadence_hz) & (minutes.cadence_hz > CADENCE_LIMIT_FRAC * usual)
    fall = 1.0 - np.where(known, minutes.cadence_hz, usual) / usual
    return np.where(known, np.clip(fall, -CADENCE_LIMIT_FRAC, CADENCE_LIMIT_FRAC), 0.0)


def surge_shape(minutes: Minutes) -> Floats:
    """Effort of each ten seconds relative to its minute, [minute, slot]; 1 where unknown.

    Power where it was recorded, else on foot speed with the cost of the slope. On wheels and in water speed is no effort: it is
    highest downhill, where nothing is done.
    """
    shape = np.empty(minutes.slot_speed_m_s.shape)
    _fill_shape(
        np.isfinite(minutes.power_w),
        np.ascontiguousarray(minutes.slot_power_w),
        on_foot(minutes),
        np.ascontiguousarray(minutes.slot_speed_m_s),
        np.ascontiguousarray(minutes.slot_grade_frac),
        _cost_per_grade(),
        shape,
    )
    return shape


@compiled_exactly
def _fill_shape(
    has_power: npt.NDArray[np.bool_], power: Floats, foot: npt.NDArray[np.bool_], speed: Floats, grade: Floats, cost_per_grade: float,
    shape: Floats,
) -> None:  # fmt: skip
    """Fill ``shape`` [row, slot]; ``has_power`` and ``foot`` are [row], the others [row, slot]."""
    rows, slots = shape.shape
    low, high = SLOPE_COST_LIMITS_FRAC
    for row in range(rows):
        total, known = 0.0, 0
        for slot in range(slots):
            slope = 0.0 if np.isnan(grade[row, slot]) else grade[row, slot]
            dearer = at_most(at_least(cost_per_grade * slope, low), high)
            of_speed = speed[row, slot] * (1.0 + dearer) if foot[row] else np.nan
            effort = power[row, slot] if has_power[row] else of_speed
            shape[row, slot] = at_least(effort, 0.0) if np.isfinite(effort) else np.nan
            if np.isfinite(effort):
                total, known = total + shape[row, slot], known + 1
        mean = total / max(known, 1)
        for slot in range(slots):
            usable = np.isfinite(shape[row, slot]) and mean > 0.0
            shape[row, slot] = at_most(shape[row, slot] / mean, SURGE_LIMIT_RATIO) if usable else 1.0


@cache
def _cost_per_grade() -> float:
    """Relative rise of the cost of running per unit of grade near level ground: the slope of Minetti's polynomial (H04) at 0."""
    cost = load_topic("metabolism")
    return cost["running_cost1_j_kg_m"].value / cost["running_cost0_j_kg_m"].value


def descent_km_per_h(minutes: Minutes) -> Floats:
    """Rate of descent on foot [minute], km/h of height lost."""
    descent = np.empty(minutes.rows_count)
    _fill_descent(
        on_foot(minutes), np.ascontiguousarray(minutes.slot_speed_m_s), np.ascontiguousarray(minutes.slot_grade_frac), descent
    )
    return descent


@compiled_exactly
def _fill_descent(foot: npt.NDArray[np.bool_], speed: Floats, grade: Floats, descent: Floats) -> None:
    """Fill ``descent`` [row]; ``foot`` is [row], ``speed`` and ``grade`` [row, slot], where what is unknown counts as level."""
    for row in range(descent.shape[0]):
        total = 0.0
        for slot in range(speed.shape[1] if foot[row] else 0):
            if speed[row, slot] == speed[row, slot] and grade[row, slot] < 0.0:
                total += at_most(-grade[row, slot], 1.0) * speed[row, slot]
        descent[row] = total / speed.shape[1] * KM_PER_H_PER_M_S
