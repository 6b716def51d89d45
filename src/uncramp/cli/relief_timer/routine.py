"""A routine in the hold timer: one screen a move, with bouts for holds."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Final

from textual import work

from uncramp.cli.relief_timer.app import ReliefApp
from uncramp.cli.relief_timer.hold import HoldScreen
from uncramp.cli.relief_timer.keys import Key
from uncramp.prevent.routine import Exercise, Routine
from uncramp.relieve.guide import Guide, guide
from uncramp.relieve.protocols import Step, Way
from uncramp.relieve.timer import Cue, Timer
from uncramp.report.routine_words import clock, side_word, title_of
from uncramp.texts import _

DONE: Final = "done"


class RoutineApp(ReliefApp):
    """From move to move; ends with ``done``, ``interrupted`` at Ctrl-C, or "" when one leaves."""

    def __init__(self, routine: Routine, *, speech: bool = False, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(None, guide, speech=speech, clock=clock)
        self.routine = routine

    @work
    async def lead(self) -> None:
        """One screen after the other."""
        for place, exercise in enumerate(self.routine.exercises):
            self.sound.words = partial(spoken_of_move, exercise)
            if not await self.push_screen_wait(MoveScreen(self, place, exercise)):
                self.exit("")
                return
        self.exit(DONE)


class MoveScreen(HoldScreen):
    """Counts the bouts of one move; gives ``over`` when it is time for the next, or "" when one leaves."""

    def __init__(self, app: RoutineApp, place: int, exercise: Exercise) -> None:
        super().__init__(guide_of(app.routine, exercise), app.sound, app.clock)
        self._routine = app.routine
        self._place = place
        self._exercise = exercise

    def where(self, way: Way) -> str:  # noqa: ARG002 - a move has one way
        """Routine and move."""
        return f"{title_of(self._routine)} · {_(self._exercise.move.name)}"

    def which(self, timer: Timer) -> str:
        """Which move, which bout, and the time that is left in all."""
        left_s = timer.left_s + sum(one.length_s for one in self._routine.exercises[self._place + 1 :])
        left_s += self._after_this_phase_s(timer)
        told = _("move {number} of {count}, {left} left")
        return told.format(number=self._place + 1, count=len(self._routine.exercises), left=clock(left_s))

    def phase_words(self) -> str:
        """What one does now, and on which side."""
        if stopped := self.stopped_words():
            return stopped
        side = side_word(self._exercise.side_of(self.timer.hold_index))
        told = {
            "ready": _("Get into position: {side}") if side else _("Get into position"),
            "hold": _("Go: {side}") if side else _("Go"),
            "rest": _("Rest. Next: {side}") if side else _("Rest"),
        }
        return told.get(self.timer.phase, "").format(side=side)

    def key_list(self) -> list[Key]:
        """The keys of a hold, less those of a cramp."""
        kept = [key for key in super().key_list() if key[0] not in ("n", "e")]
        return [*kept[:-1], ("e", _("next move"), "over"), kept[-1]]

    def _after_this_phase_s(self, timer: Timer) -> float:
        """Seconds of this move after the phase that runs."""
        bouts_after = timer.repeats_count - timer.hold_index + (timer.phase != "hold")
        rests_after = timer.repeats_count - timer.hold_index
        return bouts_after * timer.hold_s + rests_after * timer.rest_s


def guide_of(routine: Routine, exercise: Exercise) -> Guide:
    """A move as the screen of a hold takes it."""
    move = exercise.move
    mind = (Step("mind", "hold", "", move.mind, move.source, move.grade),) if move.mind else ()
    way = Way("standing", partner=False, text=move.text, drawing=move.drawing.id, source=move.source, grade=move.grade)
    return Guide(
        routine.muscle, routine.side, way, (), mind, mind, (), (), float(exercise.ready_s), float(exercise.work_s),
        float(move.rest_s), exercise.bouts_count, 0.0, 0.0,
    )  # fmt: skip


def spoken_of_move(exercise: Exercise, cue: Cue, timer: Timer) -> str:
    """What is said at ``cue``."""
    side = side_word(exercise.side_of(cue.hold_index))
    sentences = {
        "start": (_("{side}. Go, for {seconds} seconds.") if side else _("Go, for {seconds} seconds.")).format(
            side=side.capitalize(), seconds=f"{timer.hold_s:.0f}"
        ),
        "half": _("Half of it is done."),
        "count": str(cue.left_s),
        "end": _("Rest."),
        "over": _("Next."),
    }
    return sentences[cue.kind]
