"""The web application within the test's own process: behind its guard, with a session, from its start to its end."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI

from uncramp.web.application import Place, create_application
from uncramp.web.guard import Guard
from uncramp.web.keys import COOKIE, Keys

PORT = 8765
HOME = f"http://127.0.0.1:{PORT}"


class Client:
    """Asks as a browser of the person does; redirects are not followed."""

    def __init__(self, app: Guard, session: str, loop: asyncio.AbstractEventLoop) -> None:
        self.app, self.session, self._loop = app, session, loop

    def request(self, method: str, path: str, **given: Any) -> httpx.Response:
        async def asked() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.app)
            async with httpx.AsyncClient(transport=transport, base_url=HOME, cookies={COOKIE: self.session}) as client:
                return await client.request(method, path, timeout=None, **given)

        return asyncio.run_coroutine_threadsafe(asked(), self._loop).result()

    def get(self, path: str, **given: Any) -> httpx.Response:
        return self.request("GET", path, **given)

    def post(self, path: str, **given: Any) -> httpx.Response:
        return self.request("POST", path, **given)

    def delete(self, path: str, **given: Any) -> httpx.Response:
        return self.request("DELETE", path, **given)


def guarded(data: Path) -> tuple[Guard, str]:
    """The application that keeps what it keeps in ``data``, and a session that it knows."""
    keys = Keys()
    app = create_application(Place(data), keys, PORT)
    session = keys.exchange(keys.new_launch_token())
    assert session
    assert isinstance(app, Guard)
    return app, session


@contextmanager
def inside(data: Path) -> Iterator[Client]:
    """A client of it, while it lives."""
    app, session = guarded(data)
    within = app.inside
    assert isinstance(within, FastAPI)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        lives = within.router.lifespan_context(within)
        asyncio.run_coroutine_threadsafe(lives.__aenter__(), loop).result()
        yield Client(app, session, loop)
        asyncio.run_coroutine_threadsafe(lives.__aexit__(None, None, None), loop).result()
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
