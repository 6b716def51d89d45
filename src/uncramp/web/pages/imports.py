"""Imports: files by a form, and what became of them; dropping a file on any page leads here too."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from uncramp.diary.words import name_of, start_text
from uncramp.web.api import imports
from uncramp.web.api.imports import Doer, Kept
from uncramp.web.frame import page

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
ADDRESS: Final = "/imports"


@router.get(ADDRESS)
def ask() -> str:
    """The form."""
    return page("import.html.j2", here="/diary")


@router.post(ADDRESS)
async def take(request: Request, diaries: Kept, work: Doer) -> RedirectResponse:
    """Take files and lead to what becomes of them."""
    async with request.form(max_files=imports.MOST_FILES, max_fields=imports.MOST_FILES) as form:
        job = await run_in_threadpool(imports.begin, form, diaries, work)
    return RedirectResponse(f"{ADDRESS}/{job.id}", status_code=303)


@router.get(ADDRESS + "/{job_id}")
def progress(job_id: str, work: Doer, diaries: Kept) -> str:
    """How far it is, and at the end what became of each file."""
    document = imports.progress(job_id, work)
    together = {key for group in (document["imported"] or {}).get("same_sessions", ()) for key in group}
    listed = diaries.own().activities() if together else ()
    names = {one.activity_id: f"{start_text(one)} {name_of(one)}" for one in listed if one.activity_id in together}
    return page("imported.html.j2", here="/diary", document=document, names=names)
