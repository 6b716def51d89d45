"""A plan of weeks as other programs read it: one JSON object, with its schema in ``weeks.schema.json``."""

from __future__ import annotations

from typing import Final

from uncramp.names import MUSCLES
from uncramp.prevent.exposure import Loads
from uncramp.prevent.recent import PastWeek
from uncramp.prevent.session import PlannedSession, Step
from uncramp.prevent.signs import habits, signs
from uncramp.prevent.weeks_parameters import weeks_parameters
from uncramp.prevent.weeks_plan import ChanceChange, PlannedWeek, Race, WeeksPlan
from uncramp.report.document import number, range_document, units_of
from uncramp.report.schema import Document
from uncramp.texts import _
from uncramp.training import ACUTE_CHRONIC_LIMITS, UnreadFile

WEEKS_SCHEMA_VERSION: Final = "1.1"
"""Rises as ``schema.SCHEMA_VERSION`` does."""


def weeks_document(plan: WeeksPlan) -> Document:
    """Everything ``prevent weeks`` says, as plain values: missing is ``None``, units are metric."""
    document: Document = {
        "schema_version": WEEKS_SCHEMA_VERSION,
        "today": plan.today.isoformat(),
        "race": _race(plan.race),
        "muscle": plan.muscle,
        "days_count": plan.days_count,
        "general": plan.general,
        "history": _history(plan),
        "weeks": [_planned(week) for week in plan.weeks],
        "sessions": [_session(one) for one in plan.sessions],
        "lacks": [{"id": one.id, "text": one.text} for one in plan.lacks],
        "chance": None if plan.chance is None else _chance(plan.chance),
        "signs": [
            {
                "id": one.id, "when": one.when, "text": _(one.text), "do": _(one.do), "urgency": one.urgency, "check": one.to_check,
                "grade": one.grade, "facts": list(one.facts), "sources": list(one.sources),
            }
            for one in signs()
        ],
        "recovery": [
            {"id": one.id, "text": _(one.text), "grade": one.grade, "facts": list(one.facts), "sources": list(one.sources)} for one in habits()
        ],
        "cautions": [{"id": one.id, "text": one.text, "urgency": one.urgency} for one in plan.cautions],
        "provenance": {"version": plan.version, "evidence_sha256": plan.evidence_sha256},
    }  # fmt: skip
    document["units"] = units_of(document)
    return document


def _race(race: Race) -> Document:
    return {
        "day": race.day.isoformat(),
        "sport": race.sport,
        "course": None if race.course is None else race.course.name,
        "distance_m": None if race.course is None else number(race.course.distance_m),
        "descent_m": None if race.course is None or race.course.profile is None else number(race.descent_m),
        "goal_s": None if race.goal_s is None else number(race.goal_s),
        "expected_s": None if race.guessed else number(race.expected_s),
        "air_c": None if race.air_c is None else number(race.air_c),
        "hot": race.hot,
        "hilly": race.hilly,
    }


def _history(plan: WeeksPlan) -> Document:
    coverage, p = plan.footing.coverage, weeks_parameters()
    return {
        "weeks": [_past(week) for week in plan.past],
        "coverage": {
            "enough": coverage.enough,
            "known_count": coverage.known_count,
            "needed_count": coverage.needed_count,
            "missing": [day.isoformat() for day in coverage.missing],
        },
        "starts_from": {
            "training_h": number(plan.footing.start_h),
            "longest_h": number(plan.footing.start_longest_h),
            "load_h": _of_muscles(plan.footing.load_per_h),
        },
        "limits": {
            "load_growth_frac": number(p.load_growth_frac),
            "longest_growth_frac": number(p.longest_growth_frac),
            "recent_week": number(p.recent_week),
        },
        "ratios": {
            "acute_chronic_ratio": number(plan.ratios.acute_chronic_ratio),
            "monotony_ratio": number(plan.ratios.monotony_ratio),
            "limits": _(ACUTE_CHRONIC_LIMITS),
        },
        "read": [
            {
                "file": one.file,
                "day": one.day.isoformat(),
                "sport": one.sport,
                "training_h": number(one.moving_h),
                "descent_m": number(one.descent_m),
                "air_c": number(one.air_c),
                "load_h": _of_muscles(one.load_h),
            }
            for one in plan.exposure.sessions
        ],
        "unread": [_file(one) for one in plan.exposure.unread],
        "left_out": [_file(one) for one in plan.exposure.left_out],
    }


def _file(one: UnreadFile) -> Document:
    return {"file": one.file, "reason": _(one.reason)}


def _past(week: PastWeek) -> Document:
    return {
        "first": week.first.isoformat(),
        "sessions_count": week.sessions_count,
        "training_h": number(week.training_h),
        "longest_h": number(week.longest_h),
        "load_h": _of_muscles(week.load_h),
        "descent_m": number(week.descent_m),
        "hot_count": week.hot_count,
    }


def _planned(week: PlannedWeek) -> Document:
    return {
        "first": week.first.isoformat(),
        "last": week.last.isoformat(),
        "kind": week.kind,
        "training_h": number(week.training_h),
        "longest_h": number(week.longest_h),
        "load_h": _of_muscles(week.load_h),
        "descent_m": number(week.descent_m),
        "days_count": week.days_count,
    }


def _session(one: PlannedSession) -> Document:
    return {
        "id": one.id,
        "day": one.day.isoformat(),
        "title": one.title,
        "kind": one.kind,
        "sport": one.sport,
        "duration_s": number(one.duration_s),
        "distance_m": None if one.distance_m is None else number(one.distance_m),
        "steps": [_step(step) for step in one.steps],
        "why": one.why,
        "grade": one.grade,
        "sources": list(one.sources),
    }


def _step(step: Step) -> Document:
    return {
        "kind": step.kind,
        "duration_s": None if step.duration_s is None else number(step.duration_s),
        "distance_m": None if step.distance_m is None else number(step.distance_m),
        "pace_s_per_km": None if step.target.pace_s_per_km is None else [number(value) for value in step.target.pace_s_per_km],
        "note": step.note,
    }


def _chance(chance: ChanceChange) -> Document:
    return {
        "as_now_frac": range_document(chance.as_now_frac),
        "after_frac": range_document(chance.after_frac),
        "difference_frac": range_document(chance.difference_frac),
        "telling_share_frac": number(chance.telling_share_frac),
        "clear": chance.clear,
        "changed": list(chance.changed),
        "grade": chance.grade,
        "sources": list(chance.sources),
        "contradictions": list(chance.contradictions),
        "draws": chance.draws,
        "seed": chance.seed,
    }


def _of_muscles(load_h: Loads) -> Document:
    return {muscle: number(value) for muscle, value in zip(MUSCLES, load_h, strict=True)}
