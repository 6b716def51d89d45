"""One server in one data folder: it holds a lock for as long as it runs, which the system lets go of however it ends."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final

from uncramp.errors import StoreError
from uncramp.texts import _

FILE: Final = "serve.lock"
FAR: Final = 1 << 20
"""Where the locked byte is: behind the address, which others must be able to read."""
MOST_BYTES: Final = 200


@contextmanager
def occupying(folder: Path, address: str) -> Iterator[None]:
    """Hold the folder for a server at ``address``, until the end of the block.

    Raises
    ------
    StoreError
        If another server holds it, or the folder cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = os.fdopen(os.open(folder / FILE, os.O_CREAT | os.O_RDWR, 0o600), "r+b")
    except OSError as error:
        raise StoreError(
            _("{folder} cannot be used: {strerror}. Choose another folder with --data.").format(
                folder=folder, strerror=error.strerror
            )
        ) from None
    with file:
        if not _locked(file):
            at = _told(file)
            raise StoreError(
                _(
                    "uncramp serve already runs on {folder}{place}. Go on in the browser that it opened, or stop "
                    "it with Ctrl-C first; for a second diary choose another folder with --data."
                ).format(folder=folder, place=_(", at {address}").format(address=at) if at else "")
            )
        file.truncate(0)
        file.write(address.encode())
        file.flush()
        yield


def refuse_if_occupied(folder: Path) -> None:
    """What replaces the file of the diary must have it alone.

    Raises
    ------
    StoreError
        If a server holds the folder.
    """
    with suppress(FileNotFoundError), (folder / FILE).open("r+b") as file:
        if not _locked(file):
            raise StoreError(
                _(
                    "uncramp serve runs on {folder} and would go on with the damaged file. Stop it with Ctrl-C, then do this again."
                ).format(folder=folder)
            )


def _told(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read(MOST_BYTES).decode("ascii", errors="replace")


def _locked(file: IO[bytes]) -> bool:
    """Whether the file is now ours alone; the system lets go of it when it is closed."""
    try:
        import fcntl
    except ModuleNotFoundError:  # Windows
        return _locked_on_windows(file)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _locked_on_windows(file: IO[bytes]) -> bool:
    import msvcrt

    file.seek(FAR)
    try:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    except OSError:
        return False
    finally:
        file.seek(0)
    return True
