"""Many people at once: no error of the server, whatever they do. How many and how long is said by the environment."""

from __future__ import annotations

import asyncio
import itertools
import os
import random
from collections import Counter
from pathlib import Path
from typing import Any, Final

import httpx
from real_server import Served, served

USERS: Final = int(os.environ.get("UNCRAMP_LOAD_USERS", "200"))
SECONDS: Final = float(os.environ.get("UNCRAMP_LOAD_SECONDS", "10"))
PATIENCE_S: Final = 300.0
REPORTED: Final = {"answers": {}, "age": 44, "medicines": ["ibuprofen"]}

VISITS: Final[tuple[tuple[str, str, dict[str, Any]], ...]] = (
    ("GET", "/learn", {}),
    ("GET", "/learn/why", {}),
    ("GET", "/static/web.css", {}),
    ("GET", "/relieve", {}),
    ("GET", "/evidence/heat", {}),
    ("GET", "/api/evidence/search?words=sodium", {}),
    ("GET", "/check", {}),
    ("POST", "/api/check", {"json": REPORTED}),
    ("GET", "/cohort", {}),
    ("GET", "/api/cohorts/fields", {}),
    ("GET", "/reflex", {}),
    ("POST", "/api/reflex", {"json": {"experiment": "tendon", "seconds": 8}}),
    ("POST", "/api/reflex", {"json": {"experiment": "nothing"}}),
    ("POST", "/api/cohorts", {"json": {"field": "half_marathon", "athletes": 5, "draws": 2}}),
    ("GET", "/nowhere", {}),
)
"""What one user does, from a place of their own on, again and again."""


async def one_user(server: Served, number: int, until: float, seen: Counter[tuple[str, int]]) -> None:
    order = list(VISITS)
    random.Random(number).shuffle(order)
    async with httpx.AsyncClient(base_url=server.home, cookies=server.cookies, timeout=PATIENCE_S, verify=False) as client:
        for method, path, given in itertools.cycle(order):
            answer = await client.request(method, path, **given)
            seen[path, answer.status_code] += 1
            if asyncio.get_running_loop().time() >= until:
                return


async def everybody(server: Served) -> Counter[tuple[str, int]]:
    seen: Counter[tuple[str, int]] = Counter()
    until = asyncio.get_running_loop().time() + SECONDS
    await asyncio.gather(*(one_user(server, number, until, seen) for number in range(USERS)))
    return seen


def test_no_server_error_under_load(tmp_path: Path) -> None:
    with served(tmp_path / "data") as server:
        seen = asyncio.run(everybody(server))
        assert {at: count for at, count in seen.items() if at[1] >= 500} == {}
        assert seen.total() >= USERS
        with server.client() as client:
            assert client.get("/learn").status_code == 200, "it answers after that"
        assert "Traceback" not in server.said.read_text(encoding="utf-8")
    print(f"{USERS} users, {SECONDS:g} s: {seen.total()} answers, {dict(Counter(status for _path, status in seen.elements()))}")
