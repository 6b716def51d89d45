"""Plan: a race, or the weeks before it; kept, taken along as files, and made again."""

from __future__ import annotations

import base64
import gzip
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile

from uncramp.diary.arrival import safe_name
from uncramp.diary.who import taught_text
from uncramp.errors import InputError
from uncramp.prevent.plan import RacePlan
from uncramp.prevent.weeks_parameters import weeks_parameters
from uncramp.prevent.weeks_plan import WeeksPlan
from uncramp.report import race_page, weeks_page
from uncramp.texts import _
from uncramp.web.api import plans
from uncramp.web.api.imports import Doer
from uncramp.web.api.plans import Kept, Taught
from uncramp.web.api.settings import Kept as Drawn
from uncramp.web.forms import Asked, asked_as
from uncramp.web.frame import page
from uncramp.web.mistakes import mistakes_of
from uncramp.web.plan_files import names_of
from uncramp.web.plan_forms import race_form, weeks_form
from uncramp.web.planning import MODELS, Made, RaceAsked, WeeksAsked, is_distance
from uncramp.web.preferences import look

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
ADDRESS: Final = "/plan"
MOST_FIELDS: Final = 40
MOST_COURSE_BYTES: Final = 20_000_000
FORMS: Final = {"race": race_form, "weeks": weeks_form}


@router.get(ADDRESS)
def ask(diaries: Kept, done: str = "") -> str:
    """Both forms, and what was kept."""
    return _asked(diaries, {}, "", {}, done)


@router.post(ADDRESS + "/kept/{entry_id}/again")
def again(diaries: Kept, drawer: Drawn, teaching: Taught, work: Doer, entry_id: str) -> RedirectResponse:
    """Make a kept plan again."""
    return _to(f"{ADDRESS}/{plans.begin_again(diaries, drawer, teaching, work, entry_id).id}")


@router.get(ADDRESS + "/kept/{entry_id}")
def kept(diaries: Kept, entry_id: str) -> str:
    """A kept plan as it was made, in short; all of it when it is made again."""
    return page("plan_kept.html.j2", here=ADDRESS, document=plans.one_kept(diaries, entry_id))


@router.post(ADDRESS + "/kept/{entry_id}/remove")
def remove(diaries: Kept, entry_id: str) -> RedirectResponse:
    """Take a plan out of the diary."""
    diaries.own().remove_entry(plans.entry_of(diaries, entry_id).entry_id)
    return _to(ADDRESS)


@router.post(ADDRESS + "/{kind}")
async def begin(request: Request, diaries: Kept, drawer: Drawn, teaching: Taught, work: Doer, kind: str) -> Response:
    """Make a plan of what was typed; what cannot be used comes back with the form."""
    if kind not in FORMS:
        raise InputError(_("There is nothing at this address."))
    async with request.form(max_files=1, max_fields=MOST_FIELDS) as form:
        return await run_in_threadpool(_begin, form, diaries, drawer, teaching, work, kind)


@router.get(ADDRESS + "/{job_id}")
def show(job_id: str, diaries: Kept, work: Doer) -> str:
    """How far it is, and then the plan."""
    job = work.job(job_id, plans.KIND)
    if not isinstance(job.result, Made):
        return page("planning.html.j2", here=ADDRESS, document=job.document())
    made = job.result
    plan, units = made.plan, look().units
    values = race_page.shown(plan, units) if isinstance(plan, RacePlan) else weeks_page.shown(plan, units)
    if isinstance(plan, WeeksPlan) and not (plan.exposure.sessions or plan.exposure.unread or plan.exposure.left_out):
        values["read"] = _nothing_read(plan, diaries.own().activities())
    return page(
        "planned.html.j2", here=ADDRESS, **values, kind=made.kind, job_id=job_id, files=names_of(made), taught=taught_text(made.who)
    )


@router.post(ADDRESS + "/{job_id}/keep")
def keep(job_id: str, diaries: Kept, work: Doer) -> RedirectResponse:
    """Keep it in the diary."""
    entry = plans.keep(job_id, diaries, work)
    return _to(f"{ADDRESS}/kept/{entry['entry_id']}")


@router.get(ADDRESS + "/{job_id}/{name}")
def file(job_id: str, name: str, work: Doer) -> Response:
    """A file of it."""
    return plans.file(job_id, name, work)


def _nothing_read(plan: WeeksPlan, activities: Any) -> str:
    """Why no session is behind a plan: the diary is empty, or all of it is older than what is looked back to."""
    weeks = f"{weeks_parameters().look_back_week:.0f}"
    told = _("Your diary holds no activity of the last {weeks} weeks.") if activities else _("No activity is in your diary yet.")
    whose = "" if plan.footing.coverage.stated else _("So this is a plan for anybody.")
    return f"{told.format(weeks=weeks)} {whose}".strip()


def _begin(form: FormData, diaries: Any, drawer: Any, teaching: Any, work: Any, kind: str) -> Response:
    typed = {name: value for name, value in form.items() if isinstance(value, str)}
    fields = FORMS[kind](_activities(diaries), online=True)
    try:
        job = plans.begin(diaries, drawer, teaching, work, kind, _read(form, typed, kind, fields))
        mistakes = mistakes_of(InputError(job.error), fields) if job.error else {}
    except InputError as error:
        mistakes = mistakes_of(error, fields)
    if mistakes:
        return HTMLResponse(_asked(diaries, typed, kind, mistakes, ""), status_code=422)
    return _to(f"{ADDRESS}/{job.id}")


def _read(form: FormData, typed: dict[str, str], kind: str, fields: Sequence[Asked]) -> RaceAsked | WeeksAsked:
    """What was asked for.

    Raises
    ------
    FormError
        If something cannot be read or is out of range; a distance that is none and a day that is over are told with the rest.
    """
    upload = form.get("course_file")
    given = {"course_file": _course_file(upload)} if isinstance(upload, UploadFile) and upload.filename else {}
    checks: dict[str, Callable[[str], object]] = {"distance": is_distance, "event": _to_come}
    found: dict[str, str] = {}
    for name, check in checks.items():
        try:
            check(typed.get(name, "").strip())
        except InputError as error:
            found[name] = str(error)
    return asked_as(MODELS[kind], typed, fields, typed.get("units", ""), found, **given)


def _to_come(day: str) -> None:
    if day and day < datetime.now().astimezone().date().isoformat():
        raise InputError(_("Day of the race: {day} is over. Give a day to come.").format(day=day))


def _course_file(upload: UploadFile) -> dict[str, str]:
    content = upload.file.read(MOST_COURSE_BYTES + 1)
    if len(content) > MOST_COURSE_BYTES:
        raise InputError(_("The course file is larger than 20 MB, which no course needs. Is it another file?"))
    packed = content if content[:2] == b"\x1f\x8b" else gzip.compress(content, mtime=0)
    return {"name": safe_name(upload.filename or ""), "content_base64": base64.b64encode(packed).decode()}


def _asked(diaries: Any, typed: dict[str, str], kind: str, mistakes: dict[str, str], done: str) -> str:
    activities = _activities(diaries)
    online = look().weather_online
    forms = [
        ("race", _("A race"), race_form(activities, online=online)), ("weeks", _("The weeks before a race"), weeks_form(activities, online=online)),
    ]  # fmt: skip
    return page(
        "plan.html.j2", here=ADDRESS, forms=forms, typed=typed, kind=kind, mistakes=mistakes, kept=plans.kept(diaries)["plans"],
        known=bool(diaries.own().athlete().mass_kg), done=done,
    )  # fmt: skip


def _activities(diaries: Any) -> Any:
    return diaries.own().activities()


def _to(address: str) -> RedirectResponse:
    return RedirectResponse(address, status_code=303)
