"""The stretch itself: what to do, the seconds, and which hold of how many."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from uncramp.cli.relief_timer.digits import ROWS, Bar, Seconds, width_of
from uncramp.cli.relief_timer.keys import Key, Keys
from uncramp.cli.relief_timer.sound import Sound
from uncramp.relieve.guide import Guide
from uncramp.relieve.protocols import Way
from uncramp.relieve.timer import Cue, Timer, advance, next_phase, pause_or_resume, repeat, timer_of
from uncramp.report.relief_words import muscle_and_side, way_name, way_text
from uncramp.texts import _

TICK_S: Final = 0.1
LEAP_S: Final = 3.0
"""A longer gap between two looks at the clock means that the machine slept, not that somebody held."""

LINE_FILLED_FRAC: Final = 0.85
"""How much of a line wrapped words fill."""

_ROWS_AROUND: Final = 10
"""Rows that all but the digits and what to do needs."""

_LOW: Final = 23
"""Terminals with fewer rows get no empty lines."""


class HoldScreen(Screen[str]):
    """Counts the holds; gives ``over`` when it is time for the question, or "" when one leaves."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "pause", ""),
        Binding("r", "repeat", ""),
        Binding("n,right", "other(1)", ""),
        Binding("left", "other(-1)", ""),
        Binding("m", "mute", ""),
        Binding("enter", "next", ""),
        Binding("e", "over", ""),
        Binding("down", "read(1)", ""),
        Binding("up", "read(-1)", ""),
        Binding("q,escape", "leave", ""),
    ]

    def __init__(
        self, guide: Guide, sound: Sound, clock: Callable[[], float], *, way_index: int = 0, again: Timer | None = None
    ) -> None:
        super().__init__()
        self.guide = guide
        # alone stays alone, as long as there is a way
        self.ways: tuple[Way, ...] = (guide.way, *sorted(guide.others, key=lambda way: way.partner != guide.way.partner))
        self.way_index = way_index % len(self.ways)
        self.timer = timer_of(guide)
        self._again = again
        self._sound = sound
        self._clock = clock
        self._seen_s = clock()
        self._slept = False
        self._ended = False

    def compose(self) -> ComposeResult:
        """From the top: which muscle and hold, what to do, the seconds, what to mind, the keys."""
        with Horizontal(classes="head"):
            yield Static(id="where", markup=False)
            yield Static(id="which", markup=False)
        with VerticalScroll(id="what", can_focus=False):
            yield Static(id="way", markup=False)
        yield Static(id="phase", markup=False)
        yield Seconds(id="seconds")
        yield Bar(id="bar")
        yield Static(id="mind", classes="note", markup=False)
        yield Keys(self.key_list())

    def on_mount(self) -> None:
        """Begin."""
        if self._again is None:
            self._sound.say(way_text(self.ways[self.way_index]))
        else:
            self._take(*repeat(self._again))
        self._seen_s = self._clock()
        self._show()
        self.set_interval(TICK_S, self.tick)

    def on_resize(self) -> None:
        """Digits as large as there is room, beside what to do."""
        self.set_class(self.size.height < _LOW, "low")
        width = max(1, self.size.width - 2)
        reading = max(math.ceil(len(way_text(way)) / (LINE_FILLED_FRAC * width)) for way in self.ways)
        tall = (self.size.height - _ROWS_AROUND - reading) // ROWS
        self.query_one(Seconds).scale = max(1, min(tall, width // width_of("00", 1)))
        self._show()

    def tick(self) -> None:
        """Give the timer the seconds since the last look."""
        if self._ended:
            return
        now_s = self._clock()
        elapsed_s, self._seen_s = now_s - self._seen_s, now_s
        if elapsed_s > LEAP_S and not self.timer.paused:
            self.timer, self._slept = pause_or_resume(self.timer), True
        self._take(*advance(self.timer, max(0.0, elapsed_s)))

    def action_pause(self) -> None:
        """Stand still or go on."""
        self.tick()
        self.timer, self._slept = pause_or_resume(self.timer), False
        self._show()

    def action_repeat(self) -> None:
        """Hold again, from the start."""
        self.tick()
        self._take(*repeat(self.timer))

    def action_next(self) -> None:
        """Do not wait: hold now, or be done with this hold."""
        self.tick()
        self._take(*next_phase(self.timer))

    def action_other(self, step: int) -> None:
        """Another way to stretch the same muscle, from its beginning."""
        if len(self.ways) == 1:
            return
        self.way_index = (self.way_index + step) % len(self.ways)
        self.timer = timer_of(self.guide)
        self._sound.say(way_text(self.ways[self.way_index]))
        self._show()

    def action_mute(self) -> None:
        """Silent, or heard again."""
        self._sound.mute_or_not()
        self._show()

    def action_read(self, lines: int) -> None:
        """What to do may be longer than its room."""
        self.query_one("#what").scroll_relative(y=lines, animate=False)

    def action_over(self) -> None:
        """It may have let go already: to the question."""
        self._end("over")

    def action_leave(self) -> None:
        """Leave the timer."""
        self._end("")

    def _end(self, result: str) -> None:
        """Leave once, however many keys and seconds still come."""
        if not self._ended:
            self._ended = True
            self.dismiss(result)

    def _take(self, timer: Timer, cues: tuple[Cue, ...]) -> None:
        self.timer = timer
        self._sound.tell(cues, timer)
        if timer.phase == "over":
            self._end("over")
        else:
            self._show()

    def _show(self) -> None:
        timer, way = self.timer, self.ways[self.way_index]
        self._put("where", self.where(way))
        self._put("which", self.which(timer))
        self._put("way", way_text(way))
        self._put("phase", self.phase_words())
        self._put("mind", self._mind())
        self.query_one(Seconds).seconds = math.ceil(timer.left_s)
        self.query_one(Bar).part = timer.spent_s / timer.length_s
        self.query_one(Keys).show(self.key_list())
        self.set_class(timer.phase == "hold" and not timer.paused, "holding")

    def where(self, way: Way) -> str:
        """What it is, above all else."""
        return f"{muscle_and_side(self.guide.muscle, self.guide.side)} · {way_name(way)}"

    def which(self, timer: Timer) -> str:
        """How far one is, beside it."""
        return _("hold {number} of {count}").format(number=timer.hold_index, count=timer.repeats_count)

    def _put(self, name: str, text: str) -> None:
        self.query_one(f"#{name}", Static).update(text)

    def phase_words(self) -> str:
        """What one does now."""
        if stopped := self.stopped_words():
            return stopped
        return {"ready": _("Get into position"), "hold": _("Hold"), "rest": _("Ease off, breathe")}.get(self.timer.phase, "")

    def stopped_words(self) -> str:
        """Why nothing moves; "" if it does."""
        if self._slept:
            return _("Paused: the clock had stopped. Space goes on.")
        return _("Paused. Space goes on.") if self.timer.paused else ""

    def _mind(self) -> str:
        if self._sound.trouble:
            return self._sound.trouble
        steps = self.guide.first if self.timer.phase == "ready" else self.guide.hold
        # one step after the other, a hold long
        text = _(steps[(self.timer.hold_index - 1) % len(steps)].text) if steps else ""
        return first_sentences(text, round(LINE_FILLED_FRAC * self.size.width * (3 if self.has_class("low") else 2)))

    def key_list(self) -> list[Key]:
        """Which key does what, now."""
        ready = self.timer.phase == "ready"
        keys: list[Key] = [
            (_("space"), _("go on") if self.timer.paused else _("pause"), "pause"),
            (_("enter"), _("start"), "next") if ready else ("r", _("repeat"), "repeat"),
            ("n", _("other way"), "other(1)"),
            ("m", _("sound on") if self._sound.muted else _("mute"), "mute"),
            ("e", _("it let go"), "over"),
            ("q", _("leave"), "leave"),
        ]
        return keys if len(self.ways) > 1 else [key for key in keys if key[0] != "n"]


def first_sentences(text: str, room: int) -> str:
    """As many sentences of ``text`` as ``room`` letters hold; the first one always.

    Examples
    --------
    >>> first_sentences("Stop. Sit down. Do not run.", 20)
    'Stop. Sit down.'
    """
    while len(text) > room and ". " in text:
        text = text.rpartition(". ")[0] + "."
    return text
