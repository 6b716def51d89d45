"""Food for what sweat took, as other programs read it: one JSON object, with its schema in ``food.schema.json``."""

from __future__ import annotations

import math
from typing import Final

from uncramp import __version__
from uncramp.prevent.food import FoodPlan
from uncramp.prevent.foods import MINERALS, Food, foods
from uncramp.prevent.losses import Session
from uncramp.prevent.portions import Pick, portions_within
from uncramp.report import food_words as words
from uncramp.report.document import number
from uncramp.report.schema import Document
from uncramp.texts import _
from uncramp.why.answers import Range

FOOD_SCHEMA_VERSION: Final = "1.2"
"""Rises as ``schema.SCHEMA_VERSION`` does."""


def food_document(plan: FoodPlan) -> Document:
    """Everything ``prevent food`` says, as plain values; what is not known is ``None``."""
    losses = plan.losses
    return {
        "schema_version": FOOD_SCHEMA_VERSION,
        "losses": {
            "basis": losses.basis,
            "session": _session(losses.session),
            "sweat_l": _range(losses.sweat_l),
            **{f"{name}_mmol": _range(losses.mmol[name]) for name in MINERALS},
            **{f"{name}_mg": number(plan.lost_mg[name]) for name in MINERALS},
        },
        "reference": [
            {"id": one.id, "female_mg": one.female_mg, "male_mg": one.male_mg, "text": _(one.text), "grade": one.grade, "sources": list(one.source)}
            for one in foods().references.values()
        ],
        "before": words.before_words(plan),
        "during": [_pick(pick) for pick in plan.during],
        "after": [_pick(pick) for pick in plan.after],
        "totals": {f"{name}_mg": number(plan.total_mg(name)) for name in MINERALS},
        "supplements": [
            {"justified": one.justified, "for_clinician": one.for_clinician} | _said(words.supplement_words(plan, one))
            for one in plan.supplements
        ],
        "foods": [_food(plan, food) for food in plan.table],
        "clinician": {"salt": plan.salt_by_clinician, "potassium": plan.potassium_by_clinician, "reasons": list(plan.reasons)},
        "alarms": [{"id": one.id, "text": words.alarm_words(one), "urgency": one.urgency} for one in plan.alarms],
        "cautions": [_said(said) for said in words.cautions_of(plan)],
        "provenance": {"version": __version__},
    }  # fmt: skip


def _session(of: Session | None) -> Document | None:
    if of is None:
        return None
    return {"file": of.file, "sport": of.sport, "duration_s": number(of.duration_s), "result": of.result or None}


def _range(value: Range) -> Document | None:
    if math.isnan(value.median):
        return None
    return {word: number(getattr(value, word)) for word in ("median", "low", "high")}


def _pick(pick: Pick) -> Document:
    food = pick.food
    sized = {"portion_g": food.portion_g, "volume_ml": pick.portions_count * food.volume_ml}
    named = {"id": food.id, "name": _(food.name), "portion": _(food.portion), "portions_count": pick.portions_count}
    return named | sized | {f"{name}_mg": number(pick.mg(name)) for name in MINERALS}


def _food(plan: FoodPlan, food: Food) -> Document:
    within = {"sodium": plan.salt_by_clinician, "potassium": plan.potassium_by_clinician}
    return {
        "id": food.id,
        "name": _(food.name),
        "portion": _(food.portion),
        "portion_g": food.portion_g,
        "kind": food.kind,
        "diet": food.diet,
        **{f"{name}_mg": number(food.mg[name]) for name in MINERALS},
        **{
            f"portions_for_{name}_count": None if asked else portions_within(food, name, plan.most_mg)
            for name, asked in within.items()
        },
        "grade": food.grade,
        "sources": list(food.source),
        "basis": food.basis,
    }


def _said(said: words.Said) -> Document:
    return {"id": said.id, "text": said.text, "grade": said.grade, "sources": list(said.source), "rows": list(said.rows)}
