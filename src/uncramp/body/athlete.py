"""Athlete: who it is. Everything is optional; what is missing is drawn from the population and widens the range."""

from __future__ import annotations

from dataclasses import dataclass

from uncramp.minutes import Floats


@dataclass(frozen=True, slots=True)
class Athlete:
    """What an athlete says about themselves; ``None`` or empty where they said nothing."""

    name: str = ""  # keys the personal draws; two athletes of one name are one person
    mass_kg: float | None = None
    height_m: float | None = None
    age_year: float | None = None
    sex: str | None = None  # female | male
    body_fat_frac: float | None = None
    maximal_oxygen_uptake_ml_kg_min: float | None = None
    critical_power_w: float | None = None
    critical_speed_m_s: float | None = None
    maximal_heart_rate_bpm: float | None = None
    resting_heart_rate_bpm: float | None = None
    acclimatisation_day: float | None = None  # hot training days in the last fortnight
    sweat_rate_l_h: float | None = None  # measured in a sweat test ...
    sweat_rate_air_c: float | None = None  # ... at this air temperature
    sweat_rate_intensity_frac: float | None = None  # ... and this fraction of maximal oxygen uptake
    sweat_sodium_mmol_l: float | None = None  # whole body
    plasma_sodium_mmol_l: float | None = None  # a resting blood test
    cramp_history: bool | None = None
    training_h_per_week: float | None = None
    longest_session_h: float | None = None  # in the last eight weeks, same sport
    descent_m_per_week: float | None = None
    medicines: tuple[str, ...] = ()  # names as given; medicines/names resolves them
    conditions: tuple[str, ...] = ()  # ids of body/conditions
    warm_up_min: float | None = None
    cool_down_min: float | None = None
    sleep_h: float | None = None  # the night before
    rest_day: float | None = None  # days without training before the session
    low_magnesium_diet: bool | None = None
    low_potassium_diet: bool | None = None
    low_calcium_diet: bool | None = None


@dataclass(frozen=True, slots=True)
class AthleteDraws:
    """One athlete as draws; arrays of shape [draw].

    What the athlete stated is the same in every draw, but for what no one can state exactly (fitness, body fat, sweat and blood
    tests), which keeps a small spread of measurement.
    """

    mass_kg: Floats
    height_m: Floats
    age_year: Floats
    female_frac: Floats  # 0 or 1
    body_fat_frac: Floats
    maximal_oxygen_uptake_ml_kg_min: Floats
    critical_intensity_frac: Floats  # oxygen uptake at critical power or speed, of the maximum
    maximal_heart_rate_bpm: Floats
    resting_heart_rate_bpm: Floats
    acclimatisation_frac: Floats  # 0 none, 1 after about ten hot days
    sweat_gain_ratio: Floats  # personal factor on sweat secretion
    sweat_sodium_ratio: Floats  # personal factor on sweat sodium
    initial_plasma_sodium_mmol_l: Floats
    cramp_history_frac: Floats  # 0 or 1
    training_h_per_week: Floats
    longest_session_h: Floats  # what the muscles are used to
    descent_m_per_week: Floats
    initial_damage_frac: Floats  # muscle damage left from earlier sessions
    medicine_rate_ratio: Floats  # on the cramp rate
    condition_rate_ratio: Floats  # on the cramp rate
    preparation_shift_ratio: Floats  # on the cramp threshold: diet, warm-up, cool-down, sleep, rest
