"""Fatigue against published loss of force and endurance (V28, V29).

Force lost is all capacity lost: fast, slow and by eccentric damage. Intensity and descent of the races are not published with the
figures; what is assumed stands beside each. Runners were measured some minutes after the finish: ten are taken.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

import numpy as np

from uncramp.activity.plan import Profile, plan_minutes
from uncramp.activity.weather import stated_weather
from uncramp.body.athlete import Athlete
from uncramp.body.drinking import Drinking
from uncramp.body.fatigue_table import FatigueParameters
from uncramp.body.trace import FatigueTrace
from uncramp.evidence.draws import central
from uncramp.minutes import Minutes
from uncramp.names import MUSCLES
from uncramp.reflex.motor_unit import MotorUnitParameters, motor_units
from uncramp.reflex.motor_unit_fatigue import MotorUnitFatigueParameters, hold_force, rested_pool
from uncramp.units import MIN_PER_H, S_PER_H
from uncramp.validation.bench import Bench, Measure, Numbers
from uncramp.validation.laboratory import then_rest
from uncramp.why.scenario import simulate
from uncramp.why.situation import situation_of

CALF, QUADRICEPS = MUSCLES.index("calf"), MUSCLES.index("quadriceps")
UNTIL_MEASURED: Final = 10
DRAWS: Final = 100
HILL_M: Final = 10_000.0
STEP_S: Final = 0.1
MOTOR_UNITS: Final = 120
LONGEST_S: Final = 900.0


def force_lost_frac(fatigue: FatigueTrace, muscle: int, row: int) -> float:
    """Median over the draws of what is missing of the maximal voluntary force."""
    left = 1.0 - fatigue.fast_fatigue_frac[muscle, :, row]
    left = left * (1.0 - fatigue.slow_loss_frac[muscle, :, row]) * (1.0 - fatigue.damage_frac[muscle, :, row])
    return float(np.median(1.0 - left))


def _tired(bench: Bench, minutes: Minutes, sport: str, ml_h: float, sodium_mmol_l: float, **stated: Any) -> FatigueTrace:
    usual: dict[str, Any] = {"name": "known", "mass_kg": 70.0, "height_m": 1.76, "age_year": 35.0, "sex": "male"}
    situation = situation_of(
        minutes, Athlete(**(usual | stated)), sport=sport, intake=Drinking(ml_h / MIN_PER_H, 1.0, sodium_mmol_l, f"{ml_h:g} ml/h"),
        history=None, mechanism="mixture", draws=DRAWS, seed=0, overrides=bench.overrides,
    )  # fmt: skip
    return simulate(situation).fatigue


@lru_cache(maxsize=2)
def half_marathon(bench: Bench) -> FatigueTrace:
    """1 h 45 min of a trained runner, who is used to such sessions."""
    weather = stated_weather(air_c=15.0, humidity_frac=0.6, wind_m_s=1.0, solar_w_m2=200.0)
    minutes = plan_minutes(21_097.5, 6300.0, weather=weather)
    return _tired(bench, minutes, "running", 400.0, 0.0, longest_session_h=2.0, maximal_oxygen_uptake_ml_kg_min=52.0)


@lru_cache(maxsize=4)
def mountain_ultra(bench: Bench, distance_m: float, hours_h: float, climb_m: float) -> FatigueTrace:
    """Hills of 5 km up and down that add to ``climb_m``, by runners used to long days and to descents; then 16 h of rest."""
    weather = stated_weather(air_c=15.0, humidity_frac=0.6, wind_m_s=1.0, solar_w_m2=200.0)
    count = int(distance_m // HILL_M)
    points = np.arange(2 * count + 1)
    profile = Profile(points * distance_m / (2 * count), np.where(points % 2 == 1, climb_m / count, 0.0))
    minutes = plan_minutes(distance_m, hours_h * S_PER_H, sport="trail_running", weather=weather, profile=profile)
    return _tired(
        bench, then_rest(minutes, 600), "trail_running", 500.0, 20.0,
        maximal_oxygen_uptake_ml_kg_min=55.0, longest_session_h=12.0, descent_m_per_week=2000.0,
    )  # fmt: skip


def force_lost(bench: Bench) -> Numbers:
    """V28: 166 km with 9,500 m of climbing in 38 h."""
    road, mountain = half_marathon(bench), mountain_ultra(bench, 166_000.0, 38.0, 9500.0)
    road_row, mountain_row = 104 + UNTIL_MEASURED, 38 * 60 - 1 + UNTIL_MEASURED
    return {
        "half_marathon_quadriceps_frac": force_lost_frac(road, QUADRICEPS, road_row),
        "mountain_calf_frac": force_lost_frac(mountain, CALF, mountain_row),
        "mountain_quadriceps_frac": force_lost_frac(mountain, QUADRICEPS, mountain_row),
    }


def endurance_s(load_frac: float, fatigue_ratio: float, recovery_ratio: float) -> float:
    """How long a share of maximal force can be held by the three-compartment model: own integration of its two equations.

    Both ratios are a second's.
    """
    tired, elapsed_s = 0.0, 0.0
    while 1.0 - tired > load_frac:
        tired += STEP_S * (fatigue_ratio * load_frac - recovery_ratio * tired)
        elapsed_s += STEP_S
    return elapsed_s


def muscle_endurance_s(bench: Bench, muscle: str, load_frac: float) -> float:
    """Endurance of a muscle with the constants of the evidence."""
    p, fixed = central(FatigueParameters, "fatigue"), bench.overrides

    def constant(name: str) -> float:
        return fixed.get(f"fatigue.{muscle}_{name}", float(getattr(p, f"{muscle}_{name}")[0]))

    return endurance_s(load_frac, constant("fatigue_per_s"), constant("recovery_per_s"))


def motor_unit_endurance_s(load_frac: float) -> float:
    """Endurance of the motor units of Potvin and Fuglevand with their published constants."""
    units = motor_units(central(MotorUnitParameters, "motor_unit"), units_count=MOTOR_UNITS)
    pool = rested_pool(units, central(MotorUnitFatigueParameters, "motor_unit_fatigue"))
    return float(hold_force(pool, np.full(round(LONGEST_S / STEP_S), load_frac), step_s=STEP_S).endurance_s)


def endurance(bench: Bench) -> Numbers:
    """V29."""
    found = {
        f"{muscle}_at_{load}_percent_s": muscle_endurance_s(bench, muscle, load / 100)
        for muscle in ("calf", "quadriceps")
        for load in (20, 50)
    }
    return found | {f"motor_units_at_{load}_percent_s": motor_unit_endurance_s(load / 100) for load in (20, 50)}


MEASURES: Final[dict[str, Measure]] = {"V28": force_lost, "V29": endurance}
