"""Application: the JSON API under ``/api`` and the pages that are views of it, behind the guard."""

from __future__ import annotations

import threading
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response
from fastapi.staticfiles import StaticFiles
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from uncramp import __version__
from uncramp.errors import ActivityFileError, InputError, SimulationError, StoreError, UncrampError
from uncramp.texts import _
from uncramp.web import api, assets, frame, pages
from uncramp.web.busy import BusyError
from uncramp.web.cohorts import Cohorts
from uncramp.web.diaries import Diaries
from uncramp.web.guard import LAUNCH, Guard
from uncramp.web.keys import COOKIE, Keys
from uncramp.web.preferences import Drawer, Preferring
from uncramp.web.shelf import Shelf, warm_up
from uncramp.web.teaching import Teaching
from uncramp.web.work import Work

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping

    from starlette.types import ASGIApp

STATUSES: Final[dict[type[UncrampError], int]] = {
    BusyError: 429,
    InputError: 422,
    ActivityFileError: 422,
    SimulationError: 422,
    StoreError: 503,
}
"""Errors of ours as HTTP; any other is a mistake of ours, 500."""


class Reason(BaseModel):
    """Why something was refused."""

    kind: str
    message: str
    places: list[dict[str, str]] = []


class Refusal(BaseModel):
    """Every error of the API; what was sent is not repeated."""

    error: Reason


@dataclass(frozen=True, slots=True)
class Place:
    """Where a server keeps what it keeps."""

    data: Path  # the diary's folder


def create_application(place: Place, keys: Keys, port: int, *, used: Callable[[], None] = lambda: None) -> ASGIApp:
    """The application for one person; ``used`` is called when a launch token was, so that a new one can be shown."""
    app = FastAPI(
        title="uncramp",
        version=__version__,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_running,
        responses={422: {"model": Refusal, "description": "A value cannot be used."}},
    )
    app.state.place = place
    app.state.diaries = Diaries(place.data)
    app.state.drawer = Drawer(place.data)
    app.state.work = Work()
    app.state.teaching = Teaching(app.state.diaries, app.state.drawer)
    app.state.shelf = Shelf(app.state.teaching.who)
    app.state.cohorts = Cohorts(place.data / "cohorts")
    app.include_router(assets.router)
    app.mount("/static", StaticFiles(directory=str(files("uncramp.web") / "static")), name="static")

    @app.get(LAUNCH, include_in_schema=False)
    def launch(token: str = "") -> Response:
        session = keys.exchange(token)
        if session is None:
            return HTMLResponse(frame.closed(), status_code=401)
        used()
        # a page of our own leads on, not a redirect: the cookie is strict, and the way here began in a file
        answer = HTMLResponse(frame.entered())
        answer.set_cookie(COOKIE, session, httponly=True, samesite="strict", path="/")
        return answer

    for router in (*api.routers(), *pages.routers()):
        app.include_router(router)
    app.add_exception_handler(UncrampError, _told)
    app.add_exception_handler(RequestValidationError, _refused)
    app.add_exception_handler(HTTPException, _other)
    app.add_exception_handler(Exception, _broken)
    return Guard(Preferring(app, app.state.drawer), keys, port)


@asynccontextmanager
async def _running(app: FastAPI) -> AsyncIterator[None]:
    """While it runs: the engine is made ready beside the first requests and fields that an end broke off go on; at the end both are closed."""
    threading.Thread(target=warm_up, name="warm up", daemon=True).start()
    app.state.cohorts.go_on()
    yield
    app.state.work.close()
    await run_in_threadpool(app.state.cohorts.close)
    await run_in_threadpool(app.state.teaching.close)
    app.state.diaries.close()


def _wants_page(request: Request) -> bool:
    return not request.url.path.startswith("/api/")


def _told(request: Request, error: Exception) -> Response:
    """An error raised on purpose, in its own words."""
    status = next((code for kind, code in STATUSES.items() if isinstance(error, kind)), 500)
    headers = {"retry-after": str(error.retry_after_s)} if isinstance(error, BusyError) else None
    return _answer(request, type(error).__name__, str(error), status, headers)


def _refused(request: Request, error: Exception) -> Response:
    """A request of the wrong form: where, and what is expected; never what was in it, which may be private or no JSON."""
    assert isinstance(error, RequestValidationError)
    places = [{"where": ".".join(map(str, one["loc"])), "expected": str(one["msg"])} for one in error.errors()]
    if _wants_page(request):
        text = "; ".join(f"{place['where']}: {place['expected']}" for place in places)
        return HTMLResponse(frame.failed(text), status_code=422)
    return JSONResponse(
        {"error": {"kind": "request", "message": _("The request is not as expected."), "places": places}}, status_code=422
    )


def _other(request: Request, error: Exception) -> Response:
    """No such address, no such method, too large, or what the framework cannot read."""
    assert isinstance(error, HTTPException)
    known = {
        404: ("missing", _("There is nothing at this address.")),
        405: ("method", _("This address does not take this method.")),
    }
    kind, text = known.get(error.status_code, ("request", str(error.detail)))
    return _answer(request, kind, text, error.status_code, error.headers)


def _broken(request: Request, _error: Exception) -> Response:
    """A mistake of ours; its words stay here, since they may hold what a person sent."""
    return _answer(request, "mistake", _("Something went wrong here, and the mistake is ours. Nothing half-done was kept."), 500)


def _answer(request: Request, kind: str, text: str, status: int, headers: Mapping[str, str] | None = None) -> Response:
    if _wants_page(request):
        return HTMLResponse(frame.failed(text), status_code=status, headers=headers)
    return JSONResponse({"error": {"kind": kind, "message": text}}, status_code=status, headers=headers)
