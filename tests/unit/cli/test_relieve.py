"""``uncramp relieve``: words in, steps or files out, and the timer in a real terminal."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from uncramp.cli.main import run, uncramp
from uncramp.cli.relieve import muscle_and_side, start_check
from uncramp.errors import InputError
from uncramp.relieve.guide import guide
from uncramp.relieve.protocols import PLACES, protocols
from uncramp.settings import SETTINGS

UNCRAMP = [sys.executable, "-c", "from uncramp.cli.main import main; main()"]
COLOURED = re.compile(r"\x1b\[(?:\d+;)*(?:3[0-7]|4[0-7]|9[0-7]|10[0-7]|38;|48;)")
MUSCLES = list(protocols().muscles)


@pytest.mark.parametrize(
    ("typed", "side", "meant"),
    [
        ("calf", "", ("calf", "")), ("left calf", "", ("calf", "left")), ("calf:left", "", ("calf", "left")), ("Calf:L", "", ("calf", "left")),
        ("lower leg right", "", ("lower leg", "right")), ("calf", "both", ("calf", "both")), ("left calf", "left", ("calf", "left")), ("", "", ("", "")),
    ],
)  # fmt: skip
def test_a_muscle_may_be_written_with_its_side(typed: str, side: str, meant: tuple[str, str]) -> None:
    assert muscle_and_side(typed, side) == meant


@pytest.mark.parametrize(("typed", "side"), [("left calf", "right"), ("left right calf", "")])
def test_two_sides_contradict_each_other(typed: str, side: str) -> None:
    with pytest.raises(InputError, match="name two sides"):
        muscle_and_side(typed, side)


def test_the_places_of_the_flag_are_those_of_the_protocols() -> None:
    assert SETTINGS["place"].choices == PLACES


@pytest.mark.parametrize("muscle", MUSCLES)
@pytest.mark.parametrize("flags", [[], ["--verbose"], ["--partner"], ["--place", "water"]], ids=" ".join)
@pytest.mark.parametrize("width", [60, 80, 120])
def test_into_a_pipe_the_steps_are_printed(muscle: str, flags: list[str], width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    done = CliRunner().invoke(uncramp, ["relieve", muscle, *flags])
    assert done.exit_code == 0
    assert max(map(len, done.stdout.splitlines())) < width
    told = " ".join(done.stdout.split())
    found = guide(muscle, partner="--partner" in flags, place="water" if "water" in flags else "")
    for step in (*found.first, *found.hold, *found.after, *found.cautions):
        assert " ".join(step.text.split()) in told.replace("  ", " ") or "--verbose" in flags
    assert f"Hold for {found.hold_s:.0f} seconds" in told
    # what cannot wait comes before everything that is done
    urgent = next(step.text for step in found.cautions if step.id == "call_now")
    assert 0 < told.index(urgent) < told.index(found.first[0].text.split(".")[0]) < told.index("Once it lets go")
    assert "Run `uncramp check`" in told
    assert ("[cramp: miller2022" in told) == ("--verbose" in flags)


def test_a_way_that_is_not_there_is_told_beside_the_nearest(capfd: pytest.CaptureFixture[str]) -> None:
    missing = next(
        (muscle.id, place)
        for muscle in protocols().muscles.values()
        for place in PLACES
        if place not in {way.place for way in muscle.ways if not way.partner}
    )
    assert run(["relieve", missing[0], "--place", missing[1]]) == 0
    assert "These are for:" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("flags", "told"),
    [
        (["calf", "--place", "bike", "--partner"], "There are no steps with a partner for: on a bike. These are for one alone.\n"),
        (["calf", "--place", "bike"], ""),
        (["calf", "--partner"], ""),
        (["hip flexor", "--place", "sitting", "--partner"], "No steps for this muscle are for: sitting. These are for: lying, with a partner.\n"),
    ],
)  # fmt: skip
def test_what_is_told_is_what_was_chosen(flags: list[str], told: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["relieve", *flags]) == 0
    shown = capfd.readouterr()
    assert shown.err == told
    if "bike" in flags:
        assert "On a bike: Brake" in shown.out.partition("Other ways")[0]


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_word_for_several_muscles_is_asked_back(
    width: int, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    assert run(["relieve", "left", "thigh"]) == 0
    told = capfd.readouterr().out
    for words in ("quadriceps", "hamstrings", "inner thigh", "At the front of the thigh"):
        assert words in told
    assert "shin" not in told
    assert max(map(len, told.splitlines())) < width


def test_for_a_part_without_steps_what_holds_for_all_is_said(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["relieve", "lower", "back"]) == 0
    told = " ".join(capfd.readouterr().out.split())
    assert told.startswith('There are no steps just for "lower back".')
    assert told.index("call for help at once") < told.index("Stop, and get to a safe place") < told.index("Breathe out slowly")
    assert all(muscle.name in told.partition("There are steps for:")[2] for muscle in protocols().muscles.values())


def test_a_card_needs_one_muscle(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for word in ("thigh", "neck"):
        assert run(["relieve", word, "--html", str(tmp_path / "c.html")]) == 2
    assert not list(tmp_path.iterdir())
    assert "hamstrings" in capfd.readouterr().err


def test_without_a_muscle_they_are_listed(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["relieve"]) == 0
    told = capfd.readouterr().out
    assert all(f"  {muscle}  " in told for muscle in MUSCLES)


def test_a_muscle_that_is_not_known_is_refused_with_the_nearest(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["relieve", "calv"]) == 2
    assert "calf" in capfd.readouterr().err


def test_speech_without_a_timer_is_told(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(["relieve", "calf", "--say"]) == 0
    assert "--say goes with the timer" in capfd.readouterr().err
    assert run(["relieve", "calf", "--say", "--pdf", str(tmp_path / "c.pdf")]) == 2
    assert not list(tmp_path.iterdir())


def test_cards_are_written_and_said_so(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    page, sheet = tmp_path / "c.html", tmp_path / "c.pdf"
    assert run(["relieve", "left", "calf", "--html", str(page), "--pdf", str(sheet)]) == 0
    told = capfd.readouterr()
    assert (told.out, told.err) == (f"Written: {page}, {sheet}\n", "")
    assert "calf" in page.read_text(encoding="utf-8")
    assert sheet.read_bytes().startswith(b"%PDF")
    assert sorted(tmp_path.iterdir()) == [page, sheet]
    assert run(["relieve", "--pdf", str(sheet), "--text"]) == 0
    assert "hamstrings" in capfd.readouterr().out


def test_without_pango_the_error_leads_on_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    assert run(["relieve", "calf", "--pdf", str(tmp_path / "c.pdf"), "--html", str(tmp_path / "c.html")]) == 6
    assert "pip install 'uncramp[pdf]'" in capfd.readouterr().err
    assert not list(tmp_path.iterdir())


def test_the_check_is_started_where_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    started = []
    monkeypatch.setitem(uncramp.commands, "check", click.Command("check", callback=lambda: started.append(True)))
    with click.Context(uncramp):
        assert start_check()
        assert started
        monkeypatch.delitem(uncramp.commands, "check")
        assert not start_check()


class Terminal:
    """The command in a terminal of its own."""

    def __init__(self, *words: str, environment: dict[str, str] | None = None) -> None:
        self.master, slave = pty.openpty()
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("UNCRAMP_", "NO_COLOR"))}
        self.process = subprocess.Popen(
            [*UNCRAMP, "relieve", *words],
            stdin=slave, stdout=slave, stderr=slave, start_new_session=True,
            env=kept | {"TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"} | (environment or {}),
        )  # fmt: skip
        os.close(slave)
        self.shown = ""

    def read_until(self, text: str) -> str:
        """What is shown until ``text`` is, without its control sequences."""
        for _ in range(3000):
            if text in re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", self.shown):
                return self.shown
            if select.select([self.master], [], [], 0.01)[0]:
                try:
                    self.shown += os.read(self.master, 65536).decode(errors="replace")
                except OSError:  # it has ended
                    break
        raise AssertionError(f"{text!r} was not shown in {self.shown!r}")

    def press(self, keys: str) -> None:
        self.shown = ""
        os.write(self.master, keys.encode())

    def end(self) -> int:
        while self.process.poll() is None:
            if select.select([self.master], [], [], 0.01)[0]:
                try:
                    os.read(self.master, 65536)
                except OSError:
                    time.sleep(0.01)
        os.close(self.master)
        return self.process.returncode


def test_in_a_terminal_the_timer_runs_and_the_next_hour_stays_on_the_screen() -> None:
    terminal = Terminal("left", "calf")
    terminal.read_until("Get into position")
    terminal.press("\r")
    assert "\a" in terminal.read_until("Hold")
    terminal.press("e")
    terminal.read_until("Did it let go?")
    terminal.press("y")
    terminal.read_until("The next hour")
    terminal.press("q")
    terminal.read_until("Once it lets go")
    assert terminal.end() == 0


def test_without_colour_nothing_is_coloured() -> None:
    terminal = Terminal("calf", environment={"NO_COLOR": "1"})
    shown = terminal.read_until("Get into position")
    terminal.press("\r")
    shown += terminal.read_until("Hold")
    terminal.press("e")
    shown += terminal.read_until("Did it let go?")
    terminal.press("w")
    shown += terminal.read_until("start the check")
    terminal.press("q")
    assert terminal.end() == 0
    assert not COLOURED.search(shown)


def test_with_colour_a_hold_is_green() -> None:
    # the positive control of the test above
    terminal = Terminal("calf")
    terminal.read_until("Get into position")
    terminal.press("\r")
    assert COLOURED.search(terminal.read_until("Hold"))
    terminal.press("q")
    assert terminal.end() == 0


def test_a_terminal_that_can_do_nothing_gets_the_steps() -> None:
    terminal = Terminal("calf", environment={"TERM": "dumb"})
    terminal.read_until("uncramp check")
    assert terminal.end() == 0


@pytest.mark.parametrize("keys", ["", "\r", "e"])
def test_the_keys_of_ctrl_c_leave_from_any_screen(keys: str) -> None:
    terminal = Terminal("calf")
    terminal.read_until("Get into position")
    if keys:
        terminal.press(keys)
        terminal.read_until("Hold" if keys == "\r" else "Did it let go?")
    terminal.press("\x03")
    terminal.read_until("Stopped")
    assert terminal.end() == 130


def test_a_word_for_several_muscles_is_asked_back_in_a_terminal() -> None:
    terminal = Terminal("thigh")
    shown = terminal.read_until("hamstrings")
    assert "forearm" not in shown
    terminal.press("b")
    terminal.read_until("Get into position")
    terminal.press("q")
    assert terminal.end() == 0


def test_a_terminal_without_unicode_shows_digits_of_plain_marks() -> None:
    terminal = Terminal("calf", environment={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": ""})
    shown = terminal.read_until("Get into position") + terminal.read_until("leave")
    terminal.press("\r")
    shown += terminal.read_until("Hold")
    terminal.press("q")
    assert terminal.end() == 0
    assert "####" in shown
    assert "\\u" not in shown
    assert shown.isascii()


def test_ctrl_c_ends_it() -> None:
    terminal = Terminal("calf")
    terminal.read_until("Get into position")
    os.killpg(terminal.process.pid, signal.SIGINT)
    terminal.press("q")
    assert terminal.end() in (0, 130)
