"""What the diary has taught, and the personal experiment."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from uncramp.diary import learning_words as words
from uncramp.report.odds import odds_text
from uncramp.report.wording import Wording
from uncramp.web.api import learnt
from uncramp.web.api.learnt import Complete, Kept, Taught
from uncramp.web.api.settings import Kept as Drawn
from uncramp.web.frame import page
from uncramp.web.preferences import look

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
ADDRESS = "/diary/learnt"


@router.get(ADDRESS)
def show(diaries: Kept, teaching: Taught, drawer: Drawn) -> str:
    """Before and after, and what to try."""
    lessons, units = teaching.now(), look().units
    values: dict[str, Any] = {"lessons": lessons, "complete": drawer.read().complete, "done": (teaching.done_count, teaching.count)}
    if lessons is not None:
        stands = learnt.experiment_of(diaries, teaching)
        local = Wording(units).local
        values |= {
            "counted": list(words.counted(lessons)),
            "rows": [words.susceptibility_row(lessons), *words.weight_rows(lessons)],
            "sweat": words.sweat_rows(lessons, units),
            "notes": [*map(local, words.notes(lessons)), *words.ahead(lessons)],
            "ready": stands.ready,
            "under_way": stands.compared is not None,
            "proposed": [] if stands.experiment is None else [local(text) for text in words.proposed(stands.experiment, odds_text)],
            "standing": [] if stands.experiment is None else list(words.standing(stands.experiment, stands.compared, kept=False)),
        }
    return page("diary_learnt.html.j2", here="/diary", **values)


@router.post(ADDRESS + "/complete")
async def complete(request: Request, drawer: Drawn) -> RedirectResponse:
    """Say whether every session is in the diary."""
    async with request.form(max_files=0, max_fields=2) as form:
        said = Complete(complete=form.get("complete") == "yes")
    await run_in_threadpool(learnt.say_complete, drawer, said)
    return RedirectResponse(ADDRESS, status_code=303)


@router.post(ADDRESS + "/experiment")
def begin(diaries: Kept, teaching: Taught) -> RedirectResponse:
    """Begin the experiment that is proposed."""
    learnt.begin_experiment(diaries, teaching)
    return RedirectResponse(ADDRESS, status_code=303)
