"""Reading answers.json: strict, and what medicines and laboratory values add."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp.check.answers import FIELDS, Answers, answers_document, answers_from_mapping, raise_answers, read_answers
from uncramp.check.rulebook import LEVELS, Lab, rulebook
from uncramp.check.triage import ANSWERS, triage
from uncramp.errors import InputError

BOOK = rulebook()
PHRASES = list(BOOK.flags.values())
said = st.dictionaries(st.sampled_from(PHRASES), st.sampled_from(ANSWERS), max_size=10)
labs = st.fixed_dictionaries({}, optional={name: st.floats(lab.low, lab.high) for name, lab in BOOK.labs.items()})
medicines = st.lists(
    st.sampled_from(["Lasix", "simvastatin", "Ventolin", "quinine", "paracetamol", "simvastatn", "Zzz"]), max_size=3
)


def rank(answers: Answers) -> int:
    return LEVELS.index(triage(answers.answers).urgency)


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "answers.json"
    path.write_text(text, encoding="utf-8")
    return path


@given(said, medicines, labs)
def test_medicines_and_values_only_raise(answers: dict[str, str], names: list[str], values: dict[str, float]) -> None:
    alone = answers_from_mapping({"answers": answers})
    more = answers_from_mapping({"answers": answers, "medicines": names, "labs": values})
    assert rank(more) >= rank(alone)
    order = {"no": 0, "unknown": 1, "yes": 2}
    assert all(order[more.answers[flag]] >= order[answer] for flag, answer in alone.answers.items())
    assert more.said == alone.said == alone.answers
    assert set(more.because) == {flag for flag in more.answers if more.answers[flag] != alone.answers.get(flag, "no")}


@given(said, medicines, labs, st.none() | st.integers(0, 120), st.sampled_from(["", "female", "male", "other"]))
def test_what_is_written_is_read_back(answers, names, values, age, sex) -> None:
    content = {"answers": answers, "medicines": names, "labs": values, "age": age, "sex": sex or None}
    read = answers_from_mapping(content)
    assert answers_from_mapping(json.loads(json.dumps(answers_document(read)))) == read


def test_a_file_is_read(tmp_path: Path) -> None:
    content = {"age": 44, "sex": "female", "answers": {"nausea": "yes", "pregnant": "unknown"}}
    read = read_answers(written(tmp_path, json.dumps(content)))
    assert read.answers == {"naus": "yes", "preg": "unknown"}
    assert (read.age_years, read.sex) == (44, "female")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"answers": {"chest pain": "yes"}}', "'chest pain or pressure'"),
        ('{"answers": {"chest": "yes"}}', "not a phrase"),
        ('{"answers": {"nausea": "maybe"}}', '"yes", "no" or "unknown"'),
        ('{"answers": {"nausea": true}}', "in quotes"),
        ('{"answers": {"nausea": null}}', "in quotes"),
        ('{"answers": {"nausea": ["yes"]}}', "in quotes"),
        ('{"answers": {"nausea": "yes", "nausea": "no"}}', "'nausea' is given twice"),
        ('{"age": 3, "age": 4}', "twice"),
        ('{"answers": []}', "an empty list"),
        ('{"answers": "nausea"}', "a text"),
        ("[]", "list"),
        ("3", "a number"),
        ("", "not JSON"),
        ('{"answers": ', "not JSON"),
        ('{"age": 4 "sex": "x"}', 'line 1 at character 11 there should be a comma; found \'"sex": "x"}\''),
        ('{"age": 4,\n"sex" "x"}', "line 2 at character 7 there should be a colon; found '\"x\"}'"),
        ('{"age": 4,\n', "the file ends there"),
        ('{"age": NaN}', "NaN"),
        ('{"age": 1e999}', "age is inf"),
        ('{"age": -1}', "0 to 120"),
        ('{"age": 121}', "0 to 120"),
        ('{"age": "40"}', "as a number"),
        ('{"age": true}', "as a number"),
        ('{"sex": "abc"}', "female, male or other"),
        ('{"sex": []}', "female, male or other"),
        ('{"sex": 1}', "female, male or other"),
        ('{"answer": {}}', "'answers'"),
        ('{"medicines": "Lasix"}', "a list of names"),
        ('{"medicines": [1]}', "a list of names"),
        ('{"medicines": [""]}', "a list of names"),
        ('{"medicines": ["' + "a" * 300 + '"]}', "a list of names"),
        ('{"medicines": [' + ",".join(['"a"'] * 101) + "]}", "at most 100"),
        ('{"labs": []}', "values by name"),
        ('{"labs": {"sodium": 130}}', "'sodium_mmol_l'"),
        ('{"labs": {"sodium_mmol_l": "130"}}', "a number in mmol/L"),
        ('{"labs": {"sodium_mmol_l": true}}', "a number in mmol/L"),
        ('{"labs": {"sodium_mmol_l": 1e999}}', "a number in mmol/L"),
        ('{"labs": {"sodium_mmol_l": -130}}', "90 to 200 mmol/L"),
        ('{"labs": {"sodium_mmol_l": 320}}', "320 mg/dL would be 139 mmol/L"),
        ('{"labs": {"calcium_mmol_l": 9.5}}', "9.5 mg/dL would be 2.37 mmol/L"),
        ('{"labs": {"magnesium_mmol_l": 2.0}}', "2 mg/dL would be 0.823 mmol/L"),
        ('{"labs": {"magnesium_mmol_l": 1.7}}', "1.7 mg/dL would be 0.699 mmol/L"),
        ('{"labs": {"potassium_mmol_l": 15}}', "15 mg/dL would be 3.84 mmol/L"),
        ('{"labs": {"ck_u_l": 3}}', "3 µkat/L would be 180 U/L"),
        ('{"labs": {"temperature_c": 104}}', "104 °F would be 40 °C"),
        ("[" * 50_000, "not answers"),
        ('{"age": ' + "9" * 5_000 + "}", "not answers"),
        ('{"answers": {}} ' + " " * 200_000, "over 200000 bytes"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_cannot_be_used_is_told(tmp_path: Path, text: str, told: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(InputError) as error:
        read_answers(path)
    assert str(error.value).startswith(str(path))
    assert told in str(error.value)
    assert len(str(error.value)) < 700


@pytest.mark.parametrize(("written_as", "kept"), [("F", "female"), ("male", "male"), ("X", "other"), ("unknown", ""), (None, "")])
def test_sex_is_read_as_people_write_it(written_as: str | None, kept: str) -> None:
    assert answers_from_mapping({"sex": written_as}).sex == kept


def test_bytes_that_are_no_text_and_files_that_are_not_there_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"\xff\xfe{}")
    with pytest.raises(InputError, match="UTF-8"):
        read_answers(path)
    with pytest.raises(InputError, match="--save"):
        read_answers(tmp_path / "none.json")
    with pytest.raises(InputError, match="cannot be opened"):
        read_answers(tmp_path)


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["answers", "age", "labs", "medicines", "sex", "x"]), inner, max_size=4)))  # fmt: skip
def test_any_content_is_read_or_told(content: object) -> None:
    with suppress(InputError):
        assert isinstance(answers_from_mapping(content), Answers)


@given(st.floats(90, 129.99), st.floats(130, 134.99), st.floats(135, 149.99))
def test_sodium_has_its_steps(low: float, lowish: float, usual: float) -> None:
    urgencies = [triage(answers_from_mapping({"labs": {"sodium_mmol_l": value}}).answers).urgency for value in (low, lowish, usual)]
    assert urgencies == ["emergency", "same_day", "self_care"]


@pytest.mark.parametrize(
    ("name", "value", "urgency"),
    [
        ("potassium_mmol_l", 2.9, "emergency"), ("potassium_mmol_l", 3.0, "same_day"), ("potassium_mmol_l", 3.5, "self_care"),
        ("potassium_mmol_l", 5.6, "same_day"), ("potassium_mmol_l", 6.1, "emergency"), ("ck_u_l", 999, "self_care"),
        ("ck_u_l", 1000, "same_day"), ("ck_u_l", 10_000, "emergency"), ("magnesium_mmol_l", 0.69, "clinician_soon"),
        ("calcium_mmol_l", 2.1, "clinician_soon"), ("calcium_mmol_l", 1.8, "emergency"), ("calcium_mmol_l", 3.0, "same_day"),
        ("calcium_mmol_l", 3.5, "emergency"), ("magnesium_mmol_l", 0.39, "same_day"), ("temperature_c", 39.9, "self_care"), ("temperature_c", 40.0, "emergency"), ("sodium_mmol_l", 150, "same_day"),
    ],
)  # fmt: skip
def test_a_value_has_its_urgency(name: str, value: float, urgency: str) -> None:
    assert triage(answers_from_mapping({"labs": {name: value}}).answers).urgency == urgency


@pytest.mark.parametrize(
    ("name", "value", "flag"),
    [("magnesium_mmol_l", 1.2, "mg07"), ("potassium_mmol_l", 9, "k30"), ("calcium_mmol_l", 5, "ca19"), ("ck_u_l", 17, "ck1000")],
)
def test_a_rare_value_that_another_unit_explains_asks_for_the_unit(name: str, value: float, flag: str) -> None:
    read = answers_from_mapping({"labs": {name: value}})
    assert read.answers[flag] == "unknown"
    assert "look at the unit" in read.because[flag]


@pytest.mark.parametrize(
    ("name", "value"),
    [("magnesium_mmol_l", 0.9), ("magnesium_mmol_l", 1.1), ("potassium_mmol_l", 5), ("calcium_mmol_l", 2.4), ("ck_u_l", 40), ("sodium_mmol_l", 140)],
)  # fmt: skip
def test_a_usual_value_asks_nothing(name: str, value: float) -> None:
    assert answers_from_mapping({"labs": {name: value}}).answers == {}


@pytest.mark.parametrize("lab", BOOK.labs.values(), ids=lambda lab: lab.name)
def test_the_limits_of_a_value_are_in_order(lab: Lab) -> None:
    assert lab.low < lab.high
    assert lab.unusual_below < lab.unusual_above
    usual = {
        "blood sodium": 140,
        "blood potassium": 4.2,
        "blood magnesium": 0.85,
        "blood calcium (total)": 2.4,
        "creatine kinase": 120,
    }
    middle = usual.get(lab.name, 37)
    assert max(lab.low, lab.unusual_below) < middle < min(lab.high, lab.unusual_above)
    for unit, factor, offset in lab.mistaken:  # what is usual in the other unit is never taken as it stands
        typed = (middle - offset) / factor
        assert not lab.low <= typed <= lab.high, unit


def test_a_value_and_a_symptom_together_are_worse() -> None:
    read = answers_from_mapping({"answers": {"headache getting worse": "yes"}, "labs": {"sodium_mmol_l": 133}})
    assert triage(read.answers).urgency == "emergency"


@pytest.mark.parametrize(
    ("name", "flag"),
    [("Zocor 20 mg", "statin"), ("furosemide", "diur"), ("Jardiance", "diur"), ("quinine sulphate 300 mg", "quin"), ("Ventolin", "inhaler"),
     ("Seretide Diskus", "inhaler"), ("Concor Plus", "diur"), ("Spiropent", "inhaler"), ("paracetamol", "regmed"),
     *[(name, "saltmed") for name in ("ramipril", "Priadel", "Slow-K", "Kalinor", "Entresto", "Exforge")],
     *[(name, "bthin") for name in ("Coumadin", "Marcumar", "Eliquis 5 mg", "Xarelto", "Clexane", "Lovenox", "Sintrom", "Pradaxa")],
     *[(name, "vterisk") for name in ("Yasmin", "Evra", "Microgynon 30", "Diane 35", "NuvaRing", "Premarin")],
     *[(name, "organ") for name in ("insulin", "Lantus SoloStar", "NovoRapid", "metformin", "Glucophage 850", "Diamicron")]],
)  # fmt: skip
def test_a_medicine_sets_the_flag_of_its_class(name: str, flag: str) -> None:
    read = answers_from_mapping({"medicines": [name]})
    assert read.answers == {flag: "yes"}
    assert read.because[flag].startswith(name)


@pytest.mark.parametrize("name", ["Exforge HCT", "Exforge-HCT", "exforge-hct 10/160/25"])
def test_a_hyphen_is_a_space(name: str) -> None:
    assert answers_from_mapping({"medicines": [name]}).answers == {"diur": "yes", "saltmed": "yes"}


def test_a_medicine_that_holds_water_leaves_over_drinking_open() -> None:
    assert answers_from_mapping({"medicines": ["Minirin"]}).answers == {"regmed": "yes", "overdrink": "unknown"}
    assert answers_from_mapping({"medicines": ["desmopresin"]}).answers["overdrink"] == "unknown"  # misspelt
    denied = answers_from_mapping({"answers": {BOOK.flags["overdrink"]: "no"}, "medicines": ["Minirin"]})
    assert denied.because["overdrink"] == "Minirin"
    stays = answers_from_mapping({"answers": {BOOK.flags["overdrink"]: "yes"}, "medicines": ["Minirin"]})
    assert stays.answers["overdrink"] == "yes"


def test_a_misspelt_medicine_asks_and_is_not_guessed() -> None:
    read = answers_from_mapping({"medicines": ["simvastatn"]})
    assert read.answers == {"regmed": "yes", "statin": "unknown"}
    assert "Is simvastatin meant?" in read.notes[0]
    stays = answers_from_mapping({"answers": {"takes a statin": "no"}, "medicines": ["simvastatin"]})
    assert stays.answers["statin"] == "yes"


def test_raising_never_lowers() -> None:
    start = Answers({"naus": "yes"})
    assert raise_answers(start, [("naus", "unknown", "x"), ("naus", "no", "x")]) == start


def test_the_example_in_the_documentation_is_read() -> None:
    page = (Path(__file__).parents[3] / "docs/how-to/check.md").read_text(encoding="utf-8")
    content = json.loads(page.split("```json\n")[1].split("```")[0])
    assert set(content) == set(FIELDS)
    assert set(content["labs"]) < set(BOOK.labs)
    assert triage(answers_from_mapping(content).answers).urgency == "same_day"
