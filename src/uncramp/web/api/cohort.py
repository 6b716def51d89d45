"""Fields of athletes: order one, follow it, cancel it, and read what came of it."""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path, Request

from uncramp.texts import _
from uncramp.web import busy, cohorts
from uncramp.web.cohorts import Cohort, Cohorts, Order

router = APIRouter(prefix="/api/cohorts", tags=["cohort"])
Id = Annotated[str, Path(pattern="^[0-9a-f]{16}$")]
NONE: dict[int | str, dict[str, Any]] = {404: {"description": "There is none of this id."}}


def cohorts_of(request: Request) -> Cohorts:
    """Those of this server."""
    found: Cohorts = request.app.state.cohorts
    return found


def one_of(request: Request, id_: str) -> Cohort:
    """The one of this id, or the answer that there is none."""
    one = cohorts_of(request).find(id_)
    if one is None:
        raise HTTPException(404)
    return one


@router.get("/fields")
def fields() -> dict[str, Any]:
    """The fields that can be ordered, and how much of each."""
    return {
        "fields": [
            {
                "name": name,
                "title": one.title,
                "athletes": one.athletes_count,
                "days": len(one.days),
                "known_miss": _(one.known_miss) if one.known_miss else None,
            }
            for name, one in cohorts.shipped().items()
        ],
        "most": {
            "athletes": cohorts.MOST_ATHLETES,
            "draws": cohorts.MOST_DRAWS,
            "starts_times_draws": cohorts.MOST_STARTS_TIMES_DRAWS,
            "running": cohorts.MOST_RUNNING,
            "waiting": cohorts.MOST_WAITING,
        },
    }


@router.get("")
def listed(request: Request) -> dict[str, Any]:
    """Every field that was ordered, and how far it is."""
    return {"cohorts": [one.document() for one in cohorts_of(request).listed()]}


@router.post("", status_code=202, responses=busy.DESCRIBED)
def begin(request: Request, order: Order) -> dict[str, Any]:
    """Order a field."""
    return cohorts_of(request).begin(order).document()


@router.get("/{id}", responses=NONE)
def found(request: Request, id: Id) -> dict[str, Any]:  # noqa: A002 - the name in the address
    """How far it is; when it is done, what `uncramp cohort --json` prints."""
    one = one_of(request, id)
    done = one.state == cohorts.DONE
    return one.document() | {"result": json.loads(cohorts_of(request).kept(one, cohorts.RESULT)) if done else None}


@router.post("/{id}/cancel", responses=NONE)
def cancel(request: Request, id: Id) -> dict[str, Any]:  # noqa: A002
    """Stop it."""
    one = one_of(request, id)
    cohorts_of(request).cancel(one)
    return one.document()


@router.delete("/{id}", status_code=204, responses=NONE)
def delete(request: Request, id: Id) -> None:  # noqa: A002
    """Stop it and remove all of it."""
    cohorts_of(request).delete(one_of(request, id))
