"""A routine for one muscle that fills the asked minutes to the second."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from uncramp.errors import InputError
from uncramp.names import SIDES, one_of
from uncramp.prevent.moves import KINDS, Kind, Move, moves
from uncramp.relieve.protocols import Muscle, Step, find_muscle, protocols
from uncramp.relieve.timer import Timer
from uncramp.texts import _
from uncramp.units import S_PER_MIN

BOTH: Final = ("left", "right")


@dataclass(frozen=True, slots=True)
class Exercise:
    """One move with its times: ready, a bout, a rest, a bout, …"""

    move: Move
    sides: tuple[str, ...]  # of each set, in this order: ("left", "right"), one of them, or ("",) where both sides work at once
    ready_s: int
    work_s: int
    sets_count: int

    @property
    def bouts_count(self) -> int:
        """Bouts of all sides and sets."""
        return self.sets_count * len(self.sides)

    @property
    def length_s(self) -> int:
        """From getting into position to the end of the last bout."""
        return self.ready_s + self.bouts_count * self.work_s + (self.bouts_count - 1) * self.move.rest_s

    @property
    def timer(self) -> Timer:
        """Before its first bout."""
        return Timer(float(self.ready_s), float(self.work_s), float(self.move.rest_s), self.bouts_count)

    def side_of(self, bout_index: int) -> str:
        """The side of a bout, counted from 1; "" where both work at once."""
        return self.sides[(bout_index - 1) % len(self.sides)]


@dataclass(frozen=True, slots=True)
class Routine:
    """What to do, in order; the lengths of the exercises sum to ``length_s``."""

    kind: Kind
    muscle: Muscle
    side: str  # one of names.SIDES, "" when not said
    length_s: int
    exercises: tuple[Exercise, ...]
    own: tuple[Step, ...] = ()  # what to mind of the person, said first


def compose_routine(kind: str, muscle: str, *, minutes: float | None = None, side: str = "", lying: bool = True) -> Routine:
    """The routine of one of ``moves.KINDS`` for a muscle by any of its names; ``minutes`` as usual for the kind if not said.

    The most useful moves come first; more time gives more of them, then more bouts, then longer bouts, and what is left is
    easy movement at the start. Without ``lying`` no move is done lying down.

    Raises
    ------
    InputError
        If the kind, muscle or side is not known, there is no such routine for the muscle, or the minutes are too few or too many.
    """
    about = moves().kinds[one_of(kind, KINDS, "routine")]
    found = find_muscle(muscle)
    asked_min = about.usual_min if minutes is None else minutes
    if not about.low_min <= asked_min <= about.high_min:
        raise InputError(
            _("minutes are {asked_min}; expected {low_min} to {high_min} for this routine ({kind}).").format(
                asked_min=f"{asked_min:g}", low_min=f"{about.low_min:g}", high_min=f"{about.high_min:g}", kind=kind
            )
        )
    plan = moves().plans.get((kind, found.id), ())
    if not plan:
        known = ", ".join(protocols().muscles[name].name for of, name in moves().plans if of == kind)
        raise InputError(
            _("There is no {kind} routine for: {name}. There is one for: {known}; stretching is there for every muscle.").format(
                kind=kind, name=found.name, known=known
            )
        )
    plan = tuple(move for move in plan if lying or not move.lying)
    if not plan:
        raise InputError(
            _(
                "Every move of this routine ({kind}, {name}) is done lying down. Take another kind or muscle, "
                "and ask who looks after you."
            ).format(kind=kind, name=found.name)
        )
    said = one_of(side, SIDES, "side") if side else ""
    length_s = round(S_PER_MIN * asked_min)
    sides = BOTH if said in ("", "both") else (said,)
    opening = _shortest(moves().easy[kind], ("",))
    opening = replace(opening, work_s=max(opening.work_s, int(moves().least_frac[kind] * length_s)))
    return Routine(about, found, said, length_s, _fill(length_s, opening, plan, sides))


def _fill(length_s: int, opening: Exercise, plan: tuple[Move, ...], sides: tuple[str, ...]) -> tuple[Exercise, ...]:
    """Exercises whose lengths sum to ``length_s``, ``opening`` first."""
    free_s = length_s - opening.length_s
    chosen: list[Exercise] = []
    for move in plan:
        exercise = _shortest(move, sides if move.each_side else ("",))
        if exercise.length_s <= free_s:
            chosen.append(exercise)
            free_s -= exercise.length_s
    free_s = _add_sets(chosen, free_s)
    free_s = _lengthen(chosen, free_s)
    return (replace(opening, work_s=opening.work_s + free_s), *chosen)


def _shortest(move: Move, sides: tuple[str, ...]) -> Exercise:
    return Exercise(move, sides, move.ready_s, move.work_s[0], move.sets_count[0])


def _add_sets(chosen: list[Exercise], free_s: int) -> int:
    """One more set for each in turn, the first the first; gives the seconds that are left."""
    grown = True
    while grown:
        grown = False
        for place, exercise in enumerate(chosen):
            more = replace(exercise, sets_count=exercise.sets_count + 1)
            if more.sets_count <= exercise.move.sets_count[1] and more.length_s - exercise.length_s <= free_s:
                chosen[place], grown = more, True
                free_s -= more.length_s - exercise.length_s
    return free_s


def _lengthen(chosen: list[Exercise], free_s: int) -> int:
    """One more second a bout for each in turn; gives the seconds that are left."""
    grown = True
    while grown:
        grown = False
        for place, exercise in enumerate(chosen):
            if exercise.work_s < exercise.move.work_s[1] and exercise.bouts_count <= free_s:
                chosen[place], grown = replace(exercise, work_s=exercise.work_s + 1), True
                free_s -= exercise.bouts_count
    return free_s
