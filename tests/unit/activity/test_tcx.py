"""TCX files: activities as legs, points without position, cadences, courses."""

from __future__ import annotations

import activity_files as made
import numpy as np
import pytest

from uncramp.activity.read import read_activity_bytes
from uncramp.activity.samples import Samples
from uncramp.errors import ActivityFileError


def read(data: bytes) -> Samples:
    return read_activity_bytes(data, "made.tcx")


def kinds(samples: Samples) -> set[str]:
    return {repair.kind for repair in samples.repairs}


def test_a_healthy_run_arrives() -> None:
    samples = read(made.tcx_file())
    assert (samples.source_format, samples.device, samples.start) == ("tcx", "Test watch", made.START)
    np.testing.assert_array_equal(samples.elapsed_s, np.arange(120))
    np.testing.assert_array_equal(samples.heart_rate_bpm, 150.0)
    np.testing.assert_array_equal(samples.power_w, 250.0)
    np.testing.assert_array_equal(samples.speed_m_s, 3.0)
    np.testing.assert_allclose(samples.distance_m, 3.0 * np.arange(120))
    np.testing.assert_allclose(samples.cadence_hz, 85 * 2 / 60)
    assert samples.repairs == ()


def test_points_without_position_keep_their_heart_rate() -> None:
    samples = read(made.tcx_file(made.tcx_activity(made.tcx_point(second, position=False) for second in range(20))))
    np.testing.assert_array_equal(samples.heart_rate_bpm, 150.0)
    assert np.isnan(samples.latitude_deg).all()


def test_a_run_without_heart_rate_says_so() -> None:
    samples = read(made.tcx_file(made.tcx_activity(made.tcx_point(second, heart_rate=None) for second in range(20))))
    assert kinds(samples) == {"heart_rate_missing"}


def test_several_activities_are_legs() -> None:
    ride = made.tcx_activity(map(made.tcx_point, range(60)), "Biking")
    run = made.tcx_activity(map(made.tcx_point, range(90, 150)))
    samples = read(made.tcx_file(ride + run))
    assert [(leg.sport, leg.start_s, leg.end_s) for leg in samples.legs] == [("cycling", 0.0, 90.0), ("running", 90.0, 149.0)]


def test_a_multisport_session_keeps_its_transition() -> None:
    points = ["".join(map(made.tcx_point, range(first, first + 30))) for first in (0, 30, 60)]
    inner = (
        f"<MultiSportSession><FirstSport>{made.tcx_activity([points[0]], 'Biking')}</FirstSport>"
        f"<NextSport><Transition><Track>{points[1]}</Track></Transition>{made.tcx_activity([points[2]])}</NextSport></MultiSportSession>"
    )
    assert [leg.sport for leg in read(made.tcx_file(inner)).legs] == ["cycling", "transition", "running"]


def test_activities_of_other_days_are_left_out_visibly() -> None:
    run = made.tcx_activity(map(made.tcx_point, range(60)))
    other = made.tcx_activity(made.tcx_point(second) for second in range(5 * 86_400, 5 * 86_400 + 40))
    samples = read(made.tcx_file(run + other))
    assert samples.records_count == 60
    (jump,) = [repair for repair in samples.repairs if repair.kind == "clock_jump"]
    assert jump.count == 40
    assert [leg.sport for leg in samples.legs] == ["running"]


def test_double_points_at_laps_are_merged() -> None:
    points = [*map(made.tcx_point, range(30)), *map(made.tcx_point, range(29, 60))]
    samples = read(made.tcx_file(made.tcx_activity(points)))
    assert samples.records_count == 60
    assert kinds(samples) == {"duplicate_time"}


def test_blanks_before_the_declaration_are_forgiven() -> None:
    assert read(b"          \n" + made.tcx_file()).records_count == 120


def test_a_sport_of_another_kind_is_unknown() -> None:
    samples = read(made.tcx_file(made.tcx_activity(map(made.tcx_point, range(30)), "Other")))
    assert samples.legs[0].sport == "unknown"
    assert kinds(samples) == {"sport_unknown"}


def test_a_course_is_no_activity() -> None:
    course = f"<Courses><Course><Name>x</Name><Track>{''.join(map(made.tcx_point, range(30)))}</Track></Course></Courses>"
    data = made.tcx_file().replace(b"<Activities>", course.encode() + b"<Activities>")
    assert read(data).records_count == 120  # beside an activity it does no harm
    empty = made.tcx_file("").replace(b"<Activities></Activities>", course.encode())
    with pytest.raises(ActivityFileError, match="course"):
        read(empty)


def test_a_summary_without_points_says_so() -> None:
    with pytest.raises(ActivityFileError, match="no recorded point"):
        read(made.tcx_file(made.tcx_activity([])))
