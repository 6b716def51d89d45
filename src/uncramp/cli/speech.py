"""Speech through a program that the system has: nothing waits for it, and it ends with us."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Final, Self

from uncramp.texts import _

_POWERSHELL: Final = (
    "Add-Type -AssemblyName System.Speech;(New-Object System.Speech.Synthesis.SpeechSynthesizer).Speak([Console]::In.ReadToEnd())"
)
KILLED_WITHIN_S: Final = 0.5


@dataclass(frozen=True, slots=True)
class Program:
    """One speech program and how it is given a text."""

    name: str
    platform: str  # as sys.platform begins; "" for any
    arguments: tuple[str, ...] = ()  # before the text
    by_stdin: bool = False  # the text goes in there instead
    silenced_by: tuple[str, ...] = ()  # arguments that stop what a service of its own still says
    counts: bool = True  # starts quickly enough to count seconds


PROGRAMS: Final = (
    Program("say", "darwin", by_stdin=True),
    Program("powershell", "win32", ("-NoProfile", "-NonInteractive", "-Command", _POWERSHELL), by_stdin=True, counts=False),
    Program("spd-say", "", ("--wait", "--"), silenced_by=("--cancel",)),
    Program("espeak-ng", "", ("--",)),
    Program("espeak", "", ("--",)),
)
"""Tried in this order."""


def find_program(path: str | None = None) -> Program | None:
    """The first speech program of this system that is installed, on ``path`` if given."""
    here = [program for program in PROGRAMS if sys.platform.startswith(program.platform)]
    return next((program for program in here if shutil.which(program.name, path=path)), None)


class Voice:
    """Says one thing at a time; a new one cuts off the last. Use it in a ``with`` block, which ends it."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.failed = False  # the program ended with an error, so nobody may have heard it
        self._speaking: subprocess.Popen[bytes] | None = None

    def say(self, text: str) -> None:
        """Begin to say ``text`` and return at once."""
        self._cut_off()
        arguments = self.program.arguments if self.program.by_stdin else (*self.program.arguments, text)
        try:
            self._speaking = self._start(arguments, text if self.program.by_stdin else "")
        except OSError:
            self.failed = True

    def close(self) -> None:
        """Stop speaking."""
        spoke = self._speaking is not None
        self._cut_off()
        if spoke and self.program.silenced_by:
            with contextlib.suppress(OSError):
                _end(self._start(self.program.silenced_by, ""), within_s=KILLED_WITHIN_S)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _cut_off(self) -> None:
        if self._speaking is None:
            return
        if self._speaking.poll():  # ended by itself, and not well
            self.failed = True
        _end(self._speaking)
        self._speaking = None

    def _start(self, arguments: tuple[str, ...], given: str) -> subprocess.Popen[bytes]:
        program = shutil.which(self.program.name) or self.program.name
        # a group of its own: what it starts ends with it, and Ctrl-C is ours
        process = subprocess.Popen(  # noqa: S603 - a program from our own list, and no shell
            [program, *arguments],
            stdin=subprocess.PIPE if given else subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        if process.stdin:
            # a sentence fits into the pipe, so this waits for nobody
            with contextlib.suppress(OSError), process.stdin:
                process.stdin.write(given.encode())
        return process


def _end(process: subprocess.Popen[bytes], within_s: float = 0.0) -> None:
    """End ``process`` and what it started, after ``within_s`` for ending by itself."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        if within_s:
            process.wait(within_s)
    if sys.platform == "win32":
        process.kill()
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(KILLED_WITHIN_S)


def no_program() -> str:
    """What to say where no speech program is installed."""
    names: Mapping[str, str] = {"darwin": "say", "win32": "powershell"}
    wanted = names.get(sys.platform, "spd-say or espeak-ng")
    return _("No speech program was found (looked for {names}), so the bell rings instead.").format(names=wanted)
