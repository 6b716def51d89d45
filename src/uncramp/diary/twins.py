"""The same session recorded twice: by two devices, or handed in in two formats."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

from uncramp.diary.choose import local_start
from uncramp.diary.records import Activity

OVERLAP_FRAC: Final = 0.8
"""Share of the shorter of two activities that lies within the other, from which on they are one session."""


def same_sessions(activities: Iterable[Activity]) -> list[tuple[Activity, ...]]:
    """Groups of activities that are one session each, in the order of their starts."""
    groups: list[tuple[Activity, ...]] = []
    for one in sorted(activities, key=_start):
        if groups and any(overlap_frac(one, other) >= OVERLAP_FRAC for other in groups[-1]):
            groups[-1] = (*groups[-1], one)
        else:
            groups.append((one,))
    return groups


def overlap_frac(one: Activity, other: Activity) -> float:
    """Share of the shorter activity that lies within the other; 0 where a clock is missing."""
    starts = [start.timestamp() for each in (one, other) if (start := local_start(each, UTC)) is not None]
    if len(starts) < len((one, other)):
        return 0.0
    shared_s = min(starts[0] + one.duration_s, starts[1] + other.duration_s) - max(starts)
    shorter_s = min(one.duration_s, other.duration_s)
    return max(shared_s, 0.0) / shorter_s if shorter_s > 0.0 else 0.0


def fullest(group: Iterable[Activity]) -> Activity:
    """Of several recordings of a session the one with most samples."""
    return max(group, key=lambda one: one.records_count)


def _start(one: Activity) -> datetime:
    return local_start(one, UTC) or datetime.max.replace(tzinfo=UTC)
