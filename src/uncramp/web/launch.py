"""Launch: the server of one person, on this machine only, and the browser that opens it."""

from __future__ import annotations

import ctypes
import ipaddress
import socket
import tempfile
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from markupsafe import escape

from uncramp.errors import InputError, StoreError
from uncramp.texts import _
from uncramp.web.guard import LAUNCH
from uncramp.web.keys import Keys

if TYPE_CHECKING:
    from starlette.types import ASGIApp

MOST_AT_ONCE: Final = 512
LEAVE_S: Final = 3
"""Seconds that requests under way are given when the server stops."""
_M_ARENA_MAX: Final = -8
"""Of mallopt, glibc's malloc.h."""


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches ``host``.

    Examples
    --------
    >>> is_loopback("127.0.0.1"), is_loopback("0.0.0.0"), is_loopback("localhost")
    (True, False, True)
    """
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def bound_socket(host: str, port: int) -> socket.socket:
    """A socket at ``host``; port 0 takes a free one.

    Raises
    ------
    InputError
        If another machine could reach the address.
    StoreError
        If the port is taken.
    """
    if not is_loopback(host):
        raise InputError(
            _(
                "--host {host} could be reached by other machines; expected 127.0.0.1, localhost or ::1. There "
                "is no login yet, and a diary is health data: to read it from elsewhere use a tunnel, such as "
                "ssh -L."
            ).format(host=host)
        )
    name = host.strip("[]")
    family = socket.AF_INET6 if ":" in name else socket.AF_INET
    opened = socket.socket(family, socket.SOCK_STREAM)
    try:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.bind(("127.0.0.1" if name == "localhost" else name, port))
    except OSError as error:
        opened.close()
        raise StoreError(
            _("{host}:{port} cannot be used: {strerror}. Choose another with --port, or 0 for any.").format(
                host=host, port=port, strerror=error.strerror or error
            )
        ) from error
    return opened


def address_of(opened: socket.socket) -> str:
    """The address as a browser takes it."""
    host, port = opened.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def launch_address(address: str, keys: Keys) -> str:
    """``address`` with a fresh token, for one browser."""
    return f"{address}{LAUNCH}?token={keys.new_launch_token()}"


def one_heap() -> bool:
    """Ask the allocator to serve all threads from one heap, and say whether it does; before there are any.

    A thread's own heap is handed back whenever it is empty, whatever is kept freed (``compiled.keep_freed_memory``): then every answer
    fetches its traces' memory anew. Only glibc can be asked.
    """
    try:
        return bool(ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1))
    except (AttributeError, OSError, TypeError):
        return False


def run_server(app: ASGIApp, opened: socket.socket, started: Callable[[], None]) -> None:
    """Serve ``app`` until interrupted; ``started`` is called when it answers. Requests are not logged: their addresses are private."""
    import uvicorn

    one_heap()

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            started()

    config = uvicorn.Config(
        app, log_level="error", access_log=False, server_header=False, date_header=False, lifespan="on", ws="none",
        limit_concurrency=MOST_AT_ONCE, timeout_graceful_shutdown=LEAVE_S, proxy_headers=False,
    )  # fmt: skip
    Server(config).run(sockets=[opened])


@contextmanager
def door(address: str) -> Iterator[Path]:
    """A file that only its owner can read and that leads to ``address``: the token in it stands in no list of programs."""
    with tempfile.TemporaryDirectory(prefix="uncramp-") as folder:
        path = Path(folder) / "open.html"
        path.touch(mode=0o600)
        path.write_text(
            f'<!doctype html><meta charset="utf-8"><meta name="referrer" content="no-referrer"><title>uncramp</title>'
            f'<meta http-equiv="refresh" content="0;url={escape(address)}"><a href="{escape(address)}">uncramp</a>\n',
            encoding="utf-8",
        )
        yield path


def open_browser(path: Path) -> bool:
    """Open ``path`` in the person's browser; whether there was one."""
    try:
        return webbrowser.open(path.as_uri())
    except webbrowser.Error:
        return False
