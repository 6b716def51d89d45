"""The written rules of a zone, read by the standard's own words, give the offset that the zone has."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Timezone
from planned import ZONES

from uncramp.prevent.zone_rules import onsets, zone_component

YEAR = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))


def offset_by_rules(component: Timezone, at: datetime) -> timedelta:
    """RFC 5545, 3.6.5: of the parts whose onset (local time less TZOFFSETFROM) is not later, the latest says the offset."""
    parts = Timezone.from_ical(component.to_ical()).subcomponents
    begun = {part["dtstart"].dt.replace(tzinfo=UTC) - part["tzoffsetfrom"].td: part["tzoffsetto"].td for part in parts}
    return begun[max(onset for onset in begun if onset <= at)]


@pytest.mark.parametrize("name", ZONES)
def test_the_rules_give_the_offset_of_every_quarter_of_an_hour(name: str) -> None:
    zone = ZoneInfo(name)
    component = zone_component(zone, *YEAR)
    changes = [change.at for change in onsets(zone, *YEAR)]
    # around each change, and once a day
    moments = {change + timedelta(minutes=15 * quarter) for change in changes for quarter in range(-12, 13)}
    moments |= {YEAR[0] + timedelta(days=day, hours=day % 24) for day in range(365)}
    for at in sorted(moment for moment in moments if YEAR[0] <= moment <= YEAR[1]):
        assert offset_by_rules(component, at) == at.astimezone(zone).utcoffset(), at


def test_a_month_with_another_clock_is_not_passed_over() -> None:
    # Morocco goes back for Ramadan, which is shorter than two months
    assert len(list(onsets(ZoneInfo("Africa/Casablanca"), *YEAR))) == 3


def test_a_change_to_summer_time_is_dated_by_the_old_clock() -> None:
    written = zone_component(ZoneInfo("Europe/Berlin"), *YEAR).to_ical().decode()
    assert "DTSTART:20260329T020000" in written
    assert "DTSTART:20261025T030000" in written
