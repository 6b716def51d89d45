"""Pages of ``uncramp learn`` on a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from rich.text import Text

from uncramp.evidence.citations import doi_link
from uncramp.evidence.facts import facts
from uncramp.learn.pages import QUESTIONS, Page, Statement
from uncramp.report.learn_wording import grade_meaning, grade_word, grades_used, proof, source_word, sources_used
from uncramp.report.screen import Screen
from uncramp.texts import _

INDENT: Final = "  "
FOUND_SHOWN: Final = 2  # statements of one page that speak of a word; the others are counted
NAME_COLUMNS: Final = max(len("contradictions"), *map(len, QUESTIONS)) + 2


def list_view(pages: Iterable[Page], screen: Screen) -> list[Text]:
    """Every topic with one line; the four questions first."""
    lines = [screen.text(_("The four questions"), "bold")]
    for page in pages:
        if page.id == "mechanisms":
            lines += [screen.text(""), screen.text(_("More to read"), "bold")]
        named = f"{INDENT}{page.id:{NAME_COLUMNS}}"
        lines += screen.wrapped(page.title if page.id in QUESTIONS else page.line, first=named, indent=" " * len(named))
    lines.append(screen.text(""))
    lines += screen.wrapped(_("Read one:"))
    lines.append(screen.text(f"{INDENT}uncramp learn why"))
    lines += screen.wrapped(_("All of it as one page to keep:"))
    lines.append(screen.text(f"{INDENT}uncramp learn --html learn.html"))
    return lines


def found_view(word: str, pages: Iterable[Page], screen: Screen) -> list[Text]:
    """What the pages say about ``word``: the first statements that speak of it, under their page."""
    lines = screen.wrapped(_('No page is called "{word}". These speak of it:').format(word=word), lines=None)
    for page in pages:
        lines += [screen.text(""), screen.text(f"{page.title}  (uncramp learn {page.id})", "bold")]
        for statement in page.statements[:FOUND_SHOWN]:
            lines += _statement_view(statement, screen)
        if (more := len(page.statements) - FOUND_SHOWN) > 0:
            lines.append(screen.text(f"{INDENT}{_('More on this page: {count}').format(count=more)}", "dim"))
    return lines


def page_view(page: Page, screen: Screen, *, rows: bool = False) -> list[Text]:
    """One page, with its sources at the end; ``rows``: under each statement what was measured."""
    lines = [screen.text(page.title, "bold underline")]
    for section in page.sections:
        lines += [screen.text(""), screen.text(section.title, "bold")]
        for statement in section.statements:
            lines += [*_statement_view(statement, screen), *(_rows_view(statement, screen) if rows else [])]
    if page.leads:
        lines += [screen.text(""), screen.text(_("Go on"), "bold")]
        for lead in page.leads:
            lines += [*_paragraph(lead.text, screen), screen.text(f"{2 * INDENT}{lead.command}", "cyan")]
    return [*lines, *_proof_view(page, screen)]


def _statement_view(statement: Statement, screen: Screen) -> list[Text]:
    mark = f"[{proof(statement)}]"
    named = f"{statement.id}  " if statement.id[0] == "K" else ""
    if not statement.title:
        return screen.wrapped(f"{statement.text} {mark}", first="- ", indent=INDENT, lines=None)
    if not statement.sure:
        return [screen.text(f"{INDENT}{statement.title}", "italic"), *_paragraph(f"{statement.text} {mark}", screen, depth=2)]
    return [
        *screen.wrapped(f"{_('People say:')} {statement.title}", first=f"{INDENT}{named}", indent=2 * INDENT, lines=None),
        *_paragraph(f"{_('Found:')} {statement.text}", screen, depth=2),
        *_paragraph(f"{_('How sure:')} {statement.sure} {mark}", screen, depth=2),
    ]


def _paragraph(text: str, screen: Screen, *, depth: int = 1) -> list[Text]:
    return screen.wrapped(text, first=depth * INDENT, indent=depth * INDENT, lines=None)


def _rows_view(statement: Statement, screen: Screen) -> list[Text]:
    """What was measured, as it stands in the evidence base: in its own words and English."""
    lines = []
    for row in map(facts().__getitem__, statement.facts):
        people = f" ({row.population})" if row.population else ""
        lines += screen.wrapped(
            f"{row.id}  {row.what}: {row.value}{people} [{row.status}]", "dim", first=3 * INDENT, indent=4 * INDENT, lines=None
        )
    return lines


def _proof_view(page: Page, screen: Screen) -> list[Text]:
    lines = [screen.text(""), screen.text(_("How near the proof is"), "bold")]
    for grade in grades_used([page]):
        lines += _paragraph(f"[{grade_word(grade)}] {grade_meaning(grade)}", screen)
    if cited := sources_used([page]):
        lines += [screen.text(""), screen.text(_("Sources"), "bold")]
    for source in cited:
        lines += screen.wrapped(
            " ".join(filter(None, (f"{source_word(source.key)}: {source.citation}.", doi_link(source)))),
            "dim", first=INDENT, indent=2 * INDENT, lines=None,
        )  # fmt: skip
    return lines
