"""What a diary teaches, as the JSON that every face gives."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from uncramp.diary.experiment import Compared, Experiment
    from uncramp.diary.learning import Posterior
    from uncramp.diary.learning_sweat import LogNormal
    from uncramp.diary.lessons import Lessons

VERSION: Final = "1.1"
"""Rises in its first part when a field goes or changes its meaning, in its second when one is added."""


def lessons_document(lessons: Lessons) -> dict[str, Any]:
    """Prior and posterior of all that is learnt, and what would settle more."""
    sweat, ahead, seen = lessons.sweat, lessons.ahead, lessons.seen
    return {
        "schema_version": VERSION,
        "complete": lessons.complete,
        "sessions_count": lessons.posterior.sessions_count,
        "cramps_count": lessons.posterior.cramps_count,
        "recurrences_count": seen.recurrences_count,
        "unsaid_count": seen.unsaid_count,
        "unread": [{"file": one.file, "why": one.reason} for one in seen.unread],
        "susceptibility_ratio": _pair(lessons, lambda one: asdict(one.susceptibility_ratio)),
        "factor_weights": _pair(lessons, lambda one: {name: asdict(value) for name, value in one.factor_weights.items()}),
        "effective_draws_count": lessons.posterior.effective_count,
        "sweat_rate_l_h": _normals(sweat.rate_before_l_h, sweat.rate_l_h) | {"measured_count": sweat.rates_count},
        "sweat_sodium_mmol_l": _normals(sweat.sodium_before_mmol_l, sweat.sodium_mmol_l) | {"measured_count": sweat.sodiums_count},
        "ahead": {
            "above_usual_before_frac": lessons.prior.above_usual_frac(),
            "above_usual_frac": ahead.chance_frac,
            "settled": ahead.is_settled,
            "sessions_count": ahead.sessions_count,
            "settled_frac": [{"sessions_count": count, "settled_frac": share} for count, share in ahead.settled_frac],
        },
    }


def experiment_document(experiment: Experiment | None, compared: Compared | None, *, kept: bool) -> dict[str, Any]:
    """An experiment that is proposed, kept or under way, and how it stands."""
    return {
        "schema_version": VERSION,
        "kept": kept or compared is not None,
        "experiment": None if experiment is None else asdict(experiment),
        "compared": None if compared is None else asdict(compared),
    }


def _pair(lessons: Lessons, view: Callable[[Posterior], dict[str, Any]]) -> dict[str, Any]:
    return {"prior": view(lessons.prior), "posterior": view(lessons.posterior)}


def _normals(before: LogNormal, after: LogNormal) -> dict[str, Any]:
    return {"prior": asdict(before.range), "posterior": asdict(after.range)}
