"""Situations to simulate and traces to read from: small ones, so that a property can look at many."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np
from sessions import flat_minutes, flat_weather

from uncramp.body.athlete import Athlete
from uncramp.body.drinking import Drinking
from uncramp.body.trace import BodyTrace, FatigueTrace
from uncramp.minutes import SLOTS_PER_MINUTE, Floats, Minutes
from uncramp.names import MUSCLES
from uncramp.validation.laboratory import then_rest
from uncramp.why.situation import Situation, situation_of

__all__ = [
    "a_run", "a_situation", "fatigue_at", "hilly", "known_athlete", "steady_body", "surging", "then_rest", "water",
]  # fmt: skip


def steady_body(intensity: float | Floats, rows: int, draws: int, **stated: float | Floats) -> BodyTrace:
    """A body at this relative intensity with nothing else going on, but for what is stated (a number or [row])."""
    usual: dict[str, float | Floats] = dict.fromkeys((field.name for field in fields(BodyTrace)), 0.0)
    usual |= {"work_intensity_frac": intensity, "core_c": 38.0, "muscle_c": 38.5, "skin_c": 33.0, "plasma_sodium_mmol_l": 140.0}
    made = {name: np.broadcast_to(np.asarray(value, dtype=float), (draws, rows)).copy() for name, value in (usual | stated).items()}
    made["relative_intensity_frac"] = np.broadcast_to(np.asarray(intensity, dtype=float), (draws, rows)).copy()
    return BodyTrace(**made)


def fatigue_at(draws: int, rows: int, **stated: float | Floats) -> FatigueTrace:
    """Fatigue of a fresh muscle at work, but for what is stated (a number or [row])."""
    usual = (
        dict.fromkeys((field.name for field in fields(FatigueTrace)), 0.0) | {"activation_frac": 0.8, "reserve_frac": 1.0} | stated
    )
    shape = (len(MUSCLES), draws, rows)
    made = {name: np.broadcast_to(np.asarray(value, dtype=float), shape).copy() for name, value in usual.items()}
    made["reserve_frac"] = made["reserve_frac"][0]
    return FatigueTrace(**made)


def surging(minutes: Minutes, size: float) -> Minutes:
    """The same minutes with effort ``1 + size`` in the first half of each and ``1 - size`` in the second; the work is the same."""
    shape = np.where(np.arange(SLOTS_PER_MINUTE) < SLOTS_PER_MINUTE / 2, 1.0 + size, 1.0 - size)
    speed = np.nan_to_num(minutes.speed_m_s, nan=3.0)
    return replace(minutes, slot_speed_m_s=speed[:, None] * shape, slot_grade_frac=np.zeros((minutes.rows_count, SLOTS_PER_MINUTE)))


def hilly(minutes: Minutes, grade: float) -> Minutes:
    """The same minutes down (or up) a slope."""
    slots = np.full((minutes.rows_count, SLOTS_PER_MINUTE), grade)
    speed = np.repeat(minutes.speed_m_s[:, None], SLOTS_PER_MINUTE, axis=1)
    return replace(minutes, grade_frac=slots[:, 0], slot_grade_frac=slots, slot_speed_m_s=speed)


def a_run(
    rows: int = 60,
    speed_m_s: float = 3.0,
    air_c: float = 20.0,
    *,
    sport: str = "running",
    wind_m_s: float = 1.0,
    sun_w_m2: float = 0.0,
    distance: bool = True,
) -> Minutes:
    """Minutes of an even run in known weather."""
    weather = flat_weather(rows, air_c, 0.5, wind_m_s, sun_w_m2)
    minutes = flat_minutes(rows, sport, speed_m_s=speed_m_s, weather=weather)
    return replace(minutes, distance_m=60.0 * speed_m_s * np.arange(1.0, rows + 1.0)) if distance else minutes


def a_situation(minutes: Minutes, athlete: Athlete | None = None, *, draws: int = 8, seed: int = 0, **stated: Any) -> Situation:
    """A situation of ``minutes``; drinking is 400 ml/h of water unless stated."""
    usual = {"sport": "running", "intake": water(400.0), "history": None, "mechanism": "mixture", "overrides": None}
    return situation_of(minutes, athlete or known_athlete(), draws=draws, seed=seed, **(usual | stated))


def water(ml_h: float, sodium_mmol_l: float = 0.0) -> Drinking:
    """Even drinking."""
    return Drinking(ml_h / 60.0, 1.0, sodium_mmol_l, f"{ml_h:g} ml/h")


def known_athlete(**stated: Any) -> Athlete:
    """A man of 70 kg who runs, but for what is stated."""
    usual: dict[str, Any] = {
        "name": "known", "mass_kg": 70.0, "height_m": 1.76, "age_year": 35.0, "sex": "male", "maximal_oxygen_uptake_ml_kg_min": 50.0,
    }  # fmt: skip
    return Athlete(**(usual | stated))
