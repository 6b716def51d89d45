"""Numbers of evidence/weather.toml, and how unsure each kind of weather is."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from functools import cache

from uncramp.evidence.draws import Z_95
from uncramp.evidence.registry import Entry, entries_for


@dataclass(frozen=True, slots=True)
class WeatherParameters:
    """Entries of evidence/weather.toml; each with its value and its range."""

    assumed_air_c: Entry
    assumed_humidity_frac: Entry
    highest_dew_point_c: Entry
    assumed_wind_m_s: Entry
    assumed_solar_w_m2: Entry
    cloud_transmission_ratio: Entry
    assumed_indoor_air_c: Entry
    assumed_indoor_humidity_frac: Entry
    assumed_indoor_wind_m_s: Entry
    device_bias_k: Entry
    sensor_air_spread_k: Entry
    sensor_humidity_spread_frac: Entry
    stated_air_spread_k: Entry
    stated_humidity_spread_frac: Entry
    stated_wind_spread_ratio: Entry
    stated_solar_spread_ratio: Entry
    model_air_spread_k: Entry
    model_humidity_spread_frac: Entry
    model_wind_spread_ratio: Entry
    model_solar_spread_ratio: Entry
    typical_air_spread_k: Entry
    typical_humidity_spread_frac: Entry
    typical_wind_spread_ratio: Entry
    typical_solar_spread_ratio: Entry
    wind_profile_index: Entry
    station_wind_height_m: Entry
    body_wind_height_m: Entry
    clear_sky_scale_w_m2: Entry
    clear_sky_extinction_index: Entry
    sea_level_pressure_pa: Entry
    sea_level_air_k: Entry
    air_lapse_k_per_m: Entry
    pressure_height_index: Entry


@cache
def weather_parameters() -> WeatherParameters:
    """Entries of the topic ``weather``."""
    return WeatherParameters(**entries_for(WeatherParameters, "weather"))


@dataclass(frozen=True, slots=True)
class Spread:
    """How unsure a source's weather is: standard deviations, of the logarithm where the name says ratio."""

    air_k: float
    humidity_frac: float
    wind_ratio: float
    solar_ratio: float


def spread_of(entry: Entry) -> float:
    """Standard deviation of an entry's range; of the logarithm where it is lognormal."""
    if entry.spread == "lognormal":
        return math.log(entry.high / entry.low) / (2.0 * Z_95)
    if entry.spread == "uniform":
        return (entry.high - entry.low) / math.sqrt(12.0)
    return (entry.high - entry.low) / (2.0 * Z_95)


def spread_of_weather(kind: str) -> Spread:
    """How unsure weather is: ``stated`` by the athlete, along the course; of a ``model``, along it; of a ``typical`` year, for one day of it."""
    parts = (field.name.split("_") for field in fields(Spread))
    entries = (getattr(weather_parameters(), f"{kind}_{quantity}_spread_{ending}") for quantity, ending in parts)
    return Spread(*(entry.value for entry in entries))
