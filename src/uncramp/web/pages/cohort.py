"""Cohort: order a field of athletes, follow it, and read what came of it."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool

from uncramp.errors import InputError
from uncramp.report.html import policy_hash
from uncramp.report.wording import Wording
from uncramp.texts import _
from uncramp.web import cohorts
from uncramp.web.api import cohort as api
from uncramp.web.forms import Asked, asked_as
from uncramp.web.frame import page
from uncramp.web.mistakes import mistakes_of
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
    return _page(request, {"field": "marathon", "athletes": "200", "draws": "20", "seed": "0"}, {})


@router.post(ADDRESS)
async def begin(request: Request) -> Response:
    """Order the field of a form; what cannot be used comes back with it."""
    async with request.form(max_files=0, max_fields=MOST_FIELDS) as form:
        typed = {name: value for name, value in form.items() if isinstance(value, str)}
    return await run_in_threadpool(_begin, request, typed)


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


def _form() -> tuple[Asked, ...]:
    def within(low: int, high: int) -> str:
        return _("{low} to {high}").format(low=low, high=high)

    fields = tuple((name, _(one.title)) for name, one in cohorts.shipped().items())
    return (
        Asked("field", _("Field"), "choice", choices=fields),
        Asked("athletes", _("Athletes"), "whole", required=True, help=within(1, cohorts.MOST_ATHLETES)),
        Asked("draws", _("Draws of what is not known"), "whole", required=True, help=within(cohorts.FEWEST_DRAWS, cohorts.MOST_DRAWS)),
        Asked("seed", _("Seed of chance"), "whole", required=True),
    )  # fmt: skip


def _begin(request: Request, typed: dict[str, str]) -> Response:
    fields = _form()
    try:
        order = asked_as(cohorts.Order, typed, fields, look().units)  # no unit of the reader's is in it
        made = api.begin(request, order)
    except InputError as error:
        return HTMLResponse(_page(request, typed, mistakes_of(error, fields)), status_code=422)
    return RedirectResponse(f"{ADDRESS}/{made['id']}", status_code=303)


def _page(request: Request, typed: dict[str, str], mistakes: dict[str, str]) -> str:
    values = api.fields() | api.listed(request) | {"words": state_words(), "wording": Wording(look().units)}
    return page("cohort.html.j2", here=ADDRESS, asked=_form(), typed=typed, mistakes=mistakes, **values)
