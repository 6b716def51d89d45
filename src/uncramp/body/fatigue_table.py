"""Tables of fatigue: who tires, and what along, packed the way ``fatigue_step`` reads them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from uncramp.body.athlete import AthleteDraws
from uncramp.body.fatigue_step import ALMOST, OF_MUSCLE, SHARED
from uncramp.body.load import LoadTable, descent_km_per_h, grade_of_load, low_cadence, own_load_frac, surge_shape
from uncramp.minutes import SLOTS_PER_MINUTE, Floats, Integers, Minutes
from uncramp.names import MUSCLES
from uncramp.units import H_PER_DAY, S_PER_H, S_PER_MIN


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
    quick_loss_per_h: Floats
    slow_loss_per_h: Floats
    quick_recovery_h: Floats
    lasting_onset_load_h: Floats
    slow_recovery_h: Floats
    eccentric_damage_per_km: Floats
    calf_damage_ratio: Floats
    hamstrings_damage_ratio: Floats
    habitual_descent_m: Floats
    damage_recovery_day: Floats
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


@dataclass(frozen=True)
class FatigueOptions:
    """What is different from the session as it was, for causes and what-if; the default changes nothing."""

    step_s: Floats | None = None  # [draw] a row takes this long, when the same distance is covered slower
    even: bool = False  # no surges within the minute
    flat: bool = False  # no eccentric damage from this session, and no downhill load
    descent_ratio: float = 1.0
    accustomed: bool = False  # trained for this load, and rested: no damage left from before


@dataclass(frozen=True, slots=True)
class FatigueTable:
    """What is read of each draw."""

    shared: Floats  # [constant, draw] in the order of ``fatigue_step.SHARED``
    of_muscle: Floats  # [constant, muscle, draw] in the order of ``fatigue_step.OF_MUSCLE``
    load_ratio: Floats  # [sport, muscle, draw]
    pause_load_frac: float


def fatigue_table(athlete: AthleteDraws, model: FatigueModel, options: FatigueOptions) -> FatigueTable:
    """Every draw, with nothing done yet."""
    p = model.constants
    step_s = np.full(athlete.mass_kg.shape[0], S_PER_MIN) if options.step_s is None else options.step_s
    shared = _shared_table(p, athlete, step_s, accustomed=options.accustomed)
    of_muscle = _muscle_table(p, athlete, model.load, step_s, rested=options.accustomed)
    return FatigueTable(
        np.stack([shared[name] for name in SHARED]),
        np.stack([of_muscle[name] for name in OF_MUSCLE]),
        model.load.load_ratio,
        float(p.pause_load_frac[0]),
    )


@dataclass(frozen=True, slots=True)
class FatigueRows:
    """What is read of each row."""

    shape_ratio: Floats  # [row, slot] effort of ten seconds over that of the minute
    sport_index: Integers  # [row]
    own_frac: Floats  # [row] share that loads as the sport does; the rest as walking
    moved: Floats  # [grade, low cadence, km/h of descent; row]

    def of(self, its: slice) -> FatigueRows:
        """Some of the rows."""
        return FatigueRows(self.shape_ratio[its], self.sport_index[its], self.own_frac[its], self.moved[:, its])


def fatigue_rows(minutes: Minutes, load: LoadTable, options: FatigueOptions) -> FatigueRows:
    """Every row of a session, or of several one after the other."""
    shape = np.ones((minutes.rows_count, minutes.slot_speed_m_s.shape[1])) if options.even else surge_shape(minutes)
    grade = grade_of_load(minutes)
    descent = np.zeros(minutes.rows_count) if options.flat else descent_km_per_h(minutes) * options.descent_ratio
    if options.flat:
        grade = np.maximum(grade, 0.0)
    moved = np.array([grade, low_cadence(minutes, load), descent])
    return FatigueRows(shape, np.ascontiguousarray(minutes.sport_index), own_load_frac(minutes, load), moved)


def _shared_table(p: FatigueParameters, athlete: AthleteDraws, step_s: Floats, *, accustomed: bool) -> dict[str, Floats]:
    """What all muscles of a draw share, by the names of ``fatigue_step.SHARED``; [draw]."""
    accustomed_load = athlete.longest_session_h * p.training_intensity_frac**2
    fading = step_s / (S_PER_MIN * p.drive_memory_min)
    return {
        "critical_intensity_frac": athlete.critical_intensity_frac,
        "slot_s": step_s / SLOTS_PER_MINUTE,
        "row_h": step_s / S_PER_H,
        "reserve_per_slot": step_s / (SLOTS_PER_MINUTE * p.reserve_s),
        "reserve_drive_ratio": p.reserve_drive_ratio,
        "quick_loss_per_h": p.quick_loss_per_h,
        "slow_loss_per_h": p.slow_loss_per_h,
        "quick_recovery_per_h": 1.0 / p.quick_recovery_h,
        "slow_recovery_per_h": 1.0 / p.slow_recovery_h,
        "damage_recovery_per_h": 1.0 / (H_PER_DAY * p.damage_recovery_day),
        "per_onset_load": 1.0 / p.lasting_onset_load_h,
        "per_accustomed_load": np.zeros_like(step_s) if accustomed else 1.0 / accustomed_load,
        "unaccustomed_loss_ratio": p.unaccustomed_loss_ratio,
        "cost_rise_ratio": p.cost_rise_ratio,
        "drive_memory_frac": 2.0 * fading / (2.0 + fading),
        "felt_strain_ratio": p.felt_strain_ratio,
        "plasma_volume_slowing_ratio": p.plasma_volume_slowing_ratio,
        "muscle_temperature_slowing_per_k": p.muscle_temperature_slowing_per_k,
        "usual_muscle_c": p.usual_muscle_c,
    }


def _muscle_table(
    p: FatigueParameters, athlete: AthleteDraws, load: LoadTable, step_s: Floats, *, rested: bool
) -> dict[str, Floats]:
    """What belongs to one muscle of a draw, by the names of ``fatigue_step.OF_MUSCLE``; [muscle, draw]."""
    rest, duty = _by_muscle(p, "rest_recovery_ratio"), p.contraction_duty_frac
    force = _by_muscle(p, "force_at_maximal_uptake_frac")
    # those who often run downhill are damaged less by it
    habitual = 1.0 / (1.0 + athlete.descent_m_per_week / p.habitual_descent_m)
    braking = np.array([p.calf_damage_ratio, p.hamstrings_damage_ratio, np.ones_like(habitual)])
    initial = np.zeros_like(habitual) if rested else athlete.initial_damage_frac
    return {
        "fatigue_per_s": _by_muscle(p, "fatigue_per_s"),
        "recovery_per_s": _by_muscle(p, "recovery_per_s"),
        "rest_ratio": rest,
        # between contractions a muscle at work recovers at the faster rate
        "at_work_ratio": (duty + (1.0 - duty) * rest) / rest,
        "force_frac": force,
        "per_force_ratio": 1.0 / force,
        "uphill_ratio": load.uphill_ratio,
        "downhill_ratio": load.downhill_ratio,
        "low_cadence_ratio": load.low_cadence_ratio,
        # the descent is the course's: a row that takes longer goes down no further
        "damage_per_km": p.eccentric_damage_per_km * habitual * braking * S_PER_MIN / step_s,
        "initial_damage_frac": np.broadcast_to(initial, rest.shape),
    }


def greatest_drive(model: FatigueModel) -> Floats:
    """Drive at maximal voluntary force on the scale of ``activation_frac``, [muscle, draw], a hair below it."""
    return ALMOST / _by_muscle(model.constants, "force_at_maximal_uptake_frac")


def _by_muscle(p: FatigueParameters, ending: str) -> Floats:
    return np.array([getattr(p, f"{muscle}_{ending}") for muscle in MUSCLES])
