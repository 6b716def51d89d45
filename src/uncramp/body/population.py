"""Draw an athlete: what is stated is kept, what is missing comes from the population, a file or the training history."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np

from uncramp.body.athlete import Athlete, AthleteDraws
from uncramp.body.conditions import condition_ratio_draws
from uncramp.body.fitness import FitnessEvidence, oxygen_uptake_from_evidence
from uncramp.body.medicines import rate_ratio_draws
from uncramp.body.preparation import preparation_shift
from uncramp.evidence.draws import Z_95, draw, draw_entry, uniforms
from uncramp.evidence.registry import Entry, load_topic
from uncramp.minutes import Floats
from uncramp.training import FOOT_SPORTS, RECENT_DAY, WHEEL_SPORTS, TrainingHistory

NO_OVERRIDES: Final[Mapping[str, float]] = MappingProxyType({})


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
    reference_sweat_l_h_per_w: Floats
    reference_sweat_offset_l_h: Floats
    reference_sweat_air_l_h_per_k: Floats
    reference_sweat_air_c: Floats
    smallest_reference_sweat_l_h: Floats
    oxygen_energy_kj_l: Floats
    gain_elasticity_ratio: Floats
    stated_sweat_ratio: Floats
    unstated_test_air_c: Floats
    unstated_test_intensity_frac: Floats
    sweat_sodium_ratio: Floats
    typical_sweat_sodium_mmol_l: Floats
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
    damage_recovery_day: Floats


@dataclass(frozen=True, slots=True)
class _Physique:
    """Sex, age and size; [draw]."""

    female: Floats  # 0 or 1
    age_year: Floats
    height_m: Floats
    mass_kg: Floats
    body_fat_frac: Floats


def draw_athlete(
    athlete: Athlete,
    *,
    draws: int,
    seed: int,
    sport: str,
    overrides: Mapping[str, float] = NO_OVERRIDES,
    history: TrainingHistory | None = None,
    file_evidence: FitnessEvidence | None = None,
    session_h: float | None = None,
    sodium_reference_mmol_l: Floats | None = None,
) -> AthleteDraws:
    """Everything the model needs to know of an athlete; arrays of shape [draw].

    Personal draws are keyed by ``athlete.name``: the same name is the same person in every session. What the athlete states
    goes before the history, and both before the population.

    Parameters
    ----------
    sport
        One of ``names.SPORTS``; says which of critical power and critical speed counts.
    file_evidence
        What the session's file says about fitness; used where maximal oxygen uptake is not stated.
    session_h
        Length of the session in question: people who do long sessions train for them, but not all the way.
    sodium_reference_mmol_l
        Sweat sodium of the body model at a personal ratio of 1, [draw] or one value, that a stated sweat sodium is set against.

    Source
    ------
    ``evidence/population.toml``.
    """
    name = athlete.name
    p = draw(PopulationParameters, "population", draws=draws, seed=seed, athlete=name, overrides=overrides)
    chance = {word: uniforms(seed, "population", word, name, draws=draws) for word in ("sex", "cramp_history")}
    body = _physique(athlete, p, chance["sex"])
    rest = _stated(athlete.resting_heart_rate_bpm, p.resting_heart_rate_bpm)
    peak = file_evidence.peak_heart_rate_bpm if file_evidence is not None else math.nan
    top = _maximal_heart_rate(athlete, body, p, peak)
    critical = _critical_demand(athlete, body, p, sport)
    fitness = _Fitness(draws, seed, name, overrides)
    uptake = fitness.oxygen_uptake(athlete, body, p, critical, file_evidence, top, rest)
    intensity = p.critical_intensity_frac if critical is None else _bounded("critical_intensity_frac", critical / uptake)
    descent = _weekly_descent(athlete, p, history)
    return AthleteDraws(
        mass_kg=body.mass_kg,
        height_m=body.height_m,
        age_year=body.age_year,
        female_frac=body.female,
        body_fat_frac=body.body_fat_frac,
        maximal_oxygen_uptake_ml_kg_min=uptake,
        critical_intensity_frac=intensity,
        maximal_heart_rate_bpm=top,
        resting_heart_rate_bpm=rest,
        acclimatisation_frac=_acclimatisation(athlete, p),
        sweat_gain_ratio=_sweat_gain(athlete, body, uptake, p),
        sweat_sodium_ratio=_sweat_sodium(athlete, p, sodium_reference_mmol_l),
        initial_plasma_sodium_mmol_l=_plasma_sodium(athlete, p),
        cramp_history_frac=_cramp_history(athlete, p, chance["cramp_history"]),
        training_h_per_week=_weekly_training(athlete, p, history),
        longest_session_h=_longest_session(athlete, p, history, session_h),
        descent_m_per_week=descent,
        initial_damage_frac=_initial_damage(p, history, descent, draws=draws, seed=seed, name=name, overrides=overrides),
        medicine_rate_ratio=rate_ratio_draws(athlete.medicines, draws, seed, overrides),
        condition_rate_ratio=condition_ratio_draws(athlete.conditions, draws, seed, overrides),
        preparation_shift_ratio=preparation_shift(athlete, draws, seed, overrides),
    )


def sweat_gain_from_test(
    sweat_rate_l_h: float | Floats,
    air_c: float | Floats,
    intensity_frac: float | Floats,
    mass_kg: Floats,
    maximal_oxygen_uptake_ml_kg_min: Floats,
    parameters: PopulationParameters,
) -> Floats:
    """Personal factor on sweating from a measured sweat rate; [draw].

    The reference is a straight line in power above rest and air temperature that the published table of running sweat rates
    follows (montain2006). A measured rate above it means a larger gain, more than in proportion, since the heat balance damps
    the gain. Running the body model at the test's conditions gives a better one; this is where to start.
    """
    p = parameters
    power_w = np.maximum(intensity_frac * maximal_oxygen_uptake_ml_kg_min - p.resting_oxygen_uptake_ml_kg_min, 0.0) * mass_kg
    power_w = power_w * p.oxygen_energy_kj_l / 60.0  # mL/min x kJ/L is J/min
    reference_l_h = p.reference_sweat_l_h_per_w * power_w + p.reference_sweat_offset_l_h
    reference_l_h = reference_l_h + p.reference_sweat_air_l_h_per_k * (air_c - p.reference_sweat_air_c)
    measured = np.asarray(sweat_rate_l_h) * p.stated_sweat_ratio
    ratio = (measured / np.maximum(reference_l_h, p.smallest_reference_sweat_l_h)) ** (1.0 / p.gain_elasticity_ratio)
    return _bounded("sweat_gain_ratio", ratio)


def _stated(value: float | None, drawn: Floats) -> Floats:
    return drawn if value is None else np.full(drawn.shape, float(value))


def _bounded(name: str, values: Floats) -> Floats:
    """Values within the physical bounds of an entry."""
    entry = load_topic("population")[name]
    return np.clip(values, entry.floor, entry.ceiling)


def _by_sex(female: Floats, woman: Floats, man: Floats) -> Floats:
    return np.where(female > 0.5, woman, man)


def _physique(athlete: Athlete, p: PopulationParameters, chance: Floats) -> _Physique:
    female = (chance < _female_chance(athlete, p.female_share_frac)).astype(np.float64)
    usual_height = _by_sex(female, p.female_height_m, p.male_height_m)
    index = _by_sex(female, p.female_body_mass_index_kg_m2, p.male_body_mass_index_kg_m2)
    height = _height(athlete, usual_height, index)
    mass = _stated(athlete.mass_kg, index * height**2)
    entries = load_topic("population")
    middle = _by_sex(
        female, _like(entries["female_body_mass_index_kg_m2"], mass), _like(entries["male_body_mass_index_kg_m2"], mass)
    )
    fat = _by_sex(female, p.female_body_fat_frac, p.male_body_fat_frac) + p.body_fat_slope_frac_per_kg_m2 * (
        mass / height**2 - middle
    )
    if athlete.body_fat_frac is not None:
        fat = athlete.body_fat_frac + p.stated_body_fat_frac
    return _Physique(female, _stated(athlete.age_year, p.age_year), height, mass, _bounded("female_body_fat_frac", fat))


def _like(entry: Entry, shape: Floats) -> Floats:
    return np.full(shape.shape, entry.value)


def _female_chance(athlete: Athlete, share: Floats) -> Floats:
    """Chance of being a woman: certain when said, else the share, given height and body mass index where those are said."""
    if athlete.sex is not None:
        return np.full(share.shape, 1.0 if athlete.sex == "female" else 0.0)
    entries = load_topic("population")
    log_ratio = 0.0
    if athlete.height_m is not None:
        log_ratio += _log_density(entries["female_height_m"], athlete.height_m) - _log_density(
            entries["male_height_m"], athlete.height_m
        )
        if athlete.mass_kg is not None:
            index = athlete.mass_kg / athlete.height_m**2
            log_ratio += _log_density(entries["female_body_mass_index_kg_m2"], index)
            log_ratio -= _log_density(entries["male_body_mass_index_kg_m2"], index)
    odds = share / np.maximum(1.0 - share, 1e-9) * math.exp(min(max(log_ratio, -50.0), 50.0))
    return np.asarray(odds / (1.0 + odds))


def _log_density(entry: Entry, value: float) -> float:
    if entry.spread == "lognormal":
        spread = _log_spread(entry)
        return -0.5 * (math.log(value / entry.value) / spread) ** 2 - math.log(spread)
    spread = (entry.high - entry.low) / (2.0 * Z_95)
    return -0.5 * ((value - entry.value) / spread) ** 2 - math.log(spread)


def _log_spread(entry: Entry) -> float:
    return math.log(entry.high / entry.low) / (2.0 * Z_95)


def _height(athlete: Athlete, usual: Floats, index: Floats) -> Floats:
    """Height; where only the mass is known, usual height and usual build are weighted by how much each says."""
    if athlete.height_m is not None or athlete.mass_kg is None:
        return _stated(athlete.height_m, usual)
    entries = load_topic("population")
    height_spread = _log_spread(entries["male_height_m"])
    build_spread = 0.5 * _log_spread(entries["male_body_mass_index_kg_m2"])  # height goes with the root of mass over index
    weight = build_spread**2 / (height_spread**2 + build_spread**2)
    return np.asarray(usual**weight * np.sqrt(athlete.mass_kg / index) ** (1.0 - weight))


def _maximal_heart_rate(athlete: Athlete, body: _Physique, p: PopulationParameters, peak_bpm: float) -> Floats:
    if athlete.maximal_heart_rate_bpm is not None:
        return _stated(athlete.maximal_heart_rate_bpm, body.age_year)
    line = p.maximal_heart_rate_intercept_bpm - p.maximal_heart_rate_slope_bpm_per_year * body.age_year
    drawn = line + p.maximal_heart_rate_deviation_bpm
    return np.asarray(np.fmax(drawn, peak_bpm))  # no lower than what was seen


def _critical_demand(athlete: Athlete, body: _Physique, p: PopulationParameters, sport: str) -> Floats | None:
    """Oxygen uptake at the stated critical power or speed, in ml/kg/min; [draw], or None when neither was stated."""
    power, speed = athlete.critical_power_w, athlete.critical_speed_m_s
    if power is not None and (sport in WHEEL_SPORTS or speed is None):
        return p.cycling_oxygen_offset_ml_kg_min + p.cycling_oxygen_cost_ml_kg_min_per_w_kg * power / body.mass_kg
    if speed is not None:
        return p.resting_oxygen_uptake_ml_kg_min + p.running_oxygen_cost_ml_kg_min_per_m_s * speed
    return None


@dataclass(frozen=True, slots=True)
class _Fitness:
    """How the draws of fitness are keyed."""

    draws: int
    seed: int
    name: str
    overrides: Mapping[str, float]

    def oxygen_uptake(
        self,
        athlete: Athlete,
        body: _Physique,
        p: PopulationParameters,
        critical: Floats | None,
        evidence: FitnessEvidence | None,
        top: Floats,
        rest: Floats,
    ) -> Floats:
        """Maximal oxygen uptake in ml/kg/min; [draw]: stated, or the population weighed with what else is known."""
        if athlete.maximal_oxygen_uptake_ml_kg_min is not None:
            return athlete.maximal_oxygen_uptake_ml_kg_min * p.stated_oxygen_uptake_ratio
        entries = load_topic("population")
        woman, man = (entries[f"{sex}_maximal_oxygen_uptake_ml_kg_min"] for sex in ("female", "male"))
        median = _by_sex(body.female, _like(woman, top), _like(man, top))
        drawn = _by_sex(body.female, p.female_maximal_oxygen_uptake_ml_kg_min, p.male_maximal_oxygen_uptake_ml_kg_min)
        spread = _log_spread(man)
        deviate = np.log(drawn / median) / spread
        ageing = 1.0 - p.oxygen_uptake_decline_frac_per_year * (body.age_year - p.reference_age_year)
        prior_log = np.log(np.maximum(median * ageing, man.floor))
        if critical is not None:
            placement = _log_spread(entries["critical_placement_ratio"])
            weight = spread**2 / (spread**2 + placement**2)
            prior_log = prior_log + weight * (np.log(critical / p.critical_intensity_frac) - prior_log)
            spread *= math.sqrt(1.0 - weight)
        if evidence is None:
            return np.asarray(np.exp(prior_log + spread * deviate))
        return oxygen_uptake_from_evidence(
            evidence, prior_log, spread, deviate, top, rest,
            draws=self.draws, seed=self.seed, athlete=self.name, overrides=self.overrides,
        )  # fmt: skip


def _acclimatisation(athlete: Athlete, p: PopulationParameters) -> Floats:
    if athlete.acclimatisation_day is None:
        return p.unstated_acclimatisation_frac
    return np.minimum(athlete.acclimatisation_day / p.acclimatisation_full_day, 1.0)


def _sweat_gain(athlete: Athlete, body: _Physique, uptake: Floats, p: PopulationParameters) -> Floats:
    if athlete.sweat_rate_l_h is None:
        return p.sweat_gain_ratio
    air = _stated(athlete.sweat_rate_air_c, p.unstated_test_air_c)
    intensity = _stated(athlete.sweat_rate_intensity_frac, p.unstated_test_intensity_frac)
    return sweat_gain_from_test(athlete.sweat_rate_l_h, air, intensity, body.mass_kg, uptake, p)


def _sweat_sodium(athlete: Athlete, p: PopulationParameters, reference: Floats | None) -> Floats:
    if athlete.sweat_sodium_mmol_l is None:
        return p.sweat_sodium_ratio
    against = p.typical_sweat_sodium_mmol_l if reference is None else reference
    return _bounded("sweat_sodium_ratio", athlete.sweat_sodium_mmol_l / against * p.stated_sweat_sodium_ratio)


def _plasma_sodium(athlete: Athlete, p: PopulationParameters) -> Floats:
    if athlete.plasma_sodium_mmol_l is None:
        return p.initial_plasma_sodium_mmol_l
    return athlete.plasma_sodium_mmol_l + p.stated_plasma_sodium_mmol_l


def _cramp_history(athlete: Athlete, p: PopulationParameters, chance: Floats) -> Floats:
    if athlete.cramp_history is not None:
        return np.full(chance.shape, float(athlete.cramp_history))
    return (chance < p.cramp_history_share_frac).astype(np.float64)


def _weekly_training(athlete: Athlete, p: PopulationParameters, history: TrainingHistory | None) -> Floats:
    if athlete.training_h_per_week is None and history is not None and math.isfinite(history.training_h_per_week):
        return _stated(history.training_h_per_week, p.training_h_per_week)
    return _stated(athlete.training_h_per_week, p.training_h_per_week)


def _weekly_descent(athlete: Athlete, p: PopulationParameters, history: TrainingHistory | None) -> Floats:
    if athlete.descent_m_per_week is None and history is not None and math.isfinite(history.descent_m_per_week):
        return _stated(history.descent_m_per_week, p.descent_m_per_week)
    return _stated(athlete.descent_m_per_week, p.descent_m_per_week)


def _longest_session(athlete: Athlete, p: PopulationParameters, history: TrainingHistory | None, session_h: float | None) -> Floats:
    if athlete.longest_session_h is not None:
        return _stated(athlete.longest_session_h, p.longest_session_ratio)
    length_h = p.unstated_session_h if session_h is None else np.full(p.longest_session_ratio.shape, max(session_h, 1.0 / 60.0))
    drawn = p.usual_session_h * (length_h / p.usual_session_h) ** p.longest_session_elasticity_ratio * p.longest_session_ratio
    if history is None or not math.isfinite(history.longest_session_h):
        return drawn
    # files that reach back too short a time only say that it was at least so long
    known = np.full(drawn.shape, history.longest_session_h)
    return known if history.days_covered_day >= RECENT_DAY else np.maximum(drawn, known)


def _initial_damage(
    p: PopulationParameters,
    history: TrainingHistory | None,
    descent_m_per_week: Floats,
    *,
    draws: int,
    seed: int,
    name: str,
    overrides: Mapping[str, float],
) -> Floats:
    """Force lost to damage left over from descents on foot; each session's share fades exponentially.

    How much a descent damages is the same number that the session itself uses (``evidence/fatigue.toml``). Without a history
    that reaches back past the fading it is drawn.
    """
    if history is None or history.days_covered_day < float(load_topic("population")["damage_recovery_day"].value):
        return p.initial_damage_frac
    per_km, habitual_m = (
        np.full(draws, overrides[f"fatigue.{word}"])
        if f"fatigue.{word}" in overrides
        else draw_entry(load_topic("fatigue")[word], draws=draws, seed=seed, athlete=name)
        for word in ("eccentric_damage_per_km", "habitual_descent_m")
    )
    sound = np.ones(draws)
    for session in history.sessions:
        if session.sport in FOOT_SPORTS and math.isfinite(session.descent_m):
            fresh = 1.0 - np.exp(-per_km * session.descent_m / 1000.0 / (1.0 + descent_m_per_week / habitual_m))
            sound *= 1.0 - fresh * np.exp(-session.before_day / p.damage_recovery_day)
    return _bounded("initial_damage_frac", 1.0 - sound)
