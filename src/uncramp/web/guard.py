"""Guard: what every request passes first. It must name this machine, come from our own pages, hold a session and be of bounded size."""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Iterable, Mapping
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from typing import TYPE_CHECKING, Final

from starlette.exceptions import HTTPException

from uncramp.texts import _
from uncramp.web.keys import COOKIE, Keys

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_log = logging.getLogger(__name__)
LOOPBACK: Final = ("127.0.0.1", "localhost", "[::1]")
METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"})
LAUNCH: Final = "/launch"
"""The one path that needs no session: it makes one of a token."""

MOST_BODY_BYTES: Final = 1 << 20
MOST_UPLOAD_BYTES: Final = 512 << 20
UPLOADS: Final = frozenset({"/api/imports", "/imports", "/api/diary/restore", "/diary/restore", "/plan/race", "/plan/weeks"})
LONGEST_PAUSE_S: Final = 20.0
"""Between two pieces of a body; who sends slower is let go."""

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
HEADERS: Final = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",  # nothing goes out, and forms of ours keep their origin
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), usb=()",
    "cache-control": "no-store",
}


class Guard:
    """ASGI application around another; see the module."""

    def __init__(self, app: ASGIApp, keys: Keys, port: int) -> None:
        self._app = app
        self._keys = keys
        self._hosts = frozenset(f"{name}:{port}" for name in LOOPBACK)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what is refused, and pass on the rest."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
            return
        refused = self._refused(scope)
        if refused is not None:
            await _answer(send, *refused)
            return
        bounded = _Bounded(receive, MOST_UPLOAD_BYTES if scope["path"] in UPLOADS else MOST_BODY_BYTES)
        try:
            await self._app(scope, bounded, _with_headers(send))
        except HTTPException as error:  # an application of ours answers this itself
            await _answer(send, error.status_code, error.detail)
        except Exception as error:  # noqa: BLE001 - was answered already; what it says may hold what a person sent
            _log.error("%s", _place_of(error))

    def _refused(self, scope: Scope) -> tuple[int, str] | None:
        """Status and reason, or ``None`` for a request of our own pages."""
        headers = _grouped(scope["headers"])
        hosts = headers.get("host", [])
        if len(hosts) != 1 or hosts[0].lower() not in self._hosts:
            return 421, _("This server answers under the address it printed, and no other.")
        if scope["method"] not in METHODS:
            return 405, _("This server does not know this method.")
        launching = scope["path"] == LAUNCH and scope["method"] == "GET"
        if not launching and not _is_same_origin(headers, hosts[0]):
            return 403, _("This request came from another site.")
        if not _length_fits(headers, MOST_UPLOAD_BYTES if scope["path"] in UPLOADS else MOST_BODY_BYTES):
            return 413, _("This is larger than what is taken here.")
        if not launching and not self._keys.is_session(_session(headers)):
            return 401, _(
                "Open the address that `uncramp serve` printed; each works once. It prints a new one whenever one was used."
            )
        return None


def _place_of(error: BaseException) -> str:
    """What kind of mistake of ours it is and where, without its words."""
    places = " < ".join(
        f"{Path(one.filename).name}:{one.lineno}" for one in reversed(traceback.extract_tb(error.__traceback__)[-5:])
    )
    return f"{type(error).__name__} at {places}"


class _Bounded:
    """A body that may be so large, and must not pause too long."""

    def __init__(self, receive: Receive, most_bytes: int) -> None:
        self._receive = receive
        self._left_bytes = most_bytes
        self._whole = False

    async def __call__(self) -> Message:
        if self._whole:  # what comes now is the end of the connection, whenever that is
            return await self._receive()
        try:
            message = await asyncio.wait_for(self._receive(), LONGEST_PAUSE_S)
        except TimeoutError:
            raise HTTPException(408, _("The rest of this request did not come.")) from None
        self._left_bytes -= len(message.get("body", b""))
        if self._left_bytes < 0:
            raise HTTPException(413, _("This is larger than what is taken here."))
        self._whole = not message.get("more_body", False)
        return message


def _grouped(raw: Iterable[tuple[bytes, bytes]]) -> dict[str, list[str]]:
    headers: dict[str, list[str]] = {}
    for name, value in raw:
        headers.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))
    return headers


def _is_same_origin(headers: Mapping[str, list[str]], host: str) -> bool:
    """Whether a browser says that our own page asks, or nothing asks but a person; a program that says neither is judged by its session."""
    sites, origins = headers.get("sec-fetch-site", []), headers.get("origin", [])
    if len(sites) > 1 or len(origins) > 1:
        return False
    return (not sites or sites[0] in ("same-origin", "none")) and (not origins or origins[0].lower() == f"http://{host}".lower())


def _length_fits(headers: Mapping[str, list[str]], most_bytes: int) -> bool:
    lengths = headers.get("content-length", [])
    return all(length.isascii() and length.isdigit() and int(length[:20]) <= most_bytes for length in lengths)


def _session(headers: Mapping[str, list[str]]) -> str:
    try:
        jar = SimpleCookie("; ".join(headers.get("cookie", [])))
    except CookieError:
        return ""
    return jar[COOKIE].value if COOKIE in jar else ""


def _with_headers(send: Send) -> Send:
    """``send``, with the headers every answer has; one an answer brings itself stays."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            had = {name.lower() for name, _value in message["headers"]}
            more = [(name.encode(), value.encode()) for name, value in HEADERS.items() if name.encode() not in had]
            message = {**message, "headers": [*message["headers"], *more]}
        await send(message)

    return sending


async def _answer(send: Send, status: int, text: str) -> None:
    body = f"{text}\n".encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
    ]
    await _with_headers(send)({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
