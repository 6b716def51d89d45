"""Every activity file ends as this table says: real ones, those of examples/, and generated twins of real ones and their defects.

The real files are those of the folder ``UNCRAMP_ACTIVITIES``; without it the others run alone, and the first test says so. Table
and folder must name the same files: a file that is new gets its row here, with what is expected of it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import activity_files as made
import numpy as np
import pytest

from uncramp.activity.read import read_activity
from uncramp.activity.samples import Samples
from uncramp.assess import assess, read_minutes
from uncramp.assessment import Assessment
from uncramp.cli.inputs import intake_for, read_inputs
from uncramp.errors import ActivityFileError
from uncramp.report.screen import Screen
from uncramp.report.terminal import why_view
from uncramp.report.wording import Wording
from uncramp.settings import SETTINGS
from uncramp.units import elapsed_text

EXAMPLES_FOLDER = Path(__file__).resolve().parents[2] / "examples"
REAL_FOLDER = os.environ.get("UNCRAMP_ACTIVITIES", "")
SIDECARS = {"athlete": "toml", "weather": "csv", "intake": "csv"}
NO_ACTIVITY = (
    "README.md", "MANIFEST.md", "hot_marathon.athlete.toml", "hot_marathon.cramps.txt", "hot_marathon.intake.csv",
    "hot_marathon.weather.csv",
)  # fmt: skip


@dataclass(frozen=True)
class Expected:
    """What reading a file must give."""

    sports: str  # of the legs, in order
    records: int
    hours: float
    has: str = ""  # columns with values, by the letters of COLUMNS
    lacks: str = ""
    repairs: str = ""  # kinds, all of them
    recovered: bool = False
    indoor: bool = False
    short: bool = False  # read, but refused by the assessment: not long enough


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
    "dtcooper__activity-filecrc.fit": E("running", 14, 0.0, "sdag", "h", "crc_mismatch heart_rate_missing", recovered=True, short=True),
    "dtcooper__activity-large-fenxi2-multisport.fit": E(
        "unknown transition running transition running transition cycling", 24232, 6.84, "hsdacgt", "p",
        "sport_unknown out_of_order duplicate_time distance_restart distance_back",
    ),
    "dtcooper__activity-settings-corruptheader.fit": E("running", 14, 0.0, "sdag", "h", "trailing_bytes heart_rate_missing", recovered=True, short=True),
    "dtcooper__activity-unexpected-eof.fit": E("running", 14, 0.0, "sdag", "h", "truncated heart_rate_missing", recovered=True, short=True),
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

EXAMPLES = {
    "easy_run.gpx": E("running", 901, 1.0, "hacgt", "psd"),
    "hilly_ride.tcx": E("cycling", 836, 3.01, "hpsdacg", "t"),
    "hot_marathon.fit": E("running", 13762, 3.835, "hsdacgt", "p"),
}

# what each twin says in words is held in tests/unit/activity
TWINS: dict[str, tuple[Callable[[], bytes], Expected]] = {
    "healthy.fit": (made.fit_file, E("running", 120, 0.033, "hpsdacgt")),
    "healthy.gpx": (made.gpx_file, E("running", 120, 0.033, "hpacgt", "sd")),
    "healthy.tcx": (
        lambda: made.tcx_file(made.tcx_activity(made.tcx_point(second, heart_rate=150 + second % 5) for second in range(120))),
        E("running", 120, 0.033, "hpsdacg", "t"),
    ),
    "multisport.fit": (made.fit_multisport, E("swimming transition cycling", 180, 0.05, "hpsdacgt", "", "distance_restart")),
    "compressed.fit": (made.fit_compressed, E("running", 60, 0.082, "hsd", "ag", "altitude_missing")),
    "heart_messages.fit": (made.fit_heart_messages, E("swimming", 9, 0.002, "hpsdacgt", "", "heart_rate_stored", short=True)),
    "odd_sizes.fit": (made.fit_odd_sizes, E("running", 60, 0.016, "h", "ga", "altitude_missing movement_missing")),
    "no_session.fit": (
        made.fit_undefined_message,
        E("unknown", 60, 0.016, "hpsdacgt", "", "session_missing sport_unknown undecodable", recovered=True),
    ),
    "truncated.fit": (
        lambda: made.fit_file()[:-400],
        E("unknown", 106, 0.029, "hpsdacgt", "", "session_missing sport_unknown truncated", recovered=True),
    ),
    "wrong_sum.fit": (
        lambda: made.fit_writer().finish(sum_change=1),
        E("running", 120, 0.033, "hpsdacgt", "", "crc_mismatch", recovered=True),
    ),
    "treadmill.fit": (made.fit_treadmill, E("treadmill_running", 120, 0.033, "hpsdct", "ag", indoor=True)),
    "developer.fit": (
        lambda: made.fit_developer("Core Temperature", "C", lambda second: 38.0),
        E("running", 60, 0.016, "hsk", "p", "altitude_missing developer_field"),
    ),
}
REFUSED_TWINS: dict[str, tuple[Callable[[], bytes], str]] = {
    "course.fit": (made.fit_course, "is a course"),
    "settings.fit": (made.fit_settings, "holds settings"),
    "one_point.gpx": (lambda: made.gpx_file([made.gpx_point(0)]), "one moment only"),
}

# folder, files with samples, files without
FOLDERS: dict[str, tuple[Path, Mapping[str, Expected], Mapping[str, str]]] = {"examples": (EXAMPLES_FOLDER, EXAMPLES, {})}
RIDES = [("healthy.fit", "healthy.tcx", "healthy.gpx")]
if REAL_FOLDER:
    FOLDERS["UNCRAMP_ACTIVITIES"] = (Path(REAL_FOLDER), SAMPLES, ERRORS)
    RIDES.append(
        ("goldencheetah__4801048867.fit", "goldencheetah__activity_4801048867.tcx", "goldencheetah__activity_4801048867.gpx")
    )
READ = {name: row for _, rows, _ in FOLDERS.values() for name, row in rows.items()} | {
    name: row for name, (_, row) in TWINS.items()
}
REFUSED = {name: said for _, _, rows in FOLDERS.values() for name, said in rows.items()} | {
    name: said for name, (_, said) in REFUSED_TWINS.items()
}


def path_of(name: str, folder: Path) -> Path:
    """Where a file of the tables is; a twin is written into ``folder`` first."""
    if name in TWINS or name in REFUSED_TWINS:
        make, _ = TWINS[name] if name in TWINS else REFUSED_TWINS[name]
        (folder / name).write_bytes(make())
        return folder / name
    return next(place / name for place, rows, refused in FOLDERS.values() if name in rows or name in refused)


def found(samples: Samples) -> str:
    columns = "".join(letter for letter, name in COLUMNS.items() if np.isfinite(getattr(samples, name)).any())
    kinds = " ".join(dict.fromkeys(one.kind for one in samples.repairs)) or "no repairs"
    sports = " ".join(leg.sport for leg in samples.legs)
    return f"{samples.records_count:6,} samples {elapsed_text(samples.elapsed_s[-1])} {columns:9} {sports}; {kinds}"


@pytest.mark.parametrize("name", FOLDERS)
def test_the_table_and_the_folder_name_the_same_files(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    place, rows, refused = FOLDERS[name]
    with capsys.disabled():
        print(f"\n  {name}: {place}" + ("" if REAL_FOLDER else "; UNCRAMP_ACTIVITIES is not set, so no real file is read"), end="")
    assert place.is_dir(), f"{name} is {str(place)!r}, which is no folder"
    there = {path.name for path in place.iterdir() if path.is_file() and path.name not in NO_ACTIVITY}
    table = set(rows) | set(refused)
    assert there - table == set(), "files without a row in the table"
    assert table - there == set(), "rows without a file in the folder"


@pytest.mark.parametrize("name", sorted(READ))
def test_a_file_gives_what_the_table_says(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    expected = READ[name]
    samples = read_activity(path_of(name, tmp_path))
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


@pytest.mark.parametrize("name", sorted(READ))
def test_a_file_gives_an_assessment_or_says_what_is_missing(name: str, tmp_path: Path) -> None:
    if READ[name].short:
        with pytest.raises(ActivityFileError, match=r"expected at least \d+ s"):
            assess(path_of(name, tmp_path), draws=8)
        return
    assessed = assess(path_of(name, tmp_path), draws=8)
    assert ((assessed.session_chance_frac >= 0.0) & (assessed.session_chance_frac <= 1.0)).all()
    assert assessed.causes
    assert_is_one_screen(assessed)


@pytest.mark.parametrize(
    "told", [[], ["calf:left@3:05:00"], ["calf:left@2:30:00", "hamstrings@2:46:40", "quadriceps@+20min"]], ids=len
)
def test_the_example_with_all_that_is_known_of_it_is_one_screen(told: list[str]) -> None:
    given = {setting.parameter: () if setting.repeated else setting.default for setting in SETTINGS.values()}
    given |= {name: str(EXAMPLES_FOLDER / f"hot_marathon.{name}.{ending}") for name, ending in SIDECARS.items()}
    inputs = read_inputs(given | {"cramped": told, "no_cramp": not told})
    _, minutes = read_minutes(EXAMPLES_FOLDER / "hot_marathon.fit")
    cramped = [cramp.event(minutes.duration_s) for cramp in inputs.cramped or ()]
    assessed = assess(
        EXAMPLES_FOLDER / "hot_marathon.fit", inputs.athlete, weather=inputs.weather, intake=intake_for(inputs, minutes.start),
        cramped=cramped, draws=40,
    )  # fmt: skip
    assert_is_one_screen(assessed)


def assert_is_one_screen(assessed: Assessment) -> None:
    """At every width, in either system of units, and with every caution that asks for care."""
    for width, lines, units in (
        (80, 46, "metric"),
        (80, 46, "imperial"),
        (100, 40, "metric"),
        (100, 40, "imperial"),
        (120, 40, "metric"),
    ):
        screen = [line.plain for line in why_view(assessed, Screen(width=width, units=units))]
        assert len(screen) <= lines, (width, units)
        assert max(map(len, screen)) <= width
        shown = " ".join(" ".join(screen).split())
        for caution in assessed.cautions:
            if caution.urgency != "note":
                assert " ".join(Wording(units).local(caution.text).split()) in shown


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_a_file_without_an_activity_says_what_it_is(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ActivityFileError, match=REFUSED[name]) as caught:
        read_activity(path_of(name, tmp_path))
    with capsys.disabled():
        print(f"\n  {name[:60]:60} refused: {str(caught.value).removeprefix(name + ': ')[:80]}", end="")


@pytest.mark.parametrize("ride", RIDES, ids=lambda ride: ride[0])
def test_one_ride_in_three_formats_is_one_ride(ride: tuple[str, str, str], tmp_path: Path) -> None:
    fit, tcx, gpx = (read_activity(path_of(name, tmp_path)) for name in ride)
    for other in (tcx, gpx):
        assert other.start == fit.start
        np.testing.assert_array_equal(other.elapsed_s, fit.elapsed_s)
        both = np.isfinite(fit.latitude_deg) & np.isfinite(other.latitude_deg)
        assert both.mean() > 0.99
        np.testing.assert_allclose(other.latitude_deg[both], fit.latitude_deg[both], atol=1e-5)
        both = np.isfinite(fit.heart_rate_bpm) & np.isfinite(other.heart_rate_bpm)
        assert both.mean() > 0.95
        np.testing.assert_array_equal(other.heart_rate_bpm[both], fit.heart_rate_bpm[both])
