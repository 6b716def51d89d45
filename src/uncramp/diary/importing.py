"""Many files into the diary: read side by side, written one after the other, each whole or not at all."""

from __future__ import annotations

import os
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from functools import reduce
from multiprocessing import get_context
from typing import Final

from uncramp.activity.fit_kind import ACTIVITY, fit_kind
from uncramp.activity.sports import UNKNOWN
from uncramp.diary.arrival import Arrival, identity, read_arrival, safe_name
from uncramp.diary.finding import Found
from uncramp.diary.records import Activity
from uncramp.diary.steps import new_id
from uncramp.diary.store import Diary
from uncramp.diary.tree import Refused
from uncramp.errors import UncrampError
from uncramp.texts import LANGUAGE_VARIABLE, _, asked_language

Progress = Callable[[float, str], None]

ALONE: Final = 8
"""Up to so many files are read in this process: starting others takes longer."""
AHEAD: Final = 2
"""Files read ahead for each process: memory holds these and no more."""
MOST_WORKERS: Final = 8
NAMED: Final = 8
"""Files that are named in a note before the rest is only counted."""
SINGLE: Final = "file"
"""Source of a file that was named by itself: whoever names it is told why it is no activity."""


@dataclass(slots=True)
class Imported:
    """What became of the files."""

    added: list[Activity] = field(default_factory=list)
    known: list[str] = field(default_factory=list)  # names of files that the diary had
    named_count: int = 0  # of those, that had no sport and have one now
    refused: list[tuple[str, str]] = field(default_factory=list)  # name, why
    no_session: Counter[str] = field(default_factory=Counter)  # kind of FIT file that holds none -> how many

    @property
    def count(self) -> int:
        """Files that were gone through."""
        return len(self.added) + len(self.known) + len(self.refused) + self.no_session.total()

    @property
    def notes(self) -> list[str]:
        """What is damaged, and what was left out without being refused: of a watch's files nineteen in twenty hold steps, sleep, settings."""
        told = []
        damaged = [one.file_name for one in self.added if one.recovered]
        if damaged:
            more = _(" and {count} more").format(count=len(damaged) - NAMED) if len(damaged) > NAMED else ""
            told.append(_("Damaged, so that only the good part was read: {names}.").format(names=", ".join(damaged[:NAMED]) + more))
        if self.named_count:
            told.append(
                _("Activities that were there without a sport, and have the one of the list now: {count}.").format(
                    count=self.named_count
                )
            )
        if self.no_session:
            kinds = ", ".join(f"{kind.replace('_', ' ')} {count}" for kind, count in self.no_session.most_common())
            text = _("Files of the watch that hold no session, and were left out: {count} ({kinds}).")
            told.append(text.format(count=self.no_session.total(), kinds=kinds))
        return told


@dataclass(frozen=True, slots=True)
class _Read:
    """A file that was read, or why not."""

    name: str
    arrival: Arrival | None
    reason: str = ""


def import_files(diary: Diary, found: Sequence[Found], *, workers: int | None = None, progress: Progress | None = None) -> Imported:
    """Read ``found`` and add what is new; one broken file ends nothing but itself, and an import that was stopped goes on where it was.

    Parameters
    ----------
    workers
        Processes that read; as many as there are cores, eight at most, if not given. One reads in this process.
    progress
        Called with the share done and the name of the file.
    """
    done = Imported()
    batch = new_id()
    fresh = _not_known(diary, found, done)
    count = workers or (1 if len(found) <= ALONE else min(os.cpu_count() or 1, MOST_WORKERS))
    reads = _here(fresh) if count == 1 else _side_by_side(fresh, count)
    for read in reads:
        if read.arrival is None:
            done.refused.append((read.name, read.reason))
        else:
            added = diary.add_activity(read.arrival, batch=batch)
            if added.known:
                done.known.append(read.name)
                done.named_count += added.named
            else:
                done.added.append(added.activity)
        if progress is not None:
            progress(done.count / len(found), safe_name(read.name))
    return done


def bare_reason(name: str, reason: str) -> str:
    """Why a file was refused, without its name, for where that stands in front already.

    Examples
    --------
    >>> bare_reason("x.txt", "x.txt: no activity.")
    'no activity.'
    """
    return reduce(str.removeprefix, (f"{one}{after}" for one in (name, safe_name(name)) for after in (": ", " ")), reason)


def read_found(one: Found, content: bytes) -> _Read:
    """Read one file; runs in whichever process."""
    try:
        return _Read(one.name, read_arrival(content, one.name, source=one.source, title=one.title, sport=one.sport))
    except UncrampError as error:
        return _Read(one.name, None, str(error))
    except Exception as error:  # noqa: BLE001 - a mistake of ours in one file must not end an import of thousands
        return _Read(one.name, None, f"uncramp made a mistake with it ({type(error).__name__}). Please report it.")


def _not_known(diary: Diary, found: Iterable[Found], done: Imported) -> Iterator[tuple[Found, bytes]]:
    """Files that the diary does not have, or has without the sport that is said of them now, with their bytes."""
    without_sport = {one.content_sha256 for one in diary.activities() if one.sport == UNKNOWN}
    for one in found:
        try:
            content = one.load()
            sha256 = identity(content)["content_sha256"]
            if diary.has(sha256) and not (one.sport and sha256 in without_sport):
                done.known.append(one.name)
            elif one.source != SINGLE and (kind := fit_kind(content)) not in (None, ACTIVITY):
                done.no_session[str(kind)] += 1
            else:
                yield one, content
        except Refused as refused:
            done.refused.append((one.name, f"{safe_name(one.name)} {refused}."))
        except (UncrampError, OSError) as error:
            done.refused.append((one.name, str(error)))


def _here(fresh: Iterable[tuple[Found, bytes]]) -> Iterator[_Read]:
    for one, content in fresh:
        yield read_found(one, content)


def _side_by_side(fresh: Iterator[tuple[Found, bytes]], workers: int) -> Iterator[_Read]:
    waiting: deque[tuple[Found, Future[_Read]]] = deque()
    pool = _pool(workers)
    try:
        more = True
        while more or waiting:
            while more and len(waiting) < AHEAD * workers:
                upcoming = next(fresh, None)
                if upcoming is None:
                    more = False
                else:
                    one, content = upcoming
                    bare = Found(one.name, one.source, _nothing, one.title, one.sport)  # what loads it stays here
                    waiting.append((one, pool.submit(read_found, bare, content)))
            if not waiting:
                break
            one, future = waiting.popleft()
            try:
                yield future.result()
            except BrokenProcessPool:
                # whichever file it was, each that was under way gets a process of its own
                pool.shutdown(cancel_futures=True)
                for lost in (one, *(lost for lost, _ in waiting)):
                    yield _alone(lost)
                waiting.clear()
                pool = _pool(workers)
    finally:
        pool.shutdown(cancel_futures=True)


def _alone(one: Found) -> _Read:
    with _pool(1) as pool:
        try:
            return pool.submit(read_found, Found(one.name, one.source, _nothing, one.title, one.sport), one.load()).result()
        except BrokenProcessPool:
            return _Read(one.name, None, f"{safe_name(one.name)}: reading it ended the program that read it. Export it again.")


def _pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_speak, initargs=(asked_language(),))


def _speak(language: str) -> None:
    """What is refused is said in the language of who asked, in the processes that read as well."""
    os.environ[LANGUAGE_VARIABLE] = language


def _nothing() -> bytes:
    return b""
