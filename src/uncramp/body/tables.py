"""Tables: athlete, parameters and weather of each draw packed the way the engine reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol, TypeVar

import numpy as np

from uncramp.body import engine, slots
from uncramp.body.athlete import AthleteDraws
from uncramp.body.electrolytes import ElectrolyteParameters
from uncramp.body.fluids import FluidParameters
from uncramp.body.heat import HeatParameters
from uncramp.body.intake import BY_MINUTE, Intake
from uncramp.body.metabolism import MetabolismParameters, maximal_metabolic_w
from uncramp.body.surroundings import Surroundings
from uncramp.body.sweat import SweatParameters
from uncramp.errors import InputError
from uncramp.minutes import Floats
from uncramp.texts import _
from uncramp.units import S_PER_H, S_PER_MIN

T = TypeVar("T")
G_PER_KG: Final = 1000.0
ML_PER_L: Final = 1000.0
LN_2: Final = 0.6931471805599453


@dataclass(frozen=True, slots=True)
class BodyParameters:
    """Drawn constants of the body, by topic."""

    metabolism: MetabolismParameters
    heat: HeatParameters
    sweat: SweatParameters
    fluids: FluidParameters
    electrolytes: ElectrolyteParameters


class Topic(Protocol):
    """Gives the constants of a topic, by its name."""

    def __call__(self, parameters: type[T], name: str) -> T:
        """Constants as ``parameters`` has them."""


def body_parameters(topic: Topic) -> BodyParameters:
    """Constants of all topics of the body."""
    return BodyParameters(
        metabolism=topic(MetabolismParameters, "metabolism"),
        heat=topic(HeatParameters, "heat"),
        sweat=topic(SweatParameters, "sweat"),
        fluids=topic(FluidParameters, "fluids"),
        electrolytes=topic(ElectrolyteParameters, "electrolytes"),
    )


@dataclass(frozen=True, slots=True)
class BodyTable:
    """What the engine reads of each draw."""

    parameters: Floats  # [parameter, draw] in the order of ``slots.PARAMETERS``
    states: Floats  # [state, draw] before the first row, in the order of ``slots.STATES``

    def of(self, name: str) -> Floats:
        """One of the parameters, [draw]."""
        return np.asarray(self.parameters[slots.PARAMETERS.index(name)])


def body_table(
    athlete: AthleteDraws,
    parameters: BodyParameters,
    around: Surroundings,
    *,
    step_ratio: Floats | None = None,
    cap_w: Floats | None = None,
    exercise_ratio: Floats | None = None,
    water_held: bool = False,
) -> BodyTable:
    """The body of every draw, rested; the others are [draw] and as in ``simulate.simulate_body``, ``step_ratio`` in minutes a row.

    Raises
    ------
    InputError
        If a draw has no number somewhere.
    """
    ones = np.ones(athlete.mass_kg.shape[0])
    table = _draw_table(athlete, parameters, around, ones if step_ratio is None else step_ratio)
    table["cap_w"] = np.inf * ones if cap_w is None else cap_w
    table["exercise_ratio"] = ones if exercise_ratio is None else exercise_ratio
    table["water_held"] = ones * water_held
    packed = np.stack([table[name] for name in slots.PARAMETERS])
    numbers = np.asarray(np.isfinite(packed).all(axis=1))
    if absent := [name for name, known in zip(slots.PARAMETERS, numbers, strict=True) if not known and name != "cap_w"]:
        raise InputError(
            _("The drawn athlete or parameters have missing values in {absent}; every draw needs a number.").format(absent=absent)
        )
    return BodyTable(packed, _initial_states(table, ones.size))


def _draw_table(athlete: AthleteDraws, p: BodyParameters, around: Surroundings, step_ratio: Floats) -> dict[str, Floats]:
    """What each draw brings, by the names of ``slots.PARAMETERS``; [draw]."""
    m, h = p.metabolism, p.heat
    mass, fat, accl = athlete.mass_kg, athlete.body_fat_frac, athlete.acclimatisation_frac
    area = h.area_kg_m_m2 * mass**h.area_mass_index * athlete.height_m**h.area_height_index
    heat_j_kg_k = (1.0 - fat) * h.lean_heat_capacity_j_kg_k + fat * h.fat_heat_capacity_j_kg_k
    rest_w, maximal_w = mass * m.standing_w_kg, maximal_metabolic_w(athlete, m)
    return {
        "standing_w": rest_w,
        "economy_w_per_cost": mass * m.economy_ratio,
        "drag_w": mass * m.drag_frac,
        "unloaded_w": mass * (m.cycling_unloaded_w_kg - m.standing_w_kg),
        "cycling_ratio": 1.0 / m.cycling_efficiency_frac,
        "running_power_ratio": 1.0 / m.running_power_efficiency_frac,
        "reserve_w": np.maximum(maximal_w - rest_w, 0.0),
        "typical_ratio": m.typical_ratio,
        "cycling_work_frac": m.cycling_work_frac,
        "rowing_work_frac": m.rowing_work_frac,
        "mass_kg": mass,
        "per_kg": 1.0 / mass,
        "resting_heart_rate_bpm": athlete.resting_heart_rate_bpm,
        "heart_rate_frac_per_bpm": 1.0 / (athlete.maximal_heart_rate_bpm - athlete.resting_heart_rate_bpm),
        "per_maximal_w": 1.0 / maximal_w,
        "drift_core": m.heart_rate_core_bpm_per_k,
        "drift_reference_c": m.heart_rate_reference_core_c,
        "drift_water": m.heart_rate_water_bpm_per_l,
        "capacity_skin": m.capacity_skin_frac_per_k,
        "capacity_skin_c": m.capacity_skin_c,
        "capacity_deficit": m.capacity_deficit_frac,
        "capacity_deficit_slope": 1.0 / (m.capacity_deficit_full_frac - m.capacity_deficit_frac),
        "capacity_core": m.capacity_core_frac_per_k,
        "capacity_core_c": m.capacity_core_c,
        "capacity_floor": m.capacity_floor_frac,
        "area_m2": area,
        "per_area_m2": 1.0 / area,
        **_heat_table(athlete, h, area, heat_j_kg_k * mass),
        **_sweat_table(athlete, p.sweat, h, area),
        **_fluid_table(athlete, p.fluids, m),
        **_ion_table(p.electrolytes, athlete, accl),
        "air_shift_k": around.air_shift_k,
        "humidity_shift": around.humidity_shift_frac,
        "wind_ratio": around.wind_ratio,
        "solar_ratio": around.solar_ratio,
        "step_ratio": step_ratio,
        "pace_ratio": 1.0 / step_ratio,
    }


def _heat_table(athlete: AthleteDraws, h: HeatParameters, area: Floats, capacity_j_k: Floats) -> dict[str, Floats]:
    accl = athlete.acclimatisation_frac
    capacities = {
        "core": capacity_j_k * (1.0 - h.muscle_mass_frac - h.skin_mass_frac),
        "muscle": capacity_j_k * h.muscle_mass_frac,
        "skin": capacity_j_k * h.skin_mass_frac,
    }
    return {
        **{f"{name}_j_k": held for name, held in capacities.items()},
        **{f"{name}_k_j": 1.0 / held for name, held in capacities.items()},
        "muscle_heat_frac": h.muscle_heat_frac,
        "core_set_c": h.core_set_c - h.acclimatised_set_k * accl,
        "skin_set_c": h.skin_set_c,
        "conductance_w_k": h.conductance_w_m2_k * area,
        "muscle_skin_w_k": h.muscle_skin_w_m2_k * area,
        "blood_w_k_per_l_h": h.blood_heat_kj_l_per_k * engine.JOULES_PER_KILOJOULE / S_PER_H,
        "muscle_w_k_per_w": 1.0 / h.muscle_excess_k,
        "muscle_resting_w_k": h.muscle_resting_w_k,
        "flow_l_h": h.skin_flow_l_h_m2 * area,
        "flow_core": h.skin_flow_core_per_k,
        "flow_work": h.skin_flow_work_k_per_w_m2 / area,
        "per_flow_work_lag_s": 1.0 / h.skin_flow_work_lag_s,
        "flow_skin": h.skin_flow_skin_per_k,
        "flow_constriction": h.skin_flow_constriction_per_k,
        "flow_local_per_k": LN_2 / h.skin_flow_doubling_k,
        "flow_cold_per_k": LN_2 / h.skin_flow_halving_k,
        "flow_limit_l_h": h.skin_flow_limit_l_h_m2 * area,
        "convection": h.convection_w_m2_k,
        "convection_index": h.convection_exponent_index,
        "convection_floor": h.convection_floor_w_m2_k,
        "radiation": h.radiation_w_m2_k,
        "lewis": h.lewis_k_per_kpa,
        "clothing": h.clothing_m2_k_w,
        "clothing_cold": h.clothing_cold_m2_k_w_per_k,
        "clothing_cold_c": h.clothing_cold_c,
        "per_permeability": 1.0 / h.clothing_permeability_frac,
        "clothing_area": h.clothing_area_ratio,
        "diffusion": h.diffusion_frac,
        "latent_l_j": 1.0 / (h.latent_heat_j_g * G_PER_KG),
        "drip": h.drip_frac,
        "wettedness_limit": np.minimum(h.wettedness_limit_frac + h.wettedness_acclimatised_frac * accl, 1.0),
        "solar_frac": h.solar_gain_frac,
        "wind_floor_squared": h.wind_floor_m_s**2,
        "respiration_latent": h.respiration_latent_per_kpa,
        "respiration_kpa": h.respiration_kpa,
        "respiration_dry": h.respiration_dry_per_k,
        "respiration_c": h.respiration_c,
        "shivering": h.shivering_w_k_per_k * area / h.standard_area_m2,
        "dehydration_set": h.dehydration_set_k_per_frac,
        "dehydration_skin_c": h.dehydration_skin_c,
        "dehydration_skin_slope": 1.0 / (h.dehydration_skin_full_c - h.dehydration_skin_c),
        "saturation_kpa": h.saturation_kpa,
        "saturation_index": h.saturation_index,
        "saturation_c": h.saturation_c,
        "water_film": h.water_film_w_m2_k,
        "water_c": h.water_c,
        "muscle_rest_k": h.muscle_rest_k,
    }


def _sweat_table(athlete: AthleteDraws, s: SweatParameters, h: HeatParameters, area: Floats) -> dict[str, Floats]:
    old = 1.0 - s.age_loss_frac_per_year * np.maximum(athlete.age_year - s.age_onset_year, 0.0)
    gain = athlete.sweat_gain_ratio * (1.0 + s.acclimatised_gain_frac * athlete.acclimatisation_frac)
    gain = gain * np.maximum(old, s.age_floor_frac) * area
    return {
        "sweat_core": s.core_gain_w_m2_k * gain,
        "sweat_skin": s.skin_gain_w_m2_k * gain,
        "sweat_work": s.work_gain_frac * gain / area,
        "sweat_local_per_k": LN_2 / s.doubling_k,
        "sweat_limit_w": s.limit_l_h_m2 * area * h.latent_heat_j_g * G_PER_KG / S_PER_H,
        "per_sweat_lag_s": 1.0 / s.lag_s,
        "sweat_onset": s.dehydration_onset_frac,
        "sweat_fall": 1.0 / (s.dehydration_end_frac - s.dehydration_onset_frac),
    }


def _fluid_table(athlete: AthleteDraws, f: FluidParameters, m: MetabolismParameters) -> dict[str, Floats]:
    water_l = athlete.mass_kg * (1.0 - athlete.body_fat_frac) * f.lean_water_frac
    quotient = f.respiratory_quotient_ratio
    gas_g_per_l = quotient * f.carbon_dioxide_g_l - f.oxygen_g_l
    carbohydrate_frac = (quotient - f.fat_quotient_ratio) / (1.0 - f.fat_quotient_ratio)
    per_min, per_h = 1.0 / S_PER_MIN, 1.0 / S_PER_H
    return {
        "water0_l": water_l,
        "extracellular0_l": water_l * f.extracellular_frac,
        "per_extracellular0_l": 1.0 / (water_l * f.extracellular_frac),
        "emptying_per_s": f.stomach_emptying_per_min * per_min,
        "stomach_limit_l_s": f.stomach_limit_ml_min * per_min / ML_PER_L,
        "cho_onset": f.carbohydrate_onset_frac,
        "cho_slowing": f.carbohydrate_slowing_per_frac,
        "hard_onset": f.intensity_onset_frac,
        "hard_slowing": f.intensity_slowing_per_frac,
        "dry_onset": f.deficit_onset_frac,
        "dry_slowing": f.deficit_slowing_per_frac,
        "gut_per_s": f.gut_water_per_min * per_min,
        "gut_limit_l_s": f.gut_limit_ml_min * per_min / ML_PER_L,
        "gut_sodium_per_s": f.gut_sodium_per_min * per_min,
        "urine_min_l_s": f.urine_minimum_l_h * per_h,
        "urine_span_l_s": (f.urine_maximum_l_h - f.urine_minimum_l_h) * per_h,
        "adh_rest": f.adh_rest_frac,
        "adh_sodium": f.adh_sodium_per_mmol_l,
        "adh_volume": f.adh_volume_ratio,
        "adh_exercise": f.exercise_adh_frac,
        "adh_per_intensity": 1.0 / f.exercise_intensity_frac,
        "urine_sodium_s": f.urine_sodium_mmol_h * per_h,
        "urine_sodium_share": f.urine_sodium_share_frac,
        "urine_potassium_s": f.urine_potassium_mmol_h * per_h,
        "urine_sodium_limit": f.urine_sodium_limit_mmol_l,
        "gas_kg_j": gas_g_per_l / G_PER_KG / (m.oxygen_energy_kj_l * engine.JOULES_PER_KILOJOULE),
        "metabolic_water_l_j": f.metabolic_water_g_kj / G_PER_KG / engine.JOULES_PER_KILOJOULE,
        "carbohydrate_g_j": carbohydrate_frac / f.carbohydrate_energy_j_g,
        "glycogen_water_l_g": f.glycogen_water_ratio / G_PER_KG,
        "thirst_per_frac": 1.0 / f.thirst_loss_frac,
        "thirst_limit": f.thirst_limit_ratio,
        "plasma_gain": f.plasma_gain_ratio,
        "plasma_shift": f.plasma_exercise_shift_frac,
        "glycogen0_g": f.glycogen_frac * athlete.mass_kg * G_PER_KG,
    }


def _ion_table(e: ElectrolyteParameters, athlete: AthleteDraws, acclimatised_frac: Floats) -> dict[str, Floats]:
    kept = 1.0 - e.acclimatised_sodium_frac * acclimatised_frac
    return {
        "sodium_base": e.sweat_sodium_mmol_l * athlete.sweat_sodium_ratio * kept,
        "sodium_slope": e.sweat_sodium_slope_mmol_l_per_l_h_m2 * athlete.sweat_sodium_ratio * kept,
        "sodium_reference": e.sweat_sodium_reference_l_h_m2,
        "sodium_floor": e.sweat_sodium_floor_mmol_l,
        "sodium_ceiling": e.sweat_sodium_ceiling_mmol_l,
        "sweat_potassium": e.sweat_potassium_mmol_l,
        "sodium0": athlete.initial_plasma_sodium_mmol_l,
        "edelman_ratio": e.plasma_sodium_ratio,
        "edelman_offset": e.plasma_sodium_offset_mmol_l,
        "gain_bias": e.gain_bias_mmol_l_per_frac,
        "gain_bias_limit": e.gain_bias_limit_frac,
    }


def _initial_states(table: Mapping[str, Floats], draws: int) -> Floats:
    """The body before the first row, rested and with empty stomach and gut; [state, draw]."""
    states = np.zeros((len(slots.STATES), draws))
    start = {
        "core_c": table["core_set_c"],
        "muscle_c": table["core_set_c"] - table["muscle_rest_k"],
        "skin_c": table["skin_set_c"],
        "body_water_l": table["water0_l"],
        "glycogen_g": table["glycogen0_g"],
        "bound_water_l": table["glycogen0_g"] * table["glycogen_water_l_g"],
        "plasma_sodium_mmol_l": table["sodium0"],
    }
    for name, values in start.items():
        states[slots.STATES.index(name)] = values
    return states


def intake_table(intake: Intake, draws: int, rows: int) -> tuple[Floats, ...]:
    """Water (ml), sodium, potassium (mmol), carbohydrate (g) and whether thirst says how much, of each draw (or one for all) and row (or one for all); [draw, row] each."""
    kinds = [getattr(intake, name) for name in BY_MINUTE]
    for name, values in zip(BY_MINUTE, kinds, strict=True):
        if values.ndim != 2 or values.shape[0] not in (1, draws) or values.shape[1] not in (1, rows):
            raise InputError(
                _("Intake of {name} has shape {shape}; expected ({draws} or 1 draws, {rows} minutes).").format(
                    name=name, shape=values.shape, draws=draws, rows=rows
                )
            )
        if not (values.min(initial=0.0) >= 0 and values.max(initial=0.0) < np.inf):  # so that NaN is refused too
            raise InputError(
                _("Intake of {name} holds a negative or missing value; give 0 where nothing was taken.").format(name=name)
            )
    # the compiler is given one kind of array: contiguous and not read-only
    return tuple(np.require(values, np.float64, ["C", "W"]) for values in kinds)
