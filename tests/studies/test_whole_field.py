"""A whole marathon: what its time, its memory and one more runner cost. Printed for the dated page; nothing is asserted about time.

Only what must hold anywhere is a test: nobody failed, and processes give the same bits as threads.
"""

from __future__ import annotations

import os
import resource
import time
from dataclasses import dataclass

import numpy as np
import pytest

from uncramp.compiled import keep_freed_memory
from uncramp.ensemble.executors import Workers, cluster, threads
from uncramp.ensemble.field_file import read_field
from uncramp.ensemble.study import Plan, of_athletes, run_study
from uncramp.ensemble.summary import result_sha256

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]

DRAWS = 20
RUNNERS = (1000, 5000, 20_000, 50_000)
WORKERS = 2


@dataclass(frozen=True)
class Whole:
    """A study of the whole field."""

    sha256: str
    wall_s: float


def marathon(count: int = RUNNERS[-1]) -> Plan:
    return Plan(of_athletes(read_field("marathon"), count), draws=DRAWS)


def whole(workers: Workers) -> Whole:
    """The whole marathon, once the engine is loaded."""
    run_study(marathon(2000), workers.executor, workers=workers.count)
    began = time.perf_counter()
    study = run_study(marathon(), workers.executor, workers=workers.count)
    taken_s = time.perf_counter() - began
    assert not any(study.tally.failures)
    return Whole(result_sha256(study.tally), taken_s)


def test_a_whole_marathon_on_two_threads_and_on_two_processes() -> None:
    """Targets: under 15 minutes on two cores, and under 2 GB of memory a worker."""
    from distributed import get_client

    keep_freed_memory()
    with threads(WORKERS) as found:
        by_threads = whole(found)
    here_gb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6  # of all that ran before in this process, too
    with cluster(workers=WORKERS) as found:
        by_processes = whole(found)
        held = get_client().run(resource.getrusage, resource.RUSAGE_SELF).values()
    busy = f"{os.getloadavg()[0]:.1f} processes wanted the {os.cpu_count()} cores"
    print(
        f"\n{RUNNERS[-1]:,} marathon runners with {DRAWS} draws each (target 15 min): {by_threads.wall_s:.0f} s on {WORKERS} threads, "
        f"{by_processes.wall_s:.0f} s on {WORKERS} Dask processes; {busy}\n"
        f"most memory held: {max(one.ru_maxrss for one in held) / 1e6:.2f} GB a Dask worker (target 2), {here_gb:.2f} GB this whole process with {WORKERS} threads and all results"
    )
    assert by_processes.sha256 == by_threads.sha256


def test_cost_grows_with_the_runners() -> None:
    """Slope of the logarithm of CPU time against runners; 1 is linear. Target: 1.00, 0.03 more or less."""
    keep_freed_memory()
    taken_s = []
    with threads(1) as found:
        for count in (500, *RUNNERS):  # the first warms up
            plan, times_s = marathon(count), []
            for _ in range(max(1, RUNNERS[1] // count)):  # a short run is measured several times
                began = time.process_time()
                run_study(plan, found.executor)
                times_s.append(time.process_time() - began)
            taken_s.append(float(np.median(times_s)))
    slope = np.polyfit(np.log(RUNNERS), np.log(taken_s[1:]), 1)[0]
    each = ", ".join(f"{count:,}: {1000 * one / count:.2f} ms" for count, one in zip(RUNNERS, taken_s[1:], strict=True))
    print(f"\ncost against runners: exponent {slope:.3f} (target 1.00 ± 0.03); CPU time a runner by their number: {each}")
