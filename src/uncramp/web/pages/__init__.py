"""The pages, one file a subject; each shows what the API of the same subject returns."""

from __future__ import annotations

from fastapi import APIRouter

from uncramp.web.pages import (
    activities,
    check,
    cohort,
    diary,
    drawn,
    evidence,
    imports,
    learn,
    learnt,
    plan,
    reflex,
    relieve,
    settings,
    today,
)


def routers() -> tuple[APIRouter, ...]:
    """All of them."""
    return (
        today.router,
        plan.router,
        activities.router,
        relieve.router,
        check.router,
        learn.router,
        evidence.router,
        imports.router,
        learnt.router,
        diary.router,
        settings.router,
        reflex.router,
        cohort.router,
        drawn.router,
    )
