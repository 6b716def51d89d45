"""Study: a whole field, chunk by chunk, on whatever runs tasks the way ``concurrent.futures`` does.

The same bits for any number of workers and any cutting: who a runner is and what is drawn for them follow from seed and place in the
field, sums over runners are sums of whole numbers, and what is summed as it is, is summed in the order of the field.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Final

from uncramp import __version__
from uncramp.ensemble.chunk import simulate_chunk
from uncramp.ensemble.chunk_files import ChunkFolder
from uncramp.ensemble.field import Field
from uncramp.ensemble.sampling import sample_runners
from uncramp.ensemble.tally import Gathered, Tally, tally_of
from uncramp.errors import InputError
from uncramp.evidence.draws import check_overrides
from uncramp.evidence.registry import digest
from uncramp.texts import _

CHUNK_DRAWS: Final = 10_000
"""Runners times draws of a chunk, if not said: a task of a second or so, far longer than handing it over takes."""

AHEAD: Final = 3
"""Tasks handed over and not yet fetched, for each worker: enough to keep it busy, few enough to keep memory small."""

Progress = Callable[[float, str], None]
NO_OVERRIDES: Final[Mapping[str, float]] = MappingProxyType({})


@dataclass(frozen=True)
class Plan:
    """What a study is of: everything that its numbers follow from."""

    field: Field
    draws: int = 20
    seed: int = 0
    mechanism: str = "mixture"
    overrides: Mapping[str, float] = dataclasses.field(default_factory=dict)

    @property
    def sha256(self) -> str:
        """Hash over all of it, the evidence and the version."""
        return hashlib.sha256(f"{self.chunks_sha256} {self.field.athletes_count}".encode()).hexdigest()

    @property
    def chunks_sha256(self) -> str:
        """The same without the number of athletes: who runs in place 7 does not depend on it, so more of them go on from fewer."""
        total = hashlib.sha256()
        for part in (
            self.field.digest, self.draws, self.seed, self.mechanism, sorted(self.overrides.items()), digest(), __version__,
        ):  # fmt: skip
            total.update(repr(part).encode() + b"\0")
        return total.hexdigest()


@dataclass(frozen=True)
class Study:
    """A field, simulated."""

    plan: Plan
    tally: Tally  # of all runners, in the order of the field
    resumed_count: int  # chunks that lay on disk already
    computed_count: int


def of_athletes(field: Field, athletes_count: int) -> Field:
    """The first so many athletes of the field."""
    if athletes_count < 1:
        raise InputError(_("--athletes is {athletes_count}; expected 1 or more.").format(athletes_count=athletes_count))
    if athletes_count >= field.athletes_count:
        return replace(field, athletes_count=athletes_count)
    return replace(field, athletes_count=athletes_count, whole_count=field.whole_count or field.athletes_count)


def run_study(
    plan: Plan,
    executor: Executor,
    *,
    workers: int = 1,
    out: str | Path | None = None,
    chunk_rows: int | None = None,
    progress: Progress | None = None,
) -> Study:
    """Simulate the field of ``plan``.

    Parameters
    ----------
    executor
        Runs the chunks: threads, or a cluster behind the same interface.
    workers
        How many it runs at once; only how much is handed over ahead depends on it.
    out
        Folder for finished chunks; a study of the same plan goes on from what lies there.
    chunk_rows
        Rows of a chunk; about ten thousand runners times draws if not said.
    progress
        Called with the share done and what is being done.

    Raises
    ------
    InputError
        If there are too few draws or an override is not known.
    StoreError
        If ``out`` cannot be written; what was finished stays usable.
    """
    if plan.draws < 2:
        raise InputError(_("--draws is {draws}; expected 2 or more, and 20 for a usable range.").format(draws=plan.draws))
    check_overrides(plan.overrides)
    rows = chunk_rows or max(1, CHUNK_DRAWS // plan.draws)
    total = plan.field.rows_count
    folder = None if out is None else ChunkFolder(out, plan.chunks_sha256)
    spans = [(first, min(first + rows, total)) for first in range(0, total, rows)]
    gathered = Gathered()
    missing: list[tuple[int, int]] = []
    for span in spans:
        found = folder.read(*span) if folder else None
        if found is None:
            missing.append(span)
        else:
            gathered.add(found)
    say = progress or _silent
    for (first, last), tally in _computed(plan, executor, missing, max(1, workers) * AHEAD):
        if folder:
            folder.write(first, last, tally)
        gathered.add(tally)
        say(gathered.runners_count / total, f"{gathered.runners_count} of {total} runners")
    return Study(plan, gathered.joined(), len(spans) - len(missing), len(missing))


def compute_chunk(plan: Plan, first: int, last: int) -> Tally:
    """Rows ``first`` to ``last`` of the field: what a worker is handed."""
    runners = sample_runners(plan.field, plan.seed, first, last)
    outcomes = simulate_chunk(
        plan.field, runners, draws=plan.draws, seed=plan.seed, mechanism=plan.mechanism, overrides=plan.overrides
    )
    return tally_of(plan.field, runners, outcomes)


def _computed(plan: Plan, executor: Executor, spans: list[tuple[int, int]], ahead: int) -> Iterator[tuple[tuple[int, int], Tally]]:
    """Chunks as they are finished; what was handed over is taken back when somebody stops it."""
    left = iter(spans)
    running: dict[Future[Tally], tuple[int, int]] = {}
    try:
        while True:
            while len(running) < ahead and (span := next(left, None)) is not None:
                running[executor.submit(compute_chunk, plan, *span)] = span
            if not running:
                return
            ready, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in ready:
                yield running.pop(future), future.result()
    finally:
        for future in running:
            future.cancel()


def _silent(share_frac: float, text: str) -> None:
    """Say nothing of the progress."""
