"""The pages of ``topics/``: what is known of cramps, in statements that each name their rows, sources and grade."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

from uncramp.errors import EvidenceError
from uncramp.evidence.facts import contradictions, facts
from uncramp.evidence.registry import sources
from uncramp.learn.grades import best_grade
from uncramp.names import GRADES, one_of
from uncramp.texts import _

QUESTIONS: Final = ("why", "relieve", "prevent", "check")
TOPICS: Final = (
    *QUESTIONS,
    "mechanisms",
    "factors",
    "relief",
    "prevention",
    "advice",
    "key_points",
    "contradictions",
    "words",
)
"""Every page by its id, in the order they are listed; the four questions first."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that is said, and what it rests on."""

    id: str  # its own within its page; K1 to K19 are those of evidence/contradictions.toml
    title: str  # the word explained, or what people say; "" for most
    text: str  # whole sentences
    sure: str  # how sure it is, in words; "" where the grade says it
    facts: tuple[str, ...]  # rows of facts.toml
    source: tuple[str, ...]  # keys of sources.toml, its own and those of its rows
    grade: str  # one of names.GRADES


@dataclass(frozen=True, slots=True)
class Section:
    """Statements under one heading."""

    title: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Lead:
    """Where to go on from a page."""

    text: str
    command: str  # as typed; never translated


@dataclass(frozen=True, slots=True)
class Page:
    """One topic."""

    id: str  # one of TOPICS
    title: str
    line: str  # what it answers, in one line
    also: tuple[str, ...]  # other names it is asked for by
    sections: tuple[Section, ...]
    leads: tuple[Lead, ...]

    @property
    def statements(self) -> tuple[Statement, ...]:
        """All of them, in order."""
        return tuple(statement for section in self.sections for statement in section.statements)


@cache
def pages() -> Mapping[str, Page]:
    """Every page by its id, in English.

    Raises
    ------
    EvidenceError
        If a statement rests on nothing, on what does not exist, or claims a better grade than its rows have.
    """
    return MappingProxyType({topic: _page(topic) for topic in TOPICS})


def find_page(name: str) -> Page:
    """The page meant by its id, its title or another name; ``K9`` or an explained word gives that one statement.

    Raises
    ------
    InputError
        With the nearest names, if there is none.

    Examples
    --------
    >>> find_page("Key points").id, find_page("k9").statements[0].id, find_page("glossary").id
    ('key_points', 'K9', 'words')
    """
    called = _names()
    spoken = _plain(name)
    if spoken in called:
        return called[spoken]
    known = (*TOPICS, *(one for one in called if one not in TOPICS))
    # far from every name the topics alone are worth listing
    return called[one_of(spoken, known if get_close_matches(spoken, known) else TOPICS, "the topic")]


def in_language(page: Page) -> Page:
    """``page`` as its reader speaks: every text through the catalogue."""
    return replace(
        page,
        title=_(page.title),
        line=_(page.line),
        sections=tuple(Section(_(section.title), tuple(map(_said, section.statements))) for section in page.sections),
        leads=tuple(Lead(_(lead.text), lead.command) for lead in page.leads),
    )


def _said(statement: Statement) -> Statement:
    return replace(statement, title=_(statement.title), text=_(statement.text), sure=_(statement.sure))


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", " ", name).strip().casefold()


@cache
def _names() -> Mapping[str, Page]:
    called: dict[str, Page] = {}
    for page in pages().values():
        for section in page.sections:
            for statement in section.statements:
                if page.id in ("words", "contradictions"):
                    only = replace(page, sections=(Section(section.title, (statement,)),))
                    called[_plain(statement.title if page.id == "words" else statement.id)] = only
    # a page wins over a word of the same name
    for page in pages().values():
        called |= {_plain(one): page for one in (*page.also, page.title)}
    return called | {_plain(page.id): page for page in pages().values()}


def _page(topic: str) -> Page:
    where = f"learn/topics/{topic}.toml"
    table = tomllib.loads(files("uncramp.learn").joinpath("topics", f"{topic}.toml").read_text(encoding="utf-8"))
    sections = tuple(
        Section(row["title"], tuple(_statement(one, f"{where}: {one.get('id')}") for one in row["statements"]))
        for row in table["sections"]
    )
    page = Page(
        topic,
        table["title"],
        table["line"],
        tuple(table["also"]),
        sections,
        tuple(Lead(row["text"], row["command"]) for row in table["leads"]),
    )
    ids = [statement.id for statement in page.statements]
    _expect(len(set(ids)) == len(ids), f"{where} gives one id to two statements.")
    return page


def _statement(row: dict[str, Any], where: str) -> Statement:
    unknown = sorted(set(row) - {"id", "title", "text", "sure", "facts", "source", "grade"})
    _expect(not unknown, f"{where} has unknown keys {unknown}.")
    rows = contradictions()[row["id"]].facts if row["id"] in contradictions() else tuple(row.get("facts", ()))
    absent = [one for one in rows if one not in facts()] + [one for one in row.get("source", ()) if one not in sources()]
    _expect(not absent, f"{where} names {absent}, which is neither a row of facts.toml nor a source.")
    cited = tuple(dict.fromkeys((*row.get("source", ()), *_sources_of(rows))))
    _expect(bool(cited), f"{where} rests on nothing.")
    _expect(row["grade"] in GRADES, f"{where} has the grade {row['grade']!r}, expected one of {GRADES}.")
    best = best_grade(rows)
    _expect(
        GRADES.index(row["grade"]) >= GRADES.index(best),
        f"{where} has the grade {row['grade']!r}; its rows allow {best!r} at best.",
    )
    return Statement(row["id"], row.get("title", ""), row["text"], row.get("sure", ""), rows, cited, row["grade"])


def _sources_of(rows: Iterable[str]) -> tuple[str, ...]:
    return tuple(key for row in rows for key in facts()[row].source)


def _expect(holds: bool, complaint: str) -> None:
    if not holds:
        raise EvidenceError(complaint)
