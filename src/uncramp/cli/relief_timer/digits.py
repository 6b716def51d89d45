"""Seconds in digits that can be read from the ground, as large as the terminal has room for."""

from __future__ import annotations

from typing import Final

from textual.reactive import reactive
from textual.widgets import Static

# three columns and five rows a digit, row by row
_DOTS: Final = {
    "0": "### # # # # # # ###", "1": " #  ##   #   #  ###", "2": "###   # ### #   ###", "3": "###   # ###   # ###", "4": "# # # # ###   #   #",
    "5": "### #   ###   # ###", "6": "### #   ### # # ###", "7": "###   #   #   #   #", "8": "### # # ### # # ###", "9": "### # # ###   # ###",
}  # fmt: skip
ROWS: Final = 5
COLUMNS: Final = 3


def drawn(text: str, scale: int) -> str:
    """``text``, digits only, as blocks: each dot ``scale`` rows high and twice as many columns wide.

    Examples
    --------
    >>> print(drawn("1", 1).replace("█", "#"))
      ##
    ####
      ##
      ##
    ######
    """
    rows = ["".join(_row(digit, row, scale) + "  " * scale for digit in text).rstrip() for row in range(ROWS)]
    return "\n".join(line for line in rows for _repeat in range(scale))


def _row(digit: str, row: int, scale: int) -> str:
    start = row * (COLUMNS + 1)
    return "".join(("█" if dot == "#" else " ") * 2 * scale for dot in _DOTS[digit][start : start + COLUMNS])


def width_of(text: str, scale: int) -> int:
    """Columns that ``drawn`` needs."""
    return (len(text) * (COLUMNS + 1) - 1) * 2 * scale


class Seconds(Static):
    """Whole seconds left."""

    seconds: reactive[int] = reactive(0, layout=True)
    scale: reactive[int] = reactive(1, layout=True)

    def render(self) -> str:
        """The digits; each line as wide as the widest, so that centring keeps them straight."""
        text = str(self.seconds)
        width = width_of(text, self.scale)
        return "\n".join(line.ljust(width) for line in drawn(text, self.scale).splitlines())


class Bar(Static):
    """How much of a phase is over, in one line."""

    part: reactive[float] = reactive(0.0)

    def render(self) -> str:
        """Thick for what is over, thin for what is left."""
        done = round(self.part * self.size.width)
        return "━" * done + "─" * (self.size.width - done)
