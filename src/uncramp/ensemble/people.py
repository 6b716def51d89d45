"""People: everything that is drawn of the runners of a chunk, all at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from typing import Any, TypeVar

import numpy as np

from uncramp.body.athlete import AthleteDraws
from uncramp.body.conditions import condition_ratio_draws
from uncramp.body.drinking import DrinkingParameters
from uncramp.body.fatigue import draw_fatigue_model
from uncramp.body.fatigue_table import FatigueModel
from uncramp.body.intake import BY_MINUTE, Intake
from uncramp.body.medicines import rate_ratio_draws
from uncramp.body.physique import by_sex, published_by_sex
from uncramp.body.population_parameters import bounded
from uncramp.body.simulate import draw_body_parameters
from uncramp.body.tables import BodyParameters
from uncramp.ensemble.field import HealthClass
from uncramp.ensemble.runners import Runners
from uncramp.evidence.draws import Crowd, draw, draw_entry
from uncramp.evidence.registry import load_topic
from uncramp.hazard.parameters import CrampParameters, draw_cramp_parameters
from uncramp.minutes import Floats, Integers
from uncramp.units import MIN_PER_H

T = TypeVar("T")
ML_PER_L = 1000.0


@dataclass(frozen=True, slots=True)
class FieldDraws:
    """What runners are simulated from; arrays of shape [lane], the draws of one runner after those of the other."""

    athlete: AthleteDraws
    drinking: Floats  # [quantity, lane] a minute, in the order of BY_MINUTE
    body: BodyParameters
    fatigue: FatigueModel
    cramp: CrampParameters


def evenly(drinking: Floats) -> Intake:
    """Intake [lane, 1] of who drinks so much every minute, as in ``FieldDraws.drinking``."""
    return Intake(**dict(zip(BY_MINUTE, drinking[:, :, None], strict=True)), stated=True, text="evenly")


def draw_people(
    runners: Runners,
    health: Sequence[HealthClass],
    *,
    draws: int,
    seed: int,
    sports: Sequence[str],
    mechanism: str = "mixture",
    overrides: Mapping[str, float] | None = None,
) -> FieldDraws:
    """Everything about ``runners`` that differs from draw to draw.

    Studies are drawn once for everybody; what differs between people is drawn for each person of the field by their place in it,
    the same on all days.
    """
    crowd, fixed = Crowd(runners.person_index), overrides or {}
    drinks = draw(DrinkingParameters, "drinking", draws=draws, seed=seed, athlete=crowd)
    return FieldDraws(
        athlete=_athlete(runners, health, crowd, draws, seed, fixed),
        drinking=_drinking(runners, drinks, draws),
        body=_as_known(draw_body_parameters(draws, seed, crowd, fixed), runners, draws),
        fatigue=draw_fatigue_model(draws=draws, seed=seed, athlete=crowd, overrides=fixed, sports=sports),
        cramp=draw_cramp_parameters(mechanism, draws=draws, seed=seed, athlete=crowd, overrides=fixed),
    )


def _as_known(body: BodyParameters, runners: Runners, draws: int) -> BodyParameters:
    """The body with what the field knows of each runner."""
    known = {name: np.repeat(getattr(runners, name), draws) for name in ("economy_ratio", "cycling_efficiency_frac")}
    return replace(body, metabolism=replace(body.metabolism, **known))


def part_of(drawn: T, lanes: slice | Integers) -> T:
    """Some of the lanes of ``drawn``, arrays or a dataclass of them whose last axis is lanes; nothing is copied for a slice."""
    if isinstance(drawn, np.ndarray):
        return drawn[..., lanes] if isinstance(lanes, slice) else drawn.take(lanes, axis=-1)  # type: ignore[return-value]
    of: Any = type(drawn)
    if (names := _names(of)) is not None:
        return type(drawn)(*(part_of(getattr(drawn, name), lanes) for name in names))
    return drawn


def together(lanes: Integers) -> slice | Integers:
    """The same lanes, which ascend, as a slice where each is the next to the one before."""
    first, last = int(lanes[0]), int(lanes[-1])
    return slice(first, last + 1) if last - first + 1 == lanes.size else lanes


@cache
def _names(of: Any) -> tuple[str, ...] | None:
    return tuple(field.name for field in fields(of)) if is_dataclass(of) else None


def _drinking(runners: Runners, p: DrinkingParameters, draws: int) -> Floats:
    """What is drunk in each minute, [quantity, lane]: as much as the runner drinks, of a drink that is drawn but for its sodium."""
    water_ml = ML_PER_L * np.repeat(runners.drinking_l_h, draws) / MIN_PER_H
    sodium = water_ml / ML_PER_L * np.repeat(runners.drink_sodium_mmol_l, draws)
    return np.array(
        [
            water_ml,
            sodium,
            sodium * p.drink_potassium_per_sodium_ratio,
            water_ml / ML_PER_L * p.drink_carbohydrate_g_per_l,
            np.repeat(runners.thirst_frac, draws),
        ]
    )


def _athlete(
    runners: Runners,
    health: Sequence[HealthClass],
    crowd: Crowd,
    draws: int,
    seed: int,
    overrides: Mapping[str, float],
) -> AthleteDraws:
    """Each runner as the field has them, and drawn from the population what it does not say."""
    entries = load_topic("population")

    def one(name: str) -> Floats:
        if (key := f"population.{name}") in overrides:
            return np.full(runners.count * draws, overrides[key])
        return draw_entry(entries[name], draws=draws, seed=seed, athlete=crowd)

    def known(values: Floats) -> Floats:
        return np.repeat(values, draws)

    female, age = known(runners.female_frac), known(runners.age_year)
    height, mass = known(runners.height_m), known(runners.mass_kg)
    fat = by_sex(female, (one("female_body_fat_frac"), one("male_body_fat_frac")))
    build = mass / height**2 - published_by_sex("body_mass_index_kg_m2", female)
    line = one("maximal_heart_rate_intercept_bpm") - one("maximal_heart_rate_slope_bpm_per_year") * age
    return AthleteDraws(
        mass_kg=mass,
        height_m=height,
        age_year=age,
        female_frac=female,
        body_fat_frac=bounded("female_body_fat_frac", fat + one("body_fat_slope_frac_per_kg_m2") * build),
        maximal_oxygen_uptake_ml_kg_min=known(runners.maximal_oxygen_uptake_ml_kg_min),
        critical_intensity_frac=one("critical_intensity_frac"),
        maximal_heart_rate_bpm=line + one("maximal_heart_rate_deviation_bpm"),
        resting_heart_rate_bpm=one("resting_heart_rate_bpm"),
        acclimatisation_frac=known(runners.acclimatisation_frac),
        sweat_gain_ratio=one("sweat_gain_ratio"),
        sweat_sodium_ratio=one("sweat_sodium_ratio"),
        initial_plasma_sodium_mmol_l=one("initial_plasma_sodium_mmol_l"),
        cramp_history_frac=known(runners.cramp_history_frac),
        training_h_per_week=known(runners.training_h_per_week),
        longest_session_h=known(runners.longest_session_h),
        descent_m_per_week=known(runners.descent_m_per_week),
        initial_damage_frac=one("initial_damage_frac"),
        medicine_rate_ratio=_by_health(
            [rate_ratio_draws(group.medicines, draws, seed, overrides) for group in health], runners.health_index, draws
        ),
        condition_rate_ratio=_by_health(
            [condition_ratio_draws(group.conditions, draws, seed, overrides) for group in health], runners.health_index, draws
        ),
        preparation_shift_ratio=np.ones(mass.shape),
    )


def _by_health(ratios: Sequence[Floats], health_index: Integers, draws: int) -> Floats:
    """Ratio of each lane by the group its runner is in; 1 for who is in none, whose index of -1 is the last row."""
    return np.array([*ratios, np.ones(draws)])[health_index].ravel()
