"""Which muscle: one key, or the arrows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_lowercase
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Key
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from uncramp.cli.relief_timer.keys import Keys
from uncramp.texts import _


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer."""

    id: str
    words: str
    key: str

    def written(self, *, marked: bool) -> str:
        """As markup, with a mark that needs no colour."""
        return f"{'▶' if marked else ' '} [b]{self.key}[/b]  {self.words}"


def numbered(rows: Sequence[tuple[str, str]]) -> tuple[Choice, ...]:
    """Rows of (id, words), each with a letter of its own; none is ``q``, which leaves."""
    letters = ascii_lowercase.replace("q", "")
    return tuple(Choice(name, words, letters[place]) for place, (name, words) in enumerate(rows))


class ChooseScreen(Screen[str]):
    """A question with a few answers; gives the id of one, or "" when one leaves."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("q,escape", "leave", "")]

    def __init__(self, question: str, choices: Sequence[Choice], *, before: str = "") -> None:
        super().__init__()
        self._question = question
        self._choices = tuple(choices)
        self._before = before

    def compose(self) -> ComposeResult:
        """Question, answers, keys."""
        yield Static(self._question, classes="title", markup=False)
        if self._before:
            yield Static(self._before, classes="note", markup=False)
        yield OptionList(*(Option(choice.written(marked=False), id=choice.id) for choice in self._choices))
        yield Keys([("↑↓", _("move"), ""), (_("enter"), _("choose"), "choose"), ("q", _("leave"), "leave")])

    def on_mount(self) -> None:
        """Take the keys."""
        self.query_one(OptionList).focus()

    def on_key(self, event: Key) -> None:
        """A letter answers at once."""
        for choice in self._choices:
            if event.key == choice.key:
                event.stop()
                self.dismiss(choice.id)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Move the mark."""
        for choice in self._choices:
            event.option_list.replace_option_prompt(choice.id, choice.written(marked=choice.id == event.option.id))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter, or a tap."""
        self.dismiss(event.option.id or "")

    def action_choose(self) -> None:
        """Take the one that is marked."""
        self.query_one(OptionList).action_select()

    def action_leave(self) -> None:
        """Leave without an answer."""
        self.dismiss("")
