"""Short words about a routine that the text, the timer and the page share."""

from __future__ import annotations

from typing import Final

from uncramp.prevent.moves import moves
from uncramp.prevent.routine import Exercise, Routine
from uncramp.relieve.protocols import Step, protocols
from uncramp.report.relief_words import muscle_and_side
from uncramp.texts import _
from uncramp.units import S_PER_MIN

CARE: Final = ("no_force", "popped")
"""Steps of a cramp that hold for every routine as well."""


def title_of(routine: Routine) -> str:
    """Which routine for which muscle."""
    return f"{muscle_and_side(routine.muscle, routine.side)}: {_(routine.kind.name)}"


def clock(length_s: float) -> str:
    """Minutes and seconds.

    Examples
    --------
    >>> clock(185)
    '3:05'
    """
    minutes, seconds = divmod(round(length_s), round(S_PER_MIN))
    return f"{minutes}:{seconds:02d}"


def length_words(routine: Routine) -> str:
    """How long it takes in all."""
    whole, rest = divmod(routine.length_s, round(S_PER_MIN))
    return _("{time} minutes").format(time=clock(routine.length_s) if rest else whole)


def side_word(side: str) -> str:
    """One side of the body."""
    return {"left": _("left"), "right": _("right"), "": ""}[side]


def dose_of(exercise: Exercise) -> str:
    """How often and how long."""
    if exercise.bouts_count == 1:
        return _("Once, for {time} min.").format(time=clock(exercise.work_s))
    told = _("{count} times {seconds} seconds, with {rest} seconds of rest between.").format(
        count=exercise.bouts_count, seconds=exercise.work_s, rest=exercise.move.rest_s
    )
    if exercise.sides == ("",):
        return told
    order = _("left and right in turn") if len(exercise.sides) > 1 else _("{side} only").format(side=side_word(exercise.sides[0]))
    return f"{told} {order[:1].upper()}{order[1:]}."


def support_words(routine: Routine) -> str:
    """The label of what is known of cramps."""
    return _("shown to help") if routine.kind.supported else _("not shown to stop cramps")


def care_steps_of(routine: Routine) -> tuple[Step, ...]:
    """When not to begin or to stop, then what not to do."""
    found = {step.id: step for step in protocols().steps}
    told = {step.id for step in routine.own}
    of_kind = (step for step in moves().care[routine.kind.id] if step.id not in told)
    return (*routine.own, *of_kind, *(found[name] for name in CARE))
