"""What there is to drink and eat, as a person says it: ``water; sports drink 20 mmol/l 60 g/l; gel 25 g 2 mmol 0 ml``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from uncramp.body.intake_table import (
    ML_PER_L,
    MOST_AT_ONCE_L,
    MOST_CARBOHYDRATE_AT_ONCE_G,
    MOST_SODIUM_AT_ONCE_MMOL,
    MOST_SODIUM_MMOL_L,
    sodium_mg_per_mmol,
)
from uncramp.errors import InputError
from uncramp.texts import N_, _
from uncramp.units import L_PER_US_FLUID_OUNCE

WATER: Final = N_("water")
WITHOUT_ANYTHING: Final = ("water", "tap water", "still water")
MOST_CARBOHYDRATE_G_L: Final = 700.0  # syrup
EXPECTED: Final = N_(
    "write its name, then what is in it: 'sports drink 20 mmol/l 60 g/l', 'cola 330 ml 35 g 1 mmol', 'gel 25 g 2 mmol 0 ml'"
)

_AMOUNT: Final = re.compile(
    r"(?<![\w.])(-?\d+(?:[.,]\d+)?)\s*(mmol\s*/\s*l|mg\s*/\s*l|g\s*/\s*l|mmol|mg|ml|cl|dl|fl\.?\s*oz|oz|%|g|l)(?![\w/])"
    r"(?:\s*(?:of\s+)?(sodium|salt|na|carbohydrates?|carbs?|sugar))?",
    re.IGNORECASE,
)
_ML: Final = {
    "ml": 1.0,
    "cl": 10.0,
    "dl": 100.0,
    "l": ML_PER_L,
    "oz": ML_PER_L * L_PER_US_FLUID_OUNCE,
    "floz": ML_PER_L * L_PER_US_FLUID_OUNCE,
}


@dataclass(frozen=True, slots=True)
class Drink:
    """One thing to drink, or to eat with water."""

    name: str
    portion_ml: float | None  # None: as much as wanted; 0: eaten
    sodium_mmol_l: float  # of a drink; 0 of what is eaten
    carbohydrate_g_l: float
    portion_sodium_mmol: float  # of one portion of what is eaten; 0 of a drink
    portion_carbohydrate_g: float

    @property
    def is_eaten(self) -> bool:
        """Whether it has no volume of its own."""
        return self.portion_ml == 0.0


def parse_drinks(text: str | Iterable[str]) -> tuple[Drink, ...]:
    """Drinks as typed, parted by semicolons: each a name and what is in it.

    Concentrations (``20 mmol/l`` or ``460 mg/l`` of sodium, ``60 g/l`` or ``6 %`` of carbohydrate) need no volume. Amounts (``2 mmol`` or
    ``46 mg`` of sodium, ``25 g`` of carbohydrate) are those of one portion and need its volume: ``330 ml``, or ``0 ml`` of a gel.

    Raises
    ------
    InputError
        If one is not understood, has amounts and no volume, or cannot be.

    Examples
    --------
    >>> [drink.name for drink in parse_drinks("water; gel 25 g 2 mmol 0 ml")]
    ['water', 'gel']
    >>> parse_drinks("cola 330 ml 35 g 1 mmol")[0].carbohydrate_g_l.__round__()
    106
    """
    parts = text.split(";") if isinstance(text, str) else list(text)
    found = tuple(_drink(part) for part in parts if part.strip())
    names = [drink.name.lower() for drink in found]
    if doubled := sorted({name for name in names if names.count(name) > 1}):
        raise InputError(_("--drinks names {doubled} twice; keep one.").format(doubled=repr(doubled[0])))
    return found


def _drink(part: str) -> Drink:
    words = " ".join(part.split())
    name = " ".join(_AMOUNT.sub(" ", words).replace(",", " ").split())
    if not name or re.search(r"\d", name):
        raise InputError(_("--drinks: {words} is not understood; {expected}.").format(words=repr(words), expected=_(EXPECTED)))
    given = _amounts(words)
    portion_ml = given.get("ml")
    if not given and name.lower() not in WITHOUT_ANYTHING:
        raise InputError(
            _("--drinks: what is in {name} is not said; {expected}, and 0 mmol/l of what has no salt.").format(
                name=repr(name), expected=_(EXPECTED)
            )
        )
    if portion_ml is None and {"mmol", "g"} & set(given):
        raise InputError(
            _(
                "--drinks: {words} has no volume for what it holds; add the volume of a portion such as 150 ml, or 0 ml of a gel."
            ).format(words=repr(words))
        )
    _check(words, portion_ml)
    if portion_ml == 0.0:
        if {"mmol_l", "g_l"} & set(given):
            raise InputError(
                _(
                    "--drinks: {words} has no volume, so nothing can be in a litre of it; give what a portion "
                    "holds, as 2 mmol or 25 g."
                ).format(words=repr(words))
            )
        return _possible(Drink(name, 0.0, 0.0, 0.0, given.get("mmol", 0.0), given.get("g", 0.0)), words)
    per_l = 0.0 if portion_ml is None else ML_PER_L / portion_ml
    sodium = given.get("mmol_l", given.get("mmol", 0.0) * per_l)
    return _possible(Drink(name, portion_ml, sodium, given.get("g_l", given.get("g", 0.0) * per_l), 0.0, 0.0), words)


def _amounts(words: str) -> dict[str, float]:
    """Quantity -> value, in ml, mmol, mmol/L, g or g/L."""
    found: dict[str, float] = {}
    for number, unit, of_what in _AMOUNT.findall(words):
        value = float(number.replace(",", "."))
        short = unit.lower().replace(" ", "").replace(".", "")
        salty = of_what.lower() in ("sodium", "salt", "na")
        if short in _ML:
            quantity, amount = "ml", value * _ML[short]
        elif short in ("mmol", "mmol/l"):
            quantity, amount = short.replace("/", "_"), value
        elif short in ("mg", "mg/l"):
            quantity, amount = "mmol_l" if "/" in short else "mmol", value / sodium_mg_per_mmol()
        elif short == "%":
            quantity, amount = "g_l", 10.0 * value
        elif salty:
            raise InputError(
                _("--drinks: sodium of {words} is in grams; give it in mg or mmol, such as 400 mg/l or 17 mmol/l.").format(
                    words=repr(words)
                )
            )
        else:
            quantity, amount = short.replace("/", "_"), value
        if quantity in found:
            raise InputError(_("--drinks: {words} gives {unit} more than once; keep one.").format(words=repr(words), unit=unit))
        found[quantity] = amount
    return found


def _check(words: str, portion_ml: float | None) -> None:
    if portion_ml is not None and not 0.0 <= portion_ml <= MOST_AT_ONCE_L * ML_PER_L:
        raise InputError(
            _("--drinks: {words} is {portion_ml} ml; expected 0 to {most_at_once_l} ml. Check the volume and its unit.").format(
                words=repr(words), portion_ml=f"{portion_ml:g}", most_at_once_l=f"{MOST_AT_ONCE_L * ML_PER_L:g}"
            )
        )


def _possible(drink: Drink, words: str) -> Drink:
    limits = (
        (drink.sodium_mmol_l, MOST_SODIUM_MMOL_L, "mmol/L of sodium"),
        (drink.carbohydrate_g_l, MOST_CARBOHYDRATE_G_L, "g/L of carbohydrate"),
        (drink.portion_sodium_mmol, MOST_SODIUM_AT_ONCE_MMOL, "mmol of sodium"),
        (drink.portion_carbohydrate_g, MOST_CARBOHYDRATE_AT_ONCE_G, "g of carbohydrate"),
    )
    for value, most, what in limits:
        if not 0.0 <= value <= most:
            raise InputError(
                _("--drinks: {words} has {value} {what}; expected 0 to {most}. Check the value and its unit.").format(
                    words=repr(words), value=f"{value:g}", what=what, most=f"{most:g}"
                )
            )
    return drink


def plain_water() -> Drink:
    """Water, where nobody said what there is."""
    return Drink(_(WATER), None, 0.0, 0.0, 0.0, 0.0)
