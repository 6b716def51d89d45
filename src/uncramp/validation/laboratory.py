"""Laboratory: sessions of a stated speed, weather and drinking, and athletes of stated size, as the trials had them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from types import MappingProxyType
from typing import Any, Final, TypeVar

import numpy as np

from uncramp.body.athlete import AthleteDraws
from uncramp.body.intake import Intake
from uncramp.body.tables import BodyParameters, body_parameters
from uncramp.evidence.draws import central
from uncramp.minutes import SLOTS_PER_MINUTE, Floats, Leg, Minutes, Weather
from uncramp.names import SPORTS
from uncramp.units import MIN_PER_H, S_PER_MIN

T = TypeVar("T", bound=Any)
ML_PER_L: Final = 1000.0
NOTHING_FIXED: Final[Mapping[str, float]] = MappingProxyType({})


def build_draws(draws: int = 1, **stated: object) -> AthleteDraws:
    """An unacclimatised man of 70 kg in every draw, but for what is stated (a number or an array [draw])."""
    usual: dict[str, object] = {
        "mass_kg": 70.0,
        "height_m": 1.75,
        "age_year": 35.0,
        "female_frac": 0.0,
        "body_fat_frac": 0.15,
        "maximal_oxygen_uptake_ml_kg_min": 55.0,
        "critical_intensity_frac": 0.82,
        "maximal_heart_rate_bpm": 185.0,
        "resting_heart_rate_bpm": 55.0,
        "acclimatisation_frac": 0.0,
        "sweat_gain_ratio": 1.0,
        "sweat_sodium_ratio": 1.0,
        "initial_plasma_sodium_mmol_l": 140.0,
        "cramp_history_frac": 0.0,
        "training_h_per_week": 5.0,
        "longest_session_h": 2.0,
        "descent_m_per_week": 500.0,
        "initial_damage_frac": 0.0,
        "medicine_rate_ratio": 1.0,
        "condition_rate_ratio": 1.0,
        "preparation_shift_ratio": 1.0,
    } | stated
    return AthleteDraws(**{name: np.broadcast_to(np.asarray(v, dtype=float), (draws,)).copy() for name, v in usual.items()})


def central_parameters(overrides: Mapping[str, float] = NOTHING_FIXED) -> BodyParameters:
    """The published value of every parameter, one draw, but for those that ``overrides`` fixes by ``topic.name``."""

    def topic(parameters: type[T], name: str) -> T:
        fixed = {
            field.name: np.array([overrides[key]]) for field in fields(parameters) if (key := f"{name}.{field.name}") in overrides
        }
        return replace(central(parameters, name), **fixed)

    return body_parameters(topic)


def flat_weather(
    rows: int, air_c: float = 20.0, humidity: float = 0.5, wind_m_s: float = 0.0, sun: float = 0.0, pressure_pa: float = 101325.0
) -> Weather:
    """The same known weather in every row."""
    air, wet, wind, solar, pressure = (np.full(rows, value) for value in (air_c, humidity, wind_m_s, sun, pressure_pa))
    return Weather(
        air, wet, wind, solar, pressure, air_spread_k=0.0, humidity_spread_frac=0.0, wind_spread_ratio=0.0, solar_spread_ratio=0.0,
        source="stated", assumed=False,
    )  # fmt: skip


def flat_minutes(
    rows: int,
    sport: str = "running",
    *,
    speed_m_s: float | Floats = np.nan,
    power_w: float | Floats = np.nan,
    heart_rate_bpm: float | Floats = np.nan,
    grade: float | Floats = 0.0,
    moving: float | Floats = 1.0,
    indoor: bool = False,
    weather: Weather | None = None,
) -> Minutes:
    """The same load in every row, or one array of rows."""

    def row(value: float | Floats) -> Floats:
        return np.broadcast_to(np.asarray(value, dtype=float), (rows,)).copy()

    empty = np.full((rows, SLOTS_PER_MINUTE), np.nan)
    return Minutes(
        start=None,
        duration_s=S_PER_MIN * rows,
        legs=(Leg(sport, 0.0, S_PER_MIN * rows),),
        sport_index=np.full(rows, SPORTS.index(sport), dtype=np.int64),
        coverage_frac=row(1.0),
        moving_frac=row(moving),
        heart_rate_bpm=row(heart_rate_bpm),
        power_w=row(power_w),
        speed_m_s=row(speed_m_s),
        grade_frac=row(grade),
        altitude_m=row(0.0),
        cadence_hz=row(np.nan),
        distance_m=row(np.nan),
        core_c=row(np.nan),
        skin_c=row(np.nan),
        slot_power_w=empty,
        slot_speed_m_s=empty,
        slot_grade_frac=empty,
        indoor=indoor,
        planned=True,
        weather=weather or flat_weather(rows),
    )


def then_rest(minutes: Minutes, rows: int) -> Minutes:
    """The session with ``rows`` minutes of rest behind it, all part of one array of minutes."""

    def longer(values: Any, last: float) -> Any:
        return np.concatenate([values, np.full((rows, *values.shape[1:]), last, dtype=values.dtype)])

    silent = ("heart_rate_bpm", "power_w", "cadence_hz", "altitude_m", "core_c", "skin_c", "slot_power_w")
    still = ("speed_m_s", "grade_frac", "moving_frac", "slot_speed_m_s", "slot_grade_frac")
    air = minutes.weather
    names = ("air_c", "humidity_frac", "wind_m_s", "solar_w_m2", "pressure_pa")
    return replace(
        minutes,
        duration_s=minutes.duration_s + S_PER_MIN * rows,
        sport_index=longer(minutes.sport_index, SPORTS.index("rest")),
        coverage_frac=longer(minutes.coverage_frac, 1.0),
        distance_m=longer(minutes.distance_m, float(minutes.distance_m[-1])),
        weather=replace(air, **{name: longer(getattr(air, name), float(getattr(air, name)[-1])) for name in names}),
        **{name: longer(getattr(minutes, name), np.nan) for name in silent},
        **{name: longer(getattr(minutes, name), 0.0) for name in still},
    )


def drinks(rows: int, ml_h: float, sodium_mmol_l: float = 0.0, carbohydrate_g_l: float = 0.0, every_min: int = 1) -> Intake:
    """The same drink every ``every_min`` minutes."""
    ml = np.where(np.arange(rows) % every_min == 0, ml_h / MIN_PER_H * every_min, 0.0)[None, :]
    litres = ml / ML_PER_L
    return Intake(ml, litres * sodium_mmol_l, np.zeros_like(ml), litres * carbohydrate_g_l, stated=True, text=f"{ml_h:g} ml/h")


def no_intake(rows: int) -> Intake:
    """Nothing drunk or eaten."""
    return drinks(rows, 0.0)
