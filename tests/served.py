"""The application as a person starts it, for tests in a browser: a process of its own, and the address that lets a browser in."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx


@dataclass(frozen=True)
class Served:
    """A server that runs."""

    address: str
    client: httpx.Client  # with a session of its own
    process: subprocess.Popen[str]

    def launch(self) -> str:
        """An address for one more browser; the server prints a new one whenever one was used."""
        return _printed(self.process)


@contextmanager
def served(data: Path) -> Iterator[Served]:
    """``uncramp serve`` on a free port, its data in ``data``."""
    command = [
        sys.executable,
        "-c",
        "from uncramp.cli.main import main; main()",
        "serve",
        "--no-browser",
        "--port",
        "0",
        "--data",
        str(data),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}) as process:
        try:
            launch = _printed(process)
            address = launch.partition("/launch")[0]
            with httpx.Client(base_url=address, timeout=120.0) as client:
                client.get(launch).raise_for_status()
                yield Served(address, client, process)
        finally:
            process.terminate()


def _printed(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        if found := re.search(r"http://\S+", line):
            return found[0]
    raise AssertionError("the server ended without printing its address")
