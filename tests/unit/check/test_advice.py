"""What is said about a result: the action first, always the signs to come back for, and never a drink while over-drinking is open."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp.check.advice import advise, over_drinking_is_possible
from uncramp.check.answers import Answers, answers_from_mapping
from uncramp.check.rulebook import rulebook
from uncramp.check.triage import ANSWERS, triage
from uncramp.medicines.names import NEVER_STOP

BOOK = rulebook()
FLAGS = sorted(BOOK.flags)
some_answers = st.dictionaries(st.sampled_from(FLAGS), st.sampled_from(ANSWERS), max_size=12)
DRINKS = [kind.drink for kind in BOOK.kinds.values() if kind.drink]
ADVISES_DRINKING = re.compile(r"\b(sip|drink by|small sips|drink more)\b", re.IGNORECASE)


@given(some_answers, st.sampled_from(["overdrink", "puffy", "na130", "na135"]), st.sampled_from(["yes", "unknown"]))
def test_no_drink_is_advised_while_over_drinking_is_open(answers: dict[str, str], flag: str, answer: str) -> None:
    result = triage(answers | {flag: answer})
    advice = advise(result)
    assert BOOK.texts["no_drink"] in advice.do
    assert not [step for step in advice.do if ADVISES_DRINKING.search(step)]


@pytest.mark.parametrize("sign", ["headw", "vomit", "naus"])
def test_nor_with_a_sign_of_it_after_long_exercise(sign: str) -> None:
    result = triage({"long": "yes", sign: "yes"})
    assert over_drinking_is_possible(result)
    assert not set(advise(result).do) & set(DRINKS)


def test_the_control_of_the_above_advises_a_drink() -> None:
    assert any(ADVISES_DRINKING.search(step) for step in advise(triage({"heat": "yes"})).do)
    assert set(advise(triage({})).do) & set(DRINKS)


@given(some_answers)
def test_every_result_has_an_action_and_the_return_signs(answers: dict[str, str]) -> None:
    result = triage(answers)
    advice = advise(result, Answers(answers))
    assert advice.action
    assert advice.do or advice.questions
    assert advice.come_back
    assert set(BOOK.return_signs) <= set(advice.watch_for)
    assert "{" not in " ".join((advice.action, advice.come_back, advice.noted, *advice.do, *advice.cautions))
    if result.urgency == "emergency":
        assert advice.action.startswith("Call now: ")
        assert not set(advice.do) & set(DRINKS)


@given(some_answers)
def test_every_open_question_that_matters_is_asked(answers: dict[str, str]) -> None:
    result = triage(answers)
    asked = {question.flag for question in advise(result).questions}
    matters = {flag for rule in result.open for line in rule.when for flag in line if answers.get(flag) == "unknown"}
    assert asked == matters
    assert bool(asked) == bool(result.open)


@given(some_answers)
def test_everything_reported_is_in_the_reason_or_noted(answers: dict[str, str]) -> None:
    result = triage(answers)
    advice = advise(result)
    yes = [flag for flag, answer in answers.items() if answer == "yes"]
    counted = {flag for rule in result.fired for line in rule.when if line <= set(yes) for flag in line}
    assert all((BOOK.flags[flag] in advice.noted) for flag in yes if flag not in counted)


def test_nothing_reported_is_no_warning_sign_and_not_fine() -> None:
    action = advise(triage({})).action
    assert action.startswith("No warning sign given.")
    assert not re.search(r"\b(fine|safe|healthy|harmless)\b", action)


def test_self_care_after_something_was_reported_does_not_say_that_nothing_was() -> None:
    for flag in ("heat", "naus", "long"):
        action = advise(triage({flag: "yes"})).action
        assert "No warning sign given" not in action
        assert action.startswith("By these rules")
    assert advise(triage({"eased": "yes"})).action.startswith("No warning sign given.")


def test_a_drink_with_salts_is_not_offered_to_a_sick_heart_or_kidney() -> None:
    assert set(advise(triage({"fluids": "yes"})).do) & set(DRINKS)
    assert not set(advise(triage({"fluids": "yes", "organ": "yes"})).do) & set(DRINKS)


def test_the_advice_of_many_rules_stays_short() -> None:
    advice = advise(triage(dict.fromkeys(FLAGS, "yes")))
    assert len(advice.do) <= 20
    assert BOOK.texts["no_drink"] in advice.do


def test_the_number_stands_in_the_action() -> None:
    assert advise(triage({"unresp": "yes"}), number="112 or 999").action == "Call now: 112 or 999."
    assert "the emergency number where you are" in advise(triage({"unresp": "yes"})).action


def test_what_is_only_open_brings_no_self_care() -> None:
    assert advise(triage({"cold": "unknown"})).do == (BOOK.texts["open_do"],)
    assert advise(triage({"weeks": "unknown"})).do == ()  # for what can wait some days nobody has to lie down


def test_what_is_open_and_worse_than_what_is_known_is_told_first() -> None:
    assert advise(triage({"cold": "unknown"})).action.startswith("Find out at once")
    assert advise(triage({"cold": "unknown", "c10": "yes"})).action.startswith("Find out at once")
    assert advise(triage({"cold": "yes", "c10": "unknown"})).action.startswith("Call")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"age": 15}, "tell an adult"),
        ({"answers": {"pregnant": "yes"}}, "maternity unit"),
        ({"answers": {"pregnant": "unknown"}}, "maternity unit"),
        ({"answers": {"heart problem or low-salt diet": "yes"}}, "no salt or potassium tablets"),
        ({"answers": {"kidney, liver or thyroid disease or diabetes": "unknown"}}, "no salt or potassium tablets"),
        ({"answers": {"takes a statin": "yes"}}, NEVER_STOP),
        ({"medicines": ["paracetamol"]}, NEVER_STOP),
        ({"medicines": ["simvastatn"]}, "Is simvastatin meant?"),
    ],
)
def test_a_caution_is_given(content: dict[str, object], said: str) -> None:
    read = answers_from_mapping(content)
    assert any(said in caution for caution in advise(triage(read.answers), read).cautions)


def test_no_caution_without_a_reason() -> None:
    assert advise(triage({}), Answers(age_years=16)).cautions == ()


def test_somebody_else_is_asked_about_in_the_third_person() -> None:
    (mine,) = advise(triage({"cold": "unknown"})).questions
    (theirs,) = advise(triage({"cold": "unknown"}), someone_else=True).questions
    assert mine.ask != theirs.ask
    assert mine.find_out == theirs.find_out
