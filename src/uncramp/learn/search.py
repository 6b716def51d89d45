"""Statements by the words in them, for a word that is the name of no page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from uncramp.learn.pages import Page, Section, Statement, pages

_SHORTEST: Final = 3  # letters of a word worth looking for
_IDLE: Final = ("cramp", "cramps", "cramping", "the", "and", "for", "does", "help", "with", "from")
_SAME: Final = {
    "sodium": "sodium|salt", "electrolyte": "salt", "electrolytes": "salt", "fluid": "drink", "fluids": "drink", "hydration": "drink",
    "heat": "heat|hot", "hot": "hot|heat", "sleep": "sleep|night", "nocturnal": "night", "bananas": "banana", "rubbing": "rub|massage",
}  # fmt: skip
"""Words people look for -> the words the pages use."""


def pages_speaking_of(words: str) -> tuple[Page, ...]:
    """Pages with a statement that has all of ``words``, with these statements only; the page with most of them first.

    Examples
    --------
    >>> [page.id for page in pages_speaking_of("quinine")], pages_speaking_of("xylophone")
    (['relief'], ())
    """
    looked_for = [word for word in re.findall(r"\w+", words.casefold()) if len(word) >= _SHORTEST and word not in _IDLE]
    if not looked_for:
        return ()
    said = [re.compile(rf"\b({_SAME.get(word, re.escape(word))})", re.IGNORECASE) for word in looked_for]
    found = (_only(page, said) for page in pages().values())
    return tuple(sorted((page for page in found if page.sections), key=lambda page: -len(page.statements)))


def joined(found: Iterable[Page]) -> list[Page]:
    """Each page once, in the order asked for, with all that was asked of it."""
    asked: dict[str, Page] = {}
    for page in found:
        before = asked[page.id].sections if page.id in asked else ()
        titled: dict[str, dict[Statement, None]] = {}
        for section in (*before, *page.sections):
            titled.setdefault(section.title, {}).update(dict.fromkeys(section.statements))
        asked[page.id] = replace(page, sections=tuple(Section(title, tuple(each)) for title, each in titled.items()))
    return list(asked.values())


def _only(page: Page, said: list[re.Pattern[str]]) -> Page:
    sections = [
        Section(section.title, tuple(one for one in section.statements if all(word.search(_words(one)) for word in said)))
        for section in page.sections
    ]
    return replace(page, sections=tuple(section for section in sections if section.statements))


def _words(statement: Statement) -> str:
    return f"{statement.title} {statement.text} {statement.sure}"
