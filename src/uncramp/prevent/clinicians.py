"""What of an athlete leaves how much to drink and salt in a race to a clinician."""

from __future__ import annotations

from typing import Final

from uncramp.body.athlete import Athlete
from uncramp.body.conditions import drinks_by_clinician
from uncramp.medicines.names import resolve
from uncramp.prevent.food import MINDS_SALT

HOLDS_WATER: Final = ("water_retaining",)
"""Classes of medicines with which water drunk stays in the body."""

DILUTES: Final = ("ssri", "nsaid", "low_sodium_nerve")
"""Classes that make low blood sodium likelier, so that drinking too much is more dangerous."""


def drinks_left_to_clinicians(athlete: Athlete) -> tuple[str, ...]:
    """Conditions and medicines, as given, with which no plan says how much to drink and salt; what is not known is one of them.

    Examples
    --------
    >>> drinks_left_to_clinicians(Athlete(conditions=("asthma", "dialysis"), medicines=("lithium", "levothyroxine")))
    ('dialysis', 'lithium')
    """
    ill = (name for name in athlete.conditions if drinks_by_clinician([name]))
    return tuple(dict.fromkeys((*ill, *_of_classes(athlete, (*MINDS_SALT, *HOLDS_WATER), unknown=True))))


def diluting(athlete: Athlete) -> tuple[str, ...]:
    """Medicines, as given, with which low blood sodium is likelier."""
    return _of_classes(athlete, DILUTES, unknown=False)


def _of_classes(athlete: Athlete, classes: tuple[str, ...], *, unknown: bool) -> tuple[str, ...]:
    return tuple(
        name for name in athlete.medicines if (unknown and not resolve(name).name) or set(resolve(name).classes) & set(classes)
    )
