"""GPX files: tracks with times, and heart rate, cadence, power and temperature from extensions of any namespace."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from uncramp.activity.recorded import COLUMN, Finding, Recorded, RowTable, counted
from uncramp.activity.xml import BLANK_ROW, TIME, Reading
from uncramp.activity.xml_legs import recorded_legs
from uncramp.errors import ActivityFileError
from uncramp.minutes import Floats
from uncramp.texts import _

_COLUMN_OF_ELEMENT: Final = {
    "ele": COLUMN["altitude_m"],
    "speed": COLUMN["speed_m_s"],
    "distance": COLUMN["distance_m"],
    "hr": COLUMN["heart_rate_bpm"],
    "heartrate": COLUMN["heart_rate_bpm"],
    "heart_rate": COLUMN["heart_rate_bpm"],
    "cad": COLUMN["cadence_per_min"],
    "cadence": COLUMN["cadence_per_min"],
    "runcadence": COLUMN["cadence_per_min"],
    "power": COLUMN["power_w"],
    "watts": COLUMN["power_w"],
    "powerinwatts": COLUMN["power_w"],
    "atemp": COLUMN["device_c"],
    "temp": COLUMN["device_c"],
    "core_temperature": COLUMN["core_c"],
    "coretemp": COLUMN["core_c"],
}
_LATITUDE, _LONGITUDE = COLUMN["latitude_deg"], COLUMN["longitude_deg"]
_POINTS: Final = frozenset({"trkpt", "rtept"})
_PARTS: Final = frozenset({"trkseg", "rte"})
_ASIDE: Final = frozenset({"wpt", "link"})
PARTS_LIMIT: Final = 10_000
"""No course and no activity has more tracks or segments."""


class GpxPoints:
    """Collects the points of a GPX file."""

    def __init__(self) -> None:
        self.rows = RowTable()
        self.reading = Reading()
        self.legs: list[str] = []  # type of each track, in the words of the file
        self.leg_starts: list[int] = []
        self.part_starts: list[int] = []  # row at which each segment of a track and each route begins
        self.route_type = ""  # of a route, in the words of the file
        self.route_rows: list[int] = []  # rows that are points of a route, not of a track
        self.no_position = 0
        self.device = ""
        self._row: list[float] | None = None
        self._aside = 0  # inside a waypoint or a link, whose types are not the sport

    def opened(self, name: str, attributes: Any) -> None:
        """An element begins."""
        if name in _POINTS:
            row = list(BLANK_ROW)
            for key, column in (("lat", _LATITUDE), ("lon", _LONGITUDE)):
                if key in attributes:
                    row[column] = self.reading.number(str(attributes[key])[:64], self.rows.rows_count)
                elif key == "lat":
                    self.no_position += 1
            self._row = row
        elif name == "trk":
            if len(self.legs) < PARTS_LIMIT:
                self.legs.append("")
                self.leg_starts.append(self.rows.rows_count)
        elif name in _PARTS:
            if len(self.part_starts) < PARTS_LIMIT:
                self.part_starts.append(self.rows.rows_count)
        elif name in _ASIDE:
            self._aside += 1
        elif name == "gpx":
            self.device = str(attributes.get("creator", ""))[:80]

    def closed(self, name: str, text: str) -> None:
        """An element ends."""
        row = self._row
        if row is None:
            if name in _ASIDE:
                self._aside -= 1
            elif name == "type" and not self._aside:
                if self.legs:
                    self.legs[-1] = text
                else:
                    self.route_type = text
            return
        column = _COLUMN_OF_ELEMENT.get(name)
        if column is not None:
            row[column] = self.reading.number(text, self.rows.rows_count)
        elif name == "time":
            row[TIME] = self.reading.time_s(text, self.rows.rows_count)
        elif name in _POINTS:
            if name == "rtept":
                self.route_rows.append(self.rows.rows_count)
            self.rows.add(row)
            self._row = None


def recorded_gpx(points: GpxPoints, findings: list[Finding]) -> Recorded:
    """Rows and legs of a GPX file that was walked through.

    Raises
    ------
    ActivityFileError
        When it holds no track, or a track without times.
    """
    table = points.rows.to_array()
    if table.shape[0] == 0:
        damage = _(" It breaks off before the first point.") if findings else ""
        raise ActivityFileError(
            _("The GPX file holds no track.{damage} Export the activity again, as FIT if possible.").format(damage=damage)
        )
    if not np.isfinite(table[:, TIME]).any():
        km = _length_km(table)
        length = f"{km:.3g}km" if km >= 0.1 else "42.195km"
        what = _("a route") if len(points.route_rows) == table.shape[0] else _("a track without times")
        raise ActivityFileError(
            _(
                "This GPX file holds {what}: where to go, not when it was done. Give the recorded activity, or "
                "plan one: uncramp why {length} --time 3:45:00."
            ).format(what=what, length=length)
        )
    if points.no_position:
        text = _("Kept for the other values: {points} without a position.").format(points=counted(points.no_position, "point"))
        findings.append(Finding("no_position", text, points.no_position))
    return recorded_legs("gpx", points, table, findings, merge_legs=True)


_EARTH_RADIUS_KM: Final = 6371.0088


def _length_km(table: Floats) -> float:
    """Length of the line through all points that have a position (haversine)."""
    there = np.isfinite(table[:, _LATITUDE]) & np.isfinite(table[:, _LONGITUDE])
    latitude, longitude = np.radians(table[there, _LATITUDE]), np.radians(table[there, _LONGITUDE])
    north, east = np.diff(latitude), np.diff(longitude)
    haversine = np.sin(north / 2.0) ** 2 + np.cos(latitude[:-1]) * np.cos(latitude[1:]) * np.sin(east / 2.0) ** 2
    return float(np.sum(2.0 * _EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(haversine, 0.0, 1.0)))))
