"""Speech: what is said reaches the program as it stands, nothing waits for it, and it does not outlive us."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest
from speech_programs import alive, install_hanging, install_logging, said

from uncramp.cli import speech
from uncramp.cli.speech import Program, Voice, find_program, no_program


def voice(name: str = "espeak-ng") -> Voice:
    program = find_program()
    assert program is not None
    assert program.name == name
    return Voice(program)


def test_the_first_program_that_is_installed_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_program() is None
    assert "No speech program" in no_program()
    for name in ("espeak", "espeak-ng", "spd-say"):  # from the last to the first
        install_logging(tmp_path, monkeypatch, name)
        found = find_program()
        assert found is not None
        assert found.name == name
    monkeypatch.setattr(sys, "platform", "darwin")
    install_logging(tmp_path, monkeypatch, "say")
    found = find_program()
    assert found is not None
    assert found.name == "say"


@pytest.mark.parametrize("text", ["Hold.", "--version", "$(touch x); `id` \"quoted\" 'it'", "Fünf"])
@pytest.mark.parametrize("by_stdin", [True, False])
def test_a_text_reaches_the_program_as_it_stands(
    by_stdin: bool, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install_logging(tmp_path, monkeypatch, "espeak-ng")
    with Voice(Program("espeak-ng", "", () if by_stdin else ("--",), by_stdin=by_stdin)) as speaking:
        speaking.say(text)
        assert said(tmp_path, 1) == [text]


def test_a_program_that_hangs_is_cut_off_and_leaves_nothing_running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install_hanging(tmp_path, monkeypatch, "espeak-ng")
    with voice() as speaking:
        speaking.say("one")
        assert said(tmp_path, 1) == ["one"]
        speaking.say("two")
        assert said(tmp_path, 2) == ["one", "two"]
        assert not speaking.failed
    assert not alive(tmp_path)


def test_a_service_is_told_to_be_silent_at_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install_logging(tmp_path, monkeypatch, "spd-say")
    with voice("spd-say") as speaking:
        speaking.say("Hold.")
        assert said(tmp_path, 1) == ["Hold."]
    assert said(tmp_path, 2) == ["Hold.", "--cancel"]


def test_a_program_that_fails_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install_logging(tmp_path, monkeypatch, "espeak-ng", exit_code=3)
    with voice() as speaking:
        speaking.say("one")
        assert said(tmp_path, 1) == ["one"]
        while speaking._speaking is not None and speaking._speaking.poll() is None:
            time.sleep(0.01)
        speaking.say("two")
        assert speaking.failed


def test_a_program_that_vanishes_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install_logging(tmp_path, monkeypatch, "espeak-ng")
    with voice() as speaking:
        (tmp_path / "espeak-ng").unlink()
        speaking.say("one")
        assert speaking.failed
    assert speech.PROGRAMS[0].name == "say"
