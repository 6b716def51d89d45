"""An assessment as one JSON object: complete, without NaN, the same bytes each time, and never a folder's name."""

from __future__ import annotations

import dataclasses
import json
import math

import numpy as np
import pytest
from builders import build_assessment, build_causes
from hypothesis import given, settings
from hypothesis import strategies as st

from uncramp.names import CAUSES, MUSCLES
from uncramp.report.document import assessment_document, number, rows_document
from uncramp.report.schema import error_document, to_json
from uncramp.report.tables import SessionRow, session_row
from uncramp.why.answers import CrampEvent, Range


@dataclasses.dataclass(frozen=True)
class Difference:
    """Stands in for the comparison of two sessions."""

    chance_frac: tuple[Range, Range]
    ratio: Range
    causes: tuple


def difference() -> Difference:
    some = Range(0.2, 0.18, 0.05, 0.5)
    return Difference((some, some), Range(1.0, 1.0, 0.5, 2.0), build_causes(np.random.default_rng(1)))


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_keeps_six_digits_and_is_stable(value: float) -> None:
    rounded = number(value)
    assert rounded is not None
    assert math.isclose(rounded, value, rel_tol=5.1e-6, abs_tol=0.0) or abs(value) < 1e-300
    assert number(rounded) == rounded
    assert math.copysign(1.0, rounded) == 1.0 or rounded < 0  # never -0.0


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_missing_is_null(value: float) -> None:
    assert number(value) is None


@settings(max_examples=20)
@given(seed=st.integers(0, 1000), riskier=st.booleans(), planned=st.booleans(), told=st.booleans())
def test_the_same_assessment_gives_the_same_bytes(seed: int, riskier: bool, planned: bool, told: bool) -> None:
    kind = {
        "seed": seed,
        "riskier": riskier,
        "planned": planned,
        "reported": [CrampEvent("calf", "left", 5000.0)] if told else None,
    }
    one, two = (to_json(assessment_document(build_assessment(**kind))) for _ in range(2))
    assert one == two
    json.loads(one, parse_constant=lambda constant: pytest.fail(f"{constant} in the JSON"))


def test_nan_in_a_trace_becomes_null() -> None:
    assessment = build_assessment()
    body = dataclasses.replace(assessment.body, sweat_l=np.full_like(assessment.body.sweat_l, np.nan))
    document = assessment_document(dataclasses.replace(assessment, body=body))
    assert document["body"]["sweat_l"] == {"median": None, "low": None, "high": None}
    assert document["body"]["drunk_l"]["median"] is not None


def test_heart_rate_is_of_the_minutes_that_have_one() -> None:
    assessment = build_assessment(draws=4)
    heart_rate_bpm = np.full(assessment.minutes.rows_count, np.nan)

    def said() -> tuple[float | None, float | None]:
        minutes = dataclasses.replace(assessment.minutes, heart_rate_bpm=heart_rate_bpm)
        activity = assessment_document(dataclasses.replace(assessment, minutes=minutes))["activity"]
        return activity["heart_rate_bpm"], activity["heart_rate_bpm_max"]

    assert said() == (None, None)
    heart_rate_bpm[[1, 3]] = 120.0, 150.0
    assert said() == (135.0, 150.0)


def test_the_folder_of_the_file_is_not_in_it() -> None:
    assessment = build_assessment()
    recording = dataclasses.replace(assessment.recording, path="/home/ana/private/hot_run.fit")
    text = to_json(assessment_document(dataclasses.replace(assessment, recording=recording)))
    assert '"hot_run.fit"' in text
    assert "private" not in text


def test_body_is_at_the_finish_and_not_six_hours_later() -> None:
    assessment = build_assessment(session_min=60)
    body = assessment_document(assessment)["body"]
    finish = assessment.minutes.rows_count - 1
    assert body["drunk_l"]["median"] == pytest.approx(np.median(assessment.body.drunk_l[:, finish]), rel=1e-5)
    # plasma sodium falls only after the finish here, so its least value in the session is higher than at the end
    assert body["plasma_sodium_min_mmol_l"]["median"] > np.median(assessment.body.plasma_sodium_mmol_l[:, -1])
    assert body["core_c_max"]["median"] == pytest.approx(np.median(assessment.body.core_c[:, : finish + 1].max(axis=1)), abs=0.01)


def test_ranges_use_the_weights() -> None:
    assessment = build_assessment(draws=50)
    heaviest = int(np.argmax(assessment.session_chance_frac))
    weight = np.zeros(50)
    weight[heaviest] = 1.0
    document = assessment_document(dataclasses.replace(assessment, weight_frac=weight))
    assert document["chance_frac"]["mean"] == pytest.approx(assessment.session_chance_frac[heaviest], rel=1e-5)
    assert document["muscles"]["calf"]["chance_frac"]["mean"] == pytest.approx(assessment.muscle_chance_frac[0, heaviest], rel=1e-5)


def test_the_peak_is_the_minute_of_the_greatest_rate_during_the_session() -> None:
    assessment = build_assessment(session_min=90)
    rate = assessment.rate_per_h.copy()
    rate[0, :, 41] = 1e3
    rate[0, :, 200] = 1e6  # after the finish: does not count
    document = assessment_document(dataclasses.replace(assessment, rate_per_h=rate))
    assert document["muscles"]["calf"]["peak_minute"] == 41
    threshold = assessment.threshold_hz[0, :, 41]
    assert document["muscles"]["calf"]["threshold_hz"] == pytest.approx(
        Range.of(threshold, assessment.weight_frac).median, rel=1e-5
    )


def test_a_muscle_never_at_risk_has_no_peak() -> None:
    assessment = build_assessment()
    muscle = assessment_document(dataclasses.replace(assessment, rate_per_h=np.zeros_like(assessment.rate_per_h)))["muscles"][
        "calf"
    ]
    assert muscle["peak_minute"] is None
    assert muscle["threshold_hz"] is None


def test_shares_are_null_when_no_riskier_than_the_reference() -> None:
    document = assessment_document(build_assessment(riskier=False))
    assert [cause["id"] for cause in document["causes"]] == list(CAUSES)
    assert all(cause["share_frac"] is None for cause in document["causes"])
    assert all(cause["effect_frac"]["median"] is not None for cause in document["causes"])


def test_a_reported_cramp_has_its_own_causes_and_silence_is_not_none() -> None:
    event = CrampEvent("hamstrings", "", 5000.0)
    told = assessment_document(build_assessment(reported=[event]))
    assert told["reported"] == [{"muscle": "hamstrings", "side": None, "at_s": 5000.0}]
    assert [cause["id"] for cause in told["events"][0]["causes"]] == list(CAUSES)
    assert assessment_document(build_assessment(reported=[]))["reported"] == []
    assert assessment_document(build_assessment())["reported"] is None


def test_every_number_has_a_unit() -> None:
    document = assessment_document(
        build_assessment(reported=[CrampEvent("calf", "left", 5000.0)]), difference(), build_assessment(seed=3)
    )
    unitless = {
        "records",
        "count",
        "mean",
        "median",
        "low",
        "high",
        "during",
        "within_6h_after",
        "seed",
        "draws",
        "simulated_draws",
        "effective_draws",
    }

    def numbers(value: object, name: str) -> set[str]:
        if isinstance(value, dict):
            return set().union(*(numbers(inner, key) for key, inner in value.items()))
        if isinstance(value, list):
            return set().union(*(numbers(inner, name) for inner in value))
        return {name} if isinstance(value, (int, float)) and not isinstance(value, bool) else set()

    document.pop("units")
    named = assessment_document(build_assessment(reported=[CrampEvent("calf", "left", 5000.0)]))["units"]
    assert numbers(document, "") - unitless <= set(named)


def test_the_comparison_names_both_sessions() -> None:
    other = build_assessment(seed=3)
    compared = assessment_document(build_assessment(), difference(), other)["comparison"]
    assert compared["activity"]["file"] == "hot_run.fit"
    assert set(compared["chance_frac"]) == {"this", "other"}
    assert len(compared["causes"]) == len(CAUSES)


def test_a_table_keeps_broken_files_as_rows() -> None:
    rows = [session_row(build_assessment(), "b/one.fit"), SessionRow("two.fit", error_kind="activity_file", error="not a FIT file")]
    document = rows_document(rows, ["notes.txt"], seed=0, draws=50, version="1")
    assert [row["file"] for row in document["rows"]] == ["b/one.fit", "two.fit"]
    assert document["rows"][0]["error"] is None
    assert document["rows"][0]["muscle"] in MUSCLES
    assert document["rows"][1]["error"] == {"kind": "activity_file", "message": "not a FIT file"}
    assert document["rows"][1]["chance_frac"] is None
    assert document["left_out"] == ["notes.txt"]


def test_an_error_is_an_object_of_its_own() -> None:
    assert error_document("input", "seen, expected", "do") == {
        "error": {"kind": "input", "message": "seen, expected", "hint": "do"}
    }


def test_to_json_refuses_nan() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        to_json({"x": math.nan})
