"""What the weeks before a race are planned with: how training may grow, and what is rehearsed when."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from uncramp.evidence.registry import entries_for


@dataclass(frozen=True, slots=True)
class WeeksParameters:
    """Fields of ``evidence/weeks.toml``, which says what each is and where it is from."""

    look_back_week: float
    recent_week: float
    floor_week: float
    fewest_known_week: float
    longest_plan_week: float
    load_growth_frac: float
    longest_growth_frac: float
    lighter_every_week: float
    lighter_frac: float
    taper_week: float
    taper_first_frac: float
    taper_last_frac: float
    last_long_day: float
    long_race_h: float
    general_h_per_week: float
    general_longest_h: float
    least_h_per_week: float
    least_longest_h: float
    long_share_frac: float
    long_share_most_frac: float
    long_mean_ratio: float
    longest_of_race_frac: float
    ready_longest_frac: float
    guessed_running_m_s: float
    guessed_walking_m_s: float
    guessed_cycling_m_s: float
    longest_on_foot_h: float
    longest_on_wheels_h: float
    race_pace_work_frac: float
    race_pace_load_ratio: float
    hills_load_ratio: float
    pace_margin_frac: float
    hilly_m_per_km: float
    general_descent_m: float
    descent_growth_frac: float
    last_descent_day: float
    hot_air_c: float
    heat_window_day: float
    heat_session_min: float
    heat_rest_day: float
    highest_session_wbgt_c: float
    adult_year: float
    oldest_in_heat_year: float
    strength_per_week: float
    strength_sets_count: float
    strength_few_repetitions_count: float
    strength_many_repetitions_count: float
    strength_set_s: float
    strength_rest_s: float
    strength_gap_day: float
    routine_min: float
    routine_per_week: float
    warm_up_min: float
    cool_down_min: float
    rehearsal_every_week: float
    telling_change_frac: float
    most_rising_frac: float


@cache
def weeks_parameters() -> WeeksParameters:
    """The numbers of ``evidence/weeks.toml``."""
    return WeeksParameters(**{name: entry.value for name, entry in entries_for(WeeksParameters, "weeks").items()})
