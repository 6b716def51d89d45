"""Summary: what a study says of its field, each number a median over the draws with 5th and 95th percentile."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from uncramp.ensemble.service import Service, service_of
from uncramp.ensemble.study import Study
from uncramp.ensemble.tally import COUNTS_OF_ONE, Tally
from uncramp.errors import SimulationError
from uncramp.evidence.draws import central
from uncramp.minutes import Floats
from uncramp.names import MUSCLES
from uncramp.units import S_PER_H
from uncramp.why.alarms import AlarmParameters
from uncramp.why.answers import Range

DECIMALS: Final = 6
"""Values are rounded to so many decimals before they are hashed: what differs beyond is the processor, not the result."""

LAST_QUARTER_FRAC: Final = 0.75
AGE_EDGES_YEAR: Final = (0.0, 40.0, 50.0, 60.0)

Chosen = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class GroupSummary:
    """Some of the field."""

    kind: str  # sex | age | wave | day | history | drinking | health | finish
    name: str
    starts_count: int
    counted_frac: float
    slowed_frac: float
    cramp_frac: Range
    serious_frac: Range
    hyponatraemia_frac: Range
    core_above_40_frac: Range


@dataclass(frozen=True, slots=True)
class SegmentSummary:
    """One part of the course, or one stretch of the time."""

    start: float  # km, or h
    end: float
    cramps_count: Range  # first cramps expected there
    muscle_counts: dict[str, float]  # median of the same by muscle


@dataclass(frozen=True, slots=True)
class StudySummary:
    """What a study says of its field; shares are of those who could have done it."""

    starts_count: int
    failed_count: int
    never_count: int  # who could not have done it in any draw; all their draws count
    counted_frac: float  # of all runners and draws, those that could have done it, if slower
    slowed_frac: float  # of those, the ones that had to go slower than meant
    slower_frac: Range  # how much later than meant these finish, over runners and draws; NaN where nobody slows
    finish_h: Range  # over runners and draws, as slow as they had to go
    cramp_frac: Range
    cramps_count: Range
    serious_frac: Range
    muscle_frac: dict[str, Range]  # where the first cramp strikes, of the same
    last_quarter_frac: Range  # of first cramps
    onset: Range  # median place of the first cramp: km, or h
    hyponatraemia_frac: Range
    core_above_40_frac: Range
    mass_gain_frac: Range  # of the field: who is heavier at the finish than at the start
    sweat_l: Range
    drunk_l: Range
    segments: tuple[SegmentSummary, ...]
    groups: tuple[GroupSummary, ...]
    service: Service
    sha256: str


def summary_of(study: Study) -> StudySummary:
    """The summary of a study.

    Raises
    ------
    SimulationError
        If not one runner could be simulated.
    """
    tally, field = study.tally, study.plan.field
    failed = np.array([bool(text) for text in tally.failures])
    if failed.all():
        raise SimulationError(f"not one of {failed.size} runners could be simulated; the first says: {tally.failures[0]}")
    shares = _Shares(tally)
    counts = tally.segment_counts.sum(axis=0) / COUNTS_OF_ONE  # [muscle, segment, draw]
    by_segment = counts.sum(axis=0) * shares.per_start
    everybody = ~failed
    counts_in = (tally.possible_frac > 0.0) & everybody[:, None]
    slowed = counts_in & (tally.step_index > 0)
    return StudySummary(
        starts_count=field.rows_count,
        failed_count=int(failed.sum()),
        never_count=round(float(tally.never_frac.sum())),
        counted_frac=float(tally.could_frac[everybody].mean()),
        slowed_frac=_share(slowed, counts_in),
        slower_frac=Range.of(tally.time_ratio[slowed] - 1.0),
        finish_h=Range.of(tally.finish_s[counts_in] / S_PER_H),
        cramp_frac=Range.of(shares.of(tally.cramp_frac, everybody)),
        cramps_count=Range.of(by_segment.sum(axis=0)),
        serious_frac=Range.of(shares.of(tally.serious_frac, everybody)),
        muscle_frac={name: Range.of(shares.of(values, everybody)) for name, values in zip(MUSCLES, tally.muscle_frac, strict=True)},
        last_quarter_frac=Range.of(share_after(field.edges, by_segment, LAST_QUARTER_FRAC * field.edges[-1])),
        onset=Range.of(_median_place(field.edges, by_segment)),
        hyponatraemia_frac=Range.of(shares.of(shares.low_sodium, everybody)),
        core_above_40_frac=Range.of(shares.of(shares.hot, everybody)),
        mass_gain_frac=Range.of(shares.of(_flag(tally.mass_change_frac > 0.0), everybody)),
        sweat_l=Range.of(shares.of(tally.sweat_l, everybody)),
        drunk_l=Range.of(shares.of(tally.drunk_l, everybody)),
        segments=tuple(
            SegmentSummary(
                float(field.edges[at]),
                float(field.edges[at + 1]),
                Range.of(by_segment[at]),
                {name: float(np.mean(counts[m, at] * shares.per_start)) for m, name in enumerate(MUSCLES)},
            )
            for at in range(field.segments_count)
        ),
        groups=tuple(_groups(study, shares, everybody)),
        service=service_of(study, shares.per_start),
        sha256=result_sha256(tally),
    )


def result_sha256(tally: Tally) -> str:
    """SHA-256 over the rounded values of every runner in their order, and the counts; files, chunks and workers do not matter."""
    total = hashlib.sha256()
    for name in (
        "possible_frac", "time_ratio", "muscle_frac", "serious_frac", "lowest_plasma_sodium_mmol_l", "highest_core_c", "sweat_l", "drunk_l",
        "mass_change_frac",
    ):  # fmt: skip
        # adding nothing makes a negative nothing positive
        total.update(name.encode() + np.ascontiguousarray(np.round(getattr(tally, name), DECIMALS) + 0.0).tobytes())
    total.update("\0".join(tally.failures).encode())
    return total.hexdigest()


class _Shares:
    """Means over runners in each draw: draws that could not have done it are left out, each runner who could counts as one."""

    def __init__(self, tally: Tally) -> None:
        levels = central(AlarmParameters, "alarms")
        self.weight = tally.possible_frac
        self.low_sodium = _flag(tally.lowest_plasma_sodium_mmol_l < levels.low_plasma_sodium_mmol_l[0])
        self.hot = _flag(tally.highest_core_c > levels.high_core_c[0])
        # as many as start, from as many as the draw counts
        self.per_start = self.weight.shape[0] / np.maximum(self.weight.sum(axis=0), 1.0)

    def of(self, values: Floats, chosen: Chosen) -> Floats:
        """Mean over the chosen runners, [draw], from [runner, draw]; NaN where nobody counts."""
        weight = self.weight[chosen]
        total = weight.sum(axis=0)
        counted = np.where(weight > 0.0, values[chosen], 0.0)
        return np.where(total > 0.0, (counted * weight).sum(axis=0) / np.where(total > 0.0, total, 1.0), np.nan)


def _share(some: Chosen, of: Chosen) -> float:
    return float(some.sum() / max(int(of.sum()), 1))


def _flag(happened: Chosen) -> Floats:
    return happened.astype(np.float64)


def share_after(edges: Floats, counts: Floats, place: float) -> Floats:
    """Share of the first cramps beyond a place, [draw], from [segment, draw]: evenly within a segment."""
    share = np.clip((edges[1:] - place) / np.diff(edges), 0.0, 1.0)
    total = counts.sum(axis=0)
    return np.where(total > 0.0, (share[:, None] * counts).sum(axis=0) / np.where(total > 0.0, total, 1.0), np.nan)


def _median_place(edges: Floats, counts: Floats) -> Floats:
    """Place before which half of the first cramps strike, [draw]."""
    passed = np.concatenate([np.zeros((1, counts.shape[1])), np.cumsum(counts, axis=0)])
    return np.array([np.interp(0.5 * one[-1], one, edges) if one[-1] > 0.0 else np.nan for one in passed.T])


def _groups(study: Study, shares: _Shares, everybody: Chosen) -> Iterator[GroupSummary]:
    tally = study.tally
    for kind, name, chosen in groups_of(study):
        kept = chosen & everybody
        if kept.any():
            yield GroupSummary(
                kind,
                name,
                int(chosen.sum()),
                float(tally.could_frac[kept].mean()),
                _share((tally.possible_frac[kept] > 0.0) & (tally.step_index[kept] > 0), tally.possible_frac[kept] > 0.0),
                Range.of(shares.of(tally.cramp_frac, kept)),
                Range.of(shares.of(tally.serious_frac, kept)),
                Range.of(shares.of(shares.low_sodium, kept)),
                Range.of(shares.of(shares.hot, kept)),
            )


def groups_of(study: Study) -> Iterator[tuple[str, str, Chosen]]:
    """Kind, name and who is in it, of every group of the field."""
    field, r = study.plan.field, study.tally.runners
    yield from (("sex", name, r.female_frac == value) for name, value in (("women", 1.0), ("men", 0.0)))
    ends = (*AGE_EDGES_YEAR[1:], np.inf)
    for low, high in zip(AGE_EDGES_YEAR, ends, strict=True):
        name = f"under {high:g}" if low == 0.0 else (f"{low:g} and over" if np.isinf(high) else f"{low:g} to {high - 1.0:g}")
        yield "age", name, (r.age_year >= low) & (r.age_year < high)
    yield from (("wave", wave.name, r.wave_index == at) for at, wave in enumerate(field.waves) if len(field.waves) > 1)
    yield from (("day", day.name, r.day_index == at) for at, day in enumerate(field.days) if len(field.days) > 1)
    yield from (("history", name, r.cramp_history_frac == has) for name, has in (("cramped before", 1.0), ("never cramped", 0.0)))
    yield from (("drinking", one.name, r.drinking_index == at) for at, one in enumerate(field.drinking) if len(field.drinking) > 1)
    yield from (("health", one.name, r.health_index == at) for at, one in enumerate(field.health))
    total_s = r.leg_s.sum(axis=1)
    if field.segments == "km":
        quarter = np.searchsorted(np.quantile(total_s, (0.25, 0.5, 0.75)), total_s)
        names = ("fastest quarter", "second quarter", "third quarter", "slowest quarter")
        yield from (("finish", name, quarter == at) for at, name in enumerate(names))


def range_document(value: Range, decimals: int = DECIMALS) -> dict[str, Any]:
    """Mean, median, low and high of a range as JSON has them; null where there is none."""
    return {
        name: None if np.isnan(one := getattr(value, name)) else round(one, decimals) for name in ("mean", "median", "low", "high")
    }
