"""A session: the answer, the timeline with its sliders, the causes. Works by forms alone; the script makes it quicker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool

from uncramp.body.preparation import PreparationParameters
from uncramp.diary.records import TABLE_OF, Entry, KeptAssessment
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
from uncramp.web.forms import Asked
from uncramp.web.frame import page
from uncramp.web.mistakes import FormError, refused
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
    return _page(request, activity_id, {}, None)


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
        raise FormError(refused(error, fields)) from None


def _cramp_form() -> tuple[Asked, ...]:
    return (
        Asked("muscle", _("Muscle")), Asked("side", _("Side")), Asked("at_s", _("When, from the start (h:mm)")), Asked("severity", _("How bad")),
        Asked("helped", _("What helped")), Asked("length_s", _("How long it took"), "number", "s"),
    )  # fmt: skip


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
    diaries = diaries_of(request)
    entry_id, back = texts.get("entry", ""), f"{ADDRESS}/{activity_id}"
    if texts.get("do") == "remove":
        activities.remove_cramp(activity_id, entry_id, diaries)
        return RedirectResponse(back + "#said-last", status_code=303)
    given = {name: texts[name] for name in ("muscle", "side", "severity", "helped", "length_s") if texts.get(name, "").strip()}
    if texts.get("at", "").strip():
        given["at_s"] = str(_elapsed_s(texts["at"]))
    said = _model(activities.CrampSaid, given, _cramp_form())
    if entry_id:
        activities.change_cramp(activity_id, entry_id, said, diaries)
    else:
        activities.add_cramp(activity_id, said, diaries)
    return RedirectResponse(back + "#said-last", status_code=303)


def _elapsed_s(text: str) -> float:
    """``1:23:00`` or ``1:23`` (hours and minutes) in seconds."""
    parts = text.strip().split(":")
    if not (2 <= len(parts) <= 3 and all(part.isascii() and part.isdigit() and len(part) <= 3 for part in parts)):
        raise InputError(
            _("The time is {text}; hours and minutes are expected, such as 1:23 or 1:23:00, from the start.").format(text=text[:20])
        )
    hours, minutes, *rest = map(int, parts)
    if any(part >= 60 for part in (minutes, *rest)):
        raise InputError(
            f"the time is {text[:20]!r}; expected minutes and seconds below 60, such as 1:23:00. Check for a wrong digit."
        )
    return float(hours * 3600 + minutes * 60 + sum(rest))


def _said(found: Ready) -> list[tuple[Entry, str, str]]:
    """What else was said of it: the entry, its kind, and a line."""
    session = found.session
    every: tuple[Entry, ...] = (
        *session.near_cramps, *session.weigh_ins, *sorted(session.drinks, key=lambda one: one.at_s or 0.0), *session.notes,
    )  # fmt: skip
    return [(one, kind_word(TABLE_OF[type(one)].name), entry_text(one, look().units)) for one in every]


def _sliders(found: Ready) -> tuple[Slider, ...]:
    return sliders_of(found.assessment, float(central(PreparationParameters, "preparation").warm_up_full_min[0]))


def _page(request: Request, activity_id: str, changes: dict[str, Any], told: dict[str, Any] | None) -> str:
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
        body_map=body_map(timeline, peak), hazard_now={muscle: step_text(chance) for muscle, chance in hazard_at(timeline, peak).items()}, last=activities.last_said(activity_id, diaries)["last"], kind_word=kind_word, said=_said(found), title_of=title_of, places=protocols().muscles, sides=SIDES, severities=SEVERITIES,
        outcomes=OUTCOMES, outcome_word=lambda word: _(WORDS_OF[word]), severity_word=lambda word: _(SEVERITY_WORDS[word]),
        elapsed=elapsed_text, taught=taught_text(found.who),
        kept=[(one, entry_text(KeptAssessment(**one, document_json=""))) for one in activities.kept_assessments(activity_id, diaries)["assessments"]],
    )  # fmt: skip
