"""All of a diary as one zip archive: each table as JSON and as CSV, and the original files; and back again."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Table

from uncramp import __version__
from uncramp.activity.read import RATIO_LIMIT
from uncramp.diary.access import Access, key_of
from uncramp.diary.arrival import safe_name
from uncramp.diary.checked import moment_text
from uncramp.diary.migrate import migrate
from uncramp.diary.older import OLDER, moved
from uncramp.diary.seal import SEAL
from uncramp.diary.store import Diary
from uncramp.diary.tables import ACTIVITIES, ALL, ATHLETES, ORIGINALS, REVISION
from uncramp.diary.tree import Archive, Refused
from uncramp.errors import InputError, StoreError
from uncramp.texts import _

FORMAT: Final = "uncramp diary"
MANIFEST: Final = "diary.json"
TABLES: Final = tuple(table for table in ALL if table.name != "originals")
TABLE_LIMIT: Final = 4_000_000_000
"""Bytes of one table as JSON: thousands of assessments."""
NOT_HELD: Final = ("athlete_id", SEAL)
"""Columns that belong to the database and not to what was said."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did."""

    added_count: int  # rows that were not there
    known_count: int  # rows that were there, the same


def row_digests(diary: Diary) -> dict[str, str]:
    """One digest a table over all its rows, original files included: two diaries with equal digests hold the same."""
    with diary.database.reading() as connection:
        access = Access(connection, diary.athlete_id)
        return {table.name: _digest(_held(table, row) for row in access.rows(table)) for table in ALL}


def write_bundle(diary: Diary, target: Path) -> dict[str, int]:
    """Write everything into a zip archive at ``target``; how many rows of each table.

    Raises
    ------
    StoreError
        If the diary is damaged, or there is no room.
    """
    diary.database.check()
    digests: dict[str, str] = {}
    counts: dict[str, int] = {}
    with (
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as archive,
        diary.database.reading() as connection,
    ):
        access = Access(connection, diary.athlete_id)
        for table in TABLES:
            rows = [_held(table, row) for row in access.rows(table)]
            counts[table.name], digests[table.name] = len(rows), _digest(rows)
            _put(archive, f"tables/{table.name}.json", json.dumps(rows, indent=1, ensure_ascii=False, allow_nan=False))
            _put(archive, f"tables/{table.name}.csv", _csv(table, rows))
        for key, file_name in zip(access.keys(ACTIVITIES, "activity_id"), access.keys(ACTIVITIES, "file_name"), strict=True):
            for row in access.rows(ORIGINALS, ORIGINALS.c.activity_id == key):
                _put(archive, _original_name(key, file_name), row["content"])
        manifest = {
            "format": FORMAT, "revision": REVISION, "version": __version__, "made_at": moment_text(diary.now()),
            "counts": counts, "digests": digests,
        }  # fmt: skip
        _put(archive, MANIFEST, json.dumps(manifest, indent=1))
    return counts


def read_bundle(diary: Diary, source: Path) -> Restored:
    """Bring back what an archive of :func:`write_bundle` holds: all of it or, where a row differs from one that is there, nothing.

    Raises
    ------
    InputError
        If it is no such archive, or the diary says something else under the same id.
    StoreError
        If the archive is damaged, or was written by a newer program.
    """
    migrate(diary.database)
    archive = Archive(source, source.name)
    try:
        manifest = _manifest(archive, source)
        tables = {table.name: _rows(archive, table, manifest, source) for table in TABLES}
        tables = {name: [moved(name, row, manifest["revision"]) for row in rows] for name, rows in tables.items()}
        with diary.database.writing() as connection:
            access = Access(connection, diary.athlete_id)
            counts = [_bring(access, table, tables[table.name]) for table in TABLES]
            counts.append(_bring_originals(access, archive, tables["activities"], source))
        return Restored(sum(added for added, _ in counts), sum(known for _, known in counts))
    except Refused as refused:
        raise StoreError(_("{name} {refused}. Use another copy of it.").format(name=source.name, refused=refused)) from None
    finally:
        archive.close()


def _bring(access: Access, table: Table, rows: Sequence[Mapping[str, Any]]) -> tuple[int, int]:
    """Add what is not there; how many were added and how many known."""
    there = {row[key_of(table)]: _held(table, row) for row in access.rows(table)}
    if table is ATHLETES:
        return _bring_athlete(access, rows, there)
    added = 0
    for row in rows:
        key = row[key_of(table)]
        if key not in there:
            access.add(table, row)
            added += 1
        elif there[key] != dict(row):
            raise InputError(
                _(
                    "The diary already has something else in {name} under the id {key}, so nothing was restored. "
                    "Restore into an empty diary: add --data with another folder."
                ).format(name=table.name, key=key)
            )
    return added, len(rows) - added


def _bring_athlete(access: Access, rows: Sequence[Mapping[str, Any]], there: Mapping[str, Mapping[str, Any]]) -> tuple[int, int]:
    """Who it is, where the diary does not say so yet."""
    (own,) = there.values()
    told = dict(rows[0])
    if own.get("profile_json") in (None, told.get("profile_json")):
        access.change(ATHLETES, access.athlete_id, told)
    return 0, 0


def _bring_originals(access: Access, archive: Archive, activities: Sequence[Mapping[str, Any]], source: Path) -> tuple[int, int]:
    from uncramp.diary.arrival import identity

    added = 0
    for activity in activities:
        key = activity["activity_id"]
        if access.keys(ORIGINALS, "activity_id", ORIGINALS.c.activity_id == key):
            continue
        name = _original_name(key, activity["file_name"])
        if name not in archive.names:
            raise StoreError(
                _("{archive} lacks the file {name}; nothing was restored. Use another copy of it.").format(
                    archive=source.name, name=name
                )
            )
        content = archive.read(name)
        if identity(content)["content_sha256"] != activity["content_sha256"]:
            raise StoreError(
                _("{name} in {archive} is not the file it was; nothing was restored. Use another copy of it.").format(
                    name=name, archive=source.name
                )
            )
        access.add(ORIGINALS, {"activity_id": key, "content": content})
        added += 1
    return added, len(activities) - added


def _manifest(archive: Archive, source: Path) -> dict[str, Any]:
    try:
        manifest = json.loads(archive.read(MANIFEST))
        known = manifest["format"] == FORMAT
    except (KeyError, TypeError, ValueError, RecursionError):
        known = False
    if not known:
        raise InputError(
            _(
                "{name} is no export of a diary. Expected the zip archive that an export of the diary wrote. "
                "What Strava, Garmin or Apple Health exported is not restored but imported, as activity files "
                "are."
            ).format(name=source.name)
        )
    if manifest["revision"] not in (*OLDER, REVISION):
        raise StoreError(
            _("{name} was written by another version of uncramp ({version}). Restore it with that version, then update.").format(
                name=source.name, version=manifest["version"]
            )
        )
    return dict(manifest)


def _rows(archive: Archive, table: Table, manifest: Mapping[str, Any], source: Path) -> list[dict[str, Any]]:
    name = f"tables/{table.name}.json"
    try:
        rows = json.loads(archive.read(name, TABLE_LIMIT), parse_constant=_no_number)
        rows = [{column: row[column] for column in _columns(table)} for row in rows]
    except (KeyError, TypeError, ValueError, RecursionError):
        raise StoreError(
            _("{name} in {archive} cannot be read. Use another copy of it.").format(name=name, archive=source.name)
        ) from None
    if _digest(rows) != manifest["digests"][table.name]:
        raise StoreError(
            _("{name} in {archive} is not what was written. Use another copy of it.").format(name=name, archive=source.name)
        )
    return rows


def _no_number(word: str) -> None:
    raise ValueError(word)


def _columns(table: Table) -> list[str]:
    return [column.name for column in table.c if column.name not in NOT_HELD]


def _held(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in _columns(table)}


def _digest(rows: Sequence[Mapping[str, Any]] | Iterator[Mapping[str, Any]]) -> str:
    total = hashlib.sha256()
    for row in rows:
        told = {name: hashlib.sha256(value).hexdigest() if isinstance(value, bytes) else value for name, value in row.items()}
        total.update(json.dumps(told, sort_keys=True, allow_nan=False).encode() + b"\n")
    return total.hexdigest()


def _csv(table: Table, rows: Sequence[Mapping[str, Any]]) -> str:
    written = io.StringIO()
    writer = csv.DictWriter(written, _columns(table), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue()


def _original_name(key: str, file_name: str) -> str:
    return f"originals/{key}/{safe_name(file_name)}"


def _put(archive: zipfile.ZipFile, name: str, data: str | bytes) -> None:
    """Add a file, packed unless it would pack so well that reading it again would take it for a bomb."""
    content = data.encode() if isinstance(data, str) else data
    suspect = len(content) > RATIO_LIMIT // 2 * len(zlib.compress(content))
    kind = zipfile.ZIP_STORED if suspect else zipfile.ZIP_DEFLATED
    archive.writestr(zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0)), content, kind)
