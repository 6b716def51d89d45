"""The diary that the flags name, for the length of a command."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from uncramp.cli.options import F, options, settle

if TYPE_CHECKING:
    from uncramp.diary.store import Diary

PLACE: Final = ("data", "database")


def of_diary(*names: str, **defaults: Any) -> Callable[[F], F]:
    """Flags of a command of the diary, and those that say where it is."""
    return options(*names, *PLACE, **defaults)


def opened(given: Mapping[str, Any], *, create: bool = False) -> Diary:
    """The diary, checked and brought up to this program; a context manager.

    Raises
    ------
    InputError
        If there is none and ``create`` is not said.
    StoreError
        If it cannot be used.
    """
    from uncramp.diary.store import open_diary

    place = dict(given)
    settle(place, ("data",), ("database",))
    return open_diary(place["data"], database=place["database"], create=create)
