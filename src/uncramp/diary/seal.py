"""A digest on each row, made when it is written and looked at when it is read: a flipped bit never becomes a plausible number."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Final

SEAL: Final = "seal"
_BYTES: Final = 12
_KINDS: Final = (str, float, int, bytes)


def seal_of(table: str, row: Mapping[str, Any]) -> str:
    """Digest of what stands in a row, its seal apart. Columns without a value do not count, so that a new one breaks no seal.

    Examples
    --------
    >>> seal_of("notes", {"note": "hot", "at_s": None}) == seal_of("notes", {"note": "hot"})
    True
    >>> seal_of("notes", {"note": "hot"}) == seal_of("notes", {"note": "hop"})
    False
    """
    total = hashlib.blake2b(table.encode(), digest_size=_BYTES)
    for name in sorted(row):
        value = row[name]
        if name == SEAL or value is None:
            continue
        kind = next(kind for kind in _KINDS if isinstance(value, kind))
        written = value if kind is bytes else (value if kind is str else repr(value)).encode()
        # the length in front keeps two columns from being read as one
        total.update(f"\0{name}\0{kind.__name__}\0{len(written)}\0".encode())
        total.update(written)
    return total.hexdigest()
