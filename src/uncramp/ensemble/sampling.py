"""Sampling: athletes of a field by their place in it. Any slice can be made alone, with the same bits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any

import numpy as np

from uncramp.ensemble.cohort_parameters import cohort_parameters
from uncramp.ensemble.course import in_the_heat
from uncramp.ensemble.field import Field, Wave
from uncramp.ensemble.pace import Engine, pace_of
from uncramp.ensemble.runners import Runners
from uncramp.ensemble.streams import uniforms_between
from uncramp.evidence.draws import quantile
from uncramp.evidence.registry import Entry, load_topic
from uncramp.minutes import Floats, Integers
from uncramp.units import S_PER_H

Scores = Callable[[str], Floats]


def sample_runners(field: Field, seed: int, first: int = 0, last: int | None = None) -> Runners:
    """Rows ``first`` to ``last`` of the field; all of them if not said.

    Who somebody is depends on the seed and the place in the field only. Traits that go together do so by the correlation of their normal
    scores (``evidence/cohort.toml``): fitness falls with body mass and age and rises with training, and time follows from fitness and effort.
    """
    last = field.rows_count if last is None else last
    days = len(field.days)
    begin, end = first // days, -(-last // days)

    def uniform(name: str) -> Floats:
        return uniforms_between(seed, "field", name, first=begin, last=end)

    people = _people(field, uniform)
    rows = np.arange(first, last)
    person, day = rows // days, rows % days
    mine = {name: values[person - begin] for name, values in people.items()}
    full_day = load_topic("population")["acclimatisation_full_day"].value
    mine["acclimatisation_frac"] = np.minimum(mine["acclimatisation_frac"] + day / full_day, 1.0)
    pace: dict[str, Any] = _paced(field, day, mine, uniform("speed")[person - begin])
    wave = _waves(field.waves, pace["leg_s"].sum(axis=1))
    start_s = np.array([one.start_s for one in field.waves])[wave]
    for at, one in enumerate(field.days):
        today = day == at
        pace["leg_s"][today, : len(one.legs)] = in_the_heat(one, pace["leg_s"][today, : len(one.legs)], start_s[today])
    longest = _longest(pace["leg_s"].max(axis=1) / S_PER_H) * mine.pop("longest_session_ratio")
    mine.pop("uptake_score")
    return Runners(
        index=rows, person_index=person, day_index=day, wave_index=wave, start_s=start_s, longest_session_h=longest, **pace,
        **{name: _typed(name, values) for name, values in mine.items()},
    )  # fmt: skip


def joined(parts: list[Runners]) -> Runners:
    """The rows of all parts, in their order."""
    return Runners(*(np.concatenate([getattr(part, one.name) for part in parts]) for one in fields(Runners)))


def _typed(name: str, values: Floats) -> Any:
    return values.astype(np.int64) if name.endswith("_index") else values


def _people(field: Field, uniform: Scores) -> dict[str, Floats]:
    """Everything but time, [person] each."""
    from scipy.special import ndtr

    c, entries = cohort_parameters(), field.entries
    female = (uniform("sex") < entries["female_share_frac"].value).astype(np.float64)
    age = quantile(entries["age_year"], uniform("age"))

    def score(name: str) -> Floats:
        from scipy.special import ndtri

        return np.asarray(ndtri(uniform(name)))

    def along(with_score: Floats, own: str, correlation: Entry) -> Floats:
        """Normal scores that go with others."""
        return np.asarray(correlation.value * with_score + np.sqrt(1.0 - correlation.value**2) * score(own))

    def by_sex(name: str, scores: Floats) -> Floats:
        return np.where(female > 0, *(quantile(entries[f"{sex}_{name}"], ndtr(scores)) for sex in ("female", "male")))

    fit, effort = score("uptake"), score("effort")
    population = load_topic("population")
    decline, at_age = population["oxygen_uptake_decline_frac_per_year"].value, population["reference_age_year"].value
    uptake = by_sex("maximal_oxygen_uptake_ml_kg_min", fit) * (1.0 - decline * (age - at_age))
    height = by_sex("height_m", score("height"))
    index = by_sex("body_mass_index_kg_m2", along(fit, "body_mass_index", c.uptake_body_mass_index_correlation_index))
    training = along(fit, "training", c.uptake_training_correlation_index)
    longest = along(training, "longest_session", c.training_longest_session_correlation_index)
    start = along(effort, "first_half", c.effort_first_half_correlation_index)
    drinking = _classes([one.share_frac for one in field.drinking], uniform("drinking"))
    health = _classes([one.share_frac for one in field.health], uniform("health"))
    return {
        "female_frac": female,
        "age_year": age,
        "mass_kg": index * height**2,
        "height_m": height,
        "maximal_oxygen_uptake_ml_kg_min": np.maximum(uptake, entries["female_maximal_oxygen_uptake_ml_kg_min"].floor),
        "acclimatisation_frac": quantile(entries["acclimatisation_frac"], uniform("acclimatisation")),
        "cramp_history_frac": _history(entries["cramp_history_share_frac"].value, field, female, uniform("history")),
        "training_h_per_week": quantile(entries["training_h_per_week"], ndtr(training)),
        "longest_session_ratio": quantile(entries["longest_session_ratio"], ndtr(longest)),
        "descent_m_per_week": quantile(entries["descent_m_per_week"], uniform("descent")),
        "economy_ratio": quantile(load_topic("metabolism")["economy_ratio"], uniform("economy")),
        "cycling_efficiency_frac": quantile(load_topic("metabolism")["cycling_efficiency_frac"], uniform("efficiency")),
        "effort_frac": quantile(entries["effort_frac"], ndtr(effort)),
        "first_half_ratio": quantile(entries["first_half_ratio"], ndtr(start)),
        "finish_ratio": quantile(entries["finish_ratio"], uniform("finish")),
        "drinking_index": np.minimum(drinking, len(field.drinking) - 1),
        "health_index": np.where(health < len(field.health), health, -1.0),
        "uptake_score": fit,
    } | _drinks(field, np.minimum(drinking, len(field.drinking) - 1), uniform)


def _classes(shares: list[float], uniform: Floats) -> Floats:
    """Which class each is in; one past the last for who is in none."""
    return np.searchsorted(np.cumsum(shares), uniform, side="right").astype(np.float64)


def _drinks(field: Field, which: Floats, uniform: Scores) -> dict[str, Floats]:
    rate, salt = uniform("drinking_rate"), uniform("drink_sodium")
    drunk, sodium = np.empty(which.shape), np.empty(which.shape)
    for at, one in enumerate(field.drinking):
        chosen = which == at
        drunk[chosen] = quantile(one.rate_l_h, rate[chosen])
        sodium[chosen] = quantile(one.sodium_mmol_l, salt[chosen])
    follows = np.array([float(one.follows_thirst) for one in field.drinking])[which.astype(np.int64)]
    return {"drinking_l_h": drunk, "drink_sodium_mmol_l": sodium, "thirst_frac": follows}


def _history(share_frac: float, field: Field, female: Floats, uniform: Floats) -> Floats:
    """1 for who has cramped before: the field's share, split between the sexes as published (A07)."""
    ratio, women = cohort_parameters().history_men_over_women_ratio.value, field.entries["female_share_frac"].value
    of_women = share_frac / (women + (1.0 - women) * ratio)
    of_men = min(ratio * of_women, 1.0)
    return (uniform < np.where(female > 0, of_women, of_men)).astype(np.float64)


def _paced(field: Field, day: Integers, people: dict[str, Floats], own: Floats) -> dict[str, Floats]:
    """Duration and power of each leg, [row, leg]; days with fewer legs are filled up with nothing."""
    from scipy.special import ndtr, ndtri

    with_fitness = cohort_parameters().uptake_speed_correlation_index.value
    score = with_fitness * people["uptake_score"] + np.sqrt(1.0 - with_fitness**2) * ndtri(own)
    width = max(len(one.legs) for one in field.days)
    leg_s, power = np.zeros((day.size, width)), np.full((day.size, width), np.nan)
    for at, one in enumerate(field.days):
        rows = day == at
        if not rows.any():
            continue
        speed = np.full((int(rows.sum()), len(one.legs)), np.nan)
        for place, leg in enumerate(one.legs):
            if leg.speed_m_s is not None:
                speed[:, place] = quantile(leg.speed_m_s, ndtr(score[rows]))
        found = pace_of(one.legs, Engine(*(people[name][rows] for name in Engine._fields)), speed)
        leg_s[rows, : len(one.legs)], power[rows, : len(one.legs)] = found.leg_s, found.power_w
    return {"leg_s": leg_s, "leg_power_w": power}


def _waves(waves: tuple[Wave, ...], total_s: Floats) -> Integers:
    """The first wave whose time each expects to keep to."""
    limits = np.array([one.finish_within_s for one in waves[:-1]])
    return np.searchsorted(limits, total_s, side="left").astype(np.int64)


def _longest(session_h: Floats) -> Floats:
    """Longest session of the last weeks, by the curve of ``evidence/population.toml``."""
    entries = load_topic("population")
    usual, elasticity = entries["usual_session_h"].value, entries["longest_session_elasticity_ratio"].value
    return np.asarray(usual * (session_h / usual) ** elasticity)
