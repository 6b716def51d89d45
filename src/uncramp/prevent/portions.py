"""Portions that stay within what was lost: named one after the other from a list, or how many of one food alone."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import cycle
from typing import Final

from uncramp.prevent.foods import Food

PORTIONS_MOST: Final = 24
"""More portions than this of one list are no meal."""

SALTS: Final = ("sodium", "potassium")
"""Minerals that portions are counted by."""


@dataclass(frozen=True, slots=True)
class Pick:
    """So many portions of one food."""

    food: Food
    portions_count: int

    def mg(self, mineral: str) -> float:
        """Milligrams of a mineral in all of them."""
        return self.portions_count * self.food.mg[mineral]


def named_within(listed: Iterable[Food], limits_mg: Mapping[str, float], *, drinks_ml: float = math.inf) -> tuple[Pick, ...]:
    """Portions in the order of the list, again and again, until the next would pass a limit; so more is never less."""
    found = {food.id: food for food in listed}
    counted: dict[str, int] = {}
    total_mg = dict.fromkeys(limits_mg, 0.0)
    volume_ml = 0.0
    for food in _in_turn(found.values()):
        total_mg = {name: held + food.mg[name] for name, held in total_mg.items()}
        volume_ml += food.volume_ml
        if volume_ml > drinks_ml or any(total_mg[name] > limit for name, limit in limits_mg.items()):
            break
        counted[food.id] = counted.get(food.id, 0) + 1
    return tuple(Pick(found[name], count) for name, count in counted.items())


def _in_turn(listed: Iterable[Food]) -> Iterator[Food]:
    return (food for food, _place in zip(cycle(listed), range(PORTIONS_MOST), strict=False))


def portions_within(food: Food, mineral: str, most_mg: Mapping[str, float]) -> int:
    """Whole portions of a food alone that stay within both losses, for the one of ``SALTS`` that it holds more of; 0 for the other.

    A loss that is not known limits nothing.

    Examples
    --------
    >>> from uncramp.prevent.foods import foods
    >>> banana, sauce = foods().foods["banana"], foods().foods["soy_sauce"]
    >>> lost = {"sodium": 2200.0, "potassium": 900.0}
    >>> [portions_within(food, mineral, lost) for food in (banana, sauce) for mineral in SALTS]
    [0, 2, 2, 0]
    """
    if math.isnan(most_mg[mineral]) or food.mg[mineral] <= 0.0 or food.mg[mineral] < max(food.mg[name] for name in SALTS):
        return 0
    limits = (most_mg[name] // food.mg[name] for name in SALTS if food.mg[name] > 0.0 and not math.isnan(most_mg[name]))
    return int(min(PORTIONS_MOST, *limits))
