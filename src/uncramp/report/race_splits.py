"""The course cut as a reader wants it: kilometres or miles, blocks of them, and the places where something is to be done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from uncramp.minutes import Floats
from uncramp.names import MUSCLES
from uncramp.prevent.plan import DrinkStop, RacePlan
from uncramp.units import M_PER_MILE

M_PER_KM: Final = 1000.0
STEPS: Final = (1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)
SHORTEST_PART: Final = 0.02  # of a step: a shorter rest at the end belongs to the block before
AT_FINISH: Final = 0.02  # of a unit: what is taken so near to the finish is taken there
NEAR_PART: Final = 0.3  # of a step: a stop so near to the end of a block stands for it


@dataclass(frozen=True, slots=True)
class Split:
    """A part of the course in the reader's unit of distance, km or mile."""

    start: float
    end: float
    pace_s: float  # per unit
    end_s: float  # elapsed, where it ends
    share_frac: float  # of the expected first cramps
    muscle: str
    ease_off: bool  # in some of it
    grade_frac: float  # NaN where no heights are known
    reserve_frac: float  # left at its end; NaN where not known
    capacity_frac: float  # the same


@dataclass(frozen=True, slots=True)
class Stage:
    """The way to one place, and what to take there."""

    split: Split
    stops: tuple[DrinkStop, ...]


def km_per_unit(units: str) -> float:
    """Length of the reader's unit of distance."""
    return M_PER_MILE / M_PER_KM if units == "imperial" else 1.0


def block_step(distance_m: float, units: str, most: int) -> float:
    """The smallest round step, in the reader's unit, that cuts the course into at most ``most`` blocks.

    Examples
    --------
    >>> block_step(42_195.0, "metric", 12), block_step(42_195.0, "imperial", 12), block_step(10_000.0, "metric", 12)
    (5.0, 5.0, 1.0)
    """
    length = distance_m / M_PER_KM / km_per_unit(units)
    return next((step for step in STEPS if length / step <= most), STEPS[-1])


def splits_of(plan: RacePlan, units: str, step: float) -> tuple[Split, ...]:
    """The course in blocks of ``step`` units."""
    end = _length(plan, units)
    return _split_at(plan, units, np.arange(step, end - SHORTEST_PART * step, step))


def stages_of(plan: RacePlan, units: str, most: int) -> tuple[Stage, ...]:
    """The way from one place to the next: where to drink, round distances between, the finish.

    Where that would be more than ``most``, only places to drink and the finish.
    """
    unit_km = km_per_unit(units)
    end, step = _length(plan, units), block_step(plan.course.distance_m, units, max(most, 1))
    drinks = sorted({round(stop.at_km / unit_km, 6) for stop in plan.drinks if stop.at_km / unit_km < end - AT_FINISH})
    blocks = np.arange(step, end - NEAR_PART * step, step)
    free = [place for place in blocks if all(abs(place - drink) > NEAR_PART * step for drink in drinks)]
    edges = sorted([*drinks, *free]) if len(drinks) + len(free) < most else drinks
    splits = _split_at(plan, units, np.array(edges))
    at: dict[float, list[DrinkStop]] = {}
    for stop in plan.drinks:
        at.setdefault(round(stop.at_km / unit_km, 6), []).append(stop)
    last = [stop for stop in plan.drinks if stop.at_km / unit_km >= end - AT_FINISH]
    return tuple(
        Stage(split, tuple(last if row == len(splits) - 1 else at.get(round(split.end, 6), ()))) for row, split in enumerate(splits)
    )


def eased(plan: RacePlan, units: str) -> tuple[tuple[float, float], ...]:
    """Where to hold back on purpose, from and to, neighbouring stretches as one."""
    found: list[tuple[float, float]] = []
    unit_km = km_per_unit(units)
    for one in plan.pace:
        if one.ease_off:
            start, end = one.from_km / unit_km, one.to_km / unit_km
            if found and abs(found[-1][1] - start) < 1e-9:
                start = found.pop()[0]
            found.append((start, end))
    return tuple(found)


def half_way_of_risk(plan: RacePlan, units: str) -> float:
    """Where half of the expected first cramps lie behind, in the reader's unit; NaN where none are expected."""
    edges, shares = _edges(plan, units), _risen(plan)
    if not shares[-1] > 0.0:
        return float("nan")
    return float(np.interp(0.5 * shares[-1], shares, edges))


def muscle_most_at_risk(plan: RacePlan) -> str:
    """In which the most first cramps are expected."""
    return max(MUSCLES, key=lambda muscle: sum(one.hazard_share_frac for one in plan.pace if one.muscle == muscle))


def _length(plan: RacePlan, units: str) -> float:
    return plan.pace[-1].to_km / km_per_unit(units)


def _edges(plan: RacePlan, units: str) -> Floats:
    return np.array([plan.pace[0].from_km, *(one.to_km for one in plan.pace)]) / km_per_unit(units)


def _risen(plan: RacePlan) -> Floats:
    shares = np.nan_to_num(np.array([one.hazard_share_frac for one in plan.pace]))
    return np.concatenate(([0.0], np.cumsum(shares)))


def _split_at(plan: RacePlan, units: str, inner: Floats) -> tuple[Split, ...]:
    edges, unit_km = _edges(plan, units), km_per_unit(units)
    spent_s = np.array([(one.to_km - one.from_km) * one.pace_s_per_km for one in plan.pace])
    clock_s = np.concatenate(([0.0], np.cumsum(spent_s)))
    rise = np.concatenate(([0.0], np.cumsum([one.grade_frac * (one.to_km - one.from_km) for one in plan.pace])))
    ends = np.concatenate(([edges[0]], inner, [edges[-1]]))
    left = (np.array([1.0, *(getattr(one, name) for one in plan.pace)]) for name in ("reserve_frac", "capacity_frac"))
    at_s, at_share, at_rise, reserve, capacity = (np.interp(ends, edges, values) for values in (clock_s, _risen(plan), rise, *left))
    found = []
    for row in range(ends.size - 1):
        start, end = float(ends[row]), float(ends[row + 1])
        overlap = np.maximum(np.minimum(edges[1:], end) - np.maximum(edges[:-1], start), 0.0) / np.diff(edges)
        share = np.nan_to_num([part * one.hazard_share_frac for part, one in zip(overlap, plan.pace, strict=True)])
        found.append(
            Split(
                start=start,
                end=end,
                pace_s=float((at_s[row + 1] - at_s[row]) / (end - start)),
                end_s=float(at_s[row + 1]),
                share_frac=float(at_share[row + 1] - at_share[row]),
                muscle=plan.pace[int(np.argmax(share if share.max() > 0.0 else overlap))].muscle,
                ease_off=any(one.ease_off for part, one in zip(overlap, plan.pace, strict=True) if part > 1e-6),
                grade_frac=float((at_rise[row + 1] - at_rise[row]) / ((end - start) * unit_km)),
                reserve_frac=float(reserve[row + 1]),
                capacity_frac=float(capacity[row + 1]),
            )
        )
    return tuple(found)
