"""Rows as an older revision of the tables wrote them, in exports and copies, made as this one has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

BEFORE: Final = "0001"
"""The revision before this one."""
WITH_SIDE: Final = ("cramps", "near_cramps")


def moved(table: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of revision 0001 as one of 0002: a side that was not said was kept as both.

    Examples
    --------
    >>> moved("cramps", {"muscle": "calf", "side": "both"})
    {'muscle': 'calf', 'side': None}
    """
    return {**row, "side": None} if table in WITH_SIDE and row["side"] == "both" else dict(row)
