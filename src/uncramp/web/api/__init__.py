"""The JSON API, one file a subject; what a page shows is what the function of the same subject returns here."""

from __future__ import annotations

from fastapi import APIRouter

from uncramp.web.api import (
    activities,
    check,
    cohort,
    diary,
    evidence,
    imports,
    learn,
    learnt,
    plans,
    reflex,
    relieve,
    settings,
    today,
)


def routers() -> tuple[APIRouter, ...]:
    """All of them, in the order of the description."""
    return (
        activities.router,
        relieve.router,
        check.router,
        learn.router,
        evidence.router,
        reflex.router,
        cohort.router,
        today.router,
        plans.router,
        imports.router,
        learnt.router,
        diary.router,
        settings.router,
    )
