"""Busy: there is more work than is taken at once."""

from __future__ import annotations

from typing import Any, Final

from uncramp.errors import StoreError

DESCRIBED: Final[dict[int | str, dict[str, Any]]] = {
    429: {"description": "Too much runs or waits; ask again after Retry-After seconds."}
}
"""For the description of an address that may answer so."""


class BusyError(StoreError):
    """More is asked for than this machine takes at once; ``retry_after_s`` says when to ask again."""

    def __init__(self, text: str, *, retry_after_s: int) -> None:
        super().__init__(text)
        self.retry_after_s = retry_after_s
