"""PlannedSession: one session of a plan, as values. Plans make it; pages, calendars and watch files show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

SESSION_KINDS: Final = ("easy", "long", "race_pace", "hills", "heat", "strength", "routine", "rest", "rehearsal", "race")
"""What a session is for, in the order a legend shows them: ``rehearsal`` tries out the race's drinking, ``routine`` is mobility at home."""

STEP_KINDS: Final = ("warm_up", "work", "recover", "cool_down")


@dataclass(frozen=True, slots=True)
class Target:
    """How hard a step is: a range in one of three measures, the others ``None``; all ``None`` is by feel."""

    pace_s_per_km: tuple[float, float] | None = None  # the faster first
    heart_rate_bpm: tuple[float, float] | None = None  # the lower first
    power_w: tuple[float, float] | None = None  # the lower first


BY_FEEL: Final = Target()


@dataclass(frozen=True, slots=True)
class Step:
    """One part of a session; it ends by time or by distance, of which exactly one is given."""

    kind: str  # one of STEP_KINDS
    duration_s: float | None = None
    distance_m: float | None = None
    target: Target = BY_FEEL
    note: str = ""  # one short sentence for a watch, without health words


@dataclass(frozen=True, slots=True)
class PlannedSession:
    """One session on one day."""

    id: str  # stays the same when the plan is made again: what calendars recognise it by
    day: date
    start_s: float | None  # after midnight, local time; None when the hour is left to the person
    title: str  # neutral: no word about health, for others may see a calendar
    kind: str  # one of SESSION_KINDS
    sport: str  # one of names.SPORTS
    steps: tuple[Step, ...]  # () on a day of rest
    duration_s: float  # of the whole session; 0 on a day of rest
    distance_m: float | None  # of the whole session, where the plan goes by distance
    why: str  # what it is for, in one or two sentences; may speak of cramps, and so is no title
    grade: str  # of the evidence behind it, one of names.GRADES
    sources: tuple[str, ...]
