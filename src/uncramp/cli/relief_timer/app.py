"""From the choice of a muscle over the holds to the question whether it let go."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import ClassVar, Final

from textual import work
from textual.app import App
from textual.binding import Binding, BindingType

from uncramp.cli.relief_timer.choose import Choice, ChooseScreen, numbered
from uncramp.cli.relief_timer.ending import EndingScreen, Paragraph
from uncramp.cli.relief_timer.hold import HoldScreen
from uncramp.cli.relief_timer.sound import Sound
from uncramp.relieve.guide import Guide
from uncramp.relieve.protocols import Muscle, Step, protocols
from uncramp.report.relief_words import help_steps
from uncramp.texts import _
from uncramp.units import S_PER_MIN

EASED: Final = "eased"
CHECK: Final = "check"
INTERRUPTED: Final = "interrupted"


class ReliefApp(App[str]):
    """The timer; ends with ``eased``, with ``check`` when one wants to go there, ``interrupted`` at Ctrl-C, or "" when one leaves."""

    CSS_PATH = "relief.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+c", "interrupt", "", show=False, priority=True)]

    def __init__(
        self,
        guide: Guide | None,
        find: Callable[[str], Guide],
        *,
        speech: bool = False,
        among: Sequence[Muscle] = (),  # to choose from, with where each is; empty for all of them
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        # Textual's own way to drop colours makes the terminal's default colours black on black
        with _without("NO_COLOR") as colourless:
            super().__init__()
        self.theme = "ansi-dark"  # the terminal's own colours, light or dark
        self._colourless = colourless is not None
        self.guide = guide
        self._find = find
        self._among = among
        self.clock = clock
        self.sound = Sound(self.bell, speech=speech)

    def on_mount(self) -> None:
        """Begin."""
        self.set_class(self._colourless, "colourless")
        self.lead()

    def on_unmount(self) -> None:
        """Be silent."""
        self.sound.close()

    def action_interrupt(self) -> None:
        """Leave at once, from any screen."""
        self.exit(INTERRUPTED)

    @work
    async def lead(self) -> None:
        """From one screen to the next."""
        if self.guide is None:
            rows = [(muscle.id, f"{_(muscle.name)}: {_(muscle.where)}") for muscle in self._among] or [
                (muscle.id, _(muscle.name)) for muscle in protocols().muscles.values()
            ]
            chosen = await self.push_screen_wait(ChooseScreen(_("Which muscle?"), numbered(rows)))
            self.guide = self._find(chosen) if chosen else None
        self.exit(await self._relieve(self.guide) if self.guide else "")

    async def _relieve(self, guide: Guide) -> str:
        began_s = self.clock()
        hold = HoldScreen(guide, self.sound, self.clock)
        while await self.push_screen_wait(hold):
            tried_min = (self.clock() - began_s) / S_PER_MIN
            answer = await self.push_screen_wait(question(guide, too_long=tried_min >= guide.longest_try_min))
            if answer == "yes":
                await self.push_screen_wait(EndingScreen(_("Good. The next hour"), read(guide.after)))
                return EASED
            if answer == "worse":
                return await self.push_screen_wait(
                    EndingScreen(_("When to get help"), read(help_steps(guide)), offer=_("start the check"), urgent=True)
                )
            if not answer:
                return ""
            # once more, or another way from its beginning
            again, step = (hold.timer, 0) if answer == "again" else (None, 1)
            hold = HoldScreen(guide, self.sound, self.clock, way_index=hold.way_index + step, again=again)
        return ""


@contextmanager
def _without(variable: str) -> Iterator[str | None]:
    """Hide an environment variable, and yield what it was."""
    value = os.environ.pop(variable, None)
    try:
        yield value
    finally:
        if value is not None:
            os.environ[variable] = value


def question(guide: Guide, *, too_long: bool) -> ChooseScreen:
    """Whether it let go."""
    answers = [
        Choice("yes", _("Yes, it let go"), "y"),
        Choice("again", _("Not yet: hold again"), "r"),
        Choice("other", _("Not yet: another way"), "n"),
        Choice("worse", _("No, it is worse: get help"), "w"),
    ]
    if not guide.others:
        answers = [answer for answer in answers if answer.id != "other"]
    before = _("That was more than {minutes} minutes. Stop trying, and see when to get help.") if too_long else ""
    return ChooseScreen(_("Did it let go?"), answers, before=before.format(minutes=f"{guide.longest_try_min:.0f}"))


def read(steps: tuple[Step, ...]) -> list[Paragraph]:
    """Steps as paragraphs."""
    return [(_(step.title), _(step.text)) for step in steps]
