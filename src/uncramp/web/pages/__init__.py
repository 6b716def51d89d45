"""The pages, one file a subject; each shows what the API of the same subject returns."""

from __future__ import annotations

from fastapi import APIRouter

from uncramp.web.pages import activities, check, cohort, drawn, evidence, learn, reflex, relieve


def routers() -> tuple[APIRouter, ...]:
    """All of them."""
    return (
        activities.router,
        relieve.router,
        check.router,
        learn.router,
        evidence.router,
        reflex.router,
        cohort.router,
        drawn.router,
    )
