"""A session: the answer, the timeline with its sliders, the causes. Works by forms alone; the script makes it quicker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool

from uncramp.body.preparation import PreparationParameters
from uncramp.diary.records import TABLE_OF, Cramp, Entry, KeptAssessment
from uncramp.diary.who import taught_text
from uncramp.diary.words import entry_text, kind_word
from uncramp.errors import InputError
from uncramp.evidence.draws import central
from uncramp.names import OUTCOMES, SEVERITIES, SIDES
from uncramp.relieve.protocols import protocols
from uncramp.report.charts import timeline_of
from uncramp.report.html import script_data
from uncramp.report.page import course_document, script_words, shown
from uncramp.report.wording import Wording
from uncramp.texts import N_, _
from uncramp.units import elapsed_text
from uncramp.web.addressed import addressed
from uncramp.web.api import activities
from uncramp.web.body_map import body_map, hazard_at, step_text
from uncramp.web.diaries import Diaries, diaries_of
from uncramp.web.diary_forms import title_of
from uncramp.web.forms import Asked, asked_as
from uncramp.web.frame import page
from uncramp.web.mistakes import FormError, mistakes_of
from uncramp.web.mistakes import refused as refused_of
from uncramp.web.preferences import look
from uncramp.web.shelf import Ready
from uncramp.web.sliders import Slider, sliders_of

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
ADDRESS: Final = "/activities"
MOST_FIELDS: Final = 40
ORDER: Final = ("hazard", "fatigue", "temperature", "sweat", "sodium", "heart", "speed", "weather")
"""Charts by the first word of their id: what the sliders move stands below them, what was recorded after it."""
WORDS_OF: Final = {"cramp": N_("A cramp"), "none": N_("No cramp"), "unsaid": N_("Not said")}
SEVERITY_WORDS: Final = {"twinge": N_("A twinge"), "ease_off": N_("I had to ease off"), "stop": N_("I had to stop")}
NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Refused:
    """A form of the page that cannot be used: which, what was typed into it, and what is wrong."""

    form: str
    typed: Mapping[str, str]
    mistakes: Mapping[str, str]


NOT_REFUSED: Final = Refused("", NOTHING, NOTHING)


def form_id(cramp: Cramp | None) -> str:
    """What the ids of the fields of a cramp begin with; of none, those of a new one."""
    return "new-" if cramp is None else f"cramp-{cramp.entry_id}-"


@router.get(ADDRESS)
def every(request: Request) -> str:
    """All sessions, or the way to the first."""
    return page(
        "activities.html.j2", here="/diary", rows=activities.activities(diaries_of(request))["activities"], elapsed=elapsed_text
    )


@router.post("/demonstration")
def demonstration(request: Request) -> RedirectResponse:
    """Load the invented session and open it."""
    made = activities.demonstration(diaries_of(request))
    return RedirectResponse(f"{ADDRESS}/{made['activity_id']}", status_code=303)


@router.get(ADDRESS + "/{activity_id}")
def one(activity_id: activities.Id, request: Request) -> str:
    """A session as it was."""
    return _page(request, activity_id)


@router.post(ADDRESS + "/{activity_id}")
async def tried(activity_id: activities.Id, request: Request) -> HTMLResponse:
    """The session with something changed: the form of the sliders, without the script."""
    texts = await _texts(request)
    return HTMLResponse(await run_in_threadpool(_tried, request, activity_id, texts))


@router.post(ADDRESS + "/{activity_id}/cramps")
async def cramps(activity_id: activities.Id, request: Request) -> Any:
    """Put a cramp on the timeline, say it otherwise, or take it off."""
    texts = await _texts(request)
    return await run_in_threadpool(_cramps, request, activity_id, texts)


@router.post(ADDRESS + "/{activity_id}/outcome")
async def outcome(activity_id: activities.Id, request: Request) -> RedirectResponse:
    """Say whether there was a cramp."""
    texts = await _texts(request)
    said = _model(activities.OutcomeSaid, {"outcome": texts.get("outcome", "")})
    await run_in_threadpool(activities.say_outcome, activity_id, said, diaries_of(request))
    return RedirectResponse(f"{ADDRESS}/{activity_id}#said-last", status_code=303)


@router.post(ADDRESS + "/{activity_id}/keep")
def keep(activity_id: activities.Id, request: Request) -> RedirectResponse:
    """Keep the answer as it is now."""
    activities.keep_assessment(activity_id, diaries_of(request), activities.shelf_of(request))
    return RedirectResponse(f"{ADDRESS}/{activity_id}#said-last", status_code=303)


@router.post(ADDRESS + "/{activity_id}/undo")
async def undo(activity_id: activities.Id, request: Request) -> RedirectResponse:
    """Take back what was said last of it."""
    said = _model(activities.UndoSaid, {"batch": (await _texts(request)).get("batch", "")})
    await run_in_threadpool(activities.undo, activity_id, said, diaries_of(request))
    return RedirectResponse(f"{ADDRESS}/{activity_id}#cramps", status_code=303)


async def _texts(request: Request) -> dict[str, str]:
    async with request.form(max_files=0, max_fields=MOST_FIELDS) as form:
        return {name: value for name, value in form.items() if isinstance(value, str)}


def _model(kind: type[Any], values: dict[str, Any], fields: Sequence[Asked] = ()) -> Any:
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        raise FormError(refused_of(error, fields)) from None


def _cramp_form() -> tuple[Asked, ...]:
    unsaid = ("", _("not said"))
    return (
        Asked("muscle", _("Muscle"), "choice", choices=tuple((key, _(place.name)) for key, place in protocols().muscles.items())),
        Asked("side", _("Side"), "choice", choices=(unsaid, *((side, _(side)) for side in SIDES))),
        Asked("at_s", _("When, from the start"), "duration", help=_("hours:minutes, such as 1:30")),
        Asked("severity", _("How bad"), "choice", choices=(unsaid, *((word, _(SEVERITY_WORDS[word])) for word in SEVERITIES))),
        Asked("helped", _("What helped")),
    )  # fmt: skip


def _as_typed(cramp: Cramp) -> dict[str, str]:
    """A cramp of the diary as it stands in its form."""
    at = "" if cramp.at_s is None else elapsed_text(cramp.at_s)
    return {
        "muscle": cramp.muscle,
        "side": cramp.side or "",
        "at_s": at,
        "severity": cramp.severity or "",
        "helped": cramp.helped or "",
    }


def _tried(request: Request, activity_id: str, texts: dict[str, str]) -> str:
    found = activities.ready(diaries_of(request), activities.shelf_of(request), activity_id)
    changes: dict[str, Any] = {}
    for slider in _sliders(found):
        text = texts.get(slider.key, "").strip()
        if slider.is_switch:
            changes |= {slider.key: True} if text else {}
        elif text and text != slider.text(slider.value):  # left where it was: no change
            changes[slider.key] = text
    fields = [Asked(one.key, _(one.name), "number", one.unit) for one in _sliders(found)]
    asked = _model(activities.Changes, changes, fields)
    told = activities.what_if(activity_id, asked, diaries_of(request), activities.shelf_of(request), look().units)
    return _page(request, activity_id, asked.given(), told)


def _cramps(request: Request, activity_id: str, texts: dict[str, str]) -> Any:
    diaries, fields = diaries_of(request), _cramp_form()
    entry_id, told = texts.get("entry", ""), RedirectResponse(f"{ADDRESS}/{activity_id}#said-last", status_code=303)
    if texts.get("do") == "remove":
        activities.remove_cramp(activity_id, entry_id, diaries)
        return told
    before = next((one for one in diaries.holding(activity_id).session(activity_id).cramps if one.entry_id == entry_id), None)
    try:
        said = asked_as(activities.CrampSaid, texts, fields, look().units, **_unasked(before))  # no unit of the reader's is in it
        if entry_id:
            activities.change_cramp(activity_id, entry_id, said, diaries)
        else:
            activities.add_cramp(activity_id, said, diaries)
    except InputError as error:
        refused = Refused(form_id(before), texts, mistakes_of(error, fields))
        return HTMLResponse(_page(request, activity_id, refused=refused), status_code=422)
    return told


def _unasked(cramp: Cramp | None) -> dict[str, Any]:
    """What the diary knows of a cramp and the form does not ask: it stays."""
    known = {} if cramp is None else {"length_s": cramp.length_s, "again": cramp.recurrence}
    return {name: value for name, value in known.items() if value is not None}


def _said(found: Ready) -> list[tuple[Entry, str, str]]:
    """What else was said of it: the entry, its kind, and a line."""
    session = found.session
    every: tuple[Entry, ...] = (
        *session.near_cramps, *session.weigh_ins, *sorted(session.drinks, key=lambda one: one.at_s or 0.0), *session.notes,
    )  # fmt: skip
    return [(one, kind_word(TABLE_OF[type(one)].name), entry_text(one, look().units)) for one in every]


def _sliders(found: Ready) -> tuple[Slider, ...]:
    return sliders_of(found.assessment, float(central(PreparationParameters, "preparation").warm_up_full_min[0]))


def _page(
    request: Request,
    activity_id: str,
    changes: Mapping[str, Any] = NOTHING,
    told: dict[str, Any] | None = None,
    refused: Refused = NOT_REFUSED,
) -> str:
    diaries: Diaries = diaries_of(request)
    found = activities.ready(diaries, activities.shelf_of(request), activity_id)
    assessment = found.assessment
    timeline = timeline_of(assessment, Wording(look().units))
    timeline = replace(timeline, charts=tuple(sorted(timeline.charts, key=lambda chart: ORDER.index(chart.id.partition("-")[0]))))
    live = f"/api/activities/{activity_id}/what-if/picture"
    course = course_document(timeline) | {"words": script_words(), "live": live, "units": look().units}
    values = shown(assessment, timeline, look().units)
    values["cautions"] = [replace(caution, text=addressed(caution.text)) for caution in values["cautions"]]
    values["of_chance"] = [replace(caution, text=addressed(caution.text)) for caution in values["of_chance"]]
    values["notes"] = [caution for caution in values["cautions"] if caution.urgency == "note"]  # they can wait until the end
    values["cautions"] = [caution for caution in values["cautions"] if caution.urgency != "note"]
    peak = next((row for row, minute in enumerate(timeline.minute) if minute >= timeline.peak_min), 0)
    return page(
        "activity.html.j2", here="/diary", **values, payload=script_data(course), session=found.session, activity_id=activity_id,
        invented=diaries.holding(activity_id) is not diaries.own(), sliders=_sliders(found), changes_now=changes, told=told,
        body_map=body_map(timeline, peak), hazard_now={muscle: step_text(chance) for muscle, chance in hazard_at(timeline, peak).items()}, last=activities.last_said(activity_id, diaries)["last"], kind_word=kind_word, said=_said(found), title_of=title_of, places=protocols().muscles,
        cramp_fields=_cramp_form(), as_typed=_as_typed, form_id=form_id, refused=refused, mistakes=refused.mistakes, outcomes=OUTCOMES, outcome_word=lambda word: _(WORDS_OF[word]), severity_word=lambda word: _(SEVERITY_WORDS[word]),
        elapsed=elapsed_text, taught=taught_text(found.who),
        kept=[(one, entry_text(KeptAssessment(**one, document_json=""))) for one in activities.kept_assessments(activity_id, diaries)["assessments"]],
    )  # fmt: skip
