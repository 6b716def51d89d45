"""A course from a GPX or FIT file: height along the way, with times or without."""

from __future__ import annotations

import reprlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

import numpy as np

from uncramp.activity.fit_chain import find_header
from uncramp.activity.gpx import GpxPoints
from uncramp.activity.plan import Profile
from uncramp.activity.read import FILE_LIMIT
from uncramp.activity.recorded import COLUMN
from uncramp.activity.sports import sport_of_text
from uncramp.activity.xml import walk
from uncramp.errors import ActivityFileError, InputError
from uncramp.minutes import Floats
from uncramp.texts import N_, _

EARTH_RADIUS_M: Final = 6_371_008.8  # mean radius, IUGG
M_PER_KM: Final = 1000.0
HEAD: Final = 4096
SPACING_M: Final = 100.0
"""Heights are means over so much way: maps and sensors are rougher than roads."""

GAP_M: Final = 200.0
"""Tracks and segments farther apart than this are different ways: nobody knows what lies between."""

SHOWN_BYTES: Final = 24
SHOWN_PARTS: Final = 6
EXPORT: Final = N_("Give the course as GPX, a track or route with heights, as the race or a route planner exports it.")


@dataclass(frozen=True, slots=True)
class CourseFile:
    """A course as its file has it."""

    profile: Profile
    sport: str  # one of names.SPORTS; "unknown" where the file names none


@dataclass(frozen=True, slots=True)
class _Points:
    table: Floats  # rows of the file by ``recorded.COLUMN``
    part_starts: list[int]  # row at which each track, segment or route begins
    sports: list[str]  # of each track, one of names.SPORTS


def _points(data: bytes) -> _Points:
    """The points of the file, told by its content."""
    if find_header(data, 0, HEAD) == 0:
        from uncramp.activity.fit import read_fit_course  # the decoder loads when it is needed

        course = read_fit_course(data)
        if course is None:
            raise ActivityFileError(_("an activity, not a course."))
        return _Points(course[0], [], [course[1]])
    try:
        points = cast("GpxPoints", walk(data, {"gpx": GpxPoints})[0])
    except ActivityFileError:
        begins = reprlib.repr(data[:SHOWN_BYTES].decode("utf-8", "replace")) if data else "nothing"
        raise ActivityFileError(_("no GPX file (it begins with {begins}).").format(begins=begins)) from None
    stated = points.legs or [points.route_type]
    return _Points(np.asarray(points.rows.to_array()), points.part_starts, [sport_of_text(text) for text in stated])


def read_course(path: str | Path) -> Profile:
    """Height along the way of a GPX track or route, or of a FIT course; see :func:`read_course_file`."""
    return read_course_file(path).profile


def read_course_file(path: str | Path) -> CourseFile:
    """A GPX track or route, or a FIT course: height along the way, and the sport where the file names it.

    Raises
    ------
    ActivityFileError
        If it cannot be opened, or holds no way with heights.
    InputError
        If it holds several ways that do not meet, or several sports.
    """
    place = Path(path)
    try:
        with place.open("rb") as file:
            data = file.read(FILE_LIMIT + 1)
    except OSError as error:
        raise ActivityFileError(
            _("{path}: the course cannot be opened ({strerror}). Check the path.").format(
                path=path, strerror=error.strerror or error
            )
        ) from None
    if len(data) > FILE_LIMIT:
        raise ActivityFileError(
            _("{path}: over {file_limit} bytes, which no course needs. Export the one course you mean.").format(
                path=path, file_limit=FILE_LIMIT
            )
        )
    try:
        points = _points(data)
    except ActivityFileError as error:
        raise ActivityFileError(f"{place.name}: {error} {_(EXPORT)}") from None
    table = points.table
    _check_whole(points, place.name)
    sport = _sport_of(points.sports, place.name)
    names = ("latitude_deg", "longitude_deg", "altitude_m")
    latitude, longitude, height = (table[:, COLUMN[name]] if table.size else np.empty(0) for name in names)
    known = np.isfinite(latitude) & np.isfinite(longitude) & np.isfinite(height)
    if known.sum() < 2:
        raise ActivityFileError(
            _("{name}: holds {known} points with place and height; a course needs more. {export}").format(
                name=place.name, known=int(known.sum()), export=_(EXPORT)
            )
        )
    north, east, height = np.radians(latitude[known]), np.unwrap(np.radians(longitude[known])), height[known]
    steps = _steps_m(north, east)
    way = np.concatenate(([0.0], np.cumsum(steps)))
    if way[-1] < SPACING_M:
        raise ActivityFileError(
            _("{name}: the course is {way} m long; is it the right file?").format(name=place.name, way=f"{way[-1]:.0f}")
        )
    edges = np.linspace(0.0, way[-1], max(int(way[-1] / SPACING_M), 1) + 1)
    # the mean height of a stretch, from the area under the line
    area = np.concatenate(([0.0], np.cumsum(0.5 * (height[1:] + height[:-1]) * np.diff(way))))
    mean = np.diff(np.interp(edges, way, area)) / np.diff(edges)
    middle = 0.5 * (edges[1:] + edges[:-1])
    ends = np.concatenate(([0.0], middle, [way[-1]]))
    return CourseFile(Profile(ends, np.concatenate(([height[0]], mean, [height[-1]]))), sport)


def _steps_m(north: Floats, east: Floats) -> Floats:
    """Way from each point to the next, from latitude and longitude [rad]."""
    return np.asarray(EARTH_RADIUS_M * np.hypot(np.diff(north), np.diff(east) * np.cos(0.5 * (north[1:] + north[:-1]))))


def _check_whole(points: _Points, name: str) -> None:
    """Refuse tracks and segments that do not meet: a straight line from one to the next is no course."""
    if not points.table.size:
        return
    latitude, longitude = (points.table[:, COLUMN[column]] for column in ("latitude_deg", "longitude_deg"))
    known = np.flatnonzero(np.isfinite(latitude) & np.isfinite(longitude))
    steps = _steps_m(np.radians(latitude[known]), np.unwrap(np.radians(longitude[known])))
    part = np.searchsorted(np.array(points.part_starts), known, side="right")
    gaps = np.flatnonzero((np.diff(part) > 0) & (steps > GAP_M))
    if not gaps.size:
        return
    ways = [float(steps[first:last].sum()) for first, last in zip([0, *(gaps + 1)], [*gaps, steps.size], strict=True)]
    shown = ", ".join(f"{way / M_PER_KM:.1f} km" for way in ways[:SHOWN_PARTS]) + (", ..." if len(ways) > SHOWN_PARTS else "")
    raise InputError(
        _(
            "{name} holds {count} ways that do not meet ({shown}), up to {steps} km apart. Keep only the one you "
            "race in the file, or give its distance without heights, such as {ways}km."
        ).format(
            name=name, count=len(ways), shown=shown, steps=f"{steps[gaps].max() / M_PER_KM:.1f}", ways=f"{max(ways) / M_PER_KM:.1f}"
        )
    )


def _sport_of(named: list[str], name: str) -> str:
    """The sport the file names, read as of an activity."""
    sports = sorted(set(named) - {"unknown"})
    if len(sports) > 1:
        raise InputError(
            _("{name} holds several sports ({names}); expected the course of one. Give that part.").format(
                name=name, names=", ".join(sports)
            )
        )
    return sports[0] if sports else "unknown"
