"""Whole fields against what was counted at races: how many cramp, where on the course, in which muscle, and in whom (V01 to V11, V26)."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from uncramp.ensemble.summary import LAST_QUARTER_FRAC, share_after
from uncramp.ensemble.tally import Tally
from uncramp.minutes import Floats
from uncramp.validation.bench import Bench, Measure, Numbers
from uncramp.validation.finding import Number
from uncramp.validation.one_runner import water_held_ratio
from uncramp.validation.races import (
    cramps_by_segment,
    edges_km,
    evenly,
    fast_first_half,
    mean_by_draw,
    mean_of,
    race,
    with_history,
    without_history,
)

MARATHON: Final = "marathon"
HALF: Final = "half_marathon"
ULTRA: Final = "ultra_56km"
ENTRANTS: Final = {ULTRA: 26_962.0, HALF: 44_458.0}
"""Who entered the two races of the published field (A02, A03)."""
LATE_KM: Final = 30.0
LOW_SODIUM_MMOL_L: Final = 135.0


def chance_of(tally: Tally) -> Number:
    """Chance of a cramp of a runner of the field."""
    return _mean(tally.cramp_frac, tally.possible_frac)


def _mean(values: Floats, weight: Floats) -> Number:
    return Number.over_draws(mean_of(values, weight), mean_by_draw(values, weight))


def incidence(bench: Bench) -> Numbers:
    """V01."""
    return {"cramp_frac": chance_of(race(bench, MARATHON))}


def longer(bench: Bench) -> Numbers:
    """V04."""
    long, short = race(bench, ULTRA), race(bench, HALF)
    by_draw = mean_by_draw(long.cramp_frac, long.possible_frac) / mean_by_draw(short.cramp_frac, short.possible_frac)
    ratio = chance_of(long).value / chance_of(short).value
    return {"longer_over_shorter_ratio": Number.over_draws(ratio, by_draw)}


def onset(bench: Bench) -> Numbers:
    """V05."""
    counts, edges = cramps_by_segment(race(bench, MARATHON)), edges_km(MARATHON)
    middle = 0.5 * (edges[1:] + edges[:-1])[:, None]
    return {
        "onset_km": _of_counts(lambda each: (middle * each).sum(axis=0) / each.sum(axis=0), counts),
        "after_30_km_frac": _of_counts(lambda each: share_after(edges, each, LATE_KM), counts),
    }


def _of_counts(of: Any, counts: Floats) -> Number:
    """A quantity of the cramps of all draws together, with its interval over the draws; ``of`` takes [segment, draw] and gives [draw]."""
    return Number.over_draws(of(counts.sum(axis=1, keepdims=True))[0], of(counts))


def last_quarter(bench: Bench) -> Numbers:
    """V06: of both races, each with as many starters as entered it."""
    late = all_of_them = np.zeros(1)
    for name, entrants in ENTRANTS.items():
        edges, counts = edges_km(name), cramps_by_segment(race(bench, name)) * entrants / bench.athletes
        total = counts.sum(axis=0)
        late = late + share_after(edges, counts, LAST_QUARTER_FRAC * edges[-1]) * total
        all_of_them = all_of_them + total
    return {"last_quarter_frac": Number.over_draws(late.sum() / all_of_them.sum(), late / all_of_them)}


def muscles(bench: Bench) -> Numbers:
    """V07."""
    tally = race(bench, MARATHON)
    weight, by_muscle = tally.possible_frac, tally.muscle_frac
    of_field = np.array([mean_by_draw(values, weight) for values in by_muscle])
    ordered = np.asarray((np.diff(by_muscle, axis=0) < 0.0).all(axis=0), dtype=np.float64)
    calf_first = (by_muscle.argmax(axis=0) == 0).astype(np.float64)
    return {
        "order_in_field_frac": float((np.diff(of_field, axis=0) < 0.0).all(axis=0).mean()),
        "order_in_runner_frac": _mean(ordered, weight),
        "calf_first_frac": _mean(calf_first, weight),
    }


def odds_ratio(with_it: Tally, without: Tally) -> Number:
    """Odds of a cramp with something over those without it, of the runners and draws who could do it without."""
    weight = np.where(np.isfinite(with_it.cramp_frac), without.possible_frac, 0.0)

    def odds(chance: Any) -> Any:
        return chance / (1.0 - chance)

    values = [odds(mean_of(one.cramp_frac, weight)) for one in (with_it, without)]
    by_draw = [odds(mean_by_draw(one.cramp_frac, weight)) for one in (with_it, without)]
    return Number.over_draws(values[0] / values[1], by_draw[0] / by_draw[1])


def faster_start(bench: Bench) -> Numbers:
    """V09."""
    # the first half is faster than that which was run, not than that which was meant
    return {"odds_ratio": odds_ratio(race(bench, ULTRA, fast_first_half, evenly), race(bench, ULTRA, evenly))}


def history(bench: Bench) -> Numbers:
    """V10."""
    return {"odds_ratio": odds_ratio(race(bench, MARATHON, with_history), race(bench, MARATHON, without_history))}


def crampers_and_others(bench: Bench) -> Numbers:
    """V11: every runner and draw counts among the crampers by its chance, and among the others by that of none."""
    tally = race(bench, MARATHON)
    chance = np.nan_to_num(tally.cramp_frac)
    crampers, others = tally.possible_frac * chance, tally.possible_frac * (1.0 - chance)

    def difference(values: Floats) -> Number:
        by_draw = mean_by_draw(values, crampers) - mean_by_draw(values, others)
        return Number.over_draws(mean_of(values, crampers) - mean_of(values, others), by_draw)

    return {
        "sodium_difference_mmol_l": difference(tally.final_plasma_sodium_mmol_l),
        "mass_difference_frac": difference(tally.mass_change_frac),
        "water_held_ratio": water_held_ratio(bench),
    }


def gainers(bench: Bench) -> Numbers:
    """V26."""
    tally = race(bench, MARATHON)
    weight = tally.possible_frac * (np.nan_to_num(tally.mass_change_frac, nan=-1.0) > 0.0)
    low = (tally.final_plasma_sodium_mmol_l < LOW_SODIUM_MMOL_L).astype(np.float64)
    return {"low_sodium_of_gainers_frac": _mean(low, weight)}


MEASURES: Final[dict[str, Measure]] = {
    "V01": incidence, "V04": longer, "V05": onset, "V06": last_quarter, "V07": muscles, "V09": faster_start, "V10": history,
    "V11": crampers_and_others, "V26": gainers,
}  # fmt: skip
