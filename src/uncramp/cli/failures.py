"""What a person or a program sees when a command fails: one message and an exit code.

==================  ====  =====================================================
error               exit  meaning
==================  ====  =====================================================
(none)                 0  done
anything else          1  a mistake of ours
InputError             2  a flag or a value in a file of yours is unusable
ActivityFileError      3  an activity file cannot be read
EvidenceError          4  evidence and code disagree (ours to fix)
SimulationError        5  a simulated state left what physiology allows
StoreError             6  something cannot be written, fetched or reached
Ctrl-C               130  stopped by you
==================  ====  =====================================================
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import click

from uncramp.errors import ActivityFileError, EvidenceError, InputError, SimulationError, StoreError

INTERNAL_EXIT: Final = 1
INTERRUPTED_EXIT: Final = 130

_REPORT: Final = "Please report it, with what `--debug` adds to the same command; leave out what is private."


@dataclass(frozen=True, slots=True)
class Failure:
    """One failure as every face of the command line tells it."""

    kind: str  # one of report.schema.ERROR_KINDS
    message: str
    hint: str
    exit_code: int


_KINDS: Final[tuple[tuple[type[Exception], str, int, str], ...]] = (
    (InputError, "input", 2, "`uncramp COMMAND --help` shows what is expected."),
    (ActivityFileError, "activity_file", 3, "Export the activity again, or plan it instead: uncramp why 42.195km --time 3:45:00."),
    (EvidenceError, "evidence", 4, _REPORT),
    (SimulationError, "simulation", 5, f"Check mass, height, weather and drinking for a wrong unit. If all are right: {_REPORT}"),
    (StoreError, "store", 6, "Check the folder, the disk and, with --weather online, the network."),
)


def failure_of(error: BaseException) -> Failure:
    """How ``error`` is told."""
    if isinstance(error, click.Abort | KeyboardInterrupt):
        return Failure("interrupted", "Stopped; nothing half-written was left.", "", INTERRUPTED_EXIT)
    if isinstance(error, click.ClickException):
        return Failure("input", error.format_message(), _usage_hint(error), 2)
    for raised, kind, exit_code, hint in _KINDS:
        if isinstance(error, raised):
            return Failure(kind, str(error), hint, exit_code)
    return Failure("internal", f"uncramp made a mistake ({type(error).__name__}: {error}).", _REPORT, INTERNAL_EXIT)


def _usage_hint(error: click.ClickException) -> str:
    context = error.ctx if isinstance(error, click.UsageError) else None
    return f"`{context.command_path} --help` shows what is expected." if context else "`uncramp --help` shows what is expected."
