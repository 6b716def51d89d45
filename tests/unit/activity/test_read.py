"""The door: told by content, packed or not, refused with a reason and a way out."""

from __future__ import annotations

import gzip
import hashlib
import socket
import zipfile
from io import BytesIO
from pathlib import Path

import activity_files as made
import numpy as np
import pytest

from uncramp.activity import read as door
from uncramp.activity.read import read_activity, read_activity_bytes
from uncramp.errors import ActivityFileError

HEALTHY = {"fit": made.fit_file(), "tcx": made.tcx_file(), "gpx": made.gpx_file()}


@pytest.mark.parametrize("name", ["a.fit", "a.gpx", "a.tcx", "a.jpg", "noext"])
@pytest.mark.parametrize("form", sorted(HEALTHY))
def test_the_content_tells_the_format_not_the_name(form: str, name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(HEALTHY[form])
    samples = read_activity(path)
    assert samples.source_format == form
    assert samples.records_count == 120
    assert samples.sha256 == hashlib.sha256(HEALTHY[form]).hexdigest()


@pytest.mark.parametrize("form", sorted(HEALTHY))
def test_gzip_is_unpacked(form: str) -> None:
    samples = read_activity_bytes(gzip.compress(HEALTHY[form]), "a.gz")
    assert samples.records_count == 120
    assert not samples.recovered


def test_gzip_of_several_members_is_joined() -> None:
    data = HEALTHY["fit"]
    assert read_activity_bytes(gzip.compress(data[:1000]) + gzip.compress(data[1000:]), "a.gz").repairs == ()


def test_a_cut_gzip_keeps_what_could_be_unpacked() -> None:
    packed = gzip.compress(made.fit_file(600, lambda second, values: values.__setitem__(4, 60 + second * 7919 % 120)))
    samples = read_activity_bytes(packed[: len(packed) // 2], "a.gz")
    assert 100 < samples.records_count < 600
    assert {"gzip_truncated", "truncated"} <= {repair.kind for repair in samples.repairs}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
@pytest.mark.parametrize("form", ["tcx", "gpx"])
def test_xml_in_other_encodings_is_read(form: str, encoding: str) -> None:
    text = HEALTHY[form].decode().replace('encoding="UTF-8"', 'encoding="UTF-16"' if encoding == "utf-16" else 'encoding="UTF-8"')
    assert read_activity_bytes(text.encode(encoding), "a").records_count == 120


def zipped() -> bytes:
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("a.fit", HEALTHY["fit"])
    return archive.getvalue()


OTHERS = {
    "empty": (b"", "empty.*Copy it again"),
    "zip": (zipped(), "zip archive.*Unpack"),
    "twice_packed": (gzip.compress(gzip.compress(HEALTHY["fit"])), "packed twice"),
    "packed_nothing": (gzip.compress(b""), "empty"),
    "connect_json": (b'{"activityId": 1, "summaryDTO": {"distance": 1}}', "Garmin Connect.*FIT file"),
    "json": (b'[{"a": 1}]', "JSON.*--weather"),
    "apple": (b'<?xml version="1.0"?><!DOCTYPE HealthData [<!ELEMENT HealthData (a)>]><HealthData/>', "Apple Health"),
    "apple_without_type": (b"<HealthData locale='en'/>", "Apple Health"),
    "page": (b"<!DOCTYPE html><html><body>log in</body></html>", "web page.*login"),
    "kml": (b"<kml xmlns='http://www.opengis.net/kml/2.2'/>", "KML"),
    "other_xml": (b"<note/>", "<note>.*expected"),
    "side_file": (b"\x00\x05\x16\x07" + bytes(100), "macOS"),
    "zeros": (bytes(4000), "all zero"),
    "noise": (b"\x89PNG\r\n", "neither FIT, TCX nor GPX"),
    "broken_xml": (b"<", "cannot be read|no element"),
}


@pytest.mark.parametrize("name", sorted(OTHERS))
def test_what_is_no_activity_is_called_by_its_name(name: str) -> None:
    data, expected = OTHERS[name]
    with pytest.raises(ActivityFileError, match=expected) as caught:
        read_activity_bytes(data, "folder_name.fit")
    assert str(caught.value).startswith("folder_name.fit: ")


def test_missing_files_and_folders_are_said(tmp_path: Path) -> None:
    for path, expected in ((tmp_path / "none.fit", "No such file"), (tmp_path, "is a folder")):
        with pytest.raises(ActivityFileError, match=expected):
            read_activity(path)
    with pytest.raises(ActivityFileError, match="no path"):
        read_activity("a\0b.fit")


def test_large_files_are_refused_by_size(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(door, "FILE_LIMIT", 5000)
    path = tmp_path / "a.fit"
    path.write_bytes(made.fit_file(1000))
    with pytest.raises(ActivityFileError, match="holds more than"):
        read_activity(path)


def test_too_many_samples_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("uncramp.activity.recorded.ROWS_LIMIT", 100)
    for data in HEALTHY.values():
        with pytest.raises(ActivityFileError, match="more than 100 samples"):
            read_activity_bytes(data, "a")


def entities() -> str:
    levels = "".join(f'<!ENTITY {chr(98 + level)} "{f"&{chr(97 + level)};" * 10}">' for level in range(9))
    return f'<!DOCTYPE gpx [<!ENTITY a "lol">{levels}]><gpx creator="&j;"><trk><trkpt lat="1" lon="1"><time>&j;</time></trkpt></trk></gpx>'


HOSTILE = {
    "billion_laughs": entities(),
    "quadratic": f'<!DOCTYPE gpx [<!ENTITY a "{"x" * 50_000}">]><gpx>{"&a;" * 30_000}</gpx>',
    "external_file": '<!DOCTYPE gpx [<!ENTITY x SYSTEM "file:///etc/passwd">]><gpx creator="a"><trk><type>&x;</type></trk></gpx>',
    "external_type": '<!DOCTYPE TrainingCenterDatabase SYSTEM "http://127.0.0.1:PORT/a.dtd"><TrainingCenterDatabase/>',
    "parameter_entity": '<!DOCTYPE gpx [<!ENTITY % p SYSTEM "http://127.0.0.1:PORT/a.dtd"> %p;]><gpx/>',
    "empty_type": "<!DOCTYPE gpx><gpx/>",
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_any_document_type_is_refused_and_nothing_is_fetched(name: str, encoding: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        data = HOSTILE[name].replace("PORT", str(server.getsockname()[1])).encode(encoding)
        with pytest.raises(ActivityFileError, match="document type"):
            read_activity_bytes(data, "a.gpx")
        with pytest.raises(TimeoutError):  # nobody came
            server.accept()


def test_an_entity_nobody_declared_ends_the_file() -> None:
    data = made.gpx_file([*map(made.gpx_point, range(30)), "&passwords;", *map(made.gpx_point, range(30, 60))])
    samples = read_activity_bytes(data, "a.gpx")
    assert samples.records_count == 30
    assert samples.recovered


@pytest.mark.parametrize(("depth", "fits"), [(40, True), (200_000, False)])
def test_deep_nesting_is_refused(depth: int, fits: bool) -> None:
    data = made.gpx_file(body="<trk>" + "<a>" * depth + "</a>" * depth + "".join(map(made.gpx_point, range(5))) + "</trk>")
    if fits:
        assert read_activity_bytes(data, "a.gpx").records_count == 5
    else:
        with pytest.raises(ActivityFileError, match="nested"):
            read_activity_bytes(data, "a.gpx")


@pytest.mark.parametrize("size", [30_000_000, 150_000_000])
def test_a_gzip_bomb_is_stopped(size: int) -> None:
    with pytest.raises(ActivityFileError, match="grows beyond"):
        read_activity_bytes(gzip.compress(b"<gpx>" + bytes(size), compresslevel=9), "a.gz")


def test_bytes_before_the_header_are_left_out() -> None:
    samples = read_activity_bytes(bytes(100) + HEALTHY["fit"], "a.fit")
    assert samples.records_count == 120
    assert [repair.kind for repair in samples.repairs] == ["trailing_bytes"]


def test_many_chained_headers_are_read_up_to_a_limit() -> None:
    tiny = made.FitWriter().finish()
    samples = read_activity_bytes(HEALTHY["fit"] + tiny * 300, "a.fit")
    assert samples.records_count == 120
    assert samples.recovered


def test_all_three_formats_give_the_same_run() -> None:
    fit, tcx, gpx = (read_activity_bytes(HEALTHY[form], form) for form in ("fit", "tcx", "gpx"))
    for other in (tcx, gpx):
        assert other.start == fit.start
        assert [leg.sport for leg in other.legs] == [leg.sport for leg in fit.legs]
        np.testing.assert_array_equal(other.elapsed_s, fit.elapsed_s)
        np.testing.assert_allclose(other.longitude_deg, fit.longitude_deg, atol=1e-6)
        np.testing.assert_allclose(other.cadence_hz, fit.cadence_hz)
        np.testing.assert_array_equal(other.power_w, fit.power_w)
