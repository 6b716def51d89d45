"""The holds of one stretch as a state: seconds go in, a new state and its cues come out. No clock, no keys and no words here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from uncramp.relieve.guide import Guide

PHASES: Final = ("ready", "hold", "rest", "over")
"""``ready`` is for getting into position, ``rest`` between two holds, ``over`` when the question is due."""

CUES: Final = ("start", "half", "count", "end", "over")
"""What is told: a hold starts, is half over, has few seconds left, ends; all holds are over."""

COUNTED: Final = (5, 4, 3, 2, 1)
"""Seconds before the end of a hold that are counted aloud."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One moment at which something is told."""

    kind: str  # one of CUES
    hold_index: int  # of which hold, from 1
    left_s: int = 0  # of a count


@dataclass(frozen=True, slots=True)
class Timer:
    """Where one is: which hold, which phase of it, and how many seconds into that."""

    ready_s: float
    hold_s: float
    rest_s: float
    repeats_count: int
    phase: str = "ready"  # one of PHASES
    hold_index: int = 1  # the hold one is in or goes to, from 1
    spent_s: float = 0.0  # in this phase
    held_s: float = 0.0  # in all holds together
    paused: bool = False

    @property
    def length_s(self) -> float:
        """How long this phase lasts; 0 when all is over."""
        return {"ready": self.ready_s, "hold": self.hold_s, "rest": self.rest_s}.get(self.phase, 0.0)

    @property
    def left_s(self) -> float:
        """Seconds until this phase ends."""
        return self.length_s - self.spent_s


def timer_of(guide: Guide) -> Timer:
    """The timer of ``guide``, before its first hold."""
    return Timer(guide.ready_s, guide.hold_s, guide.rest_s, guide.repeats_count)


def advance(timer: Timer, elapsed_s: float) -> tuple[Timer, tuple[Cue, ...]]:
    """``timer`` after ``elapsed_s`` more seconds, and what is told on the way, in order; nothing moves while it is paused.

    Examples
    --------
    >>> timer, cues = advance(Timer(5.0, 20.0, 5.0, 3), 12.0)
    >>> timer.phase, timer.left_s, cues
    ('hold', 13.0, (Cue(kind='start', hold_index=1, left_s=0),))
    """
    cues: list[Cue] = []
    while elapsed_s > 0.0 and not timer.paused and timer.phase != "over":
        step_s = min(elapsed_s, timer.left_s)
        whole = step_s == timer.left_s  # a sum might round to just below the end
        after_s = timer.length_s if whole else timer.spent_s + step_s
        if timer.phase == "hold":
            cues += _within_a_hold(timer, after_s)
            timer = replace(timer, held_s=timer.held_s + step_s)
        timer = replace(timer, spent_s=after_s)
        if whole:
            timer, told = next_phase(timer)
            cues += told
        elapsed_s -= step_s
    return timer, tuple(cues)


def next_phase(timer: Timer) -> tuple[Timer, tuple[Cue, ...]]:
    """The beginning of the phase after this one, now, and what is told with it."""
    index = timer.hold_index
    if timer.phase in ("ready", "rest"):
        return replace(timer, phase="hold", spent_s=0.0, paused=False), (Cue("start", index),)
    if timer.phase == "over":
        return timer, ()
    if index < timer.repeats_count:
        return replace(timer, phase="rest", hold_index=index + 1, spent_s=0.0, paused=False), (Cue("end", index),)
    return replace(timer, phase="over", spent_s=0.0, paused=False), (Cue("end", index), Cue("over", index))


def pause_or_resume(timer: Timer) -> Timer:
    """Stand still, or go on from there."""
    return timer if timer.phase == "over" else replace(timer, paused=not timer.paused)


def repeat(timer: Timer) -> tuple[Timer, tuple[Cue, ...]]:
    """A fresh hold, now: this one from its start, the one before where one rests, or one more when all are over."""
    index = max(1, timer.hold_index - 1) if timer.phase == "rest" else timer.hold_index
    fresh = replace(timer, phase="ready", hold_index=index, spent_s=0.0)
    if timer.phase == "over":
        fresh = replace(fresh, hold_index=index + 1, repeats_count=index + 1)
    return next_phase(fresh)


def _within_a_hold(timer: Timer, after_s: float) -> list[Cue]:
    """What is told after ``timer.spent_s`` and not later than ``after_s``."""
    half_s = timer.hold_s / 2.0
    moments = [(half_s, Cue("half", timer.hold_index))] if half_s > max(COUNTED) else []
    moments += [(timer.hold_s - left_s, Cue("count", timer.hold_index, left_s)) for left_s in COUNTED if left_s < timer.hold_s]
    return [cue for moment_s, cue in moments if timer.spent_s < moment_s <= after_s]
