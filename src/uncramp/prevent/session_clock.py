"""When each step of a planned session begins, where some end by distance: at the middle of their pace, or at the pace of the whole."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from uncramp.prevent.session import PlannedSession, Step
from uncramp.training import M_PER_KM


def step_durations_s(session: PlannedSession) -> Sequence[float]:
    """How long each step takes [s], about.

    Examples
    --------
    >>> from datetime import date
    >>> steps = (Step("warm_up", duration_s=600.0), Step("work", distance_m=5000.0), Step("cool_down", duration_s=300.0))
    >>> run = PlannedSession("a", date(2026, 5, 3), None, "Run", "easy", "running", steps, 2700.0, None, "", "assumed", ())
    >>> step_durations_s(run)
    [600.0, 1800.0, 300.0]
    """
    known = [_known_s(step) for step in session.steps]
    left_s = max(session.duration_s - sum(seconds for seconds in known if seconds is not None), 0.0)
    open_m = sum(step.distance_m or 0.0 for step, seconds in zip(session.steps, known, strict=True) if seconds is None)
    return [
        left_s * (step.distance_m or 0.0) / open_m if seconds is None else seconds
        for step, seconds in zip(session.steps, known, strict=True)
    ]  # fmt: skip


def step_starts_s(session: PlannedSession) -> Sequence[float]:
    """When each step begins [s], from the start of the session, about."""
    return list(accumulate(step_durations_s(session), initial=0.0))[: len(session.steps)]


def _known_s(step: Step) -> float | None:
    if step.duration_s is not None:
        return step.duration_s
    if step.distance_m is not None and step.target.pace_s_per_km is not None:
        return sum(step.target.pace_s_per_km) / 2.0 * step.distance_m / M_PER_KM
    return None
