"""The pages, one file a subject; each shows what the API of the same subject returns."""

from __future__ import annotations

from fastapi import APIRouter

from uncramp.web.pages import learn


def routers() -> tuple[APIRouter, ...]:
    """All of them."""
    return (learn.router,)
