"""From rows to values."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement

from uncramp.diary.access import Access
from uncramp.diary.choose import local_start
from uncramp.diary.records import TABLE_OF, Activity, Cramp, Drink, Entry, NearCramp, Note, Session, WeighIn
from uncramp.training import PastSession
from uncramp.units import S_PER_H

E = TypeVar("E", bound=Entry)


def activity_of(row: Mapping[str, Any]) -> Activity:
    """The activity that stands in a row."""
    return Activity(**{field.name: row[field.name] for field in fields(Activity)})


def entries_of(access: Access, kind: type[E], *conditions: ColumnElement[bool]) -> tuple[E, ...]:
    """Entries of a kind in the order they were said."""
    table = TABLE_OF[kind]
    names = [field.name for field in fields(kind)]
    rows = access.rows(table, *conditions, order=[table.c.said_at])
    return tuple(kind(**{name: row[name] for name in names}) for row in rows)


def sessions_of(access: Access, activities: list[Activity], activity_id: str | None) -> tuple[Session, ...]:
    """Activities with what was said of them; of one only if ``activity_id`` is given."""

    def said(kind: type[E]) -> dict[str | None, list[E]]:
        table = TABLE_OF[kind]
        found: dict[str | None, list[E]] = {}
        for one in entries_of(access, kind, *([] if activity_id is None else [table.c.activity_id == activity_id])):
            found.setdefault(one.activity_id, []).append(one)
        return found

    cramps, near, weighed, drunk, noted = said(Cramp), said(NearCramp), said(WeighIn), said(Drink), said(Note)
    return tuple(
        Session(
            one,
            cramps=tuple(sorted(cramps.get(one.activity_id, ()), key=_time)),
            near_cramps=tuple(sorted(near.get(one.activity_id, ()), key=_time)),
            weigh_ins=tuple(weighed.get(one.activity_id, ())),
            drinks=tuple(drunk.get(one.activity_id, ())),
            notes=tuple(noted.get(one.activity_id, ())),
        )
        for one in activities
    )


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


def _time(one: Cramp | NearCramp) -> float:
    return math.inf if one.at_s is None else one.at_s
