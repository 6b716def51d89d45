"""A field from file to study, in one call."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path

from uncramp.ensemble.executors import Workers, cluster, threads
from uncramp.ensemble.field_file import read_field
from uncramp.ensemble.study import NO_OVERRIDES, Plan, Progress, Study, of_athletes, run_study
from uncramp.errors import InputError
from uncramp.texts import _


def simulate_field(
    path: str | Path,
    *,
    athletes: int | None = None,
    draws: int = 20,
    seed: int = 0,
    mechanism: str = "mixture",
    overrides: Mapping[str, float] = NO_OVERRIDES,
    workers: int | None = None,
    address: str | None = None,
    out: str | Path | None = None,
    progress: Progress | None = None,
) -> Study:
    """Simulate a field of athletes: ``path`` is a FIELD.toml or the name of a shipped field, such as ``marathon``.

    Parameters
    ----------
    athletes
        Only the first so many of the field.
    draws, seed, mechanism, overrides
        As of :func:`uncramp.assess`. The same seed gives the same bits, whatever runs it.
    workers, address
        So many Dask processes here, or the Dask cluster whose scheduler is there; threads of this process if neither is said.
    out
        Folder in which finished chunks are kept; the same call goes on from there.
    progress
        Called with the share done and what is being done.

    Raises
    ------
    InputError
        If the field or an argument cannot be used.
    StoreError
        If ``out`` cannot be written or the cluster not reached.
    """
    field = read_field(path)
    if athletes is not None:
        field = of_athletes(field, min(athletes, field.athletes_count))
    plan = Plan(field, draws, seed, mechanism, dict(overrides))
    with chosen_workers(address, workers) as found:
        return run_study(plan, found.executor, workers=found.count, out=out, progress=progress)


def chosen_workers(address: str | None, workers: int | None) -> AbstractContextManager[Workers]:
    """A cluster where one is named, Dask processes where their number is, else threads.

    Raises
    ------
    InputError
        If both are named.
    """
    if address and workers:
        raise InputError(_("--cluster and --workers are both given; a cluster has its own workers. Keep one of them."))
    return cluster(address, workers) if address or workers else threads()
