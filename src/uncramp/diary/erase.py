"""Deleting a diary so that nothing of it is left in the database, its log, its copies or beside them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from sqlalchemy.exc import DBAPIError

from uncramp.diary.access import Access, athletes_of
from uncramp.diary.migrate import COPIES
from uncramp.diary.store import Diary
from uncramp.diary.tables import ATHLETES
from uncramp.errors import StoreError
from uncramp.texts import _

BESIDE: Final = ("", "-wal", "-shm", "-journal")
_PIECE: Final = 1 << 20


def delete_everything(diary: Diary) -> None:
    """Take out all that is the athlete's, and close the diary. Where nobody else is in the file, it and its copies are overwritten.

    Raises
    ------
    StoreError
        If another program has the file open.
    """
    database = diary.database
    with database.writing() as connection:
        Access(connection, diary.athlete_id).remove(ATHLETES)
        others = athletes_of(connection)
    if database.path is None:
        _vacuum_postgres(diary)
        diary.close()
        return
    try:
        _fold_in(diary)
    finally:
        diary.close()
    if not others:
        folder = database.path.parent / COPIES
        log = (database.path.with_name(database.path.name + end) for end in BESIDE)
        # beside the file there may be a damaged one that was put aside, or a new one that was not finished
        aside = database.path.parent.glob(f"{database.path.stem}-*.sqlite*")
        for path in (*log, *aside, *folder.glob(f"{database.path.stem}-*")):
            overwrite(path)
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


def overwrite(path: Path) -> None:
    """Write zeros over a file, to the disk, and take it away; nothing if there is none."""
    try:
        left = path.stat().st_size
        with path.open("r+b") as file:
            while left > 0:
                left -= file.write(bytes(min(left, _PIECE)))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    except FileNotFoundError:
        return
    except OSError as error:
        raise StoreError(
            _("{path} cannot be deleted: {strerror}. Delete it by hand.").format(path=path, strerror=error.strerror)
        ) from None


def _fold_in(diary: Diary) -> None:
    """Bring the log into the file and write the file anew, without what was deleted; only with nobody else in it."""
    raw = diary.database.engine.raw_connection()
    try:
        cursor = raw.cursor()
        for statement in (
            "PRAGMA busy_timeout = 2000",
            "VACUUM",
            "PRAGMA wal_checkpoint(TRUNCATE)",
            "PRAGMA journal_mode = DELETE",
        ):
            cursor.execute(statement)
        cursor.close()
    except Exception as error:
        raise StoreError(
            _(
                "What was in the diary {name} is deleted, but another program has the file open, so traces may "
                "be left in it. Close that program and do it again."
            ).format(name=diary.database.name)
        ) from error
    finally:
        raw.close()


def _vacuum_postgres(diary: Diary) -> None:
    try:
        with diary.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM FULL")
    except DBAPIError as error:
        raise StoreError(
            _("The rows are deleted; freed pages could not be written anew. Ask who runs the database to VACUUM it.")
        ) from error
