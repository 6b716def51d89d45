"""Slots: where each quantity of a block of draws lies in the one array the engine works in.

Quantity after quantity, ``BLOCK`` draws each: neighbouring draws are neighbours in memory, and since it is one array the
compiler sees that no two quantities overlap and runs several draws at once. A slot's number is that of its first draw.
"""

from __future__ import annotations

from typing import Final

BLOCK: Final = 4
"""Draws simulated together: one of the processor's vectors. More at once are no faster here, and few draws of a person would waste more."""

TILE: Final = 90
"""Rows kept back until they are written together."""

STATES: Final = (
    "core_c", "muscle_c", "skin_c", "core_change_k", "signal_w", "stomach_l", "stomach_sodium_mmol",
    "stomach_potassium_mmol", "stomach_carbohydrate_g", "gut_l", "gut_sodium_mmol", "gut_potassium_mmol",
    "body_water_l", "bound_water_l", "glycogen_g", "sodium_gain_mmol", "potassium_gain_mmol", "plasma_sodium_mmol_l",
    "plasma_volume_change_frac", "drunk_l", "drunk_sodium_mmol", "drunk_potassium_mmol", "eaten_carbohydrate_g",
    "absorbed_l", "absorbed_sodium_mmol", "absorbed_potassium_mmol", "sweat_l", "evaporated_l", "insensible_l",
    "respired_l", "urine_l", "metabolic_water_l", "given_l", "sweat_sodium_mmol", "sweat_potassium_mmol",
    "urine_sodium_mmol", "urine_potassium_mmol", "gas_kg", "produced_j", "solar_j", "respiration_j", "dry_j",
    "evaporation_j", "held_j", "held_count", "flow_effort_w",
)  # fmt: skip
"""What the body remembers from one step to the next; sums (litres, mmol, joules) run from the start."""

PARAMETERS: Final = (
    "standing_w", "economy_w_per_cost", "drag_w", "unloaded_w", "cycling_ratio", "running_power_ratio", "reserve_w",
    "typical_ratio", "cap_w", "exercise_ratio", "cycling_work_frac", "rowing_work_frac", "mass_kg", "per_kg",
    "resting_heart_rate_bpm", "heart_rate_frac_per_bpm", "per_maximal_w", "drift_core", "drift_reference_c",
    "drift_water", "capacity_skin", "capacity_skin_c", "capacity_deficit", "capacity_deficit_slope", "capacity_core",
    "capacity_core_c", "capacity_floor", "area_m2", "per_area_m2", "core_j_k", "core_k_j", "muscle_j_k", "muscle_k_j",
    "skin_j_k", "skin_k_j", "muscle_heat_frac", "core_set_c", "skin_set_c", "conductance_w_k", "muscle_skin_w_k",
    "blood_w_k_per_l_h",
    "muscle_w_k_per_w", "muscle_resting_w_k", "flow_l_h", "flow_core", "flow_work", "per_flow_work_lag_s", "flow_skin", "flow_constriction",
    "flow_local_per_k", "flow_cold_per_k", "flow_limit_l_h", "convection", "convection_index", "convection_floor", "radiation", "lewis",
    "clothing", "clothing_cold", "clothing_cold_c", "per_permeability", "clothing_area", "diffusion", "latent_l_j", "drip",
    "wettedness_limit", "solar_frac", "wind_floor_squared", "respiration_latent", "respiration_kpa",
    "respiration_dry", "respiration_c", "shivering", "dehydration_set",
    "dehydration_skin_c", "dehydration_skin_slope", "saturation_kpa", "saturation_index",
    "saturation_c", "water_film", "water_c", "sweat_core", "sweat_skin", "sweat_work", "sweat_local_per_k", "sweat_limit_w",
    "per_sweat_lag_s", "sweat_onset", "sweat_fall", "water0_l", "extracellular0_l", "per_extracellular0_l",
    "emptying_per_s", "stomach_limit_l_s", "cho_onset", "cho_slowing", "hard_onset", "hard_slowing", "dry_onset",
    "dry_slowing", "gut_per_s", "gut_limit_l_s", "gut_sodium_per_s", "urine_min_l_s", "urine_span_l_s", "adh_rest",
    "adh_sodium", "adh_volume", "adh_exercise", "adh_per_intensity", "urine_sodium_s", "urine_sodium_share",
    "urine_potassium_s", "urine_sodium_limit", "gas_kg_j", "metabolic_water_l_j", "carbohydrate_g_j",
    "glycogen_water_l_g", "thirst_per_frac", "thirst_limit", "plasma_gain", "plasma_shift", "sodium_base", "sodium_slope", "sodium_reference",
    "sodium_floor", "sodium_ceiling", "sweat_potassium", "sodium0", "edelman_ratio", "edelman_offset", "gain_bias", "gain_bias_limit",
    "water_held", "air_shift_k", "humidity_shift", "wind_ratio", "solar_ratio", "step_ratio", "pace_ratio",
)  # fmt: skip
"""What belongs to one draw: athlete, drawn parameters, weather shift."""

INTERMEDIATES: Final = (
    "metabolic_w", "external_w", "intensity", "drift_bpm", "given_drift_bpm", "step_s", "drink_l", "drink_sodium_mmol",
    "drink_potassium_mmol", "drink_carbohydrate_g", "secreted_l", "unfelt_l", "wettedness", "sweat_rate_l_h",
    "respiration_w", "work_intensity_frac", "water_deficit_l", "total_body_water_l", "mass_change_frac",
)  # fmt: skip
"""What one part of a step hands to the next, or to what is written."""

ROWS: Final = (
    "cost_j_kg_s", "drag_cost_w_kg", "unloaded_frac", "cycling_w", "running_power_w", "typical_frac",
    "heart_rate_bpm", "has_heart_rate", "grade_w_kg", "work_cycling", "work_rowing", "in_water", "air_c",
    "humidity_frac", "wind_m_s", "own_m_s", "solar_w_m2", "ln_pressure", "per_pressure_ratio", "row_s",
)  # fmt: skip
"""What belongs to one row of the session."""

OUTPUTS: Final = (
    "work_intensity_frac", "relative_intensity_frac", "muscle_c", "plasma_volume_change_frac", "plasma_sodium_mmol_l",
    "absorbed_sodium_mmol", "water_deficit_l", "sweat_l", "core_c", "metabolic_rate_w", "total_body_water_l", "mass_change_frac",
    "skin_c", "absorbed_water_l", "skin_wettedness_frac", "sweat_rate_l_h", "drunk_l", "urine_l", "sodium_lost_mmol",
    "heart_rate_drift_bpm",
)  # fmt: skip
"""What is written; the causes, and a sweat test, need no more than the first NEEDED_BY_CAUSES, a field no more than the next."""
NEEDED_BY_CAUSES: Final = 8
NEEDED_BY_FIELD: Final = NEEDED_BY_CAUSES + 1

SLOTS_COUNT: Final = len(STATES) + len(PARAMETERS) + len(INTERMEDIATES)

# the same names as numbers, which the compiler freezes into the machine code
(
    CORE_C, MUSCLE_C, SKIN_C, CORE_CHANGE_K, SIGNAL_W, STOMACH_L, STOMACH_SODIUM_MMOL, STOMACH_POTASSIUM_MMOL,
    STOMACH_CARBOHYDRATE_G, GUT_L, GUT_SODIUM_MMOL, GUT_POTASSIUM_MMOL, BODY_WATER_L, BOUND_WATER_L, GLYCOGEN_G,
    SODIUM_GAIN_MMOL, POTASSIUM_GAIN_MMOL, PLASMA_SODIUM_MMOL_L, PLASMA_VOLUME_CHANGE_FRAC, DRUNK_L,
    DRUNK_SODIUM_MMOL, DRUNK_POTASSIUM_MMOL, EATEN_CARBOHYDRATE_G, ABSORBED_L, ABSORBED_SODIUM_MMOL,
    ABSORBED_POTASSIUM_MMOL, SWEAT_L, EVAPORATED_L, INSENSIBLE_L, RESPIRED_L, URINE_L, METABOLIC_WATER_L, GIVEN_L,
    SWEAT_SODIUM_MMOL, SWEAT_POTASSIUM_MMOL, URINE_SODIUM_MMOL, URINE_POTASSIUM_MMOL, GAS_KG, PRODUCED_J, SOLAR_J,
    RESPIRATION_J, DRY_J, EVAPORATION_J, HELD_J, HELD_COUNT, FLOW_EFFORT_W, STANDING_W, ECONOMY_W_PER_COST, DRAG_W, UNLOADED_W,
    CYCLING_RATIO, RUNNING_POWER_RATIO, RESERVE_W, TYPICAL_RATIO, CAP_W, EXERCISE_RATIO, CYCLING_WORK_FRAC,
    ROWING_WORK_FRAC, MASS_KG, PER_KG, RESTING_HEART_RATE_BPM, HEART_RATE_FRAC_PER_BPM, PER_MAXIMAL_W, DRIFT_CORE,
    DRIFT_REFERENCE_C, DRIFT_WATER, CAPACITY_SKIN, CAPACITY_SKIN_C, CAPACITY_DEFICIT, CAPACITY_DEFICIT_SLOPE,
    CAPACITY_CORE, CAPACITY_CORE_C, CAPACITY_FLOOR, AREA_M2, PER_AREA_M2, CORE_J_K, CORE_K_J, MUSCLE_J_K, MUSCLE_K_J,
    SKIN_J_K, SKIN_K_J, MUSCLE_HEAT_FRAC, CORE_SET_C, SKIN_SET_C, CONDUCTANCE_W_K, MUSCLE_SKIN_W_K, BLOOD_W_K_PER_L_H,
    MUSCLE_W_K_PER_W, MUSCLE_RESTING_W_K, FLOW_L_H, FLOW_CORE, FLOW_WORK, PER_FLOW_WORK_LAG_S, FLOW_SKIN, FLOW_CONSTRICTION, FLOW_LOCAL_PER_K, FLOW_COLD_PER_K,
    FLOW_LIMIT_L_H, CONVECTION, CONVECTION_INDEX, CONVECTION_FLOOR, RADIATION, LEWIS, CLOTHING, CLOTHING_COLD,
    CLOTHING_COLD_C, PER_PERMEABILITY, CLOTHING_AREA, DIFFUSION, LATENT_L_J, DRIP, WETTEDNESS_LIMIT, SOLAR_FRAC,
    WIND_FLOOR_SQUARED, RESPIRATION_LATENT, RESPIRATION_KPA, RESPIRATION_DRY, RESPIRATION_C, SHIVERING,
    DEHYDRATION_SET,
    DEHYDRATION_SKIN_C, DEHYDRATION_SKIN_SLOPE, SATURATION_KPA, SATURATION_INDEX, SATURATION_C, WATER_FILM,
    WATER_C, SWEAT_CORE, SWEAT_SKIN, SWEAT_WORK,
    SWEAT_LOCAL_PER_K, SWEAT_LIMIT_W, PER_SWEAT_LAG_S, SWEAT_ONSET, SWEAT_FALL, WATER0_L, EXTRACELLULAR0_L,
    PER_EXTRACELLULAR0_L, EMPTYING_PER_S, STOMACH_LIMIT_L_S, CHO_ONSET, CHO_SLOWING, HARD_ONSET, HARD_SLOWING,
    DRY_ONSET, DRY_SLOWING, GUT_PER_S, GUT_LIMIT_L_S, GUT_SODIUM_PER_S, URINE_MIN_L_S, URINE_SPAN_L_S, ADH_REST,
    ADH_SODIUM, ADH_VOLUME, ADH_EXERCISE, ADH_PER_INTENSITY, URINE_SODIUM_S, URINE_SODIUM_SHARE, URINE_POTASSIUM_S,
    URINE_SODIUM_LIMIT, GAS_KG_J, METABOLIC_WATER_L_J, CARBOHYDRATE_G_J, GLYCOGEN_WATER_L_G, THIRST_PER_FRAC, THIRST_LIMIT, PLASMA_GAIN,
    PLASMA_SHIFT, SODIUM_BASE, SODIUM_SLOPE, SODIUM_REFERENCE, SODIUM_FLOOR, SODIUM_CEILING, SWEAT_POTASSIUM, SODIUM0,
    EDELMAN_RATIO, EDELMAN_OFFSET, GAIN_BIAS, GAIN_BIAS_LIMIT, WATER_HELD, AIR_SHIFT_K, HUMIDITY_SHIFT, WIND_RATIO, SOLAR_RATIO,
    STEP_RATIO, PACE_RATIO, METABOLIC_W, EXTERNAL_W, INTENSITY, DRIFT_BPM, GIVEN_DRIFT_BPM, STEP_S, DRINK_L, DRINK_SODIUM_MMOL,
    DRINK_POTASSIUM_MMOL, DRINK_CARBOHYDRATE_G, SECRETED_L, UNFELT_L, WETTEDNESS, SWEAT_RATE_L_H, RESPIRATION_W,
    WORK_INTENSITY_FRAC, WATER_DEFICIT_L, TOTAL_BODY_WATER_L, MASS_CHANGE_FRAC,
) = range(0, BLOCK * SLOTS_COUNT, BLOCK)  # fmt: skip
(
    ROW_COST_J_KG_S, ROW_DRAG_COST_W_KG, ROW_UNLOADED_FRAC, ROW_CYCLING_W, ROW_RUNNING_POWER_W, ROW_TYPICAL_FRAC,
    ROW_HEART_RATE_BPM, ROW_HAS_HEART_RATE, ROW_GRADE_W_KG, ROW_WORK_CYCLING, ROW_WORK_ROWING, ROW_IN_WATER,
    ROW_AIR_C, ROW_HUMIDITY_FRAC, ROW_WIND_M_S, ROW_OWN_M_S, ROW_SOLAR_W_M2, ROW_LN_PRESSURE, ROW_PER_PRESSURE_RATIO,
    ROW_ROW_S,
) = range(len(ROWS))  # fmt: skip
WRITTEN: Final = (
    WORK_INTENSITY_FRAC, INTENSITY, MUSCLE_C, PLASMA_VOLUME_CHANGE_FRAC, PLASMA_SODIUM_MMOL_L, ABSORBED_SODIUM_MMOL, WATER_DEFICIT_L,
    SWEAT_L, CORE_C, METABOLIC_W, TOTAL_BODY_WATER_L, MASS_CHANGE_FRAC, SKIN_C, ABSORBED_L, WETTEDNESS, SWEAT_RATE_L_H, DRUNK_L,
    URINE_L, SWEAT_SODIUM_MMOL, DRIFT_BPM,
)  # fmt: skip
"""Slots of OUTPUTS, in their order."""
