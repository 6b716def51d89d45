"""Reflex lab: switches on the left of a question, the run below them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from uncramp.errors import InputError
from uncramp.reflex.circuit import muscles
from uncramp.reflex.parameters import EXCITABILITIES
from uncramp.reflex.protocol import experiments
from uncramp.report.html import script_data
from uncramp.report.reflex_page import made_text, readout_document, render_reflex_parts
from uncramp.report.reflex_words import EXCITABILITY_WORDS, MECHANISM_WORDS, experiment_word
from uncramp.texts import _
from uncramp.web import lab
from uncramp.web.forms import Asked, asked_as
from uncramp.web.frame import page
from uncramp.web.mistakes import mistakes_of
from uncramp.web.preferences import look

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
ADDRESS: Final = "/reflex"
MOST_FIELDS: Final = 30


@router.get(ADDRESS)
def begin() -> HTMLResponse:
    """A cramp that a stretch ends."""
    first = lab.Asked()
    return _page({"experiment": first.experiment, "muscle": first.muscle, "mechanism": first.mechanism, "seed": str(first.seed)})


@router.post(ADDRESS)
async def switched(request: Request) -> HTMLResponse:
    """The run of a form; what cannot be run comes back with it."""
    async with request.form(max_files=0, max_fields=MOST_FIELDS) as form:
        given = {name: value for name, value in form.items() if isinstance(value, str)}
    return await run_in_threadpool(_page, given)


def asked_of(given: Mapping[str, str]) -> lab.Asked:
    """What a form asks for; an empty field is what the experiment sets.

    Raises
    ------
    FormError
        Naming the fields that cannot be used, without what was in them.
    """
    return asked_as(lab.Asked, given, _form(), look().units)  # no unit of the reader's is in it


def _form() -> tuple[Asked, ...]:
    def within(low: float, high: float) -> str:
        return _("{low} to {high}").format(low=f"{low:g}", high=f"{high:g}")

    as_set = ("", _("as the experiment sets it"))
    nerve = (as_set, ("no", _("conducts")), ("yes", _("blocked")))
    return (
        Asked("experiment", _("Experiment"), "choice", choices=tuple((name, experiment_word(name)) for name in experiments())),
        Asked("muscle", _("Muscle"), "choice", choices=tuple((one.id, _(one.name)) for one in muscles().values())),
        Asked("mechanism", _("Hypothesis of fatigue"), "choice", choices=tuple((one, _(text)) for one, text in MECHANISM_WORDS.items())),
        Asked("nerve_blocked", _("Nerve"), "yes_no", choices=nerve),
        Asked("excitability", _("Excitability"), "choice", choices=(as_set, *((one, _(EXCITABILITY_WORDS[one])) for one in EXCITABILITIES))),
        Asked("fatigue_frac", _("Fatigue"), "number", help=within(0, 1)),
        Asked("pain_frac", _("Pain"), "number", help=within(0, 1)),
        Asked("length_frac", _("Length, of the optimal"), "number", help=within(*lab.LENGTHS)),
        Asked("seconds", _("Seconds to watch"), "number", help=within(lab.SHORTEST_S, lab.LONGEST_S)),
        Asked("seed", _("Seed of chance"), "whole"),
    )  # fmt: skip


def _page(typed: Mapping[str, str]) -> HTMLResponse:
    fields = _form()
    try:
        done, mistakes = lab.run(asked_of(typed)), {}
    except InputError as error:
        done, mistakes = None, mistakes_of(error, fields)
    text = page(
        "reflex.html.j2", here=ADDRESS, fields=fields, typed=typed, mistakes=mistakes, own_length=_moving_the_muscle(),
        parts=done and render_reflex_parts(done.outcome, done.timeline, provenance=made_text(done.circuit, done.outcome.protocol, {})),
        readout=done and script_data(readout_document(done.timeline)),
    )  # fmt: skip
    return HTMLResponse(text, status_code=200 if done else 422)


def _moving_the_muscle() -> str:
    return " ".join(one["name"] for one in lab.choices()["experiments"] if one["length_is_its_own"])
