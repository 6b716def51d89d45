"""A table of a TOML file, read key by key: what is missing, wrong or not known is told with file, table and key."""

from __future__ import annotations

import math
import reprlib
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from uncramp.errors import InputError


class TomlTable:
    """One table; every key is taken once, and :meth:`done` refuses what nobody took."""

    def __init__(self, content: Mapping[str, Any], file: str, place: str = "") -> None:
        self._content = dict(content)
        self._asked: list[str] = []
        self.file = file
        self.place = place  # as written in the file: [legs 2]

    def error(self, key: str, told: str) -> InputError:
        """An error at ``key`` of this table."""
        where = f"{self.file}: {f'[{self.place}] ' if self.place else ''}{key}"
        return InputError(f"{where.rstrip()} {told}")

    def has(self, key: str) -> bool:
        """Whether ``key`` is given."""
        self._asked.append(key)
        return key in self._content

    def take(self, key: str, expected: str) -> Any:
        """The value of ``key``, as it is."""
        if not self.has(key):
            raise self.error(key, f"is missing; expected {expected}.")
        return self._content.pop(key)

    def number(self, key: str, low: float, high: float, default: float | None = None) -> float:
        """A finite number within bounds; ``default`` where it is not given."""
        if not self.has(key) and default is not None:
            return default
        expected = f"a number from {low:g} to {high:g}"
        value = self.take(key, expected)
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or not low <= value <= high:
            raise self.error(key, f"is {reprlib.repr(value)}; expected {expected}. Check the value and its unit.")
        return float(value)

    def words(self, key: str, expected: str, default: str | None = None) -> str:
        """A text in quotes."""
        if not self.has(key) and default is not None:
            return default
        value = self.take(key, expected)
        if not isinstance(value, str) or not value.strip():
            raise self.error(key, f"is {reprlib.repr(value)}; expected {expected}, in quotes.")
        return value.strip()

    def truth(self, key: str) -> bool:
        """Yes or no; no where it is not given."""
        if not self.has(key):
            return False
        value = self.take(key, "true or false")
        if not isinstance(value, bool):
            raise self.error(key, f"is {reprlib.repr(value)}; expected true or false, without quotes.")
        return value

    def listed(self, key: str) -> tuple[str, ...]:
        """Texts in brackets; none where it is not given."""
        if not self.has(key):
            return ()
        value = self.take(key, "names in brackets")
        if not (isinstance(value, list) and all(isinstance(word, str) for word in value)):
            raise self.error(key, f'is {reprlib.repr(value)}; expected names in brackets, such as ["one", "other"].')
        return tuple(value)

    def numbers(self, key: str, columns: int = 1) -> list[tuple[float, ...]]:
        """Rows of finite numbers in brackets, ``columns`` each; none where it is not given."""
        if not self.has(key):
            return []
        value = self.take(key, "numbers in brackets")
        rows: list[list[Any]] = [row if isinstance(row, list) else [row] for row in value] if isinstance(value, list) else [[None]]
        sound = all(len(row) == columns and all(isinstance(one, int | float) and math.isfinite(one) for one in row) for row in rows)
        if not sound or not rows:
            shape = "numbers" if columns == 1 else f"rows of {columns} numbers"
            raise self.error(key, f"is {reprlib.repr(value)}; expected {shape} in brackets.")
        return [tuple(float(one) for one in row) for row in rows]

    def table(self, key: str, expected: str = "a table") -> TomlTable:
        """The table at ``key``."""
        value = self.take(key, expected)
        if not isinstance(value, Mapping):
            raise self.error(key, f"is {reprlib.repr(value)}; expected {expected}.")
        return TomlTable(value, self.file, f"{self.place}.{key}" if self.place else key)

    def tables(self, key: str) -> list[TomlTable]:
        """The tables ``[[key]]``, in their order; none where there is none."""
        if not self.has(key):
            return []
        value = self.take(key, f"tables [[{key}]]")
        if not (isinstance(value, list) and all(isinstance(one, Mapping) for one in value)):
            raise self.error(key, f"is {reprlib.repr(value)}; expected tables, each under [[{key}]].")
        before = f"{self.place}." if self.place else ""
        return [TomlTable(one, self.file, f"{before}{key} {at}") for at, one in enumerate(value, start=1)]

    def named(self, key: str) -> Iterator[tuple[str, TomlTable]]:
        """The tables ``[key.NAME]`` with their names, in their order."""
        if not self.has(key):
            return
        inner = self.table(key, f"tables [{key}.NAME]")
        for name in list(inner._content):
            yield name, inner.table(name)

    def only(self, *known: str) -> None:
        """Refuse any key but ``known``, before another complaint hides that one is misspelt.

        Raises
        ------
        InputError
            With the nearest key that is known here.
        """
        if unknown := next((key for key in self._content if key not in known), None):
            near = get_close_matches(unknown.lower(), known, n=2)
            hint = f"Did you mean {' or '.join(near)}?" if near else f"Known here: {', '.join(sorted(known))}."
            raise self.error(unknown, f"is not known. {hint}")

    def done(self) -> None:
        """Refuse what was not taken.

        Raises
        ------
        InputError
            As :meth:`only`.
        """
        if self._content:
            self.only(*sorted(set(self._asked)))
