"""From the shape a database has to the shape this program knows, one step after the other, after a copy was put aside."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, inspect, text

from uncramp.diary.access import any_rows
from uncramp.diary.database import CHECKED_BYTES, Database
from uncramp.diary.tables import REVISION
from uncramp.errors import StoreError
from uncramp.texts import _

STEPS: Final = Path(__file__).with_name("migrations")
VERSION_TABLE: Final = "uncramp_version"
COPIES: Final = "copies"
"""Folder of the copies, beside the file."""
KEPT_COPIES: Final = 5
COPY_EACH_DAY: Final = 7
_MOMENT: Final = "%Y%m%dT%H%M%S%fZ"


def migrate(database: Database, *, to: str = REVISION, folders: Sequence[Path] = (STEPS,)) -> bool:
    """Bring the tables to revision ``to`` (``base``: none), in one transaction; whether anything was to be done.

    Parameters
    ----------
    folders
        Where the steps are.

    Raises
    ------
    StoreError
        If the database was made by a newer program than this, or cannot be changed.
    """
    with database.reading() as connection:
        now = revision_of(connection)
    if now == to:
        return False
    if now is not None:
        _refuse_newer(now, database, folders)
        copy_aside(database, f"before-{now}", datetime.now(tz=UTC))
    with database.writing() as connection:
        _run(connection, to, folders)
    return True


def revision_of(connection: Connection) -> str | None:
    """The revision a database is at; ``None`` if it has no diary."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    return connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()  # noqa: S608 - a constant of ours


def copy_aside(database: Database, why: str, now: datetime) -> Path | None:
    """Put a checked copy of a SQLite file into ``copies`` beside it and keep the newest five; PostgreSQL has its own tools for that.

    Raises
    ------
    StoreError
        If the file is damaged, or there is no room.
    """
    if database.path is None:
        return None
    from uncramp.diary.database import make_private

    database.check()
    copy = database.path.parent / COPIES / f"{database.path.stem}-{now:{_MOMENT}}-{why}.sqlite"
    make_private(copy)
    with database.reading() as connection:
        # VACUUM is done outside a transaction, and into an empty file
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("VACUUM INTO ?", (str(copy),))
        connection.exec_driver_sql("BEGIN")
    for old in copies_of(database)[KEPT_COPIES:]:
        old.unlink()
    return copy


def copy_weekly(database: Database, now: datetime) -> None:
    """Put a copy aside where the newest is a week old, or there is none and something to be copied.

    Not of a very large file, and not where nothing may be written.

    Raises
    ------
    StoreError
        As :func:`copy_aside`.
    """
    if database.path is None or database.path.stat().st_size > CHECKED_BYTES or not database.writable:
        return
    copies = copies_of(database)
    since = f"{now - timedelta(days=COPY_EACH_DAY):{_MOMENT}}"
    if copies and copies[0].name.removeprefix(f"{database.path.stem}-") > since:
        return
    with database.reading() as connection:
        if not copies and not any_rows(connection):
            return
    copy_aside(database, "weekly", now)


def copies_of(database: Database) -> list[Path]:
    """Copies that were put aside, newest first."""
    if database.path is None:
        return []
    return sorted((database.path.parent / COPIES).glob(f"{database.path.stem}-*.sqlite"), reverse=True)


def _refuse_newer(now: str, database: Database, folders: Sequence[Path]) -> None:
    if now not in {one.revision for one in _steps(tuple(folders)).walk_revisions()}:
        raise StoreError(
            _(
                "The diary {name} was written by a newer uncramp (its tables are at {now}, this program knows "
                "{revision}). Nothing was changed. Install that newer version, or open another diary with --data."
            ).format(name=database.name, now=now, revision=REVISION)
        )


@cache
def _steps(folders: tuple[Path, ...]) -> Any:
    from alembic.script import ScriptDirectory

    return ScriptDirectory(str(STEPS), version_locations=[str(folder) for folder in folders])


def _run(connection: Connection, to: str, folders: Sequence[Path]) -> None:
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext

    steps = _steps(tuple(folders))
    known = [one.revision for one in reversed(list(steps.walk_revisions()))]

    def moves(now: Any, _: Any) -> Any:
        at = now[0] if isinstance(now, tuple) and now else now or None
        place = known.index(at) if at in known else -1
        wanted = known.index(to) if to in known else -1
        return steps._upgrade_revs(to, now) if wanted > place else steps._downgrade_revs(to, now)

    with EnvironmentContext(Config(), steps, fn=moves) as environment:
        environment.configure(connection=connection, transactional_ddl=True, version_table=VERSION_TABLE)
        environment.run_migrations()
