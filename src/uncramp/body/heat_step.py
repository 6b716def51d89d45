"""Heat step: core, active muscle and skin of a block of draws through one step, with the sweat they ask for.

The core's middle is solved for; what passes between two nodes is computed once, so that heat is conserved to rounding.
"""

from __future__ import annotations

from uncramp.body import slots as s
from uncramp.body.heat import (
    convection_w_m2_k,
    saturation_pressure_kpa,
    skin_blood_flow_l_h,
    skin_wettedness_frac,
    wettedness_slope_frac,
)
from uncramp.body.sweat import secretion_left_frac, sweat_demand_w
from uncramp.compiled import at_least, at_most, compiled, decay, mean_series
from uncramp.minutes import Floats

COLDEST_CORE_C = 33.0
"""A core below this, or above the next, is held there and counted: outside, the control laws mean nothing."""
HOTTEST_CORE_C = 44.0
COLDEST_SKIN_C = 0.0
"""Skin is held in this range too; what holding takes or gives is in the heat ledger."""
HOTTEST_SKIN_C = 46.0
SECONDS_PER_HOUR = 3600.0
NOTHING = 1e-12  # keeps 0/0 from a dry skin


@compiled
def heat_step(w: Floats, row: Floats) -> None:  # noqa: PLR0915  (one loop, or the compiler cannot run draws side by side)
    """One step of core, active muscle and skin; secretion of sweat and what of it evaporates.

    Muscle and skin take the exponential of their linear part, since their time constants are about a minute, with the core at
    the middle of its own step, which is solved for; the core takes what they gave. Control reads the extrapolated core.
    """
    # a row's values are read before the loop: the compiler cannot know that writing a draw leaves them as they are
    row_in_water = row[s.ROW_IN_WATER]
    row_air_c = row[s.ROW_AIR_C]
    row_humidity_frac = row[s.ROW_HUMIDITY_FRAC]
    row_own_m_s = row[s.ROW_OWN_M_S]
    row_wind_m_s = row[s.ROW_WIND_M_S]
    row_ln_pressure = row[s.ROW_LN_PRESSURE]
    row_per_pressure_ratio = row[s.ROW_PER_PRESSURE_RATIO]
    row_solar_w_m2 = row[s.ROW_SOLAR_W_M2]
    for j in range(s.BLOCK):
        step_s = w[s.STEP_S + j]
        core_c, skin_c, muscle_c = w[s.CORE_C + j], w[s.SKIN_C + j], w[s.MUSCLE_C + j]
        core_middle_c = core_c + 0.5 * w[s.CORE_CHANGE_K + j]
        deficit_frac = at_least(w[s.WATER0_L + j] - w[s.BODY_WATER_L + j], 0.0) * w[s.PER_KG + j]
        warm = at_most(at_least((skin_c - w[s.DEHYDRATION_SKIN_C + j]) * w[s.DEHYDRATION_SKIN_SLOPE + j], 0.0), 1.0)
        core_error_k = core_middle_c - w[s.CORE_SET_C + j] - w[s.DEHYDRATION_SET + j] * deficit_frac * warm
        skin_error_k = skin_c - w[s.SKIN_SET_C + j]

        # surroundings of this draw
        in_water = row_in_water
        air_c = row_air_c + w[s.AIR_SHIFT_K + j]
        humidity = at_most(at_least(row_humidity_frac + w[s.HUMIDITY_SHIFT + j], 0.0), 1.0)
        a, b, c = w[s.SATURATION_KPA + j], w[s.SATURATION_INDEX + j], w[s.SATURATION_C + j]
        vapour_kpa = humidity * saturation_pressure_kpa(air_c, 1.0 / (air_c + c), a, b)
        own_m_s = row_own_m_s * w[s.PACE_RATIO + j]
        wind_m_s = row_wind_m_s * w[s.WIND_RATIO + j]
        # all directions along a course: the squares add
        speed_squared = at_least(own_m_s * own_m_s + wind_m_s * wind_m_s, w[s.WIND_FLOOR_SQUARED + j])
        film = convection_w_m2_k(
            speed_squared, row_ln_pressure, w[s.CONVECTION + j], w[s.CONVECTION_INDEX + j], w[s.CONVECTION_FLOOR + j]
        )
        clothing = w[s.CLOTHING + j] + w[s.CLOTHING_COLD + j] * at_least(w[s.CLOTHING_COLD_C + j] - air_c, 0.0)
        # film and clothing in series, for heat and for vapour
        dry_film = w[s.CLOTHING_AREA + j] * (film + w[s.RADIATION + j])
        wet_film = w[s.CLOTHING_AREA + j] * film
        dry_w_k = w[s.AREA_M2 + j] * dry_film / (1.0 + clothing * dry_film)
        lewis = w[s.LEWIS + j] * row_per_pressure_ratio
        wet_w_kpa = w[s.AREA_M2 + j] * lewis * wet_film / (1.0 + clothing * w[s.PER_PERMEABILITY + j] * wet_film)
        dry_w_k = (1.0 - in_water) * dry_w_k + in_water * w[s.AREA_M2 + j] * w[s.WATER_FILM + j]
        wet_w_kpa *= 1.0 - in_water
        around_c = (1.0 - in_water) * air_c + in_water * w[s.WATER_C + j]
        solar_w = (1.0 - in_water) * row_solar_w_m2 * w[s.SOLAR_RATIO + j] * w[s.SOLAR_FRAC + j] * w[s.AREA_M2 + j]

        # heat made, and given off by breathing
        rest_w = at_most(w[s.STANDING_W + j], w[s.METABOLIC_W + j])
        effort_w = w[s.METABOLIC_W + j] - rest_w
        before_w = w[s.FLOW_EFFORT_W + j]  # what of work holds skin flow back builds up and fades over minutes
        w[s.FLOW_EFFORT_W + j] = effort_w + (before_w - effort_w) * decay(step_s * w[s.PER_FLOW_WORK_LAG_S + j])
        shivering_w = w[s.SHIVERING + j] * at_least(-core_error_k, 0.0) * at_least(-skin_error_k, 0.0)
        metabolic_w = w[s.METABOLIC_W + j] + shivering_w
        work_heat_w = at_least(w[s.METABOLIC_W + j] - rest_w - w[s.EXTERNAL_W + j], 0.0)
        latent_breath_w = at_least(w[s.RESPIRATION_LATENT + j] * metabolic_w * (w[s.RESPIRATION_KPA + j] - vapour_kpa), 0.0)
        breath_w = latent_breath_w + w[s.RESPIRATION_DRY + j] * metabolic_w * (w[s.RESPIRATION_C + j] - air_c)

        # active muscle: its flow follows its work, so that it settles a fixed excess above the blood
        muscle_made_w = w[s.MUSCLE_HEAT_FRAC + j] * work_heat_w
        muscle_w_k = w[s.MUSCLE_RESTING_W_K + j] + muscle_made_w * w[s.MUSCLE_W_K_PER_W + j]
        muscle_to_skin_w = w[s.MUSCLE_SKIN_W_K + j] * (muscle_c - skin_c)
        muscle_gain_w = muscle_made_w - muscle_to_skin_w
        muscle_taken = 1.0 - decay(muscle_w_k * step_s * w[s.MUSCLE_K_J + j])
        muscle_excess_k = muscle_gain_w / muscle_w_k

        # sweat: the glands follow their signal with a lag
        demand_w = sweat_demand_w(
            core_error_k,
            skin_error_k,
            w[s.SWEAT_WORK + j] * effort_w,
            w[s.SWEAT_CORE + j],
            w[s.SWEAT_SKIN + j],
            w[s.SWEAT_LOCAL_PER_K + j],
            w[s.SWEAT_LIMIT_W + j],
        ) * secretion_left_frac(deficit_frac, w[s.SWEAT_ONSET + j], w[s.SWEAT_FALL + j])
        lags = step_s * w[s.PER_SWEAT_LAG_S + j]
        kept = decay(lags)
        secretion_w = demand_w + (w[s.SIGNAL_W + j] - demand_w) * kept * mean_series(lags)
        w[s.SIGNAL_W + j] = demand_w + (w[s.SIGNAL_W + j] - demand_w) * kept

        # evaporation, and how it changes with skin temperature within the step
        per_skin_k = 1.0 / (skin_c + c)
        skin_kpa = saturation_pressure_kpa(skin_c, per_skin_k, a, b)
        free_w = wet_w_kpa * (skin_kpa - vapour_kpa)
        largest_w = at_least(free_w, 1e-6)  # no dew
        slope_w_k = wet_w_kpa * skin_kpa * b * c * per_skin_k * per_skin_k if free_w > 1e-6 else 0.0
        limit = w[s.WETTEDNESS_LIMIT + j]
        wet = skin_wettedness_frac(secretion_w, largest_w, w[s.DRIP + j], limit)
        diffused = w[s.DIFFUSION + j] * (1.0 - wet)
        evaporation_w_k = slope_w_k * (wettedness_slope_frac(secretion_w, largest_w, w[s.DRIP + j], limit) + diffused)
        flow_l_h = skin_blood_flow_l_h(
            core_error_k,
            skin_error_k,
            w[s.FLOW_WORK + j] * 0.5 * (before_w + w[s.FLOW_EFFORT_W + j]),
            w[s.FLOW_L_H + j],
            w[s.FLOW_CORE + j],
            w[s.FLOW_SKIN + j],
            w[s.FLOW_CONSTRICTION + j],
            w[s.FLOW_LOCAL_PER_K + j],
            w[s.FLOW_COLD_PER_K + j],
            w[s.FLOW_LIMIT_L_H + j],
        )
        core_skin_w_k = w[s.CONDUCTANCE_W_K + j] + w[s.BLOOD_W_K_PER_L_H + j] * flow_l_h
        total_w_k = core_skin_w_k + dry_w_k + evaporation_w_k
        skin_gain_w = dry_w_k * around_c + solar_w + muscle_to_skin_w + evaporation_w_k * skin_c - largest_w * (wet + diffused)
        per_total = 1.0 / total_w_k
        x = total_w_k * step_s * w[s.SKIN_K_J + j]
        kept = decay(x)
        skin_kept = kept * mean_series(x)  # weight of the start in the mean over the step

        # what core gets is linear in its own middle, so that the middle can be solved for
        direct_j = (rest_w + shivering_w + work_heat_w - muscle_made_w - breath_w) * step_s
        muscle_slope_j_k = w[s.MUSCLE_J_K + j] * muscle_taken
        skin_slope_j_k = core_skin_w_k * step_s * (1.0 - (1.0 - skin_kept) * core_skin_w_k * per_total)
        at_zero_j = (
            direct_j
            + muscle_gain_w * step_s
            - muscle_slope_j_k * (muscle_excess_k - muscle_c)
            + core_skin_w_k * step_s * ((1.0 - skin_kept) * skin_gain_w * per_total + skin_kept * skin_c)
        )
        half_k_j = 0.5 * w[s.CORE_K_J + j]
        core_solved_c = (core_c + half_k_j * at_zero_j) / (1.0 + half_k_j * (muscle_slope_j_k + skin_slope_j_k))

        muscle_change_k = (core_solved_c + muscle_excess_k - muscle_c) * muscle_taken
        muscle_to_core_j = muscle_gain_w * step_s - w[s.MUSCLE_J_K + j] * muscle_change_k
        skin_end_c = (core_skin_w_k * core_solved_c + skin_gain_w) * per_total
        skin_mean_c = skin_end_c + (skin_c - skin_end_c) * skin_kept
        skin_new_c = skin_end_c + (skin_c - skin_end_c) * kept
        core_to_skin_j = core_skin_w_k * (core_solved_c - skin_mean_c) * step_s
        dry_j = dry_w_k * (skin_mean_c - around_c) * step_s
        evaporation_j = (largest_w * (wet + diffused) + evaporation_w_k * (skin_mean_c - skin_c)) * step_s
        secreted_j = secretion_w * step_s
        sweat_share = wet / at_least(wet + diffused, NOTHING)
        # the straight line may ask for a little more than was secreted, or for dew: the difference stays in the skin
        evaporated_j = at_least(at_most(evaporation_j * sweat_share, secreted_j), 0.0)
        insensible_j = at_least(evaporation_j * (1.0 - sweat_share), 0.0)
        skin_new_c += (evaporation_j - evaporated_j - insensible_j) * w[s.SKIN_K_J + j]

        # core: what the others gave
        core_gain_j = direct_j + muscle_to_core_j - core_to_skin_j
        core_free_c = core_c + core_gain_j * w[s.CORE_K_J + j]
        core_new_c = at_most(at_least(core_free_c, COLDEST_CORE_C), HOTTEST_CORE_C)
        skin_held_c = at_most(at_least(skin_new_c, COLDEST_SKIN_C), HOTTEST_SKIN_C)
        w[s.HELD_J + j] += (core_new_c - core_free_c) * w[s.CORE_J_K + j] + (skin_held_c - skin_new_c) * w[s.SKIN_J_K + j]
        w[s.HELD_COUNT + j] += 0.0 if core_new_c == core_free_c else 1.0

        w[s.CORE_CHANGE_K + j] = core_new_c - core_c
        w[s.CORE_C + j] = core_new_c
        w[s.MUSCLE_C + j] = muscle_c + muscle_change_k
        w[s.SKIN_C + j] = skin_held_c
        w[s.PRODUCED_J + j] += (rest_w + shivering_w + work_heat_w) * step_s
        w[s.SOLAR_J + j] += solar_w * step_s
        w[s.RESPIRATION_J + j] += breath_w * step_s
        w[s.DRY_J + j] += dry_j
        w[s.EVAPORATION_J + j] += evaporated_j + insensible_j
        w[s.METABOLIC_W + j] = metabolic_w
        w[s.RESPIRATION_W + j] = latent_breath_w
        w[s.WETTEDNESS + j] = wet + diffused
        w[s.SECRETED_L + j] = secreted_j * w[s.LATENT_L_J + j]
        w[s.SWEAT_RATE_L_H + j] = secretion_w * w[s.LATENT_L_J + j] * SECONDS_PER_HOUR
        w[s.SWEAT_L + j] += secreted_j * w[s.LATENT_L_J + j]
        w[s.EVAPORATED_L + j] += evaporated_j * w[s.LATENT_L_J + j]
        w[s.UNFELT_L + j] = insensible_j * w[s.LATENT_L_J + j]
        w[s.INSENSIBLE_L + j] += insensible_j * w[s.LATENT_L_J + j]
