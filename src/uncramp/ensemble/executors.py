"""Where chunks run: threads of this machine, or a Dask cluster behind the same interface."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from uncramp.errors import InputError, StoreError
from uncramp.texts import _

PATIENCE_S: Final = 10.0
"""A cluster that does not answer within this is not there."""

PRELOAD: Final = "uncramp.ensemble.own_dask_worker"
"""Module that makes a worker of ours ready; what others start may be given dask_worker."""

INSTALL: Final = "Install it with: pip install 'uncramp[cluster]'."


@dataclass(frozen=True, slots=True)
class Workers:
    """What runs the chunks, and how many at once."""

    executor: Executor
    count: int
    text: str


@contextmanager
def threads(count: int | None = None) -> Iterator[Workers]:
    """Threads of this process; as many as there are processors if not said. The kernels run side by side."""
    count = count or len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else count or os.cpu_count() or 1
    executor = ThreadPoolExecutor(count, thread_name_prefix="uncramp")
    try:
        yield Workers(executor, count, f"{count} threads")
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


@contextmanager
def cluster(address: str | None = None, workers: int | None = None) -> Iterator[Workers]:
    """A Dask cluster: the one at ``address``, or ``workers`` processes started here for as long as it is used.

    Raises
    ------
    InputError
        If Dask is not installed, or the address is none.
    StoreError
        If nothing answers there.
    """
    try:
        import distributed
    except ImportError:
        raise InputError(_("a cluster needs Dask distributed, which is not installed. {install}").format(install=INSTALL)) from None
    dask: Any = distributed
    if address is None:
        with (
            dask.LocalCluster(
                n_workers=workers or 1, threads_per_worker=1, dashboard_address=None, preload=PRELOAD, silence_logs=logging.ERROR
            ) as local,
            dask.Client(local) as client,
        ):
            yield Workers(client.get_executor(), workers or 1, f"{workers or 1} Dask processes")
        return
    try:
        client = dask.Client(address, timeout=PATIENCE_S)
    except (OSError, TimeoutError, ValueError) as error:
        kind = InputError if isinstance(error, ValueError) else StoreError
        raise kind(
            f"--cluster {address}: no Dask scheduler answers there ({str(error) or type(error).__name__}). Start one with `dask scheduler`, "
            "give its address such as tcp://10.0.0.1:8786, or leave --cluster out to use this machine."
        ) from None
    with client:
        count = sum(client.ncores().values())
        if not count:
            raise StoreError(
                _("--cluster {address}: the scheduler has no workers. Start some with `dask worker {address}`.").format(
                    address=address
                )
            )
        yield Workers(client.get_executor(), count, f"{count} cores at {address}")
