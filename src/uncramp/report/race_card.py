"""The race card: one sheet, printed on one side and folded twice, with splits and drinks outside and the rest of the plan inside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import quote

from markupsafe import Markup

from uncramp.prevent.plan import Measure, RacePlan
from uncramp.relieve.guide import guide
from uncramp.report import race_words as words
from uncramp.report.html import environment, packaged
from uncramp.report.race_pace import PaceWords, pace_words
from uncramp.report.race_splits import Stage, muscle_most_at_risk, stages_of
from uncramp.report.relief_drawing import draw_way
from uncramp.report.relief_words import help_steps, holds_in_words, muscle_and_side, way_name, way_text
from uncramp.report.wording import Wording
from uncramp.texts import _
from uncramp.units import elapsed_text

SIZES: Final = (("huge", 9), ("large", 11), ("middle", 16), ("small", 22))
"""How large the rows are, and how many have room in a quarter then."""

LATER: Final = 12  # rows that have room inside, beside what stands there
ROOMS: Final = {"left": (("roomy", 380), ("", 720), ("tight", 1150)), "right": (("roomy", 500), ("", 950), ("tight", 1650))}
"""On each side inside how large the letters are, and how many letters of measures and limits have room then; with more, only names stand."""

MOST_MEASURES: Final = 6  # of each time, supported or not


def race_card(plan: RacePlan, units: str = "metric") -> str:
    """The card as a page that :func:`uncramp.report.pdf.write_pdf` takes: four quarters of one sheet of A4.

    Raises
    ------
    InputError
        If ``units`` is not known.
    """
    made = card_of(plan, Wording(units))
    return environment().get_template("race_card.html.j2").render(
        card=made, race=words, words=Wording(units), unit=words.unit_word(units), style=Markup(packaged("templates", "race_card.css"))  # noqa: S704 - our own file
    )  # fmt: skip


def card_of(plan: RacePlan, wording: Wording) -> dict[str, Any]:
    """What stands in each quarter."""
    size, rows = _rows(plan, wording.units)
    first = guide(muscle_most_at_risk(plan), place="standing")
    room = dict(SIZES)[size]
    limits = [f"{_(one.name)}: {words.held_text(one)}, {words.margin_text(one, wording.units)}." for one in plan.guards]
    at = {when: _of(plan.measures, when) for when in ("before", "during", "after")}
    letters = {"left": _letters(at["during"]) + sum(map(len, limits)), "right": _letters(at["before"]) + _letters(at["after"])}
    if len(rows) > room:  # the rest of them stands there
        letters["left"] = ROOMS["left"][-1][1] + 1
    under = _("Drink no more than this; less if you are not thirsty.")
    return {
        "title": f"{plan.course.name} · {wording.say('distance', plan.course.distance_m)} · {elapsed_text(plan.predicted_s)}",
        "size": size,
        "pace": pace_words(plan, wording.units).unit,
        "stages": rows[:room],
        "later": rows[room:],
        "under": _("Goes on inside. Drink no more than this.") if len(rows) > room else under,
        "picture": Markup('<img alt="" src="data:image/svg+xml,{}">').format(
            Markup(quote(str(draw_way(first.way.drawing, standalone=True))))  # noqa: S704 - quoted
        ),
        "way_name": f"{muscle_and_side(first.muscle, '')}, {way_name(first.way)}",
        "way_text": way_text(first.way),
        "holds": holds_in_words(first),
        "help": [{"title": _(step.title), "text": _(step.text)} for step in help_steps(first)],
        "dilution": _("Headache that grows, vomiting, confusion after long drinking: call for help, and drink no more water until seen."),
        "warning": words.unquoted(words.check_text(plan)),
        "chance": _("Chance of a cramp with this plan: {chance}").format(
            chance=words.chance_range(plan.chance_frac).replace(" %", "\u00a0%")
        ),
        "where": words.where_text(plan, wording.units),
        **at,
        "letters": {side: next((name for name, most in ROOMS[side] if count <= most), "") for side, count in letters.items()},
        "hows": {side: count <= ROOMS[side][-1][1] for side, count in letters.items()},
        "totals": words.totals_text(plan, wording),
        "guards": [{"holds": one.holds, "text": text} for one, text in zip(plan.guards, limits, strict=True)],
        "small": _("An estimate by uncramp {version}, no promise. Drink no more than planned. Fold at the middle, the print outside, and once more.").format(
            version=plan.provenance.version
        ),
    }  # fmt: skip


def _of(measures: Sequence[Measure], when: str) -> dict[str, list[Measure]]:
    """Measures of a time, what the evidence supports and what it does not; empty where there are none."""
    supported = [one for one in words.ranked_measures(measures) if one.when == when][:MOST_MEASURES]
    unsupported = [one for one in measures if one.when == when and not one.supported][:MOST_MEASURES]
    return {"supported": supported, "unsupported": unsupported} if supported or unsupported else {}


def _letters(part: dict[str, list[Measure]]) -> int:
    return sum(len(one.name) + len(one.how) for measures in part.values() for one in measures)


def _rows(plan: RacePlan, units: str) -> tuple[str, list[dict[str, Any]]]:
    """Rows and their size: the largest in which all stand on the front; where none does, the smallest, and the rest inside."""
    how = pace_words(plan, units)
    smallest, most = SIZES[-1]
    for size, room in SIZES[:-1]:
        stages = stages_of(plan, units, room)
        if len(stages) <= room:
            return size, [_row(stage, how, units) for stage in stages]
    stages = stages_of(plan, units, 0)
    if len(stages) > most + LATER:  # the rest is on the page
        stages = (*stages[: most + LATER - 1], stages[-1])
    return smallest, [_row(stage, how, units) for stage in stages]


def _row(stage: Stage, how: PaceWords, units: str) -> dict[str, Any]:
    split = stage.split
    return {
        "place": words.place_text(split.end),
        "clock": elapsed_text(split.end_s),
        "pace": how.text(split.pace_s),
        "ease": split.ease_off,
        "drink": " + ".join(words.drink_text(stop, units) for stop in stage.stops) or "–",
    }
