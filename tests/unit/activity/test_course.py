"""A course is read from a GPX file with times or without, and its heights are smoothed over a hundred metres."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from activity_files import CYCLING, ENUM, FitWriter, file_id, records
from hypothesis import given
from hypothesis import strategies as st

from uncramp.activity.course import GAP_M, read_course, read_course_file
from uncramp.errors import ActivityFileError, InputError
from uncramp.prevent.course import course_of

COURSE = 31  # number of the message in FIT
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


def tracks(folder: Path, gap_m: float, joint: str, kinds: tuple[str, str] = ("", "")) -> Path:
    """Two ways of 2 km to the north, ``gap_m`` apart."""
    parts = []
    for begin_m in (0.0, 2000.0 + gap_m):
        at_m = begin_m + 50.0 * np.arange(41)
        parts.append("".join(f'<trkpt lat="{at / M_PER_DEGREE:.7f}" lon="8"><ele>100</ele></trkpt>' for at in at_m))
    first, second = (f"<type>{kind}</type>" if kind else "" for kind in kinds)
    path = folder / "two.gpx"
    between = {"track": f"</trkseg></trk><trk>{second}<trkseg>", "segment": "</trkseg><trkseg>"}[joint]
    path.write_text(f"<gpx><trk>{first}<trkseg>{between.join(parts)}</trkseg></trk></gpx>", encoding="utf-8")
    return path


@pytest.mark.parametrize("joint", ["track", "segment"])
@given(gap_m=st.floats(1.0, 20_000.0))
def test_no_line_is_invented_between_ways_that_do_not_meet(
    tmp_path_factory: pytest.TempPathFactory, joint: str, gap_m: float
) -> None:
    path = tracks(tmp_path_factory.mktemp("course"), gap_m, joint)
    if gap_m < GAP_M - 1.0:
        assert read_course(path).distance_m[-1] == pytest.approx(4000.0 + gap_m, rel=1e-3)
    elif gap_m > GAP_M + 1.0:
        with pytest.raises(InputError, match=r"two\.gpx holds 2 ways that do not meet \(2\.0 km, 2\.0 km\)"):
            read_course(path)


@pytest.mark.parametrize(
    ("kinds", "sport"),
    [(("cycling", ""), "cycling"), (("", ""), "unknown"), (("9", "running"), "running"), (("kayak", "kayak"), "unknown")],
)
def test_the_sport_is_read_as_of_an_activity(tmp_path: Path, kinds: tuple[str, str], sport: str) -> None:
    assert read_course_file(tracks(tmp_path, 50.0, "track", kinds)).sport == sport


def test_a_course_of_two_sports_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"several sports \(cycling, running\)"):
        read_course(tracks(tmp_path, 50.0, "track", ("cycling", "running")))


def test_a_route_has_a_sport_too(tmp_path: Path) -> None:
    path = written(tmp_path, [100.0] * 50, kind="rte")
    path.write_text(path.read_text(encoding="utf-8").replace("<rte>", "<rte><type>hiking</type>"), encoding="utf-8")
    assert read_course_file(path).sport == "hiking"


@pytest.mark.parametrize(("sports", "sport"), [((CYCLING, 8), "mountain_biking"), ((CYCLING, 0), "cycling"), (None, "unknown")])
def test_the_sport_of_a_fit_course_is_read(tmp_path: Path, sports: tuple[int, int] | None, sport: str) -> None:
    writer = FitWriter()
    file_id(writer, kind=6)
    if sports is not None:
        writer.define(13, COURSE, [(4, 1, ENUM), (7, 1, ENUM)])
        writer.data(13, "BB", *sports)
    records(writer, range(120))
    (tmp_path / "way.fit").write_bytes(writer.finish())
    assert read_course_file(tmp_path / "way.fit").sport == sport
    taken = course_of(tmp_path / "way.fit")
    assert (taken.sport, taken.sport_by) == ((sport, "file") if sports else ("running", "assumed"))
    assert course_of(tmp_path / "way.fit", "hiking").sport_by == "said"
