"""Imports: files by a form, and what became of them; dropping a file on any page leads here too."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

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
def progress(job_id: str, work: Doer) -> str:
    """How far it is, and at the end what became of each file."""
    return page("imported.html.j2", here="/diary", document=imports.progress(job_id, work))
