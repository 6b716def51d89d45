"""Sessions of a stated speed, weather and drinking, and athletes of stated size: what validation and properties simulate."""

from __future__ import annotations

from typing import Final

import numpy as np

from uncramp.body.athlete import AthleteDraws
from uncramp.body.electrolytes import ElectrolyteParameters
from uncramp.body.fluids import FluidParameters
from uncramp.body.heat import HeatParameters
from uncramp.body.intake import Intake
from uncramp.body.metabolism import MetabolismParameters
from uncramp.body.sweat import SweatParameters
from uncramp.body.tables import BodyParameters
from uncramp.evidence.draws import central
from uncramp.minutes import SLOTS_PER_MINUTE, Floats, Leg, Minutes, Weather
from uncramp.names import SPORTS

# kg, assumed height m, air degC, km/h, L/h: predicted sweat rates of the 2007 ACSM stand after Montain 2006; 50 % humidity assumed
ACSM_TABLE: Final = tuple(
    (kg, height, air, speed, sweat)
    for kg, height, rows in (
        (50, 1.60, {18: (0.43, 0.53, 0.69, 0.86), 28: (0.52, 0.62, 0.79, 0.96)}),
        (70, 1.75, {18: (0.65, 0.79, 1.02, 1.25), 28: (0.75, 0.89, 1.12, 1.36)}),
        (90, 1.85, {18: (0.86, 1.04, 1.34, 1.64), 28: (0.97, 1.15, 1.46, 1.76)}),
    )
    for air, row in rows.items()
    for speed, sweat in zip((8.5, 10.0, 12.5, 15.0), row, strict=True)
)


def acsm_w_kg(speed_km_h: float) -> float:
    """Metabolic rate of level running by the ACSM equation, 20.9 kJ a litre of oxygen."""
    return (3.5 + 0.2 * speed_km_h * 1000 / 60) / 1000 / 60 * 20900


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


def central_parameters() -> BodyParameters:
    """The published value of every parameter, one draw."""
    return BodyParameters(
        metabolism=central(MetabolismParameters, "metabolism"),
        heat=central(HeatParameters, "heat"),
        sweat=central(SweatParameters, "sweat"),
        fluids=central(FluidParameters, "fluids"),
        electrolytes=central(ElectrolyteParameters, "electrolytes"),
    )


def flat_weather(
    rows: int, air_c: float = 20.0, humidity: float = 0.5, wind_m_s: float = 0.0, sun: float = 0.0, pressure_pa: float = 101325.0
) -> Weather:
    """The same known weather in every row."""
    given = (np.full(rows, v) for v in (air_c, humidity, wind_m_s, sun, pressure_pa))
    return Weather(*given, 0.0, 0.0, 0.0, 0.0, "stated in a test", False)


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
        duration_s=60.0 * rows,
        legs=(Leg(sport, 0.0, 60.0 * rows),),
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


def drinks(rows: int, ml_h: float, sodium_mmol_l: float = 0.0, carbohydrate_g_l: float = 0.0, every_min: int = 1) -> Intake:
    """The same drink every ``every_min`` minutes."""
    ml = np.where(np.arange(rows) % every_min == 0, ml_h / 60.0 * every_min, 0.0)[None, :]
    litres = ml / 1000.0
    return Intake(ml, litres * sodium_mmol_l, np.zeros_like(ml), litres * carbohydrate_g_l, True, f"{ml_h:g} ml/h")


def no_intake(rows: int) -> Intake:
    """Nothing drunk or eaten."""
    return drinks(rows, 0.0)
