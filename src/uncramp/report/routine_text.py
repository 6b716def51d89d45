"""A routine as plain text: for a pipe, a screen reader, or paper."""

from __future__ import annotations

from collections.abc import Iterator

from uncramp.prevent.routine import Routine
from uncramp.report.learn_wording import grade_word, source_word
from uncramp.report.relief_text import Page
from uncramp.report.routine_words import care_steps_of, clock, dose_of, length_words, support_words, title_of
from uncramp.texts import _


def routine_text(routine: Routine, *, width: int, verbose: bool = False) -> str:
    """Everything about one routine, what is known of it first."""
    page, kind = Page(width, verbose), routine.kind
    lines = [
        *page.wrapped(f"{title_of(routine)}, {length_words(routine)}"),
        *page.wrapped(_(kind.line)),
        *(line for step in routine.own for line in page.item("! ", _(step.text), step)),
        "", *page.wrapped(_("What is known: {label}. {text} [{proof}]").format(label=support_words(routine), text=_(kind.known), proof=_proof(routine))),
        "", *page.wrapped(_(kind.advice)),
        "", *_exercises(routine, page),
        "", _("Take care"),
        *(line for step in care_steps_of(routine)[len(routine.own) :] for line in page.item("  - ", _(step.text), step)),
    ]  # fmt: skip
    if verbose:
        lines += ["", *page.wrapped(_("In brackets: grade and sources; `uncramp cite KEY` cites one."))]
    return "\n".join(lines) + "\n"


def _proof(routine: Routine) -> str:
    named = ", ".join(dict.fromkeys(source_word(key) for key in routine.kind.source))
    return f"{grade_word(routine.kind.on_cramps)}; {named}"


def _exercises(routine: Routine, page: Page) -> Iterator[str]:
    start_s = 0
    for exercise in routine.exercises:
        move = exercise.move
        yield from page.wrapped(f"{clock(start_s):>5}  {_(move.name)[:1].upper()}{_(move.name)[1:]}")
        yield from page.wrapped(dose_of(exercise), " " * 7)
        yield from page.wrapped(f"{_(move.text)} {_(move.mind)}".strip(), " " * 7)
        if page.verbose:
            yield from page.wrapped(f"[{move.grade}: {', '.join(move.source)}]", " " * 7)
        start_s += exercise.length_s
    yield from page.wrapped(f"{clock(start_s):>5}  {_('Done.')}")
