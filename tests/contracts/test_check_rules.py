"""The rules keep what 0.1-research said, cover every sentence of the medical advice, and say nothing that could harm."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp.check.rulebook import BASES, LEVELS, rulebook
from uncramp.check.triage import ANSWERS, triage
from uncramp.medicines.names import medicine_table

BOOK = rulebook()
BY_ID = {rule.id: rule for rule in BOOK.rules}
FIRST = json.loads((Path(__file__).parent / "rules_0_1.json").read_text(encoding="utf-8"))
RAISED = {
    "E25": [{"overdrink", "headw", "vomit"}],
    "E27": [{"haemop", "vterisk"}],
    "E28": [{"palp", "faintpost"}],
    "E29": [{"fever", "painfar"}, {"fever", "hard"}],
    "E30": [{"dark", one} for one in ("multi", "c60", "c10", "sct", "prev", "bothweak")],
    "E31": [{"nourine", "dark"}],
    "S24": [{"haemop"}],
    "S25": [{"bothweak"}],
    "S26": [{"preecl"}],
    "S42": [{"stretchpain"}],
    "S43": [{"long", "headw"}],
    "S44": [{one, two} for one in ("overdrink", "puffy") for two in ("headw", "naus")] + [{"overdrink", "puffy"}],
    "S45": [{"heat", "faintpost"}],
    "S46": [{"sct", "heat"}, {"sct", "faintpost"}],
    "C24": [{"enzyme"}],
    "C25": [{"headw"}],
}
"""What 0.1-research rates lower or has no rule for, and a source asks help for: rule -> each set of flags it fires on."""

# every sentence of R30-R35, what a person would answer, and a rule that must fire
SENTENCES = [
    ("R30 persistent cramps", ["weeks"], "C15"),
    ("R30 persistent cramps, within hours", ["c60"], "S07"),
    ("R30 persistent, one cramp", ["c10"], "S02"),
    ("R30 severe or debilitating cramps", ["severe"], "C15"),
    ("R30 cramps that do not respond to stretching or self-care", ["noease"], "C15"),
    ("R30 frequent cramps", ["often"], "C01"),
    ("R31 cramps without exercise", ["rest"], "C14"),
    ("R31 cramps in sleep", ["rest"], "C14"),
    ("R32 weakness", ["weak"], "S17"),
    ("R32 numbness", ["numb"], "C02"),
    ("R32 tingling", ["tingle"], "C19"),
    ("R32 swelling of one leg", ["legswol"], "S01"),
    ("R32 swelling of the muscle", ["hard"], "S22"),
    ("R32 swelling of both legs", ["bothswol"], "C16"),
    ("R32 redness or darker skin", ["legwarm"], "S01"),
    ("R32 skin change", ["skin"], "C16"),
    ("R32 pain that stays", ["painstay"], "C16"),
    ("R33 a diuretic", ["diur"], "C07"),
    ("R33 a statin", ["statin"], "C07"),
    ("R33 an asthma inhaler", ["inhaler"], "C17"),
    ("R33 a medicine that is suspected", ["medsus"], "C17"),
    ("R33 a regular medicine", ["regmed"], "X07"),
    ("R34 an illness that is suspected", ["condsus"], "C18"),
    ("R34 peripheral artery disease", ["claud"], "C03"),
    ("R34 nerve compression", ["numb"], "C02"),
    ("R34 thyroid, kidney, liver disease, diabetes", ["organ"], "C08"),
    ("R35 heat stroke: mind", ["conf"], "E02"),
    ("R35 heat stroke: temperature", ["hot"], "E03"),
    ("R35 hyponatraemia", ["long", "overdrink", "headw"], "E05"),
    ("R35 hyponatraemia, early", ["long", "overdrink", "naus"], "S05"),
    ("R35 rhabdomyolysis", ["dark", "painfar"], "E09"),
    ("R35 compartment syndrome", ["hard", "stretchpain"], "E11"),
    ("R35 sickling", ["sct", "weak"], "E14"),
    ("R35 clot", ["legswol"], "S01"),
    ("R35 clot in the lung", ["legswol", "haemop"], "E08"),
]


def first_urgency(found: set[str]) -> int:
    """What 0.1-research says of findings, as the place of the level."""
    firing = [level for level, when in FIRST["rules"].values() if any(set(line) <= found for line in when)]
    return max((FIRST["levels"].index(level) for level in firing), default=0)


def test_the_first_phrases_and_the_levels_are_an_interface() -> None:
    assert list(LEVELS) == FIRST["levels"]
    assert list(BOOK.flags.items())[: len(FIRST["phrases"])] == list(FIRST["phrases"].items())
    assert len(FIRST["phrases"]) == 65
    assert len(set(BOOK.flags.values())) == len(BOOK.flags)


def test_a_rule_of_the_first_version_is_as_it_was() -> None:
    for name, (urgency, when) in FIRST["rules"].items():
        assert BY_ID[name].urgency == urgency
        assert BY_ID[name].when == tuple(map(frozenset, when))
    assert len(BY_ID) == len(BOOK.rules)


@given(st.dictionaries(st.sampled_from(list(FIRST["phrases"])), st.sampled_from(ANSWERS), max_size=12))
def test_on_the_first_phrases_nothing_else_is_decided(answers: dict[str, str]) -> None:
    yes = {flag for flag, answer in answers.items() if answer == "yes"}
    maybe = yes | {flag for flag, answer in answers.items() if answer == "unknown"}
    same_day = LEVELS.index("same_day")
    first = max(first_urgency(yes), min(first_urgency(maybe), same_day))
    raised = [
        LEVELS.index(BY_ID[rule].urgency) if flags <= yes else min(LEVELS.index(BY_ID[rule].urgency), same_day)
        for rule, lines in RAISED.items()
        for flags in lines
        if flags <= maybe
    ]
    assert triage(answers).urgency == LEVELS[max([first, *raised])]


def test_the_list_of_what_is_raised_is_whole() -> None:
    found = {
        (rule.id, line)
        for rule in BOOK.rules
        for line in rule.when
        if rule.id not in FIRST["rules"] and line <= set(FIRST["phrases"]) and LEVELS.index(rule.urgency) > first_urgency(set(line))
    }
    assert found == {(rule, frozenset(flags)) for rule, lines in RAISED.items() for flags in lines}


@pytest.mark.parametrize("flags", [{"painfar", "stretchpain"}, {"painfar", "numb"}], ids=sorted)
def test_what_often_is_only_soreness_is_no_emergency(flags: set[str]) -> None:
    assert triage(dict.fromkeys(flags, "yes")).urgency == "same_day"


@pytest.mark.parametrize(("rule", "flags"), [(rule, flags) for rule, lines in RAISED.items() for flags in lines])
def test_what_is_raised_beyond_it_says_so(rule: str, flags: set[str]) -> None:
    result = triage(dict.fromkeys(flags, "yes"))
    assert result.fired[0].id == rule
    assert LEVELS.index(result.urgency) > first_urgency(flags)
    text = (Path(__file__).parents[2] / "src/uncramp/check/rules.toml").read_text(encoding="utf-8")
    assert re.search(rf'# Beyond 0\.1-research[^\n]*\n\[\[rules\]\]\nid = "{rule}"', text)


@pytest.mark.parametrize(("sentence", "flags", "rule"), SENTENCES, ids=[row[0] for row in SENTENCES])
def test_every_sentence_of_the_advice_has_a_rule(sentence: str, flags: list[str], rule: str) -> None:
    result = triage(dict.fromkeys(flags, "yes"))
    assert rule in [one.id for one in result.fired]
    if rule != "X07":  # any regular medicine: said, not a reason by itself
        assert result.urgency != "self_care"


def test_every_flag_is_in_a_rule_and_is_asked() -> None:
    in_rules = {flag for rule in BOOK.rules for line in rule.when for flag in line}
    asked = [flag for group in BOOK.groups for flag in group.flags]
    assert in_rules == set(BOOK.flags)
    assert len(asked) == len(set(asked))
    by_value = {reading.flag for reading in BOOK.readings}
    by_the_screen = {group.stands for group in BOOK.groups if group.page == "emergency"}
    assert len(by_the_screen) == 8
    assert set(BOOK.flags) - set(asked) <= by_value | by_the_screen
    for flag, question in BOOK.questions.items():
        assert question.ask.endswith("?"), flag
        assert question.other.endswith("?"), flag
        assert question.find_out.strip(), flag


def test_the_emergency_screen_is_eight_questions_of_bystanders() -> None:
    screen = [group for group in BOOK.groups if group.page == "emergency"]
    assert len(screen) == 8
    assert all(group.other.endswith("?") for group in screen)
    words = sum(len(group.other.split()) for group in screen)
    assert words < 150  # a minute read aloud


def test_every_rule_says_where_it_is_from_and_what_to_do() -> None:
    for rule in BOOK.rules:
        assert rule.source.strip(), rule.id
        assert rule.basis in BASES, rule.id
        kind = BOOK.kinds[rule.advice]
        assert kind.do, rule.id
        assert kind.watch_for, rule.id
    assert {rule.advice for rule in BOOK.rules} == set(BOOK.kinds)


def test_self_care_always_has_the_five_return_signs() -> None:
    text = " ".join(BOOK.return_signs)
    assert len(BOOK.return_signs) == 5
    for sign in ("dark urine", "confusion", "swelling of one leg", "weakness that stays", "10 minutes"):
        assert sign in text


def texts() -> Iterator[tuple[str, str]]:
    """(where, text) of everything the file says to people."""
    for rule in BOOK.rules:
        yield rule.id, rule.finding
    for name, kind in BOOK.kinds.items():
        for text in (*kind.do, *kind.watch_for, kind.drink):
            yield name, text
    for name, level in BOOK.levels.items():
        yield name, f"{level.action} {level.come_back}"
    for name, text in BOOK.texts.items():
        yield name, text
    for flag, question in BOOK.questions.items():
        yield flag, f"{question.ask} {question.other} {question.find_out}"
    for group in BOOK.groups:
        yield group.id, f"{group.ask} {group.other}"
    for prefill in BOOK.prefills:
        yield prefill.flag, prefill.note
    for name, row in medicine_table()["classes"].items():
        yield name, row["facts"]


FORBIDDEN = [
    r"\b(stop|pause|skip|leave out|halve|change)\b[^.;]{0,25}\b(taking|medicines?|tablets?|statins?|diuretics?|quinine|inhalers?|doses?)\b",
    r"\bdrink (more|plenty|a lot|as much)\b",
    r"\b(you are|you're|it is|this is) (fine|safe|healthy|harmless)\b",
    r"\bsafe to (continue|go on|run)\b",
    r"\btake (some |a )?(salt|potassium|magnesium)\b",
    r"\b(diagnosed|diagnoses|cures?|will heal)\b",
]


def complaints(text: str) -> list[str]:
    """Patterns that ``text`` must not hold; "do not ..." and "no ..." are what it may."""
    allowed = re.sub(r"(do not|take no|never) [^.;]*", "", text, flags=re.IGNORECASE)
    return [pattern for pattern in FORBIDDEN if re.search(pattern, allowed, re.IGNORECASE)]


def test_no_text_stops_a_medicine_gives_salt_or_promises_safety() -> None:
    assert not [(where, text, complaints(text)) for where, text in texts() if complaints(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Stop taking the statin.", "Drink plenty of water.", "You are fine.", "It is safe to continue.", "Take salt tablets.",
        "Halve the dose.", "You should change your medicines.",
    ],
)  # fmt: skip
def test_a_harmful_text_is_seen(text: str) -> None:
    assert complaints(text)


def test_drinking_is_advised_only_where_over_drinking_is_ruled_out() -> None:
    for name, kind in BOOK.kinds.items():
        for text in (*kind.do, *kind.watch_for):
            assert not re.search(r"^(drink|sip)|\bsips?\b|take small", text, re.IGNORECASE), name


def test_the_version_rises_with_a_list_of_changes() -> None:
    text = (Path(__file__).parents[2] / "src/uncramp/check/rules.toml").read_text(encoding="utf-8")
    assert re.fullmatch(r"\d+\.\d+", BOOK.version)
    assert f'"{BOOK.version}: ' in text
