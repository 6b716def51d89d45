"""How it ends: what to do in the next hour, or when to get help."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from uncramp.cli.relief_timer.keys import Key, Keys
from uncramp.texts import _

Paragraph = tuple[str, str]  # title, text


class EndingScreen(Screen[str]):
    """A page to read; gives ``check`` where that is offered and taken, else ""."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c,enter", "check", ""),
        Binding("q,escape", "leave", ""),
    ]

    def __init__(self, title: str, paragraphs: Sequence[Paragraph], *, offer: str = "", urgent: bool = False) -> None:
        super().__init__()
        self._title = title
        self._paragraphs = tuple(paragraphs)
        self._offer = offer
        self._urgent = urgent

    def compose(self) -> ComposeResult:
        """Title, what to read, keys."""
        yield Static(self._title, classes="title urgent" if self._urgent else "title", markup=False)
        with VerticalScroll(id="page"):
            for title, text in self._paragraphs:
                yield Static(Text.assemble((title, "bold"), "\n" if title else "", text), classes="paragraph")
        keys: list[Key] = [("c", self._offer, "check")] if self._offer else []
        yield Keys([*keys, ("↑↓", _("read on"), ""), ("q", _("leave"), "leave")])

    def on_mount(self) -> None:
        """Let the arrows scroll."""
        self.query_one("#page").focus()

    def action_check(self) -> None:
        """Take the offer; without one, leave."""
        self.dismiss("check" if self._offer else "")

    def action_leave(self) -> None:
        """Leave."""
        self.dismiss("")
