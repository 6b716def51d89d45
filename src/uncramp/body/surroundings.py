"""Surroundings: the weather of a session as every draw meets it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from uncramp.errors import InputError
from uncramp.evidence.draws import uniforms
from uncramp.minutes import Floats, Integers, Weather
from uncramp.texts import _


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Weather by row [row], and what each draw adds to it or multiplies it by over the whole session [draw]."""

    air_c: Floats
    humidity_frac: Floats
    wind_m_s: Floats
    solar_w_m2: Floats
    pressure_pa: Floats
    air_shift_k: Floats
    humidity_shift_frac: Floats
    wind_ratio: Floats
    solar_ratio: Floats


def draw_surroundings(weather: Weather, draws: int, seed: int) -> Surroundings:
    """Weather with its uncertainty drawn: one shift of air and humidity, one factor on wind and sun, for each draw.

    The streams are named by the seed alone: two sessions compared share them, and so do the people of a field.
    """
    from scipy.special import ndtri  # scipy loads slowly, and --help must not

    def normal(name: str) -> Floats:
        return np.asarray(ndtri(uniforms(seed, "surroundings", name, draws=draws)), dtype=np.float64)

    return Surroundings(
        air_c=weather.air_c,
        humidity_frac=weather.humidity_frac,
        wind_m_s=weather.wind_m_s,
        solar_w_m2=weather.solar_w_m2,
        pressure_pa=weather.pressure_pa,
        air_shift_k=weather.air_spread_k * normal("air"),
        humidity_shift_frac=weather.humidity_spread_frac * normal("humidity"),
        wind_ratio=np.exp(weather.wind_spread_ratio * normal("wind")),
        solar_ratio=np.exp(weather.solar_spread_ratio * normal("solar")),
    )


def met_by(surroundings: Surroundings, draws: Integers) -> Surroundings:
    """The same weather as it meets these draws of it, in this order."""
    shifts = ("air_shift_k", "humidity_shift_frac", "wind_ratio", "solar_ratio")
    return replace(surroundings, **{name: getattr(surroundings, name)[draws] for name in shifts})


def fixed_surroundings(
    rows: int, draws: int, *, air_c: float, humidity_frac: float, wind_m_s: float, solar_w_m2: float, pressure_pa: float
) -> Surroundings:
    """The same weather in every row and draw: what a reference is simulated in."""
    return Surroundings(
        air_c=np.full(rows, air_c),
        humidity_frac=np.full(rows, humidity_frac),
        wind_m_s=np.full(rows, wind_m_s),
        solar_w_m2=np.full(rows, solar_w_m2),
        pressure_pa=np.full(rows, pressure_pa),
        air_shift_k=np.zeros(draws),
        humidity_shift_frac=np.zeros(draws),
        wind_ratio=np.ones(draws),
        solar_ratio=np.ones(draws),
    )


def check_surroundings(surroundings: Surroundings, rows: int) -> None:
    """Refuse weather that is missing, of the wrong length, or in the wrong unit.

    Raises
    ------
    InputError
        Naming the quantity, the row and the value.
    """
    bounds = {
        "air_c": (-60.0, 60.0, "degC"),
        "humidity_frac": (0.0, 1.0, "as a fraction"),
        "wind_m_s": (0.0, 60.0, "m/s"),
        "solar_w_m2": (0.0, 1500.0, "W/m2"),
        "pressure_pa": (30_000.0, 110_000.0, "Pa"),
    }
    for name, (low, high, unit) in bounds.items():
        values = getattr(surroundings, name)
        if values.shape != (rows,):
            raise InputError(
                _("Weather {name} has {shape} rows, the session {rows}. Give one value a minute.").format(
                    name=name, shape=values.shape[0], rows=rows
                )
            )
        wrong = ~((values >= low) & (values <= high))
        if wrong.any():
            row = int(np.argmax(wrong))
            raise InputError(
                _("Weather {name} is {value} in minute {row}; expected {low} to {high} {unit}. Correct it or leave it out.").format(
                    name=name, value=f"{values[row]:g}", row=row, low=f"{low:g}", high=f"{high:g}", unit=unit
                )
            )
