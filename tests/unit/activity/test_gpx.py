"""GPX files: offsets, extensions of any namespace, points without position or time, routes, several tracks."""

from __future__ import annotations

from datetime import timedelta, timezone

import activity_files as made
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp.activity.read import read_activity_bytes
from uncramp.activity.samples import Samples
from uncramp.errors import ActivityFileError


def read(data: bytes) -> Samples:
    return read_activity_bytes(data, "made.gpx")


def kinds(samples: Samples) -> set[str]:
    return {repair.kind for repair in samples.repairs}


def track(points: str, kind: str = "running") -> str:
    return f"<trk><type>{kind}</type><trkseg>{points}</trkseg></trk>"


def test_a_healthy_track_arrives() -> None:
    samples = read(made.gpx_file())
    assert (samples.source_format, samples.device, samples.start) == ("gpx", "Test watch", made.START)
    assert [(leg.sport, leg.start_s, leg.end_s) for leg in samples.legs] == [("running", 0.0, 119.0)]
    np.testing.assert_array_equal(samples.heart_rate_bpm, 150 + np.arange(120) % 5)
    np.testing.assert_array_equal(samples.device_c, 28.0)
    np.testing.assert_array_equal(samples.power_w, 250.0)
    np.testing.assert_array_equal(samples.altitude_m, 600.5)
    np.testing.assert_allclose(samples.cadence_hz, 85 * 2 / 60)
    np.testing.assert_allclose(samples.longitude_deg, 7.0 + np.arange(120) * 4e-5, atol=1e-6)
    assert samples.repairs == ()


@given(st.integers(-14 * 60, 14 * 60))
def test_any_offset_means_the_same_moment(minutes: int) -> None:
    zone = timezone(timedelta(minutes=minutes))
    points = (made.gpx_point(second, time=f"<time>{made.iso(second, zone)}</time>") for second in range(5))
    samples = read(made.gpx_file(points))
    assert samples.start == made.START
    np.testing.assert_array_equal(samples.elapsed_s, np.arange(5))
    assert samples.repairs == ()


def test_times_without_zone_are_taken_as_utc_visibly() -> None:
    samples = read(made.gpx_file(made.gpx_point(second, time=f"<time>{made.iso(second, None)}</time>") for second in range(5)))
    assert samples.start == made.START
    assert kinds(samples) == {"no_time_zone"}


@pytest.mark.parametrize("prefix", ["ns3", "gpxtpx", "x"])
def test_extensions_are_known_by_name_whatever_the_namespace(prefix: str) -> None:
    extension = (
        f'<{prefix}:T xmlns:{prefix}="urn:any"><{prefix}:HR>151</{prefix}:HR><{prefix}:watts>90</{prefix}:watts></{prefix}:T>'
    )
    samples = read(made.gpx_file(made.gpx_point(second, extension=extension) for second in range(5)))
    np.testing.assert_array_equal(samples.heart_rate_bpm, 151.0)
    np.testing.assert_array_equal(samples.power_w, 90.0)


def test_a_point_without_position_keeps_its_heart_rate() -> None:
    samples = read(made.gpx_file(made.gpx_point(second, position="" if second == 7 else None) for second in range(20)))
    assert samples.records_count == 20
    assert np.isnan(samples.latitude_deg[7])
    assert samples.heart_rate_bpm[7] == 152.0
    assert kinds(samples) == {"no_position"}


@pytest.mark.parametrize("value", ["NaN", "inf", "-inf", "abc", "1e999", "", "1_0"])
def test_coordinates_that_are_no_numbers_are_left_out(value: str) -> None:
    points = (made.gpx_point(second, position=f'lat="{value}" lon="7"' if second == 3 else None) for second in range(10))
    samples = read(made.gpx_file(points))
    assert np.isnan(samples.latitude_deg[3])
    assert np.isfinite(samples.latitude_deg[[2, 4]]).all()
    assert "not_a_number" in kinds(samples)


@pytest.mark.parametrize(("latitude", "longitude"), [(0, 0), (91, 7), (46, 200), (-1e9, 7)])
def test_positions_that_are_none_on_earth_are_left_out(latitude: float, longitude: float) -> None:
    points = (
        made.gpx_point(second, position=f'lat="{latitude}" lon="{longitude}"' if second == 3 else None) for second in range(10)
    )
    samples = read(made.gpx_file(points))
    assert np.isnan(samples.latitude_deg[3])
    assert np.isnan(samples.longitude_deg[3])
    assert kinds(samples) == {"position_invalid"}


def test_points_without_time_among_others_are_dropped() -> None:
    samples = read(made.gpx_file(made.gpx_point(second, time="" if second < 4 else None) for second in range(20)))
    assert samples.records_count == 16
    assert kinds(samples) == {"no_time"}


def test_a_track_without_times_suggests_a_plan_of_its_length() -> None:
    with pytest.raises(ActivityFileError, match=r"uncramp why 3\.\d+km --time") as caught:
        read(made.gpx_file(made.gpx_point(second, time="") for second in range(1000)))
    assert "without times" in str(caught.value)


def test_a_route_is_no_activity() -> None:
    route = "<rte>" + "".join(f'<rtept lat="46.5" lon="{7 + step / 100}"/>' for step in range(10)) + "</rte>"
    with pytest.raises(ActivityFileError, match="a route"):
        read(made.gpx_file(body=route))


def test_segments_are_pauses() -> None:
    body = (
        "<trk><type>running</type><trkseg>" + "".join(map(made.gpx_point, range(60))) + "</trkseg><trkseg></trkseg><trkseg>"
        + "".join(map(made.gpx_point, range(300, 360))) + "</trkseg></trk>"
    )  # fmt: skip
    samples = read(made.gpx_file(body=body))
    assert samples.records_count == 120
    assert [(leg.start_s, leg.end_s) for leg in samples.legs] == [(0.0, 359.0)]
    (pause,) = samples.repairs
    assert (pause.kind, pause.count, pause.at_s) == ("pause", 1, 59.0)


def test_tracks_of_one_sport_are_one_leg_and_of_several_are_legs() -> None:
    first, second = "".join(map(made.gpx_point, range(60))), "".join(map(made.gpx_point, range(80, 140)))
    assert [leg.sport for leg in read(made.gpx_file(body=track(first) + track(second))).legs] == ["running"]
    legs = read(made.gpx_file(body=track(first, "cycling") + track(second))).legs
    assert [(leg.sport, leg.start_s, leg.end_s) for leg in legs] == [("cycling", 0.0, 80.0), ("running", 80.0, 139.0)]


@pytest.mark.parametrize("kinds", [("Hike", ""), ("", "Hike")])
def test_a_track_that_names_no_sport_has_that_of_the_others(kinds: tuple[str, str]) -> None:
    tracks = (
        track("".join(map(made.gpx_point, range(start, start + 60))), kind) for start, kind in zip((0, 80), kinds, strict=True)
    )
    assert [leg.sport for leg in read(made.gpx_file(body="".join(tracks))).legs] == ["hiking"]


def test_the_type_of_a_link_is_not_the_sport() -> None:
    points = "".join(map(made.gpx_point, range(10)))
    body = f"<wpt lat='1' lon='1'><type>cafe</type></wpt><trk><type>cycling</type><link href='x'><type>text/html</type></link><trkseg>{points}</trkseg></trk>"
    assert [leg.sport for leg in read(made.gpx_file(body=body)).legs] == ["cycling"]


@pytest.mark.parametrize("kind", ["", "jkljkl"])
def test_a_sport_without_a_row_is_unknown_and_said(kind: str) -> None:
    samples = read(made.gpx_file(kind=kind))
    assert samples.legs[0].sport == "unknown"
    assert kinds(samples) == {"sport_unknown"}


@given(st.integers(min_value=400, max_value=30_000))
def test_a_file_that_breaks_off_keeps_what_came_before(cut: int) -> None:
    whole = made.gpx_file()
    cut = min(cut, len(whole) - 1)
    try:
        samples = read(whole[:cut])
    except ActivityFileError as error:
        said = str(error)
        assert cut < 1300, "two points fit into 1300 bytes"
        assert "breaks off" in said or "one moment" in said
        return
    assert samples.recovered
    np.testing.assert_array_equal(samples.elapsed_s, np.arange(samples.records_count))
    assert samples.records_count >= cut // 400 - 3  # a point takes less than 400 bytes
    np.testing.assert_array_equal(samples.heart_rate_bpm, 150 + np.arange(samples.records_count) % 5)
