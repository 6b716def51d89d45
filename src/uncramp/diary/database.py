"""Opening a database so that what was acknowledged is there after a crash, and telling its failures in words of ours."""

from __future__ import annotations

import os
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError

from uncramp.diary.access import DAMAGED
from uncramp.errors import InputError, StoreError
from uncramp.texts import N_, _

if TYPE_CHECKING:
    from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
    from sqlalchemy.pool import ConnectionPoolEntry

BUSY_S: Final = 30
AGAIN_S: Final = 0.02
PRAGMAS: Final = (
    "busy_timeout = 30000",
    "journal_mode = WAL",
    "synchronous = FULL",  # a diary writes rarely; an acknowledged entry lost to a power cut is worse than some milliseconds
    "foreign_keys = ON",
    "secure_delete = ON",
    "trusted_schema = OFF",
    "cell_size_check = ON",
)
CHECKED_BYTES: Final = 64 * 2**20
"""A file up to here is checked whole each time it is opened; a larger one by ``diary check`` and before it is copied."""

_READS: Final = "uncramp_reads"
_AT_ONCE: Final = "uncramp_at_once"
_LOCK: Final = 0x756E6372616D70  # any number, the same in every program of ours


class Database:
    """One SQLite file, or one PostgreSQL database by its URL."""

    def __init__(self, place: Path | URL) -> None:
        self.path = place if isinstance(place, Path) else None
        self.engine = _engine(place) if self.writable else _engine_that_reads(place)

    @property
    def writable(self) -> bool:
        """Whether a file that is there may be written, and others beside it; a server says so when it is asked."""
        return self.path is None or not self.path.exists() or all(os.access(one, os.W_OK) for one in (self.path, self.path.parent))

    @property
    def name(self) -> str:
        """The database for a message: without password."""
        return str(self.path) if self.path else self.engine.url.render_as_string(hide_password=True)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state and changes nothing.

        Raises
        ------
        StoreError
            If the database cannot be reached or read.
        """
        seen = {"isolation_level": "REPEATABLE READ"} if self.path is None else {_READS: True}
        with self._told(), self.engine.connect().execution_options(**seen) as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self, *, patient: bool = True) -> Iterator[Connection]:
        """A transaction of which all is kept or nothing. One writer at a time; another waits for up to 30 s, or not if not ``patient``.

        Raises
        ------
        StoreError
            If the database is busy, full, damaged or cannot be reached.
        """
        seen = {} if patient or self.path is None else {_AT_ONCE: True}
        with self._told(), self.engine.connect().execution_options(**seen) as connection, connection.begin():
            if self.path is None:
                wait = "" if patient else "try_"
                got = connection.execute(text(f"SELECT pg_{wait}advisory_xact_lock(:key)"), {"key": _LOCK}).scalar()
                if got is False:
                    raise StoreError(f"Another program is writing the diary {self.name}; nothing was changed. Do it again.")
            yield connection

    def check(self, *, whole: bool = True) -> None:
        """Look for damage: pages, indexes and references.

        Raises
        ------
        StoreError
            If there is any.
        """
        if self.path is None or not (whole or self.path.stat().st_size <= CHECKED_BYTES):
            return
        with self.reading() as connection:
            told = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar()
            stray = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if told != "ok" or stray is not None:
            raise StoreError(
                _("The diary {name} failed the check of its file. {damaged}").format(name=self.name, damaged=_(DAMAGED))
            )

    def close(self) -> None:
        """Let go of the file; the last to do so folds the write-ahead log into it."""
        self.engine.dispose()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise _in_words(error, self.name, is_file=self.path is not None) from error
        except UnicodeDecodeError as error:  # sqlite3 failed to say what is wrong, since the words hold a piece of the damage
            raise StoreError(_("The diary {name} cannot be read. {damaged}").format(name=self.name, damaged=_(DAMAGED))) from error


def place_of(data: str | Path | None, database: str | None) -> Path | URL:
    """Where the diary is: the URL asked for, or ``diary.sqlite`` in the folder asked for or in the usual place of the system.

    Raises
    ------
    InputError
        If the URL is none of PostgreSQL or SQLite.
    """
    if database:
        if not re.match(r"postgres(ql)?(\+psycopg)?://|sqlite:///", database):
            raise InputError(
                _("--database is no such URL; expected postgresql://user@host/name, or leave it out for a file of your own.")
            )
        try:
            url = make_url(re.sub(r"^postgres(ql)?(\+psycopg)?://", "postgresql+psycopg://", database))
        except (ArgumentError, ValueError):
            raise InputError(_("--database cannot be read as a URL; expected postgresql://user@host:5432/name.")) from None
        return url if url.get_backend_name() == "postgresql" else Path(url.database or "diary.sqlite")
    return folder_of(data) / "diary.sqlite"


def folder_of(data: str | Path | None) -> Path:
    """The data folder asked for, or the usual place of the system: the same for the server and for every command."""
    if data is not None:
        return Path(data)
    from platformdirs import user_data_path

    return user_data_path("uncramp", appauthor=False)


def make_private(path: Path) -> None:
    """Make the file and its folder, both for their owner alone, unless they are there, be it to be read only.

    Raises
    ------
    StoreError
        If that cannot be.
    """
    if path.exists():
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise StoreError(
            _("{path} cannot be made: {strerror}. Choose another folder with --data.").format(path=path, strerror=error.strerror)
        ) from None


def _engine(place: Path | URL) -> Engine:
    asked: dict[str, object]
    if isinstance(place, URL):
        try:
            asked = {"options": "-c lock_timeout=30s -c synchronous_commit=on", "connect_timeout": BUSY_S}
            engine = create_engine(place, connect_args=asked, hide_parameters=True)
        except ModuleNotFoundError:
            raise StoreError(_("A diary on PostgreSQL needs one package more: pip install 'uncramp[postgresql]'.")) from None
        return engine
    asked = {"timeout": BUSY_S, "isolation_level": None}
    # parameters are health data, and have no place in a message
    engine = create_engine(URL.create("sqlite", database=str(place)), connect_args=asked, hide_parameters=True)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _engine_that_reads(place: Path | URL) -> Engine:
    """Of a file on a disk or in a folder that may not be written: what is there can be read, and nothing is kept."""
    assert isinstance(place, Path)
    seen = {"mode": "ro", "uri": "true"}
    if not place.with_name(f"{place.name}-wal").exists():
        seen["immutable"] = "1"  # nobody writes it, so that it needs no log beside it
    url = URL.create("sqlite", database=place.absolute().as_uri(), query=seen)
    engine = create_engine(url, connect_args={"timeout": BUSY_S, "isolation_level": None}, hide_parameters=True)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        _set(cursor, pragma)
    if _resets_badly(sqlite3.sqlite_version_info):
        cursor.execute("PRAGMA wal_autocheckpoint = 0")
    cursor.close()


def _set(cursor: DBAPICursor, pragma: str) -> None:
    """Set it; again, if others begin the same file: SQLite does not wait for whoever makes its log first, whatever the time-out says."""
    until_s = time.monotonic() + BUSY_S
    while True:
        try:
            cursor.execute(f"PRAGMA {pragma}")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until_s:
                raise
            time.sleep(AGAIN_S)
        else:
            return


def _resets_badly(version: tuple[int, ...]) -> bool:
    """Whether this SQLite may damage a file when one program writes while another folds the log in (mended in 3.51.3 and branches).

    There the log is folded in by the last program to close the file, which has it alone.

    Examples
    --------
    >>> _resets_badly((3, 40, 1)), _resets_badly((3, 44, 6)), _resets_badly((3, 53, 0))
    (True, False, False)
    """
    mended = version[:2] in ((3, 44), (3, 50)) and version[2] >= {44: 6, 50: 7}[version[1]]
    return version < (3, 51, 3) and not mended


def _begin(connection: Connection) -> None:
    asked = connection.get_execution_options()
    if asked.get(_AT_ONCE, False):
        connection.exec_driver_sql("PRAGMA busy_timeout = 0")
    try:
        connection.exec_driver_sql("BEGIN" if asked.get(_READS, False) else "BEGIN IMMEDIATE")
    finally:
        if asked.get(_AT_ONCE, False):
            connection.exec_driver_sql(f"PRAGMA {PRAGMAS[0]}")


def _in_words(error: DBAPIError, name: str, *, is_file: bool) -> Exception:
    said = str(error.orig).lower()
    if isinstance(error, IntegrityError):
        return InputError(_("The diary did not take it, and nothing was changed: {error}.").format(error=_first_line(error)))
    for words, message in _TOLD.items():
        if any(word in said for word in words):
            return StoreError(_(message).format(name=name, damaged=_(DAMAGED), seconds=BUSY_S))
    # a file of ours gives no other error unless something in it is not ours
    text = _("The diary {name} cannot be used: {error}.").format(name=name, error=_first_line(error))
    return StoreError(f"{text} {_(DAMAGED)}" if is_file else text)


def _first_line(error: DBAPIError) -> str:
    """What the driver says; never the statement or its values, which are health data."""
    return str(error.orig).strip().partition("\n")[0].rstrip(".")


_TOLD: Final[dict[tuple[str, ...], str]] = {
    (
        "malformed",
        "not a database",
        "disk image",
        "unsupported file format",
        "decode",
        "no such table",
        "no such column",
    ): N_("The diary {name} cannot be read. {damaged}"),
    (
        "full",
        "no space",
        "disk i/o error",
    ): N_("There is no room to write the diary {name}; nothing was changed. Make room on the disk, then do it again."),
    (
        "locked",
        "lock timeout",
        "busy",
    ): N_("Another program has been writing the diary {name} for over {seconds} s; nothing was changed. Do it again."),
    (
        "readonly",
        "unable to open",
        "permission denied",
    ): N_("The diary {name} cannot be opened for writing. Check its folder and your rights."),
    ("connection", "resolve host", "timeout expired", "password", "does not exist"): N_(
        "The database {name} cannot be reached. Check the address, the name and the password, and that it runs."
    ),
}
