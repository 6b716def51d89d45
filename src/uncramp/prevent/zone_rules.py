"""The rules of a time zone over some days, as a calendar carries them (RFC 5545, VTIMEZONE).

icalendar can write them too, but looks ahead in steps of two months, over a month in which a zone changes its clock and back, and dates a change to
summer time by the new clock where the standard asks for the old.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from icalendar import Timezone

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Onset:
    """A moment from which clocks show another time."""

    at: datetime  # UTC
    offset_from: timedelta
    offset_to: timedelta
    summer: bool
    name: str


def onsets(zone: ZoneInfo, first: datetime, last: datetime) -> Iterator[Onset]:
    """What holds at ``first``, and every change up to ``last``; both with a zone.

    Examples
    --------
    >>> changes = onsets(ZoneInfo("Europe/Berlin"), datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC))
    >>> [(str(change.at), change.name) for change in changes]
    [('2026-03-01 00:00:00+00:00', 'CET'), ('2026-03-29 01:00:00+00:00', 'CEST')]
    """
    at = first.astimezone(UTC).replace(microsecond=0)
    before = _offset(zone, at)
    yield _onset(zone, at, before)
    while at < last:
        after = min(at + _DAY, last)
        if _offset(zone, after) != before:
            change = _change(zone, at, after)
            yield _onset(zone, change, before)
            before = _offset(zone, change)
            after = change
        at = after


def zone_component(zone: ZoneInfo, first: datetime, last: datetime) -> Timezone:
    """The rules of ``zone`` from ``first`` to ``last``, for a calendar."""
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

    component = Timezone()
    component.add("tzid", zone.key)
    for onset in onsets(zone, first, last):
        part = TimezoneDaylight() if onset.summer else TimezoneStandard()
        part.add("dtstart", (onset.at + onset.offset_from).replace(tzinfo=None))  # as the old clock shows it
        part.add("tzoffsetfrom", onset.offset_from)
        part.add("tzoffsetto", onset.offset_to)
        part.add("tzname", onset.name)
        component.add_component(part)
    return component


def _change(zone: ZoneInfo, low: datetime, high: datetime) -> datetime:
    """The first second of ``high``'s offset, which begins after ``low``."""
    before = _offset(zone, low)
    while high - low > _SECOND:
        middle = low + timedelta(seconds=(high - low) // _SECOND // 2)
        low, high = (middle, high) if _offset(zone, middle) == before else (low, middle)
    return high


def _onset(zone: ZoneInfo, at: datetime, before: timedelta) -> Onset:
    local = at.astimezone(zone)
    return Onset(at, before, _offset(zone, at), summer=bool(local.dst()), name=local.tzname() or zone.key)


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()
