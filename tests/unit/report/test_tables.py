"""Tables: bands agree with ranges, and CSV says what is missing by leaving it empty."""

from __future__ import annotations

import csv
import dataclasses
import io

import numpy as np
import pytest
from builders import AFTER_MIN, build_assessment
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from uncramp.names import MUSCLES
from uncramp.report.tables import (
    SessionRow,
    bands,
    fatigue_frac,
    main_cause,
    muscle_most_at_risk,
    peak_row,
    rows_csv,
    series_csv,
    session_row,
)
from uncramp.units import unit_of
from uncramp.why.answers import Range

VALUES = hnp.arrays(np.float64, st.tuples(st.integers(2, 12), st.integers(1, 5)), elements=st.floats(-1e6, 1e6) | st.just(np.nan))


@given(VALUES, st.integers(0, 2**31), st.sampled_from(["unequal", "equal", "some without"]))
def test_bands_are_the_ranges_of_each_row(values: np.ndarray, seed: int, weighed: str) -> None:
    """Also of draws for which others stand."""
    drawn = np.random.default_rng(seed)
    standing = drawn.integers(0, values.shape[0], 15)
    weight = np.full(15, 1.0) if weighed == "equal" else drawn.random(15) + 1e-3
    if weighed == "some without":
        weight[drawn.random(15) < 0.3] = 0.0
        weight[0] = 1.0
    weight /= weight.sum()
    found = bands(values, weight, standing)
    for row in range(values.shape[1]):
        expected = Range.of(values[standing, row], weight)
        for word in ("median", "low", "high"):
            assert getattr(found, word)[row] == pytest.approx(getattr(expected, word), rel=1e-9, abs=1e-6, nan_ok=True)


@given(VALUES)
def test_bands_are_in_order(values: np.ndarray) -> None:
    found = bands(values, np.full(values.shape[0], 1.0 / values.shape[0]))
    known = np.isfinite(found.median)
    assert (found.low <= found.median)[known].all()
    assert (found.median <= found.high)[known].all()


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_the_series_has_a_row_a_minute_and_units_in_its_names() -> None:
    rows = read(series_csv(build_assessment(session_min=90)))
    assert len(rows) == 90 + AFTER_MIN
    assert [row["phase"] for row in rows].count("session") == 90
    assert [float(row["elapsed_s"]) for row in rows[:3]] == [0.0, 60.0, 120.0]
    assert [name for name in rows[0] if name != "phase" and unit_of(name) is None] == []
    for muscle in MUSCLES:
        assert {f"{muscle}_rate_{word}_per_h" for word in ("median", "low", "high")} <= set(rows[0])


def test_the_series_leaves_empty_what_was_not_recorded() -> None:
    rows = read(series_csv(build_assessment(session_min=90)))
    assert rows[6]["heart_rate_bpm"] == ""
    assert rows[10]["heart_rate_bpm"] != ""
    assert rows[10]["power_w"] == ""
    assert rows[-1]["speed_m_s"] == ""
    assert not any("nan" in value or "inf" in value for row in rows for value in row.values())


def test_fatigue_stays_a_share() -> None:
    lost = fatigue_frac(build_assessment())
    assert (lost >= 0).all()
    assert (lost <= 1).all()


def test_a_row_says_where_and_why() -> None:
    assessment = build_assessment(session_min=90)
    row = session_row(assessment, "sub/hot_run.fit")
    assert (row.file, row.muscle, row.cause, row.error) == ("sub/hot_run.fit", "calf", "pace", None)
    assert row.peak_minute == peak_row(assessment, 0) == 83


def test_a_few_exploding_draws_do_not_set_the_minute_most_at_risk() -> None:
    assessment = build_assessment(session_min=90)
    rate = assessment.rate_per_h.copy()
    rate[0, 0, 5] = 1e9
    assert peak_row(dataclasses.replace(assessment, rate_per_h=rate), 0) == 83
    lone = np.zeros_like(rate)
    lone[0, 0, 5] = 1.0
    assert peak_row(dataclasses.replace(assessment, rate_per_h=lone), 0) == 5
    assert peak_row(dataclasses.replace(assessment, rate_per_h=np.zeros_like(rate)), 0) is None


def test_a_session_no_riskier_than_the_reference_has_no_main_cause() -> None:
    assert main_cause(build_assessment(riskier=False).causes) is None
    assert session_row(build_assessment(riskier=False)).cause is None


def test_the_muscle_most_at_risk_counts_the_weights() -> None:
    assessment = build_assessment(draws=2)
    chance = np.array([[0.9, 0.1], [0.0, 0.2], [0.0, 0.0]])
    only_second = dataclasses.replace(assessment, muscle_chance_frac=chance, weight_frac=np.array([0.0, 1.0]))
    assert MUSCLES[muscle_most_at_risk(only_second)] == "hamstrings"


def test_the_csv_of_a_folder_keeps_errors_and_commas() -> None:
    broken = SessionRow("a, b.fit", error_kind="activity_file", error='has "no" records,\nnone')
    rows = read(rows_csv([session_row(build_assessment()), broken]))
    assert rows[1]["file"] == "a, b.fit"
    assert rows[1]["error"] == 'has "no" records,\nnone'
    assert rows[1]["chance_mean_frac"] == ""
    assert 0.0 < float(rows[0]["chance_mean_frac"]) < 1.0
    assert rows[0]["recovered"] == "true"
