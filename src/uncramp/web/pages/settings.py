"""Settings: units, language, theme, first weekday, weather, and where the data are."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from uncramp.errors import InputError
from uncramp.texts import _
from uncramp.web.api import settings
from uncramp.web.api.settings import Kept
from uncramp.web.frame import page
from uncramp.web.preferences import Preferences

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
ADDRESS = "/settings"


@router.get(ADDRESS)
def show(drawer: Kept, request: Request, done: bool = False) -> str:
    """What is chosen."""
    return page("settings.html.j2", here=ADDRESS, document=settings.settings(drawer, request), questions=_questions(), done=done)


@router.post(ADDRESS)
async def choose(drawer: Kept, request: Request) -> RedirectResponse:
    """Choose anew."""
    async with request.form(max_files=0, max_fields=10) as form:
        said: dict[str, Any] = drawer.read().model_dump() | {name: form[name] for name in form if name in Preferences.model_fields}
    said["weather_online"] = said.get("weather_online") == "yes"
    try:
        chosen = Preferences(**said)
    except ValueError as error:
        raise InputError(_("That cannot be chosen. Go back to the settings and choose from the lists.")) from error
    await run_in_threadpool(settings.choose, drawer, chosen)
    return RedirectResponse(f"{ADDRESS}?done=true", status_code=303)


def _questions() -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Name, label, and what can be chosen."""
    browser = ("browser", _("as the browser says"))
    return [
        ("units", _("Units"), [browser, ("metric", _("metric: km, kg, litres, °C")), ("imperial", _("imperial: miles, pounds, ounces, °F"))]),
        ("theme", _("Colours"), [browser, ("light", _("light")), ("dark", _("dark"))]),
        ("first_weekday", _("A week begins on"), [browser, ("monday", _("Monday")), ("saturday", _("Saturday")), ("sunday", _("Sunday"))]),
    ]  # fmt: skip
