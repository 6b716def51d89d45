"""On a terminal without Unicode, each mark of the timer becomes one that every terminal has, as wide."""

from __future__ import annotations

import codecs
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from typing import Final

NAME: Final = "uncramp-plain"
_MARKS: Final = dict(zip("█━─▶·↑↓“”‘’–—…", "#=->-^v\"\"''--.", strict=True))
_UNKNOWN: Final = "?"


def in_plain_marks(error: UnicodeError) -> tuple[str, int]:
    """An error handler for ``str.encode``: what the encoding lacks, letter by letter in plain marks.

    Raises
    ------
    UnicodeError
        If it was not met in encoding.

    Examples
    --------
    >>> codecs.register_error(NAME, in_plain_marks)
    >>> "██ ▶ é".encode("ascii", NAME)
    b'## > ?'
    """
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(_MARKS.get(letter, _UNKNOWN) for letter in error.object[error.start : error.end]), error.end


@contextmanager
def plain_marks() -> Iterator[None]:
    """Let the screen, which Textual draws on stderr, show what it can."""
    stream = sys.__stderr__
    if not isinstance(stream, TextIOWrapper):
        yield
        return
    codecs.register_error(NAME, in_plain_marks)
    before = stream.errors
    stream.reconfigure(errors=NAME)
    try:
        yield
    finally:
        stream.reconfigure(errors=before)
