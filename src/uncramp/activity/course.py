"""A course from a GPX or FIT file: height along the way, with times or without."""

from __future__ import annotations

import reprlib
from pathlib import Path
from typing import Final

import numpy as np

from uncramp.activity.fit_chain import find_header
from uncramp.activity.gpx import GpxPoints
from uncramp.activity.plan import Profile
from uncramp.activity.read import FILE_LIMIT
from uncramp.activity.recorded import COLUMN
from uncramp.activity.xml import walk
from uncramp.errors import ActivityFileError
from uncramp.minutes import Floats

EARTH_RADIUS_M: Final = 6_371_008.8  # mean radius, IUGG
HEAD: Final = 4096
SPACING_M: Final = 100.0
"""Heights are means over so much way: maps and sensors are rougher than roads."""

SHOWN_BYTES: Final = 24
EXPORT: Final = "Give the course as GPX, a track or route with heights, as the race or a route planner exports it."


def _points(data: bytes) -> Floats:
    """Rows of the file by ``recorded.COLUMN``, told by its content."""
    if find_header(data, 0, HEAD) == 0:
        from uncramp.activity.fit import read_fit_course  # the decoder loads when it is needed

        table = read_fit_course(data)
        if table is None:
            raise ActivityFileError("an activity, not a course.")
        return table
    try:
        points, _ = walk(data, {"gpx": GpxPoints})
    except ActivityFileError:
        begins = reprlib.repr(data[:SHOWN_BYTES].decode("utf-8", "replace")) if data else "nothing"
        raise ActivityFileError(f"no GPX file (it begins with {begins}).") from None
    return np.asarray(points.rows.to_array())


def read_course(path: str | Path) -> Profile:
    """Height along the way of a GPX track or route, or of a FIT course.

    Raises
    ------
    ActivityFileError
        If it cannot be opened, or holds no way with heights.
    """
    place = Path(path)
    try:
        with place.open("rb") as file:
            data = file.read(FILE_LIMIT + 1)
    except OSError as error:
        raise ActivityFileError(f"{path}: the course cannot be opened ({error.strerror or error}). Check the path.") from None
    if len(data) > FILE_LIMIT:
        raise ActivityFileError(f"{path}: over {FILE_LIMIT} bytes, which no course needs. Export the one course you mean.")
    try:
        table = _points(data)
    except ActivityFileError as error:
        raise ActivityFileError(f"{place.name}: {error} {EXPORT}") from None
    names = ("latitude_deg", "longitude_deg", "altitude_m")
    latitude, longitude, height = (table[:, COLUMN[name]] if table.size else np.empty(0) for name in names)
    known = np.isfinite(latitude) & np.isfinite(longitude) & np.isfinite(height)
    if known.sum() < 2:
        raise ActivityFileError(
            f"{place.name}: holds {int(known.sum())} points with place and height; a course needs more. {EXPORT}"
        )
    north, east, height = np.radians(latitude[known]), np.unwrap(np.radians(longitude[known])), height[known]
    steps = EARTH_RADIUS_M * np.hypot(np.diff(north), np.diff(east) * np.cos(0.5 * (north[1:] + north[:-1])))
    way = np.concatenate(([0.0], np.cumsum(steps)))
    if way[-1] < SPACING_M:
        raise ActivityFileError(f"{place.name}: the course is {way[-1]:.0f} m long; is it the right file?")
    edges = np.linspace(0.0, way[-1], max(int(way[-1] / SPACING_M), 1) + 1)
    # the mean height of a stretch, from the area under the line
    area = np.concatenate(([0.0], np.cumsum(0.5 * (height[1:] + height[:-1]) * np.diff(way))))
    mean = np.diff(np.interp(edges, way, area)) / np.diff(edges)
    middle = 0.5 * (edges[1:] + edges[:-1])
    ends = np.concatenate(([0.0], middle, [way[-1]]))
    return Profile(ends, np.concatenate(([height[0]], mean, [height[-1]])))
