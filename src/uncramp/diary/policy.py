"""Who may see or change which rows: the one rule that every statement on the tables passes."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Table


def may_touch(table: Table, athlete_id: str) -> ColumnElement[bool]:
    """Condition that holds for the rows of ``table`` which the person acting as ``athlete_id`` may see and change: their own."""
    own: ColumnElement[bool] = table.c.athlete_id == athlete_id
    return own
