"""Fatigue of each muscle: minutes, hours, days, and the reserve above critical power.

Four parts, each for what it is good at. The three-compartment model with rest recovery (Looft 2018) settles within an
hour, so it carries surges and pauses; a reserve above critical power carries hard efforts (Skiba's differential form);
a slow loss of capacity, growing with the square of the load and recovering over half a day, is what makes cramps late;
eccentric damage from descents lasts for days. Elapsed time and distance enter none of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from uncramp.body.athlete import AthleteDraws
from uncramp.body.compiled import compiled
from uncramp.body.load import LoadTable, descent_km_per_h, draw_load_table, grade_of_load, low_cadence, surge_shape
from uncramp.body.trace import BodyTrace, FatigueTrace
from uncramp.evidence.draws import draw
from uncramp.minutes import SLOTS_PER_MINUTE, Floats, Minutes
from uncramp.names import MUSCLES
from uncramp.units import S_PER_H, S_PER_MIN

ALMOST: Final = 0.999  # numerical guard: rounding below the maximum still is the maximum
LEAST_CAPACITY: Final = 0.05  # numerical guard: a muscle is never divided by less of itself


@dataclass(frozen=True)
class FatigueParameters:
    """Constants of fatigue [draw]; values and sources in evidence/fatigue.toml."""

    calf_fatigue_per_s: Floats
    calf_recovery_per_s: Floats
    calf_rest_recovery_ratio: Floats
    hamstrings_fatigue_per_s: Floats
    hamstrings_recovery_per_s: Floats
    hamstrings_rest_recovery_ratio: Floats
    quadriceps_fatigue_per_s: Floats
    quadriceps_recovery_per_s: Floats
    quadriceps_rest_recovery_ratio: Floats
    calf_force_at_maximal_uptake_frac: Floats
    hamstrings_force_at_maximal_uptake_frac: Floats
    quadriceps_force_at_maximal_uptake_frac: Floats
    contraction_duty_frac: Floats
    pause_load_frac: Floats
    reserve_s: Floats
    reserve_drive_ratio: Floats
    slow_loss_per_h: Floats
    slow_recovery_h: Floats
    eccentric_damage_per_km: Floats
    calf_damage_ratio: Floats
    hamstrings_damage_ratio: Floats
    habitual_descent_m: Floats
    unaccustomed_loss_ratio: Floats
    cost_rise_ratio: Floats
    drive_memory_min: Floats
    felt_strain_ratio: Floats
    training_intensity_frac: Floats
    plasma_volume_slowing_ratio: Floats
    muscle_temperature_slowing_per_k: Floats
    usual_muscle_c: Floats


@dataclass(frozen=True)
class FatigueModel:
    """What fatigue needs to know of the parameters: its constants and the table of muscle load."""

    constants: FatigueParameters
    load: LoadTable


def draw_fatigue_model(*, draws: int, seed: int, athlete: str = "", overrides: Mapping[str, float] | None = None) -> FatigueModel:
    """Draw the topics ``fatigue`` and ``load``; arrays of shape [draw]."""
    return FatigueModel(
        draw(FatigueParameters, "fatigue", draws=draws, seed=seed, athlete=athlete, overrides=overrides),
        draw_load_table(draws=draws, seed=seed, athlete=athlete, overrides=overrides),
    )


@dataclass(frozen=True)
class FatigueOptions:
    """What is different from the session as it was, for causes and what-if; the default changes nothing."""

    step_s: Floats | None = None  # [draw] a row takes this long, when the same distance is covered slower
    even: bool = False  # no surges within the minute
    flat: bool = False  # no eccentric damage from this session, and no downhill load
    descent_ratio: float = 1.0
    accustomed: bool = False  # trained for this load, and rested: no damage left from before


def simulate_fatigue(
    minutes: Minutes, body: BodyTrace, athlete: AthleteDraws, model: FatigueModel, options: FatigueOptions | None = None
) -> FatigueTrace:
    """Fatigue of every muscle along a session.

    Parameters
    ----------
    minutes
        Rows of the session (and the hours after, as rest).
    body
        Trace over the same rows; relative intensity, plasma volume and muscle temperature are read.
    athlete, model
        Draws of the athlete and of the constants.
    options
        What differs from the session as it was.

    Returns
    -------
    FatigueTrace
        Arrays of shape [muscle, draw, minute], state at the end of each row.

    Source
    ------
    looft2018 (fast part), Skiba's differential form (reserve), our own slow part held against D18-D21 in
    ``tests/validation/test_fatigue_targets.py``.
    """
    options = options or FatigueOptions()
    p = model.constants
    draws = athlete.mass_kg.shape[0]
    step_s = np.full(draws, S_PER_MIN) if options.step_s is None else options.step_s
    shape = np.ones((minutes.rows_count, minutes.slot_speed_m_s.shape[1])) if options.even else surge_shape(minutes)
    grade = grade_of_load(minutes)
    descent = np.zeros(minutes.rows_count) if options.flat else descent_km_per_h(minutes) * options.descent_ratio
    if options.flat:
        grade = np.maximum(grade, 0.0)
    slowing = np.maximum(
        1.0
        - p.plasma_volume_slowing_ratio * body.plasma_volume_change_frac.T
        + p.muscle_temperature_slowing_per_k * np.maximum(body.muscle_c.T - p.usual_muscle_c, 0.0),
        0.5,
    )
    # heat and water loss lower what the body can take up; how much of that the muscles feel as harder work is open
    work = body.work_intensity_frac.T
    felt = work + p.felt_strain_ratio * (body.relative_intensity_frac.T - work)
    habitual = 1.0 / (1.0 + athlete.descent_m_per_week / p.habitual_descent_m)
    damage_per_km = (
        p.eccentric_damage_per_km * habitual * np.array([p.calf_damage_ratio, p.hamstrings_damage_ratio, np.ones(draws)])
    )
    accustomed_h = np.full(draws, np.inf) if options.accustomed else athlete.longest_session_h * p.training_intensity_frac**2
    initial_damage = np.zeros(draws) if options.accustomed else athlete.initial_damage_frac
    result = _fatigue_kernel(
        np.ascontiguousarray(felt),
        np.ascontiguousarray(body.relative_intensity_frac.T),
        np.ascontiguousarray(slowing),
        shape,
        minutes.sport_index,
        grade,
        low_cadence(minutes, model.load),
        descent,
        _by_muscle(p, "fatigue_per_s"),
        _by_muscle(p, "recovery_per_s"),
        _by_muscle(p, "rest_recovery_ratio"),
        model.load.load_ratio,
        model.load.uphill_ratio,
        model.load.downhill_ratio,
        model.load.low_cadence_ratio,
        damage_per_km,
        initial_damage,
        accustomed_h,
        athlete.critical_intensity_frac,
        step_s,
        _by_muscle(p, "force_at_maximal_uptake_frac"),
        (p.contraction_duty_frac, p.reserve_s, p.reserve_drive_ratio,
         p.slow_loss_per_h, p.slow_recovery_h, p.unaccustomed_loss_ratio,
         p.cost_rise_ratio, p.drive_memory_min),
        float(p.pause_load_frac[0]),
    )  # fmt: skip
    load, fast, slow, damage, activation = (np.moveaxis(part, 1, 2) for part in result[:5])
    return FatigueTrace(
        load_frac=load,
        fast_fatigue_frac=fast,
        slow_loss_frac=slow,
        damage_frac=damage,
        activation_frac=activation,
        reserve_frac=result[5].T,
    )


def greatest_drive(model: FatigueModel) -> Floats:
    """Drive at maximal voluntary force on the scale of ``activation_frac``, [muscle, draw], a hair below it."""
    return ALMOST / _by_muscle(model.constants, "force_at_maximal_uptake_frac")


def _by_muscle(p: FatigueParameters, ending: str) -> Floats:
    return np.array([getattr(p, f"{muscle}_{ending}") for muscle in MUSCLES])


@compiled
def _reserve_slot(left, intensity, critical, step_s, reserve_s, shape):  # type: ignore[no-untyped-def]
    """Reserve after one slot; Skiba's differential form: spent by the excess, refilled by what is missing of it."""
    for d in range(left.shape[0]):
        above = intensity[d] * shape - critical[d]
        change = above if above > 0.0 else above * (1.0 - left[d])
        left[d] = min(max(left[d] - change * step_s[d] / (SLOTS_PER_MINUTE * reserve_s[d]), 0.0), 1.0)


@compiled
def _start_row(intensity, ratio, hill, uphill, cadence, slowing, recovery, rest, duty, step_s, cost_rise, slow, damage, load, keep, keep_paused, gain, gain_paused, fresh, total):  # type: ignore[no-untyped-def]  # fmt: skip
    """Load of one muscle in a row, and the two factors of a slot's update, at work and paused.

    Implicit midpoint of d(tired)/dt = F pull - R tired: stable, and exact to second order at any step.
    """
    for d in range(load.shape[0]):
        cost = 1.0 + cost_rise[d] * slow[d]
        load[d] = intensity[d] * cost * ratio[d] * max(1.0 + hill * uphill[d] + cadence[d], 0.0)
        slot_s = step_s[d] / SLOTS_PER_MINUTE
        paused = recovery[d] * rest[d] * slot_s / (2.0 * slowing[d])
        half = paused * (1.0 - duty[d]) + recovery[d] * duty[d] * slot_s / (2.0 * slowing[d])
        gain[d] = slot_s / (1.0 + half)
        gain_paused[d] = slot_s / (1.0 + paused)
        keep[d] = (1.0 - half) / (1.0 + half)
        keep_paused[d] = (1.0 - paused) / (1.0 + paused)
        fresh[d] = (1.0 - slow[d]) * (1.0 - damage[d])
        total[d] = 0.0


@compiled
def _fast_slot(load, shape, tired, keep, keep_paused, gain, gain_paused, fatigue, force, fresh, total, pause_load):  # type: ignore[no-untyped-def]
    """Three-compartment model over one slot, and the drive it takes."""
    for d in range(load.shape[0]):
        slot_load = load[d] * shape
        # what is lost for hours is out of play: the rest pulls harder, and tires faster
        pull = fatigue[d] * min(slot_load * force[d] / max(fresh[d], LEAST_CAPACITY), 1.0 - tired[d])
        at_work = slot_load > pause_load
        left = tired[d] * (keep[d] if at_work else keep_paused[d])
        tired[d] = min(left + pull * (gain[d] if at_work else gain_paused[d]), 1.0)
        # a muscle cannot be driven beyond its maximal voluntary force
        drive = min(slot_load * force[d] / max((1.0 - tired[d]) * fresh[d], LEAST_CAPACITY), 1.0)
        total[d] += drive


@compiled
def _end_row(load, total, slow, damage, done, reserve, slowing, step_s, accustomed, slow_per_h, slow_h, unaccustomed, reserve_drive, damage_gain, force, memory, sustained, activation):  # type: ignore[no-untyped-def]  # fmt: skip
    """Drive of the row with what capacity is left, then the slow loss and the damage the row adds."""
    for d in range(load.shape[0]):
        mean = min(total[d] / SLOTS_PER_MINUTE * (1.0 + reserve_drive[d] * (1.0 - reserve[d])), 1.0)
        # what a surge does it does by the fatigue it leaves: the drive that counts is the sustained one
        fading = step_s[d] / (2.0 * S_PER_MIN * memory[d])
        sustained[d] = (sustained[d] * (1.0 - fading) + 2.0 * fading * mean) / (1.0 + fading)
        activation[d] = sustained[d] / force[d]
        hours = step_s[d] / S_PER_H
        done[d] += load[d] * load[d] * hours
        beyond = max(done[d] / accustomed[d] - 1.0, 0.0)
        gain = slow_per_h[d] * load[d] * load[d] * (1.0 + unaccustomed[d] * beyond)
        half = hours / 2.0 * (gain + 1.0 / (slow_h[d] * slowing[d]))
        slow[d] = min((slow[d] * (1.0 - half) + hours * gain) / (1.0 + half), 1.0)  # a step too long for its gain overshoots
        damage[d] += damage_gain[d] * hours * (1.0 - damage[d])


@compiled
def _fatigue_kernel(  # type: ignore[no-untyped-def]
    felt, intensity, slowing, shape, sport, grade, low_cadence_row, descent, fatigue, recovery, rest_ratio, load_ratio,
    uphill, downhill, cadence_ratio, damage_per_km, initial_damage, accustomed_h, critical, step_s, force, constants, pause_load,
):  # fmt: skip
    """Step all draws through all rows; arrays end in [row, draw], so that every innermost loop runs over draws and vectorises."""
    rows, draws = intensity.shape
    muscles = fatigue.shape[0]
    duty, reserve_s, reserve_drive, slow_per_h, slow_h, unaccustomed, cost_rise, memory = constants
    out_load = np.empty((muscles, rows, draws))
    out_fast = np.empty((muscles, rows, draws))
    out_slow = np.empty((muscles, rows, draws))
    out_damage = np.empty((muscles, rows, draws))
    out_activation = np.empty((muscles, rows, draws))
    out_reserve = np.empty((rows, draws))
    fast, slow, done = np.zeros((muscles, draws)), np.zeros((muscles, draws)), np.zeros((muscles, draws))
    sustained = np.zeros((muscles, draws))
    damage = np.empty((muscles, draws))
    for muscle in range(muscles):
        damage[muscle, :] = initial_damage
    reserve = np.ones(draws)
    keep, keep_paused, total = np.empty(draws), np.empty(draws), np.empty(draws)
    gain, gain_paused, fresh = np.empty(draws), np.empty(draws), np.empty(draws)
    for row in range(rows):
        for slot in range(SLOTS_PER_MINUTE):
            _reserve_slot(reserve, intensity[row], critical, step_s, reserve_s, shape[row, slot])
        out_reserve[row, :] = reserve
        rising = grade[row] > 0.0
        for muscle in range(muscles):
            load = out_load[muscle, row]
            _start_row(
                felt[row], load_ratio[sport[row], muscle], abs(grade[row]), uphill[muscle] if rising else downhill[muscle],
                cadence_ratio[muscle] * low_cadence_row[row], slowing[row], recovery[muscle], rest_ratio[muscle], duty, step_s,
                cost_rise, slow[muscle], damage[muscle], load, keep, keep_paused, gain, gain_paused, fresh, total,
            )  # fmt: skip
            for slot in range(SLOTS_PER_MINUTE):
                _fast_slot(
                    load, shape[row, slot], fast[muscle], keep, keep_paused, gain, gain_paused, fatigue[muscle], force[muscle], fresh, total,
                    pause_load,
                )  # fmt: skip
            _end_row(
                load, total, slow[muscle], damage[muscle], done[muscle], reserve, slowing[row], step_s, accustomed_h, slow_per_h,
                slow_h, unaccustomed, reserve_drive, damage_per_km[muscle] * descent[row], force[muscle], memory,
                sustained[muscle], out_activation[muscle, row],
            )  # fmt: skip
            out_fast[muscle, row, :] = fast[muscle]
            out_slow[muscle, row, :] = slow[muscle]
            out_damage[muscle, row, :] = damage[muscle]
    return out_load, out_fast, out_slow, out_damage, out_activation, out_reserve
