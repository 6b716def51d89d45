"""Metabolism: what work costs, from the best source a row has, and how heat and water loss blur heart rate and capacity."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

import numpy as np
import numpy.typing as npt

from uncramp.body.athlete import AthleteDraws
from uncramp.body.gait import gait_speed_m_s, run_frac_of
from uncramp.compiled import at_least, at_most, compiled, compiled_exactly
from uncramp.minutes import Floats, Integers, Minutes, zero_where_unknown
from uncramp.names import SPORTS
from uncramp.units import S_PER_MIN

SOURCES: Final = ("rest", "cycling_power", "running_speed", "walking_speed", "running_power", "heart_rate", "sport")
"""Where a row's metabolic rate is from, best first but for rest; ``sport`` is the table of typical intensities.

On foot it is the speed: ``running_speed`` where at least half of the row is run, else ``walking_speed``."""
_REST, _CYCLING_POWER, _RUNNING_SPEED, _WALKING_SPEED, _RUNNING_POWER, _HEART_RATE, _SPORT = range(len(SOURCES))

_ON_FOOT: Final = ("cost", "drag", "climb")
_FOOT: Final = frozenset(("running", "trail_running", "treadmill_running", "walking", "hiking"))
_BIKE: Final = frozenset(("cycling", "indoor_cycling", "mountain_biking"))
_TYPICAL: Final = {
    "running": "running", "trail_running": "running", "treadmill_running": "running", "walking": "walking", "hiking": "walking",
    "cycling": "cycling", "indoor_cycling": "cycling", "mountain_biking": "cycling", "swimming": "swimming", "rowing": "rowing",
    "cross_country_skiing": "skiing", "football": "football", "strength": "strength", "transition": "transition",
}  # fmt: skip
GRAVITY_M_S2: Final = 9.80665
HALF: Final = 0.5


@dataclass(frozen=True, slots=True)
class MetabolismParameters:
    """Constants of metabolic rate [draw]; values and sources in evidence/metabolism.toml."""

    oxygen_energy_kj_l: Floats
    standing_w_kg: Floats
    economy_ratio: Floats
    running_cost0_j_kg_m: Floats
    running_cost1_j_kg_m: Floats
    running_cost2_j_kg_m: Floats
    running_cost3_j_kg_m: Floats
    running_cost4_j_kg_m: Floats
    running_cost5_j_kg_m: Floats
    walking_cost0_j_kg_m: Floats
    walking_cost1_j_kg_m: Floats
    walking_cost2_j_kg_m: Floats
    walking_cost3_j_kg_m: Floats
    walking_cost4_j_kg_m: Floats
    walking_cost5_j_kg_m: Floats
    grade_limit_frac: Floats
    walking_slow_w_kg: Floats
    walking_slow_index: Floats
    walking_fast_w_kg: Floats
    walking_fast_index: Floats
    all_walked_m_s: Floats
    all_run_m_s: Floats
    drag_frac: Floats
    drag_reference_m_s: Floats
    cycling_unloaded_w_kg: Floats
    cycling_efficiency_frac: Floats
    running_power_efficiency_frac: Floats
    typical_ratio: Floats
    typical_running_frac: Floats
    typical_walking_frac: Floats
    typical_cycling_frac: Floats
    typical_swimming_frac: Floats
    typical_rowing_frac: Floats
    typical_skiing_frac: Floats
    typical_football_frac: Floats
    typical_strength_frac: Floats
    typical_transition_frac: Floats
    typical_unknown_frac: Floats
    cycling_work_frac: Floats
    rowing_work_frac: Floats
    heart_rate_core_bpm_per_k: Floats
    heart_rate_reference_core_c: Floats
    heart_rate_water_bpm_per_l: Floats
    capacity_skin_frac_per_k: Floats
    capacity_skin_c: Floats
    capacity_deficit_frac: Floats
    capacity_deficit_full_frac: Floats
    capacity_core_frac_per_k: Floats
    capacity_core_c: Floats
    capacity_floor_frac: Floats


@dataclass(frozen=True, slots=True)
class Demands:
    """What each row asks of the body, by source; arrays of shape [row], 0 where a source does not apply.

    Metabolic rate is linear in these, with one personal factor each, so that a row is computed once and not once a draw.
    """

    source_index: Integers  # into SOURCES
    cost_j_kg_s: Floats  # net cost of moving on foot, before the personal factor
    drag_cost_w_kg: Floats  # of running, times the square of speed over the reference
    unloaded_frac: Floats  # share of the minute on the pedals
    cycling_w: Floats
    running_power_w: Floats
    typical_frac: Floats  # of the oxygen-uptake reserve
    heart_rate_bpm: Floats  # 0 unless it is the source
    has_heart_rate: Floats  # 1 where it is
    grade_w_kg: Floats  # work against gravity on foot; negative downhill
    work_cycling: Floats  # 1 where work leaves as on a bike, with power unknown
    work_rowing: Floats


def demands_of(minutes: Minutes, parameters: MetabolismParameters) -> Demands:
    """Demands of every row, from the best source it has.

    Power on the bike, then speed and slope on foot (run, walked or both by turns), running power, heart rate, the sport alone.
    Sources: Minetti 2002 for the cost of running and of slopes, Looney 2019 for walking on the level; the table of typical intensities is ours.
    """
    moving = zero_where_unknown(np.clip(minutes.moving_frac, 0.0, 1.0))
    run = run_frac_of(minutes, parameters.all_walked_m_s[0], parameters.all_run_m_s[0])
    of_foot = _cost_on_foot(minutes, run, parameters)
    typical = np.array([getattr(parameters, f"typical_{_TYPICAL.get(name, 'unknown')}_frac")[0] for name in SPORTS])
    source, asked = np.empty(minutes.rows_count, dtype=np.int64), np.zeros((len(fields(Demands)) - 1, minutes.rows_count))
    _fill_demands(
        np.ascontiguousarray(minutes.sport_index),
        np.array([[name in kind for name in SPORTS] for kind in (("rest",), _BIKE, _FOOT, ("rowing",))]),
        typical,
        moving,
        np.ascontiguousarray(minutes.power_w),
        np.ascontiguousarray(minutes.speed_m_s),
        _filled_heart_rate(minutes, moving),
        run,
        of_foot,
        minutes.indoor,
        source,
        asked,
    )
    return Demands(source, *asked)


@compiled_exactly
def _fill_demands(
    sport: Integers, kinds: npt.NDArray[np.bool_], typical: Floats, moving: Floats, power: Floats, speed: Floats, heart_rate: Floats, run: Floats,
    of_foot: Floats, indoor: bool, source: Integers, asked: Floats,
) -> None:  # fmt: skip
    """Fill the ``source`` [row] and what is ``asked`` [quantity, row], 0 before, in the order of :class:`Demands`.

    ``kinds`` [rest, bike, foot, rowing; sport] says what a sport is and ``typical`` [sport] how intense; ``of_foot`` is [cost, drag, climb; row].
    """
    for row in range(sport.shape[0]):
        is_bike, is_foot, has_power = kinds[1, sport[row]], kinds[2, sport[row]], np.isfinite(power[row])
        if kinds[0, sport[row]]:
            source[row] = _REST
        elif is_bike and has_power:
            source[row] = _CYCLING_POWER
            asked[2, row], asked[3, row] = moving[row], at_least(power[row], 0.0)
        elif is_foot and np.isfinite(speed[row]):
            source[row] = _RUNNING_SPEED if run[row] >= HALF else _WALKING_SPEED
            asked[0, row] = of_foot[0, row]
            if not indoor:
                asked[1, row], asked[8, row] = run[row] * of_foot[1, row], of_foot[2, row]
        elif is_foot and has_power:
            source[row] = _RUNNING_POWER
            asked[4, row] = at_least(power[row], 0.0)
        else:
            by_heart = np.isfinite(heart_rate[row])
            source[row] = _HEART_RATE if by_heart else _SPORT
            if by_heart:
                asked[6, row], asked[7, row] = heart_rate[row], 1.0
            else:
                asked[5, row] = typical[sport[row]] * moving[row]
            asked[9, row], asked[10, row] = 1.0 if is_bike else 0.0, 1.0 if kinds[3, sport[row]] else 0.0


def _filled_heart_rate(minutes: Minutes, moving: Floats) -> Floats:
    """Heart rate with gaps in motion filled by the mean of the same sport, so that a lost strap does not switch the source."""
    filled = np.where(minutes.heart_rate_bpm > 0, minutes.heart_rate_bpm, np.nan)
    if np.isnan(filled).all():
        return filled
    for sport in np.unique(minutes.sport_index):
        rows = (minutes.sport_index == sport) & (moving > 0)
        known = rows & np.isfinite(filled)
        if known.any():
            filled[rows & ~np.isfinite(filled)] = filled[known].mean()
    return filled


def _cost_on_foot(minutes: Minutes, run: Floats, parameters: MetabolismParameters) -> Floats:
    """Net cost, drag of a run and work against gravity (W/kg), [cost, drag, climb; row], means over ten-second slots; ``run`` is the share run."""
    running, walking = (
        np.array([getattr(parameters, f"{kind}_cost{power}_j_kg_m")[0] for power in range(6)]) for kind in ("running", "walking")
    )
    level, walked = np.zeros(minutes.rows_count), run < 1.0
    if walked.any():
        level[walked] = level_walking_j_kg_m(zero_where_unknown(gait_speed_m_s(minutes)[walked]), parameters)
    of_foot = np.empty((len(_ON_FOOT), minutes.rows_count))
    _fill_cost(
        np.ascontiguousarray(minutes.slot_speed_m_s),
        np.ascontiguousarray(minutes.slot_grade_frac),
        zero_where_unknown(minutes.speed_m_s),
        zero_where_unknown(minutes.grade_frac),
        run,
        level,
        running,
        walking,
        float(parameters.grade_limit_frac[0]),
        float(parameters.drag_reference_m_s[0]),
        *of_foot,
    )
    return of_foot


def level_walking_j_kg_m(speed_m_s: Floats, p: MetabolismParameters) -> Floats:
    """Net cost of a metre walked on the level at a speed.

    Slower than the cheapest speed a metre costs what it does there, since a slow row is a walk with stops.

    Source
    ------
    looney2019: net of standing, W/kg, the sum of two powers of the speed in m/s.
    """
    slow_w_kg, slow_index = float(p.walking_slow_w_kg[0]), float(p.walking_slow_index[0])
    fast_w_kg, fast_index = float(p.walking_fast_w_kg[0]), float(p.walking_fast_index[0])
    cheapest = (slow_w_kg * (1.0 - slow_index) / (fast_w_kg * (fast_index - 1.0))) ** (1.0 / (fast_index - slow_index))
    speed = np.maximum(speed_m_s, cheapest)
    return np.asarray((slow_w_kg * speed**slow_index + fast_w_kg * speed**fast_index) / speed)


@compiled_exactly
def _cost_of_metre(powers: Floats, level: float, grade: float) -> float:
    """Cost of a metre at a grade: ``level`` on the level, and the ``powers`` of the grade from the first on."""
    cost = 0.0
    for power in range(powers.shape[0] - 1, 0, -1):
        cost = cost * grade + powers[power]
    return cost * grade + level


@compiled_exactly
def _fill_cost(
    slot_speed: Floats, slot_grade: Floats, row_speed: Floats, row_grade: Floats, run: Floats, level: Floats, running: Floats,
    walking: Floats, grade_limit_frac: float, drag_reference_m_s: float, cost: Floats, drag: Floats, climb: Floats,
) -> None:  # fmt: skip
    """Fill ``cost``, ``drag`` and ``climb`` (work against gravity) [row] from speed and grade [row, slot], and of the row where a slot has none.

    ``running`` and ``walking`` are coefficients of the cost of a metre over grade, from the constant on; of walking, the speed's cost
    ``level`` [row] stands for the constant. What is not ``run`` [row] is walked.
    """
    rows, slots = slot_speed.shape
    for row in range(rows):
        total = 0.0
        for slot in range(slots):
            total += slot_speed[row, slot] if np.isfinite(slot_speed[row, slot]) else row_speed[row]
        mean = total / slots
        cost[row] = drag[row] = climb[row] = 0.0
        for slot in range(slots):
            speed = slot_speed[row, slot] if np.isfinite(slot_speed[row, slot]) else row_speed[row]
            # slots share out the row's speed, which is the distance covered
            speed = speed * row_speed[row] / mean if mean > 0.0 else row_speed[row]
            grade = slot_grade[row, slot] if np.isfinite(slot_grade[row, slot]) else row_grade[row]
            grade = at_most(at_least(grade, -grade_limit_frac), grade_limit_frac)
            per_metre = _cost_of_metre(running, running[0], grade)
            if run[row] < 1.0:
                # a walk costs no more than a run on the same slope: faster, who could run would
                of_walk = at_most(_cost_of_metre(walking, level[row], grade), per_metre)
                per_metre = run[row] * per_metre + (1.0 - run[row]) * of_walk
            cost[row] += at_least(per_metre, 0.0) * speed
            share = speed / drag_reference_m_s
            drag[row] += running[0] * speed * (share * share)
            climb[row] += GRAVITY_M_S2 * speed * grade
        cost[row], drag[row], climb[row] = cost[row] / slots, drag[row] / slots, climb[row] / slots


def maximal_metabolic_w(athlete: AthleteDraws, parameters: MetabolismParameters) -> Floats:
    """Metabolic rate at maximal oxygen uptake [draw]."""
    litres_per_s = athlete.maximal_oxygen_uptake_ml_kg_min * athlete.mass_kg / 1000.0 / S_PER_MIN
    return litres_per_s * parameters.oxygen_energy_kj_l * 1000.0


def metabolic_rate(
    minutes: Minutes, athlete: AthleteDraws, parameters: MetabolismParameters, drift_bpm: Floats | float = 0.0
) -> Floats:
    """Metabolic rate of every draw and row (W) without the loop over time: what the engine starts from.

    ``drift_bpm`` [draw, row] is the part of the heart rate that is heat and water loss; the engine finds it from its state.
    """
    d = demands_of(minutes, parameters)
    mass = athlete.mass_kg[:, None]
    rest_w = mass * parameters.standing_w_kg[:, None]
    reserve_w = maximal_metabolic_w(athlete, parameters)[:, None] - rest_w
    span = (athlete.maximal_heart_rate_bpm - athlete.resting_heart_rate_bpm)[:, None]
    heart = np.clip((d.heart_rate_bpm - drift_bpm - athlete.resting_heart_rate_bpm[:, None]) / span, 0.0, 1.0)
    return (
        rest_w
        + mass * parameters.economy_ratio[:, None] * d.cost_j_kg_s
        + mass * parameters.drag_frac[:, None] * d.drag_cost_w_kg
        + mass * (parameters.cycling_unloaded_w_kg - parameters.standing_w_kg)[:, None] * d.unloaded_frac
        + d.cycling_w / parameters.cycling_efficiency_frac[:, None]
        + d.running_power_w / parameters.running_power_efficiency_frac[:, None]
        + reserve_w * (parameters.typical_ratio[:, None] * d.typical_frac + d.has_heart_rate * heart)
    )


@compiled
def heart_rate_drift_bpm(
    core_c: float, deficit_l: float, core_bpm_per_k: float, reference_core_c: float, water_bpm_per_l: float
) -> float:
    """Part of the heart rate that a hot core and a water deficit add at the same work."""
    return core_bpm_per_k * at_least(core_c - reference_core_c, 0.0) + water_bpm_per_l * deficit_l


@compiled
def reserve_from_heart_rate_frac(heart_rate_bpm: float, drift_bpm: float, resting_bpm: float, frac_per_bpm: float) -> float:
    """Share of the oxygen-uptake reserve, taken as the share of the heart-rate reserve; 0 to 1."""
    return at_most(at_least((heart_rate_bpm - drift_bpm - resting_bpm) * frac_per_bpm, 0.0), 1.0)


@compiled
def capacity_left_frac(
    core_c: float,
    skin_c: float,
    deficit_frac: float,
    skin_per_k: float,
    skin_onset_c: float,
    deficit_onset_frac: float,
    deficit_slope: float,
    core_per_k: float,
    core_onset_c: float,
    floor_frac: float,
) -> float:
    """Share of maximal oxygen uptake that warm skin with dehydration, and a hot core, leave (Sawka 2015)."""
    dry = at_most(at_least((deficit_frac - deficit_onset_frac) * deficit_slope, 0.0), 1.0)
    lost = dry * skin_per_k * at_least(skin_c - skin_onset_c, 0.0) + core_per_k * at_least(core_c - core_onset_c, 0.0)
    return at_least(1.0 - lost, floor_frac)
