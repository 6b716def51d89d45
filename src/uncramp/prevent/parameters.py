"""What a race plan is found by, from the evidence."""

from __future__ import annotations

from dataclasses import dataclass

from uncramp.minutes import Floats


@dataclass(frozen=True)
class PreventParameters:
    """Limits, costs and sizes of a plan [draw], all fixed; evidence/prevent.toml."""

    least_sweat_share_frac: Floats
    low_sodium_share_frac: Floats
    search_draws_count: Floats
    search_evaluations_count: Floats
    most_offset_ratio: Floats
    start_share_frac: Floats
    end_share_frac: Floats
    most_climb_index: Floats
    least_descent_cost_ratio: Floats
    unevenness_cost_frac: Floats
    drinking_cost_frac: Floats
    salt_cost_frac: Floats
    reserve_cost_frac: Floats
    time_cost_ratio: Floats
    most_slower_ratio: Floats
    core_buffer_k: Floats
    drink_steps_count: Floats
    slowest_ratio: Floats
    carried_interval_min: Floats
    most_at_once_ml: Floats
    last_drink_min: Floats
    full_drink_min: Floats
    most_carbohydrate_g_h: Floats
    least_carbohydrate_g_h: Floats
    trained_carbohydrate_g_h: Floats
    trained_carbohydrate_after_h: Floats
    no_carbohydrate_until_h: Floats
    gel_carbohydrate_g: Floats
    sports_drink_sodium_mmol_l: Floats
    sports_drink_carbohydrate_g_l: Floats
    ease_off_ratio: Floats
    one_group_share_frac: Floats
    able_share_frac: Floats
    beyond_share_frac: Floats
    trade_step_ratio: Floats
    trade_slower_count: Floats
    trade_faster_count: Floats
    earlier_start_h: Floats
    shade_share_frac: Floats
    shade_sun_w_m2: Floats
    wet_bulb_globe_air_ratio: Floats
    wet_bulb_globe_vapour_k_per_kpa: Floats
    wet_bulb_globe_base_c: Floats
    no_amounts_after_h: Floats
    telling_water_loss_frac: Floats
    cold_air_c: Floats
