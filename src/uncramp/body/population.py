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
from uncramp.body.fitness import FitnessEvidence, Prior, oxygen_uptake_from_evidence
from uncramp.body.medicines import rate_ratio_draws
from uncramp.body.physique import Physique, by_sex, draw_physique, published_by_sex
from uncramp.body.population_parameters import PopulationParameters, bounded, log_spread, stated_or
from uncramp.body.preparation import preparation_shift
from uncramp.evidence.draws import draw, draw_entry, uniforms
from uncramp.evidence.registry import load_topic
from uncramp.minutes import Floats
from uncramp.training import FOOT_SPORTS, M_PER_KM, RECENT_DAY, WHEEL_SPORTS, TrainingHistory
from uncramp.units import MIN_PER_H

NO_OVERRIDES: Final[Mapping[str, float]] = MappingProxyType({})


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
) -> AthleteDraws:
    """Everything the model needs to know of an athlete but a sweat test, which needs the model; arrays of shape [draw].

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

    Source
    ------
    ``evidence/population.toml``.
    """
    name = athlete.name
    p = draw(PopulationParameters, "population", draws=draws, seed=seed, athlete=name, overrides=overrides)
    chance = {word: uniforms(seed, "population", word, name, draws=draws) for word in ("sex", "cramp_history")}
    body = draw_physique(athlete, p, chance["sex"])
    rest = stated_or(athlete.resting_heart_rate_bpm, p.resting_heart_rate_bpm)
    peak = file_evidence.peak_heart_rate_bpm if file_evidence is not None else math.nan
    top = _maximal_heart_rate(athlete, body, p, peak)
    critical = _critical_demand(athlete, body, p, sport)
    streams = _Streams(draws, seed, name, overrides)
    uptake = streams.oxygen_uptake(athlete, body, p, critical, file_evidence, top, rest)
    intensity = p.critical_intensity_frac if critical is None else bounded("critical_intensity_frac", critical / uptake)
    acclimatisation = _acclimatisation(athlete, p)
    descent = _weekly_descent(athlete, p, history)
    return AthleteDraws(
        mass_kg=body.mass_kg,
        height_m=body.height_m,
        age_year=body.age_year,
        female_frac=body.female_frac,
        body_fat_frac=body.body_fat_frac,
        maximal_oxygen_uptake_ml_kg_min=uptake,
        critical_intensity_frac=intensity,
        maximal_heart_rate_bpm=top,
        resting_heart_rate_bpm=rest,
        acclimatisation_frac=acclimatisation,
        sweat_gain_ratio=p.sweat_gain_ratio,  # a stated test needs the body model: sweat_test.py
        sweat_sodium_ratio=_sweat_sodium(athlete, p, streams, acclimatisation),
        initial_plasma_sodium_mmol_l=_plasma_sodium(athlete, p),
        cramp_history_frac=_cramp_history(athlete, p, chance["cramp_history"]),
        training_h_per_week=_weekly_training(athlete, p, history),
        longest_session_h=_longest_session(athlete, p, history, session_h),
        descent_m_per_week=descent,
        initial_damage_frac=_initial_damage(p, streams, history, descent),
        medicine_rate_ratio=rate_ratio_draws(athlete.medicines, draws, seed, overrides),
        condition_rate_ratio=condition_ratio_draws(athlete.conditions, draws, seed, overrides),
        preparation_shift_ratio=preparation_shift(athlete, draws, seed, overrides),
    )


def _maximal_heart_rate(athlete: Athlete, body: Physique, p: PopulationParameters, peak_bpm: float) -> Floats:
    if athlete.maximal_heart_rate_bpm is not None:
        return stated_or(athlete.maximal_heart_rate_bpm, body.age_year)
    line = p.maximal_heart_rate_intercept_bpm - p.maximal_heart_rate_slope_bpm_per_year * body.age_year
    drawn = line + p.maximal_heart_rate_deviation_bpm
    return np.asarray(np.fmax(drawn, peak_bpm))  # no lower than what was seen


def _critical_demand(athlete: Athlete, body: Physique, p: PopulationParameters, sport: str) -> Floats | None:
    """Oxygen uptake at the stated critical power or speed, in ml/kg/min; [draw], or None when neither was stated."""
    power, speed = athlete.critical_power_w, athlete.critical_speed_m_s
    if power is not None and (sport in WHEEL_SPORTS or speed is None):
        return p.cycling_oxygen_offset_ml_kg_min + p.cycling_oxygen_cost_ml_kg_min_per_w_kg * power / body.mass_kg
    if speed is not None:
        return p.resting_oxygen_uptake_ml_kg_min + p.running_oxygen_cost_ml_kg_min_per_m_s * speed
    return None


@dataclass(frozen=True, slots=True)
class _Streams:
    """How the draws of one athlete are keyed."""

    draws: int
    seed: int
    name: str
    overrides: Mapping[str, float]

    def other(self, topic: str, name: str) -> Floats:
        """One entry of another part of the body, drawn as that part draws it; [draw]."""
        if (key := f"{topic}.{name}") in self.overrides:
            return np.full(self.draws, self.overrides[key])
        return draw_entry(load_topic(topic)[name], draws=self.draws, seed=self.seed, athlete=self.name)

    def oxygen_uptake(
        self,
        athlete: Athlete,
        body: Physique,
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
        man = entries["male_maximal_oxygen_uptake_ml_kg_min"]
        median = published_by_sex("maximal_oxygen_uptake_ml_kg_min", body.female_frac)
        both = (p.female_maximal_oxygen_uptake_ml_kg_min, p.male_maximal_oxygen_uptake_ml_kg_min)
        drawn = by_sex(body.female_frac, both)
        spread = log_spread(man)
        deviate = np.log(drawn / median) / spread
        ageing = 1.0 - p.oxygen_uptake_decline_frac_per_year * (body.age_year - p.reference_age_year)
        prior = np.maximum(median * ageing, man.floor)
        if critical is not None:
            placement = log_spread(entries["critical_placement_ratio"])
            weight = spread**2 / (spread**2 + placement**2)
            prior = prior ** (1 - weight) * (critical / p.critical_intensity_frac) ** weight
            spread *= math.sqrt(1 - weight)
        if evidence is None:
            return np.asarray(prior * np.exp(spread * deviate))
        return oxygen_uptake_from_evidence(
            evidence, Prior(prior, spread, deviate), top, rest,
            draws=self.draws, seed=self.seed, athlete=self.name, overrides=self.overrides,
        )  # fmt: skip


def _acclimatisation(athlete: Athlete, p: PopulationParameters) -> Floats:
    if athlete.acclimatisation_day is None:
        return p.unstated_acclimatisation_frac
    return np.minimum(athlete.acclimatisation_day / p.acclimatisation_full_day, 1.0)


def _sweat_sodium(athlete: Athlete, p: PopulationParameters, streams: _Streams, acclimatisation: Floats) -> Floats:
    """A stated sodium is set against that of a person of factor 1 who is as acclimatised."""
    if athlete.sweat_sodium_mmol_l is None:
        return p.sweat_sodium_ratio
    saved = streams.other("electrolytes", "acclimatised_sodium_frac") * acclimatisation
    typical = streams.other("electrolytes", "sweat_sodium_mmol_l") * (1 - saved)
    return bounded("sweat_sodium_ratio", athlete.sweat_sodium_mmol_l / typical * p.stated_sweat_sodium_ratio)


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
        return stated_or(history.training_h_per_week, p.training_h_per_week)
    return stated_or(athlete.training_h_per_week, p.training_h_per_week)


def _weekly_descent(athlete: Athlete, p: PopulationParameters, history: TrainingHistory | None) -> Floats:
    if athlete.descent_m_per_week is None and history is not None and math.isfinite(history.descent_m_per_week):
        return stated_or(history.descent_m_per_week, p.descent_m_per_week)
    return stated_or(athlete.descent_m_per_week, p.descent_m_per_week)


def _longest_session(athlete: Athlete, p: PopulationParameters, history: TrainingHistory | None, session_h: float | None) -> Floats:
    if athlete.longest_session_h is not None:
        return stated_or(athlete.longest_session_h, p.longest_session_ratio)
    length_h = p.unstated_session_h if session_h is None else np.full(p.longest_session_ratio.shape, max(session_h, 1 / MIN_PER_H))
    drawn = p.usual_session_h * (length_h / p.usual_session_h) ** p.longest_session_elasticity_ratio * p.longest_session_ratio
    if history is None or not math.isfinite(history.longest_session_h):
        return drawn
    # files that reach back too short a time only say that it was at least so long
    known = np.full(drawn.shape, history.longest_session_h)
    return known if history.days_covered_day >= RECENT_DAY else np.maximum(drawn, known)


def _initial_damage(
    p: PopulationParameters, streams: _Streams, history: TrainingHistory | None, descent_m_per_week: Floats
) -> Floats:
    """Force lost to damage left over from descents on foot; each session's share fades exponentially.

    How much a descent damages and how that heals are the numbers that the session itself uses (``evidence/fatigue.toml``).
    Without a history that reaches back past the fading it is drawn.
    """
    if history is None or history.days_covered_day < float(load_topic("fatigue")["damage_recovery_day"].value):
        return p.initial_damage_frac
    names = ("eccentric_damage_per_km", "habitual_descent_m", "damage_recovery_day")
    per_km, habitual_m, healing_day = (streams.other("fatigue", name) for name in names)
    sound = np.ones(streams.draws)
    for session in history.sessions:
        if session.sport in FOOT_SPORTS and math.isfinite(session.descent_m):
            fresh = 1.0 - np.exp(-per_km * session.descent_m / M_PER_KM / (1.0 + descent_m_per_week / habitual_m))
            sound *= 1.0 - fresh * np.exp(-session.before_day / healing_day)
    return bounded("initial_damage_frac", 1.0 - sound)
