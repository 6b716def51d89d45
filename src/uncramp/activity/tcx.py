"""TCX files: activities (legs), their laps and points."""

from __future__ import annotations

from typing import Any, Final

from uncramp.activity.recorded import COLUMN, Finding, Recorded, RowTable
from uncramp.activity.xml import BLANK_ROW, TIME, Reading
from uncramp.activity.xml_legs import recorded_legs
from uncramp.errors import ActivityFileError
from uncramp.texts import _

_COLUMN_OF_ELEMENT: Final = {
    "latitudedegrees": COLUMN["latitude_deg"],
    "longitudedegrees": COLUMN["longitude_deg"],
    "altitudemeters": COLUMN["altitude_m"],
    "distancemeters": COLUMN["distance_m"],
    "value": COLUMN["heart_rate_bpm"],
    "cadence": COLUMN["cadence_per_min"],
    "runcadence": COLUMN["cadence_per_min"],
    "speed": COLUMN["speed_m_s"],
    "watts": COLUMN["power_w"],
}


class TcxPoints:
    """Collects the points of a TCX file."""

    def __init__(self) -> None:
        self.rows = RowTable()
        self.reading = Reading()
        self.legs: list[str] = []  # sport of each, in the words of the file
        self.leg_starts: list[int] = []  # row at which each begins
        self.device = ""
        self.courses = 0
        self._row: list[float] | None = None
        self._in_creator = self._in_course = self._in_heart_rate = False

    def opened(self, name: str, attributes: Any) -> None:
        """An element begins."""
        if name == "trackpoint":
            self._row = None if self._in_course else list(BLANK_ROW)
        elif name == "heartratebpm":
            self._in_heart_rate = True
        elif name == "activity":
            self._begin(str(attributes.get("Sport", "")))
        elif name == "transition":
            self._begin("transition")
        elif name == "creator":
            self._in_creator = True
        elif name == "course":
            self._in_course = True
            self.courses += 1

    def _begin(self, sport: str) -> None:
        if len(self.legs) < 10_000:
            self.legs.append(sport[:80])
            self.leg_starts.append(self.rows.rows_count)

    def closed(self, name: str, text: str) -> None:
        """An element ends."""
        if self._row is not None:
            self._in_point(name, text, self._row)
        elif name == "creator":
            self._in_creator = False
        elif name == "course":
            self._in_course = False
        elif name == "name" and self._in_creator and not self.device:
            self.device = text

    def _in_point(self, name: str, text: str, row: list[float]) -> None:
        column = _COLUMN_OF_ELEMENT.get(name)
        if column is not None:
            if name == "value" and not self._in_heart_rate:
                return
            row[column] = self.reading.number(text, self.rows.rows_count)
        elif name == "time":
            row[TIME] = self.reading.time_s(text, self.rows.rows_count)
        elif name == "heartratebpm":
            self._in_heart_rate = False
        elif name == "trackpoint":
            self.rows.add(row)
            self._row = None


def recorded_tcx(points: TcxPoints, findings: list[Finding]) -> Recorded:
    """Rows and legs of a TCX file that was walked through.

    Raises
    ------
    ActivityFileError
        When it holds no point of an activity.
    """
    table = points.rows.to_array()
    if table.shape[0] == 0:
        if points.courses:
            raise ActivityFileError(
                _(
                    "This TCX file holds a course: where to go, not what was done. Give the file of an activity, "
                    "or plan one: uncramp why 42.195km --time 3:45:00."
                )
            )
        raise ActivityFileError(_nothing_text(findings))
    return recorded_legs("tcx", points, table, findings, merge_legs=False)


def _nothing_text(findings: list[Finding]) -> str:
    damage = _(" It breaks off before the first point.") if findings else _(" It may be a summary typed in by hand.")
    return _("The TCX file holds no recorded point.{damage} Export the activity again, as FIT if possible.").format(damage=damage)
