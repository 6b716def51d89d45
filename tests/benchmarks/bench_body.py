"""Speed of the body engine as a ratio to JOS-3, both measured in one run in CPU time of one thread; prints, asserts nothing.

Run: ``python tests/benchmarks/bench_body.py``
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sessions import build_draws, drinks, flat_minutes, flat_weather

from uncramp.body.simulate import draw_body_parameters, simulate_body

ROWS, DRAWS, REPEATS = 240, 1000, 7


def best_cpu_s(work: Callable[[], object], repeats: int) -> float:
    """Least CPU time of several runs, after one that is not counted."""
    work()
    taken = []
    for _ in range(repeats):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)


def jos3() -> None:
    """Four hours of one person at 60-s steps."""
    from pythermalcomfort.models import JOS3

    model = JOS3(height=1.75, weight=70, fat=15, age=30)
    model.tdb = model.tr = 25
    model.rh, model.v, model.clo, model.par = 50, 2.8, 0.25, 9
    model.simulate(ROWS, 60)


def main() -> None:
    """Measure and print."""
    session = flat_minutes(ROWS, speed_m_s=2.8, weather=flat_weather(ROWS, 25.0))
    athlete, parameters, intake = build_draws(DRAWS), draw_body_parameters(DRAWS, 0), drinks(ROWS, 500)
    reference = ROWS / best_cpu_s(jos3, 3)
    print(f"JOS-3: {reference:,.0f} subject-minutes per CPU second")
    for name, lean in (("everything written", False), ("what the causes need", True)):
        taken = best_cpu_s(lambda: simulate_body(session, athlete, intake, parameters, only_for_causes=lean), REPEATS)  # noqa: B023
        rate = ROWS * DRAWS / taken
        print(f"body, {name}: {rate / 1e6:.1f} million, {rate / reference:,.0f} times JOS-3")


if __name__ == "__main__":
    main()
