"""What to do about a cramp as one small HTML file: no network, a hold timer that speaks, and a plain page without scripts."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, Final

from markupsafe import Markup

from uncramp.evidence.registry import sources
from uncramp.names import SIDES, one_of
from uncramp.relieve.guide import guide
from uncramp.relieve.protocols import Muscle, Step, Way, find_muscle, protocols
from uncramp.report import html
from uncramp.report.relief_drawing import ARROW_HEAD, draw_way, shared
from uncramp.texts import _

QUOTED: Final = re.compile(r'("[^"]*")')


def relief_card(muscle: str | None = None, side: str = "", partner: bool = False, *, screen: Sequence[str] = ()) -> str:
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

    Raises
    ------
    InputError
        If the muscle or side is not known, with the nearest ones.
    """
    opened = find_muscle(muscle).id if muscle else ""
    named = one_of(side, SIDES, "side") if side else ""
    style, script = _lean("card.css"), _lean("card.js")
    steps = protocols().steps
    return html.environment().get_template("card.html.j2").render(
        _=_, muscles=protocols().muscles.values(), opened=opened, side=_side_words(named), partner=partner, screen=screen or screen_questions(),
        phases={phase: [step for step in steps if step.phase == phase] for phase in ("first", "hold", "after", "caution")},
        place_words=place_words, grade_words=grade_words, draw=_Draw(), shared=shared(), arrow_head=ARROW_HEAD, cited=_cited(), data=html.script_data(_data(opened, partner)),
        style=Markup(style), script=Markup(script),  # noqa: S704 - our own files
        style_hash=html.policy_hash(style), script_hash=html.policy_hash(script),
    )  # fmt: skip


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
    """Draws each picture once; where it comes again, it is only pointed at. No quotes where HTML needs none."""

    def __init__(self) -> None:
        used = Counter(way.drawing for muscle in protocols().muscles.values() for way in muscle.ways)
        self.names = {name: f"d{place}" for place, name in enumerate(name for name, times in used.items() if times > 1)}
        self.drawn: set[str] = set()

    def __call__(self, way: Way) -> Markup:
        svg, name = str(draw_way(way.drawing)), self.names.get(way.drawing)
        opening, _mark, rest = svg.partition(">")
        if way.drawing in self.drawn:
            svg = f'{opening}><use href="#{name}"/></svg>'
        elif name:
            svg = f'{opening}><g id="{name}">{rest.removesuffix("</svg>")}</g></svg>'
        self.drawn.add(way.drawing)
        return Markup(re.sub(r'="([#\w.-]+)"(?=[ >])', r"=\1", svg))  # noqa: S704 - made here


def _data(opened: str, partner: bool) -> dict[str, Any]:
    """Times and words for the script; it has none of its own."""
    timing = guide(opened or next(iter(protocols().muscles)))
    return {
        "open": opened,
        "partner": partner,
        "hold_s": timing.hold_s,
        "rest_s": timing.rest_s,
        "repeats": timing.repeats_count,
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
        },
    }


@cache
def _cited() -> list[str]:
    """Who is cited on the card and of which year, each once, without what is no publication."""
    parts: list[Step | Way] = [*protocols().steps, *(way for muscle in protocols().muscles.values() for way in muscle.ways)]
    keys = dict.fromkeys(key for part in parts for key in part.source if key not in ("assumed", "recalled"))
    return [_short(sources()[key].citation) for key in keys]


def _short(citation: str) -> str:
    """The first words of a citation and its year."""
    start, *rest = citation.split(", ")
    return " ".join([start, *(part for part in rest[-1:] if part.isdigit())])


def screen_questions() -> tuple[str, ...]:
    """Signs to call for help for, as questions that a bystander can answer."""
    return (
        _("Hard to wake, confused, or not making sense?"),
        _("Cannot walk straight, or had a fit?"),
        _("Pain or pressure in the chest, a racing heart, or fainted in the effort?"),
        _("Hard to breathe, a swollen throat, a drooping face, a weak arm, or slurred speech?"),
        _("Very hot, or still ill after 30 minutes of rest and cooling?"),
        _("Urine dark like cola, or none for 8 hours?"),
        _("A leg that is cold, pale, blue, numb, or swollen on one side?"),
        _("A long effort with much to drink, and now a headache, vomiting, or puffy hands?"),
    )


def place_words(way: Way) -> str:
    """What a way is called, by place; ways of a partner by that."""
    if way.partner:
        return _("With a partner")
    return {
        "standing": _("Standing"),
        "sitting": _("Sitting"),
        "lying": _("Lying"),
        "water": _("In water"),
        "bike": _("On a bike"),
    }[way.place]


def grade_words(step: Step) -> str:
    """How sure a step is, in the words of the card."""
    return {
        "cramp": _("seen in cramps"),
        "athletes": _("seen in athletes"),
        "healthy": _("seen at rest"),
        "memory": _("common advice"),
        "assumed": _("our choice"),
    }[step.grade]


def _side_words(side: str) -> str:
    return {"": "", "left": _("left side"), "right": _("right side"), "both": _("both sides")}[side]


@cache
def _lean(name: str) -> str:
    """A packaged file without indents, whole lines of comment, and spaces that say nothing."""
    text = "\n".join(_kept(html.packaged("templates", name).splitlines()))
    if name.endswith(".css"):
        return re.sub(r"\s*([{};])\s*|(:)\s+(?=[^}]*})", r"\1\2", text)
    return "".join(part if part.startswith('"') else re.sub(r" *([-+*=<>!?:;,&|(){}]+) *", r"\1", part) for part in QUOTED.split(text))


def _kept(lines: Iterable[str]) -> Iterable[str]:
    return (line.strip() for line in lines if line.strip() and not line.strip().startswith(("//", "/*")))
