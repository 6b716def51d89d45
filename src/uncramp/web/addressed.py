"""Texts of the command line, addressed to who reads a page: a flag is the field of that name, a command the page of that question."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Final

from markupsafe import Markup, escape

from uncramp.texts import N_, _
from uncramp.web.diary_forms import athlete_form, label_of

FIELDS: Final = {
    "start": N_("Start"), "goal": N_("Goal"), "time": N_("Goal"), "course": N_("Distance"), "sport": N_("Sport"), "event": N_("Day of the race"),
    "days": N_("Days of training a week"), "muscle": N_("Muscle that cramps"), "air-temp": N_("Air temperature"), "humidity": N_("Humidity"),
    "wind": N_("Wind, as felt"), "sun": N_("Sunshine"), "drinks": N_("Drinks there are"), "aid-stations": N_("Aid stations"),
    "from": N_("A past race that shows your fitness"), "weather": N_("Weather"), "athlete": N_("Who you are"), "activity": N_("Activity"),
    "drank": N_("Drank between"), "complete": N_("Every session is in my diary"), "duration": N_("How long it took, if there is no activity"),
}  # fmt: skip
"""Flag -> label of its field."""
PAGES: Final = {
    "check": ("/check", N_("Check")), "relieve": ("/relieve", N_("Relieve")), "prevent": ("/plan", N_("Plan")), "why": ("/diary", N_("Diary")),
    "learn": ("/learn", N_("Learn")), "evidence": ("/evidence", N_("Evidence")), "diary": ("/diary", N_("Diary")), "athlete": ("/diary/you", N_("Who you are")),
}  # fmt: skip
"""Command -> address and name of its page."""

_FLAG: Final = re.compile(r"--([a-z][a-z-]+)")
_COMMAND: Final = re.compile(
    rf"[`“]uncramp ({'|'.join(PAGES)})\b[^`”]*[`”]"  # within its quotes all is the command
    rf"|\buncramp ({'|'.join(PAGES)})\b(?: (?:race|weeks|list|show|add|undo|delete|restore|export|import|outcome|new|conditions)\b)?(?: (?:FILE|--entry [0-9a-f]+))?"
)
_OF_FILE: Final = re.compile(r"\b(?:([a-z]+(?:_[a-z]+)+) (?:of|in) )?(?:the|your) athlete file")
_MORE_DRAWS: Final = re.compile(r"(?<=[.!?]) [^.!?]*--draws\b[^.!?]*[.!?]")
"""A sentence that asks for what no page can do."""
_TAG: Final = re.compile(r"(<[^>]*>)")


def addressed(text: str) -> str:
    """``text`` as plain words.

    Examples
    --------
    >>> addressed("Check --goal, or ask `uncramp check`.")
    'Check “Goal”, or ask “Check”.'
    >>> addressed("a sweat test (sweat_rate_l_h of the athlete file)")
    'a sweat test (“Sweat rate, measured” of “Who you are”)'
    >>> addressed("say so in your athlete file")
    'say so in “Who you are”'
    >>> addressed("mass_kg = 70 is much")
    '“Body mass” 70 kg is much'
    """
    return _replaced(text, lambda _address, name: f"“{name}”")


def addressed_parts(parts: str) -> Markup:
    """Parts of a page, in which a command becomes a link; what stands in tags is left alone."""
    pieces = _TAG.split(parts)
    return Markup("").join(Markup(piece if piece.startswith("<") else _replaced(piece, _link)) for piece in pieces)  # noqa: S704 - escaped where it was made


def _replaced(text: str, page_of: Callable[[str, str], str]) -> str:
    def field(found: re.Match[str]) -> str:
        address, name = PAGES["athlete"]
        if found[1] is None:
            return page_of(address, _(name))
        return _("“{field}” of {page}").format(field=label_of(found[1]), page=page_of(address, _(name)))

    def page(found: re.Match[str]) -> str:
        address, name = PAGES[found[1] or found[2]]
        return page_of(address, _(name))

    def value(found: re.Match[str]) -> str:
        one = next(one for one in athlete_form() if one.name == found[1])  # made anew: its label is in the reader's language
        said = f" {one.text_of(float(found[2]))} {one.shown_unit}".rstrip() if found[2] and one.kind == "number" else ""
        return f"“{one.label}”{said}"

    text = _named().sub(value, _OF_FILE.sub(field, _MORE_DRAWS.sub("", text)))
    return _FLAG.sub(lambda found: f"“{_(FIELDS[found[1]])}”" if found[1] in FIELDS else found[0], _COMMAND.sub(page, text))


@cache
def _named() -> re.Pattern[str]:
    names = (one.name for one in athlete_form() if "_" in one.name)
    return re.compile(rf"\b({'|'.join(names)})\b(?: = (\d+(?:\.\d+)?))?")


def _link(address: str, name: str) -> str:
    return f'<a href="{address}">{escape(name)}</a>'
