"""A folder or a zip archive as names and bytes, within limits; nothing is ever unpacked to a place that the archive names."""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Final, Protocol

from uncramp.activity.read import FILE_LIMIT, RATIO_LIMIT
from uncramp.errors import InputError
from uncramp.texts import _

ENTRIES_LIMIT: Final = 200_000
TOTAL_LIMIT: Final = 50_000_000_000
"""Bytes unpacked of one archive: an export of twenty years holds some."""
STREAM_LIMIT: Final = 10_000_000_000
"""Bytes of one file that is read piece by piece: the list of all measurements of a phone holds some gigabytes."""
_RATIO_FROM: Final = 1_000_000
_PIECE: Final = 1 << 18
HEAD: Final = 4096
"""Bytes by which a file is known."""


class Tree(Protocol):
    """Files by name."""

    names: tuple[str, ...]  # with / between folders, sorted

    def read(self, name: str) -> bytes:
        """The content of one file, at most ``FILE_LIMIT`` bytes."""

    def open(self, name: str) -> IO[bytes]:
        """One file to be read piece by piece."""

    def begins(self, name: str) -> bytes:
        """The first ``HEAD`` bytes of one file; nothing where it cannot be read."""


class Refused(Exception):  # noqa: N818 - it is the answer to one file, and no error of the whole
    """One file cannot be read, and why."""


class Folder:
    """Files in a folder and below; links that lead out of it are not followed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.names = tuple(sorted(_files_below(path)))

    def read(self, name: str) -> bytes:
        """The content of one file."""
        try:
            with (self._path / name).open("rb") as file:
                return _bounded(file.read(FILE_LIMIT + 1))
        except OSError as error:
            raise Refused(_("cannot be opened ({strerror})").format(strerror=error.strerror)) from None

    def open(self, name: str) -> IO[bytes]:
        """One file to be read piece by piece."""
        return (self._path / name).open("rb")

    def begins(self, name: str) -> bytes:
        """The first bytes of one file."""
        try:
            with self.open(name) as file:
                return file.read(HEAD)
        except OSError:
            return b""


class Archive:
    """Files in a zip archive."""

    def __init__(self, file: Path | IO[bytes], name: str) -> None:
        try:
            self._zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
            raise InputError(
                _("{name} cannot be read as a zip archive ({error}). Export it again, or give the unpacked folder.").format(
                    name=name, error=error
                )
            ) from None
        entries = self._zip.infolist()
        if len(entries) > ENTRIES_LIMIT:
            raise InputError(
                _(
                    "{name} holds {count} files; expected at most {entries_limit}. Give the archive that the service exports."
                ).format(name=name, count=len(entries), entries_limit=ENTRIES_LIMIT)
            )
        self._entries = {entry.filename: entry for entry in entries if not entry.is_dir()}
        self.names = tuple(sorted(self._entries))
        self._total = 0

    def read(self, name: str, limit: int = FILE_LIMIT) -> bytes:
        """The content of one file, unpacked within the limits of size and ratio, whatever its header says."""
        return b"".join(self._pieces(name, limit))

    def open(self, name: str) -> IO[bytes]:
        """One file to be read piece by piece, by way of a temporary file that has no name."""
        file = TemporaryFile()  # noqa: SIM115 - handed to the caller, who closes it
        try:
            for piece in self._pieces(name, STREAM_LIMIT):
                file.write(piece)
        except BaseException:
            file.close()
            raise
        file.seek(0)
        return file

    def begins(self, name: str) -> bytes:
        """The first bytes of one file."""
        try:
            return next(self._pieces(name, STREAM_LIMIT), b"")[:HEAD]
        except Refused:
            return b""

    def close(self) -> None:
        """Let go of the file."""
        self._zip.close()

    def _pieces(self, name: str, limit: int) -> Iterator[bytes]:
        entry = self._entries[name]
        size = 0
        if entry.flag_bits & 1:
            raise Refused(_("is locked by a password"))
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise Refused(_("is a link, not a file"))
        try:
            with self._zip.open(entry) as file:
                while piece := file.read(_PIECE):
                    size += len(piece)
                    self._total += len(piece)
                    if (
                        size > limit
                        or self._total > TOTAL_LIMIT
                        or (size > _RATIO_FROM and size > RATIO_LIMIT * entry.compress_size)
                    ):
                        raise Refused(
                            _("grows beyond {limit} MB or {ratio_limit} times its size, as no activity does").format(
                                limit=limit // 1_000_000, ratio_limit=RATIO_LIMIT
                            )
                        )
                    yield piece
        except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, zlib.error) as error:
            raise Refused(_("is damaged ({error})").format(error=error)) from None


@contextmanager
def opened_tree(path: Path) -> Iterator[Tree]:
    """The files of a folder or of a zip archive.

    Raises
    ------
    InputError
        If it is neither.
    """
    if path.is_dir():
        yield Folder(path)
        return
    if not path.exists():
        raise InputError(
            _("There is no {path}. Expected a folder of activities, or the zip archive of an export.").format(path=path)
        )
    archive = Archive(path, path.name)
    try:
        yield archive
    finally:
        archive.close()


@contextmanager
def inner_archive(tree: Tree, name: str) -> Iterator[Archive]:
    """The archive that lies as a file in another."""
    with tree.open(name) as file:
        archive = Archive(file, name)
        try:
            yield archive
        finally:
            archive.close()


def _files_below(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            yield path.relative_to(folder).as_posix()


def _bounded(data: bytes) -> bytes:
    if len(data) > FILE_LIMIT:
        raise Refused(_("holds more than {most} MB; the longest activities hold a few").format(most=FILE_LIMIT // 1_000_000))
    return data
