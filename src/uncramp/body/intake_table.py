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
            raise InputError(
                _("{name} is larger than {largest_file_bytes} bytes; expected a short table. Check the file.").format(
                    name=path.name, largest_file_bytes=f"{LARGEST_FILE_BYTES:,}"
                )
            )
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(
            _("{name} cannot be read: {strerror}. Check the name of the intake file.").format(
                name=path.name, strerror=error.strerror or error
            )
        ) from error
    except UnicodeDecodeError:
        raise InputError(
            _("{name} is not text; expected CSV with the columns minute, volume_ml, sodium_mg.").format(name=path.name)
        ) from None
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
        raise InputError(
            _("{name} is not CSV: {error}. Save it again as comma-separated text.").format(name=name, error=error)
        ) from None
    if not rows or not any(cell.strip() for cell in rows[0]):
        raise InputError(
            _("{name} is empty; expected a header such as minute,volume_ml,sodium_mg,carbohydrate_g.").format(name=name)
        )
    header = [cell.strip().lower() for cell in rows[0]]
    _check_header(header, name)
    entries: list[dict[str, float]] = []
    for line, row in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in row):
            continue
        where = f"{name}, line {line}"
        if len(row) != len(header):
            raise InputError(
                _("{where} has {count} values; the header has {expected}. Check its separators.").format(
                    where=where, count=len(row), expected=len(header)
                )
            )
        entries.append(_entry(dict(zip(header, (cell.strip() for cell in row), strict=True)), where, start))
    if not entries:
        raise InputError(_("{name} has a header but no lines; add what was taken, or say --drank nothing.").format(name=name))

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
            raise InputError(
                _("{name} has a column {title}; use {names}.").format(
                    name=name, title=repr(title), names=_(" or ").join(near) if near else ", ".join(_COLUMNS)
                )
            )
    if sum(title in _TIMES for title in header) != 1 or len(set(header)) != len(header):
        raise InputError(_("{name} needs exactly one of the columns minute and time, and no column twice.").format(name=name))
    sodium = [title for title in header if title.startswith("sodium")]
    if len(sodium) > 1:
        raise InputError(_("{name} gives sodium as {names}; keep one.").format(name=name, names=" and ".join(sodium)))
    if "sodium_mmol_l" in header and "volume_ml" not in header:
        raise InputError(_("{name} gives sodium_mmol_l without volume_ml; add the volume, or give sodium_mmol.").format(name=name))
    if not any(title in _NUMBERS for title in header):
        raise InputError(_("{name} has times but nothing taken; add volume_ml, sodium_mg or carbohydrate_g.").format(name=name))


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
                _("{where}: sodium_mg is {sodium_mg}; expected at most {most_mg} mg at once. Check the unit.").format(
                    where=where, sodium_mg=cells["sodium_mg"], most_mg=f"{most_mg:.0f}"
                )
            )
    if "sodium_mmol_l" in found:
        found["sodium_mmol"] = found.pop("sodium_mmol_l") * found.get("volume_ml", 0.0) / ML_PER_L
    return found


def _amount(cell: str, title: str, most: float, unit: str, where: str) -> float:
    try:
        value = float(cell)
    except ValueError:
        raise InputError(
            _("{where}: {title} is {cell}; expected a number.").format(where=where, title=title, cell=repr(cell))
        ) from None
    if not (math.isfinite(value) and 0.0 <= value <= most):
        upto = f"0 to {most:g} {unit}" if math.isfinite(most) else "0 or more"
        raise InputError(
            _("{where}: {title} is {cell}; expected {upto} at once. Check the value and its unit.").format(
                where=where, title=title, cell=cell, upto=upto
            )
        )
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
            raise InputError(
                _("{where}: {minute} min is before the start; what was drunk before belongs to minute 0.").format(
                    where=where, minute=f"{minute:g}"
                )
            )
        return minute
    raise InputError(
        _("{where}: the time is {cell}; expected minutes in a column 'minute', or 1:05:00 in a column 'time'.").format(
            where=where, cell=repr(cell)
        )
    )


def _elapsed_min(text: str) -> float:
    parts = [int(part) for part in text.split(":")]
    hours, minutes, seconds = parts
    return hours * MIN_PER_H + minutes + seconds / S_PER_MIN


def _moment_min(text: str, start: datetime | None) -> float:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise InputError(
            _("time {text} has no offset from UTC; write {typed}Z or {typed}+02:00, or the elapsed time as 1:05:00.").format(
                text=repr(text), typed=text
            )
        )
    if start is None:
        raise InputError(
            _("time {text} is of the clock, but the session has no start time; write the elapsed time as 1:05:00.").format(
                text=repr(text)
            )
        )
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
            _(
                "{name}: {drunk_l} L in the hour from minute {minute}; expected at most {most_drunk_l_h} L. Check the volumes."
            ).format(name=name, drunk_l=f"{drunk_l[worst]:g}", minute=minute[worst], most_drunk_l_h=f"{MOST_DRUNK_L_H:g}")
        )
