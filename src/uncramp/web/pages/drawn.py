"""Drawn: style and script of the parts that pages have in common with the report's, served as files since no page carries any."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final

from fastapi import APIRouter
from fastapi.responses import Response

from uncramp.report.html import packaged

router = APIRouter(include_in_schema=False)
SHEETS: Final = ("course.css", "reflex.css", "cohort.css")


@router.get("/drawn.css")
def style() -> Response:
    """Style of answers, figures and tables."""
    return Response(_style(), media_type="text/css")


@router.get("/readout.js")
def script() -> Response:
    """One moment read out in all charts of a reflex."""
    return Response(packaged("templates", "reflex.js"), media_type="text/javascript")


@router.get("/favicon.ico")
def icon() -> Response:
    """For pages that name none of their own."""
    return Response((files("uncramp.web") / "static" / "icon.svg").read_text(encoding="utf-8"), media_type="image/svg+xml")


@cache
def _style() -> str:
    return "\n".join(packaged("templates", name) for name in SHEETS)
