"""Heat: films of air, skin blood flow, wettedness; the pieces of three heat nodes with Stolwijk's control."""

from __future__ import annotations

from dataclasses import dataclass

from uncramp.compiled import at_least, at_most, compiled, exponential, logarithm
from uncramp.minutes import Floats


@dataclass(frozen=True, slots=True)
class HeatParameters:
    """Constants of the heat balance [draw]; values and sources in evidence/heat.toml."""

    lean_heat_capacity_j_kg_k: Floats
    fat_heat_capacity_j_kg_k: Floats
    muscle_mass_frac: Floats
    skin_mass_frac: Floats
    muscle_heat_frac: Floats
    core_set_c: Floats
    skin_set_c: Floats
    muscle_rest_k: Floats
    conductance_w_m2_k: Floats
    muscle_skin_w_m2_k: Floats
    blood_heat_kj_l_per_k: Floats
    muscle_excess_k: Floats
    muscle_resting_w_k: Floats
    skin_flow_l_h_m2: Floats
    skin_flow_core_per_k: Floats
    skin_flow_work_k_per_w_m2: Floats
    skin_flow_work_lag_s: Floats
    skin_flow_skin_per_k: Floats
    skin_flow_constriction_per_k: Floats
    skin_flow_doubling_k: Floats
    skin_flow_halving_k: Floats
    skin_flow_limit_l_h_m2: Floats
    convection_w_m2_k: Floats
    convection_exponent_index: Floats
    convection_floor_w_m2_k: Floats
    radiation_w_m2_k: Floats
    lewis_k_per_kpa: Floats
    clothing_m2_k_w: Floats
    clothing_cold_m2_k_w_per_k: Floats
    clothing_cold_c: Floats
    clothing_permeability_frac: Floats
    clothing_area_ratio: Floats
    diffusion_frac: Floats
    latent_heat_j_g: Floats
    drip_frac: Floats
    wettedness_limit_frac: Floats
    wettedness_acclimatised_frac: Floats
    solar_gain_frac: Floats
    wind_floor_m_s: Floats
    respiration_latent_per_kpa: Floats
    respiration_kpa: Floats
    respiration_dry_per_k: Floats
    respiration_c: Floats
    shivering_w_k_per_k: Floats
    standard_area_m2: Floats
    area_kg_m_m2: Floats
    area_mass_index: Floats
    area_height_index: Floats
    dehydration_set_k_per_frac: Floats
    dehydration_skin_c: Floats
    dehydration_skin_full_c: Floats
    acclimatised_set_k: Floats
    saturation_kpa: Floats
    saturation_index: Floats
    saturation_c: Floats
    water_film_w_m2_k: Floats
    water_c: Floats
    own_running_m_s: Floats
    own_walking_m_s: Floats
    own_cycling_m_s: Floats
    own_skiing_m_s: Floats
    own_other_m_s: Floats
    standard_pressure_pa: Floats


@compiled
def saturation_pressure_kpa(temperature_c: float, per_offset_k: float, at_zero_kpa: float, index: float) -> float:
    """Vapour pressure of water (Tetens); ``per_offset_k`` is 1 / (temperature + the offset of Tetens)."""
    return at_zero_kpa * exponential(index * temperature_c * per_offset_k)


@compiled
def convection_w_m2_k(
    air_speed_squared: float, ln_pressure: float, at_1_m_s: float, exponent_index: float, floor_w_m2_k: float
) -> float:
    """Convective coefficient, a power of air speed and of air pressure over the standard one (Gagge 1986)."""
    power = exponential(exponent_index * (0.5 * logarithm(air_speed_squared) + ln_pressure))
    return at_least(at_1_m_s * power, floor_w_m2_k)


@compiled
def skin_blood_flow_l_h(
    core_error_k: float,
    skin_error_k: float,
    work_k: float,
    resting_l_h: float,
    core_per_k: float,
    skin_per_k: float,
    constriction_per_k: float,
    local_per_k: float,
    cold_per_k: float,
    limit_l_h: float,
) -> float:
    """Skin blood flow: dilation by warm core and skin, constriction by cold, doubled by local warmth, halved by local cold (Stolwijk, JOS-3)."""
    # cold skin narrows its own vessels and no others: it must not shut off the loss of heat in exercise
    felt_k = at_least(skin_error_k, 0.0)
    dilation = at_least(core_per_k * (core_error_k - work_k) + skin_per_k * felt_k, 0.0)
    constriction = at_least(-constriction_per_k * (core_error_k + felt_k), 0.0)
    local = exponential(
        local_per_k * at_most(at_least(skin_error_k, 0.0), 20.0) + cold_per_k * at_most(at_least(skin_error_k, -20.0), 0.0)
    )
    return at_most(resting_l_h * (1.0 + dilation) / (1.0 + constriction) * local, limit_l_h)


@compiled
def skin_wettedness_frac(secretion_w: float, largest_w: float, drip_frac: float, limit_frac: float) -> float:
    """Wettedness at which what is not dripped evaporates (efficiency 1 - drip w^2), solved for w.

    ISO 7933 has a drip of one half, measured in resting and walking people; here it is drawn.

    ``largest_w`` is the evaporation of fully wet skin, positive. Above the limit the rest drips.
    """
    # the positive root of drip S w^2 + E w - S = 0, in the form that loses no digits when little is secreted
    root = (largest_w * largest_w + 4.0 * drip_frac * secretion_w * secretion_w) ** 0.5
    return at_most(2.0 * secretion_w / (largest_w + root), limit_frac)


@compiled
def wettedness_slope_frac(secretion_w: float, largest_w: float, drip_frac: float, limit_frac: float) -> float:
    """d(evaporation)/d(largest evaporation) at steady secretion: the limit when dripping, towards 0 when nearly all dries."""
    root = (largest_w * largest_w + 4.0 * drip_frac * secretion_w * secretion_w) ** 0.5
    free = 2.0 * secretion_w / (largest_w + root)
    return limit_frac if free >= limit_frac else free * (1.0 - largest_w / root)
