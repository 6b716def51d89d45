"""The list of measurements of an Apple Health export: which workouts it has, and the heart rate that their routes lack."""

from __future__ import annotations

import io
import math
from array import array
from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO, Any, Final

from lxml import etree

from uncramp.diary.tree import Refused
from uncramp.texts import _

DOCTYPE: Final = b"<!DOCTYPE"
DOCTYPE_END: Final = b"]>"
HEAD: Final = 1 << 16
"""Bytes at the beginning that hold the document type; it takes some eight thousand."""
FORBIDDEN: Final = bytes.maketrans(bytes(set(range(32)) - {9, 10, 13}), b" " * 29)
"""Control characters, which XML forbids and names of apps hold; in UTF-8 they are part of no other character."""
SPORTS_OF: Final = {
    "Running": "running", "Walking": "walking", "Hiking": "hiking", "Cycling": "cycling", "Swimming": "swimming", "Rowing": "rowing",
    "CrossCountrySkiing": "cross_country_skiing", "Soccer": "football", "TraditionalStrengthTraining": "strength",
    "FunctionalStrengthTraining": "strength",
}  # fmt: skip
PREFIX: Final = "HKWorkoutActivityType"
HEART_RATE: Final = "HKQuantityTypeIdentifierHeartRate"
NEAREST_S: Final = 10.0
"""How far a measurement of the heart may be from a point of the route to belong to it."""
EXTENSION: Final = "http://www.garmin.com/xmlschemas/TrackPointExtension/v1"


@dataclass(frozen=True, slots=True)
class Workout:
    """One workout of the list."""

    sport: str | None
    routes: tuple[str, ...]  # paths of its GPX files within the export; a pause may begin another


@dataclass(slots=True)
class Measured:
    """Workouts, and the heart rate of all days in the order of time."""

    workouts: list[Workout] = field(default_factory=list)
    heart_at_s: array[float] = field(default_factory=lambda: array("d"))  # seconds since 1970
    heart_bpm: array[float] = field(default_factory=lambda: array("d"))


class _Plain:
    """The list without its document type, which iOS 16 writes broken and nobody needs, and without control characters."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        head = file.read(HEAD)
        begin = head.find(DOCTYPE)
        end = head.find(DOCTYPE_END, begin)
        self._head = head[:begin] + head[end + len(DOCTYPE_END) :] if 0 <= begin < end else head

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        if not self._head:
            return self._file.read(size).translate(FORBIDDEN)
        cut = len(self._head) if size < 0 else size
        piece, self._head = self._head[:cut], self._head[cut:]
        return piece.translate(FORBIDDEN)


def measured_of(file: IO[bytes]) -> Measured:
    """Read ``export.xml`` piece by piece; no entity is filled in and nothing is fetched.

    Raises
    ------
    Refused
        If it is no XML of the kind.
    """
    found = Measured()
    at_bpm: list[tuple[float, float]] = []
    try:
        walk = etree.iterparse(
            _Plain(file),
            events=("end",),
            tag=("Workout", "Record"),
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=False,
        )
        for _event, element in walk:
            if element.tag == "Workout":
                found.workouts.append(_workout(element))
            elif element.get("type") == HEART_RATE and (pair := _heart_rate(element)) is not None:
                at_bpm.append(pair)
            element.clear()
            parent = element.getparent()
            while parent is not None and element.getprevious() is not None:
                del parent[0]
    except etree.XMLSyntaxError as error:
        raise Refused(_("is no list of measurements ({reason})").format(reason=error.msg)) from None
    for at_s, bpm in sorted(at_bpm):
        found.heart_at_s.append(at_s)
        found.heart_bpm.append(bpm)
    return found


def with_heart_rate(route: bytes, measured: Measured) -> bytes:
    """The route with the heart rate at each of its points; as it is where none was measured, or where it is no track.

    Examples
    --------
    >>> with_heart_rate(b"<gpx/>", Measured())
    b'<gpx/>'
    """
    if not measured.heart_at_s:
        return route
    try:
        parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
        tree = etree.parse(io.BytesIO(route), parser)
    except etree.XMLSyntaxError:
        return route  # the reader says what is wrong with it
    if tree.docinfo.doctype:
        return route
    added = 0
    for point in tree.getroot().iter("{*}trkpt"):
        bpm = _nearest(measured, _time_s(point))
        if not math.isnan(bpm):
            _put(point, bpm)
            added += 1
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8") if added else route


def _workout(element: Any) -> Workout:
    kind = str(element.get("workoutActivityType", "")).removeprefix(PREFIX)
    paths = (str(one.get("path", "")) for one in element.findall("WorkoutRoute/FileReference"))
    return Workout(SPORTS_OF.get(kind), tuple(path for path in paths if path))


def _heart_rate(element: Any) -> tuple[float, float] | None:
    try:
        at_s = _moment_s(element.get("startDate", ""))
        bpm = float(element.get("value", ""))
    except (ValueError, OverflowError):
        return None
    return (at_s, bpm) if math.isfinite(bpm) and bpm > 0.0 else None


def _moment_s(text: str) -> float:
    """Seconds since 1970 of ``2024-07-14 10:00:00 +0200``."""
    day, clock, zone = text.split(" ")
    return datetime.fromisoformat(f"{day}T{clock}{zone}").timestamp()


def _time_s(point: Any) -> float:
    text = point.findtext("{*}time") or ""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return math.nan
    return moment.timestamp() if moment.tzinfo else math.nan


def _nearest(measured: Measured, at_s: float) -> float:
    if math.isnan(at_s):
        return math.nan
    after = bisect_left(measured.heart_at_s, at_s)
    near = [place for place in (after - 1, after) if 0 <= place < len(measured.heart_at_s)]
    best = min(near, key=lambda place: abs(measured.heart_at_s[place] - at_s))
    return measured.heart_bpm[best] if abs(measured.heart_at_s[best] - at_s) <= NEAREST_S else math.nan


def _put(point: Any, bpm: float) -> None:
    space = etree.QName(point).namespace
    extensions = point.find("{*}extensions")
    if extensions is None:
        extensions = etree.SubElement(point, f"{{{space}}}extensions" if space else "extensions")
    track = etree.SubElement(extensions, f"{{{EXTENSION}}}TrackPointExtension")
    etree.SubElement(track, f"{{{EXTENSION}}}hr").text = f"{bpm:.0f}"
