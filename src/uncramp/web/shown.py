"""How values of the diary look on every page: times on the clock of this machine, distances in the reader's units, outcomes with a sign."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, Final

from uncramp.diary.words import outcome_word
from uncramp.report.wording import chance
from uncramp.texts import _
from uncramp.units import elapsed_text, miles
from uncramp.web.preferences import look

SIGNS: Final = {"cramp": "✕", "none": "○", "unsaid": "?"}
"""An outcome is told by a sign and a word, never by a colour alone."""
M_PER_KM: Final = 1000.0


def started_at(moment: str | None) -> datetime | None:
    """A moment of the diary on the clock of this machine."""
    return None if moment is None else datetime.strptime(moment, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC).astimezone()


def started(activity: Mapping[str, Any]) -> str:
    """When an activity began."""
    moment = started_at(activity["started_at"])
    return _("no clock") if moment is None else f"{moment:%Y-%m-%d %H:%M}"


def said_at(entry: Mapping[str, Any]) -> str:
    """When something was said."""
    return f"{started_at(entry['said_at']):%Y-%m-%d %H:%M}"


def distance(distance_m: float | None) -> str:
    """A distance without its unit, which stands in the head of the table."""
    if distance_m is None:
        return ""
    return f"{miles(distance_m) if look().units == 'imperial' else distance_m / M_PER_KM:.1f}"


def outcome_sign(outcome: str) -> str:
    """An outcome with its sign."""
    return f"{SIGNS[outcome]} {outcome_word(outcome)}"


def weekday_word(weekday: int) -> str:
    """The name of a day of the week; 0 is Monday."""
    return (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))[weekday]


def month_word(month: date) -> str:
    """The name of a month with its year."""
    names = (
        _("January"), _("February"), _("March"), _("April"), _("May"), _("June"), _("July"), _("August"), _("September"), _("October"),
        _("November"), _("December"),
    )  # fmt: skip
    return _("{month} {year}").format(month=names[month.month - 1], year=month.year)


def day_text(day: str) -> str:
    """A day with its weekday."""
    return f"{weekday_word(date.fromisoformat(day).weekday())}, {day}"


FILTERS: Final = {
    "started": started, "said_at": said_at, "chance": chance, "elapsed": elapsed_text, "moment": elapsed_text, "distance": distance, "outcome_sign": outcome_sign, "weekday": weekday_word, "day": day_text,
    "month": lambda text: month_word(date.fromisoformat(f"{text}-01")),
}  # fmt: skip
