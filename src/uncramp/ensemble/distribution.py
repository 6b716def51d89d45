"""A distribution as a field file states it: the same keys as an entry of the evidence, checked against the same bounds."""

from __future__ import annotations

import math
from typing import Final

from uncramp.ensemble.toml_table import TomlTable
from uncramp.evidence.registry import SPREADS, Entry, sources
from uncramp.names import GRADES, one_of
from uncramp.units import unit_of

KEYS: Final = ("value", "low", "high", "spread", "grade", "unit", "source", "where", "note")


def read_distribution(table: TomlTable, name: str, base: Entry | None = None) -> Entry:
    """The distribution in ``table``.

    ``base`` is what it replaces: its physical bounds hold, and its name. A source may be a key of the evidence or words of one's own.

    Raises
    ------
    InputError
        If it cannot be, with file, table and key.
    """
    table.only(*KEYS)
    floor = -math.inf if base is None else base.floor
    ceiling = math.inf if base is None else base.ceiling
    value = table.number("value", floor, ceiling)
    low, high = table.number("low", floor, ceiling, value), table.number("high", floor, ceiling, value)
    spread = table.words("spread", f"one of {', '.join(SPREADS)}", "fixed" if low == high else None)
    if spread not in SPREADS:
        raise table.error("spread", f"is {spread!r}; expected one of {', '.join(SPREADS)}.")
    grade = one_of(table.words("grade", "a grade", "assumed"), GRADES, f"{table.file}: [{table.place}] grade")
    unit = unit_of(name) or "1"
    given_unit = table.words("unit", "the unit", unit)
    entry = Entry(
        topic="field", name=name, value=value, unit=unit, low=low, high=high, spread=spread, varies="people", grade=grade,
        source=_sources(table), where=table.words("where", "a place", ""), note=table.words("note", "words", ""),
        null_chance_frac=0.0, null_value=0.0, floor=floor, ceiling=ceiling,
    )  # fmt: skip
    table.done()
    complaints = {
        f"has the unit {given_unit!r}; expected {unit!r}, as its name says": given_unit != unit,
        f"has value {value:g} outside its own range, low {low:g} to high {high:g}": not low <= value <= high,
        f"is {spread} but has no range; give low and high, the ends of 95 % of people": spread != "fixed" and not low < high,
        'has a range but is "fixed"; give spread = "normal", "lognormal" or "uniform"': spread == "fixed" and low < high,
        "is lognormal, so that low must be above 0": spread == "lognormal" and low <= 0.0,
    }
    for complaint, holds in complaints.items():
        if holds:
            raise table.error("", complaint + ".")
    return entry


def _sources(table: TomlTable) -> tuple[str, ...]:
    if not table.has("source"):
        return ("stated",)
    value = table.take("source", "a source")
    listed = value if isinstance(value, list) else [value]
    if not listed or not all(isinstance(word, str) and word.strip() for word in listed):
        raise table.error(
            "source", f"is {value!r}; expected a key such as {next(iter(sources()))!r}, or words of your own in quotes."
        )
    return tuple(listed)
