"""The list in a Strava export: what each of its files is called there, and which sport it was."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from uncramp.activity.history import ENDINGS
from uncramp.activity.sports import UNKNOWN, sport_of_text
from uncramp.names import SPORTS, one_of

NAME_COLUMN: Final = 2
TYPE_COLUMN: Final = 3
"""Where name and sport stand when the header is in another language than English, or older than its names of today."""
TITLE_LENGTH: Final = 120


@dataclass(frozen=True, slots=True)
class Listed:
    """What the list says of a file."""

    title: str | None
    sport: str | None  # one of names.SPORTS; None where the list does not say it in words that are known here


@dataclass(frozen=True, slots=True)
class Listing:
    """The list as far as it is needed."""

    of_file: Mapping[str, Listed]  # by the name of the file within the export
    without_file_count: int  # activities that were typed in by hand


def listing_of(text: str) -> Listing:
    """Read the list, whatever language its header is in.

    Raises
    ------
    csv.Error
        If it is no table.
    """
    rows = list(csv.reader(io.StringIO(text)))
    header = rows[0] if rows else []
    column = header.index("Filename") if "Filename" in header else _file_column(rows)
    titles = header.index("Activity Name") if "Activity Name" in header else NAME_COLUMN
    kinds = header.index("Activity Type") if "Activity Type" in header else TYPE_COLUMN
    whole = [row for row in rows[1:] if len(row) > max(column, titles, kinds)] if column >= 0 else []
    of_file = {
        row[column]: Listed(row[titles].strip()[:TITLE_LENGTH] or None, strava_sport(row[kinds])) for row in whole if row[column]
    }
    return Listing(of_file, sum(not row[column] for row in whole))


def strava_sport(text: str) -> str | None:
    """Our name of a sport as Strava calls it, in one of the languages of its pages; ``None`` where it has no row with us.

    Examples
    --------
    >>> [strava_sport(text) for text in ("Trail Run", "Virtual Ride", "Hike", "Swim", "E-Bike Ride", "Wanderung", "Handcycle", "Workout")]
    ['trail_running', 'indoor_cycling', 'hiking', 'swimming', 'cycling', 'hiking', None, None]
    """
    said = " ".join(text.casefold().split())
    sport = _words().get(said) or sport_of_text(said)
    return None if sport == UNKNOWN else sport


@cache
def _words() -> dict[str, str]:
    table = tomllib.loads(files("uncramp.diary").joinpath("strava_sports.toml").read_text(encoding="utf-8"))
    return {word.casefold(): one_of(sport, SPORTS, "strava_sports.toml") for sport, words in table.items() for word in words}


def _file_column(rows: list[list[str]]) -> int:
    """The column that holds file names; -1 if none does."""
    for row in rows[1:]:
        for column, text in enumerate(row):
            if text.startswith("activities/") and text.lower().endswith(ENDINGS):
                return column
    return -1
