"""A real ``uncramp serve`` for tests: a process of its own on a free port, and what it says on both streams."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import httpx

from uncramp.web.keys import COOKIE

PATIENCE_S = 60.0
INVITATION = re.compile(r"(http://\S+)/launch\?token=([\w-]+)")
COMMAND = (sys.executable, "-c", "from uncramp.cli.main import main; main()", "serve", "--no-browser")


@dataclass
class Served:
    """A server that answers, and a session that it knows."""

    process: subprocess.Popen[bytes]
    said: Path  # all it writes on both streams
    home: str  # http://127.0.0.1:PORT
    session: str

    @property
    def port(self) -> int:
        return int(self.home.rpartition(":")[2])

    @property
    def cookies(self) -> dict[str, str]:
        return {COOKIE: self.session}

    def client(self, **more: object) -> httpx.Client:
        return httpx.Client(base_url=self.home, cookies=self.cookies, timeout=PATIENCE_S, **more)  # type: ignore[arg-type]

    def stop(self) -> int:
        """As Ctrl-C does; its exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE_S)


def started(data: Path, said: IO[bytes], *flags: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*COMMAND, "--data", str(data), *flags], stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip


@contextmanager
def served(data: Path, *flags: str) -> Iterator[Served]:
    """A server that keeps what it keeps in ``data``, until the end of the block; what it says lies beside that folder."""
    said = data.with_name(f"{data.name}.said")
    with said.open("ab") as file:
        before = file.tell()
        process = started(data, file, *(flags or ("--port", "0")))
        try:
            home, token = _invitation(process, said, before)
            answer = httpx.get(f"{home}/launch", params={"token": token}, timeout=PATIENCE_S)
            yield Served(process, said, home, answer.cookies[COOKIE])
        finally:
            process.kill()
            process.wait()


def _invitation(process: subprocess.Popen[bytes], said: Path, before: int) -> tuple[str, str]:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until and process.poll() is None:
        if found := INVITATION.search(said.read_text(encoding="utf-8")[before:]):
            return found[1], found[2]
        time.sleep(0.05)
    raise AssertionError(f"the server did not come: {said.read_text(encoding='utf-8')[before:]}")
