"""Speech programs that say nothing: one writes down what it was told, one never ends."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest

# the last argument, or what came in by stdin where there is none but options
LOG = """#!{bash}
text="${{@: -1}}"
if [ $# -eq 0 ]; then text="$({cat})"; fi
echo "$text" >> "{log}"
echo $$ >> "{pids}"
{then}
"""


def install_logging(folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, *, exit_code: int = 0) -> None:
    _install(folder, monkeypatch, name, f"exit {exit_code}")


def install_hanging(folder: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """It has a child of its own, which must not stay either."""
    sleep = shutil.which("sleep")
    _install(folder, monkeypatch, name, f'{sleep} 600 &\necho $! >> "{folder / "pids.txt"}"\nwait')


def said(folder: Path, count: int) -> list[str]:
    """What the program was told, once that are ``count`` lines."""
    log = folder / "said.txt"
    for _ in range(1000):
        lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
        if len(lines) >= count:
            return lines
        time.sleep(0.01)
    raise AssertionError(f"told {lines}, expected {count} lines")


def alive(folder: Path) -> list[int]:
    """Processes of the program that still run."""
    pids = [int(line) for line in (folder / "pids.txt").read_text().split()]
    assert pids
    return [pid for pid in pids if _runs(pid)]


def _runs(pid: int) -> bool:
    for _ in range(50):  # one that was killed may stay in the table for a moment
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        status = Path(f"/proc/{pid}/stat")
        if status.exists() and status.read_text().rpartition(")")[2].split()[0] == "Z":
            return False
        time.sleep(0.01)
    return True


def _install(folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, then: str) -> None:
    made = LOG.format(
        bash=shutil.which("bash"), cat=shutil.which("cat"), log=folder / "said.txt", pids=folder / "pids.txt", then=then
    )
    (folder / name).write_text(made, encoding="utf-8")
    (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
