"""Every real file of the folder ``UNCRAMP_ACTIVITIES`` ends as this table says; the twins of its defects are in tests/unit/activity.

The table and the folder must name the same files: a file that is new gets its row here, with what is expected of it.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from uncramp.activity.read import read_activity
from uncramp.activity.samples import Samples
from uncramp.errors import ActivityFileError
from uncramp.units import elapsed_text


@dataclass(frozen=True)
class Expected:
    """What reading a file must give."""

    sports: str  # of the legs, in order
    records: int
    hours: float
    has: str = (
        ""  # columns with values: h heart rate, p power, s speed, d distance, a altitude, c cadence, g position, t device, k core
    )
    lacks: str = ""
    repairs: str = ""  # kinds, all of them
    recovered: bool = False
    indoor: bool = False


COLUMNS = {
    "h": "heart_rate_bpm", "p": "power_w", "s": "speed_m_s", "d": "distance_m", "a": "altitude_m", "c": "cadence_hz",
    "g": "latitude_deg", "t": "device_c", "k": "core_c",
}  # fmt: skip
TRIATHLON = "swimming transition cycling transition running"
E = Expected

SAMPLES = {
    "aaron__2019-05-11-144658-UBERDROID6944-216-1.fit": E("running", 5958, 1.68, "hsdacgt", "p", "pause"),
    "adriangibbons__road-cycling.fit": E("cycling", 4317, 1.90, "hsdagt", "pc"),
    "dtcooper__2019-02-17-062644-ELEMNT-297E-195-0.fit": E("cycling", 13471, 6.55, "hpsdacgt", "", "pause"),
    "dtcooper__activity-filecrc.fit": E("running", 14, 0.0, "sdag", "h", "crc_mismatch heart_rate_missing", recovered=True),
    "dtcooper__activity-large-fenxi2-multisport.fit": E(
        "unknown transition running transition running transition cycling", 24232, 6.84, "hsdacgt", "p",
        "sport_unknown out_of_order duplicate_time distance_restart distance_back",
    ),
    "dtcooper__activity-settings-corruptheader.fit": E("running", 14, 0.0, "sdag", "h", "trailing_bytes heart_rate_missing", recovered=True),
    "dtcooper__activity-unexpected-eof.fit": E("running", 14, 0.0, "sdag", "h", "truncated heart_rate_missing", recovered=True),
    "dtcooper__compressed-speed-distance.fit": E("running", 755, 1.08, "hsdc", "ag", "pause no_clock altitude_missing"),
    "dtcooper__coros-pace-2-cycling-misaligned-fields.fit": E("cycling", 11272, 3.53, "hsdag", "p", "pause heart_rate_sparse"),
    "dtcooper__developer-types-sample.fit": E("running", 3424, 0.95, "hpsdacg", "t"),
    "dtcooper__sample_mulitple_header.fit": E(TRIATHLON, 1773, 2.64, "hsdacg", "p", "heart_rate_stored"),
    "goldencheetah__4801048867.fit": E("cycling", 5159, 1.43, "hsdagt", "p"),
    "goldencheetah__activity_4801048867.gpx": E("cycling", 5159, 1.43, "hagt", "psd"),
    "goldencheetah__activity_4801048867.tcx": E("cycling", 5159, 1.43, "hsdag", "pt", "duplicate_time"),
    "jimmykane__batt.fit": E("cycling", 9305, 2.76, "hsdagt", "p", "pause"),
    "jimmykane__garmin-stamina.fit": E("running", 4488, 1.25, "hpsdacg", "t", "power_silent"),
    "jimmykane__suunto-weight.fit": E("strength", 4803, 1.33, "hat", "psdg", "heart_rate_sparse", indoor=True),
    "jimmykane__user_metrics_extended.fit": E("mountain_biking", 12368, 3.44, "hsdagt", "p"),
    "nick2bad4u__Virtual_Zwift_Climb_Portal_Cauberg_at_100_Elevation_in_Watopia_12_miles.fit": E(
        "indoor_cycling", 3365, 0.93, "hpsdc", "ag", "virtual_position heart_rate_invalid", indoor=True
    ),
    "nick2bad4u___Fenton_Michigan_Saturday_Afternoon_Ride_25_45_miles.fit": E(
        "cycling", 5801, 1.80, "hpsdacgtk", "", "developer_field pause"
    ),
    "roznet__activity_2477200414.fit": E("running", 2904, 0.84, "hpsdacgt", "k", "developer_field power_silent"),
    "roznet__activity_2944936628.fit": E("trail_running", 7969, 2.35, "hpsdacgt", "k", "developer_field power_silent pause"),
    "roznet__track_cs_1451.fit": E(TRIATHLON, 3942, 3.55, "hsdacgt", "p", "heart_rate_stored"),
    "roznet__track_cs_1525.fit": E("swimming", 1926, 0.53, "sdct", "hag", "heart_rate_missing"),
    "stadelmanma__hrv-activity.fit": E("indoor_cycling", 1072, 0.30, "hpsdct", "ag", "", indoor=True),
    "tkrajina__korita-zbevnica.gpx": E("unknown", 513, 3.72, "ag", "hpsdct", "sport_unknown no_time pause heart_rate_missing"),
    "tkrajina__track-with-empty-segment.gpx": E("unknown", 9, 0.02, "ag", "h", "sport_unknown heart_rate_missing"),
    "tormoder__garmin.fit": E("cycling", 8823, 2.81, "hpsdacgt", "", "pause"),
    "vkurup__no_hr.tcx": E("running", 384, 0.55, "dag", "hs", "heart_rate_missing"),
    "vkurup__test.tcx": E("running", 384, 0.55, "hdag", "s"),
}  # fmt: skip

ERRORS = {
    "opentracksapp__gpx_timezone.gpx": "one moment only",  # a single point
    "roznet__activity_2477200414.json": "Garmin Connect",
    "tdda__export6s3sample.xml": "Apple Health",
}


def folder() -> Path:
    """The folder of real files; without it the test fails and says how to run it."""
    place = os.environ.get("UNCRAMP_ACTIVITIES", "")
    if not place:
        pytest.fail("UNCRAMP_ACTIVITIES names no folder. Set it to the folder of shared activity files (with its MANIFEST.md).")
    if not Path(place).is_dir():
        pytest.fail(f"UNCRAMP_ACTIVITIES is {place!r}, which is no folder.")
    return Path(place)


def found(samples: Samples) -> str:
    columns = "".join(letter for letter, name in COLUMNS.items() if np.isfinite(getattr(samples, name)).any())
    kinds = " ".join(dict.fromkeys(one.kind for one in samples.repairs)) or "no repairs"
    sports = " ".join(leg.sport for leg in samples.legs)
    return f"{samples.records_count:6,} samples {elapsed_text(samples.elapsed_s[-1])} {columns:9} {sports}; {kinds}"


def test_the_table_and_the_folder_name_the_same_files() -> None:
    there = {path.name for path in folder().iterdir() if path.is_file() and path.name != "MANIFEST.md"}
    table = set(SAMPLES) | set(ERRORS)
    assert there - table == set(), "files without a row in the table"
    assert table - there == set(), "rows without a file in the folder"


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_a_real_file_gives_what_the_table_says(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    expected = SAMPLES[name]
    samples = read_activity(folder() / name)
    with capsys.disabled():
        print(f"\n  {name[:60]:60} {found(samples)}", end="")
    assert " ".join(leg.sport for leg in samples.legs) == expected.sports
    assert samples.records_count == pytest.approx(expected.records, rel=0.002)
    assert samples.elapsed_s[-1] / 3600.0 == pytest.approx(expected.hours, abs=0.006)
    assert {one.kind for one in samples.repairs} == set(expected.repairs.split())
    assert samples.recovered == expected.recovered
    assert samples.indoor == expected.indoor
    for letter in expected.has:
        assert np.isfinite(getattr(samples, COLUMNS[letter])).any(), COLUMNS[letter]
    for letter in expected.lacks:
        assert np.isnan(getattr(samples, COLUMNS[letter])).all(), COLUMNS[letter]
    assert (np.diff(samples.elapsed_s) > 0.0).all()
    assert (np.diff(samples.distance_m[np.isfinite(samples.distance_m)]) >= 0.0).all()


@pytest.mark.parametrize("name", sorted(ERRORS))
def test_a_real_file_without_an_activity_says_what_it_is(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ActivityFileError, match=ERRORS[name]) as caught:
        read_activity(folder() / name)
    with capsys.disabled():
        print(f"\n  {name[:60]:60} refused: {str(caught.value).removeprefix(name + ': ')[:80]}", end="")


def test_one_ride_in_three_formats_is_one_ride() -> None:
    fit, tcx, gpx = (
        read_activity(folder() / name)
        for name in (
            "goldencheetah__4801048867.fit",
            "goldencheetah__activity_4801048867.tcx",
            "goldencheetah__activity_4801048867.gpx",
        )
    )
    for other in (tcx, gpx):
        assert other.start == fit.start
        np.testing.assert_array_equal(other.elapsed_s, fit.elapsed_s)
        both = np.isfinite(fit.latitude_deg) & np.isfinite(other.latitude_deg)
        assert both.mean() > 0.99
        np.testing.assert_allclose(other.latitude_deg[both], fit.latitude_deg[both], atol=1e-5)
        both = np.isfinite(fit.heart_rate_bpm) & np.isfinite(other.heart_rate_bpm)
        assert both.mean() > 0.95
        np.testing.assert_array_equal(other.heart_rate_bpm[both], fit.heart_rate_bpm[both])
