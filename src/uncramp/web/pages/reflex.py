"""Reflex lab: switches on the left of a question, the run below them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool

from uncramp.errors import InputError
from uncramp.report.html import script_data
from uncramp.report.reflex_page import made_text, readout_document, render_reflex_parts
from uncramp.texts import _
from uncramp.web import lab
from uncramp.web.forms import Asked
from uncramp.web.frame import page
from uncramp.web.mistakes import FormError, refused

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
ADDRESS: Final = "/reflex"
NUMBERS: Final = ("fatigue_frac", "pain_frac", "length_frac", "seconds")
MOST_FIELDS: Final = 30


@router.get(ADDRESS)
def begin() -> str:
    """A cramp that a stretch ends."""
    return _page(lab.Asked())


@router.post(ADDRESS)
async def switched(request: Request) -> HTMLResponse:
    """The run of a form."""
    async with request.form(max_files=0, max_fields=MOST_FIELDS) as form:
        given = {name: value for name, value in form.items() if isinstance(value, str)}
    return HTMLResponse(await run_in_threadpool(lambda: _page(asked_of(given))))


def asked_of(given: Mapping[str, str]) -> lab.Asked:
    """What a form asks for; an empty field is what the experiment sets.

    Raises
    ------
    InputError
        Naming the fields that cannot be used, without what was in them.
    """
    kept: dict[str, Any] = {name: value for name, value in given.items() if value.strip() and name in lab.Asked.model_fields}
    if "nerve_blocked" in kept:
        kept["nerve_blocked"] = kept["nerve_blocked"] == "yes"
    try:
        return lab.Asked.model_validate(kept)
    except ValidationError as error:
        labels = {
            "experiment": _("Experiment"), "muscle": _("Muscle"), "mechanism": _("Hypothesis of fatigue"), "excitability": _("Excitability"),
            "fatigue_frac": _("Fatigue"), "pain_frac": _("Pain"), "length_frac": _("Length, of the optimal"),
            "seconds": _("Seconds to watch"), "seed": _("Seed of chance"),
        }  # fmt: skip
        raise FormError(refused(error, [Asked(name, label, "number") for name, label in labels.items()])) from None


def _page(asked: lab.Asked) -> str:
    try:
        done, failed = lab.run(asked), ""
    except InputError as error:
        done, failed = None, str(error)
    return page(
        "reflex.html.j2", here=ADDRESS, choices=lab.choices(), asked=asked, failed=failed,
        parts=done and render_reflex_parts(done.outcome, done.timeline, provenance=made_text(done.circuit, done.outcome.protocol, {})),
        readout=done and script_data(readout_document(done.timeline)),
    )  # fmt: skip
