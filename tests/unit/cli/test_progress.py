"""A bar for work that lasts, on a terminal only."""

from __future__ import annotations

import io
import sys
import threading

import pytest

from uncramp.cli import progress
from uncramp.cli.progress import Bar, part_of, progress_bar


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_no_terminal_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    with progress_bar("reading") as report:
        assert report is None
    assert stream.getvalue() == ""


def test_the_first_compilation_is_told_with_or_without_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with progress_bar("reading", compiling=True) as report:
        assert report is None
    assert "compiling the engine once" in capsys.readouterr().err
    monkeypatch.setattr(sys, "stderr", Terminal())
    bar = Bar("reading", " (compiling)")
    bar.report(0.1, "simulating the body")
    assert bar._text == "simulating the body (compiling)"


def test_short_work_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(progress, "PATIENCE_S", 3600.0)
    with progress_bar("reading") as report:
        assert report is not None
        report(0.5, "simulating")
    assert stream.getvalue() == ""


def test_long_work_says_what_it_does_even_if_it_never_reports(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    bar = Bar("compiling the engine once")
    bar._show()
    bar.report(0.5, "simulating")
    bar.close()
    assert "compiling the engine once" in stream.getvalue()


def test_a_bar_that_ended_does_not_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    bar = Bar("reading")
    bar.close()
    bar._show()
    assert stream.getvalue() == ""


def test_the_bar_ends_when_the_work_breaks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())
    before = threading.active_count()
    with pytest.raises(ValueError, match="broken"), progress_bar("reading"):
        raise ValueError("broken")
    for thread in threading.enumerate():
        if isinstance(thread, threading.Timer):
            thread.join(5.0)
    assert threading.active_count() <= before


def test_a_part_reports_as_a_share_of_the_whole() -> None:
    heard: list[tuple[float, str]] = []
    part = part_of(lambda fraction, text: heard.append((fraction, text)), 1, 4, "b.fit")
    assert part is not None
    part(0.5, "simulating")
    assert heard == [(0.375, "b.fit: simulating")]
    assert part_of(None, 0, 2, "a.fit") is None
