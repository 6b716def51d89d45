"""Words of a person as one line that any page and file can hold."""

from __future__ import annotations

import unicodedata
from typing import Final

# signs that turn the order of text around, and could make a name or a dose read as another
_TURNING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def plain(text: str) -> str:
    r"""Text that any page and file can hold: one line, no control characters, halves of characters or turned order.

    Examples
    --------
    >>> plain("  two\nlines\x00 ")
    'two lines'
    """
    kept = "".join(sign for sign in " ".join(text.split()) if unicodedata.category(sign) not in ("Cc", "Cs", "Cn"))
    return " ".join("".join(sign for sign in kept if sign not in _TURNING).split())
