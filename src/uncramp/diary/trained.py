"""What was trained before a moment, from the activities of a diary as they are listed: no file is read."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from uncramp.diary.choose import local_start
from uncramp.diary.tables import LONGEST_S
from uncramp.diary.twins import fullest, same_sessions
from uncramp.training import PastSession
from uncramp.units import S_PER_H

if TYPE_CHECKING:
    from uncramp.diary.records import Activity
    from uncramp.training import TrainingHistory


class Trained:
    """Sessions of a diary, each once however often it was recorded, as the history of training has them."""

    def __init__(self, activities: Iterable[Activity]) -> None:
        found = []
        for group in same_sessions(activities):
            placed = past_of(fullest(group))
            if placed is not None:
                found.append((*placed, {one.activity_id for one in group}))
        self._sessions = sorted(found, key=lambda one: one[0])
        self._starts = [start for start, _past, _ids in self._sessions]

    def before(self, moment: datetime | None, *, leave_out: str = "") -> tuple[PastSession, ...]:
        """Those that ended before a moment and count still; ``leave_out`` is the id of one not to count.

        Without ``moment`` the end of the newest is taken.
        """
        from uncramp.activity.history import LOOK_BACK_DAY, place_sessions

        first, last = 0, len(self._sessions)
        if moment is not None:  # none other can have ended within the time that counts
            until = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
            since = until - timedelta(days=LOOK_BACK_DAY, seconds=LONGEST_S)
            first, last = bisect_left(self._starts, since), bisect_right(self._starts, until)
        chosen = [(start, past) for start, past, ids in self._sessions[first:last] if leave_out not in ids]
        return place_sessions(chosen, moment)[0]

    def history(self, moment: datetime | None, sport: str, *, leave_out: str = "") -> TrainingHistory:
        """What they add up to for a session of ``sport``."""
        from uncramp.activity.history import summarise

        return summarise(self.before(moment, leave_out=leave_out), sport)


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
