"""Start of a Dask worker that one command started for itself: Ctrl-C is meant for the command, which then ends its workers."""

from __future__ import annotations

import signal
import threading

from uncramp.ensemble import dask_worker


def dask_setup(worker: object) -> None:
    """As of every worker; and a Ctrl-C, which a terminal sends to all its processes, does nothing here."""
    dask_worker.dask_setup(worker)
    if threading.current_thread() is threading.main_thread():  # a worker within another process has no signals of its own
        signal.signal(signal.SIGINT, signal.SIG_IGN)
