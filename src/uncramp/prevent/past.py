"""Past sessions of the athlete, whose fitness a plan takes over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from uncramp.assess import assess_minutes, read_minutes
from uncramp.assessment import Assessment
from uncramp.body.athlete import Athlete
from uncramp.training import TrainingHistory, same_family


def past_session_of(
    paths: Sequence[str | Path],
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
    if not paths:
        return None
    read = [read_minutes(path) for path in paths]
    recording, minutes = max(read, key=lambda one: (same_family(one[0].sport, sport), one[1].duration_s))
    return assess_minutes(
        minutes, athlete, recording=recording, history=history, mechanism=mechanism, draws=draws, seed=seed, overrides=overrides
    )
