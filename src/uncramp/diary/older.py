"""Rows as an older revision of the tables wrote them, in exports and copies, made as this one has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

OLDER: Final = ("0001", "0002")
"""Revisions before this one."""
WITH_SIDE: Final = ("cramps", "near_cramps")


def moved(table: str, row: Mapping[str, Any], revision: str) -> dict[str, Any]:
    """A row of an older revision as one of this: in 0001 a side that was not said was kept as both.

    Examples
    --------
    >>> moved("cramps", {"muscle": "calf", "side": "both"}, "0001")
    {'muscle': 'calf', 'side': None}
    >>> moved("cramps", {"muscle": "calf", "side": "both"}, "0002")
    {'muscle': 'calf', 'side': 'both'}
    """
    unsaid = revision == OLDER[0] and table in WITH_SIDE and row["side"] == "both"
    return {**row, "side": None} if unsaid else dict(row)
