"""What to do about a cramp as one small HTML file: no network, a hold timer that speaks, and a plain page without scripts."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from markupsafe import Markup

from uncramp import __version__
from uncramp.check.interview import screen as check_screen
from uncramp.check.rulebook import rulebook
from uncramp.evidence.registry import sources
from uncramp.names import SIDES, one_of
from uncramp.relieve.guide import guide
from uncramp.relieve.protocols import Muscle, Step, Way, find_muscle, protocols
from uncramp.report import html
from uncramp.report.relief_drawing import ARROW_HEAD, draw_way, shared
from uncramp.report.relief_words import muscle_and_side, place_words
from uncramp.report.wording import GRADE_WORDS
from uncramp.texts import _
from uncramp.units import S_PER_MIN

LONG_LINE: Final = re.compile(r'<path class="\w" d="[^"]{16,}"/>')
QUOTED: Final = re.compile(r'("[^"]*")')
BETWEEN_BLOCKS: Final = re.compile(r"\n+(?=</?(?:li|ul|ol|section|div|p|h[1-6])[ >])")
"""Ends of lines before a block, which nobody sees."""


def relief_card(
    muscle: str | None = None, side: str = "", partner: bool = False, *, screen: Sequence[str] = (), linked: Linked | None = None
) -> str:
    """The card as text.

    Parameters
    ----------
    muscle
        Where it opens, by any name; at the choice of muscles if ``None``.
    side
        One of ``names.SIDES``, to be named in the heading; "" if not said.
    partner
        Whether ways with a partner are shown first.
    screen
        The questions of the emergency screen, where a yes to any means to call for help; :func:`screen_questions` if none are handed in.
    linked
        Where a server has what the card else carries within itself.

    Raises
    ------
    InputError
        If the muscle or side is not known, with the nearest ones.
    """
    opened = find_muscle(muscle).id if muscle else ""
    named = one_of(side, SIDES, "side") if side else ""
    style, script = card_style(), card_script()
    steps = protocols().steps
    text = html.environment().get_template("card.html.j2").render(
        muscles=protocols().muscles.values(), opened=opened, side=named, partner=partner, screen=screen or screen_questions(),
        phases={phase: [step for step in steps if step.phase == phase] for phase in ("first", "hold", "after", "caution")},
        way_words=way_words, places=protocols().places, place_words=place_words, muscle_and_side=muscle_and_side, grade_words=grade_words, version=__version__, rules_version=rulebook().version, draw=_Draw(), shared=shared(), arrow_head=ARROW_HEAD, cited=_cited(), data=html.script_data(_data(opened, partner)),
        style=Markup(style), script=Markup(script),  # noqa: S704 - our own files
        style_hash=html.policy_hash(style), script_hash=html.policy_hash(script), linked=linked,
    )  # fmt: skip
    return BETWEEN_BLOCKS.sub("", text)


@dataclass(frozen=True, slots=True)
class Linked:
    """Addresses on a server, which allows no style and no script within a page."""

    style: str
    script: str
    home: str
    check: str


def card_style() -> str:
    """The card's style with that of its drawings, as it is carried or linked."""
    return _lean("card.css") + _lean("drawing.css")


def card_script() -> str:
    """The card's script, as it is carried or linked."""
    return _lean("card.js")


def write_relief_card(
    path: str | os.PathLike[str], muscle: str | None = None, side: str = "", partner: bool = False, *, screen: Sequence[str] = ()
) -> None:
    """Write the card to ``path``, whole or not at all; see :func:`relief_card`.

    Raises
    ------
    StoreError
        If the file cannot be written.
    InputError
        If the muscle or side is not known, with the nearest ones.
    """
    html.write_whole(relief_card(muscle, side, partner, screen=screen), path)


class _Draw:
    """Draws each picture, and each long line that several pictures share, once; where it comes again, it is only pointed at."""

    def __init__(self) -> None:
        drawn = [str(draw_way(way.drawing)) for muscle in protocols().muscles.values() for way in muscle.ways]
        pictures = Counter(picture.partition(">")[2] for picture in drawn)
        lines = Counter(line for picture in pictures for line in LONG_LINE.findall(picture))
        often = [part for parts in (pictures, lines) for part, times in parts.items() if times > 1]
        self.names = {part: f"d{place}" for place, part in enumerate(often)}
        self.seen: set[str] = set()

    def __call__(self, way: Way) -> Markup:
        opening, _mark, inside = str(draw_way(way.drawing)).partition(">")
        if inside in self.seen:
            svg = f'{opening}><use href="#{self.names[inside]}"/></svg>'
        else:
            svg = f"{opening}>{LONG_LINE.sub(self._line, inside)}"
            if inside in self.names:
                self.seen.add(inside)
                svg = svg.replace(">", f'><g id="{self.names[inside]}">', 1).replace("</svg>", "</g></svg>")
        return Markup(re.sub(r'="([#\w.-]+)"(?=[ >])', r"=\1", svg))  # noqa: S704 - made here; no quotes where HTML needs none

    def _line(self, found: re.Match[str]) -> str:
        line = found[0]
        if line in self.seen:
            return f'<use href="#{self.names[line]}"/>'
        if line not in self.names:
            return line
        self.seen.add(line)
        return line.replace("<path", f'<path id="{self.names[line]}"')


def _data(opened: str, partner: bool) -> dict[str, Any]:
    """Times and words for the script; it has none of its own."""
    timing = guide(opened or next(iter(protocols().muscles)))
    return {
        "open": opened,
        "partner": partner,
        "hold_s": timing.hold_s,
        "rest_s": timing.rest_s,
        "repeats": timing.repeats_count,
        "longest_s": S_PER_MIN * timing.longest_try_min,
        "words": {
            "start": _("Start the hold"),
            "pause": _("Pause"),
            "resume": _("Go on"),
            "again": _("Again"),
            "hold": _("Hold {n} of {all}"),
            "rest": _("Ease off"),
            "paused": _("Paused"),
            "done": _("Done. Did it let go?"),
            "say_hold": _("Hold. Breathe out slowly."),
            "say_rest": _("Ease off, and breathe."),
            "not_yet": _("Hold it again, or try another way."),
            "too_long": _("Ten minutes, and it has not let go: stop trying and ask for help."),
        },
    }


@cache
def _cited() -> list[str]:
    """Who is cited on the card and of which year, each once, without what is no publication."""
    muscles = protocols().muscles.values()
    parts: list[Step | Way | Muscle] = [*protocols().steps, *muscles, *(way for muscle in muscles for way in muscle.ways)]
    keys = dict.fromkeys(key for part in parts for key in part.source if key not in ("assumed", "recalled"))
    return list(dict.fromkeys(_short(sources()[key].citation) for key in keys))


def _short(citation: str) -> str:
    """The first words of a citation and its year."""
    start, *rest = citation.split(", ")
    return " ".join([start, *(part for part in rest[-1:] if part.isdigit())])


def screen_questions() -> tuple[str, ...]:
    """Signs to call for help for, as questions that a bystander can answer; they stand in the rule file."""
    return tuple(_(group.call) for group in check_screen())


def way_words(way: Way) -> str:
    """What a way is called, by place; ways of a partner by that."""
    return _("With a partner") if way.partner else place_words(way.place).capitalize()


def grade_words(step: Step) -> str:
    """How sure a step is, as on every face."""
    return _(GRADE_WORDS[step.grade])


@cache
def _lean(name: str) -> str:
    """A packaged file without indents, whole lines of comment, and spaces that say nothing."""
    text = "\n".join(_kept(html.packaged("templates", name).splitlines()))
    if name.endswith(".css"):
        return re.sub(r"\s*([{};])\s*|(:)\s+(?=[^}]*})", r"\1\2", text)
    return "".join(
        part if part.startswith('"') else re.sub(r" *([-+*=<>!?:;,&|(){}]+) *", r"\1", part) for part in QUOTED.split(text)
    )


def _kept(lines: Iterable[str]) -> Iterable[str]:
    return (line.strip() for line in lines if line.strip() and not line.strip().startswith(("//", "/*")))
