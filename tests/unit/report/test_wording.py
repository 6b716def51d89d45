"""Words for numbers: they never say more than the numbers do."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest
from builders import build_assessment
from hypothesis import given
from hypothesis import strategies as st

from uncramp.names import GRADES
from uncramp.report import effect_words, learn_wording, wording
from uncramp.report.document import assessment_document
from uncramp.report.page import render_page
from uncramp.report.screen import Screen
from uncramp.report.terminal import why_view
from uncramp.why.answers import Cause, Change, CrampEvent, Range

frac = st.floats(0.0, 1.0)


def made_cause(low: float, middle: float, high: float) -> Cause:
    return Cause("heat", "Heat", None, Range(middle, middle, low, high), "memory", (), "")


@given(frac, frac)
def test_a_greater_chance_is_never_said_to_be_smaller(first: float, second: float) -> None:
    low, high = sorted((first, second))

    def said(chance: float) -> float:
        text = wording.chance(chance)
        number = float(re.findall(r"[\d.]+", text)[0])
        return number + (-0.05 if text.startswith("under") else 0.5 if text.startswith("over") else 0.0)

    assert said(low) <= said(high)


@given(st.lists(st.floats(-0.99, 5.0), min_size=3, max_size=3))
def test_a_direction_is_claimed_only_where_the_range_keeps_to_one_side(values: list[float]) -> None:
    cause = made_cause(*sorted(values))
    said, low, high = effect_words.effect(cause), cause.effect_frac.low, cause.effect_frac.high
    if low < -effect_words.UNCERTAIN_FRAC and high > effect_words.UNCERTAIN_FRAC:
        assert said.startswith("Direction uncertain")
        assert effect_words.direction(cause) == "uncertain"
    if said.startswith("Raised"):
        assert low >= -effect_words.UNCERTAIN_FRAC
    if said.startswith("Lowered"):
        assert high <= effect_words.UNCERTAIN_FRAC


@given(st.lists(st.floats(-1.0, 1.0), min_size=3, max_size=3))
def test_a_difference_whose_range_holds_zero_is_uncertain(values: list[float]) -> None:
    low, middle, high = sorted(values)
    change = Change("pace", "slower", "", "", Range(0, 0, 0, 0), Range(middle, middle, low, high), "assumed", ())
    said = effect_words.difference(change)
    if low < 0 < high:
        assert "uncertain" in said or "no difference" in said
    if "higher" in said:
        assert middle > 0
    if "lower" in said:
        assert middle < 0


def change(name: str, middle: float, low: float, high: float) -> Change:
    return Change(name, name, "", "", Range(0, 0, 0, 0), Range(middle, middle, low, high), "assumed", ())


@given(st.lists(st.floats(-1.0, 1.0), min_size=3, max_size=3))
def test_a_change_shows_if_what_is_said_of_it_is_not_zero(values: list[float]) -> None:
    low, middle, high = sorted(values)
    one = change("a", middle, low, high)
    said = re.findall(r"[\d.]+", effect_words.difference(one))
    assert effect_words.shows(one) == any(float(number) for number in said)


def test_what_would_have_changed_nothing_is_named_in_one_sentence() -> None:
    slower, salt, flat = change("Slower", -0.12, -0.5, 0.0), change("Salt", -0.0002, -0.001, 0.0), change("Flat", -0.001, 0.0, 0.0)
    assert effect_words.changes_that_show([flat, salt, slower]) == [slower]
    assert effect_words.without_effect([slower, salt, flat]) == "Tried, and would have changed nothing that shows: “Salt”, “Flat”."
    assert effect_words.without_effect([salt]) == "Nothing that was tried would have changed anything that shows: “Salt”."
    assert effect_words.without_effect([slower]) == effect_words.without_effect([]) == ""


def test_every_face_says_the_same_of_changes_that_do_nothing() -> None:
    made = build_assessment(draws=6, session_min=30)
    for changes in ((*made.changes[:1], change("Salt", 0.0, 0.0, 0.0)), (change("Salt", 0.0, 0.0, 0.0),), ()):
        shown = replace(made, changes=changes)
        text = effect_words.without_effect(changes) or "Nothing was tried"
        assert text in unescape(render_page(shown))
        terminal = " ".join(" ".join(line.plain for line in why_view(shown, Screen())).split())
        assert effect_words.without_effect(changes) in terminal
        assert [one["id"] for one in assessment_document(shown)["changes"]] == [one.id for one in changes]


def test_every_grade_has_words() -> None:
    assert tuple(wording.GRADE_WORDS) == tuple(wording.GRADE_NOTES) == GRADES
    assert [learn_wording.grade_word(grade) for grade in GRADES] == list(wording.GRADE_WORDS.values()), "one name on every face"


@pytest.mark.parametrize(
    ("cramp", "said"),
    [
        (CrampEvent("calf", "left", 11100.0), "left calf at 3:05:00"),
        (CrampEvent("hamstrings", "", 60.0), "hamstrings at 0:01:00"),
        (CrampEvent("hamstrings", "both", 60.0), "hamstrings on both sides at 0:01:00"),
    ],
)
def test_a_cramp_in_words(cramp: CrampEvent, said: str) -> None:
    assert wording.event(cramp) == said


@given(st.floats(0.5, 8.0))
def test_pace_in_both_systems_is_one_speed(speed_m_s: float) -> None:
    per_km, per_mile = (wording.Wording(units).quantity("pace").convert(speed_m_s) for units in ("metric", "imperial"))
    assert per_mile / per_km == pytest.approx(1.609344)


def test_missing_is_said() -> None:
    nan = float("nan")
    assert wording.Wording().say("temperature", nan) == wording.chance(nan) == wording.MISSING
    assert effect_words.effect(made_cause(nan, nan, nan)) == "Its effect is not known."


@given(st.floats(-40.0, 55.0))
def test_a_quantity_inside_a_text_is_said_in_imperial_units(air_c: float) -> None:
    said = wording.Wording("imperial").local(f"air {air_c:.1f} degC, sun 300 W/m2, 12 mmol/L")
    assert float(re.findall(r"air ([-−\d]+) °F", said)[0].replace("−", "-")) == pytest.approx(32.0 + 1.8 * air_c, abs=0.7)
    assert said.endswith(", sun 300 W/m2, 12 mmol/L")


def test_a_ratio_is_of_expected_cramps_and_rounded() -> None:
    assert effect_words.times(Range(200.0, 174.0, 13.2, 6912.0)) == "expected cramps >50 times as many (13 to >50)"
    assert effect_words.times(Range(570.0, 570.0, 60.0, 840_000.0)) == "expected cramps >50 times as many"
    assert effect_words.times(Range(0.5, 0.4, 0.001, 1.0)) == "expected cramps about 0.4 times as many (<0.02 to 1)"


def test_an_estimate_in_brackets_is_in_the_unit_before_them() -> None:
    said = wording.Wording("imperial").local("passed 40 °C (estimate 39.8, 38.8 to 41.7).")
    assert said == "passed 104 °F (estimate 104 °F, 102 to 107 °F)."
    assert wording.Wording().local("passed 40 °C (estimate 39.8, 38.8 to 41.7).") == "passed 40 °C (estimate 39.8, 38.8 to 41.7)."
