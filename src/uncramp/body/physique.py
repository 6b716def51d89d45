"""Sex, age and size of an athlete: what was said, else the population, each given the other."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from uncramp.body.athlete import Athlete
from uncramp.body.population_parameters import PopulationParameters, bounded, log_spread, stated_or
from uncramp.evidence.draws import Z_95
from uncramp.evidence.registry import Entry, load_topic
from uncramp.minutes import Floats


@dataclass(frozen=True, slots=True)
class Physique:
    """Sex, age and size; [draw]."""

    female_frac: Floats  # 0 or 1
    age_year: Floats
    height_m: Floats
    mass_kg: Floats
    body_fat_frac: Floats


def draw_physique(athlete: Athlete, p: PopulationParameters, chance_frac: Floats) -> Physique:
    """Physique in every draw; ``chance_frac`` [draw] is the uniform number that decides the sex."""
    female = (chance_frac < _female_chance(athlete, p.female_share_frac)).astype(np.float64)
    usual_height = by_sex(female, (p.female_height_m, p.male_height_m))
    index = by_sex(female, (p.female_body_mass_index_kg_m2, p.male_body_mass_index_kg_m2))
    height = _height(athlete, usual_height, index)
    mass = stated_or(athlete.mass_kg, index * height**2)
    middle = published_by_sex("body_mass_index_kg_m2", female)
    fat = by_sex(female, (p.female_body_fat_frac, p.male_body_fat_frac))
    fat = fat + p.body_fat_slope_frac_per_kg_m2 * (mass / height**2 - middle)
    if athlete.body_fat_frac is not None:
        fat = athlete.body_fat_frac + p.stated_body_fat_frac
    return Physique(female, stated_or(athlete.age_year, p.age_year), height, mass, bounded("female_body_fat_frac", fat))


def by_sex(female_frac: Floats, values: tuple[Floats, Floats]) -> Floats:
    """The first of ``values`` (each [draw]) for women, the second for men."""
    return np.where(female_frac > 0, *values)


def published_by_sex(name: str, female_frac: Floats) -> Floats:
    """Published value of ``female_<name>`` for women and ``male_<name>`` for men; [draw]."""
    entries = load_topic("population")
    return np.where(female_frac > 0, entries[f"female_{name}"].value, entries[f"male_{name}"].value)


def _female_chance(athlete: Athlete, share: Floats) -> Floats:
    """Chance of being a woman: certain when said, else the share, given height and body mass index where those are said."""
    if athlete.sex is not None:
        return np.full(share.shape, float(athlete.sex == "female"))
    from scipy.special import expit, logit

    entries = load_topic("population")
    evidence = 0.0
    if athlete.height_m is not None:
        evidence += _log_density(entries["female_height_m"], athlete.height_m)
        evidence -= _log_density(entries["male_height_m"], athlete.height_m)
        if athlete.mass_kg is not None:
            index = athlete.mass_kg / athlete.height_m**2
            evidence += _log_density(entries["female_body_mass_index_kg_m2"], index)
            evidence -= _log_density(entries["male_body_mass_index_kg_m2"], index)
    return np.asarray(expit(logit(share) + evidence))


def _log_density(entry: Entry, value: float) -> float:
    if entry.spread == "lognormal":
        spread = log_spread(entry)
        return -1 / 2 * (math.log(value / entry.value) / spread) ** 2 - math.log(spread)
    spread = (entry.high - entry.low) / (2.0 * Z_95)
    return -1 / 2 * ((value - entry.value) / spread) ** 2 - math.log(spread)


def _height(athlete: Athlete, usual: Floats, index: Floats) -> Floats:
    """Height; where only the mass is known, usual height and usual build are weighted by how much each says."""
    if athlete.height_m is not None or athlete.mass_kg is None:
        return stated_or(athlete.height_m, usual)
    entries = load_topic("population")
    height_spread = log_spread(entries["male_height_m"])
    build_spread = log_spread(entries["male_body_mass_index_kg_m2"]) / 2  # height goes with the root of mass over index
    weight = build_spread**2 / (height_spread**2 + build_spread**2)
    return np.asarray(usual**weight * np.sqrt(athlete.mass_kg / index) ** (1.0 - weight))
