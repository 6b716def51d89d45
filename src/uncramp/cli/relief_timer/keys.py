"""The line that says which key does what; a tap on a word does the same."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from textual.geometry import Size
from textual.widget import Widget

Key = tuple[str, str, str]  # as written, what it does, action of the screen ("" for none)
GAP: Final = 2


class Keys(Widget):
    """Keys and what they do, in as many lines as they need."""

    def __init__(self, keys: Sequence[Key]) -> None:
        super().__init__(classes="keys")
        self._keys = tuple(keys)

    def show(self, keys: Sequence[Key]) -> None:
        """Show these from now on."""
        if tuple(keys) != self._keys:
            self._keys = tuple(keys)
            self.refresh(layout=True)

    def lines(self, width: int) -> list[str]:
        """As markup, none longer than ``width`` when shown."""
        places = places_of([len(key) + 1 + len(words) for key, words, _action in self._keys], width)
        lines = ["" for _line in range(places[-1] + 1)]
        for place, key in zip(places, self._keys, strict=True):
            lines[place] += (" " * GAP if lines[place] else "") + _markup(key)
        return lines

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - the widget's interface
        """As many rows as lines."""
        return len(self.lines(width))

    def render(self) -> str:
        """The lines."""
        return "\n".join(self.lines(self.size.width))


def places_of(lengths: Sequence[int], width: int) -> list[int]:
    """In which line each word stands, if none is broken.

    Examples
    --------
    >>> places_of([5, 6, 4], 14)
    [0, 0, 1]
    """
    ends, lines = [lengths[0]], [0]
    for _before, length in pairwise(lengths):
        fits = ends[-1] + GAP + length <= width
        ends.append(ends[-1] + GAP + length if fits else length)
        lines.append(lines[-1] + (not fits))
    return lines


def _markup(key: Key) -> str:
    written, words, action = key
    shown = f"[b]{written}[/b] {words}"
    return f"[@click=screen.{action}]{shown}[/]" if action else shown
