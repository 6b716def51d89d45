"""Races: the shipped fields simulated for the bench, as they are or with something about their athletes changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Final

import numpy as np

from uncramp.ensemble.chunk import simulate_chunk
from uncramp.ensemble.executors import threads
from uncramp.ensemble.field import Day, Field
from uncramp.ensemble.field_file import read_field
from uncramp.ensemble.runners import Runners
from uncramp.ensemble.sampling import sample_runners
from uncramp.ensemble.study import CHUNK_DRAWS
from uncramp.ensemble.tally import COUNTS_OF_ONE, Gathered, Tally, tally_of
from uncramp.minutes import Floats, Integers
from uncramp.validation.bench import Bench

Change = Callable[[Runners], Runners]
FASTER_FRAC: Final = 0.08
"""How much less time the first half takes (A44)."""
PLAYERS_OF: Final = 20
"""A camp has one player for so many athletes of a race: each starts on fourteen days."""


def as_they_are(runners: Runners) -> Runners:
    """The athletes of the field."""
    return runners


def with_history(runners: Runners) -> Runners:
    """Everybody has cramped before."""
    return replace(runners, cramp_history_frac=np.ones(runners.count))


def without_history(runners: Runners) -> Runners:
    """Nobody has cramped before."""
    return replace(runners, cramp_history_frac=np.zeros(runners.count))


def evenly(runners: Runners) -> Runners:
    """Everybody goes at even effort, in their own time."""
    return replace(runners, first_half_ratio=np.ones(runners.count), finish_ratio=np.ones(runners.count))


def fast_first_half(runners: Runners) -> Runners:
    """The first half in less time than at even effort, the second as at even effort: the same athletes, who finish the earlier."""
    even = evenly(runners)
    ratio = np.full(runners.count, 1.0 / (1.0 - FASTER_FRAC))
    return replace(even, first_half_ratio=ratio, leg_s=(1.0 - 0.5 * FASTER_FRAC) * even.leg_s)


@lru_cache(maxsize=8)
def race(bench: Bench, name: str, change: Change = as_they_are, slowed_as: Change | None = None) -> Tally:
    """A shipped field of as many athletes as the bench has, changed; each slows as if changed by ``slowed_as``, if given."""
    steps = None if slowed_as is None else race(bench, name, slowed_as).step_index
    return _simulated(bench, replace(read_field(name), athletes_count=bench.athletes), change, steps)


@lru_cache(maxsize=8)
def camp(bench: Bench, air_shift_k: float) -> Tally:
    """The football camp with the weather of its first day on all days, this much warmer."""
    read = read_field("football_camp")
    days = tuple(_at(day, read.days[0], air_shift_k) for day in read.days)
    return _simulated(bench, replace(read, days=days, athletes_count=max(1, bench.athletes // PLAYERS_OF)), as_they_are)


def _at(day: Day, first: Day, air_shift_k: float) -> Day:
    return replace(day, weather=replace(first.weather, air_c=first.weather.air_c + air_shift_k))


def _simulated(bench: Bench, field: Field, change: Change, step_index: Integers | None = None) -> Tally:
    def chunk(first: int) -> Tally:
        last = min(first + rows, field.rows_count)
        runners = change(sample_runners(field, bench.seed, first, last))
        steps = None if step_index is None else step_index[first:last]
        outcomes = simulate_chunk(field, runners, draws=bench.draws, seed=bench.seed, overrides=bench.overrides, step_index=steps)
        return tally_of(field, runners, outcomes)

    rows, gathered = max(1, CHUNK_DRAWS // bench.draws), Gathered()
    with threads() as workers:
        for part in workers.executor.map(chunk, range(0, field.rows_count, rows)):
            gathered.add(part)
    return gathered.joined()


def edges_km(name: str) -> Floats:
    """Where the parts of a race begin and end, km."""
    return read_field(name).edges


def cramps_by_segment(tally: Tally) -> Floats:
    """First cramps in each part of the course of those who start, [segment, draw]."""
    counts = tally.segment_counts.sum(axis=(0, 1)) / COUNTS_OF_ONE
    return np.asarray(counts * tally.possible_frac.shape[0] / np.maximum(tally.possible_frac.sum(axis=0), 1.0))


def mean_of(values: Floats, weight: Floats) -> float:
    """Mean over all runners and draws; NaN where nobody counts."""
    total = weight.sum()
    return float((np.where(weight > 0.0, values, 0.0) * weight).sum() / total) if total > 0.0 else float("nan")


def mean_by_draw(values: Floats, weight: Floats) -> Floats:
    """Mean over the runners, [draw], from [runner, draw]; NaN where nobody counts."""
    total = weight.sum(axis=0)
    found = (np.where(weight > 0.0, values, 0.0) * weight).sum(axis=0) / np.where(total > 0.0, total, 1.0)
    return np.where(total > 0.0, found, np.nan)
