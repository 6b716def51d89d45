"""Work that takes longer than a page may: done one after another beside the requests, and asked after by its id."""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, field
from typing import Any, Final

from uncramp.errors import InputError, UncrampError
from uncramp.texts import _

MOST_KEPT: Final = 8
"""A plan takes some tens of megabytes."""
MOST_WAITING: Final = 8
PATIENCE_S: Final = 1.5
"""Who hands in something small has the result with the answer."""

Progress = Callable[[float, str], None]


@dataclass(slots=True)
class Job:
    """One piece of work."""

    id: str
    kind: str
    done_frac: float = 0.0
    doing: str = ""
    result: Any = None
    error: str = ""
    finished: threading.Event = field(default_factory=threading.Event)

    def document(self) -> dict[str, Any]:
        """How far it is."""
        return {
            "id": self.id,
            "finished": self.finished.is_set(),
            "done_frac": self.done_frac,
            "doing": self.doing,
            "error": self.error or None,
        }


class Work:
    """What is being done and what was, the oldest forgotten first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._doer = ThreadPoolExecutor(1, thread_name_prefix="uncramp-work")

    def begin(self, kind: str, do: Callable[[Progress], Any], *, wait_s: float = PATIENCE_S) -> Job:
        """Do it in its turn, in the language of who asks; back when it is done or ``wait_s`` are over.

        Raises
        ------
        InputError
            If too much waits already.
        """
        job = Job(secrets.token_hex(8), kind)
        with self._lock:
            if sum(not one.finished.is_set() for one in self._jobs.values()) >= MOST_WAITING:
                raise InputError(_("Other work is not finished yet. Try again in a minute."))
            self._jobs[job.id] = job
            for name in [name for name, one in self._jobs.items() if one.finished.is_set()][: max(0, len(self._jobs) - MOST_KEPT)]:
                del self._jobs[name]
        self._doer.submit(copy_context().run, _do, job, do)
        job.finished.wait(wait_s)
        return job

    def job(self, job_id: str, kind: str) -> Job:
        """The work of this id.

        Raises
        ------
        InputError
            If it is not known, or forgotten.
        """
        with self._lock:
            found = self._jobs.get(job_id)
            if found is None or found.kind != kind:
                raise InputError(_("This is not known any more: it was too long ago, or uncramp was started anew since."))
            self._jobs.move_to_end(job_id)
            return found

    def forget(self) -> None:
        """Keep nothing of what is done."""
        with self._lock:
            self._jobs = OrderedDict((name, one) for name, one in self._jobs.items() if not one.finished.is_set())

    def close(self) -> None:
        """Begin nothing more."""
        self._doer.shutdown(wait=False, cancel_futures=True)


def _do(job: Job, do: Callable[[Progress], Any]) -> None:
    def say(done_frac: float, doing: str) -> None:
        job.done_frac, job.doing = done_frac, doing

    try:
        job.result = do(say)
        job.done_frac = 1.0
    except UncrampError as error:
        job.error = str(error)
    except Exception as error:  # noqa: BLE001 - whoever waits must be told
        job.error = _("uncramp made a mistake ({kind}). Please report it.").format(kind=type(error).__name__)
    finally:
        job.finished.set()
