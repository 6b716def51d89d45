"""Past sessions of the athlete, whose fitness a plan takes over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from uncramp.assess import assess_minutes, read_minutes
from uncramp.assessment import Assessment
from uncramp.body.athlete import Athlete
from uncramp.training import TrainingHistory


def past_session_of(
    paths: Sequence[str | Path],
    athlete: Athlete,
    *,
    history: TrainingHistory | None,
    mechanism: str,
    draws: int,
    seed: int,
    overrides: Mapping[str, float] | None,
) -> Assessment | None:
    """The longest of the past sessions, assessed; its draws are the athlete's. ``None`` without any.

    Raises
    ------
    ActivityFileError
        If a file cannot be read.
    """
    if not paths:
        return None
    recording, minutes = max((read_minutes(path) for path in paths), key=lambda session: session[1].duration_s)
    return assess_minutes(
        minutes, athlete, recording=recording, history=history, mechanism=mechanism, draws=draws, seed=seed, overrides=overrides
    )
