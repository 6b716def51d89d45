"""Plans of a race and of the weeks before it: made beside the requests, kept in the diary, taken along as files."""

from __future__ import annotations

import json
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from pydantic import ValidationError

from uncramp.diary.records import Plan
from uncramp.errors import InputError
from uncramp.prevent.plan import RacePlan
from uncramp.report.race_document import race_document
from uncramp.report.weeks_document import weeks_document
from uncramp.texts import _
from uncramp.web.api.imports import Doer
from uncramp.web.api.settings import Kept as Drawn
from uncramp.web.diaries import Diaries, diaries_of
from uncramp.web.plan_files import file_of, names_of
from uncramp.web.planning import MODELS, Made, RaceAsked, WeeksAsked, make
from uncramp.web.preferences import Drawer, look
from uncramp.web.teaching import Teaching, taught_document, teaching_of
from uncramp.web.work import Job, Work

router = APIRouter(prefix="/api/plans", tags=["plans"])

Kept = Annotated[Diaries, Depends(diaries_of)]
Taught = Annotated[Teaching, Depends(teaching_of)]
Units = Literal["", "metric", "imperial"]
KIND: Final = "plan"


@router.post("/race")
def race(diaries: Kept, drawer: Drawn, teaching: Taught, work: Doer, asked: RaceAsked) -> dict[str, Any]:
    """Plan a race; an answer that is not finished is asked after by its id."""
    return document(begin(diaries, drawer, teaching, work, "race", asked))


@router.post("/weeks")
def weeks(diaries: Kept, drawer: Drawn, teaching: Taught, work: Doer, asked: WeeksAsked) -> dict[str, Any]:
    """Plan the weeks before a race."""
    return document(begin(diaries, drawer, teaching, work, "weeks", asked))


@router.get("/kept")
def kept(diaries: Kept) -> dict[str, Any]:
    """Plans in the diary, the newest first."""
    return {"plans": [_listed(one) for one in reversed(diaries.own().entries(Plan))]}


@router.get("/kept/{entry_id}")
def one_kept(diaries: Kept, entry_id: str) -> dict[str, Any]:
    """One of them, with what was asked for and the plan as it was made."""
    found = entry_of(diaries, entry_id)
    content = json.loads(found.document_json)
    known = isinstance(content, dict) and {"asked", "plan"} <= set(content)
    return _listed(found) | {name: content[name] if known else None for name in ("asked", "plan")}


@router.post("/kept/{entry_id}/again")
def again(diaries: Kept, drawer: Drawn, teaching: Taught, work: Doer, entry_id: str) -> dict[str, Any]:
    """Make it again, with what the diary knows today."""
    return document(begin_again(diaries, drawer, teaching, work, entry_id))


@router.get("/{job_id}")
def progress(job_id: str, work: Doer) -> dict[str, Any]:
    """How far a plan is, and when it is finished the plan."""
    return document(work.job(job_id, KIND))


@router.post("/{job_id}/keep")
def keep(job_id: str, diaries: Kept, work: Doer) -> dict[str, Any]:
    """Keep a plan in the diary: its days then stand in the calendar of today."""
    made = made_of(work.job(job_id, KIND))
    content = {"asked": made.asked.model_dump(mode="json"), "plan": plan_document(made)}
    (entry,) = diaries.own().say(Plan(kind=made.kind, title=made.title[:200], document_json=json.dumps(content, allow_nan=False)))
    return _listed(entry)


@router.get("/{job_id}/files/{name}", response_class=Response)
def file(job_id: str, name: str, work: Doer, units: Units = "") -> Response:
    """A plan for a calendar, a watch, a printer, or as one page."""
    content, media_type = file_of(made_of(work.job(job_id, KIND)), name, units or look().units)
    return Response(content, media_type=media_type, headers={"content-disposition": f'attachment; filename="{name}"'})


def begin(diaries: Diaries, drawer: Drawer, teaching: Teaching, work: Work, kind: str, asked: RaceAsked | WeeksAsked) -> Job:
    """Make a plan in its turn."""
    weather_online = drawer.read().weather_online
    return work.begin(KIND, lambda say: make(diaries, teaching, kind, asked, weather_online=weather_online, say=say))


def begin_again(diaries: Diaries, drawer: Drawer, teaching: Teaching, work: Work, entry_id: str) -> Job:
    """Make a kept plan again."""
    found = entry_of(diaries, entry_id)
    try:
        asked = MODELS[found.kind].model_validate(json.loads(found.document_json)["asked"])
    except (KeyError, ValidationError) as error:
        raise InputError(_("This plan was kept by another version of uncramp and cannot be made again. Plan it anew.")) from error
    return begin(diaries, drawer, teaching, work, found.kind, asked)


def entry_of(diaries: Diaries, entry_id: str) -> Plan:
    """A plan of the diary."""
    for one in diaries.own().entries(Plan):
        if one.entry_id == entry_id:
            return one
    raise InputError(_("There is no such plan in the diary; it may have been taken out."))


def made_of(job: Job) -> Made:
    """The plan of finished work.

    Raises
    ------
    InputError
        If it is not finished, or failed.
    """
    if not isinstance(job.result, Made):
        raise InputError(job.error or _("The plan is not finished yet."))
    return job.result


def plan_document(made: Made) -> dict[str, Any]:
    """As the command line prints it."""
    return race_document(made.plan) if isinstance(made.plan, RacePlan) else weeks_document(made.plan)


def document(job: Job) -> dict[str, Any]:
    """A plan as it is answered."""
    made = job.result
    if not isinstance(made, Made):
        return job.document() | {"kind": None, "plan": None, "files": [], "taught": None}
    return job.document() | {
        "kind": made.kind,
        "plan": plan_document(made),
        "files": list(names_of(made)),
        "taught": taught_document(made.who),
    }


def _listed(one: Plan) -> dict[str, Any]:
    return {"entry_id": one.entry_id, "kind": one.kind, "title": one.title, "said_at": one.said_at}
