"""Parameters of the population, and how they are bounded, weighed and put aside for what was stated."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from uncramp.evidence.draws import Z_95
from uncramp.evidence.registry import Entry, load_topic
from uncramp.minutes import Floats

Stated = float | None
"""A number an athlete may have said, in the unit of its own name."""


@dataclass(frozen=True, slots=True)
class PopulationParameters:
    """Fields of ``evidence/population.toml``; [draw]."""

    female_share_frac: Floats
    age_year: Floats
    female_height_m: Floats
    male_height_m: Floats
    female_body_mass_index_kg_m2: Floats
    male_body_mass_index_kg_m2: Floats
    female_body_fat_frac: Floats
    male_body_fat_frac: Floats
    body_fat_slope_frac_per_kg_m2: Floats
    stated_body_fat_frac: Floats
    female_maximal_oxygen_uptake_ml_kg_min: Floats
    male_maximal_oxygen_uptake_ml_kg_min: Floats
    oxygen_uptake_decline_frac_per_year: Floats
    reference_age_year: Floats
    stated_oxygen_uptake_ratio: Floats
    maximal_heart_rate_intercept_bpm: Floats
    maximal_heart_rate_slope_bpm_per_year: Floats
    maximal_heart_rate_deviation_bpm: Floats
    resting_heart_rate_bpm: Floats
    critical_intensity_frac: Floats
    resting_oxygen_uptake_ml_kg_min: Floats
    running_oxygen_cost_ml_kg_min_per_m_s: Floats
    cycling_oxygen_cost_ml_kg_min_per_w_kg: Floats
    cycling_oxygen_offset_ml_kg_min: Floats
    critical_placement_ratio: Floats
    acclimatisation_full_day: Floats
    unstated_acclimatisation_frac: Floats
    sweat_gain_ratio: Floats
    sweat_sodium_ratio: Floats
    stated_sweat_sodium_ratio: Floats
    forearm_sodium_slope_ratio: Floats
    forearm_sodium_offset_mmol_l: Floats
    initial_plasma_sodium_mmol_l: Floats
    stated_plasma_sodium_mmol_l: Floats
    cramp_history_share_frac: Floats
    training_h_per_week: Floats
    usual_session_h: Floats
    longest_session_elasticity_ratio: Floats
    longest_session_ratio: Floats
    unstated_session_h: Floats
    descent_m_per_week: Floats
    initial_damage_frac: Floats


def stated_or(stated: Stated, values: Floats) -> Floats:
    """What was stated, in every draw, else what was drawn; [draw]."""
    return values if stated is None else np.full(values.shape, float(stated))


def bounded(name: str, values: Floats) -> Floats:
    """Values within the physical bounds of an entry."""
    entry = load_topic("population")[name]
    return np.clip(values, entry.floor, entry.ceiling)


def log_spread(entry: Entry) -> float:
    """Standard deviation of the logarithm of a positive entry."""
    return math.log(entry.high / entry.low) / (2.0 * Z_95)
