"""A folder of sessions as text: one line a file, and an error in its place where a file cannot be assessed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from rich.text import Text

from uncramp.report.odds import percent_range_text
from uncramp.report.screen import Screen
from uncramp.report.tables import SessionRow
from uncramp.units import elapsed_text

NARROWEST_NAME: Final = 16  # with less room the chance and what follows it stand below the file
HEAD: Final = ("file", "time", "distance", "chance", "most at risk", "")
_TO_THE_RIGHT: Final = ("time", "distance")


def folder_view(rows: Sequence[SessionRow], left_out: Sequence[str], screen: Screen) -> list[Text]:
    """One line a file of a folder, in columns as wide as what is in them; long names are cut in their middle."""
    cells = [None if row.error is not None else _cells(row, screen) for row in rows]
    widths = [max(len(line[place]) for line in (HEAD[1:], *filter(None, cells))) for place in range(len(HEAD) - 1)]
    room = screen.width - sum(2 + width for width in widths)
    beside = len(widths) if room >= NARROWEST_NAME else len(_TO_THE_RIGHT)
    room = screen.width - sum(2 + width for width in widths[:beside])
    name = max(4, min(room, max((len(row.file) for row in rows), default=room)))
    lines = [screen.text(text, "bold") for text in _lines("file", HEAD[1:], name, widths, beside)]
    for row, line in zip(rows, cells, strict=True):
        file = cut_in_the_middle(row.file, name)
        if line is None:
            lines += [screen.text(f"{file:{name}}  not assessed:"), *_indented(row.error or "", screen)]
        else:
            lines += map(screen.text, _lines(file, line, name, widths, beside))
    legend = {
        "* damaged, its good part read": any(row.recovered for row in rows),
        "~ weather assumed": any(row.weather_assumed for row in rows),
    }
    if any(legend.values()):
        lines.append(screen.text("; ".join(text for text, used in legend.items() if used), "dim"))
    if left_out:
        lines += screen.wrapped(f"{len(left_out)} files are no activities: {', '.join(left_out)}", "dim", indent="  ", lines=3)
    return lines


def cut_in_the_middle(name: str, width: int) -> str:
    """``name`` in at most ``width`` characters: its start and its end tell files apart.

    Examples
    --------
    >>> cut_in_the_middle("2026-05-03_long_run_in_the_hills.fit", 20)
    '2026-05-...hills.fit'
    """
    if len(name) <= width:
        return name
    kept = width - 3
    end = (kept + 1) // 2
    return f"{name[: kept - end]}...{name[-end:]}"


def _cells(row: SessionRow, screen: Screen) -> tuple[str, ...]:
    distance_m = row.distance_m if row.distance_m is not None and math.isfinite(row.distance_m) else None
    return (
        elapsed_text(row.duration_s or 0.0),
        "" if distance_m is None else screen.shown(screen.wording.say("distance", distance_m)),
        percent_range_text(row.chance_frac, middle="mean") if row.chance_frac else "",
        f"{row.muscle} {elapsed_text(60.0 * row.peak_minute)}" if row.peak_minute is not None else "none",
        ("*" if row.recovered else "") + ("~" if row.weather_assumed else ""),
    )


def _lines(file: str, cells: Sequence[str], name: int, widths: Sequence[int], beside: int) -> list[str]:
    """The first ``beside`` cells beside the name of the file, the others on a line below."""
    parts = [
        f"{cell:>{width}}" if head in _TO_THE_RIGHT else f"{cell:{width}}"
        for head, cell, width in zip(HEAD[1:], cells, widths, strict=True)
    ]
    rows = ([f"{file:{name}}", *parts[:beside]], ["  ", *parts[beside:]])
    return ["  ".join(row).rstrip() for row in rows[: 1 if beside == len(parts) else 2]]


def _indented(message: str, screen: Screen) -> list[Text]:
    return screen.wrapped(f"    {message}", "dim", indent="    ", lines=3)
