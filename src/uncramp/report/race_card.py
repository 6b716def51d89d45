"""The race card: one sheet, printed on one side and folded twice, with splits and drinks outside and the rest of the plan inside."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import quote

from markupsafe import Markup

from uncramp.prevent.plan import OF_WATER_AND_SALT, Measure, RacePlan
from uncramp.relieve.guide import guide
from uncramp.report import race_words as words
from uncramp.report.html import environment, packaged
from uncramp.report.race_pace import PaceWords, pace_words
from uncramp.report.race_splits import Stage, muscle_most_at_risk, stages_of
from uncramp.report.relief_drawing import draw_way
from uncramp.report.relief_words import help_steps, holds_in_words, muscle_and_side, way_name, way_text
from uncramp.report.wording import URGENT, Wording
from uncramp.texts import _
from uncramp.units import elapsed_text

SIZES: Final = (("huge", 9), ("large", 11), ("middle", 16), ("small", 22))
"""How large the rows are, and how many have room in a quarter then."""

LATER: Final = 12  # rows that have room inside, beside what stands there
ROOMS: Final = {"left": (("roomy", 380), ("", 720), ("tight", 1150)), "right": (("roomy", 500), ("", 950), ("tight", 1650))}
"""On each side inside how large the letters are, and how many letters of measures and limits have room then; with more, only names stand."""

ROW_MM: Final = {"huge": 12.0, "large": 9.4, "middle": 7.0, "small": 5.1}
WARNING_MM: Final = 3.1  # of one line of a warning, and of its frame
WARNING_LETTERS: Final = 54  # in one line
MOST_WARNING_MM: Final = 62.0  # on the front; the rest stand inside
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
        card=made, race=words, water_and_salt=OF_WATER_AND_SALT, words=Wording(units), unit=words.unit_word(units), style=Markup(packaged("templates", "race_card.css"))  # noqa: S704 - our own file
    )  # fmt: skip


def card_of(plan: RacePlan, wording: Wording) -> dict[str, Any]:
    """What stands in each quarter."""
    warnings = _warnings(plan, wording)
    front = [text for place, text in enumerate(warnings) if sum(map(_warning_mm, warnings[: place + 1])) <= MOST_WARNING_MM]
    inside = warnings[len(front) :]
    size, room, rows = _rows(plan, wording.units, sum(map(_warning_mm, front)))
    first = guide(muscle_most_at_risk(plan), place="standing")
    limits = [f"{_(one.name)}: {words.held_text(one)}, {words.margin_text(one, wording.units)}." for one in plan.guards]
    at = {when: _of(plan.measures, when) for when in ("before", "during", "after")}
    letters = {
        "left": _letters(at["during"]) + sum(map(len, [*limits, *inside])),
        "right": _letters(at["before"]) + _letters(at["after"]),
    }
    if len(rows) > room:  # the rest of them stands there
        letters["left"] = ROOMS["left"][-1][1] + 1
    able, assumed = words.able_text(plan), words.assumed_drinks_text(plan)
    if letters["left"] + len(able) + len(assumed) <= ROOMS["left"][-1][1]:
        letters["left"] += len(able) + len(assumed)
    else:  # they stand on the page too
        able = assumed = ""
    goes_on = _("Goes on inside. Drink no more than this.") if plan.names_amounts else _("Goes on inside.")
    return {
        "title": f"{plan.course.name} · {wording.say('distance', plan.course.distance_m)} · {elapsed_text(plan.predicted_s)}",
        "size": size,
        "pace": pace_words(plan, wording.units).unit,
        "stages": rows[:room],
        "later": rows[room:],
        "under": goes_on if len(rows) > room else words.unquoted(words.under_text(plan)),
        "picture": Markup('<img alt="" src="data:image/svg+xml,{}">').format(
            Markup(quote(str(draw_way(first.way.drawing, standalone=True))))  # noqa: S704 - quoted
        ),
        "way_name": f"{muscle_and_side(first.muscle, '')}, {way_name(first.way)}",
        "way_text": way_text(first.way),
        "holds": holds_in_words(first),
        "help": [{"title": _(step.title), "text": _(step.text)} for step in help_steps(first)],
        "dilution": _("Headache that grows, vomiting, confusion after long drinking: call for help, and drink no more water until seen."),
        "warnings": front,
        "warnings_inside": inside,
        "chance": _("Chance of a cramp with this plan: {chance}").format(
            chance=words.chance_range(plan.chance_frac).replace(" %", "\u00a0%")
        ),
        "able": able,
        "where": words.where_text(plan, wording.units),
        **at,
        "letters": {side: next((name for name, most in ROOMS[side] if count <= most), "") for side, count in letters.items()},
        "hows": {side: count <= ROOMS[side][-1][1] for side, count in letters.items()},
        "totals": words.unquoted(" ".join((words.totals_text(plan, wording), assumed))).strip(),
        "guards": [{"holds": one.holds, "text": text} for one, text in zip(plan.guards, limits, strict=True)],
        "small": _("An estimate by uncramp {version}, no promise. Never drink more than you sweat. Fold at the middle, the print outside, and once more.").format(
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


def _warnings(plan: RacePlan, wording: Wording) -> list[str]:
    """What must be known before the start, whole: where to go first, then every urgent caution."""
    urgent = [one for one in words.ranked_cautions(plan.cautions) if one.urgency in URGENT]
    told = (words.check_text(plan), *(wording.local(_(one.text)) for one in urgent))
    return [words.unquoted(text) for text in told if text]


def _warning_mm(text: str) -> float:
    """How high it stands on the front."""
    return WARNING_MM * (1 + math.ceil(len(text) / WARNING_LETTERS))


def _rows(plan: RacePlan, units: str, taken_mm: float) -> tuple[str, int, list[dict[str, Any]]]:
    """Size of the rows, how many have room, and they: the largest in which all stand on the front; else the smallest, the rest inside."""
    how = pace_words(plan, units)
    rooms = {size: min(most, int((most * ROW_MM[size] - taken_mm) / ROW_MM[size])) for size, most in SIZES}
    for size, room in rooms.items():
        stages = stages_of(plan, units, room)
        if len(stages) <= room and size != SIZES[-1][0]:
            return size, room, [_row(stage, how, units) for stage in stages]
    smallest, room = SIZES[-1][0], rooms[SIZES[-1][0]]
    stages = stages_of(plan, units, 0 if plan.drinks else room)
    if len(stages) > room + LATER:  # the rest is on the page
        stages = (*stages[: room + LATER - 1], stages[-1])
    return smallest, room, [_row(stage, how, units) for stage in stages]


def _row(stage: Stage, how: PaceWords, units: str) -> dict[str, Any]:
    split = stage.split
    return {
        "place": words.place_text(split.end),
        "clock": elapsed_text(split.end_s),
        "pace": f"{how.text(split.pace_s)} {how.gait(split.pace_s)}".strip(),
        "ease": split.ease_off,
        "drink": " + ".join(words.drink_text(stop, units) for stop in stage.stops) or "–",
    }
