"""A course is read from a GPX file with times or without, and its heights are smoothed over a hundred metres."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from uncramp.activity.course import read_course
from uncramp.errors import ActivityFileError

M_PER_DEGREE = 111_195.0


def written(folder: Path, heights: list[float | None], step_m: float = 50.0, kind: str = "trk", longitude: float = 8.0) -> Path:
    """A GPX file that goes north with a point every ``step_m``."""
    point, wrap = {"trk": ("trkpt", "<trk><trkseg>{}</trkseg></trk>"), "rte": ("rtept", "<rte>{}</rte>")}[kind]
    points = "".join(
        f'<{point} lat="{at * step_m / M_PER_DEGREE:.7f}" lon="{longitude}">{"" if height is None else f"<ele>{height}</ele>"}</{point}>'
        for at, height in enumerate(heights)
    )
    path = folder / "course.gpx"
    path.write_text(f'<gpx version="1.1">{wrap.format(points)}</gpx>', encoding="utf-8")
    return path


@pytest.mark.parametrize("kind", ["trk", "rte"])
def test_a_slope_is_a_slope(tmp_path: Path, kind: str) -> None:
    profile = read_course(written(tmp_path, [100.0 + 2.5 * at for at in range(201)], kind=kind))
    assert profile.distance_m[-1] == pytest.approx(10_000.0, rel=1e-3)
    assert (np.diff(profile.distance_m) > 0.0).all()
    slope = np.diff(profile.altitude_m) / np.diff(profile.distance_m)
    assert slope == pytest.approx(np.full(slope.shape, 0.05), rel=1e-2)


def test_the_noise_of_a_sensor_is_no_climb(tmp_path: Path) -> None:
    profile = read_course(written(tmp_path, [100.0 + 3.0 * (-1) ** at for at in range(1001)], step_m=10.0))
    assert np.abs(np.diff(profile.altitude_m[1:-1])).max() < 1.0


def test_points_without_a_height_are_left_out(tmp_path: Path) -> None:
    heights: list[float | None] = [100.0 if at % 3 else None for at in range(100)]
    assert read_course(written(tmp_path, heights)).altitude_m == pytest.approx(100.0)


def test_what_is_no_course_is_told(tmp_path: Path) -> None:
    with pytest.raises(ActivityFileError, match="cannot be opened"):
        read_course(tmp_path / "none.gpx")
    with pytest.raises(ActivityFileError, match="0 points with place and height"):
        read_course(written(tmp_path, [None] * 50))
    with pytest.raises(ActivityFileError, match="is it the right file"):
        read_course(written(tmp_path, [100.0, 100.0], step_m=20.0))
    page = tmp_path / "page.gpx"
    page.write_text("<html><body>log in</body></html>", encoding="utf-8")
    with pytest.raises(ActivityFileError, match=r"page\.gpx: no GPX file \(it begins with '<html>.*Give the course as GPX"):
        read_course(page)


@pytest.mark.parametrize(
    ("content", "begins"), [(b"", "nothing"), (b"some notes of mine", "'some notes of mine'"), (bytes(range(128, 200)), "'\ufffd")]
)
def test_what_is_no_gpx_at_all_is_shown(tmp_path: Path, content: bytes, begins: str) -> None:
    (tmp_path / "junk.gpx").write_bytes(content)
    with pytest.raises(ActivityFileError) as told:
        read_course(tmp_path / "junk.gpx")
    assert f"junk.gpx: no GPX file (it begins with {begins}" in str(told.value)
    assert "XML" not in str(told.value)  # a person named a course, not a format
