"""IntakeTable: what was drunk and eaten and when, from a CSV file."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Final

import numpy as np

from uncramp.errors import InputError
from uncramp.evidence.registry import load_topic
from uncramp.minutes import Floats, Integers
from uncramp.texts import _
from uncramp.units import MIN_PER_H, S_PER_MIN

ML_PER_L: Final = 1000.0
MOST_DRUNK_L_H: Final = 4.0  # no stomach passes half of it; above, a unit is wrong
MOST_AT_ONCE_L: Final = 3.0
MOST_SODIUM_MMOL_L: Final = 200.0  # far beyond any drink
MOST_SODIUM_AT_ONCE_MMOL: Final = 200.0
MOST_CARBOHYDRATE_AT_ONCE_G: Final = 300.0
LARGEST_FILE_BYTES: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class IntakeTable:
    """What was drunk and eaten and when; arrays of shape [entry], NaN where a column was left empty."""

    minute: Integers  # row of the session and the hours after it
    volume_ml: Floats
    sodium_mmol: Floats
    carbohydrate_g: Floats
    text: str


def sodium_mg_per_mmol() -> float:
    """Mass of a millimole of sodium [mg]."""
    return load_topic("drinking")["sodium_molar_mg_per_mmol"].value


_NUMBERS: Final = {
    "volume_ml": ("volume_ml", MOST_AT_ONCE_L * ML_PER_L, "ml"),
    "sodium_mg": ("sodium_mg", math.inf, "mg"),
    "sodium_mmol": ("sodium_mmol", MOST_SODIUM_AT_ONCE_MMOL, "mmol"),
    "sodium_mmol_l": ("sodium_mmol_l", MOST_SODIUM_MMOL_L, "mmol/L"),
    "carbohydrate_g": ("carbohydrate_g", MOST_CARBOHYDRATE_AT_ONCE_G, "g"),
}
"""Column -> quantity, most of it at once, unit."""
_TIMES: Final = ("minute", "time")
_COLUMNS: Final = (*_TIMES, *_NUMBERS, "what")


def read_intake_csv(path: str | Path, *, start: datetime | None = None) -> IntakeTable:
    """Intake from a CSV file; see :func:`parse_intake_csv`.

    Raises
    ------
    InputError
        If the file cannot be read, or not as such a table.
    """
    path = Path(path)
    try:
        if path.stat().st_size > LARGEST_FILE_BYTES:
            raise InputError(f"{path.name} is larger than {LARGEST_FILE_BYTES:,} bytes; expected a short table. Check the file.")
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"{path.name} cannot be read: {error.strerror or error}. Check the name of the intake file.") from error
    except UnicodeDecodeError:
        raise InputError(f"{path.name} is not text; expected CSV with the columns minute, volume_ml, sodium_mg.") from None
    return parse_intake_csv(text, path.name, start=start)


def parse_intake_csv(text: str, name: str, *, start: datetime | None = None) -> IntakeTable:
    r"""Intake from CSV: ``minute`` or ``time``, then any of volume_ml, sodium_mg (or _mmol, _mmol_l), carbohydrate_g, what.

    Times are elapsed (``1:05:00``), or moments with offset if ``start`` (UTC) is known.

    Raises
    ------
    InputError
        With the line, for a column or value that cannot be used.

    Examples
    --------
    >>> parse_intake_csv("minute,volume_ml,sodium_mg\n20,150,70\n", "race.csv").volume_ml
    array([150.])
    """
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as error:
        raise InputError(f"{name} is not CSV: {error}. Save it again as comma-separated text.") from None
    if not rows or not any(cell.strip() for cell in rows[0]):
        raise InputError(f"{name} is empty; expected a header such as minute,volume_ml,sodium_mg,carbohydrate_g.")
    header = [cell.strip().lower() for cell in rows[0]]
    _check_header(header, name)
    entries: list[dict[str, float]] = []
    for line, row in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in row):
            continue
        where = f"{name}, line {line}"
        if len(row) != len(header):
            raise InputError(f"{where} has {len(row)} values; the header has {len(header)}. Check its separators.")
        entries.append(_entry(dict(zip(header, (cell.strip() for cell in row), strict=True)), where, start))
    if not entries:
        raise InputError(f"{name} has a header but no lines; add what was taken, or say --drank nothing.")

    def column(quantity: str) -> Floats:
        return np.array([entry.get(quantity, math.nan) for entry in entries])

    minute = np.array([int(entry["minute"]) for entry in entries], dtype=np.int64)
    litres = float(np.nansum(column("volume_ml"))) / ML_PER_L
    _check_hours(minute, np.nan_to_num(column("volume_ml")), name)
    return IntakeTable(
        minute,
        column("volume_ml"),
        column("sodium_mmol"),
        column("carbohydrate_g"),
        _("{litres} L from {file}").format(litres=f"{litres:.1f}", file=name),
    )


def _check_header(header: list[str], name: str) -> None:
    for title in header:
        if title not in _COLUMNS:
            near = get_close_matches(title, _COLUMNS, n=3)
            raise InputError(f"{name} has a column {title!r}; use {' or '.join(near) if near else ', '.join(_COLUMNS)}.")
    if sum(title in _TIMES for title in header) != 1 or len(set(header)) != len(header):
        raise InputError(f"{name} needs exactly one of the columns minute and time, and no column twice.")
    sodium = [title for title in header if title.startswith("sodium")]
    if len(sodium) > 1:
        raise InputError(f"{name} gives sodium as {' and '.join(sodium)}; keep one.")
    if "sodium_mmol_l" in header and "volume_ml" not in header:
        raise InputError(f"{name} gives sodium_mmol_l without volume_ml; add the volume, or give sodium_mmol.")
    if not any(title in _NUMBERS for title in header):
        raise InputError(f"{name} has times but nothing taken; add volume_ml, sodium_mg or carbohydrate_g.")


def _entry(cells: dict[str, str], where: str, start: datetime | None) -> dict[str, float]:
    found = {"minute": _minute(cells, where, start)}
    for title, (quantity, most, unit) in _NUMBERS.items():
        if cells.get(title):
            found[quantity] = _amount(cells[title], title, most, unit, where)
    if "sodium_mg" in found:
        found["sodium_mmol"] = found.pop("sodium_mg") / sodium_mg_per_mmol()
        if found["sodium_mmol"] > MOST_SODIUM_AT_ONCE_MMOL:
            most_mg = MOST_SODIUM_AT_ONCE_MMOL * sodium_mg_per_mmol()
            raise InputError(
                f"{where}: sodium_mg is {cells['sodium_mg']}; expected at most {most_mg:.0f} mg at once. Check the unit."
            )
    if "sodium_mmol_l" in found:
        found["sodium_mmol"] = found.pop("sodium_mmol_l") * found.get("volume_ml", 0.0) / ML_PER_L
    return found


def _amount(cell: str, title: str, most: float, unit: str, where: str) -> float:
    try:
        value = float(cell)
    except ValueError:
        raise InputError(f"{where}: {title} is {cell!r}; expected a number.") from None
    if not (math.isfinite(value) and 0.0 <= value <= most):
        upto = f"0 to {most:g} {unit}" if math.isfinite(most) else "0 or more"
        raise InputError(f"{where}: {title} is {cell}; expected {upto} at once. Check the value and its unit.")
    return value


def _minute(cells: dict[str, str], where: str, start: datetime | None) -> float:
    cell = cells.get("minute", cells.get("time", ""))
    readers: tuple[Callable[[str], float], ...] = (
        (float,) if "minute" in cells else (_elapsed_min, lambda text: _moment_min(text, start))
    )
    for read in readers:
        try:
            minute = read(cell)
        except (ValueError, OverflowError) as error:
            if isinstance(error, InputError):
                raise InputError(f"{where}: {error}") from None
            continue
        if not (math.isfinite(minute) and minute >= 0.0):
            raise InputError(f"{where}: {minute:g} min is before the start; what was drunk before belongs to minute 0.")
        return minute
    raise InputError(f"{where}: the time is {cell!r}; expected minutes in a column 'minute', or 1:05:00 in a column 'time'.")


def _elapsed_min(text: str) -> float:
    parts = [int(part) for part in text.split(":")]
    hours, minutes, seconds = parts
    return hours * MIN_PER_H + minutes + seconds / S_PER_MIN


def _moment_min(text: str, start: datetime | None) -> float:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise InputError(f"time {text!r} has no offset from UTC; write {text}Z or {text}+02:00, or the elapsed time as 1:05:00.")
    if start is None:
        raise InputError(f"time {text!r} is of the clock, but the session has no start time; write the elapsed time as 1:05:00.")
    return (moment - start).total_seconds() / S_PER_MIN


def _check_hours(minute: Integers, volume_ml: Floats, name: str) -> None:
    """Refuse a table that drinks faster than anyone does in any hour of it."""
    order = np.argsort(minute, kind="stable")
    minute, total = minute[order], np.concatenate(([0.0], np.cumsum(volume_ml[order])))
    until = np.searchsorted(minute, minute + int(MIN_PER_H), side="left")
    drunk_l = (total[until] - total[:-1]) / ML_PER_L
    worst = int(np.argmax(drunk_l))
    if drunk_l[worst] > MOST_DRUNK_L_H:
        raise InputError(
            f"{name}: {drunk_l[worst]:g} L in the hour from minute {minute[worst]}; expected at most {MOST_DRUNK_L_H:g} L. Check the volumes."
        )
