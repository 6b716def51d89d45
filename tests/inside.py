"""The web application within the test's own process: behind its guard, with a session, from its start to its end."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from starlette.types import ASGIApp

from uncramp.web.application import Place, create_application
from uncramp.web.keys import COOKIE, Keys

PORT = 8765
HOME = f"http://127.0.0.1:{PORT}"


class Client:
    """Asks as a browser of the person does; redirects are not followed."""

    def __init__(self, app: ASGIApp, session: str, loop: asyncio.AbstractEventLoop) -> None:
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


class Life:
    """Start and end of an application, as a server tells it of them."""

    def __init__(self, app: ASGIApp, loop: asyncio.AbstractEventLoop) -> None:
        self._loop, self._to, self._from = loop, asyncio.Queue[Any](), asyncio.Queue[Any]()
        self._whole = asyncio.run_coroutine_threadsafe(self._live(app), loop)

    async def _live(self, app: ASGIApp) -> None:
        await app({"type": "lifespan", "asgi": {"version": "3.0"}, "state": {}}, self._to.get, self._from.put)

    def say(self, what: str) -> None:
        async def said() -> Any:
            await self._to.put({"type": f"lifespan.{what}"})
            return await self._from.get()

        answer = asyncio.run_coroutine_threadsafe(said(), self._loop).result()
        assert answer["type"] == f"lifespan.{what}.complete", answer


def guarded(data: Path) -> tuple[ASGIApp, str]:
    """The application that keeps what it keeps in ``data``, and a session that it knows."""
    keys = Keys()
    app = create_application(Place(data), keys, PORT)
    session = keys.exchange(keys.new_launch_token())
    assert session
    return app, session


@contextmanager
def inside(data: Path) -> Iterator[Client]:
    """A client of it, while it lives."""
    app, session = guarded(data)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        life = Life(app, loop)
        life.say("startup")
        yield Client(app, session, loop)
        life.say("shutdown")
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
