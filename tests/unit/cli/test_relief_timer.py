"""The timer in a terminal, steered by keys and a clock of the test's own."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from speech_programs import alive, install_hanging, install_logging, said
from textual.pilot import Pilot
from textual.widgets import OptionList, Static

from uncramp.cli.relief_timer.app import ReliefApp, question
from uncramp.cli.relief_timer.choose import ChooseScreen
from uncramp.cli.relief_timer.digits import Seconds, drawn
from uncramp.cli.relief_timer.ending import EndingScreen
from uncramp.cli.relief_timer.hold import LEAP_S, HoldScreen
from uncramp.cli.relief_timer.keys import Keys
from uncramp.relieve.guide import Guide, guide
from uncramp.relieve.protocols import protocols

CALF = guide("calf", side="left")


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


class Run:
    """The app under test: its keys, its clock, what rang and what is shown."""

    def __init__(self, found: Guide | None = CALF, *, speech: bool = False) -> None:
        self.clock = Clock()
        self.rung = 0
        self.app = ReliefApp(found, guide, speech=speech, clock=self.clock)
        self.app.sound._ring = self.ring
        self.pilot: Pilot[str]

    def ring(self) -> None:
        self.rung += 1

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def pass_s(self, seconds: float) -> None:
        """Let time pass, looked at every second."""
        while seconds > 0.0:
            self.clock.now_s += min(1.0, seconds)
            seconds -= 1.0
            if isinstance(self.app.screen, HoldScreen):
                self.app.screen.tick()
        await self.pilot.pause()

    @property
    def hold(self) -> HoldScreen:
        assert isinstance(self.app.screen, HoldScreen)
        return self.app.screen

    @property
    def seconds(self) -> int:
        return self.hold.query_one(Seconds).seconds

    def text(self, name: str) -> str:
        return str(self.app.screen.query_one(f"#{name}", Static).content)


def play(moves: Callable[[Run], Awaitable[None]], run: Run | None = None, size: tuple[int, int] = (80, 24)) -> Run:
    """Run the app through ``moves``."""
    run = run or Run()

    async def steered() -> None:
        async with run.app.run_test(size=size) as run.pilot:
            await run.pilot.pause()
            await moves(run)

    asyncio.run(steered())
    return run


def test_a_whole_stretch_ends_with_the_question_and_the_next_hour() -> None:
    async def moves(run: Run) -> None:
        assert run.text("way") == CALF.way.text
        assert run.text("which") == f"hold 1 of {CALF.repeats_count}"
        assert run.seconds == CALF.ready_s
        await run.press("enter")
        assert run.seconds == CALF.hold_s
        for hold in range(CALF.repeats_count):
            assert run.text("phase") == "Hold"
            assert run.rung == 2 * hold + 1
            await run.pass_s(CALF.hold_s)
            if hold + 1 < CALF.repeats_count:
                await run.pass_s(CALF.rest_s)
        assert isinstance(run.app.screen, ChooseScreen)
        assert run.rung == 2 * CALF.repeats_count
        await run.press("y")
        assert isinstance(run.app.screen, EndingScreen)
        await run.press("q")

    assert play(moves).app.return_value == "eased"


def test_space_pauses_and_goes_on_without_losing_a_second() -> None:
    async def moves(run: Run) -> None:
        await run.press("enter")
        await run.pass_s(7)
        await run.press("space")
        assert "Paused" in run.text("phase")
        await run.pass_s(60)
        assert run.seconds == CALF.hold_s - 7
        await run.press("space")
        await run.pass_s(2)
        assert run.seconds == CALF.hold_s - 9

    play(moves)


def test_a_clock_that_leapt_is_no_hold() -> None:
    async def moves(run: Run) -> None:
        await run.press("enter")
        await run.pass_s(4)
        run.clock.now_s += LEAP_S + 3600.0  # the lid was closed
        run.hold.tick()
        assert run.seconds == CALF.hold_s - 4
        assert "the clock had stopped" in run.text("phase")
        await run.press("space")
        await run.pass_s(1)
        assert run.seconds == CALF.hold_s - 5

    play(moves)


def test_r_starts_a_fresh_hold() -> None:
    async def moves(run: Run) -> None:
        await run.press("enter")
        await run.pass_s(CALF.hold_s + 1)
        assert run.text("which").startswith("hold 2")
        await run.press("r")
        assert run.text("which").startswith("hold 1")
        assert run.seconds == CALF.hold_s

    play(moves)


@pytest.mark.parametrize(("key", "step"), [("n", 1), ("right", 1), ("left", -1)])
def test_another_way_starts_from_its_beginning(key: str, step: int) -> None:
    async def moves(run: Run) -> None:
        await run.press("enter", key)
        ways = run.hold.ways
        assert run.text("way") == ways[step % len(ways)].text
        assert run.seconds == CALF.ready_s
        assert run.text("phase") == "Get into position"

    play(moves)


def test_ways_alone_come_before_those_with_a_partner() -> None:
    async def moves(run: Run) -> None:
        partner = [way.partner for way in run.hold.ways]
        assert partner == sorted(partner)
        assert set(run.hold.ways) == {CALF.way, *CALF.others}

    play(moves)


def test_muted_nothing_rings() -> None:
    async def moves(run: Run) -> None:
        await run.press("m", "enter")
        await run.pass_s(CALF.hold_s)
        assert run.rung == 0
        await run.press("m")
        await run.pass_s(CALF.rest_s)
        assert run.rung == 1

    play(moves)


def test_not_yet_holds_once_more_or_another_way() -> None:
    async def moves(run: Run) -> None:
        await run.press("e", "r")
        assert run.text("phase") == "Hold"
        await run.press("e", "n")
        assert run.text("way") == run.hold.ways[1].text
        assert run.text("phase") == "Get into position"

    assert play(moves).app.return_value is None


@pytest.mark.parametrize(("key", "ended"), [("c", "check"), ("enter", "check"), ("q", "")])
def test_worse_leads_to_help_and_offers_the_check(key: str, ended: str) -> None:
    async def moves(run: Run) -> None:
        await run.press("e", "w")
        assert isinstance(run.app.screen, EndingScreen)
        await run.press(key)

    assert play(moves).app.return_value == ended


@pytest.mark.parametrize("key", ["q", "escape"])
@pytest.mark.parametrize("before", [[], ["e"]])
def test_one_key_leaves_from_anywhere(key: str, before: list[str]) -> None:
    async def moves(run: Run) -> None:
        await run.press(*before, key)

    assert play(moves).app.return_value == ""


def test_after_the_longest_try_the_question_says_so() -> None:
    async def moves(run: Run) -> None:
        await run.press("space")
        await run.pass_s(60.0 * CALF.longest_try_min)
        await run.press("e")
        assert "Stop trying" in " ".join(str(note.content) for note in run.app.screen.query(".note").results(Static))

    play(moves)
    assert not question(CALF, too_long=False)._before


def test_without_a_muscle_one_letter_or_the_arrows_choose() -> None:
    muscles = list(protocols().muscles.values())

    async def by_letter(run: Run) -> None:
        assert run.app.screen.query_one(OptionList).option_count == len(muscles)
        await run.press("a")
        assert run.hold.guide.muscle == muscles[0]

    async def by_arrow(run: Run) -> None:
        assert str(run.app.screen.query_one(OptionList).options[0].prompt).startswith("▶")
        await run.press("up")  # from the first to the last
        prompts = [str(option.prompt) for option in run.app.screen.query_one(OptionList).options]
        assert [prompt.startswith("▶") for prompt in prompts] == [False] * (len(muscles) - 1) + [True]
        await run.press("enter")
        assert run.hold.guide.muscle == muscles[-1]

    play(by_letter, Run(None))
    play(by_arrow, Run(None))


def test_what_is_spoken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    install_logging(tmp_path, monkeypatch, "espeak-ng")
    expected: list[str] = []

    async def moves(run: Run) -> None:
        async def heard(text: str) -> None:
            expected.append(text)
            assert said(tmp_path, len(expected))[-1] == text

        await heard(CALF.way.text)
        await run.press("enter")
        await heard(f"Hold for {CALF.hold_s:.0f} seconds.")
        await run.pass_s(CALF.hold_s / 2.0)
        await heard("Half of it is done. Breathe out slowly.")
        await run.pass_s(CALF.hold_s / 2.0 - 5.0)
        for count in ("5", "4", "3", "2", "1"):
            await heard(count)
            await run.pass_s(1)
        await heard("Ease off.")

    play(moves, Run(speech=True))
    assert said(tmp_path, 0) == expected


def test_a_speech_program_that_hangs_holds_nothing_up_and_ends_with_the_timer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    install_hanging(tmp_path, monkeypatch, "espeak-ng")

    async def moves(run: Run) -> None:
        said(tmp_path, 1)
        await run.press("enter")
        await run.pass_s(CALF.hold_s)
        assert run.text("phase") == "Ease off, breathe"
        assert alive(tmp_path)

    play(moves, Run(speech=True))
    assert not alive(tmp_path)


def test_without_a_speech_program_one_sentence_says_so_and_the_bell_rings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    run = Run(speech=True)

    async def moves(run: Run) -> None:
        assert "No speech program was found" in run.text("mind")
        await run.press("enter")
        assert run.rung == 1

    play(moves, run)


@pytest.mark.parametrize(
    ("muscle", "size"), [*((muscle, (40, 20)) for muscle in protocols().muscles), ("calf", (80, 24)), ("calf", (120, 45))], ids=str
)
def test_everything_has_room(muscle: str, size: tuple[int, int]) -> None:
    async def moves(run: Run) -> None:
        for _way in run.hold.ways:
            screen, keys, digits = run.hold, run.hold.query_one(Keys), run.hold.query_one(Seconds)
            for widget in (keys, digits, screen.query_one("#bar"), screen.query_one("#mind"), screen.query_one("#way")):
                assert screen.region.contains_point(widget.region.offset), widget
            for widget in (keys, digits, screen.query_one("#bar"), screen.query_one("#mind")):
                assert screen.region.contains_region(widget.region), widget
            # the digits are not cut, and every key is named
            assert digits.size.height == len(drawn("0", digits.scale).splitlines())
            assert keys.size.height == len(keys.lines(keys.size.width))
            assert all(f"[b]{key}[/b]" in keys.render() for key in ("space", "enter", "n", "m", "e", "q"))
            await run.press("n")

    play(moves, Run(guide(muscle)), size)


@pytest.mark.parametrize("keys", [[], ["enter"], ["e"], ["e", "y"], ["e", "w"]], ids="-".join)
def test_only_the_terminals_own_colours_are_used(keys: list[str]) -> None:
    async def moves(run: Run) -> None:
        await run.press(*keys)
        for widget in run.app.screen.walk_children(Static):
            colours = [colour.name for colour in (widget.rich_style.color, widget.rich_style.bgcolor) if colour]
            assert set(colours) <= {"default", "color(2)"}  # of the sixteen that the terminal has

    play(moves)
