"""The pages, one file a subject; each shows what the API of the same subject returns."""

from __future__ import annotations

from fastapi import APIRouter

from uncramp.web.pages import evidence, learn, relieve


def routers() -> tuple[APIRouter, ...]:
    """All of them."""
    return (relieve.router, learn.router, evidence.router)
