"""Fields of forms: what is shown can be read back, in either system of units, and nonsense is told."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp.diary.columns import limits
from uncramp.diary.records import TABLE_OF
from uncramp.errors import InputError
from uncramp.web import preferences
from uncramp.web.diary_forms import athlete_form, check_ranges, form_of
from uncramp.web.forms import Asked, asked_as, values_of
from uncramp.web.mistakes import FormError
from uncramp.web.preferences import Look
from uncramp.web.said import KINDS, model_of

UNITS = ["kg", "L", "L/h", "°C", "m/s", "%", "mmol/L", "W"]


@given(st.floats(0.01, 500.0), st.sampled_from(UNITS), st.sampled_from(["metric", "imperial"]))
def test_a_number_that_is_shown_is_read_back(value: float, unit: str, units: str) -> None:
    before = preferences._LOOK.set(Look(units=units))
    try:
        field = Asked("x", "x", "number", unit)
        assert field.value_of(field.text_of(value)) == pytest.approx(value, rel=1e-4, abs=1e-3)
    finally:
        preferences._LOOK.reset(before)


@pytest.mark.parametrize("typed", ["nan", "inf", "1e999", "a", "1,2,3", "--", "0x10"])
def test_what_is_no_number_is_told(typed: str) -> None:
    with pytest.raises(InputError):
        Asked("x", "x", "number", "kg").value_of(typed)


@pytest.mark.parametrize(("typed", "seconds"), [("1:30", 5400.0), ("1:30:30", 5430.0), ("90", 5400.0), ("0:45", 2700.0)])
def test_times_are_hours_and_minutes(typed: str, seconds: float) -> None:
    assert Asked("x", "x", "duration").value_of(typed) == seconds


@pytest.mark.parametrize("typed", ["1:2:3:4", "-1", "a:b", "nan", "9:99", "1:00:60"])
def test_what_is_no_time_is_told(typed: str) -> None:
    with pytest.raises(InputError):
        Asked("x", "x", "duration").value_of(typed)


def test_all_that_is_wrong_is_told_together_by_the_labels_in_the_reader_s_units() -> None:
    before = preferences._LOOK.set(Look(units="imperial"))
    try:
        typed = {"before_kg": "9000", "drank_l": "banana", "urine_l": "1"}
        with pytest.raises(FormError) as told:
            asked_as(model_of(KINDS["weigh_ins"]), typed, form_of("weigh_ins", ()), "imperial")
        unneeded = {"before_kg": "", "after_kg": "150"}
        with pytest.raises(FormError) as missing:
            asked_as(model_of(KINDS["weigh_ins"]), unneeded, form_of("weigh_ins", ()), "imperial")
    finally:
        preferences._LOOK.reset(before)
    assert list(told.value.mistakes) == ["before_kg", "drank_l"]
    assert re.fullmatch(r"Before must be [\d.]+ lb or less\.", told.value.mistakes["before_kg"])
    assert "_" not in str(told.value)
    assert missing.value.mistakes == {"before_kg": "Before is missing; it is needed."}


def test_no_athlete_is_beyond_what_is_possible() -> None:
    with pytest.raises(FormError) as told:
        check_ranges({"mass_kg": 5000.0, "height_m": 1.8, "sleep_h": 99.0}, athlete_form())
    assert list(told.value.mistakes) == ["mass_kg", "sleep_h"]


def test_a_form_made_in_other_units_is_not_read() -> None:
    with pytest.raises(InputError):
        values_of({"before_kg": "157"}, form_of("weigh_ins", ()), "imperial")


@pytest.mark.parametrize("kind", KINDS)
def test_forms_ask_what_the_tables_hold(kind: str) -> None:
    names = {one.name for one in form_of(kind, ())}
    assert (
        names
        <= set(model_of(KINDS[kind]).model_fields)
        == set(TABLE_OF[KINDS[kind]].c.keys()) - {"entry_id", "said_at", "athlete_id", "seal"}
    )


@pytest.mark.parametrize("kind", KINDS)
def test_ranges_of_requests_are_those_of_the_tables(kind: str) -> None:
    schema = model_of(KINDS[kind]).model_json_schema()["properties"]
    for name, told in schema.items():
        allowed = limits(TABLE_OF[KINDS[kind]].c[name])
        if "low" in allowed:
            number = next(one for one in told.get("anyOf", [told]) if one.get("type") == "number")
            assert (number["minimum"], number["maximum"]) == (allowed["low"], allowed["high"])


def test_every_field_of_an_athlete_has_a_label_of_its_own() -> None:
    fields = athlete_form()
    assert len({one.label for one in fields}) == len(fields)
    assert not any("_" in one.label for one in fields)
