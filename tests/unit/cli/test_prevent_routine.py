"""``uncramp prevent routine``: printed, as JSON, as a page, and counted on a terminal."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from textual.widgets import Static

from uncramp.cli import prevent_routine as command
from uncramp.cli.main import run, uncramp
from uncramp.cli.relief_timer.keys import Keys
from uncramp.cli.relief_timer.routine import MoveScreen, RoutineApp, spoken_of_move
from uncramp.prevent.moves import KINDS
from uncramp.prevent.routine import Routine, compose_routine
from uncramp.relieve.timer import Cue


def said(*words: str) -> str:
    done = CliRunner().invoke(uncramp, ["prevent", "routine", *words])
    assert done.exit_code == 0, done.output
    return done.output


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_printed_into_a_pipe(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    lines = said(kind, "--muscle", "left calf").splitlines()
    assert lines[0].startswith("Calf, left: ")
    assert max(map(len, lines)) <= 79


def test_json_has_the_seconds_that_were_asked_for() -> None:
    document = json.loads(said("strength", "--muscle", "hamstrings", "--minutes", "13", "--json"))
    assert document["length_s"] == 780 == sum(one["length_s"] for one in document["exercises"])


def test_a_page_is_written_and_nothing_else_printed(tmp_path: Path) -> None:
    path = tmp_path / "warm_up.html"
    assert said("warm-up", "--html", str(path)) == f"Written: {path}\n"
    assert path.read_text(encoding="utf-8").count("<svg viewBox") >= 5


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("warm-up", "--minutes", "45"), "expected 3 to 30"),
        (("warm-up", "--muscle", "hand"), "stretching is there for every muscle"),
        (("warm-up", "--muscle", "left calf", "--side", "right"), "two sides"),
        (("strength", "--say", "--html", "x.html"), "goes with the timer"),
        (("strength", "--muscle", "calv"), "Did you mean calf"),
    ],
)
def test_a_slip_is_told_with_the_way_out(words: tuple[str, ...], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["prevent", "routine", *words]) == 2
    assert told in capsys.readouterr().err


def test_the_athlete_file_is_minded_first(tmp_path: Path) -> None:
    path = tmp_path / "ana.toml"
    path.write_text('age_year = 12\nconditions = ["sickle cell trait"]\n', encoding="utf-8")
    told = " ".join(said("strength", "--muscle", "calf", "--athlete", str(path)).split())
    assert "Under 18: by body weight only" in told
    assert told.index("! Sickle-cell trait") < told.index("What is known")
    document = json.loads(said("strength", "--muscle", "calf", "--athlete", str(path), "--json"))
    assert [one["id"] for one in document["cautions"]][:2] == ["under_age", "condition_sickle_cell_trait"]


def test_with_high_blood_pressure_strength_says_how_to_breathe_and_nothing_of_salt(tmp_path: Path) -> None:
    path = tmp_path / "ana.toml"
    path.write_text('conditions = ["high blood pressure"]\n', encoding="utf-8")
    told = " ".join(said("strength", "--muscle", "calf", "--athlete", str(path)).split())
    assert told.count("never hold your breath") == 1
    assert told.index("never hold your breath") < told.index("What is known")
    assert "salt" not in told


def test_the_kinds_of_the_command_are_those_of_the_routines() -> None:
    assert command.KINDS == KINDS


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def watched(routine: Routine, *, until_s: float, keys: dict[float, str] | None = None) -> tuple[RoutineApp, float, list[str]]:
    """Run the timer second by second; the app, when it ended, and what stood above and below the digits."""
    clock, seen = Clock(), []
    app = RoutineApp(routine, clock=clock)

    async def steered() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            while app.is_running and app.return_value is None and clock.now_s < until_s:
                assert isinstance(app.screen, MoveScreen)
                seen.append(
                    " | ".join(str(app.screen.query_one(f"#{name}", Static).content) for name in ("where", "which", "phase"))
                )
                if key := (keys or {}).get(clock.now_s):
                    await pilot.press(key)
                clock.now_s += 1.0
                if isinstance(app.screen, MoveScreen):
                    app.screen.tick()
                await pilot.pause()

    asyncio.run(steered())
    return app, clock.now_s, seen


def test_the_timer_leads_through_every_move_and_ends_on_the_second() -> None:
    routine = compose_routine("warm-up", "hamstrings", minutes=3)
    app, ended_s, seen = watched(routine, until_s=400)
    assert (app.return_value, ended_s) == ("done", 180.0)
    assert seen[0] == "Hamstrings: warm-up · Walk, then jog easily | move 1 of 4, 3:00 left | Get into position"
    left = [line.split(", ")[-1].split(" left")[0] for line in seen]
    assert left == [f"{s // 60}:{s % 60:02d}" for s in range(180, 0, -1)]
    assert any("Go: left" in line for line in seen)
    assert any("Rest. Next: right" in line for line in seen)


def test_a_key_goes_on_to_the_next_move_and_one_leaves() -> None:
    app, _ended_s, seen = watched(compose_routine("warm-up", "hamstrings", minutes=3), until_s=60, keys={3.0: "e", 6.0: "q"})
    assert app.return_value == ""
    assert "move 2 of 4" in seen[4]


def test_the_keys_are_those_of_a_move() -> None:
    async def keys() -> list[str]:
        app = RoutineApp(compose_routine("strength", "calf"), clock=Clock())
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            return app.screen.query_one(Keys).lines(79)

    (line,) = asyncio.run(keys())
    assert "next move" in line
    assert "it let go" not in line


def test_the_side_is_spoken() -> None:
    exercise = compose_routine("strength", "calf").exercises[1]
    assert spoken_of_move(exercise, Cue("start", 2), exercise.timer) == f"Right. Go, for {exercise.work_s} seconds."
    assert spoken_of_move(exercise, Cue("over", 4), exercise.timer) == "Next."
