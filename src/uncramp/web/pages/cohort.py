"""Cohort: order a field of athletes, follow it, and read what came of it."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from markupsafe import Markup
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool

from uncramp.report.html import policy_hash
from uncramp.report.wording import Wording
from uncramp.texts import _
from uncramp.web import cohorts
from uncramp.web.api import cohort as api
from uncramp.web.forms import Asked
from uncramp.web.frame import page
from uncramp.web.mistakes import FormError, refused
from uncramp.web.preferences import look

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
ADDRESS: Final = "/cohort"
MOST_FIELDS: Final = 20


def state_words() -> dict[str, str]:
    """A state, as people say it."""
    return {
        cohorts.QUEUED: _("waits"),
        cohorts.RUNNING: _("runs"),
        cohorts.DONE: _("done"),
        cohorts.FAILED: _("failed"),
        cohorts.CANCELLED: _("cancelled"),
    }


@router.get(ADDRESS)
def overview(request: Request) -> str:
    """What can be ordered, and what was."""
    values = api.fields() | api.listed(request) | {"words": state_words(), "wording": Wording(look().units)}
    return page("cohort.html.j2", here=ADDRESS, **values)


@router.post(ADDRESS)
async def begin(request: Request) -> Response:
    """Order the field of a form."""
    async with request.form(max_files=0, max_fields=MOST_FIELDS) as form:
        given = {name: value for name, value in form.items() if isinstance(value, str) and value.strip()}
    try:
        order = cohorts.Order.model_validate(given)
    except ValidationError as error:
        labels = {
            "field": _("Field"),
            "athletes": _("Athletes"),
            "draws": _("Draws of what is not known"),
            "seed": _("Seed of chance"),
        }
        raise FormError(refused(error, [Asked(name, label, "number") for name, label in labels.items()])) from None
    made = await run_in_threadpool(api.begin, request, order)
    return RedirectResponse(f"{ADDRESS}/{made['id']}", status_code=303)


@router.get(ADDRESS + "/{id}")
def followed(request: Request, id: api.Id) -> str:  # noqa: A002 - the name in the address
    """How far it is, or what came of it."""
    one = api.one_of(request, id)
    parts = api.cohorts_of(request).kept(one, cohorts.PARTS.format(units=look().units)) if one.state == cohorts.DONE else ""
    return page("cohort_one.html.j2", here=ADDRESS, one=one.document(), parts=Markup(parts), words=state_words())  # noqa: S704 - our own page


@router.get(ADDRESS + "/{id}/page.html")
def kept(request: Request, id: api.Id) -> Response:  # noqa: A002
    """The result as one file to keep or to send."""
    one = api.one_of(request, id)
    text = api.cohorts_of(request).kept(one, cohorts.PAGE.format(units=look().units))
    style = policy_hash(text.partition("<style>")[2].partition("</style>")[0])
    policy = f"default-src 'none'; style-src '{style}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    name = f"{one.order.field}.html"
    return Response(
        text,
        media_type="text/html",
        headers={"content-security-policy": policy, "content-disposition": f'attachment; filename="{name}"'},
    )


@router.post(ADDRESS + "/{id}/cancel")
def cancel(request: Request, id: api.Id) -> Response:  # noqa: A002
    """Stop it."""
    api.cancel(request, id)
    return RedirectResponse(f"{ADDRESS}/{id}", status_code=303)


@router.post(ADDRESS + "/{id}/delete")
def delete(request: Request, id: api.Id) -> Response:  # noqa: A002
    """Stop it and remove all of it."""
    api.delete(request, id)
    return RedirectResponse(ADDRESS, status_code=303)
