"""Today: the page one begins with."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from uncramp.web.api import today
from uncramp.web.api.today import Kept, Month, Taught
from uncramp.web.frame import page
from uncramp.web.shown import SIGNS

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/")
def show(diaries: Kept, teaching: Taught, month: Month = "") -> str:
    """How it stands, what is due, the month; or where to begin."""
    return page("today.html.j2", here="/", document=today.today(diaries, teaching, month), signs=SIGNS)
