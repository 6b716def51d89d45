"""What a reader hands to the screen: the rows of one file as they stand in it, nothing judged yet."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from uncramp.activity.sports import INDOOR_SPORTS, NOT_NAMED, UNKNOWN
from uncramp.errors import ActivityFileError
from uncramp.minutes import Floats, Integers
from uncramp.names import SPORTS
from uncramp.texts import _

COLUMNS: Final = (
    "time_s",  # since 1970, UTC
    "latitude_deg",
    "longitude_deg",
    "altitude_m",
    "distance_m",
    "speed_m_s",
    "heart_rate_bpm",
    "cadence_per_min",  # crank turns, strides or steps: the screen tells which
    "fractional_cadence_per_min",
    "power_w",
    "device_c",
    "core_c",
    "native_core_c",
    "skin_c",
    "air_c",
    "humidity_frac",
    "developer_power_w",
)
"""Columns of the table a reader fills, in this order."""

COLUMN: Final = {name: index for index, name in enumerate(COLUMNS)}

ROWS_LIMIT: Final = 1_000_000
"""Eleven days at one sample a second; more is not one activity."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A repair before its place in time is known: ``{at}`` in the text stands for the elapsed time of ``row``."""

    kind: str
    text: str
    count: int
    row: int | None = None  # of the reader's table


@dataclass(slots=True)
class Recorded:
    """Rows of a file in file order, with what was noticed on the way."""

    source_format: str
    device: str
    table: Floats  # [row, column]
    leg_of_row: Integers  # [row], into leg_sports
    leg_sports: tuple[str, ...]
    merge_legs: bool  # neighbours in the same sport are one leg (tracks of a GPX file)
    indoor: bool
    virtual: bool  # positions and climbs are those of a game, not of the athlete
    findings: list[Finding]
    expected_records: int | None = None


def with_sport(recorded: Recorded, sport: str) -> Recorded:
    """``recorded`` as ``sport``, said elsewhere, where the file names none; what it does name stays, be it one without a row with us."""
    named = set(recorded.leg_sports) != {UNKNOWN} or all(one.text != NOT_NAMED for one in recorded.findings)
    if named or sport not in SPORTS or sport == UNKNOWN:
        return recorded
    said = f"The file does not name the sport; {sport.replace('_', ' ')} was said elsewhere."
    return replace(
        recorded,
        leg_sports=(sport,) * len(recorded.leg_sports),
        indoor=recorded.indoor or sport in INDOOR_SPORTS,
        findings=[Finding("sport_said", said, 1) if one.text == NOT_NAMED else one for one in recorded.findings],
    )


@dataclass(slots=True)
class RowTable:
    """Rows of numbers kept in one flat array of doubles: no dictionaries, no lists of rows."""

    values: array[float] = field(default_factory=lambda: array("d"))

    @property
    def rows_count(self) -> int:
        """How many rows were added."""
        return len(self.values) // len(COLUMNS)

    def add(self, row: Sequence[float]) -> None:
        """Add one row in the order of COLUMNS.

        Raises
        ------
        ActivityFileError
            When the file holds more rows than one activity can.
        TypeError
            When a value is no number; the table is then unchanged.
        """
        if len(self.values) >= ROWS_LIMIT * len(COLUMNS):
            raise ActivityFileError(
                _(
                    "The file holds more than {rows_limit} samples, which is more than one activity can. Export "
                    "the one activity you mean."
                ).format(rows_limit=f"{ROWS_LIMIT:,}")
            )
        self.values.extend(array("d", row))

    def to_array(self) -> Floats:
        """The rows as an array [row, column]; the table must not grow afterwards."""
        return (
            np.frombuffer(self.values, dtype=np.float64).reshape(-1, len(COLUMNS)) if self.values else np.empty((0, len(COLUMNS)))
        )


def counted(count: int, noun: str, plural: str | None = None) -> str:
    """``1 sample``, ``2 samples``, ``1,200 entries``.

    Examples
    --------
    >>> counted(1, "sample"), counted(2, "sample"), counted(1200, "entry", "entries")
    ('1 sample', '2 samples', '1,200 entries')
    """
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"
