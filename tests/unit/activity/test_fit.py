"""FIT files: what is in them arrives, and each defect that real files have leaves the good part."""

from __future__ import annotations

import math
import struct

import activity_files as made
import fitdecode.utils
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from uncramp.activity.fit import _device_name
from uncramp.activity.fit_chain import checksum
from uncramp.activity.read import read_activity_bytes
from uncramp.activity.samples import Samples
from uncramp.errors import ActivityFileError


def read(data: bytes) -> Samples:
    return read_activity_bytes(data, "made.fit")


def kinds(samples: Samples) -> set[str]:
    return {repair.kind for repair in samples.repairs}


def same_rows(samples: Samples, whole: Samples) -> None:
    """``samples`` are the first rows of ``whole``, value for value."""
    count = samples.records_count
    for name in (
        "elapsed_s",
        "heart_rate_bpm",
        "power_w",
        "speed_m_s",
        "distance_m",
        "altitude_m",
        "latitude_deg",
        "longitude_deg",
    ):
        np.testing.assert_array_equal(getattr(samples, name), getattr(whole, name)[:count])


@given(st.binary(max_size=3000))
@settings(max_examples=60, deadline=None)
def test_the_check_sum_is_that_of_the_protocol(data: bytes) -> None:
    assert checksum(data) == (fitdecode.utils.compute_crc(data) if data else 0)


@given(
    seconds=st.integers(2, 40),
    heart_rate=st.integers(25, 240),
    power=st.integers(0, 3000),
    speed=st.integers(0, 12000),
    altitude=st.integers(0, 40000),
    device=st.integers(-30, 70),
    latitude=st.floats(-89.9, 89.9),
)
@settings(max_examples=40, deadline=None)
def test_every_value_arrives_in_its_unit(
    seconds: int, heart_rate: int, power: int, speed: int, altitude: int, device: int, latitude: float
) -> None:
    def change(_: int, values: list[int]) -> None:
        values[1] = round(latitude * made.SEMICIRCLES)
        values[3], values[4], values[7], values[8], values[9] = altitude, heart_rate, speed, power, device

    samples = read(made.fit_file(seconds, change))
    assert samples.records_count == samples.expected_records == seconds
    assert samples.start == made.START
    np.testing.assert_array_equal(samples.elapsed_s, np.arange(seconds))
    np.testing.assert_array_equal(samples.heart_rate_bpm, heart_rate)
    np.testing.assert_array_equal(samples.power_w, power)
    np.testing.assert_allclose(samples.speed_m_s, speed / 1000.0)
    np.testing.assert_allclose(samples.altitude_m, altitude / 5.0 - 500.0)
    np.testing.assert_array_equal(samples.device_c, device)
    np.testing.assert_allclose(samples.latitude_deg, latitude, atol=1e-7)
    np.testing.assert_allclose(samples.distance_m, 3.0 * np.arange(seconds))
    assert samples.repairs == ()
    assert not samples.recovered


def test_a_healthy_run_has_its_device_and_sport() -> None:
    samples = read(made.fit_file())
    assert samples.device == "Garmin edge 530"
    assert [(leg.sport, leg.start_s, leg.end_s) for leg in samples.legs] == [("running", 0.0, 119.0)]
    np.testing.assert_allclose(samples.cadence_hz, 85 * 2 / 60.0)  # strides in, steps of both feet out


@pytest.mark.parametrize(
    ("manufacturer", "product", "device"),
    [
        ("garmin", "edge_530", "Garmin edge 530"),
        ("wahoo_fitness", 31, "Wahoo fitness 31"),
        ("development", 1, ""),  # software without a maker's number of its own
        ("development", "Some app", "Some app"),
        (None, 1, ""),
        (None, None, ""),
        ("coros", 0, "Coros"),
    ],
)
def test_a_device_is_named_as_far_as_the_file_knows_it(manufacturer: object, product: object, device: str) -> None:
    assert _device_name(manufacturer, product) == device


def test_cycling_cadence_counts_turns() -> None:
    np.testing.assert_allclose(read(made.fit_file(sport=made.CYCLING)).cadence_hz, 85 / 60.0)


@pytest.mark.parametrize("header_size", [12, 14])
def test_old_headers_and_headers_without_a_sum_are_legal(header_size: int) -> None:
    assert read(made.fit_writer().finish(header_size=header_size, header_sum=False)).repairs == ()


def test_big_endian_files_read_the_same() -> None:
    same_rows(read(made.fit_writer(order=">").finish()), read(made.fit_file()))


def test_a_wrong_check_sum_keeps_everything_and_says_so() -> None:
    samples = read(made.fit_writer().finish(sum_change=1))
    same_rows(samples, read(made.fit_file()))
    assert samples.records_count == 120
    assert kinds(samples) == {"crc_mismatch"}
    assert samples.recovered


@given(st.integers(20, 4000))
@settings(max_examples=60, deadline=None)
def test_a_file_cut_anywhere_keeps_what_came_before(cut: int) -> None:
    whole = made.fit_file()
    cut = min(cut, len(whole) - 1)
    try:
        samples = read(whole[:cut])
    except ActivityFileError as error:
        said = str(error)
        assert cut < 250, "two records fit into 250 bytes"
        assert "cut off" in said or "one moment" in said
        return
    same_rows(samples, read(whole))
    assert samples.recovered
    (lost,) = [repair for repair in samples.repairs if repair.kind == "truncated"]
    assert lost.count == len(whole) - cut
    assert samples.expected_records == pytest.approx(120, rel=0.35) or samples.records_count < 30


def test_a_message_that_nothing_defined_ends_the_good_part() -> None:
    samples = read(made.fit_undefined_message())
    assert samples.records_count == 60
    (lost,) = [repair for repair in samples.repairs if repair.kind == "undecodable"]
    assert lost.at_s == 59.0
    assert "0:00:59" in lost.text
    assert "byte" in lost.text
    assert samples.expected_records == pytest.approx(120, rel=0.15)
    assert "session_missing" in kinds(samples)


def test_a_second_file_with_a_broken_header_is_left_out() -> None:
    broken = bytearray(made.fit_file())
    broken[8:12] = b".FAT"
    samples = read(made.fit_file() + bytes(broken))
    assert samples.records_count == 120
    (lost,) = [repair for repair in samples.repairs if repair.kind == "trailing_bytes"]
    assert lost.count == len(broken)


@pytest.mark.parametrize("junk", [b"\0" * 7, b"END OF FILE" * 40])
def test_bytes_after_the_end_are_left_out(junk: bytes) -> None:
    samples = read(made.fit_file() + junk)
    assert samples.records_count == 120
    assert kinds(samples) == {"trailing_bytes"}


@pytest.mark.parametrize("size", [0, 17])
def test_a_watch_that_died_before_it_wrote_the_size_loses_nothing(size: int) -> None:
    samples = read(made.fit_writer().finish(size=size))
    same_rows(samples, read(made.fit_file()))
    assert samples.records_count == 120
    assert "header_size" in kinds(samples)


def test_chained_files_are_read_through() -> None:
    second = made.FitWriter()
    made.file_id(second)
    made.records(second, range(200, 260))
    made.session(second, 200, 60, made.CYCLING)
    samples = read(made.fit_file() + second.finish())
    assert samples.records_count == 180
    assert [(leg.sport, leg.start_s, leg.end_s) for leg in samples.legs] == [("running", 0.0, 119.0), ("cycling", 200.0, 259.0)]
    assert "pause" in kinds(samples)


def test_the_sessions_of_one_file_stay_legs() -> None:
    samples = read(made.fit_multisport())
    assert [(leg.sport, leg.start_s, leg.end_s) for leg in samples.legs] == [
        ("swimming", 0.0, 60.0), ("transition", 60.0, 120.0), ("cycling", 120.0, 179.0),
    ]  # fmt: skip
    assert (np.diff(samples.distance_m) >= 0.0).all()
    assert samples.distance_m[-1] == pytest.approx(3 * 59 * 3.0)
    assert kinds(samples) == {"distance_restart"}


def test_sessions_may_stand_before_the_records() -> None:
    writer = made.FitWriter()
    made.file_id(writer)
    made.session(writer, 0, 60, made.CYCLING)
    made.records(writer, range(60))
    assert [leg.sport for leg in read(writer.finish()).legs] == ["cycling"]


def test_times_in_message_headers_are_put_together() -> None:
    samples = read(made.fit_compressed())
    np.testing.assert_array_equal(samples.elapsed_s, np.arange(0, 300, 5))
    np.testing.assert_allclose(samples.speed_m_s[1:], 3.0)
    np.testing.assert_allclose(samples.distance_m[1:], 3.0 * np.arange(5, 300, 5), atol=1 / 16)


@pytest.mark.parametrize("event_s", [100.25, 3.9, 70000.0])
def test_heart_rates_of_the_strap_come_to_their_second(event_s: float) -> None:
    samples = read(made.fit_heart_messages(event_s))
    np.testing.assert_allclose(samples.heart_rate_bpm[1:], np.arange(130, 138), atol=0.01)
    assert "heart_rate_stored" in kinds(samples)


@pytest.mark.parametrize(
    ("name", "unit", "raw", "column", "expected"),
    [
        ("core_temperature", "°C", 38.5, "core_c", 38.5),
        ("Est Core Temp", "", 101.3, "core_c", 38.5),
        ("CORE Body Temp", "F", 101.3, "core_c", 38.5),
        ("Core Temperature", "", 3850.0, "core_c", 38.5),
        ("skin_temperature", "C", 34.0, "skin_c", 34.0),
        ("Stryd Humidity", "%", 60.0, "humidity_frac", 0.6),
        ("Stryd Temperature", "C", 29.0, "air_c", 29.0),
        ("Air Temperature", "F", 86.0, "air_c", 30.0),
        ("Power", "Watts", 255.0, "power_w", 255.0),
        ("RP_Power", "W", 255.0, "power_w", 255.0),
    ],
)
def test_developer_fields_that_matter_are_used(name: str, unit: str, raw: float, column: str, expected: float) -> None:
    samples = read(made.fit_developer(name, unit, lambda second: raw if second >= 3 else 0.0))
    values = getattr(samples, column)
    np.testing.assert_allclose(values[3:], expected, rtol=1e-4)
    assert np.isnan(values[:3]).all()  # zeros before the sensor speaks
    (used,) = [repair for repair in samples.repairs if repair.kind == "developer_field"]
    assert name in used.text
    assert used.at_s == 3.0


@pytest.mark.parametrize("name", ["core_data_quality", "Form Power", "Leg Spring Stiffness", "target_power"])
def test_other_developer_fields_are_not(name: str) -> None:
    samples = read(made.fit_developer(name, "", lambda _: 38.0))
    for column in ("core_c", "skin_c", "air_c", "humidity_frac", "power_w"):
        assert np.isnan(getattr(samples, column)).all()


def test_a_core_temperature_that_is_none_is_refused_visibly() -> None:
    samples = read(made.fit_developer("core_temperature", "C", lambda _: 17.0))
    assert np.isnan(samples.core_c).all()
    assert "developer_field_unused" in kinds(samples)


def test_an_app_without_an_id_still_has_its_field() -> None:
    assert np.isfinite(read(made.fit_developer("core_temperature", "C", lambda _: 38.0, application=False)).core_c).all()


def test_the_core_temperature_of_the_watch_itself_is_read() -> None:
    writer = made.FitWriter()
    made.file_id(writer)
    writer.define(0, made.RECORD, [(253, 4, made.UINT32), (139, 2, made.UINT16)])
    for second in range(10):
        writer.data(0, "IH", made.START_FIT + second, 3871)
    np.testing.assert_allclose(read(writer.finish()).core_c, 38.71)


def test_enhanced_speed_and_altitude_are_read() -> None:
    writer = made.FitWriter()
    made.file_id(writer)
    writer.define(0, made.RECORD, [(253, 4, made.UINT32), (73, 4, made.UINT32), (78, 4, made.UINT32)])
    for second in range(10):
        writer.data(0, "III", made.START_FIT + second, 8250, (1234 + 500) * 5)
    samples = read(writer.finish())
    np.testing.assert_allclose(samples.speed_m_s, 8.25)
    np.testing.assert_allclose(samples.altitude_m, 1234.0)


def test_fields_of_odd_sizes_do_not_stop_the_file() -> None:
    samples = read(made.fit_odd_sizes())
    assert samples.records_count == 60
    np.testing.assert_array_equal(samples.heart_rate_bpm, 150.0)


def test_a_treadmill_run_keeps_its_heart_rate() -> None:
    samples = read(made.fit_treadmill())
    assert np.isfinite(samples.heart_rate_bpm).all()
    assert np.isnan(samples.latitude_deg).all()
    assert samples.indoor
    assert samples.legs[0].sport == "treadmill_running"
    assert samples.repairs == ()


def test_a_virtual_ride_has_no_place_on_earth() -> None:
    samples = read(made.fit_file(sport=made.CYCLING, sub_sport=58))
    assert np.isnan(samples.latitude_deg).all()
    assert np.isnan(samples.altitude_m).all()
    assert np.isfinite(samples.power_w).all()
    assert samples.indoor
    assert kinds(samples) == {"virtual_position"}


@pytest.mark.parametrize(
    ("sport", "sub_sport", "ours", "kind"),
    [
        (1, 3, "trail_running", None), (2, 8, "mountain_biking", None), (4, 6, "indoor_cycling", None), (7, 0, "football", None),
        (10, 20, "strength", None), (12, 0, "cross_country_skiing", None), (17, 0, "hiking", None), (15, 14, "rowing", None),
        (3, 0, "transition", None), (41, 0, "unknown", "sport_unknown"), (0, 0, "unknown", "sport_unknown"),
        (99, 0, "unknown", "sport_unknown"), (21, 0, "cycling", "sport_approximated"), (2, 12, "unknown", "sport_unknown"),
    ],
)  # fmt: skip
def test_each_sport_has_one_name_or_says_that_it_has_none(sport: int, sub_sport: int, ours: str, kind: str | None) -> None:
    samples = read(made.fit_file(sport=sport, sub_sport=sub_sport))
    assert [leg.sport for leg in samples.legs] == [ours]
    assert (kinds(samples) & {"sport_unknown", "sport_approximated"}) == ({kind} if kind else set())


def test_a_clock_that_was_never_set_gives_no_date() -> None:
    def since_power_on(second: int, values: list[int]) -> None:
        values[0] = 5000 + second

    samples = read(made.fit_file(change=since_power_on))
    assert samples.start is None
    assert samples.records_count == 120
    assert "no_clock" in kinds(samples)


def test_heart_rates_that_are_none_are_left_out_with_their_place() -> None:
    def flawed(second: int, values: list[int]) -> None:
        if second in {40, 41, 90}:
            values[4] = {40: 0, 41: 250, 90: 10}[second]

    samples = read(made.fit_file(change=flawed))
    assert np.isnan(samples.heart_rate_bpm[[40, 41, 90]]).all()
    (left_out,) = samples.repairs
    assert (left_out.kind, left_out.count, left_out.at_s) == ("heart_rate_invalid", 3, 40.0)


@pytest.mark.parametrize(("data", "word"), [(made.fit_course(), "course"), (made.fit_settings(), "settings")])
def test_fit_files_that_are_no_activity_say_what_they_are(data: bytes, word: str) -> None:
    with pytest.raises(ActivityFileError, match=word):
        read(data)


def test_an_activity_without_a_sample_says_so() -> None:
    writer = made.FitWriter()
    made.file_id(writer)
    made.session(writer, 0, 60)
    with pytest.raises(ActivityFileError, match="no recorded sample"):
        read(writer.finish())


def test_a_file_cut_before_its_summary_takes_the_sport_from_a_lap() -> None:
    writer = made.FitWriter()
    made.file_id(writer)
    made.records(writer, range(30))
    writer.define(1, made.LAP, [(25, 1, made.ENUM), (39, 1, made.ENUM)])
    writer.data(1, "BB", made.CYCLING, 8)
    made.records(writer, range(30, 60))
    samples = read(writer.finish()[:-40])
    assert [leg.sport for leg in samples.legs] == ["mountain_biking"]
    assert {"truncated", "session_missing"} == kinds(samples)


def test_the_second_developer_field_for_one_thing_is_not_used_visibly() -> None:
    writer = made.FitWriter()
    made.file_id(writer)
    writer.define(1, made.DEVELOPER, [(3, 1, made.UINT8)])
    writer.data(1, "B", 0)
    writer.define(2, made.FIELD, [(0, 1, made.UINT8), (1, 1, made.UINT8), (2, 1, made.UINT8), (3, 32, made.STRING)])
    for number, name in ((7, b"Power"), (8, b"RP_Power")):
        writer.data(2, "BBB32s", 0, number, made.FLOAT32, name)
    writer.define(0, made.RECORD, [(253, 4, made.UINT32)], [(7, 4, 0), (8, 4, 0)])
    for second in range(10):
        writer.data(0, "Iff", made.START_FIT + second, 250.0, 300.0)
    made.session(writer, 0, 10)
    samples = read(writer.finish())
    np.testing.assert_array_equal(samples.power_w, 250.0)
    assert "RP_Power" in next(repair.text for repair in samples.repairs if repair.kind == "developer_field_unused")


def test_a_file_damaged_before_its_first_record_says_where() -> None:
    writer = made.FitWriter()
    made.file_id(writer)
    writer.data(9, "I", 0)
    made.records(writer, range(60))
    with pytest.raises(
        ActivityFileError, match=r"no recorded sample\. The file cannot be decoded from byte \d+ of [\d,]+ on\. Export"
    ):
        read(writer.finish())


def test_text_where_a_number_belongs_is_silence() -> None:
    writer = made.FitWriter()
    made.file_id(writer)
    writer.define(0, made.RECORD, [(253, 4, made.UINT32), (3, 4, made.STRING), (7, 4, made.UINT16)])
    for second in range(10):
        writer.data(0, "I4sHH", made.START_FIT + second, b"abc\0", 200, 300)
    samples = read(writer.finish())
    assert np.isnan(samples.heart_rate_bpm).all()
    np.testing.assert_array_equal(samples.power_w, 200.0)  # the first of several


def test_not_a_number_in_a_float_field_is_silence() -> None:
    samples = read(made.fit_developer("core_temperature", "C", lambda second: math.inf if second == 30 else 38.0))
    assert np.isnan(samples.core_c[30])
    assert struct.calcsize("<f") == 4
