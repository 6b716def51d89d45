"""The terminal as a page: its width, what it can show, and text laid out on it in lines and columns."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rich.text import Text

from uncramp.report.odds import ascii_text, one_line
from uncramp.report.wording import Wording

WIDTH: Final = 80
WIDE: Final = 100
LINES: Final = 46
LINES_WHERE_WIDE: Final = 40
NARROWEST: Final = 30
NARROWEST_NAME: Final = 24  # names with less room beside the columns of a table stand above them
GAP: Final = "  "

# no line ends between a number and its unit, or within "1 in 20"
_TOGETHER: Final = re.compile(r"(?<=\d) (?=(?:%|°|Hz|km|mi|L|W|m/s|h\b)|in \d)|(?<=\d in) (?=\d)")


@dataclass(frozen=True, slots=True)
class Screen:
    """How to show it."""

    width: int = WIDTH
    units: str = "metric"
    unicode: bool = True  # blocks and the degree sign; ASCII otherwise
    verbose: bool = False  # everything, however long

    @property
    def lines(self) -> int:
        """How many lines one screen has."""
        return LINES_WHERE_WIDE if self.width >= WIDE else LINES

    @property
    def wording(self) -> Wording:
        """Quantities in the person's units."""
        return Wording(self.units)

    def shown(self, content: str) -> str:
        """``content`` as this terminal can show it."""
        known = content.replace("degC", "°C").replace("\u202f", " ")
        return known if self.unicode else ascii_text(known)

    def text(self, content: str, style: str = "") -> Text:
        """One line."""
        return Text(self.shown(content), style=style)

    def wrapped(self, content: str, style: str = "", *, indent: str = "", first: str = "", lines: int | None = 2) -> list[Text]:
        """At most ``lines`` lines of ``content`` (``None``: as many as it takes), the later ones indented."""
        width = max(self.width, NARROWEST)
        together = _TOGETHER.sub("\u00a0", self.shown(content))
        parts = textwrap.wrap(together, width, initial_indent=first, subsequent_indent=indent, max_lines=lines, placeholder=" ...")
        return [self.text(part.replace("\u00a0", " "), style) for part in parts]

    def fitting(self, *contents: str) -> str:
        """The first of ``contents`` that has room on one line; the last, cut, if none has."""
        return next((one for one in contents if len(self.shown(one)) <= self.width), one_line(self.shown(contents[-1]), self.width))

    def table(
        self, head: Sequence[str], rows: Sequence[Sequence[str]], notes: Sequence[Sequence[str]] = (), *, style: str = "bold"
    ) -> list[Text]:
        """Rows under their heads in columns as wide as what is in them; the first has what is left. ``notes`` [row] stand under each row.

        A first cell that has no room beside its columns stands above them.
        """
        cells = [[self.shown(cell) for cell in row] for row in (head, *rows)]
        widths = [max(map(len, column)) for column in list(zip(*cells, strict=True))[1:]]
        room = self.width - len(GAP) - sum(len(GAP) + width for width in widths)
        longest = max(len(row[0]) for row in cells)
        name = min(room, longest) if room >= min(NARROWEST_NAME, longest) else 0
        lines: list[Text] = []
        for place, row in enumerate(cells):
            indent, kind = ("", style) if place == 0 and style == "bold" else (GAP, style * (place == 0))
            first = f"{indent}{row[0]}"
            if len(first) > name + len(GAP):  # no room beside the columns: above them
                lines.append(self.text(one_line(row[0], self.width - len(indent), indent), kind))
                first = ""
            first = f"{first:{name + len(GAP)}}"
            values = GAP.join(f"{cell:{width}}" for cell, width in zip(row[1:], widths, strict=True))
            lines.append(Text(f"{first}{GAP}{values}".rstrip(), kind))
            for note in notes[place - 1] if place and notes else ():
                lines += self.wrapped(note, "dim", first=2 * GAP, indent=2 * GAP, lines=None)
        return lines
