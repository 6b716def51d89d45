"""Assessment: the whole answer to "why", as values. ``assess`` makes it; every face shows a view of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from uncramp.activity.samples import Repair
from uncramp.body.athlete import Athlete, AthleteDraws
from uncramp.body.intake import Intake
from uncramp.body.trace import BodyTrace, FatigueTrace
from uncramp.minutes import Floats, Minutes
from uncramp.why.answers import Cause, Caution, Change, CrampEvent, Range
from uncramp.why.situation import Situation

if TYPE_CHECKING:
    from xarray import Dataset


@dataclass(frozen=True, slots=True)
class Recording:
    """Where the minutes are from."""

    path: str  # file name without its folder; the plan's text for a planned session
    sport: str  # of the longest leg
    source_format: str  # fit | tcx | gpx | plan
    device: str
    records_count: int
    recovered: bool  # the file was damaged and only its good part was read
    repairs: tuple[Repair, ...]
    sha256: str  # of the file as read, or of the plan's text


@dataclass(frozen=True, slots=True)
class Provenance:
    """What is needed to make the assessment again."""

    version: str
    seed: int
    draws: int
    input_sha256: str  # over file, athlete, weather, intake and options
    evidence_sha256: str
    mechanism: str
    simulated_draws_count: int  # more than ``draws`` where a report fits few of them
    effective_draws_count: float  # how many equal draws carry as much as the weights of all simulated


@dataclass(frozen=True, slots=True)
class EventExplanation:
    """The causes at the muscle and minute of one reported cramp."""

    event: CrampEvent
    threshold_hz: Range
    causes: tuple[Cause, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """Everything ``why`` can say about one session.

    The traces cover the session and the six hours after it: rows ``[0, minutes.rows_count)`` are the session,
    the rest the time after (one row a minute as well). ``elapsed_s`` [row] is the start of each.
    """

    recording: Recording
    minutes: Minutes  # the session only
    elapsed_s: Floats
    athlete: Athlete
    athlete_draws: AthleteDraws
    intake: Intake
    situation: Situation  # everything the session was simulated from, for what-if
    body: BodyTrace  # [draw, row]
    fatigue: FatigueTrace  # [muscle, draw, row]
    threshold_hz: Floats  # [muscle, draw, row]
    rate_per_h: Floats  # [muscle, draw, row]
    weight_frac: Floats  # [draw], sums to 1; equal unless a cramp (or none) was reported
    during_chance_frac: Floats  # [draw]
    after_chance_frac: Floats  # [draw], given none before
    session_chance_frac: Floats  # [draw], during or within six hours after
    muscle_chance_frac: Floats  # [muscle, draw], session
    severity_frac: Mapping[str, Floats]  # twinge, ease_off, stop -> [draw], given a cramp
    reported: tuple[CrampEvent, ...] | None  # None: nothing said; (): said that there was none
    unconditioned_chance_frac: Range  # session chance before the report was taken into account
    reference_text: str  # what the causes are measured against
    reference_chance_frac: Range
    cause_effects: Mapping[str, Floats]  # cause id -> Shapley value of the log cumulative hazard, [draw]
    reference_hazard_count: Floats  # [draw] expected first cramps in the reference session
    causes: tuple[Cause, ...]
    event_causes: tuple[EventExplanation, ...]
    changes: tuple[Change, ...]
    cautions: tuple[Caution, ...]
    provenance: Provenance

    @property
    def chance_frac(self) -> Range:
        """Chance of a cramp in the session or within six hours after, what was reported taken into account; its mean is the headline."""
        return Range.of(self.session_chance_frac, self.weight_frac)

    def to_xarray(self) -> Dataset:
        """Traces, threshold, rate and chances as a labelled data set; needs the extra ``xarray``."""
        from uncramp.dataset import to_xarray  # which knows this class

        return to_xarray(self)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What made one session riskier, or safer, than another of the same athlete."""

    chance_frac: tuple[Range, Range]  # of the one and of the other
    ratio: Range  # of the expected first cramps, the one's over the other's
    causes: tuple[Cause, ...]  # of the difference; "duration" holds what the distance alone made
