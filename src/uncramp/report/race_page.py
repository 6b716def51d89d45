"""A race plan as one HTML page that opens from disk, asks no network, needs no scripts, and prints with the race card as a sheet of its own."""

from __future__ import annotations

import math
import os
from functools import cache
from typing import Any

from markupsafe import Markup

from uncramp.evidence import registry
from uncramp.prevent.plan import OF_WATER_AND_SALT, RacePlan
from uncramp.report import drawing, html, race_words, wording
from uncramp.report.odds import percent_text
from uncramp.report.race_card import card_of
from uncramp.report.race_drawing import LEFT_OVER, SLIM, STYLES, WIDE, draw_pace, draw_risk, draw_trade
from uncramp.report.race_pace import pace_words
from uncramp.report.race_splits import km_per_unit, splits_of
from uncramp.report.wording import URGENT, Wording
from uncramp.texts import _
from uncramp.units import elapsed_text

SIZES = (WIDE, SLIM)
"""Widths that each chart is drawn for; the style sheet shows the one that fits."""


def write_race_page(plan: RacePlan, path: str | os.PathLike[str], *, units: str = "metric") -> None:
    """Write the page of a plan to ``path``, whole or not at all.

    Raises
    ------
    StoreError
        If the file cannot be written.
    InputError
        If ``units`` is not known.
    """
    html.write_whole(render_race_page(plan, units=units), path)


def render_race_page(plan: RacePlan, *, units: str = "metric") -> str:
    """The page as text; see :func:`write_race_page`."""
    style = _style()
    template = html.environment().get_template("race.html.j2")
    return template.render(**shown(plan, units), style=Markup(style), style_hash=html.policy_hash(style))  # noqa: S704 - our own files


def shown(plan: RacePlan, units: str) -> dict[str, Any]:
    """What ``race_parts.html.j2`` shows of a plan, here and in the application."""
    words, known = Wording(units), registry.sources()
    keys = dict.fromkeys(key for measure in plan.measures for key in measure.sources if key in known)
    ranked = race_words.ranked_cautions(plan.cautions)
    supported = race_words.ranked_measures(plan.measures)
    return {
        "plan": plan, "words": words, "wording": wording, "race": race_words, "how": pace_words(plan, units), "percent": percent_text, "slope": _slope, "unit": race_words.unit_word(units), "unit_km": km_per_unit(units),
        "head": race_words.head_text(plan, words), "weather": race_words.weather_text(plan, words), "goal": race_words.goal_text(plan),
        "compared": race_words.compared_text(plan), "where": race_words.where_text(plan, units), "sceptical": race_words.sceptical_text(plan),
        "able": race_words.able_text(plan), "of_chance": race_words.cautions_of_chance(plan), "fuel": race_words.fuel_told(plan), "held": race_words.held_text_of_drinks(plan, words), "assumed_drinks": race_words.assumed_drinks_text(plan), "facts": _facts(plan, words), "totals": race_words.unquoted(race_words.totals_text(plan, words)), "safety": race_words.unquoted(race_words.safety_text()),
        "alarms": [race_words.unquoted(text) for text in (race_words.check_text(plan),) if text], "urgent": [one for one in ranked if one.urgency in URGENT],
        "cautions": [one for one in ranked if one.urgency not in URGENT], "styles": STYLES, "splits": splits_of(plan, units, 1.0),
        "risk": [draw_risk(plan, units, width) for width in SIZES], "pace": [draw_pace(plan, units, width) for width in SIZES],
        "trade": [draw_trade(plan, width) for width in SIZES] if len(plan.tradeoff) > 1 else [], "pace_told": _pace_told(plan, units),
        "trade_told": _trade_told(plan), "supported": supported, "unsupported": [one for one in plan.measures if not one.supported],
        "top": drawing.full_scale(max((one.chance_reduction_frac.high for one in supported), default=1.0)), "draw_bar": drawing.draw_bar,
        "card": card_of(plan, words), "water_and_salt": OF_WATER_AND_SALT, "left": _left(plan), "left_over": LEFT_OVER, "made": _made(plan), "numbers": {key: place for place, key in enumerate(keys, start=1)}, "sources": known,
    }  # fmt: skip


@cache
def _style() -> str:
    return f"{html.page_style('race.css')}\n@media print {{\n{html.packaged('templates', 'race_card.css')}}}\n"


def _slope(grade_frac: float) -> str:
    return f"{wording.number(100.0 * grade_frac, 1)} %" if math.isfinite(grade_frac) else "–"


def _left(plan: RacePlan) -> dict[str, str]:
    """What is drawn of what is left at the end of each stretch, in words."""
    words = {"reserve_frac": _("reserve left, % (right)"), "capacity_frac": _("force left in the most tired muscle, % (right)")}
    return {name: told for name, told in words.items() if any(math.isfinite(getattr(one, name)) for one in plan.pace)}


def _facts(plan: RacePlan, words: Wording) -> list[tuple[str, str, str]]:
    """Label, value, and what belongs to it."""
    totals = plan.totals
    goal = _("goal {time}").format(time=elapsed_text(plan.goal_s)) if plan.goal_s is not None else ""
    shown = (
        (_("Core temperature, highest"), "temperature", totals.core_c),
        (_("Sweat"), "volume", totals.sweat_l),
        (_("Body mass"), "fine_percent", totals.mass_change_frac),
        (_("Plasma sodium, lowest"), "whole_sodium", totals.plasma_sodium_mmol_l),
    )
    facts = [(_("Finish"), elapsed_text(plan.predicted_s), goal)]
    facts += [(label, words.say(kind, value.median), words.span(kind, value)) for label, kind, value in shown]
    if not plan.names_amounts:
        return facts
    fluid = race_words.total_text(plan, words.units)
    salt = _("{sodium} mmol sodium, {carbohydrate} g carbohydrate").format(
        sodium=f"{totals.sodium_mmol:.0f}", carbohydrate=f"{totals.carbohydrate_g:.0f}"
    )
    return [*facts, (_("To drink in all"), fluid, salt)]


def _pace_told(plan: RacePlan, units: str) -> str:
    splits = splits_of(plan, units, 1.0)
    how = pace_words(plan, units)
    fast, slow = (how.text(pick(one.pace_s for one in splits)) for pick in (min, max))
    told = _("Between {fast} and {slow} {unit}, fast on top.").format(fast=fast, slow=slow, unit=how.unit)
    return " ".join(filter(None, (told, race_words.ease_text(plan, units))))


def _trade_told(plan: RacePlan) -> str:
    points = sorted(plan.tradeoff, key=lambda one: one.finish_s)
    if len(points) < 2:
        return ""
    return _("The least chance found at each finish time, with its range: from {first} at {fast} to {last} at {slow}.").format(
        first=percent_text(points[0].chance_frac.mean), fast=elapsed_text(points[0].finish_s),
        last=percent_text(points[-1].chance_frac.mean), slow=elapsed_text(points[-1].finish_s),
    )  # fmt: skip


def _made(plan: RacePlan) -> list[tuple[str, Any]]:
    kept = plan.provenance
    return [
        ("uncramp", kept.version),
        (_("Draws"), str(kept.draws)),
        (_("Seed"), str(kept.seed)),
        (_("Mechanism"), kept.mechanism),
        (_("Evidence"), kept.evidence_sha256[:16]),
        (_("Input"), kept.input_sha256[:16]),
    ]
