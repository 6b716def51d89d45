"""Exposure: the cramps to be expected of runners for each unit of the hazard's scale, under each hypothesis and at several exponents.

Body and fatigue are simulated once; only the rate is worked out again. What follows from another scale is then arithmetic.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from uncramp.ensemble.chunk import pieces_of
from uncramp.ensemble.course import segment_times
from uncramp.ensemble.field import Field
from uncramp.ensemble.fold import fold_expected
from uncramp.ensemble.people import FieldDraws, draw_people, part_of
from uncramp.ensemble.runners import Runners, runners_at
from uncramp.ensemble.slowing import Run, runs_of
from uncramp.hazard.rate import RateTable, rate_of, rate_table
from uncramp.minutes import Floats, Integers
from uncramp.names import MECHANISMS
from uncramp.units import S_PER_H

RUNNERS_TOGETHER: Final = 100
"""Simulated at once: few enough that their traces stay near the processor."""

HALVINGS: Final = 40


@dataclass(frozen=True, slots=True)
class Exposure:
    """Cramps expected at a scale of one an hour; a lane is one draw of one runner, [runner x draw]."""

    expected_count: Floats  # [hypothesis, exponent, segment, lane]
    possible_frac: Floats  # [lane] 1 where the runner could have done it in that draw, if slower, else 0
    step_index: Integers  # [lane] by how many steps slower than meant
    history_frac: Floats  # [lane] 0 or 1
    history_ratio: Floats  # [lane] what a history multiplies the rate by

    def of_draws(self, lanes: Floats, draws: int) -> Floats:
        """Sum of [..., lane] over the runners who could have done it, [..., draw]."""
        return np.asarray((lanes * self.possible_frac).reshape(*lanes.shape[:-1], -1, draws).sum(axis=-2))


def exposure_of(
    field: Field, runners: Runners, *, draws: int, seed: int, exponents: Floats, step_index: Integers | None = None
) -> Exposure:
    """Exposure of ``runners``, who all start on the first day of ``field``.

    Who could not have gone at the pace that was meant goes slower, by as many steps as ``step_index`` [lane] says if it is given.

    Raises
    ------
    InputError, SimulationError
        If a runner cannot be simulated.
    """
    sports = sorted({leg.sport for leg in field.days[0].legs} | {"walking"})
    drawn = draw_people(runners, field.health, draws=draws, seed=seed, sports=sports)
    lanes = runners.count * draws
    expected = np.empty((len(MECHANISMS), exponents.size, lanes, field.segments_count))
    possible, steps = np.empty(lanes), np.empty(lanes, dtype=np.int64)
    for first in range(0, runners.count, RUNNERS_TOGETHER):
        chosen = slice(first, min(first + RUNNERS_TOGETHER, runners.count))
        here = slice(chosen.start * draws, chosen.stop * draws)
        some, part = runners_at(runners, chosen), part_of(drawn, here)
        if step_index is None:  # found first, so that the many rates are worked out once
            for run in runs_of(field.days[0], some, part, draws=draws, seed=seed):
                steps[here][run.lanes] = run.step
        else:
            steps[here] = step_index[here]
        tables = _tables(part, exponents)
        for run in runs_of(field.days[0], some, part, draws=draws, seed=seed, step_index=steps[here]):
            possible[here][run.lanes] = run.could
            expected[:, :, chosen.start * draws + run.lanes] = _expected(field, run, tables)
    by_runner = possible.reshape(-1, draws)  # a view
    by_runner[~by_runner.any(axis=1)] = 1.0  # where no draw could have done it, all count, as in a chunk
    threshold = drawn.cramp.threshold
    ratio = (threshold.without_history_hz / threshold.with_history_hz) ** drawn.cramp.hazard.threshold_sensitivity_index
    return Exposure(
        np.ascontiguousarray(np.moveaxis(expected, -1, -2)),
        possible,
        steps,
        np.asarray(drawn.athlete.cramp_history_frac, dtype=float),
        ratio,
    )


def _tables(drawn: FieldDraws, exponents: Floats) -> list[list[RateTable]]:
    """Rates at a scale of one an hour, by hypothesis and exponent."""
    lanes = drawn.athlete.mass_kg.size

    def table(mechanism: int, exponent: float) -> RateTable:
        hazard = replace(drawn.cramp.hazard, rate_per_h=np.ones(lanes), drive_exponent_index=np.full(lanes, exponent))
        return rate_table(drawn.athlete, replace(drawn.cramp, hazard=hazard, mechanism=np.full(lanes, mechanism)))

    return [[table(mechanism, exponent) for exponent in exponents] for mechanism in range(len(MECHANISMS))]


def _expected(field: Field, run: Run, tables: list[list[RateTable]]) -> Floats:
    """Cramps expected of the lanes of a run, [hypothesis, exponent, lane, segment]."""
    pieces = pieces_of(field, run.passage)
    expected = np.empty((len(tables), len(tables[0]), run.lanes.size, field.segments_count))
    for mechanism, of_exponent in enumerate(tables):
        for place, table in enumerate(of_exponent):
            fold_expected(
                rate_of(run.bodies.body, run.fatigue, part_of(table, run.lanes), run.spans),
                run.passage.row_s / S_PER_H,
                *run.spans,
                pieces.starts,
                pieces.row,
                pieces.share,
                expected[mechanism, place],
            )
    return expected


def with_first_half_in(field: Field, runners: Runners, time_ratio: float) -> Runners:
    """The same runners who go over the first half in ``time_ratio`` of their time, and over the second as before."""
    half = replace(field, edges=np.array([0.0, field.edges[-1]]))  # the middle of the one segment is half-way
    total_s, half_s = runners.leg_s[:, 0], segment_times(half, runners)[:, 0]
    goal_s = time_ratio * half_s
    paced = replace(runners, leg_s=(total_s - half_s + goal_s)[:, None])
    low, high = 0.5 * runners.first_half_ratio, 2.0 * runners.first_half_ratio
    for _ in range(HALVINGS):
        paced = replace(paced, first_half_ratio=0.5 * (low + high))
        slow = segment_times(half, paced)[:, 0] > goal_s
        low, high = np.where(slow, paced.first_half_ratio, low), np.where(slow, high, paced.first_half_ratio)
    return paced
