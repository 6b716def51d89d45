"""A race plan as other programs read it: one JSON object, with its schema in ``race.schema.json``."""

from __future__ import annotations

from itertools import accumulate
from typing import Final

import numpy as np

from uncramp.names import MUSCLES
from uncramp.prevent.plan import Course, DrinkStop, Guard, Measure, RacePlan
from uncramp.report.document import number, provenance_document, range_document, units_of
from uncramp.report.schema import Document
from uncramp.why.answers import Range

RACE_SCHEMA_VERSION: Final = "1.2"
"""Rises as ``schema.SCHEMA_VERSION`` does."""


def race_document(plan: RacePlan) -> Document:
    """Everything ``prevent race`` says, as plain values: missing is ``None``, units are metric."""
    minutes, weight_frac = plan.minutes, plan.assessment.weight_frac
    document: Document = {
        "schema_version": RACE_SCHEMA_VERSION,
        "course": _course(plan.course),
        "start": plan.start.isoformat(),
        "goal_s": None if plan.goal_s is None else number(plan.goal_s),
        "predicted_s": number(plan.predicted_s),
        "reaches_goal": plan.reaches_goal,
        "chance_frac": range_document(plan.chance_frac),
        "baseline_chance_frac": range_document(plan.baseline_chance_frac),
        "sceptical_chance_frac": range_document(plan.sceptical_chance_frac),
        "sceptical_baseline_chance_frac": range_document(plan.sceptical_baseline_chance_frac),
        "able_frac": number(plan.able_frac),
        "muscles": {
            muscle: {"chance_frac": range_document(Range.of(plan.assessment.muscle_chance_frac[place], weight_frac))}
            for place, muscle in enumerate(MUSCLES)
        },
        "weather": {
            "source": minutes.weather.source,
            "assumed": minutes.weather.assumed,
            "assumed_names": list(minutes.weather.assumed_names),
            "air_c": number(float(minutes.weather.air_c.mean())),
            "humidity_frac": number(float(minutes.weather.humidity_frac.mean())),
            "wind_m_s": number(float(minutes.weather.wind_m_s.mean())),
            "solar_w_m2": number(float(minutes.weather.solar_w_m2.mean())),
        },
        "pace": _pace(plan),
        "drinks": [_drink(stop) for stop in plan.drinks],
        "drinks_held_by": plan.held_by or None,
        "assumed_drinks": [
            {"what": one.name, "sodium_mmol_l": number(one.sodium_mmol_l), "carbohydrate_g_l": number(one.carbohydrate_g_l)}
            for one in plan.assumed_drinks
        ],
        "totals": {
            **{name: number(getattr(plan.totals, name)) for name in ("fluid_l", "sodium_mmol", "carbohydrate_g", "planned_fluid_l", "planned_sodium_mmol")},
            "carbohydrate_g_h": number(plan.fuel.planned_g_h),
            "beside_g_h": number(plan.fuel.beside_g_h),
            **{name: range_document(getattr(plan.totals, name)) for name in ("sweat_l", "plasma_sodium_mmol_l", "mass_change_frac", "core_c")},
        },
        "measures": [_measure(measure) for measure in plan.measures],
        "tradeoff": [{"finish_s": number(point.finish_s), "chance_frac": range_document(point.chance_frac)} for point in plan.tradeoff],
        "guards": [_guard(guard) for guard in plan.guards],
        "see_check": plan.see_check,
        "cautions": [{"id": one.id, "text": one.text, "urgency": one.urgency} for one in plan.cautions],
        "provenance": provenance_document(plan.provenance),
    }  # fmt: skip
    document["units"] = units_of(document)
    return document


def _course(course: Course) -> Document:
    climb_m = None if course.profile is None else float(np.maximum(np.diff(course.profile.altitude_m), 0.0).sum())
    return {
        "name": course.name,
        "sport": course.sport,
        "distance_m": number(course.distance_m),
        "climb_m": None if climb_m is None else number(climb_m),
    }


def _pace(plan: RacePlan) -> list[Document]:
    """Stretches with the moment at which each ends."""
    ends = accumulate((one.to_km - one.from_km) * one.pace_s_per_km for one in plan.pace)
    return [
        {
            "from_km": number(one.from_km),
            "to_km": number(one.to_km),
            "pace_s_per_km": number(one.pace_s_per_km),
            "elapsed_s": number(end_s),
            "grade_frac": number(one.grade_frac),
            "hazard_share_frac": number(one.hazard_share_frac),
            "muscle": one.muscle,
            "ease_off": one.ease_off,
            "reserve_frac": number(one.reserve_frac),
            "capacity_frac": number(one.capacity_frac),
        }
        for one, end_s in zip(plan.pace, ends, strict=True)
    ]


def _drink(stop: DrinkStop) -> Document:
    numbers = ("at_km", "at_min", "volume_ml", "sodium_mmol", "carbohydrate_g")
    return {"what": stop.what, "carried": stop.carried} | {name: number(getattr(stop, name)) for name in numbers}


def _measure(measure: Measure) -> Document:
    return {
        "id": measure.id,
        "name": measure.name,
        "how": measure.how,
        "when": measure.when,
        "chance_reduction_frac": range_document(measure.chance_reduction_frac),
        "grade": measure.grade,
        "sources": list(measure.sources),
        "rests_on_one_group": measure.rests_on_one_group,
        "supported": measure.supported,
        "in_plan": measure.in_plan,
    }


def _guard(guard: Guard) -> Document:
    return {
        "id": guard.id,
        "name": guard.name,
        "holds": guard.holds,
        "margin": number(guard.margin),
        "unit": guard.unit,
        "text": guard.text,
    }
