"""Slowing: who could not have gone at the pace that was meant goes slower, step by step, until they can.

A pace follows from what is known of a runner. What nobody knows of them is drawn, and with some of it a muscle would have failed at that
pace, or the core been hotter than any finisher's. Such runners do not stop being: they finish later.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

from uncramp.activity.plan import ON_WHEELS
from uncramp.body.fatigue import fatigue_of
from uncramp.body.fatigue_table import FatigueOptions, FatigueRows, FatigueTable, fatigue_rows, fatigue_table
from uncramp.body.row_table import row_table
from uncramp.body.simulate import PeopleTrace, simulate_people
from uncramp.body.surroundings import Surroundings, draw_surroundings, met_by
from uncramp.body.tables import BodyTable, body_table, intake_table
from uncramp.body.trace import FatigueTrace
from uncramp.ensemble.cohort_parameters import cohort_parameters
from uncramp.ensemble.course import Passage, minutes_of_runners
from uncramp.ensemble.field import Day
from uncramp.ensemble.fold import fold_body
from uncramp.ensemble.pace import power_on_wheels
from uncramp.ensemble.people import FieldDraws, evenly, part_of, together
from uncramp.ensemble.runners import Runners, runners_at
from uncramp.evidence.draws import central
from uncramp.minutes import Floats, Integers, Spans
from uncramp.why.alarms import AlarmParameters

AT_REST: Final = ("rest", "transition")

LANE_ROWS: Final = 25_000
"""Rows of all lanes that are simulated together: few enough that their traces stay near the processor. Results do not depend on it."""


@dataclass(frozen=True, slots=True)
class Run:
    """What some lanes did at one pace; a lane is one draw of one runner, the draws of one runner after those of the other."""

    step: int  # how often they slowed
    lanes: Integers  # [lane] which of those asked for
    passage: Passage  # of the runners that they are of
    spans: Spans  # whose rows and lanes they are
    bodies: PeopleTrace
    fatigue: FatigueTrace
    highest_core_c: Floats  # [lane], as all that follow
    lowest_plasma_sodium_mmol_l: Floats
    failing_min: Floats
    time_ratio: Floats  # finish over that meant
    could: npt.NDArray[np.bool_]
    is_last: bool  # whoever could not is not tried again

    @property
    def counts(self) -> npt.NDArray[np.bool_]:
        """Whether this is the run of the lane that counts, [lane]."""
        return self.could | self.is_last


def runs_of(
    day: Day, runners: Runners, drawn: FieldDraws, *, draws: int, seed: int, step_index: Integers | None = None
) -> Iterator[Run]:
    """Every lane of ``runners`` at the pace that was meant, then those that could not one step slower, and so on to the last step.

    The last run that a lane is in is the one that counts, and says so. With ``step_index`` [lane] each lane is in one run, at that step. What a lane
    does depends on nothing but itself.
    """
    left, table = np.arange(runners.count * draws), None
    most = int(cohort_parameters().slower_steps_count.value)
    for step in range(most + 1):
        lanes = left if step_index is None else np.flatnonzero(step_index == step)
        if not lanes.size:
            continue
        who, count = np.unique(lanes // draws, return_counts=True)
        slower_day, slower = slowed(day, runners_at(runners, who), step)
        rows = minutes_of_runners(slower_day, slower)
        around = draw_surroundings(rows.minutes.weather, draws, seed)
        if table is None:  # the weather of a step differs by row only
            table = _tables(drawn, met_by(around, np.arange(runners.count * draws) % draws))
        paced = _Paced(
            rows.passage,
            row_table(rows.minutes, around, drawn.body, rows.passage.row_s),
            fatigue_rows(rows.minutes, drawn.fatigue.load, FatigueOptions()),
            slower.leg_s.sum(axis=1) / runners.leg_s[who].sum(axis=1),
        )
        could, of_lanes = np.empty(lanes.size, dtype=np.bool_), part_of(table, together(lanes))
        for some, its in _parts(rows.passage.starts, count):
            is_last = step == most or step_index is not None
            run = _run(paced, some, part_of(of_lanes, its), step, lanes[its], count[some], is_last=is_last)
            could[its] = run.could
            yield run
        left = lanes[~could]


@dataclass(frozen=True, slots=True)
class _Tables:
    """What is read of each lane; the last axis of every array."""

    drinking: Floats
    body: BodyTable
    fatigue: FatigueTable


def _tables(drawn: FieldDraws, around: Surroundings) -> _Tables:
    intake_table(evenly(drawn.drinking), drawn.drinking.shape[1], 1)  # refuses what cannot be drunk
    return _Tables(
        drawn.drinking,
        body_table(drawn.athlete, drawn.body, around),
        fatigue_table(drawn.athlete, drawn.fatigue, FatigueOptions()),
    )


@dataclass(frozen=True, slots=True)
class _Paced:
    """Runners at one pace."""

    passage: Passage
    of_body: Floats  # [quantity, row]
    of_fatigue: FatigueRows
    time_ratio: Floats  # [runner]


def _parts(starts: Integers, count: Integers) -> Iterator[tuple[slice, slice]]:
    """Runners who are simulated together, and their lanes, of all who begin at the rows ``starts`` with ``count`` lanes each."""
    held, ends = np.cumsum(np.diff(starts) * count), np.cumsum(count).tolist()
    first, begin = 0, 0
    while first < count.size:
        before = held[first - 1] if first else 0
        last = max(first + 1, int(held.searchsorted(before + LANE_ROWS, side="right")))
        yield slice(first, last), slice(begin, ends[last - 1])
        first, begin = last, ends[last - 1]


def _run(paced: _Paced, some: slice, table: _Tables, step: int, lanes: Integers, count: Integers, *, is_last: bool) -> Run:
    """``some`` of the runners, whose ``lanes`` are ``count`` [runner]."""
    passage = paced.passage.of(some)
    its = slice(*paced.passage.starts[[some.start, some.stop]])
    spans = Spans(passage.starts, np.concatenate(([0], np.cumsum(count))))
    bodies = simulate_people(paced.of_body[:, its], table.drinking, table.body, spans)
    fatigue = fatigue_of(paced.of_fatigue.of(its), bodies.body, table.fatigue, whole=False, spans=spans)
    hottest, lowest = np.empty((2, lanes.size))
    fold_body(bodies.body.core_c, bodies.body.plasma_sodium_mmol_l, *spans, hottest, lowest)
    failing = fatigue.failing_count.max(axis=0)
    return Run(
        step, lanes, passage, spans, bodies, fatigue, hottest, lowest, failing, np.repeat(paced.time_ratio[some], count),
        could_have_done(hottest, failing), is_last,
    )  # fmt: skip


def could_have_done(highest_core_c: Floats, failing_min: Floats) -> npt.NDArray[np.bool_]:
    """Whether each lane could have done it: the core no hotter than any finisher's, and no muscle failing for long; [lane]."""
    highest_finisher_core_c, longest_failure_min = _bounds()
    return np.asarray((highest_core_c <= highest_finisher_core_c) & (failing_min <= longest_failure_min))


@cache
def _bounds() -> tuple[float, float]:
    levels = central(AlarmParameters, "alarms")
    return float(levels.highest_finisher_core_c[0]), float(levels.longest_failure_min[0])


def slowed(day: Day, runners: Runners, step: int) -> tuple[Day, Runners]:
    """The same day with the same way for everybody, in more time by so many steps, and at less power on wheels.

    Where a leg is so long rather than so far, they are at work for less of it.
    """
    if not step:
        return day, runners
    ratio = (1.0 + cohort_parameters().slower_step_frac.value) ** step
    leg_s, power_w = runners.leg_s.copy(), runners.leg_power_w.copy()
    for at, leg in enumerate(day.legs):
        if leg.is_distance:
            leg_s[:, at] *= ratio
            if leg.sport in ON_WHEELS:
                power_w[:, at] *= _power_ratio(leg.distance_m / leg_s[:, at], ratio, runners.mass_kg)
    legs = tuple(
        leg if leg.is_distance or leg.sport in AT_REST else replace(leg, moving_frac=leg.moving_frac / ratio) for leg in day.legs
    )
    return replace(day, legs=legs), replace(runners, leg_s=leg_s, leg_power_w=power_w)


def _power_ratio(speed_m_s: Floats, ratio: float, mass_kg: Floats) -> Floats:
    """Power at a speed over that at one faster by ``ratio``."""
    return power_on_wheels(speed_m_s, mass_kg) / power_on_wheels(ratio * speed_m_s, mass_kg)
