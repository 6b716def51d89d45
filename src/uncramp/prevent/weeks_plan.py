"""WeeksPlan: the whole answer to "how do I train for this race", as values. ``plan_weeks`` makes it; every face shows a view of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from uncramp.prevent.exposure import Exposure, Loads
from uncramp.prevent.plan import Course
from uncramp.prevent.recent import Footing, PastWeek, Ratios
from uncramp.prevent.session import PlannedSession
from uncramp.prevent.weeks_care import Care
from uncramp.why.answers import Caution, Range


@dataclass(frozen=True, slots=True)
class Race:
    """What the weeks lead to."""

    day: date
    sport: str
    course: Course | None
    goal_s: float | None
    expected_s: float  # the goal, or what the usual speed gives, or a guess; see ``guessed``
    guessed: bool  # neither a goal nor a usual speed of the athlete is known
    air_c: float | None  # expected, where it was said
    hot: bool
    descent_m: float  # of the course; 0 where its heights are not known
    hilly: bool


@dataclass(frozen=True, slots=True)
class PlannedWeek:
    """Seven days, or what is left of them, as laid out."""

    first: date
    last: date
    kind: str  # one of progression.WEEK_KINDS
    training_h: float  # without the race, strength and mobility
    longest_h: float
    descent_m: float
    load_h: Loads  # [muscle], without the race
    days_count: int  # days of training, the race's among them


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that the time or the data do not allow."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class ChanceChange:
    """What the plan does to the chance of a cramp in the race, by the model, if it is followed."""

    as_now_frac: Range  # raced in the state of today
    after_frac: Range  # after the weeks
    difference_frac: Range  # after minus now, draw by draw
    telling_share_frac: float  # share of the draws in which the chance falls by as much as is called a change, or more
    clear: bool  # the mean falls by as much, and the chance rises in hardly any of the draws
    changed: tuple[str, ...]  # what differs, in words
    grade: str
    sources: tuple[str, ...]
    contradictions: tuple[str, ...]  # what speaks against it
    draws: int
    seed: int


@dataclass(frozen=True, slots=True)
class WeeksPlan:
    """Everything ``prevent weeks`` can say."""

    today: date
    race: Race
    muscle: str
    days_count: int  # of training in a week, as asked
    exposure: Exposure
    past: tuple[PastWeek, ...]  # the oldest first
    footing: Footing
    ratios: Ratios
    general: bool  # too little is known of the past: a cautious plan for anybody
    weeks: tuple[PlannedWeek, ...]
    sessions: tuple[PlannedSession, ...]  # by day; the days of rest among them
    lacks: tuple[Lack, ...]
    chance: ChanceChange | None
    care: Care
    version: str
    evidence_sha256: str

    @property
    def cautions(self) -> tuple[Caution, ...]:
        """What to know before the plan, the first one first."""
        return self.care.cautions
