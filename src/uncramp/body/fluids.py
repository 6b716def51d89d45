"""Fluids: stomach, gut and kidney, and the mass that is lost without being water."""

from __future__ import annotations

from dataclasses import dataclass

from uncramp.compiled import at_least, at_most, compiled, decay, mean_series
from uncramp.minutes import Floats


@dataclass(frozen=True, slots=True)
class FluidParameters:
    """Constants of water [draw]; values and sources in evidence/fluids.toml."""

    lean_water_frac: Floats
    extracellular_frac: Floats
    stomach_emptying_per_min: Floats
    stomach_limit_ml_min: Floats
    carbohydrate_onset_frac: Floats
    carbohydrate_slowing_per_frac: Floats
    intensity_onset_frac: Floats
    intensity_slowing_per_frac: Floats
    deficit_onset_frac: Floats
    deficit_slowing_per_frac: Floats
    gut_water_per_min: Floats
    gut_limit_ml_min: Floats
    gut_sodium_per_min: Floats
    urine_minimum_l_h: Floats
    urine_maximum_l_h: Floats
    adh_rest_frac: Floats
    adh_sodium_per_mmol_l: Floats
    adh_volume_ratio: Floats
    exercise_adh_frac: Floats
    exercise_intensity_frac: Floats
    urine_sodium_mmol_h: Floats
    urine_sodium_share_frac: Floats
    urine_potassium_mmol_h: Floats
    urine_sodium_limit_mmol_l: Floats
    respiratory_quotient_ratio: Floats
    fat_quotient_ratio: Floats
    oxygen_g_l: Floats
    carbon_dioxide_g_l: Floats
    metabolic_water_g_kj: Floats
    carbohydrate_energy_j_g: Floats
    glycogen_frac: Floats
    glycogen_water_ratio: Floats
    thirst_loss_frac: Floats
    thirst_limit_ratio: Floats
    plasma_gain_ratio: Floats
    plasma_exercise_shift_frac: Floats


@compiled
def left_after(held: float, inflow: float, rate_per_s: float, step_s: float) -> float:
    """What a first-order compartment holds after a step with steady inflow; what left it is held + inflow - this."""
    x = rate_per_s * step_s
    kept = decay(x)
    return (held + inflow * mean_series(x)) * kept


@compiled
def emptying_slowed_ratio(
    carbohydrate_frac: float,
    carbohydrate_onset_frac: float,
    carbohydrate_slowing: float,
    intensity_frac: float,
    intensity_onset_frac: float,
    intensity_slowing: float,
    deficit_frac: float,
    deficit_onset_frac: float,
    deficit_slowing: float,
) -> float:
    """By how much the stomach empties slower for a sweet drink, hard work and a water deficit; 1 or more (NATA 2017)."""
    sweet = 1.0 + carbohydrate_slowing * at_least(carbohydrate_frac - carbohydrate_onset_frac, 0.0)
    hard = 1.0 + intensity_slowing * at_least(intensity_frac - intensity_onset_frac, 0.0)
    dry = 1.0 + deficit_slowing * at_least(deficit_frac - deficit_onset_frac, 0.0)
    return sweet * hard * dry


@compiled
def antidiuretic_frac(
    sodium_rise_mmol_l: float,
    plasma_volume_change_frac: float,
    intensity_frac: float,
    rest_frac: float,
    per_mmol_l: float,
    volume_ratio: float,
    exercise_frac: float,
    per_exercise_intensity: float,
) -> float:
    """Hormone signal, 0 full diuresis to 1 fully concentrated: the larger of what plasma asks for and what exercise releases."""
    plasma = rest_frac + per_mmol_l * sodium_rise_mmol_l + volume_ratio * at_least(-plasma_volume_change_frac, 0.0)
    exercise = exercise_frac * at_most(intensity_frac * per_exercise_intensity, 1.0)
    return at_most(at_least(at_least(plasma, exercise), 0.0), 1.0)
