"""Every page of the web application, for tests that walk through all of them: a new page is one line here."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from real_server import Served

PATIENCE_S: Final = 300.0


@dataclass(frozen=True, slots=True)
class Page:
    """One page, or one of many that are made in the same way."""

    address: str | Callable[[Served], str]  # or what makes it ready and says where it is
    has_charts: bool = False  # then it may be heavy

    def at(self, server: Served) -> str:
        """Its address on a server."""
        return self.address if isinstance(self.address, str) else self.address(server)


def finished_field(server: Served) -> str:
    """A field that was run."""
    with server.client() as client:
        known = client.get("/api/cohorts").json()["cohorts"]
        order = {"field": "half_marathon", "athletes": 10, "draws": 4}
        one = known[0]["id"] if known else client.post("/api/cohorts", json=order).json()["id"]
        until = time.monotonic() + PATIENCE_S
        while (state := client.get(f"/api/cohorts/{one}").json()["state"]) != "done":
            assert state in ("queued", "running"), state
            assert time.monotonic() < until
            time.sleep(0.2)
    return f"/cohort/{one}"


PAGES: Final = {
    "today": Page("/"),
    "plan": Page("/plan"),
    "diary": Page("/diary"),
    "diary weighing": Page("/diary/write/weigh_ins"),
    "diary note": Page("/diary/write/notes"),
    "diary athlete": Page("/diary/you"),
    "diary learnt": Page("/diary/learnt"),
    "diary keep": Page("/diary/keep"),
    "imports": Page("/imports"),
    "settings": Page("/settings"),
    "relieve": Page("/relieve"),
    "relieve at a muscle": Page("/relieve?muscle=calf"),
    "check": Page("/check"),
    "check of somebody else": Page("/check?someone_else=true"),
    "learn": Page("/learn"),
    "learn topic": Page("/learn/why"),
    "evidence": Page("/evidence"),
    "evidence topic": Page("/evidence/heat"),
    "evidence number": Page("/evidence/sweat.limit_l_h_m2"),
    "evidence search": Page("/evidence?words=sodium"),
    "reflex lab": Page("/reflex", has_charts=True),
    "cohort": Page("/cohort"),
    "cohort result": Page(finished_field, has_charts=True),
}

COMING: Final[tuple[str, ...]] = ()
"""Addresses of the menu that lead nowhere yet; a test fails when one does."""
