"""Numbers of a field that no athlete has: how traits go together, what care takes, how a bicycle turns power into speed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from uncramp.evidence.registry import Entry, entries_for


@dataclass(frozen=True, slots=True)
class CohortParameters:
    """Entries of ``evidence/cohort.toml``."""

    effort_frac: Entry
    first_half_ratio: Entry
    finish_ratio: Entry
    acclimatisation_frac: Entry
    uptake_body_mass_index_correlation_index: Entry
    uptake_training_correlation_index: Entry
    training_longest_session_correlation_index: Entry
    effort_first_half_correlation_index: Entry
    uptake_speed_correlation_index: Entry
    history_men_over_women_ratio: Entry
    cycling_drag_kg_per_m: Entry
    cycling_rolling_ratio: Entry
    bicycle_mass_kg: Entry
    service_level_frac: Entry
    cramp_care_min: Entry
    serious_cramp_care_min: Entry
    hyponatraemia_care_min: Entry
    overheating_care_min: Entry
    hyponatraemia_care_frac: Entry
    overheating_care_frac: Entry
    seeks_help_frac: Entry
    drink_waste_ratio: Entry
    heat_slows_above_c: Entry
    heat_slowing_frac_per_k: Entry
    slower_step_frac: Entry
    slower_steps_count: Entry


@cache
def cohort_parameters() -> CohortParameters:
    """Entries of the topic ``cohort``."""
    return CohortParameters(**entries_for(CohortParameters, "cohort"))


FROM_POPULATION: Final = (
    "female_share_frac",
    "age_year",
    "female_height_m",
    "male_height_m",
    "female_body_mass_index_kg_m2",
    "male_body_mass_index_kg_m2",
    "female_maximal_oxygen_uptake_ml_kg_min",
    "male_maximal_oxygen_uptake_ml_kg_min",
    "cramp_history_share_frac",
    "training_h_per_week",
    "longest_session_ratio",
    "descent_m_per_week",
)
"""Entries of ``evidence/population.toml`` that a field may state otherwise."""

OF_COHORT: Final = ("effort_frac", "first_half_ratio", "finish_ratio", "acclimatisation_frac")
"""Entries of ``evidence/cohort.toml`` that a field may state otherwise."""
