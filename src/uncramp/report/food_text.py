"""Food for what sweat took, on one screen of a terminal."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from rich.text import Text

from uncramp.prevent.food import FoodPlan
from uncramp.prevent.foods import MINERALS, Food
from uncramp.prevent.portions import Pick
from uncramp.report import food_words as words
from uncramp.report.learn_wording import grade_word
from uncramp.report.screen import Screen
from uncramp.texts import _

SHOWN: Final = 10  # foods of the table, without --verbose


def food_view(plan: FoodPlan, screen: Screen) -> list[Text]:
    """Losses, portions on the way and after, supplements with their label, the table, cautions."""
    lines = [screen.text(_("Food for what your sweat took"), "bold")]
    for alarm in plan.alarms:
        lines += screen.wrapped(f"! {words.alarm_words(alarm)}", "bold", indent="  ", lines=None)
    if not words.nothing_lost(plan):
        lines += [*_paragraph(words.basis_words(plan, screen.units), screen), *_losses(plan, screen)]
    cautions = words.cautions_of(plan)[len(plan.alarms) :]  # the alarms stand at the top
    if plan.reasons:  # so does why nothing is named
        lines += [screen.text(""), *screen.wrapped(f"! {cautions[0].text}", indent="  ", lines=None)]
    if nothing := words.nothing_named_words(plan):
        lines += _paragraph(nothing, screen)
    lines += [screen.text(""), screen.text(_("Before"), "bold"), *_paragraph(words.before_words(plan), screen)]
    lines += _picks(_("On the way"), plan.during, screen)
    lines += _picks(_("In the hours after"), plan.after, screen)
    if plan.during or plan.after:
        lines += _paragraph(words.together_words(plan), screen)
    lines += [screen.text(""), screen.text(_("Supplements"), "bold")]
    for one in plan.supplements:
        lines += _said(words.supplement_words(plan, one), screen)
    lines += _table(plan, screen)
    lines += [screen.text(""), screen.text(_("Take care"), "bold")]
    for said in cautions[bool(plan.reasons) :]:
        lines += _said(said, screen)
    return lines


def _losses(plan: FoodPlan, screen: Screen) -> list[Text]:
    known = [name for name in MINERALS if not math.isnan(plan.losses.mmol[name].median)]
    rows = [(words.mineral_word(name), words.loss_words(plan, name), words.day_words(plan, name)) for name in known]
    return screen.table((_("Lost, estimated"), _("in the session"), _("a day's reference")), rows, style="dim")


def _picks(title: str, picks: Sequence[Pick], screen: Screen) -> list[Text]:
    if not picks:
        return []
    lines = [screen.text(""), screen.text(title, "bold")]
    for pick in picks:
        held = _("sodium {sodium}, potassium {potassium}").format(
            sodium=words.amount(pick.mg("sodium")), potassium=words.amount(pick.mg("potassium"))
        )
        lines += screen.wrapped(f"{words.pick_words(pick, screen.units)}, {held}", first="  - ", indent="    ", lines=None)
    return lines


def _table(plan: FoodPlan, screen: Screen) -> list[Text]:
    fitting = {food.id: _fitting(plan, food) for food in plan.table}
    shown = [food for food in plan.table if screen.verbose or any(count != "-" for count in fitting[food.id])]
    shown = shown if screen.verbose else shown[:SHOWN]
    if not shown:
        return [screen.text(""), *_paragraph(_("What {count} foods hold: --verbose.").format(count=len(plan.table)), screen)]
    head = (_("A portion holds, mg"), _("Na"), _("K"), _("Mg"), _("Ca"), _("for Na"), _("for K"))
    rows = [
        (f"{_(food.name)}, {_(food.portion)}", *(f"{food.mg[name]:.0f}" for name in MINERALS), *fitting[food.id]) for food in shown
    ]
    told = words.fitting_note()
    more = "" if screen.verbose else " " + _("All {count} foods: --verbose.").format(count=len(plan.table))
    return [screen.text(""), *screen.table(head, rows, style="dim"), *_paragraph(told + more, screen)]


def _fitting(plan: FoodPlan, food: Food) -> tuple[str, str]:
    """Portions within the losses, for sodium and for potassium; none where a clinician decides."""
    return (
        "-" if plan.salt_by_clinician else words.fitting_words(plan, food, "sodium"),
        "-" if plan.potassium_by_clinician else words.fitting_words(plan, food, "potassium"),
    )


def _said(said: words.Said, screen: Screen) -> list[Text]:
    return screen.wrapped(f"{said.text} [{grade_word(said.grade)}]", first="  - ", indent="    ", lines=None)


def _paragraph(text: str, screen: Screen) -> list[Text]:
    return screen.wrapped(text, first="  ", indent="  ", lines=None)
