"""What to do about a cramp now."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from uncramp.relieve.guide import guide
from uncramp.relieve.protocols import protocols
from uncramp.report.relief_card import relief_card

router = APIRouter(prefix="/api/relieve", tags=["relieve"])


@router.get("")
def muscles() -> dict[str, Any]:
    """Every muscle there is a guide for."""
    return {"muscles": [{"id": muscle.id, "name": muscle.name} for muscle in protocols().muscles.values()]}


@router.get("/card.html", response_class=Response, responses={200: {"content": {"text/html": {}}}})
def card() -> Response:
    """The guide as one file to keep on a phone; it needs no network."""
    return Response(relief_card(), media_type="text/html", headers={"content-disposition": 'attachment; filename="cramp.html"'})


@router.get("/{muscle}")
def steps(muscle: str) -> dict[str, Any]:
    """What to do for one muscle, step by step."""
    return asdict(guide(muscle))
