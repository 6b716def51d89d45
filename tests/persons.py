"""A person at the application, for tests: requests as a browser of theirs sends them, in this process and without a port."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from starlette.types import ASGIApp

from uncramp.web.application import Place, create_application
from uncramp.web.diaries import Diaries
from uncramp.web.keys import COOKIE, Keys

PORT = 8765
HOME = f"http://127.0.0.1:{PORT}"


@dataclass
class Person:
    """One person with a session; everything they keep is in ``data``."""

    data: Path
    keys: Keys = field(default_factory=Keys)

    def __post_init__(self) -> None:
        session = self.keys.exchange(self.keys.new_launch_token())
        assert session
        self._headers = {"cookie": f"{COOKIE}={session}", "origin": HOME, "sec-fetch-site": "same-origin"}
        self.app: ASGIApp = create_application(Place(self.data), self.keys, PORT)
        self.fastapi: Any = self.app._app._app  # within the guard and the preferences
        self.diaries: Diaries = self.fastapi.state.diaries

    def ask(self, method: str, path: str, *, headers: dict[str, str] | None = None, **given: Any) -> httpx.Response:
        async def asked() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.app)
            async with httpx.AsyncClient(transport=transport, base_url=HOME, headers=self._headers) as client:
                return await client.request(method, path, headers=headers, **given)

        return asyncio.run(asked())

    def get(self, path: str, **given: Any) -> httpx.Response:
        return self.ask("GET", path, **given)

    def post(self, path: str, **given: Any) -> httpx.Response:
        return self.ask("POST", path, **given)

    def finished(self, place: str, document: dict[str, Any]) -> dict[str, Any]:
        """The work at ``place``, when it is done."""
        while not document["finished"]:
            self.fastapi.state.work.job(document["id"], "plan" if "plan" in place else "import").finished.wait(120)
            document = self.get(f"{place}/{document['id']}").json()
        return document

    def close(self) -> None:
        self.fastapi.state.work.close()
        self.fastapi.state.teaching.close()
        self.diaries.close()
