"""The closed list of unit endings, and the conversions for people.

A name of a number ends with its unit: ``core_c``, ``sweat_rate_l_h``, ``power_w``. A rate of change
against another unit is written with ``_per_``: ``heart_rate_drift_bpm_per_l``. Inside the package
values are plain floats in these units; people may see °F, lb, miles and oz.
"""

from __future__ import annotations

from typing import Final

UNITS: Final[dict[str, str]] = {
    # time
    "ms": "ms", "s": "s", "min": "min", "h": "h", "day": "day", "year": "year", "week": "week",
    "hz": "Hz", "bpm": "1/min",
    # temperature: _c is a temperature, _k a difference of temperatures
    "c": "degC", "k": "K",
    # power and energy
    "w": "W", "kw": "kW", "w_m2": "W/m^2", "w_kg": "W/kg", "w_k": "W/K", "w_m2_k": "W/m^2/K", "w_m2_kpa": "W/m^2/kPa",
    "m2_k_w": "m^2*K/W",
    "j": "J", "kj": "kJ", "j_kg": "J/kg", "kj_kg": "kJ/kg", "j_kg_k": "J/kg/K", "j_kg_m": "J/kg/m", "kj_l": "kJ/L", "j_g": "J/g",
    # mass, length, area, volume
    "kg": "kg", "g": "g", "mg": "mg", "m": "m", "km": "km", "m2": "m^2", "l": "L", "ml": "mL", "kg_m2": "kg/m^2",
    # flow and speed
    "m_s": "m/s", "km_h": "km/h", "l_h": "L/h", "l_min": "L/min", "ml_h": "mL/h", "ml_min": "mL/min",
    "ml_kg_min": "mL/kg/min", "l_h_m2": "L/h/m^2", "g_h_m2": "g/h/m^2", "g_h": "g/h", "g_min": "g/min", "g_kj": "g/kJ", "g_l": "g/L",
    # amount
    "mmol": "mmol", "mmol_l": "mmol/L", "mmol_h": "mmol/h", "mosm_kg": "mmol/kg",
    # nerve and muscle
    "pps": "1/s", "na": "nA", "um": "um", "nsiemens": "nS", "us": "uS", "nf": "nF", "siemens_m2": "S/m^2", "ohm_m": "ohm*m", "ohm_m2": "ohm*m^2", "f_m2": "F/m^2",
    # the rest
    "pa": "Pa", "kpa": "kPa", "mv": "mV", "deg": "deg", "n": "N",
    "frac": "1", "ratio": "1", "count": "1", "index": "1",
}  # fmt: skip
"""Ending without its underscore -> the unit it stands for."""


def unit_of(name: str) -> str | None:
    """Unit that the ending of ``name`` stands for, or ``None`` if it has none.

    Examples
    --------
    >>> unit_of("sweat_rate_l_h")
    'L/h'
    >>> unit_of("heart_rate_drift_bpm_per_l")
    '1/min/(L)'
    >>> unit_of("recovery_per_h")
    '1/(h)'
    >>> unit_of("recovery") is None
    True
    """
    # the longest numerator and denominator win: "_mmol_l_per_l_h" is (mmol/L)/(L/h)
    head, per, tail = name.rpartition("_per_")
    if per and tail in UNITS:
        above = _longest_ending(head)
        return f"{above}/({UNITS[tail]})" if above else f"1/({UNITS[tail]})"
    return _longest_ending(name)


def _longest_ending(name: str) -> str | None:
    words = name.split("_")
    for start in range(max(0, len(words) - 3), len(words)):
        ending = "_".join(words[start:])
        if ending in UNITS:
            return UNITS[ending]
    return None


# Factors by definition (international yard and pound, US fluid ounce).
M_PER_MILE: Final = 1609.344
M_PER_FOOT: Final = 0.3048
KG_PER_POUND: Final = 0.45359237
L_PER_US_FLUID_OUNCE: Final = 0.0295735295625
FLUID_OUNCES_PER_GALLON: Final = 128.0
S_PER_MIN: Final = 60.0
S_PER_H: Final = 3600.0
H_PER_DAY: Final = 24.0
MIN_PER_H: Final = 60.0
KELVIN_AT_0_C: Final = 273.15


_KM_H: Final = 1000.0 / S_PER_H
_MPH: Final = M_PER_MILE / S_PER_H
_FAHRENHEIT: Final = (5.0 / 9.0, -160.0 / 9.0)
TYPED: Final[dict[str, dict[str, tuple[float, float]]]] = {
    "°C": {"C": (1.0, 0.0), "F": _FAHRENHEIT},
    "mmol of sodium": {"mmol": (1.0, 0.0), "mg": (1.0 / 22.99, 0.0), "g": (1000.0 / 22.99, 0.0)},  # by their atomic weights
    "mmol of potassium": {"mmol": (1.0, 0.0), "mg": (1.0 / 39.1, 0.0), "g": (1000.0 / 39.1, 0.0)},
    "kg": {"kg": (1.0, 0.0), "lb": (KG_PER_POUND, 0.0), "g": (0.001, 0.0)},
    "L": {"l": (1.0, 0.0), "ml": (0.001, 0.0), "dl": (0.1, 0.0), "cl": (0.01, 0.0), "oz": (L_PER_US_FLUID_OUNCE, 0.0)},
    "s": {"s": (1.0, 0.0), "min": (S_PER_MIN, 0.0)},
    "m/s": {"m/s": (1.0, 0.0), "km/h": (_KM_H, 0.0), "kmh": (_KM_H, 0.0), "kph": (_KM_H, 0.0), "mph": (_MPH, 0.0), "mi/h": (_MPH, 0.0)},
}  # fmt: skip
"""Our unit of what a person types -> units they may write -> factor and offset that make it ours."""


def fahrenheit(temperature_c: float) -> float:
    """Temperature in degrees Fahrenheit.

    Examples
    --------
    >>> round(fahrenheit(37.0), 1)
    98.6
    """
    return temperature_c * 9.0 / 5.0 + 32.0


def pounds(mass_kg: float) -> float:
    """Mass in pounds."""
    return mass_kg / KG_PER_POUND


def miles(distance_m: float) -> float:
    """Distance in miles."""
    return distance_m / M_PER_MILE


def feet(length_m: float) -> float:
    """Length in feet."""
    return length_m / M_PER_FOOT


def fluid_ounces(volume_l: float) -> float:
    """Volume in US fluid ounces."""
    return volume_l / L_PER_US_FLUID_OUNCE


def gallons(volume_l: float) -> float:
    """Volume in US gallons.

    Examples
    --------
    >>> round(gallons(10.0), 2)
    2.64
    """
    return fluid_ounces(volume_l) / FLUID_OUNCES_PER_GALLON


def elapsed_text(elapsed_s: float) -> str:
    """Elapsed time as ``h:mm:ss``.

    Examples
    --------
    >>> elapsed_text(11100)
    '3:05:00'
    """
    total = round(elapsed_s)
    return f"{total // 3600}:{total % 3600 // 60:02d}:{total % 60:02d}"
