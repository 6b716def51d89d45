"""The line that says which key does what; a tap on a word does the same."""

from __future__ import annotations

from collections.abc import Sequence

from textual.widgets import Static

Key = tuple[str, str, str]  # as written, what it does, action of the screen


class Keys(Static):
    """Keys and what they do, as many lines as they need."""

    def __init__(self, keys: Sequence[Key]) -> None:
        super().__init__(self.written(keys), classes="keys")

    @staticmethod
    def written(keys: Sequence[Key]) -> str:
        """As markup; what belongs to one key stays on one line."""
        return "  ".join(
            f"[@click='screen.{action}'][b]{key}[/b]\N{NO-BREAK SPACE}{words.replace(' ', chr(0xA0))}[/]"
            for key, words, action in keys
        )

    def show(self, keys: Sequence[Key]) -> None:
        """Show these from now on."""
        self.update(self.written(keys))
