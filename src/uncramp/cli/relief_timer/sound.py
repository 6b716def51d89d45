"""What is heard: the terminal's bell at the ends of a hold, and speech where it was asked for and a program is there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import Final

from uncramp.cli.speech import Voice, find_program, no_program
from uncramp.relieve.timer import Cue, Timer
from uncramp.texts import _

RUNG: Final = ("start", "end")


class Sound:
    """Bell and speech together; both are silent while it is muted."""

    def __init__(self, ring: Callable[[], None], *, speech: bool, words: Callable[[Cue, Timer], str] | None = None) -> None:
        self._ring = ring
        self.words = words or spoken
        self._stack = ExitStack()
        program = find_program() if speech else None
        self._voice = self._stack.enter_context(Voice(program)) if program else None
        self._missing = speech and program is None
        self.muted = False

    @property
    def trouble(self) -> str:
        """Why there is no speech though it was asked for; "" if all is well."""
        if self._missing:
            return no_program()
        if self._voice and self._voice.failed:
            return _("The speech program {name} failed, so the bell rings instead.").format(name=self._voice.program.name)
        return ""

    def tell(self, cues: Sequence[Cue], timer: Timer) -> None:
        """Ring and speak what ``cues`` ask for."""
        if self.muted or not cues:
            return
        if any(cue.kind in RUNG for cue in cues):
            self._ring()
        wanted = [cue for cue in cues if cue.kind != "count" or (self._voice and self._voice.program.counts)]
        self.say(" ".join(self.words(cue, timer) for cue in wanted))

    def say(self, text: str) -> None:
        """Speak, if speech is on."""
        if text and self._voice and not self.muted:
            self._voice.say(text)

    def mute_or_not(self) -> None:
        """Silent, or heard again."""
        self.muted = not self.muted
        if self.muted and self._voice:
            self._voice.close()

    def close(self) -> None:
        """Nothing is heard after this."""
        self._stack.close()


def spoken(cue: Cue, timer: Timer) -> str:
    """What is said at ``cue``."""
    sentences = {
        "start": _("Hold for {seconds} seconds.").format(seconds=f"{timer.hold_s:.0f}"),
        "half": _("Half of it is done. Breathe out slowly."),
        "count": str(cue.left_s),
        "end": _("Ease off."),
        "over": _("Did it let go?"),
    }
    return sentences[cue.kind]
