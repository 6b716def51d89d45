"""The hours after: rest rows put behind a session, since cramps come then as well."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any, Final

import numpy as np

from uncramp.minutes import Floats, Minutes, Weather
from uncramp.names import SPORTS
from uncramp.units import MIN_PER_H, S_PER_MIN

HOURS_AFTER: Final = 6  # A15 counts cramps up to six hours after the finish
STILL_AIR_M_S: Final = 0.3  # floor of the convection formulas


def with_hours_after(minutes: Minutes) -> Minutes:
    """The session followed by six hours of rest: same air, in the shade, hardly any wind.

    The shape of every array grows by the same number of rows; ``duration_s`` and ``legs`` stay those of the session.
    """
    added = round(HOURS_AFTER * MIN_PER_H)

    def longer(values: Floats, value: float) -> Floats:
        shape = (added, *values.shape[1:])
        return np.concatenate([values, np.full(shape, value)])

    def last(values: Floats) -> Floats:
        return longer(values, float(values[-1]))

    weather = minutes.weather
    after = Weather(
        air_c=last(weather.air_c),
        humidity_frac=last(weather.humidity_frac),
        wind_m_s=longer(weather.wind_m_s, STILL_AIR_M_S),
        solar_w_m2=longer(weather.solar_w_m2, 0.0),
        pressure_pa=last(weather.pressure_pa),
        air_spread_k=weather.air_spread_k,
        humidity_spread_frac=weather.humidity_spread_frac,
        wind_spread_ratio=weather.wind_spread_ratio,
        solar_spread_ratio=weather.solar_spread_ratio,
        source=weather.source,
        assumed=weather.assumed,
        assumed_names=weather.assumed_names,
    )
    rest = SPORTS.index("rest")
    silent: dict[str, Any] = {
        name: longer(getattr(minutes, name), np.nan) for name in ("heart_rate_bpm", "power_w", "cadence_hz", "core_c", "skin_c")
    }
    still: dict[str, Any] = {
        name: longer(getattr(minutes, name), 0.0)
        for name in ("speed_m_s", "grade_frac", "moving_frac", "coverage_frac", "slot_speed_m_s", "slot_grade_frac")
    }
    return replace(
        minutes,
        sport_index=np.concatenate([minutes.sport_index, np.full(added, rest)]),
        altitude_m=last(minutes.altitude_m),
        distance_m=last(minutes.distance_m),
        slot_power_w=longer(minutes.slot_power_w, np.nan),
        weather=after,
        **silent,
        **still,
    )


def session_only(minutes: Minutes, rows: int) -> Minutes:
    """The first ``rows`` rows of ``minutes``."""

    def cut(record: Minutes | Weather) -> dict[str, Any]:
        values = {field.name: getattr(record, field.name) for field in fields(record)}
        return {name: value[:rows] for name, value in values.items() if isinstance(value, np.ndarray)}

    return replace(minutes, **cut(minutes), weather=replace(minutes.weather, **cut(minutes.weather)))


def row_hours(minutes: Minutes) -> Floats:
    """Length of each row [minute], h; the last row of the session may be shorter than a minute."""
    session = int(np.ceil(minutes.duration_s / S_PER_MIN))
    hours = np.full(minutes.rows_count, 1.0 / MIN_PER_H)
    part_s = minutes.duration_s - (session - 1) * S_PER_MIN
    if 0 < session <= minutes.rows_count:
        hours[session - 1] *= part_s / S_PER_MIN
    return hours


__all__ = ["HOURS_AFTER", "row_hours", "session_only", "with_hours_after"]
