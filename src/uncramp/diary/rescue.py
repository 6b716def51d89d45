"""The way out of a damaged file: a new one from the last copy and from what can still be read."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import LargeBinary, Table

from uncramp.diary.access import Access, athletes_of, key_of
from uncramp.diary.database import Database, make_private
from uncramp.diary.migrate import VERSION_TABLE, copies_of, migrate
from uncramp.diary.older import moved
from uncramp.diary.seal import SEAL, seal_of
from uncramp.diary.tables import ACTIVITIES, ALL, ATHLETES, ORIGINALS
from uncramp.errors import InputError, StoreError
from uncramp.texts import _

BESIDE: Final = ("", "-wal", "-shm")


@dataclass(frozen=True, slots=True)
class Rescued:
    """What was brought together, and where the damaged file lies now."""

    from_file_count: int  # rows that could still be read
    from_copy_count: int  # rows that only a copy had
    copy: Path | None
    damaged: Path
    without_original: tuple[str, ...]  # ids of activities whose file is lost


def rescue(path: Path) -> Rescued:
    """Put a damaged file aside and make a new one: rows that are as they were written, then those only the newest good copy has.

    Raises
    ------
    InputError
        If there is no file.
    StoreError
        If nothing can be read of it or of any copy.
    """
    if not path.exists():
        raise InputError(
            _("There is no diary at {path}. Bring one back from an export: uncramp diary restore FILE.zip").format(path=path)
        )
    fresh = path.with_name(f"{path.stem}-restored.sqlite")
    for end in BESIDE:
        fresh.with_name(fresh.name + end).unlink(missing_ok=True)
    make_private(fresh)
    target = Database(fresh)
    copies = copies_of(Database(path))
    try:
        migrate(target)
        from_file = _pour(path, target)
        used, from_copy = next(((copy, count) for copy in copies if (count := _pour(copy, target)) is not None), (None, 0))
        without = _without_original(target, path)
    except BaseException:
        target.close()
        fresh.unlink(missing_ok=True)
        raise
    target.close()
    aside = path.with_name(f"{path.stem}-damaged-{datetime.now(tz=UTC):%Y%m%dT%H%M%S%fZ}.sqlite")
    for end in BESIDE:
        beside = path.with_name(path.name + end)
        if beside.exists():
            beside.replace(aside.with_name(aside.name + end))
    fresh.replace(path)
    return Rescued(from_file or 0, from_copy or 0, used, aside, without)


def _pour(source: Path, target: Database) -> int | None:
    """Bring over the rows that ``target`` lacks and whose seal fits; how many. ``None`` where no table can be read."""
    count = 0
    readable = False
    held: dict[tuple[str, str], set[str]] = {}  # athlete, table -> keys
    revision = _revision(source)
    for table in ALL:
        rows = _readable_rows(source, table)
        if rows is None:
            continue
        readable = True
        rows = [moved(table.name, row, revision) for row in rows]
        with target.writing() as connection:
            for row in rows:
                access = Access(connection, row["athlete_id"])
                keys = held.setdefault((access.athlete_id, table.name), set(access.keys(table, key_of(table))))
                activity = row.get("activity_id") if table.name != "activities" else None
                orphan = activity is not None and activity not in held.get((access.athlete_id, "activities"), ())
                orphan = orphan or (
                    table is not ATHLETES and access.athlete_id not in held.get((access.athlete_id, "athletes"), ())
                )
                if row[key_of(table)] in keys or orphan:
                    continue
                try:
                    access.add(table, {name: value for name, value in row.items() if name != SEAL})
                except InputError:
                    continue
                keys.add(row[key_of(table)])
                count += 1
    return count if readable else None


def _revision(source: Path) -> str:
    """The step the tables of a file are at; nothing where that cannot be read."""
    connection = sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)
    try:
        return str(connection.execute(f"SELECT version_num FROM {VERSION_TABLE}").fetchone()[0])  # noqa: S608 - a constant of ours
    except (sqlite3.Error, TypeError, UnicodeDecodeError):
        return ""
    finally:
        connection.close()


def _readable_rows(source: Path, table: Table) -> list[dict[str, Any]] | None:
    """Rows of a table that are as they were written, read from the front and, past damage, from the back."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    readable = False
    for order in ("ASC", "DESC"):
        try:
            connection = sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)
            connection.text_factory = bytes
            cursor = connection.execute(f"SELECT * FROM {table.name} NOT INDEXED ORDER BY rowid {order}")  # noqa: S608 - a name of ours
            names = [column[0] for column in cursor.description]
            while (values := cursor.fetchone()) is not None:
                row = _decoded(table, dict(zip(names, values, strict=True)))
                readable = True
                if row is not None and seal_of(table.name, row) == row[SEAL]:
                    found[row["athlete_id"], row[key_of(table)]] = row
            readable = True
            break
        except (sqlite3.Error, UnicodeDecodeError):  # the latter where the words of the former hold a piece of the damage
            continue
        finally:
            connection.close()
    return list(found.values()) if readable else None


def _decoded(table: Table, row: dict[str, Any]) -> dict[str, Any] | None:
    if set(row) != set(table.c.keys()):
        return None
    try:
        return {
            name: value.decode() if isinstance(value, bytes) and not isinstance(table.c[name].type, LargeBinary) else value
            for name, value in row.items()
        }
    except UnicodeDecodeError:
        return None


def _without_original(target: Database, path: Path) -> tuple[str, ...]:
    """Ids of activities without their file."""
    with target.reading() as connection:
        ids = athletes_of(connection)
        lacking = [
            key
            for one in ids
            for access in [Access(connection, one)]
            for key in set(access.keys(ACTIVITIES, "activity_id")) - set(access.keys(ORIGINALS, "activity_id"))
        ]
    if not ids:
        raise StoreError(
            _("Nothing can be read of {path}, and there is no copy of it. Bring one back from an export.").format(path=path)
        )
    return tuple(sorted(lacking))
