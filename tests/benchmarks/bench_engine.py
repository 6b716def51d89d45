"""Speed as ratios measured in one run, in CPU time, warm: the engine beside JOS-3, ``assess`` and the reader beside fitdecode, growth.

``make bench`` prints them and keeps a dated page; nothing is asserted about time. Files of UNCRAMP_ACTIVITIES are used when it is set.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import fitdecode
import numpy as np
import pytest
from situations import a_run, a_situation

from uncramp.activity.minutes import to_minutes
from uncramp.activity.read import read_activity
from uncramp.assess import assess
from uncramp.body.trace import BodyTrace, FatigueTrace
from uncramp.compiled import keep_freed_memory
from uncramp.hazard.rate import cramp_rate
from uncramp.why.scenario import Scenario, simulate_bodily, tire
from uncramp.why.situation import Situation, first_rows

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "hot_marathon.fit"
DRAWS, ROWS = 1000, 240
ROUNDS = 9


def once_s(work: Callable[[], object]) -> float:
    """CPU time of one run."""
    start = time.process_time()
    work()
    return time.process_time() - start


def cpu_s(work: Callable[[], object], repeats: int = 15) -> float:
    """Least CPU time of several runs, after one that warms up."""
    work()
    return min(once_s(work) for _ in range(repeats))


def a_session(rows: int, draws: int) -> Situation:
    """A run of so many minutes without the hours after, all of it drawn."""
    return first_rows(a_situation(a_run(rows, 2.9, 25.0), draws=draws, intake=None), rows)


def body_of(situation: Situation, *, lean: bool) -> tuple[BodyTrace, np.ndarray]:
    """Heat, water and salt."""
    return simulate_bodily(situation, Scenario(), only_for_causes=lean)


def whole(situation: Situation, *, lean: bool) -> np.ndarray:
    """Body, fatigue and hazard."""
    body, step_s = body_of(situation, lean=lean)
    fatigue = tire(situation, Scenario(), body, step_s, whole=not lean)
    return cramp_rate(body, fatigue, situation.athlete, situation.cramp)


def jos3() -> None:
    """Four hours of one person at 60-s steps."""
    from pythermalcomfort.models import JOS3

    model = JOS3(height=1.75, weight=70, fat=15, age=30)
    model.tdb = model.tr = 25
    model.rh, model.v, model.clo, model.par = 50, 2.8, 0.25, 9
    model.simulate(ROWS, 60)


def beside_jos3(works: Mapping[str, Callable[[], object]]) -> None:
    """Print how many times as fast as JOS-3 each of ``works`` is: in every round JOS-3 and each work take their turn.

    What else the machine does slows a whole round, so the ratio of one round is what is kept: their median, and least to largest.
    """
    jos3_s: list[float] = []
    rounds: dict[str, list[float]] = {name: [] for name in works}
    for work in (jos3, *works.values()):
        work()
    for _ in range(ROUNDS):
        jos3_s.append(once_s(jos3))
        for name, work in works.items():
            rounds[name].append(min(once_s(work) for _ in range(3)))
    print(f"JOS-3: {ROWS / np.median(jos3_s):,.0f} subject-minutes a CPU second")
    for name, taken in rounds.items():
        ratios = DRAWS * np.array(jos3_s) / np.array(taken)
        print(
            f"{name}: {ROWS * DRAWS / np.median(taken) / 1e6:.1f} million, {np.median(ratios):,.0f} times JOS-3 "
            f"({ratios.min():,.0f} to {ratios.max():,.0f})"
        )


@pytest.mark.filterwarnings("ignore")
def test_engine_beside_jos3() -> None:
    """Target: 8,000 times as many subject-minutes a CPU second, for body, fatigue and hazard together."""
    situation = a_session(ROWS, DRAWS)
    body, step_s = body_of(situation, lean=True)
    fatigue: FatigueTrace = tire(situation, Scenario(), body, step_s)
    both = {
        "body, fatigue and hazard, every trace written": lambda: whole(situation, lean=False),
        "body, fatigue and hazard, what the causes need": lambda: whole(situation, lean=True),
    }
    print("\nAs the library alone (target of the whole: 8,000)")
    beside_jos3(both)
    print(f"As in the command line, which keeps freed memory: {keep_freed_memory()}")
    beside_jos3(
        both
        | {
            "  body alone, every trace written": lambda: body_of(situation, lean=False),
            "  body alone, what the causes need": lambda: body_of(situation, lean=True),
            "  fatigue alone": lambda: tire(situation, Scenario(), body, step_s, whole=False),
            "  hazard alone": lambda: cramp_rate(body, fatigue, situation.athlete, situation.cramp),
        }
    )


def test_growth_is_linear() -> None:
    """Slope of the logarithm of CPU time against minutes and against draws; 1 is linear."""
    keep_freed_memory()  # as the command line does
    for name, sizes in (
        ("minutes", [(rows, 400) for rows in (120, 240, 480, 960)]),
        ("draws", [(240, draws) for draws in (250, 500, 1000, 2000)]),
    ):
        taken = []
        for rows, draws in sizes:
            situation = a_session(rows, draws)
            taken.append(cpu_s(lambda: whole(situation, lean=True)))  # noqa: B023  (called at once)
        size = [rows if name == "minutes" else draws for rows, draws in sizes]
        slope = np.polyfit(np.log(size), np.log(taken), 1)[0]
        print(
            f"\ncost against {name}: slope {slope:.2f} over {size[0]} to {size[-1]} ({', '.join(f'{1000 * t:.0f} ms' for t in taken)})"
        )


def decode(path: Path) -> int:
    """Every frame of a FIT file by fitdecode as it comes, checksums and units included."""
    with fitdecode.FitReader(path) as reader:
        return sum(1 for _ in reader)


def fit_files() -> list[Path]:
    """The example, and the three largest of UNCRAMP_ACTIVITIES that give an assessment."""
    folder = os.environ.get("UNCRAMP_ACTIVITIES")
    found = sorted(Path(folder).rglob("*.fit"), key=lambda path: path.stat().st_size, reverse=True)[:3] if folder else []
    return [EXAMPLE, *found]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("path", fit_files(), ids=lambda path: path.name)
def test_assess_and_reader_beside_fitdecode(path: Path) -> None:
    """Targets: ``assess`` with 200 draws, causes and changes included, under 3 times fitdecode; the reader at most 1.2 times."""
    keep_freed_memory()  # as the command line does
    bare = cpu_s(lambda: decode(path), 3)
    reader = cpu_s(lambda: read_activity(path), 3)
    samples = read_activity(path)
    rows = cpu_s(lambda: to_minutes(samples, None), 3)
    minutes = to_minutes(samples, None)
    answer = cpu_s(lambda: assess(path, draws=200), 3)
    print(
        f"\n{path.name} ({path.stat().st_size / 1e3:.0f} kB, {minutes.rows_count} min): fitdecode {bare:.2f} s; "
        f"reader {reader / bare:.2f} times (target 1.2); assess {answer / bare:.2f} times (target 3), of which minutes {rows / bare:.2f}, "
        f"the rest {(answer - reader - rows) / bare:.2f} ({1000 * (answer - reader - rows):.0f} ms)"
    )
