"""An athlete file is read, checked with a way out, and written as a template that reads back."""

from __future__ import annotations

import math
import re
from contextlib import suppress
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp.body.athlete import Athlete
from uncramp.body.athlete_file import (
    FOREARM_SODIUM,
    athlete_fields,
    athlete_from_mapping,
    athlete_tables,
    athlete_template,
    read_athlete,
    whole_body_sodium,
)
from uncramp.errors import InputError

NUMBERS = [field for field in athlete_fields().values() if field.kind == "number"]
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def written(folder: Path, content: str | bytes) -> Path:
    path = folder / "athlete.toml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_the_table_and_the_athlete_have_the_same_fields() -> None:
    assert set(athlete_fields()) - {FOREARM_SODIUM} == {field.name for field in fields(Athlete)}


@given(st.data())
def test_a_value_within_its_range_is_kept(data: st.DataObject) -> None:
    field = data.draw(st.sampled_from(NUMBERS))
    value = data.draw(st.floats(field.low, field.high))
    athlete = athlete_from_mapping({field.table: {field.name: value}})
    if field.name == FOREARM_SODIUM:
        assert athlete.sweat_sodium_mmol_l == pytest.approx(whole_body_sodium(value))
    else:
        assert getattr(athlete, field.name) == value


@given(st.sampled_from(NUMBERS), st.floats() | st.integers())
def test_a_value_out_of_range_says_value_range_and_way_out(field, value: float) -> None:
    if field.low <= value <= field.high:
        return
    with pytest.raises(InputError, match=re.escape(f"{field.low:g} to {field.high:g} {field.unit}")) as caught:
        athlete_from_mapping({field.table: {field.name: value}})
    assert field.name in str(caught.value)


@given(st.dictionaries(st.sampled_from([*athlete_fields(), *athlete_tables(), "wieght"]), anything, max_size=4))
def test_any_content_is_an_athlete_or_an_input_error(content: dict[str, object]) -> None:
    with suppress(InputError):
        athlete = athlete_from_mapping(content)
        numbers = [getattr(athlete, field.name) for field in NUMBERS if field.name != FOREARM_SODIUM]
        assert all(number is None or math.isfinite(number) for number in numbers)


@given(content=st.binary(max_size=300))
def test_any_bytes_are_an_athlete_or_an_input_error(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = written(tmp_path_factory.mktemp("athlete"), content)
    with suppress(InputError):
        assert isinstance(read_athlete(path), Athlete)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ({"mass_kg": 154}, "looks like pounds; write mass_kg = 69.85"),
        ({"mass_kg": 140, "height_m": 1.65}, "write mass_kg = 63.5"),
        ({"height_m": 178}, "looks like cm; write height_m = 1.78"),
        ({"height_m": 70}, "looks like inches; write height_m = 1.778"),
        ({"height_m": 5.9}, "looks like feet"),
        ({"body_fat_frac": 18}, "looks like percent; write body_fat_frac = 0.18"),
        ({"maximal_oxygen_uptake_ml_kg_min": 3.6}, "divide by your own mass"),
        ({"critical_speed_m_s": 14.4}, "looks like km/h; write critical_speed_m_s = 4."),
        ({"sweat_rate_l_h": 900}, "looks like ml/h; write sweat_rate_l_h = 0.9"),
        ({"sweat_rate_air_c": 77}, "looks like °F; write sweat_rate_air_c = 25"),
        ({"sweat_sodium_mmol_l": 920}, "looks like mg/L; write sweat_sodium_mmol_l = 40.02"),
        ({"plasma_sodium_mmol_l": 322}, "looks like mg/dL"),
        ({"longest_session_h": 150}, "looks like minutes; write longest_session_h = 2.5"),
        ({"age_year": 1984}, "year of birth"),
        ({"mass_kg": True}, "as a number without quotes"),
        ({"mass_kg": "70"}, "as a number without quotes"),
        ({"cramp_history": 1}, "expected true or false"),
        ({"medicines": "Lasix"}, "expected names in brackets"),
        ({"sex": "femal"}, "Did you mean female"),
        ({"wieght_kg": 70}, "is not known"),
        ({"mas_kg": 70}, "Did you mean mass_kg"),
        ({"fitness": {"mass_kg": 70}}, "it belongs in [body]"),
        ({"mass_kg": 70, "body": {"mass_kg": 71}}, "given twice"),
        ({"boddy": {"mass_kg": 70}}, "there is no table [boddy]"),
        ({"sweat_sodium_mmol_l": 40, FOREARM_SODIUM: 40}, "not both"),
        ({"maximal_heart_rate_bpm": 105, "resting_heart_rate_bpm": 90}, "less than 40 above"),
        ({"mass_kg": 10**5000}, "thousands of digits"),
    ],
)
def test_what_was_meant_is_named(content: dict[str, object], says: str) -> None:
    with pytest.raises(InputError, match=re.escape(says)):
        athlete_from_mapping(content)


def test_forearm_sodium_becomes_whole_body_by_c03() -> None:
    # C02: the group's forearm mean of 43.6 mmol/L stands beside a whole-body mean of 35.9
    assert athlete_from_mapping({FOREARM_SODIUM: 43.6}).sweat_sodium_mmol_l == pytest.approx(35.9, abs=0.05)


def test_the_template_is_toml_that_says_nothing(tmp_path: Path) -> None:
    assert read_athlete(written(tmp_path, athlete_template())) == Athlete()


def test_the_template_with_every_line_taken_is_an_athlete(tmp_path: Path) -> None:
    lines = [line[1:] if re.match(r"#[a-z]", line) else line for line in athlete_template().splitlines()]
    taken = [line for line in lines if not line.startswith(FOREARM_SODIUM)]
    athlete = read_athlete(written(tmp_path, "\n".join(taken)))
    assert [field.name for field in fields(Athlete) if getattr(athlete, field.name) in (None, (), "")] == []


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("mass_kg = 70\nheight_m 1.75\n", "line 2"),
        ("mass_kg = nan", "not a number one can use"),
        ("mass_kg = -inf", "not a number one can use"),
        ("x = " + "[" * 5000, "not"),
        (b"\x0e\x10\xff\xfe", "not text in UTF-8"),
        ("a = 1\n" * 200_000, "Is it an activity file?"),
    ],
)
def test_what_is_not_an_athlete_file_says_so(tmp_path: Path, content: str | bytes, says: str) -> None:
    with pytest.raises(InputError, match=re.escape(says)):
        read_athlete(written(tmp_path, content))


def test_a_file_that_is_not_there_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="uncramp athlete new"):
        read_athlete(tmp_path / "nobody.toml")
