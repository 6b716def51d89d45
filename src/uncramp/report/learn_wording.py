"""Words around the pages of ``uncramp learn``: grades and sources as a reader meets them beside a statement."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from uncramp.evidence.citations import OWN, short_name
from uncramp.evidence.registry import Source, sources
from uncramp.learn.pages import Page, Statement
from uncramp.names import GRADES
from uncramp.report.wording import GRADE_WORDS
from uncramp.texts import _

SHOWN: Final = 2  # sources named beside a statement; the others are counted
WITHOUT_A_LIST: Final = (OWN, "recalled", "textbook")  # nothing one could look up


def grade_word(grade: str) -> str:
    """A grade in brackets behind a statement, as on every face."""
    return _(GRADE_WORDS[grade])


def grade_meaning(grade: str) -> str:
    """What the word means, as one sentence."""
    return {
        "cramp": _("Seen in people who cramp, or in a cramp set off in the lab. This is the best we have."),
        "athletes": _("Seen in people doing sport, but not in a cramp."),
        "healthy": _("Seen in people at rest, in people with other cramps, or written by doctors for patients."),
        "animal": _("Seen in animals only."),
        "memory": _("Known to us, but not looked up again. Do not lean on it alone."),
        "fitted": _("A number we set so that our model fits what was counted."),
        "assumed": _("Nobody has measured it. It is our choice."),
    }[grade]


def source_word(key: str) -> str:
    """A source in brackets behind a statement."""
    ours = {OWN: _("nobody"), "recalled": _("not looked up"), "textbook": _("school books")}
    return ours[key] if key in ours else short_name(sources()[key])


def proof(statement: Statement) -> str:
    """Grade and sources, as in ``measured in people who cramp; Miller 2009, Lau 2019, 2 more``."""
    named = list(dict.fromkeys(source_word(key) for key in statement.source if key != OWN))
    more = [_("{count} more").format(count=len(named) - SHOWN)] if len(named) > SHOWN else []
    told = ", ".join([*named[:SHOWN], *more])
    return f"{grade_word(statement.grade)}; {told}" if told else grade_word(statement.grade)


def grades_used(pages: Iterable[Page]) -> tuple[str, ...]:
    """Grades of their statements, nearest to cramps first."""
    used = {statement.grade for page in pages for statement in page.statements}
    return tuple(grade for grade in GRADES if grade in used)


def sources_used(pages: Iterable[Page]) -> tuple[Source, ...]:
    """What can be looked up of their sources, in the order of first use."""
    used = dict.fromkeys(key for page in pages for statement in page.statements for key in statement.source)
    return tuple(sources()[key] for key in used if key not in WITHOUT_A_LIST)
