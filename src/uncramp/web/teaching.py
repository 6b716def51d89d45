"""Teaching: what one's own diary has taught. Sessions are gone through beside the requests, each once; the diary keeps what it taught."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from fastapi import Request

from uncramp.diary.who import Who, who_of
from uncramp.errors import UncrampError

if TYPE_CHECKING:
    from uncramp.diary.experiment import Experiment
    from uncramp.diary.learning import SessionFact
    from uncramp.diary.learning_facts import Keep
    from uncramp.diary.lessons import Lessons
    from uncramp.diary.store import Diary
    from uncramp.web.diaries import Diaries
    from uncramp.web.preferences import Drawer

MOST_LESSONS: Final = 12
"""Kept ready: one of all sessions, and one for each session on its shelf, without it."""
MOST_FACTS: Final = 10_000


class _NotYetError(Exception):
    """A session was not gone through yet."""


class Teaching:
    """What the diary of this machine's person teaches; what is invented teaches nothing."""

    def __init__(self, diaries: Diaries, drawer: Drawer) -> None:
        self._diaries, self._drawer = diaries, drawer
        self._lock = threading.Lock()
        self._making = threading.Lock()  # one session at a time, by whoever comes first
        self._facts: OrderedDict[str, SessionFact | UncrampError] = OrderedDict()
        self._lessons: OrderedDict[tuple[str, str], tuple[Hashable, Lessons]] = OrderedDict()
        self._proposed: tuple[Lessons, Experiment | None] | None = None
        self._thread: threading.Thread | None = None
        self._closed = False
        self.done_count, self.count = 0, 0
        """Sessions gone through, and in all; of the round under way."""

    def who(self, diary: Diary, activity_id: str = "") -> Who:
        """Who it is, without what the named session taught: what happened in that is said by itself."""
        athlete = diary.athlete()
        if diary is not self._diaries.own():
            return Who(athlete)
        lessons = self.now(activity_id)
        return Who(athlete, waiting=True) if lessons is None else who_of(lessons, athlete)

    def who_at_last(self, say: Callable[[int, int], None]) -> Who:
        """Who plans, with what all their sessions taught, however long that takes."""
        return who_of(self.whole(say), self._diaries.own().athlete())

    def now(self, leave_out: str = "", *, until: str = "") -> Lessons | None:
        """The lessons, but of one session or of those after a moment, if every session was gone through; else nothing yet, and they are begun."""
        try:
            return self._learn(leave_out, self._known, until=until)
        except _NotYetError:
            self._begin()
            return None

    def whole(self, say: Callable[[int, int], None] | None = None) -> Lessons:
        """The lessons, however long it takes."""
        return self._learn("", self._made, say)

    def proposed(self, lessons: Lessons) -> tuple[bool, Experiment | None]:
        """Whether it is known which experiment to propose, and that; if not, it is begun."""
        with self._lock:
            found = self._proposed
        if found is None or found[0] is not lessons:
            self._begin()
            return False, None
        return True, found[1]

    def forget(self) -> None:
        """Keep nothing of what was learnt, and leave off what is under way."""
        self.close()
        self._closed = False
        with self._lock:
            self._facts.clear()
            self._lessons.clear()
            self._proposed = None

    def close(self) -> None:
        """Begin nothing more, and leave off after the session under way."""
        self._closed = True
        if self._thread is not None:
            self._thread.join()

    def _learn(self, leave_out: str, keep: Keep, say: Callable[[int, int], None] | None = None, *, until: str = "") -> Lessons:
        from uncramp.diary.lessons import lessons_of
        from uncramp.diary.records import SweatTest, WeighIn

        diary, complete = self._diaries.own(), self._drawer.read().complete
        athlete = diary.athlete()
        seen = (diary.sessions(), diary.entries(SweatTest), diary.entries(WeighIn), athlete, complete)
        with self._lock:
            found = self._lessons.get((leave_out, until))
        if found is not None and found[0] == seen:
            return found[1]
        made = lessons_of(
            diary,
            athlete,
            complete=complete,
            leave_out=[leave_out] if leave_out else (),
            until=until or None,
            progress=say,
            keep=keep,
        )
        with self._lock:
            self._lessons[leave_out, until] = (seen, made)
            self._lessons.move_to_end((leave_out, until))
            while len(self._lessons) > MOST_LESSONS:
                self._lessons.popitem(last=False)
        return made

    def _known(self, key: str, _make: object) -> SessionFact:
        with self._lock:
            found = self._facts.get(key)
        if found is None:
            raise _NotYetError
        if isinstance(found, UncrampError):
            raise found
        return found

    def _made(self, key: str, make: Callable[[], SessionFact]) -> SessionFact:
        with self._making:
            with suppress(_NotYetError):
                return self._known(key, make)
            if self._closed:
                raise _NotYetError
            try:
                fact: SessionFact | UncrampError = make()
            except UncrampError as error:
                fact = error
            with self._lock:
                self._facts[key] = fact
                while len(self._facts) > MOST_FACTS:
                    self._facts.popitem(last=False)
        return self._known(key, make)

    def _begin(self) -> None:
        with self._lock:
            if self._closed or (self._thread is not None and self._thread.is_alive()):
                return
            self._thread = threading.Thread(target=self._go_through, name="teaching", daemon=True)
        self._thread.start()

    def _go_through(self) -> None:
        def say(done_count: int, count: int) -> None:
            self.done_count, self.count = done_count, count

        with suppress(_NotYetError, UncrampError):  # it stopped, or cannot be read: the next who asks begins it again
            lessons = self.whole(say)
            with self._lock:
                if self._proposed is not None and self._proposed[0] is lessons:
                    return
            experiment = None
            with suppress(UncrampError):  # a session that cannot be read again proposes nothing
                experiment = self._propose(lessons)
            with self._lock:
                self._proposed = (lessons, experiment)

    def _propose(self, lessons: Lessons) -> Experiment | None:
        """For sessions like the last one with a cramp, or the last there is."""
        from uncramp.diary.experiment import propose_for

        diary = self._diaries.own()
        every = diary.activities()
        like = next((one for one in every if one.outcome == "cramp"), every[0] if every else None)
        return None if like is None or self._closed else propose_for(diary, like.activity_id, diary.athlete(), lessons)


def taught_document(who: Who) -> dict[str, Any]:
    """What of the diary is in an answer."""
    return {"sessions_count": who.sessions_count, "sweat_count": who.sweat_count, "waiting": who.waiting}


def teaching_of(request: Request) -> Teaching:
    """Of the server that was asked."""
    found = request.app.state.teaching
    assert isinstance(found, Teaching)
    return found
