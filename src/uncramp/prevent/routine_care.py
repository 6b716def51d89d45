"""A routine for a person: what their conditions and age say stands first, and in pregnancy nothing is done lying down."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from uncramp.body.athlete import Athlete
from uncramp.body.conditions import condition_cautions, find_condition
from uncramp.prevent.moves import moves
from uncramp.prevent.routine import Routine, compose_routine
from uncramp.prevent.weeks_parameters import weeks_parameters
from uncramp.relieve.protocols import Step
from uncramp.texts import _

PRESSED: Final = "cardiovascular_risk"
"""Condition whose text is of salt, which no routine has; strength says how to breathe instead."""


def routine_for(athlete: Athlete, kind: str, muscle: str, *, minutes: float | None = None, side: str = "") -> Routine:
    """As :func:`uncramp.prevent.routine.compose_routine`, with what to mind of ``athlete``.

    Raises
    ------
    InputError
        As there; also in pregnancy where every move is done lying down.
    """
    pregnant = any((found := find_condition(name)) is not None and found.id == "pregnancy" for name in athlete.conditions)
    made = compose_routine(kind, muscle, minutes=minutes, side=side, lying=not pregnant)
    return replace(made, own=tuple(_own(athlete, kind)))


def _own(athlete: Athlete, kind: str) -> Iterator[Step]:
    adult_year = weeks_parameters().adult_year
    if kind == "strength" and athlete.age_year is not None and athlete.age_year < adult_year:
        text = _("Under {age}: by body weight only, with no weight added, and with an adult who knows the moves.")
        yield Step("under_age", "caution", "", text.format(age=f"{adult_year:.0f}"), ("assumed",), "assumed")
    held = {found.id for name in athlete.conditions if (found := find_condition(name)) is not None}
    if kind == "strength" and held & {PRESSED, "cardiovascular_disease"}:
        yield next(step for step in moves().care[kind] if step.id == "breath")
    for said in condition_cautions(
        [name for name in athlete.conditions if (found := find_condition(name)) is None or found.id != PRESSED]
    ):
        yield Step(said.id, "caution", "", said.text, ("recalled",), "memory")
