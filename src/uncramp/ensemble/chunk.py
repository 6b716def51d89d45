"""Chunk: some runners of a field, from who they are to what became of them; all of their draws are lanes of one run of the engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Final

import numpy as np

from uncramp.ensemble.course import M_PER_KM, Passage
from uncramp.ensemble.field import Day, Field
from uncramp.ensemble.fold import Pieces, cut_rows, fold_rate
from uncramp.ensemble.outcomes import Outcomes
from uncramp.ensemble.people import FieldDraws, draw_people, part_of, together
from uncramp.ensemble.runners import Runners, runners_at
from uncramp.ensemble.slowing import Run, runs_of
from uncramp.hazard.parameters import SeverityParameters
from uncramp.hazard.rate import RateTable, rate_of, rate_table
from uncramp.hazard.severity import severity
from uncramp.minutes import Floats, Integers
from uncramp.names import MUSCLES
from uncramp.units import S_PER_H, S_PER_MIN

LANE_ROWS: Final = 1_500_000
"""Rows of all lanes whose course is walked together. Results do not depend on it."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """What is kept of each lane; filled part by part."""

    first_cramp_frac: Floats  # [lane, muscle, segment]
    cramp_frac: Floats  # [lane], as all that follow
    greatest_rate_per_h: Floats
    lowest_plasma_sodium_mmol_l: Floats
    final_plasma_sodium_mmol_l: Floats
    highest_core_c: Floats
    time_ratio: Floats
    step_count: Floats
    could_frac: Floats
    sweat_l: Floats
    sweat_sodium_mmol: Floats
    drunk_l: Floats
    mass_change_frac: Floats


def simulate_chunk(
    field: Field,
    runners: Runners,
    *,
    draws: int,
    seed: int,
    mechanism: str = "mixture",
    overrides: Mapping[str, float] = MappingProxyType({}),
    step_index: Integers | None = None,
) -> Outcomes:
    """What becomes of these runners in every draw; a runner that cannot be simulated is a row that says why.

    Who could not have gone at the pace that was meant goes slower (``slowing``), by as many steps as ``step_index`` [runner, draw] says if
    it is given. A runner's numbers depend on field, seed, number of draws and runner, and not on who else is in the chunk.
    """
    # by day, and the slowest first: those who take about as long waste no room together
    order = np.lexsort((-runners.leg_s.sum(axis=1), runners.day_index))
    of_day = runners_at(runners, order)
    sports = {leg.sport for day in field.days for leg in day.legs} | {"walking"}
    drawn = draw_people(
        of_day, field.health, draws=draws, seed=seed, sports=sorted(sports), mechanism=mechanism, overrides=overrides
    )
    silent = np.full(runners.count * draws, np.nan)
    kept = _Kept(
        np.full((runners.count * draws, len(MUSCLES), field.segments_count), np.nan), *(silent.copy() for _ in fields(_Kept)[1:])
    )
    steps = None if step_index is None else step_index[order].ravel()
    failures: dict[int, str] = {}
    for index, day in enumerate(field.days):
        first, last = np.searchsorted(of_day.day_index, [index, index + 1])
        begin = int(first)
        while begin < last:
            together = max(1, int(LANE_ROWS / (draws * of_day.leg_s[begin].sum() / S_PER_MIN)))
            chosen = slice(begin, min(begin + together, int(last)))
            begin = chosen.stop
            failures |= _simulate(field, day, of_day, drawn, kept, chosen, seed, steps)
    return _outcomes(kept, drawn.cramp.severity, failures, order, draws)


def _simulate(
    field: Field, day: Day, runners: Runners, drawn: FieldDraws, kept: _Kept, chosen: slice, seed: int, step_index: Integers | None
) -> dict[int, str]:
    """Simulate the ``chosen`` runners together, or, if one of them cannot be, each alone; why those who cannot, by their place."""
    draws = drawn.athlete.mass_kg.size // runners.count
    lanes = slice(chosen.start * draws, chosen.stop * draws)
    part = _Kept(*(getattr(kept, one.name)[lanes] for one in fields(_Kept)))
    steps = None if step_index is None else step_index[lanes]
    some = part_of(drawn, lanes)
    try:
        rates = rate_table(some.athlete, some.cramp)
        for run in runs_of(day, runners_at(runners, chosen), some, draws=draws, seed=seed, step_index=steps):
            _fill(part, field, run, rates)
    except Exception as error:  # noqa: BLE001 - one runner's failure is a row, not the end of a study
        if chosen.stop - chosen.start == 1:
            for one in fields(_Kept):
                getattr(part, one.name)[:] = np.nan
            return {chosen.start: f"{type(error).__name__}: {error}"}
        alone = [slice(at, at + 1) for at in range(chosen.start, chosen.stop)]
        return {at: why for one in alone for at, why in _simulate(field, day, runners, drawn, kept, one, seed, step_index).items()}
    return {}


def _fill(kept: _Kept, field: Field, run: Run, rates: RateTable) -> None:
    """Keep what a run gives of each of its lanes that count."""
    passage, counts = run.passage, run.counts
    rate_per_h = rate_of(run.bodies.body, run.fatigue, part_of(rates, together(run.lanes)), run.spans, counts)
    pieces = pieces_of(field, passage)
    first, (struck, greatest) = np.empty((counts.size, *kept.first_cramp_frac.shape[1:])), np.empty((2, counts.size))
    fold_rate(
        rate_per_h,
        passage.row_s / S_PER_H,
        *run.spans,
        counts,
        pieces.starts,
        pieces.row,
        pieces.share,
        first,
        struck,
        greatest,
    )
    lanes, end = run.lanes[counts], run.bodies.at_end
    found = {
        "first_cramp_frac": first,
        "cramp_frac": struck,
        "greatest_rate_per_h": greatest,
        "could_frac": run.could,
        "final_plasma_sodium_mmol_l": end["plasma_sodium_mmol_l"],
        "mass_change_frac": run.bodies.mass_change_frac,
        **{name: getattr(run, name) for name in ("highest_core_c", "lowest_plasma_sodium_mmol_l", "time_ratio")},
        **{name: end[name] for name in ("sweat_l", "sweat_sodium_mmol", "drunk_l")},
    }
    for name, values in found.items():
        getattr(kept, name)[lanes] = values[counts]
    kept.step_count[lanes] = run.step


def pieces_of(field: Field, passage: Passage) -> Pieces:
    """Rows cut where the segments of the field end."""
    if field.segments == "km":
        begin, end, per_unit = passage.begin_m, passage.end_m, M_PER_KM
    else:
        begin, end, per_unit = passage.begin_s, passage.begin_s + passage.row_s, S_PER_H
    return cut_rows(begin / per_unit, end / per_unit, passage.starts, field.edges)


def _outcomes(kept: _Kept, parameters: SeverityParameters, failures: Mapping[int, str], order: Integers, draws: int) -> Outcomes:
    """Lanes as [runner, draw], in the order in which the runners came."""
    place = np.argsort(order)
    stops = severity(kept.greatest_rate_per_h, parameters)["stop"]

    def of_runners(lanes: Floats) -> Floats:
        return np.asarray(lanes.reshape(order.size, draws, *lanes.shape[1:])[place])

    by_runner = np.nan_to_num(of_runners(kept.could_frac))
    none = ~by_runner.any(axis=1) & np.isfinite(of_runners(kept.highest_core_c)[:, 0])
    by_runner[none] = 1.0
    return Outcomes(
        possible_frac=by_runner,
        never_frac=none.astype(np.float64),
        step_index=np.nan_to_num(of_runners(kept.step_count)).astype(np.int64),
        first_cramp_frac=of_runners(kept.first_cramp_frac).transpose(2, 3, 0, 1),
        serious_frac=of_runners(kept.cramp_frac * stops),
        **{
            name: of_runners(getattr(kept, name))
            for name in (
                "time_ratio",
                "lowest_plasma_sodium_mmol_l",
                "final_plasma_sodium_mmol_l",
                "highest_core_c",
                "sweat_l",
                "sweat_sodium_mmol",
                "drunk_l",
                "mass_change_frac",
            )
        },
        failures=tuple(failures.get(int(at), "") for at in place),
    )
