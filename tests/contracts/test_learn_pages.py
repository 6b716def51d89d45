"""Every statement of the pages has its rows, sources and grade, and none says what must never be said."""

from __future__ import annotations

import re

import pytest

from uncramp.evidence.facts import contradictions, facts
from uncramp.evidence.registry import sources
from uncramp.learn.grades import best_grade
from uncramp.learn.pages import TOPICS, Statement, pages
from uncramp.names import GRADES

STATEMENTS = [pytest.param(one, id=f"{page.id}-{one.id}") for page in pages().values() for one in page.statements]

# what a lay reader needs of R5 to R37 of the article's subjects, by a word that must stand on some page
SUBJECTS = {
    "R5": r"late|after you stop", "R6": r"mild or medium", "R7": r"sweat holds|sweat is water", "R8": r"less blood", "R9": r"thins the salt",
    "R10": r"tired muscle count most", "R11": r"going down wears", "R12": r"step by step|without jumps", "R13": r"heat", "R14": r"warm-up",
    "R15": r"too little magnesium, potassium or calcium", "R16": r"water pills", "R17": r"cramped before", "R18": r"narrow leg arteries",
    "R19": r"toes to the shin", "R20": r"rub", "R21": r"warmth and cold|warmth or cold", "R22": r"drink if you have sweated",
    "R23": r"drink when you are thirsty", "R24": r"mixed diet", "R25": r"build up", "R26": r"cool-down|cool down", "R27": r"stretch if you like",
    "R28": r"train too much", "R29": r"twitch", "R30": r"come often", "R31": r"without exercise", "R32": r"numb", "R33": r"think that a medicine",
    "R34": r"doctor may look for|lasting illness", "R35": r"heat stroke", "R36": r"why did i cramp", "R37": r"people say",
}  # fmt: skip
NEVER = (
    r"\bstop (taking|your) ", r"\bdiagnos", r"\bcures?\b", r"\bsafe to (go on|continue)", r"drink as much", r"drink more than (thirst|you sweat)",
    r"\btake (salt|potassium) (pills|tablets)",
)  # fmt: skip
REFUSED = r"(never|not|do not|dangerous|“)[^.]*$"  # the sentence refuses what it names, or quotes it


def everything() -> str:
    """All texts of all pages."""
    parts = []
    for page in pages().values():
        parts += [page.title, page.line, *(section.title for section in page.sections)]
        parts += [part for one in page.statements for part in (one.title, one.text, one.sure)]
    return "\n".join(parts).lower()


def forbidden(text: str) -> list[str]:
    """What ``text`` says and must not, unless the words before it refuse or quote it."""
    found = [match for pattern in NEVER for match in re.finditer(pattern, text.lower())]
    return [match[0] for match in found if not re.search(REFUSED, text.lower()[: match.start()])]


@pytest.mark.parametrize("statement", STATEMENTS)
def test_a_statement_rests_on_rows_and_sources_that_exist(statement: Statement) -> None:
    assert statement.source
    assert set(statement.facts) <= set(facts())
    assert set(statement.source) <= set(sources())
    assert {key for row in statement.facts for key in facts()[row].source} <= set(statement.source)


@pytest.mark.parametrize("statement", STATEMENTS)
def test_its_grade_is_no_better_than_its_rows(statement: Statement) -> None:
    assert GRADES.index(statement.grade) >= GRADES.index(best_grade(statement.facts))


@pytest.mark.parametrize("statement", STATEMENTS)
def test_it_is_whole_sentences_and_says_nothing_it_must_not(statement: Statement) -> None:
    assert re.fullmatch(r"[A-Z“].*[.?]”?", statement.text, flags=re.DOTALL)
    assert not forbidden(f"{statement.text} {statement.sure}")


@pytest.mark.parametrize(
    "text",
    [
        "You may stop taking your pills.",
        "Drink more than you sweat.",
        "This cures cramps.",
        "Take salt tablets.",
        "It is safe to go on.",
    ],
)
def test_what_must_not_be_said_is_seen(text: str) -> None:
    assert forbidden(text)
    assert not forbidden("Never drink more than you sweat. Never stop a medicine on your own.")


def test_every_contradiction_is_told() -> None:
    assert {one.id for one in pages()["contradictions"].statements} == set(contradictions())


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_subject_of_the_article_is_answered(subject: str) -> None:
    assert re.search(SUBJECTS[subject], everything())


def test_there_is_a_file_for_each_topic_and_none_beside_them() -> None:
    from importlib.resources import files

    there = {item.name.removesuffix(".toml") for item in (files("uncramp.learn") / "topics").iterdir()}
    assert there == set(TOPICS)


def test_what_was_not_tested_is_said_to_be_so() -> None:
    # K9, K10 and K15 on the page of prevention, not only among the contradictions
    text = {one.id: one.text for one in pages()["prevention"].statements}
    assert "Nobody has tested" in text["warm_up"]
    assert "did not help" in text["magnesium"]
    assert "no trial shows" in text["build_up"]
    assert {one.grade for one in pages()["prevent"].statements if one.id == "warm_up"} == {"memory"}
