"""Make docs/reference/openapi.json, the description of the application's API; with --check, say whether it is stale."""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import httpx
from generated_pages import write_or_check

from uncramp.web.application import Place, create_application
from uncramp.web.keys import COOKIE, Keys

PORT = 8765


@cache
def description() -> dict[str, Any]:
    """What ``/api/openapi.json`` answers."""
    keys = Keys()
    session = keys.exchange(keys.new_launch_token()) or ""

    async def asked(folder: str) -> httpx.Response:
        transport = httpx.ASGITransport(app=create_application(Place(Path(folder)), keys, PORT))
        async with httpx.AsyncClient(transport=transport, cookies={COOKIE: session}) as client:
            return await client.get(f"http://127.0.0.1:{PORT}/api/openapi.json")

    with tempfile.TemporaryDirectory() as folder:
        described: dict[str, Any] = asyncio.run(asked(folder)).raise_for_status().json()
    return described


def text() -> str:
    """The file as it should be."""
    return json.dumps(description(), indent=1, ensure_ascii=False, sort_keys=True) + "\n"


PAGES = {"openapi.json": text}


if __name__ == "__main__":
    sys.exit(write_or_check(PAGES, "", __doc__))
