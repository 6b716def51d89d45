"""Values before they are written: of the right kind, within the range of their column, and finite."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, Integer, LargeBinary, Table

from uncramp.diary.columns import Real, limits
from uncramp.errors import InputError
from uncramp.names import one_of
from uncramp.texts import _


def checked(table: Table, values: Mapping[str, Any]) -> dict[str, Any]:
    """``values`` as they go into ``table``.

    Raises
    ------
    InputError
        Naming the column, what was seen and what was expected. Both databases would refuse as well, but for NaN, which SQLite
        takes for nothing.
    """
    return {name: _checked(table.c[name], value) for name, value in values.items()}


def moment_text(moment: datetime) -> str:
    """A moment as it is stored; without a time zone it is taken for UTC.

    Examples
    --------
    >>> moment_text(datetime(2024, 7, 14, 8, 0))
    '2024-07-14T08:00:00Z'
    """
    aware = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return aware.replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def _checked(column: Column[Any], value: Any) -> Any:
    where = f"{column.table.name}.{column.name}"
    if value is None:
        if not column.nullable:
            raise InputError(_("{where} is missing; it is needed.").format(where=where))
        return None
    if column.type is Real:
        return _number(where, column, value)
    if isinstance(column.type, Integer):
        if isinstance(value, float) or not isinstance(value, int):
            raise InputError(_("{where} = {value}; expected a whole number.").format(where=where, value=repr(value)))
        return _within(where, column, int(value))
    if isinstance(column.type, LargeBinary):
        if not isinstance(value, bytes):
            raise InputError(_("{where} is {name}; expected bytes.").format(where=where, name=type(value).__name__))
        return value
    return _text(where, column, value)


def _number(where: str, column: Column[Any], value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InputError(_("{where} = {value}; expected a number.").format(where=where, value=repr(value)))
    number = float(value)
    if not math.isfinite(number):
        raise InputError(
            _("{where} = {number}; that is no number one can use. Leave it out if it is not known.").format(
                where=where, number=number
            )
        )
    return float(_within(where, column, number))


def _within(where: str, column: Column[Any], value: float) -> float:
    low, high = limits(column)["low"], limits(column)["high"]
    if not low <= value <= high:
        raise InputError(
            _("{where} = {value} is out of range; expected {low} to {high}. Check the unit.").format(
                where=where, value=f"{value:g}", low=f"{low:g}", high=f"{high:g}"
            )
        )
    return value


def _text(where: str, column: Column[Any], value: Any) -> str:
    if not isinstance(value, str):
        raise InputError(_("{where} = {value}; expected text.").format(where=where, value=repr(value)))
    allowed = limits(column)
    if "among" in allowed:
        return one_of(value, allowed["among"], where)
    if "\0" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
        raise InputError(_("{where} holds a character that is no text. Type it again.").format(where=where))
    if "moment" in allowed:
        return _moment(where, value)
    if len(value) > allowed["most"]:
        raise InputError(
            _("{where} has {count} characters; at most {most} can be kept. Say it shorter.").format(
                where=where, count=len(value), most=allowed["most"]
            )
        )
    return value


def _moment(where: str, value: str) -> str:
    try:
        if moment_text(datetime.strptime(value, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)) == value:
            return value
    except ValueError:
        pass
    raise InputError(
        _("{where} = {value}; expected a moment of UTC such as 2024-07-14T08:00:00Z.").format(where=where, value=repr(value))
    )
