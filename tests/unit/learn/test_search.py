"""A word finds the statements that have it, and all of them."""

from __future__ import annotations

import pytest

from uncramp.learn.pages import find_page, pages
from uncramp.learn.search import joined, pages_speaking_of


@pytest.mark.parametrize("word", ["salt", "banana", "quinine", "water"])
def test_every_statement_with_the_word_is_found_and_no_other(word: str) -> None:
    found = {(page.id, one.id) for page in pages_speaking_of(word) for one in page.statements}
    there = {
        (page.id, one.id)
        for page in pages().values()
        for one in page.statements
        if f" {word}" in f" {one.title} {one.text} {one.sure}".casefold().replace("“", " ").replace("-", " ")
    }
    assert found == there != set()


def test_the_page_that_says_most_comes_first() -> None:
    counts = [len(page.statements) for page in pages_speaking_of("salt")]
    assert counts == sorted(counts, reverse=True)


@pytest.mark.parametrize("words", ["", "xy", "xylophone", "cramps", "salt xylophone", ".*"])
def test_what_nobody_says_finds_nothing(words: str) -> None:
    assert pages_speaking_of(words) == ()


def test_pages_asked_for_twice_are_joined() -> None:
    both = joined([find_page("k2"), find_page("why"), find_page("k1"), find_page("k2")])
    assert [page.id for page in both] == ["contradictions", "why"]
    assert {one.id for one in both[0].statements} == {"K1", "K2"}
    assert joined([find_page("why")]) == [find_page("why")]
