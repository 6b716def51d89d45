"""Diaries: the person's own, and beside it one with an invented athlete to look around in; open as long as the server runs."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final

from fastapi import Request

from uncramp.errors import InputError
from uncramp.texts import _

if TYPE_CHECKING:
    from uncramp.diary.records import Activity
    from uncramp.diary.store import Diary

DEMONSTRATION: Final = "demonstration"
"""Folder of the invented athlete within the data folder: what is invented is never learnt from."""


class Diaries:
    """The diaries of one data folder, each opened when it is first asked for."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._lock = threading.Lock()
        self._opened: dict[str, Diary] = {}

    def own(self) -> Diary:
        """The person's."""
        return self._open("")

    def demonstration(self) -> Diary:
        """The invented athlete's; begun if there is none."""
        return self._open(DEMONSTRATION)

    def holding(self, activity_id: str) -> Diary:
        """The diary that has this activity.

        Raises
        ------
        InputError
            If none has.
        """
        for diary in self._present():
            if any(one.activity_id == activity_id for one in diary.activities()):
                return diary
        raise InputError(
            _("There is no such activity in the diary; it may have been taken out. The list of your sessions has all of them.")
        )

    def activities(self) -> tuple[tuple[Activity, bool], ...]:
        """Every activity and whether it is of the invented athlete; one's own first, the newest first."""
        return tuple((one, diary is not self.own()) for diary in self._present() for one in diary.activities())

    def invented(self) -> Activity | None:
        """The session to look around in, where it was loaded; it is in no list and no count of one's own."""
        return next((one for one, invented in self.activities() if invented), None)

    def close(self) -> None:
        """Let go of all."""
        with self._lock:
            for diary in self._opened.values():
                diary.close()
            self._opened.clear()

    def _present(self) -> tuple[Diary, ...]:
        shown = (self._data / DEMONSTRATION).is_dir()
        return (self.own(), self.demonstration()) if shown else (self.own(),)

    def _open(self, folder: str) -> Diary:
        from uncramp.diary.store import open_diary

        with self._lock:
            if folder not in self._opened:
                self._opened[folder] = open_diary(self._data / folder if folder else self._data)
            return self._opened[folder]


def diaries_of(request: Request) -> Diaries:
    """The diaries of the server that was asked."""
    found = request.app.state.diaries
    assert isinstance(found, Diaries)
    return found
