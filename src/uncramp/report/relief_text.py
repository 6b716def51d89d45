"""What to do about a cramp as plain text: for a pipe, a screen reader, or paper."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from uncramp.relieve.guide import Guide
from uncramp.relieve.protocols import Muscle, Step, Way
from uncramp.report.relief_words import care_steps, help_steps, holds_in_words, muscle_and_side, way_name, way_text
from uncramp.texts import _


@dataclass(frozen=True, slots=True)
class Page:
    """How it is laid out."""

    width: int
    verbose: bool = False  # with grade and sources

    def wrapped(self, text: str, mark: str = "") -> list[str]:
        """``text`` in lines, with ``mark`` before the first."""
        return textwrap.wrap(text, self.width - 1, initial_indent=mark, subsequent_indent=" " * len(mark), break_on_hyphens=False)

    def item(self, mark: str, text: str, evidence: Step | Way | Muscle | None = None) -> Iterator[str]:
        """One entry of a list."""
        yield from self.wrapped(text, mark)
        if evidence is not None and self.verbose:
            indent = " " * len(mark)
            yield from self.wrapped(f"[{evidence.grade}: {', '.join(evidence.source)}]", indent)


def relief_text(guide: Guide, *, width: int, verbose: bool = False) -> str:
    """Everything about one cramp, ending with when to get help."""
    page = Page(width, verbose)
    lines = [
        *page.wrapped(muscle_and_side(guide.muscle, guide.side)),
        *page.item("", _(guide.muscle.where), guide.muscle),
        *(line for step in help_steps(guide)[:1] for line in ("", *page.wrapped(_(step.text)))),  # before all else
        *_section(_("Now"), _now(guide, page)),
        *after_lines(guide, page),
        *_section(_("What not to do"), _steps(care_steps(guide), page)),
        *_section(_("Other ways"), _other_ways(guide, page)),
        *help_lines(guide, page),
    ]
    if verbose:
        lines += [
            "", *page.wrapped(_("In brackets: grade and sources; `uncramp cite KEY` cites one, `uncramp evidence relief` has the numbers.")),
        ]  # fmt: skip
    return "\n".join(lines) + "\n"


def after_lines(guide: Guide, page: Page) -> list[str]:
    """What to do once the cramp lets go."""
    return _section(_("Once it lets go"), _steps(guide.after, page))


def help_lines(guide: Guide, page: Page) -> list[str]:
    """When to get help, and how to go on."""
    on = page.wrapped(_("Not sure? Run `uncramp check`: it asks for warning signs and says how urgent they are."), "  ")
    return [*_section(_("When to get help"), _steps(help_steps(guide), page)), *on]


def muscles_text(muscles: Sequence[Muscle], *, width: int) -> str:
    """The muscles there is something to do for."""
    page = Page(width)
    column = max(len(muscle.id) for muscle in muscles) + 2
    lines = [line for muscle in muscles for line in page.wrapped(_(muscle.where), f"  {muscle.id:{column}}")]
    on = page.wrapped(_("Say which one, with its side if you like: uncramp relieve left calf"))
    return "\n".join([_("Muscles with steps against a cramp:"), *lines, "", *on]) + "\n"


def which_text(name: str, muscles: Sequence[Muscle], *, width: int) -> str:
    """The muscles that ``name`` can mean, to choose from."""
    page = Page(width)
    column = max(len(muscle.name) for muscle in muscles) + 2
    asked = page.wrapped(_('Which muscle do you mean by "{name}"?').format(name=name))
    lines = [line for muscle in muscles for line in page.wrapped(_(muscle.where), f"  {_(muscle.name):{column}}")]
    on = page.wrapped(_("Say it like this: uncramp relieve {muscle}").format(muscle=muscles[0].name))
    return "\n".join([*asked, *lines, "", *on]) + "\n"


def any_muscle_text(name: str, guide: Guide, muscles: Sequence[Muscle], *, width: int) -> str:
    """What holds for every muscle, where there are no steps for ``name``; of ``guide`` only what is the same for all is said."""
    page = Page(width)
    rows = [*(_(step.text) for step in guide.first), holds_in_words(guide), *(_(step.text) for step in guide.hold)]
    lines = [
        *page.wrapped(_('There are no steps just for "{name}". This holds for every muscle:').format(name=name)),
        *(line for step in help_steps(guide)[:1] for line in ("", *page.wrapped(_(step.text)))),
        *_section(_("Now"), (line for number, row in enumerate(rows, start=1) for line in page.item(f"{number:3}. ", row))),
        *help_lines(guide, page),
        "", *page.wrapped(_("There are steps for: {muscles}.").format(muscles=", ".join(_(muscle.name) for muscle in muscles))),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _now(guide: Guide, page: Page) -> Iterator[str]:
    rows: list[tuple[str, Step | Way | None]] = [(_(step.text), step) for step in guide.first]
    rows.append((f"{way_name(guide.way).capitalize()}: {way_text(guide.way)}", guide.way))
    rows.append((holds_in_words(guide), None))
    rows += [(_(step.text), step) for step in guide.hold]
    for number, (text, evidence) in enumerate(rows, start=1):
        yield from page.item(f"{number:3}. ", text, evidence)


def _steps(steps: Sequence[Step], page: Page) -> Iterator[str]:
    for step in steps:
        title, text = _(step.title), _(step.text)
        stop = "" if title.endswith("?") else "."
        yield from page.item("  - ", text if text.startswith(title) else f"{title}{stop} {text}", step)


def _other_ways(guide: Guide, page: Page) -> Iterator[str]:
    for way in guide.others:
        yield from page.item("  - ", f"{way_name(way).capitalize()}: {way_text(way)}", way)


def _section(title: str, lines: Iterator[str]) -> list[str]:
    found = list(lines)
    return ["", title, *found] if found else []
