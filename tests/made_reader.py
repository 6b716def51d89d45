"""A reader that one file ends, as running out of memory would; in a module of its own, so that other processes find it."""

from __future__ import annotations

import os
from typing import Any

from uncramp.diary import importing
from uncramp.diary.finding import Found

ENDING = b"end of the reader"
_READ = importing.read_found


def read_or_end(one: Found, content: bytes) -> Any:
    """Read as usual, unless it is the file that ends the process."""
    if content == ENDING:
        os._exit(9)
    return _READ(one, content)
