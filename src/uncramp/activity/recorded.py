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
from uncramp.texts import N_, _

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
    named = set(recorded.leg_sports) != {UNKNOWN} or all(one.text != _(NOT_NAMED) for one in recorded.findings)
    if named or sport not in SPORTS or sport == UNKNOWN:
        return recorded
    said = _("The file does not name the sport; {sport} was said elsewhere.").format(sport=_(sport.replace("_", " ")))
    return replace(
        recorded,
        leg_sports=(sport,) * len(recorded.leg_sports),
        indoor=recorded.indoor or sport in INDOOR_SPORTS,
        findings=[Finding("sport_said", said, 1) if one.text == _(NOT_NAMED) else one for one in recorded.findings],
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


COUNTED: Final = {
    "byte": (N_("{count} byte"), N_("{count} bytes")),
    "sample": (N_("{count} sample"), N_("{count} samples")),
    "point": (N_("{count} point"), N_("{count} points")),
    "leg": (N_("{count} leg"), N_("{count} legs")),
    "value": (N_("{count} value"), N_("{count} values")),
    "place": (N_("{count} place"), N_("{count} places")),
    "step": (N_("{count} step"), N_("{count} steps")),
    "leap": (N_("{count} leap"), N_("{count} leaps")),
    "position": (N_("{count} position"), N_("{count} positions")),
    "heart rate": (N_("{count} heart rate"), N_("{count} heart rates")),
    "power": (N_("{count} power"), N_("{count} powers")),
    "power value": (N_("{count} power value"), N_("{count} power values")),
    "speed": (N_("{count} speed"), N_("{count} speeds")),
    "altitude": (N_("{count} altitude"), N_("{count} altitudes")),
    "distance": (N_("{count} distance"), N_("{count} distances")),
    "cadence": (N_("{count} cadence"), N_("{count} cadences")),
    "device temperature": (N_("{count} device temperature"), N_("{count} device temperatures")),
    "core temperature": (N_("{count} core temperature"), N_("{count} core temperatures")),
    "skin temperature": (N_("{count} skin temperature"), N_("{count} skin temperatures")),
    "air temperature": (N_("{count} air temperature"), N_("{count} air temperatures")),
    "humidity": (N_("{count} humidity"), N_("{count} humidities")),
}
"""What is counted in repairs: one of it, and more."""


def counted(count: int, noun: str) -> str:
    """``1 sample``, ``2 samples``, ``1,200 humidities``.

    Examples
    --------
    >>> counted(1, "sample"), counted(2, "sample"), counted(1200, "humidity")
    ('1 sample', '2 samples', '1,200 humidities')
    """
    one, many = COUNTED[noun]
    return _(one if count == 1 else many).format(count=f"{count:,}")
