"""A routine as other programs read it: one JSON object, with its schema in ``routine.schema.json``."""

from __future__ import annotations

from itertools import accumulate
from typing import Final

from uncramp import __version__
from uncramp.prevent.routine import Exercise, Routine
from uncramp.report.routine_words import care_steps_of
from uncramp.report.schema import Document
from uncramp.texts import _

ROUTINE_SCHEMA_VERSION: Final = "1.0"
"""Rises as ``schema.SCHEMA_VERSION`` does."""


def routine_document(routine: Routine) -> Document:
    """Everything ``prevent routine`` says, as plain values; the lengths of the exercises sum to ``length_s``."""
    kind = routine.kind
    starts = accumulate((one.length_s for one in routine.exercises), initial=0)
    return {
        "schema_version": ROUTINE_SCHEMA_VERSION,
        "kind": kind.id,
        "muscle": routine.muscle.id,
        "side": routine.side or None,
        "length_s": routine.length_s,
        "line": _(kind.line),
        "advice": _(kind.advice),
        "known": {
            "text": _(kind.known),
            "grade": kind.on_cramps,
            "supported": kind.supported,
            "sources": list(kind.source),
            "rows": list(kind.rows),
        },
        "exercises": [_exercise(one, start_s) for one, start_s in zip(routine.exercises, starts, strict=False)],
        "cautions": [{"id": step.id, "text": _(step.text)} for step in care_steps_of(routine)],
        "provenance": {"version": __version__},
    }


def _exercise(exercise: Exercise, start_s: int) -> Document:
    move = exercise.move
    return {
        "id": move.id,
        "name": _(move.name),
        "text": _(move.text),
        "mind": _(move.mind) if move.mind else None,
        "sees": _(move.drawing.title),
        "start_s": start_s,
        "length_s": exercise.length_s,
        "ready_s": exercise.ready_s,
        "work_s": exercise.work_s,
        "rest_s": move.rest_s,
        "sets_count": exercise.sets_count,
        "sides": [side for side in exercise.sides if side],
        "grade": move.grade,
        "sources": list(move.source),
    }
