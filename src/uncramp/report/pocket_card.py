"""The pocket card: one sheet, printed on one side and folded twice, with the steps of one muscle or of the three main ones."""

from __future__ import annotations

from typing import Any, Final

from markupsafe import Markup

from uncramp.names import MUSCLES
from uncramp.relieve.guide import Guide, guide
from uncramp.relieve.protocols import Step, Way
from uncramp.report.html import environment, packaged
from uncramp.report.relief_drawing import draw_way
from uncramp.report.relief_words import care_steps, help_steps, holds_in_words, muscle_and_side, way_name, way_text
from uncramp.texts import _

SKIPPED: Final = ("repeat",)
"""Steps that the line of seconds says as well."""
TAKEN: Final = ("no_salt_tablets", "no_quinine")
"""What not to take stands beside what to drink."""


def pocket_card(muscle: str | None, *, side: str = "", partner: bool = False, place: str = "") -> str:
    """The card as a page that :func:`uncramp.report.pdf.write_pdf` takes: four quarters of one sheet of A4.

    Everything stands where a sheet of US letter has room as well, and both are folded at their middle.

    Raises
    ------
    InputError
        If the muscle, side or place is not known, with the nearest ones.
    """
    # without a muscle: the three that the engine simulates, in which most athletes cramp, and in water, where it is most dangerous
    guides = [guide(name, side=side, partner=partner, place=place) for name in ((muscle,) if muscle else MUSCLES)]
    first = guides[0]
    care = care_steps(first)
    others = (
        [(way, first) for way in first.others] if muscle else [(guide(one.muscle.id, place="water").way, one) for one in guides]
    )
    return (
        environment()
        .get_template("pocket.html.j2")
        .render(
            _=_,
            title=muscle_and_side(first.muscle, side) if muscle else _("Calf, hamstrings, quadriceps"),
            one=bool(muscle),
            ways=[_shown(one.way, one, whole=not muscle) for one in guides],
            others=[_shown(way, one, whole=not muscle) for way, one in others],
            where=_(first.muscle.where) if muscle else "",
            before=_paragraphs(first.first),
            holds=holds_in_words(first),
            during=[step for step in _paragraphs(first.hold) if step["id"] not in SKIPPED],
            after=_paragraphs((*first.after, *(step for step in care if step.id in TAKEN))),
            care=_paragraphs(tuple(step for step in care if step.id not in TAKEN)),
            help=_paragraphs(help_steps(first)),
            style=Markup(packaged("templates", "pocket.css")),  # noqa: S704 - our own file
        )
    )


def _shown(way: Way, of: Guide, *, whole: bool) -> dict[str, Any]:
    """A way with its drawing and what it is called: by its place, or with the muscle before that."""
    place = way_name(way)
    name = f"{muscle_and_side(of.muscle, of.side)}, {place}" if whole else place[:1].upper() + place[1:]
    return {"name": name, "text": way_text(way), "drawing": draw_way(way.drawing, standalone=True)}


def _paragraphs(steps: tuple[Step, ...]) -> list[dict[str, str]]:
    return [{"id": step.id, "title": _(step.title), "text": _(step.text)} for step in steps]
