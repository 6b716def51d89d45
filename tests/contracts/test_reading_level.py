"""A reader of about 13 can read what is written for everybody: two measures of how hard a text is, over the catalogue by its source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pytest
import texts
from readability import automated_index, flesch_kincaid, sentences, syllables

from uncramp.check.rulebook import rulebook
from uncramp.learn.pages import pages

SCHOOL_GRADE = 8.0  # of the United States: about 13 years
ONE_TEXT_GRADE = 10.0  # a single sentence varies more than a page
WORDS_MIN = 6  # fewer are a heading or a label, for which neither measure was made
ONE_TEXT_WORDS_MIN = 12  # in fewer, one word of four syllables decides the grade
FOR_EVERYBODY = re.compile(r"(learn|relieve|check)/.*\.toml")  # not what is written for clinicians, nor messages of a program

HARD = (
    "The involuntary contraction originates from an imbalance between excitatory muscle-spindle afferents and inhibitory tendon-organ "
    "afferents, predominantly in fatigued musculature operating at abbreviated lengths."
)
EASY = "Stop. Pull your toes to your shin. Hold it until the pain goes. Then walk on slowly."


def page_text(topic: str) -> str:
    """Everything a page says, as sentences."""
    parts = [part for one in pages()[topic].statements for part in (one.title, one.text, one.sure) if part]
    return " ".join(part if part[-1] in ".?!”" else f"{part}." for part in parts)


@cache
def by_source() -> dict[str, list[str]]:
    """Sentences for everybody by the table they stand in."""
    # the phrases of flags and the findings of rules are an interface of fixed words
    fixed = {*rulebook().flags.values(), *(rule.finding for rule in rulebook().rules)}
    found: dict[str, list[str]] = {}
    for text, places in texts.messages().items():
        for place in places:
            if FOR_EVERYBODY.fullmatch(place) and text not in fixed and len(text.split()) >= WORDS_MIN:
                found.setdefault(place, []).append(text)
    return found


def single() -> Iterator[object]:
    for place, found in by_source().items():
        yield from (pytest.param(text, id=f"{place}: {text[:40]}") for text in found if len(text.split()) >= ONE_TEXT_WORDS_MIN)


@pytest.mark.parametrize("topic", pages())
def test_a_page_is_read_at_school_grade_eight(topic: str) -> None:
    text = page_text(topic)
    assert sentences(text) > 10
    assert flesch_kincaid(text) <= SCHOOL_GRADE
    assert automated_index(text) <= SCHOOL_GRADE


@pytest.mark.parametrize("place", by_source())
def test_a_table_of_texts_is_read_at_school_grade_eight(place: str) -> None:
    text = " ".join(one if one[-1] in ".?!" else f"{one}." for one in by_source()[place])
    assert flesch_kincaid(text) <= SCHOOL_GRADE
    assert automated_index(text) <= SCHOOL_GRADE


@pytest.mark.parametrize("text", list(single()))
def test_no_single_text_is_much_harder(text: str) -> None:
    assert flesch_kincaid(text) <= ONE_TEXT_GRADE, text


def test_texts_of_all_three_questions_are_looked_at() -> None:
    assert {place.partition("/")[0] for place in by_source()} >= {"learn", "relieve"}


@pytest.mark.parametrize("measure", [flesch_kincaid, automated_index])
def test_a_hard_text_is_seen(measure: object) -> None:
    assert callable(measure)
    assert measure(HARD) > ONE_TEXT_GRADE
    assert measure(EASY) < SCHOOL_GRADE / 2


@pytest.mark.parametrize(
    ("word", "count"),
    [("cramp", 1), ("muscle", 2), ("stretched", 1), ("needed", 2), ("magnesium", 4), ("idea", 3), ("medicine", 3), ("potassium", 4),
     ("exercise", 3), ("people", 2), ("dehydration", 4), ("hospital", 3), ("before", 2), ("the", 1), ("contraction", 3), ("56", 1)],
)  # fmt: skip
def test_syllables_are_counted(word: str, count: int) -> None:
    assert syllables(word) == count


def test_the_grade_is_that_of_the_formula() -> None:
    # 4 words, 1 sentence, 5 syllables
    assert flesch_kincaid("The cat saw water.") == pytest.approx(0.39 * 4 + 11.8 * 5 / 4 - 15.59)
