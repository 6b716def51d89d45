"""Electrolytes: what sweat takes, and plasma sodium by the balance of sodium, potassium and water."""

from __future__ import annotations

from dataclasses import dataclass

from uncramp.compiled import at_least, at_most, compiled
from uncramp.minutes import Floats


@dataclass(frozen=True, slots=True)
class ElectrolyteParameters:
    """Constants of the ions [draw]; values and sources in evidence/electrolytes.toml."""

    sweat_sodium_mmol_l: Floats
    sweat_sodium_slope_mmol_l_per_l_h_m2: Floats
    sweat_sodium_reference_l_h_m2: Floats
    sweat_sodium_floor_mmol_l: Floats
    sweat_sodium_ceiling_mmol_l: Floats
    acclimatised_sodium_frac: Floats
    sweat_potassium_mmol_l: Floats
    sweat_calcium_mmol_l: Floats
    sweat_magnesium_mmol_l: Floats
    acclimatised_calcium_frac: Floats
    acclimatised_magnesium_frac: Floats
    sweat_chloride_ratio: Floats
    plasma_sodium_ratio: Floats
    plasma_sodium_offset_mmol_l: Floats
    gain_bias_mmol_l_per_frac: Floats
    gain_bias_limit_frac: Floats


@compiled
def sweat_sodium_mmol_l(
    secretion_l_h_m2: float, base_mmol_l: float, slope: float, reference_l_h_m2: float, floor_mmol_l: float, ceiling_mmol_l: float
) -> float:
    """Sodium of whole-body sweat: rises with secretion, since the duct takes back less of a fast flow (Buono 2007)."""
    return at_most(at_least(base_mmol_l + slope * (secretion_l_h_m2 - reference_l_h_m2), floor_mmol_l), ceiling_mmol_l)


@compiled
def plasma_sodium_by_balance_mmol_l(
    initial_mmol_l: float, initial_water_l: float, gained_mmol: float, water_l: float, ratio: float, offset_mmol_l: float
) -> float:
    """Plasma sodium after a gain of sodium plus potassium and a change of body water (Nguyen and Kurtz 2005, step form).

    Examples
    --------
    >>> round(plasma_sodium_by_balance_mmol_l(140.0, 42.0, -180.0, 42.0, 1.03, 23.8), 1)
    135.6
    """
    return ((initial_mmol_l + offset_mmol_l) * initial_water_l + ratio * gained_mmol) / water_l - offset_mmol_l
