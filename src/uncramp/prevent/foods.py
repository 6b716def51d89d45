"""Foods with their minerals, and how much of each a day wants: everything ``foods.toml`` holds."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

from uncramp.errors import EvidenceError
from uncramp.evidence.registry import sources
from uncramp.names import GRADES, one_of

MINERALS: Final = ("sodium", "potassium", "magnesium", "calcium")
"""In the order of every table."""

DIETS: Final = ("any", "vegetarian", "vegan")
"""What somebody eats; each one leaves out more than the one before."""

PARTS: Final = ("during", "after_potassium", "after_sodium")
"""Lists of foods that are named in order."""

GRAMS_OF_TABLE: Final = 100.0


@dataclass(frozen=True, slots=True)
class Food:
    """One food or drink."""

    id: str
    name: str
    portion: str  # in words
    portion_g: float
    volume_ml: float  # of a drink's portion; 0 for food
    kind: str
    diet: str  # the strictest of DIETS that eats it
    mg: Mapping[str, float]  # mineral -> milligrams in one portion
    basis: str  # where in the source
    source: tuple[str, ...]
    grade: str


@dataclass(frozen=True, slots=True)
class Reference:
    """How much of a mineral a day wants, for adults."""

    id: str  # one of MINERALS
    name: str
    female_mg: float
    male_mg: float
    text: str
    source: tuple[str, ...]
    grade: str


@dataclass(frozen=True, slots=True)
class Foods:
    """Everything ``foods.toml`` holds."""

    foods: Mapping[str, Food]
    references: Mapping[str, Reference]
    picks: Mapping[str, tuple[Food, ...]]  # by PARTS, in the order they are named


@cache
def foods() -> Foods:
    """The foods shipped with this version.

    Raises
    ------
    EvidenceError
        If one cites a source, grade or diet that does not exist, or a list names a food that is not there.
    """
    table = tomllib.loads(files("uncramp.prevent").joinpath("foods.toml").read_text(encoding="utf-8"))
    known = {key: _food(key, row) for key, row in table["foods"].items()}
    references = {
        key: Reference(key, row["name"], float(row["female_mg"]), float(row["male_mg"]), row["text"], *_evidence(row, key))
        for key, row in table["reference"].items()
    }
    if unknown := {name for part in PARTS for name in table["picks"][part]} - set(known):
        raise EvidenceError(f"prevent/foods.toml: picks name {sorted(unknown)}, which is no food of the table.")
    picks = {part: tuple(known[name] for name in table["picks"][part]) for part in PARTS}
    return Foods(MappingProxyType(known), MappingProxyType(references), MappingProxyType(picks))


def eats(diet: str, food: Food) -> bool:
    """Whether somebody with this diet eats it.

    Examples
    --------
    >>> eats("vegan", foods().foods["cheddar"]), eats("vegetarian", foods().foods["cheddar"])
    (False, True)
    """
    return DIETS.index(food.diet) >= DIETS.index(diet)


def _food(key: str, row: dict[str, Any]) -> Food:
    portion = row["portion_g"] / GRAMS_OF_TABLE
    return Food(
        key, row["name"], row["portion"], float(row["portion_g"]), float(row.get("volume_ml", 0.0)), row["kind"],
        one_of(row["diet"], DIETS, f"diet of {key}"),
        MappingProxyType({mineral: portion * row[f"{mineral}_mg"] for mineral in MINERALS}), row["basis"], *_evidence(row, key),
    )  # fmt: skip


def _evidence(row: dict[str, Any], where: str) -> tuple[tuple[str, ...], str]:
    cited = tuple(row["source"])
    unknown = [key for key in cited if key not in sources()]
    if unknown or row["grade"] not in GRADES:
        raise EvidenceError(f"prevent/foods.toml: {where} cites {unknown or row['grade']}, which does not exist.")
    return cited, row["grade"]
