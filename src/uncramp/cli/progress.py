"""A progress bar on stderr for work that lasts, and silence for work that does not."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import click

from uncramp.texts import _

if TYPE_CHECKING:
    from rich.progress import Progress

PATIENCE_S: Final = 0.5

Report = Callable[[float, str], None]
"""Takes the fraction done and what is being done."""


class Bar:
    """A bar that shows itself after :data:`PATIENCE_S`, wherever the work is by then."""

    def __init__(self, text: str, addition: str = "") -> None:
        self._text = text + addition
        self._addition = addition
        self._fraction = 0.0
        self._lock = threading.Lock()
        self._progress: Progress | None = None
        self._closed = False
        self._timer = threading.Timer(PATIENCE_S, self._show)
        self._timer.daemon = True

    def start(self) -> None:
        """Begin to wait."""
        self._timer.start()

    def report(self, fraction: float, text: str) -> None:
        """Say how far the work is."""
        with self._lock:
            self._fraction, self._text = fraction, text + self._addition
            if self._progress is not None:
                self._progress.update(self._progress.task_ids[0], completed=fraction, description=self._text)

    def _show(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"), TimeElapsedColumn())
        with self._lock:
            if self._closed:
                return
            self._progress = Progress(*columns, console=Console(stderr=True), transient=True)
            self._progress.add_task(self._text, total=1.0)
            self._progress.update(self._progress.task_ids[0], completed=self._fraction)
            self._progress.start()

    def close(self) -> None:
        """Take the bar away."""
        self._timer.cancel()
        with self._lock:
            self._closed = True
            if self._progress is not None:
                self._progress.stop()


COMPILING: Final = "compiling the engine once, about 20 s"


@contextmanager
def progress_bar(text: str, *, compiling: bool = False) -> Iterator[Report | None]:
    """Yield what to report to; ``None`` when stderr is no terminal.

    ``compiling`` says that the first simulation has to compile the engine, which is told either way.
    """
    if not sys.stderr.isatty():
        if compiling:
            click.echo(f"uncramp: {COMPILING}", err=True)
        yield None
        return
    bar = Bar(text, f" ({COMPILING})" if compiling else "")
    bar.start()
    try:
        yield bar.report
    finally:
        bar.close()


FEWEST_SECONDS: Final = 2.0
"""Before that nobody can say how long it will take."""


def with_time_left(report: Report | None) -> Report:
    """A report that also says how much time is left; to nobody where ``report`` is none."""
    began: tuple[float, float] | None = None

    def say(fraction: float, text: str) -> None:
        nonlocal began
        if report is None:
            return
        now_s = time.monotonic()
        # what lay on disk took no time, and the first piece took the time of compiling
        began = began or (now_s, fraction)
        taken_s = now_s - began[0]
        if taken_s > FEWEST_SECONDS and fraction < 1.0:
            text = _("{text}, about {time} left").format(
                text=text, time=left_text(taken_s * (1.0 - fraction) / (fraction - began[1]))
            )
        report(fraction, text)

    return say


def left_text(left_s: float) -> str:
    """Time left, as roughly as it is known.

    Examples
    --------
    >>> left_text(42.0), left_text(400.0), left_text(9000.0)
    ('40 s', '7 min', '2.5 h')
    """
    if left_s < 90.0:
        return f"{max(10.0, round(left_s, -1)):.0f} s"
    return f"{left_s / 60.0:.0f} min" if left_s < 5400.0 else f"{left_s / 3600.0:.1f} h"


def part_of(report: Report | None, index: int, count: int, name: str) -> Report | None:
    """Report of one of ``count`` pieces of work, as a part of the whole."""
    if report is None:
        return None
    return lambda fraction, text: report((index + fraction) / count, f"{name}: {text}")
