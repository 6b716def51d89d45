"""Chunk: some runners of a field, from who they are to what became of them; all of their draws are lanes of one run of the engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Final

import numpy as np

from uncramp.body.fatigue import simulate_fatigue
from uncramp.body.simulate import simulate_people
from uncramp.body.surroundings import draw_surroundings
from uncramp.ensemble.course import M_PER_KM, FieldMinutes, minutes_of_runners
from uncramp.ensemble.field import Day, Field
from uncramp.ensemble.fold import cut_rows, fold_body, fold_rate
from uncramp.ensemble.outcomes import Outcomes
from uncramp.ensemble.people import FieldDraws, draw_people, part_of
from uncramp.ensemble.runners import Runners, runners_at
from uncramp.evidence.draws import Crowd, central
from uncramp.hazard.parameters import SeverityParameters
from uncramp.hazard.rate import cramp_rate
from uncramp.hazard.severity import severity
from uncramp.minutes import Floats, Integers
from uncramp.names import MUSCLES
from uncramp.units import S_PER_H, S_PER_MIN
from uncramp.why.alarms import AlarmParameters

LANE_ROWS: Final = 500_000
"""Rows of all lanes in one run of the engine: few enough that its traces stay near the processor. Results do not depend on it."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """What is kept of each lane; filled part by part."""

    first_cramp_frac: Floats  # [lane, muscle, segment]
    cramp_frac: Floats  # [lane], as all that follow
    greatest_rate_per_h: Floats
    lowest_plasma_sodium_mmol_l: Floats
    final_plasma_sodium_mmol_l: Floats
    highest_core_c: Floats
    failing_min: Floats
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
) -> Outcomes:
    """What becomes of these runners in every draw; a runner that cannot be simulated is a row that says why.

    A runner's numbers depend on field, seed, number of draws and runner, and not on who else is in the chunk.
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
    failures: dict[int, str] = {}
    for index, day in enumerate(field.days):
        first, last = np.searchsorted(of_day.day_index, [index, index + 1])
        begin = int(first)
        while begin < last:
            together = max(1, int(LANE_ROWS / (draws * of_day.leg_s[begin].sum() / S_PER_MIN)))
            chosen = slice(begin, min(begin + together, int(last)))
            begin = chosen.stop
            failures |= _simulate(field, day, of_day, drawn, kept, chosen, seed)
    return _outcomes(kept, drawn.cramp.severity, failures, order, draws)


def _simulate(field: Field, day: Day, runners: Runners, drawn: FieldDraws, kept: _Kept, chosen: slice, seed: int) -> dict[int, str]:
    """Simulate the ``chosen`` runners together, or, if one of them cannot be, each alone; why those who cannot, by their place."""
    draws = drawn.athlete.mass_kg.size // runners.count
    lanes = slice(chosen.start * draws, chosen.stop * draws)
    part = _Kept(*(getattr(kept, one.name)[lanes] for one in fields(_Kept)))
    try:
        _fill(part, field, minutes_of_runners(day, runners_at(runners, chosen)), part_of(drawn, lanes), draws, seed)
    except Exception as error:  # noqa: BLE001 - one runner's failure is a row, not the end of a study
        if chosen.stop - chosen.start == 1:
            return {chosen.start: f"{type(error).__name__}: {error}"}
        alone = [slice(at, at + 1) for at in range(chosen.start, chosen.stop)]
        return {at: why for one in alone for at, why in _simulate(field, day, runners, drawn, kept, one, seed).items()}
    return {}


def _fill(kept: _Kept, field: Field, rows: FieldMinutes, drawn: FieldDraws, draws: int, seed: int) -> None:
    """Body, fatigue and hazard of several runners, and what is kept of them."""
    minutes, starts = rows.minutes, rows.people.starts
    around = draw_surroundings(minutes.weather, draws, seed, Crowd(np.arange(starts.size - 1)))
    bodies = simulate_people(minutes, drawn.athlete, drawn.intake, drawn.body, around, rows.people)
    fatigue = simulate_fatigue(minutes, bodies.body, drawn.athlete, drawn.fatigue, whole=False, starts=starts)
    rate_per_h = cramp_rate(bodies.body, fatigue, drawn.athlete, drawn.cramp, starts)
    by_way = field.segments == "km"
    begin, end = (rows.begin_m, minutes.distance_m) if by_way else (rows.begin_s, rows.begin_s + rows.people.row_s)
    per_unit = M_PER_KM if by_way else S_PER_H
    pieces = cut_rows(begin / per_unit, end / per_unit, starts, field.edges)
    fold_rate(
        rate_per_h,
        rows.people.row_s / S_PER_H,
        starts,
        pieces.starts,
        pieces.row,
        pieces.share,
        kept.first_cramp_frac,
        kept.cramp_frac,
        kept.greatest_rate_per_h,
    )
    fold_body(bodies.body.core_c, bodies.body.plasma_sodium_mmol_l, starts, kept.highest_core_c, kept.lowest_plasma_sodium_mmol_l)
    kept.failing_min[:] = fatigue.failing_count.max(axis=0)
    kept.final_plasma_sodium_mmol_l[:] = bodies.at_end["plasma_sodium_mmol_l"]
    kept.sweat_l[:] = bodies.at_end["sweat_l"]
    kept.sweat_sodium_mmol[:] = bodies.at_end["sweat_sodium_mmol"]
    kept.drunk_l[:] = bodies.at_end["drunk_l"]
    kept.mass_change_frac[:] = bodies.mass_change_frac


def could_have_done(highest_core_c: Floats, failing_min: Floats) -> Floats:
    """1 for each lane that could have done it, 0 where the core was hotter than any finisher's or a muscle failed; [lane]."""
    levels = central(AlarmParameters, "alarms")
    cool_enough = highest_core_c <= levels.highest_finisher_core_c[0]
    return np.asarray(cool_enough & (failing_min <= levels.longest_failure_min[0]), dtype=np.float64)


def _outcomes(kept: _Kept, parameters: SeverityParameters, failures: Mapping[int, str], order: Integers, draws: int) -> Outcomes:
    """Lanes as [runner, draw], in the order in which the runners came."""
    place = np.argsort(order)
    possible = could_have_done(kept.highest_core_c, kept.failing_min)
    stops = severity(kept.greatest_rate_per_h, parameters)["stop"]

    def of_runners(lanes: Floats) -> Floats:
        return np.asarray(lanes.reshape(order.size, draws, *lanes.shape[1:])[place])

    by_runner = of_runners(possible)
    none = ~by_runner.any(axis=1) & np.isfinite(of_runners(kept.highest_core_c)[:, 0])
    by_runner[none] = 1.0
    return Outcomes(
        possible_frac=by_runner,
        never_frac=none.astype(np.float64),
        first_cramp_frac=of_runners(kept.first_cramp_frac).transpose(2, 3, 0, 1),
        serious_frac=of_runners(kept.cramp_frac * stops),
        **{
            name: of_runners(getattr(kept, name))
            for name in (
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
