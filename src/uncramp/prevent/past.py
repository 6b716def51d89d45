"""Past sessions of the athlete, whose fitness a plan takes over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from uncramp.assess import assess_minutes, read_minutes
from uncramp.assessment import Assessment, Recording
from uncramp.body.athlete import Athlete
from uncramp.body.drinking import Drinking
from uncramp.body.intake_table import IntakeTable
from uncramp.minutes import Minutes
from uncramp.training import TrainingHistory, same_family


@dataclass(frozen=True, slots=True)
class PastRace:
    """A past session as it was read, with what was drunk in it where that is known."""

    recording: Recording
    minutes: Minutes
    intake: Drinking | IntakeTable | None = None


def past_session_of(
    past: Sequence[str | Path | PastRace],
    athlete: Athlete,
    *,
    sport: str,
    history: TrainingHistory | None,
    mechanism: str,
    draws: int,
    seed: int,
    overrides: Mapping[str, float] | None,
) -> Assessment | None:
    """The longest of the past sessions, of the race's kind of sport if there is one, assessed; its draws are the athlete's. ``None`` without any.

    Raises
    ------
    ActivityFileError
        If a file cannot be read.
    """
    if not past:
        return None
    read = [one if isinstance(one, PastRace) else PastRace(*read_minutes(one)) for one in past]
    longest = max(read, key=lambda one: (same_family(one.recording.sport, sport), one.minutes.duration_s))
    return assess_minutes(
        longest.minutes, athlete, recording=longest.recording, intake=longest.intake, history=history, mechanism=mechanism,
        draws=draws, seed=seed, overrides=overrides,
    )  # fmt: skip
