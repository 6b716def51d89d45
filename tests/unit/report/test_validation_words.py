"""Words of findings: a number as finely as what is accepted needs, its interval, and what is accepted."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
import texts
from hypothesis import given
from hypothesis import strategies as st
from made_translation import LANGUAGE, bracketed, write_translation
from markupsafe import escape

from uncramp.evidence.facts import targets
from uncramp.report.screen import Screen
from uncramp.report.validation_page import render_validation_page
from uncramp.report.validation_view import validation_view
from uncramp.report.validation_words import accepted_text, measured_text, number_text, summary_text, verdict_text
from uncramp.texts import speaking
from uncramp.validation.finding import Figure, Finding, Measured, Number, figures, not_expressed


def test_words_of_the_table_are_translated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    missed, silent = figures()["T07"][0], Finding(targets()["V12"], (), not_expressed("V12"))
    told = (missed.what, missed.lacks, silent.not_expressed)
    assert all(told)
    assert set(told) <= set(texts.messages())
    write_translation(tmp_path, {text: bracketed(text) for text in told})
    monkeypatch.setenv("UNCRAMP_LOCALE", str(tmp_path))
    with speaking(LANGUAGE):
        finding = Finding(targets()["T07"], (Measured(missed, Number(0.0)),), "")
        for page in (
            render_validation_page([finding, silent]),
            " ".join(line.plain for line in validation_view([finding, silent], Screen(width=10_000))),
        ):
            assert all(str(escape(bracketed(text))) in page or bracketed(text) in page for text in told)


def figure(name: str, low: float, high: float) -> Figure:
    return Figure("V05", name, "", low, high, "")


@pytest.mark.parametrize(
    ("name", "low", "high", "value", "text"),
    [
        ("onset_km", 32.0, 38.0, 32.981, "33.0 km"),
        ("cramp_frac", 0.14, 0.28, 0.2308, "23.1 %"),
        ("water_mmol_l", 135.5, 135.7, 135.586, "135.59 mmol/L"),
        ("core_c", 38.6, 39.4, 39.897, "39.90 °C"),
        ("odds_ratio", 1.5, math.inf, 1.4908, "1.49"),
        ("odds_ratio", 1.5, math.inf, 1.49889, "1.499"),
        ("late_frac", 0.7, math.inf, 0.69999, "69.999 %"),
        ("heat_ratio", -math.inf, 1e-9, 1.2e-15, "1e-15"),
        ("change_hz", -4.0, 4.0, -0.001, "0.0 Hz"),
        ("change_hz", -4.0, 4.0, math.nan, "none"),
    ],
)
def test_a_number_is_as_fine_as_what_is_accepted(name: str, low: float, high: float, value: float, text: str) -> None:
    assert number_text(value, figure(name, low, high)).replace("-0.0 ", "0.0 ") == text


@given(st.floats(10.0, 50.0), st.floats(0.5, 10.0))
def test_what_rounds_to_the_same_is_less_than_a_twentieth_apart(value: float, width: float) -> None:
    one = figure("onset_km", 30.0, 30.0 + width)
    assert abs(float(number_text(value, one).split()[0]) - value) <= width / 20.0


def test_what_is_accepted_may_have_one_end() -> None:
    assert accepted_text(figure("onset_km", 32.0, 38.0)) == "32.0 to 38.0 km"
    assert accepted_text(figure("late_frac", 0.7, math.inf)) == "at least 70 %"
    assert accepted_text(figure("worst_frac", -math.inf, 0.15)) == "at most 15.0 %"


def test_a_field_has_its_interval() -> None:
    assert measured_text(Measured(figure("onset_km", 32.0, 38.0), Number(33.0, 31.2, 35.3))) == "33.0 km (31.2 to 35.3)"


def test_the_verdict_and_the_summary_count() -> None:
    one = figure("onset_km", 32.0, 38.0)
    half = Finding(targets()["V05"], (Measured(one, Number(33.0)), Measured(one, Number(40.0))), "")
    missed = Finding(targets()["V06"], (Measured(one, Number(40.0)),), "")
    hit = Finding(targets()["V07"], (Measured(one, Number(33.0)),), "")
    silent = Finding(targets()["V12"], (), "why")
    assert [verdict_text(each) for each in (half, missed, hit, silent)] == ["miss (1 of 2 hit)", "miss", "hit", "not expressed"]
    told = summary_text([half, missed, hit, silent])
    assert told.startswith("1 of 3 targets hit, 1 of 2 of those that the hazard was not fitted to; 2 of 4 single figures hit.")
    assert told.endswith("Cannot be expressed: 1.")
