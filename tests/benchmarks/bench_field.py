"""A field of runners beside JOS-3: everything from who they are to what is kept of them, as ratios measured in one run, in CPU time.

``make bench`` prints it and keeps a dated page; nothing is asserted about time. Whole fields, their memory and what one more runner costs are
measured by ``make studies`` (tests/studies).
"""

from __future__ import annotations

import resource
import time

import numpy as np
import pytest
from benchmarks.bench_engine import ROWS, jos3, once_s

from uncramp.compiled import keep_freed_memory
from uncramp.ensemble.cohort_parameters import cohort_parameters
from uncramp.ensemble.executors import cluster, threads
from uncramp.ensemble.field_file import read_field
from uncramp.ensemble.study import Plan, compute_chunk, of_athletes, run_study
from uncramp.units import S_PER_MIN

DRAWS = 20
CHUNK = 500
ROUNDS = 5


@pytest.mark.filterwarnings("ignore")
def test_field_beside_jos3() -> None:
    """Target: 6,000 times as many subject-minutes a CPU second, sampling, drawing, slowing and counting included.

    Who slows is simulated at every pace tried; told is how many minutes are kept, and how many were simulated.
    """
    keep_freed_memory()  # as the command line does
    print("\nA chunk of 500 marathon runners with 20 draws, sampled, drawn, simulated and counted (target 6,000)")
    plan = Plan(read_field("marathon"), draws=DRAWS)
    tally = compute_chunk(plan, 0, CHUNK)
    minutes = np.ceil(tally.finish_s / S_PER_MIN).sum()
    slower = 1.0 + cohort_parameters().slower_step_frac.value
    tried = sum(
        (np.ceil(tally.finish_s / slower**back / S_PER_MIN))[tally.step_index >= back].sum()
        for back in range(tally.step_index.max() + 1)
    )
    jos3()
    ratios, taken = [], []
    for _ in range(ROUNDS):
        beside_s = once_s(jos3)
        taken.append(min(once_s(lambda: compute_chunk(plan, 0, CHUNK)) for _ in range(2)))
        ratios.append(minutes / taken[-1] / (ROWS / beside_s))
    more = tried / minutes
    print(
        f"{1000 * np.median(taken) / CHUNK:.2f} ms of CPU a runner, {minutes / np.median(taken) / 1e6:.1f} million subject-minutes a CPU "
        f"second, {np.median(ratios):,.0f} times JOS-3 ({min(ratios):,.0f} to {max(ratios):,.0f}); with those of every pace tried, "
        f"{more:.2f} times as many, {more * np.median(ratios):,.0f} times"
    )


@pytest.mark.filterwarnings("ignore")
def test_two_threads() -> None:
    """Wall time of one thread over that of two: 2 where the machine has two free cores and nothing waits."""
    keep_freed_memory()
    plan = Plan(of_athletes(read_field("marathon"), 2000), draws=DRAWS)
    compute_chunk(plan, 0, CHUNK)
    taken = []
    for workers in (1, 2):
        with threads(workers) as found:
            start_s = time.perf_counter()
            run_study(plan, found.executor, workers=workers)
            taken.append(time.perf_counter() - start_s)
    print(f"\none thread {taken[0]:.1f} s, two {taken[1]:.1f} s: {taken[0] / taken[1]:.2f} times as fast")


@pytest.mark.filterwarnings("ignore")
def test_dask_beside_threads() -> None:
    """The same study on two Dask processes and on two threads, by turns, in wall time. Target: at most 1.05.

    Both are started, compiled and warm before, and both keep freed memory, as in the command line. Counted is a whole study of each: chunks of the default
    size handed over, sampled, simulated, sent back and joined; so all that Dask adds but the start of its processes.
    """
    from distributed import get_client

    keep_freed_memory()
    plan = Plan(of_athletes(read_field("marathon"), 6000), draws=DRAWS)
    taken: dict[str, list[float]] = {"Dask": [], "threads": []}
    began = time.perf_counter()
    with cluster(workers=2) as dask, threads(2) as ours:
        start_s = time.perf_counter() - began
        for _ in range(1 + ROUNDS):  # the first warms up
            for name, found in (("Dask", dask), ("threads", ours)):
                began = time.perf_counter()
                run_study(plan, found.executor, workers=found.count)
                taken[name].append(time.perf_counter() - began)
        held_gb = max(one.ru_maxrss for one in get_client().run(resource.getrusage, resource.RUSAGE_SELF).values()) / 1e6
    ratios = [one / other for one, other in zip(taken["Dask"][1:], taken["threads"][1:], strict=True)]
    print(
        f"\nDask beside threads, two each, 12 chunks of 500 runners: {np.median(ratios):.2f} times the wall time ({min(ratios):.2f} to "
        f"{max(ratios):.2f}; target 1.05); {np.median(taken['Dask'][1:]):.1f} s; not counted: {start_s:.1f} s to start the processes and "
        f"{taken['Dask'][0] - np.median(taken['Dask'][1:]):.1f} s to load the engine; most memory a worker held {held_gb:.2f} GB (target 2)"
    )
