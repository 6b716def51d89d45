"""Which portions bring back what sweat took, and when; never more than was lost, and nothing a clinician should decide."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np

from uncramp.body.conditions import find_condition
from uncramp.body.drinking import DrinkingParameters
from uncramp.evidence.draws import central
from uncramp.medicines.names import resolve
from uncramp.minutes import Floats
from uncramp.names import one_of
from uncramp.prevent.drinking_alarms import resting_sodium_alarm
from uncramp.prevent.foods import DIETS, MINERALS, Food, eats, foods
from uncramp.prevent.losses import Losses
from uncramp.prevent.portions import Pick, named_within
from uncramp.why.answers import Caution

KEEPS_POTASSIUM: Final = ("potassium_sparing", "ace_arb", "potassium")
"""Classes of medicines with which potassium in the blood can rise too high."""

MINDS_SALT: Final = (
    "lithium", "ace_arb", "thiazide", "loop_diuretic", "potassium_sparing", "other_diuretic", "calcium_blocker", "corticosteroid",
    "metabolic_diuretic", "water_retaining",
)  # fmt: skip
"""Classes with which a change of salt is for a clinician."""

MINDS_SALT_CONDITIONS: Final = ("pregnancy",)
"""Conditions with which it is, besides those that leave drinks to one."""


@dataclass(frozen=True, slots=True)
class FoodParameters:
    """Fields of ``evidence/food.toml``."""

    potassium_molar_mg_per_mmol: Floats
    magnesium_molar_mg_per_mmol: Floats
    calcium_molar_mg_per_mmol: Floats
    during_frac: Floats
    during_potassium_frac: Floats
    salty_potassium_frac: Floats
    salt_supplement_mmol: Floats
    supplement_loss_frac: Floats
    high_potassium_mg: Floats
    most_typed_sodium_mmol: Floats
    most_typed_potassium_mmol: Floats
    most_named_sodium_mg: Floats


@dataclass(frozen=True, slots=True)
class Eater:
    """What matters of a person for food; everything may be unknown."""

    diet: str = "any"  # one of foods.DIETS
    sex: str | None = None  # female | male
    medicines: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    plasma_sodium_mmol_l: float | None = None  # at rest


@dataclass(frozen=True, slots=True)
class LeftToClinicians:
    """Medicines and conditions, as given, that leave it to a clinician; empty where nothing does."""

    salt: tuple[str, ...]
    potassium: tuple[str, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """Each name once."""
        return tuple(dict.fromkeys((*self.salt, *self.potassium)))


@dataclass(frozen=True, slots=True)
class Supplement:
    """Something sold against cramps, and whether this loss is a reason to speak of it."""

    id: str  # salt | one of foods.MINERALS
    justified: bool  # by the loss alone; never "it stops cramps"
    for_clinician: bool  # not to be taken without asking


@dataclass(frozen=True, slots=True)
class FoodPlan:
    """Losses, and portions for them."""

    eater: Eater
    losses: Losses
    lost_mg: Mapping[str, float]  # middle of each loss; NaN where not known
    most_mg: Mapping[
        str, float
    ]  # what portions may hold of each: the loss, and of sodium and potassium no more than a day's amount
    during: tuple[Pick, ...]
    after: tuple[Pick, ...]
    table: tuple[Food, ...]  # every food that fits the diet, the richest in sodium and potassium together first
    supplements: tuple[Supplement, ...]
    salt_by_clinician: bool
    potassium_by_clinician: bool
    reasons: tuple[str, ...]  # medicines and conditions that leave it to a clinician, as given
    alarms: tuple[Caution, ...] = ()  # the most urgent first; with any of them no drink is named

    def total_mg(self, mineral: str) -> float:
        """Of a mineral in every portion named."""
        return sum(pick.mg(mineral) for pick in (*self.during, *self.after))


def molar_mg_per_mmol() -> Mapping[str, float]:
    """Milligrams of a millimole of each mineral."""
    held = central(FoodParameters, "food")
    others = {name: getattr(held, f"{name}_molar_mg_per_mmol").item() for name in MINERALS[1:]}
    return MappingProxyType({"sodium": central(DrinkingParameters, "drinking").sodium_molar_mg_per_mmol.item()} | others)


def plan_food(losses: Losses, eater: Eater | None = None) -> FoodPlan:
    """Portions for ``losses``: some on the way, the rest at the meals after; rising with the loss, of sodium and potassium never above it.

    Raises
    ------
    InputError
        If the diet is not known.
    """
    eater = eater or Eater()
    one_of(eater.diet, DIETS, "diet")
    held, molar = central(FoodParameters, "food"), molar_mg_per_mmol()
    left = minerals_left_to_clinicians(eater)
    salt, potassium = bool(left.salt), bool(left.potassium)
    lost_mg = {name: molar[name] * losses.mmol[name].median for name in MINERALS}
    day_mg = {"sodium": held.most_named_sodium_mg.item(), "potassium": foods().references["potassium"].female_mg}
    most_mg = {name: float(np.minimum(lost_mg[name], day_mg.get(name, np.inf))) for name in MINERALS}
    sodium_mg, potassium_mg = (float(np.nan_to_num(most_mg[name])) for name in ("sodium", "potassium"))
    high_mg = held.high_potassium_mg.item() if potassium else np.inf
    salt_known = not np.isnan(lost_mg["sodium"])
    during_frac = held.during_frac.item()
    sweat_ml = float(np.nan_to_num(1000.0 * losses.sweat_l.low))
    alarms = (*losses.alarms, *resting_sodium_alarm(eater.plasma_sodium_mmol_l))
    named = {food.id for food in foods().foods.values() if _may_have(eater, food, high_mg, dry=bool(alarms))}
    fitting = {part: [food for food in listed if food.id in named] for part, listed in foods().picks.items()}

    def limits(most_sodium_mg: float, potassium_frac: Floats) -> dict[str, float]:
        """Of both; a loss of potassium that is not known limits nothing."""
        most = most_mg["potassium"]
        return {"sodium": most_sodium_mg, "potassium": np.inf if np.isnan(most) else potassium_frac.item() * most}

    on_the_way = [food for food in fitting["during"] if not food.volume_ml or sweat_ml > 0.0]  # no drink where no sweat is known
    during = named_within(on_the_way, limits(during_frac * sodium_mg, held.during_potassium_frac), drinks_ml=during_frac * sweat_ml)
    after_mg = (1.0 - during_frac) * sodium_mg
    # where no sodium is known nothing salted is named, and all of the potassium is left
    fruit_frac = 1.0 - (held.during_potassium_frac + held.salty_potassium_frac).item() * salt_known
    fruit_limits = {"sodium": after_mg if salt_known else np.inf, "potassium": fruit_frac * potassium_mg}
    fruit = named_within(fitting["after_potassium"], fruit_limits)
    left_mg = after_mg - sum(pick.mg("sodium") for pick in fruit)  # what the first of them hold counts as well
    salty = named_within(fitting["after_sodium"], limits(left_mg, held.salty_potassium_frac))
    return FoodPlan(
        eater, losses, MappingProxyType(lost_mg), MappingProxyType(most_mg), () if salt else during, (*(() if potassium else fruit), *(() if salt else salty)),
        _table(named), _supplements(lost_mg, losses, held, salt=salt or bool(alarms)), salt, potassium, left.reasons, alarms,
    )  # fmt: skip


def _may_have(eater: Eater, food: Food, high_mg: float, *, dry: bool) -> bool:
    return eats(eater.diet, food) and food.mg["potassium"] <= high_mg and not (dry and food.volume_ml)


def _table(named: Container[str]) -> tuple[Food, ...]:
    fitting = [food for food in foods().foods.values() if food.id in named]
    return tuple(sorted(fitting, key=lambda food: -(food.mg["sodium"] + food.mg["potassium"])))


def minerals_left_to_clinicians(eater: Eater) -> LeftToClinicians:
    """What of salt and potassium is for a clinician to advise; a name that is in no list always is."""
    classes = {name: resolve(name).classes for name in eater.medicines}
    unclear = {name for name in eater.medicines if not resolve(name).name}
    ill = tuple(name for name in eater.conditions if _is_for_clinicians(name))
    salty = tuple(name for name, of in classes.items() if set(of) & {*MINDS_SALT} or name in unclear)
    keeps = tuple(name for name, of in classes.items() if set(of) & {*KEEPS_POTASSIUM} or name in unclear)
    return LeftToClinicians((*ill, *salty), (*ill, *keeps))


def _is_for_clinicians(condition: str) -> bool:
    found = find_condition(condition)
    return found is None or found.drink_by_clinician or found.id in MINDS_SALT_CONDITIONS


def _supplements(lost_mg: Mapping[str, float], losses: Losses, held: FoodParameters, *, salt: bool) -> tuple[Supplement, ...]:
    """Salt where much was lost, magnesium and calcium where sweat took a good part of a day's intake, potassium never: food has it."""
    share = held.supplement_loss_frac.item()
    small_mg = {name: min(one.female_mg, one.male_mg) for name, one in foods().references.items()}
    return (
        Supplement("salt", not salt and bool(losses.mmol["sodium"].median >= held.salt_supplement_mmol.item()), salt),
        Supplement("magnesium", not salt and bool(lost_mg["magnesium"] >= share * small_mg["magnesium"]), salt),
        Supplement("calcium", not salt and bool(lost_mg["calcium"] >= share * small_mg["calcium"]), salt),
        Supplement("potassium", justified=False, for_clinician=True),
    )
