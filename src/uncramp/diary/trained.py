"""What was trained before a moment, from the activities of a diary as they are listed: no file is read."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from uncramp.diary.choose import local_start
from uncramp.diary.twins import same_sessions, without_twins
from uncramp.training import PastSession
from uncramp.units import S_PER_H

if TYPE_CHECKING:
    from uncramp.diary.records import Activity
    from uncramp.training import TrainingHistory


def past_before(activities: Iterable[Activity], before: datetime | None, *, leave_out: str = "") -> tuple[PastSession, ...]:
    """Activities that ended before a moment, as the history of training has them; ``leave_out`` is the id of one not to count.
    A session recorded twice counts once.

    Without ``before`` the end of the newest is taken.
    """
    from uncramp.activity.history import place_sessions

    groups = same_sessions(activities)
    others = without_twins(one for group in groups if leave_out not in {one.activity_id for one in group} for one in group)
    found = [past_of(one) for one in others]
    return place_sessions([one for one in found if one is not None], before)[0]


def training_before(activities: Iterable[Activity], before: datetime | None, sport: str, *, leave_out: str = "") -> TrainingHistory:
    """What they add up to for a session of ``sport``."""
    from uncramp.activity.history import summarise

    return summarise(past_before(activities, before, leave_out=leave_out), sport)


def past_of(activity: Activity) -> tuple[datetime, PastSession] | None:
    """When it began and what training needs of it; ``None`` where the file has no clock."""
    start = local_start(activity, UTC)
    if start is None:
        return None
    duration_h = activity.duration_s / S_PER_H
    return start, PastSession(
        file=activity.file_name,
        sport=activity.sport,
        before_day=math.nan,
        duration_h=duration_h,
        moving_h=duration_h if activity.moving_s is None else activity.moving_s / S_PER_H,
        heart_rate_bpm=_or_nan(activity.heart_rate_bpm),
        speed_m_s=_or_nan(activity.speed_m_s),
        descent_m=_or_nan(activity.descent_m),
    )


def _or_nan(value: float | None) -> float:
    return math.nan if value is None else value
