"""Relieve: the one-file guide, its style and script from here, since a page of the application carries none within itself."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from uncramp.report.relief_card import Linked, card_script, card_style, relief_card

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
LINKED = Linked(style="/relieve/card.css", script="/relieve/card.js", home="/", check="/check")


@router.get("/relieve")
def guide(muscle: str | None = None) -> str:
    """The guide, opened at a muscle if one is named."""
    return relief_card(muscle, linked=LINKED)


@router.get(LINKED.style)
def style() -> Response:
    """Its style."""
    return Response(card_style(), media_type="text/css")


@router.get(LINKED.script)
def script() -> Response:
    """Its script."""
    return Response(card_script(), media_type="text/javascript")
