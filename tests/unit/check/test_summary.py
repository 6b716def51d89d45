"""What goes to the clinician: all that was given, nothing else, and never two persons in one."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from summaries import ATHLETE, athletes, full_summary, some_answers, some_assessments, summaries

from uncramp.check.answers import Answers, answers_from_mapping
from uncramp.check.plain import plain
from uncramp.check.prefill import suggestions, with_suggestions
from uncramp.check.rulebook import LEVELS, rulebook
from uncramp.check.session import session_of
from uncramp.check.summary import ClinicianSummary, said_by_the_person, summarise
from uncramp.check.summary_words import SIMULATION, sections, who
from uncramp.check.triage import triage
from uncramp.errors import InputError

TODAY = {"date": "2026-06-01", "version": "0.1.0"}


def words(summary: ClinicianSummary) -> str:
    """Everything the summary says."""
    told = [f"{row.label} {row.text}" for section in sections(summary) for row in section.rows]
    return "\n".join([*told, *(section.note for section in sections(summary)), *(row.text for row in who(summary))])


def test_nothing_given_is_nothing_told() -> None:
    summary = summarise({}, **TODAY)
    assert who(summary) == ()
    assert summary.triage is None
    assert [section.note for section in sections(summary)] == ["The questions about warning signs were not answered."]
    assert not [section for section in sections(summary) if section.rows]


def test_the_label_of_an_athlete_file_is_not_taken_for_a_name() -> None:
    assert "Somebody" not in words(summarise({**ATHLETE, "name": "Somebody"}, **TODAY))


def test_all_that_was_given_is_told() -> None:
    told = words(full_summary())
    for part in (
        "Emergency", "E09", "version 1.", "dark, cola, tea or red urine", "muscle pain far worse", "ramipril", "Lasix 40 mg",
        "loop diuretic", "grandmother's drops", "diabetes", "a bad knee", "131 mmol/L", "38.2 °C", "140.0 mmol/L", "1.10 L/h",
        "52 beats/min", "left calf at 1:23:20", "both quadriceps", "running, 1:29:30", "has cramped before", "Is it my statin?",
        "Ana Beispiel", "1985-03-21", "41 years", "female", "62.0 kg", "168 cm",
    ):  # fmt: skip
        assert part in told, part


@given(summaries())
def test_a_simulated_number_never_stands_without_its_mark(summary: ClinicianSummary) -> None:
    estimates = [row for section in sections(summary) if section.id == "estimates" for row in section.rows]
    assert all(row.text.endswith(SIMULATION) for row in estimates)
    assert len(estimates) == (len(summary.session.estimates) if summary.session else 0)
    assert "nan" not in " ".join(row.text for row in estimates)


@given(some_answers(), athletes())
def test_the_urgency_is_that_of_the_rules_and_an_athlete_file_only_raises_it(answers: Answers, stated: dict[str, Any]) -> None:
    alone, beside = (summarise(said, answers=answers, **TODAY).triage for said in ({}, stated))
    if not answers.answers:
        assert alone is None
        return
    assert alone is not None
    assert beside is not None
    assert alone == triage(answers.answers)
    assert LEVELS.index(beside.urgency) >= LEVELS.index(alone.urgency)


@given(
    some_answers(),
    some_assessments().filter(lambda document: document["activity"]["planned"] is not None and document["cautions"] is not None),
)
def test_the_urgency_is_that_of_the_check_with_the_same_files(answers: Answers, document: dict[str, Any]) -> None:
    asked = suggestions(document)
    summary = summarise({}, answers=answers, session=session_of(document), asked=asked, **TODAY)
    if answers.answers:
        assert summary.triage == triage(with_suggestions(answers, asked).answers)
        assert said_by_the_person(summary.answers) == answers.said
    else:
        assert summary.triage is None


def test_what_a_simulation_asks_is_told_as_asked_by_it() -> None:
    answers = answers_from_mapping({"answers": {"chest pain or pressure": "no"}})
    summary = full_summary(answers=answers, asked={"overdrink": "the simulation saw it"}, stated={}, born="")
    assert "drank much more than thirst or gained weight during exercise (the simulation saw it)" in words(summary)
    assert said_by_the_person(summary.answers) == {"chest": "no"}


def test_a_medicine_of_the_athlete_file_counts_as_one_of_the_answers() -> None:
    answers = answers_from_mapping({"answers": {"chest pain or pressure": "no"}})
    summary = summarise({"medicines": ("simvastatin",)}, answers=answers, **TODAY)
    assert summary.answers.because == {"statin": "simvastatin"}
    assert said_by_the_person(summary.answers) == {"chest": "no"}
    assert "takes a statin (simvastatin)" in words(summary)


def test_no_finding_is_told_as_no_warning_sign_and_not_as_fine() -> None:
    said = answers_from_mapping({"answers": dict.fromkeys(rulebook().flags.values(), "no")})
    told = words(summarise({}, answers=said, **TODAY))
    assert "No warning sign given" in told
    assert f"Answered no: {len(said.answers)} of {len(said.answers)} signs" in told
    assert "fine" not in told


@given(st.text())
def test_text_of_a_person_becomes_one_line_that_any_file_can_hold(text: str) -> None:
    kept = plain(text)
    kept.encode()  # halves of characters could not be written
    assert plain(kept) == kept == kept.strip()
    assert not [sign for sign in kept if not sign.isprintable() and sign.isspace()]
    if text.isascii() and text.isprintable():
        assert kept == " ".join(text.split())


def test_text_cannot_be_turned_around() -> None:
    assert plain("50\u202e gm 001\x07\ud800") == "50 gm 001"


@pytest.mark.parametrize(
    ("changed", "seen"),
    [
        ({"stated": {**ATHLETE, "age_year": 30.0}}, "41 by --born, 30 by the athlete file"),
        ({"answers": answers_from_mapping({"age": 70})}, "70 by the answers"),
        ({"answers": answers_from_mapping({"sex": "male"})}, "female by the athlete file and male by the answers"),
        ({"born": "2026-06-02"}, "is after 2026-06-01"),
        ({"born": "21.3.1985"}, "--born 21.3.1985: not a day"),
        ({"born": "20260301"}, "--born 20260301: not a day"),
        ({"date": "today"}, "--date today: not a day"),
    ],
)
def test_two_persons_or_a_day_that_is_none_are_refused(changed: dict[str, Any], seen: str) -> None:
    with pytest.raises(InputError, match=seen):
        full_summary(**changed)


def test_a_birthday_is_a_year_more_and_a_year_apart_is_one_person() -> None:
    assert full_summary(date="2026-03-20").person.age_year == 40.0
    assert full_summary(date="2026-03-21").person.age_year == 41.0


@given(summaries())
def test_what_is_not_known_is_left_out_and_not_written_as_a_number(summary: ClinicianSummary) -> None:
    person = asdict(summary.person)
    missing = [name for name, value in person.items() if isinstance(value, float) and math.isnan(value)]
    assert ("Body mass" in {row.label for row in who(summary)}) == ("mass_kg" not in missing)
    assert " nan" not in words(summary)
