"""Short words about a cramp that the text, the timer and the card share."""

from __future__ import annotations

from typing import Final

from uncramp.relieve.guide import Guide
from uncramp.relieve.protocols import Muscle, Step, Way, protocols
from uncramp.texts import _

HELP: Final = ("call_now", "do_not_stretch", "stop_trying")
"""Steps that say when to get help, the most urgent first."""


def muscle_and_side(muscle: Muscle, side: str) -> str:
    """Which muscle, as a title."""
    titles = {"left": _("{muscle}, left"), "right": _("{muscle}, right"), "both": _("{muscle}, both sides")}
    name = _(muscle.name)
    return titles.get(side, "{muscle}").format(muscle=name[:1].upper() + name[1:])


def place_words(place: str) -> str:
    """Where one is; ``place`` is one of ``relieve.protocols.PLACES``."""
    return {
        "standing": _("standing"),
        "sitting": _("sitting"),
        "lying": _("lying"),
        "water": _("in water"),
        "bike": _("on a bike"),
    }[place]


def way_name(way: Way) -> str:
    """Where one is for it, and whether somebody helps."""
    words = place_words(way.place)
    return _("{place}, with a partner").format(place=words) if way.partner else words


def way_text(way: Way) -> str:
    """What to do, from what keeps one safe to how it ends."""
    around = protocols().places.get(way.place)
    parts = (around.before, way.text, around.after) if around else (way.text,)
    return " ".join(_(part) for part in parts)


def holds_in_words(guide: Guide) -> str:
    """How long to hold, and how often."""
    return _("Hold for {hold} seconds. Ease off for {rest} seconds. Do this {count} times.").format(
        hold=f"{guide.hold_s:.0f}", rest=f"{guide.rest_s:.0f}", count=guide.repeats_count
    )


def help_steps(guide: Guide) -> tuple[Step, ...]:
    """The steps that say when to get help."""
    found = {step.id: step for step in guide.cautions}
    return tuple(found[name] for name in HELP if name in found)


def care_steps(guide: Guide) -> tuple[Step, ...]:
    """What not to do."""
    return tuple(step for step in guide.cautions if step.id not in HELP)
