"""From rows to values."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, TypeVar

from sqlalchemy import ColumnElement

from uncramp.diary.access import Access
from uncramp.diary.records import TABLE_OF, Activity, Cramp, Drink, Entry, NearCramp, Note, Session, WeighIn

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


def _time(one: Cramp | NearCramp) -> float:
    return math.inf if one.at_s is None else one.at_s
