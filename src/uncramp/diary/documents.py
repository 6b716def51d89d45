"""The diary as JSON, for ``--json`` and for the web application."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from uncramp.diary.importing import Imported
    from uncramp.diary.records import Activity, Entry, Session
    from uncramp.diary.weighing import SweatLoss
    from uncramp.why.answers import Range

VERSION = "1.0"
"""Rises in its first part when a field goes or changes its meaning, in its second when one is added."""


def list_document(activities: Sequence[Activity]) -> dict[str, Any]:
    """All activities, newest first."""
    return {"schema_version": VERSION, "activities": [asdict(one) for one in activities]}


def session_document(session: Session, losses: Sequence[SweatLoss | None]) -> dict[str, Any]:
    """An activity with all that was said of it; ``losses`` belong to its weighings."""
    first = session.first_cramps
    return {
        "schema_version": VERSION,
        "activity": asdict(session.activity),
        "cramps": [asdict(one) | {"first": one in first} for one in session.cramps],
        "near_cramps": [asdict(one) for one in session.near_cramps],
        "weigh_ins": [
            asdict(one) | {"sweat": None if loss is None else loss_document(loss)}
            for one, loss in zip(session.weigh_ins, losses, strict=True)
        ],
        "drinks": [asdict(one) for one in session.drinks],
        "notes": [asdict(one) for one in session.notes],
    }


def entries_document(said: Mapping[str, Sequence[Entry]]) -> dict[str, Any]:
    """Everything that was said, by kind; documents that were kept are named and not repeated."""
    return {"schema_version": VERSION} | {
        name: [{field: value for field, value in asdict(one).items() if field != "document_json"} for one in found]
        for name, found in said.items()
    }


def imported_document(done: Imported, notes: Sequence[str], groups: Sequence[Sequence[Activity]]) -> dict[str, Any]:
    """What became of the files of an import."""
    from uncramp.diary.importing import bare_reason

    return {
        "schema_version": VERSION,
        "added": [asdict(one) for one in done.added],
        "known": list(done.known),
        "refused": [{"name": name, "reason": bare_reason(name, reason)} for name, reason in done.refused],
        "notes": list(notes),
        "same_sessions": [[one.activity_id for one in group] for group in groups],
    }


def loss_document(loss: SweatLoss) -> dict[str, Any]:
    """What two weighings say of sweat."""
    return {
        "sweat_l": _range(loss.sweat_l),
        "rate_l_h": None if loss.rate_l_h is None else _range(loss.rate_l_h),
        "gas_kg": loss.gas_kg,
        "mass_change_frac": loss.mass_change_frac,
        "unsaid": list(loss.unsaid),
    }


def _range(value: Range) -> dict[str, float]:
    return {"mean": value.mean, "low": value.low, "high": value.high}
