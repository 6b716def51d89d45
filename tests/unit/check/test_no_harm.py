"""Advice that would do harm, case by case: what is not ruled out brings no drink and no walking, and each sign its own words."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp.check.advice import Advice, advise
from uncramp.check.answers import answers_from_mapping
from uncramp.check.rulebook import rulebook
from uncramp.check.triage import ANSWERS, UNKNOWN, YES, Triage, triage

BOOK = rulebook()
FLAGS = sorted(BOOK.flags)
EMERGENCIES = [(rule.id, sorted(line)) for rule in BOOK.rules if rule.urgency == "emergency" for line in rule.when]
DENIED = re.compile(r"\b(do not|cannot|give nothing|drink nothing|no) [^.;]*", re.IGNORECASE)
OFFERS = re.compile(r"\b(sips?|drink by|a cool drink|rehydration|walk)\b", re.IGNORECASE)

some_answers = st.dictionaries(st.sampled_from(FLAGS), st.sampled_from(ANSWERS), max_size=10)


@st.composite
def with_an_emergency(draw: st.DrawFn) -> dict[str, str]:
    """Any answers, and a line of an emergency rule whose flags are there or not known."""
    _rule, line = draw(st.sampled_from(EMERGENCIES))
    return draw(some_answers) | {flag: draw(st.sampled_from([YES, UNKNOWN])) for flag in line}


def offers(advice: Advice) -> list[str]:
    """Sentences that offer a drink or walking on."""
    said = (advice.action, *advice.do, *advice.watch_for, advice.come_back, *advice.cautions)
    return [text for text in said if OFFERS.search(DENIED.sub("", text))]


def of(**answers: str) -> tuple[Triage, Advice]:
    """Result and advice."""
    result = triage(answers)
    return result, advise(result)


@given(with_an_emergency())
def test_nothing_offers_a_drink_or_walking_while_an_emergency_is_there_or_open(answers: dict[str, str]) -> None:
    assert offers(advise(triage(answers))) == []


def test_the_control_of_the_above_offers_both() -> None:
    assert len(offers(of(eased=YES)[1])) == 2
    assert offers(of(heat=YES)[1])
    assert offers(of(fluids=YES)[1])


@pytest.mark.parametrize(
    ("there", "open_flag"),
    [("heat", "conf"), ("heat", "heat30"), ("vomit", "anaph"), ("fluids", "seiz"), ("eased", "chest"), ("eased", "sob")],
)
def test_a_case_that_was_told_to_drink_or_walk_is_not(there: str, open_flag: str) -> None:
    advice = of(**{there: YES, open_flag: UNKNOWN})[1]
    assert offers(advice) == []
    assert advice.do[0] == BOOK.texts["open_do"]


@given(some_answers)
def test_what_is_open_and_worse_than_what_is_known_says_what_to_do_until_then(answers: dict[str, str]) -> None:
    result = triage(answers)
    worse = {"clinician_soon": 0, "self_care": 0, "same_day": 1, "emergency": 2}
    known = max((worse[rule.urgency] for rule in result.fired), default=0)
    is_open = max((worse[rule.urgency] for rule in result.open), default=0)
    assert (BOOK.texts["open_do"] in advise(result).do) == (is_open > known)


def test_no_way_to_find_out_asks_for_drinking_or_for_a_torn_calf_to_be_loaded() -> None:
    assert not [flag for flag, one in BOOK.questions.items() if re.search(r"\bsips?\b|^drink", one.find_out, re.IGNORECASE)]
    assert "rise" not in BOOK.questions["pop"].find_out.lower()


@pytest.mark.parametrize("flags", [["stretchpain"], ["stretchpain", "painfar"], ["pop"], ["pop", "trauma", "painstay"]])
def test_a_limb_under_pressure_or_torn_is_neither_raised_nor_cooled(flags: list[str]) -> None:
    told = " ".join(of(**dict.fromkeys(flags, YES))[1].do)
    assert not re.search(r"\b(raise|cool|ice)\b", re.sub(r"not raised, no ice", "", told), re.IGNORECASE)
    assert "level" in told


@given(st.floats(150, 200))
def test_high_sodium_is_not_advised_as_low(sodium_mmol_l: float) -> None:
    read = answers_from_mapping({"labs": {"sodium_mmol_l": sodium_mmol_l}})
    advice = advise(triage(read.answers), read)
    told = " ".join((*advice.do, *advice.watch_for))
    assert "sodium is high" in told
    assert "low blood sodium" not in told
    assert "no water" not in told
    assert offers(advice) == []
    assert BOOK.texts["no_salt"] in advice.cautions


@given(st.floats(1_000, 2_000_000))
def test_high_creatine_kinase_ends_the_exercise_and_has_the_urine_watched(ck_u_l: float) -> None:
    advice = advise(triage(answers_from_mapping({"labs": {"ck_u_l": ck_u_l}}).answers))
    assert any("Stop all exercise" in step for step in advice.do)
    assert any("urine" in sign for sign in advice.watch_for)


@pytest.mark.parametrize("flag", ["heat", "eased", "weeks", "statin"])
def test_below_today_the_signs_that_call_for_an_ambulance_are_named(flag: str) -> None:
    result, advice = of(**{flag: YES})
    assert result.urgency in ("self_care", "clinician_soon")
    for sign in ("confusion", "fit", "faint", "chest pain", "hard breathing", "dark urine"):
        assert sign in advice.come_back
    assert "the emergency number where you are" in advice.come_back
    assert "call 112" in advise(result, number="112").come_back


@pytest.mark.parametrize(
    ("content", "drinks"),
    [
        ({"answers": {BOOK.flags["vomit"]: "yes"}}, True),
        ({"answers": {BOOK.flags["vomit"]: "yes"}, "medicines": ["ramipril"]}, False),
        ({"answers": {BOOK.flags["gastro"]: "yes"}, "medicines": ["Priadel"]}, False),
        ({"answers": {BOOK.flags["fluids"]: "yes"}, "medicines": ["Slow-K"]}, False),
        ({"answers": {BOOK.flags["fluids"]: "yes"}, "medicines": ["Minirin"]}, False),
        ({"answers": {BOOK.flags["fluids"]: "yes"}, "medicines": ["metformin"]}, False),
    ],
)
def test_a_drink_is_withheld_beside_a_medicine_that_it_does_not_go_with(content: dict[str, object], drinks: bool) -> None:
    read = answers_from_mapping(content)
    assert bool(offers(advise(triage(read.answers), read))) == drinks


@pytest.mark.parametrize(
    ("sign", "medicine", "rule"),
    [
        ("gastro", "Priadel", "S48"), ("vomit", "Tritace", "S48"), ("fluids", "Kalinor", "S48"), ("nourine", "Diovan", "S48"),
        ("trauma", "Eliquis", "S31"), ("painstay", "Marcumar", "S31"), ("skin", "Yasmin", "S27"), ("haemop", "Evra", "E27"),
        ("palp", "insulin", "E15"),
    ],
)  # fmt: skip
def test_a_medicine_by_its_name_counts_in_a_rule(sign: str, medicine: str, rule: str) -> None:
    read = answers_from_mapping({"answers": {BOOK.flags[sign]: "yes"}, "medicines": [medicine]})
    assert rule in [one.id for one in triage(read.answers).fired]
