"""Fold: the traces of many lanes brought down to what is kept of a runner, each read once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from uncramp.compiled import at_least, at_most, compiled, full_exponential
from uncramp.minutes import Floats, Integers

LEAST_PER_H: Final = 1e-300
"""Numerical guard: no chance is shared by a rate of nothing."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """Rows cut where segments end: which part of a row lies in which segment; [piece], one runner after the other."""

    starts: Integers  # [runner + 1]
    row: Integers  # of the runner
    segment: Integers
    hours: Floats


def cut_rows(begin: Floats, end: Floats, row_h: Floats, starts: Integers, edges: Floats) -> Pieces:
    """Cut rows that go from ``begin`` to ``end`` [row], of runners who begin at ``starts``, at ``edges`` [segment + 1].

    What lies before the first or after the last edge counts to the first or last segment; a row in which nobody moves on counts whole to
    where it stands.
    """
    most = row_h.size + (starts.size - 1) * edges.size
    row, segment, hours = np.empty(most, dtype=np.int64), np.empty(most, dtype=np.int64), np.empty(most)
    piece_starts = np.zeros(starts.size, dtype=np.int64)
    _cut(begin, end, row_h, starts, edges, row, segment, hours, piece_starts)
    count = piece_starts[-1]
    return Pieces(piece_starts, row[:count], segment[:count], hours[:count])


@compiled
def _cut(
    begin: Floats, end: Floats, row_h: Floats, starts: Integers, edges: Floats, row: Integers, segment: Integers, hours: Floats,
    piece_starts: Integers,
) -> None:  # fmt: skip
    count, last = 0, edges.shape[0] - 2
    for who in range(starts.shape[0] - 1):
        at = 0
        for r in range(starts[who], starts[who + 1]):
            here, length = begin[r], end[r] - begin[r]
            while at < last and edges[at + 1] <= here:
                at += 1
            while at < last and edges[at + 1] < end[r]:
                row[count], segment[count] = r - starts[who], at
                hours[count] = row_h[r] * (edges[at + 1] - here) / length
                here, at, count = edges[at + 1], at + 1, count + 1
            row[count], segment[count] = r - starts[who], at
            hours[count] = row_h[r] * (end[r] - here) / length if length > 0.0 else row_h[r]
            count += 1
        piece_starts[who + 1] = count


@compiled
def fold_rate(
    rate: Floats, piece_starts: Integers, row: Integers, segment: Integers, hours: Floats, first: Floats, greatest: Floats
) -> None:
    """Fill the chance that the ``first`` cramp strikes a muscle in a segment [muscle, segment, lane], and the ``greatest`` rate [lane].

    ``rate`` [muscle, lane, row] is per hour; the other arrays are :class:`Pieces`.
    """
    people, muscles = piece_starts.shape[0] - 1, rate.shape[0]
    draws = rate.shape[1] // people
    longest = 0
    for who in range(people):
        longest = max(longest, piece_starts[who + 1] - piece_starts[who])
    total, spared = np.empty(longest), np.empty(longest)
    struck = np.empty((muscles, first.shape[1]))
    for lane in range(rate.shape[1]):
        begin = piece_starts[lane // draws]
        count = piece_starts[lane // draws + 1] - begin
        most = 0.0
        for k in range(count):
            now, r = 0.0, row[begin + k]
            for m in range(muscles):
                now += rate[m, lane, r]
                most = at_least(rate[m, lane, r], most)
            total[k] = now
        for k in range(count):
            spared[k] = full_exponential(-total[k] * hours[begin + k])
        struck[:] = 0.0
        left = 1.0
        for k in range(count):
            share = left * (1.0 - spared[k]) / at_least(total[k], LEAST_PER_H)
            for m in range(muscles):
                struck[m, segment[begin + k]] += rate[m, lane, row[begin + k]] * share
            left *= spared[k]
        for m in range(muscles):
            for k in range(first.shape[1]):
                first[m, k, lane] = struck[m, k]
        greatest[lane] = most


@compiled
def fold_body(
    core_c: Floats, sodium_mmol_l: Floats, starts: Integers, highest_core_c: Floats, lowest_sodium_mmol_l: Floats
) -> None:
    """Fill the highest core and the lowest plasma sodium, [lane], of traces [lane, row]."""
    draws = core_c.shape[0] // (starts.shape[0] - 1)
    for lane in range(core_c.shape[0]):
        hot, low = core_c[lane, 0], sodium_mmol_l[lane, 0]
        for row in range(starts[lane // draws + 1] - starts[lane // draws]):
            hot, low = at_least(core_c[lane, row], hot), at_most(sodium_mmol_l[lane, row], low)
        highest_core_c[lane], lowest_sodium_mmol_l[lane] = hot, low


@compiled
def fold_failure(
    load: Floats, fast: Floats, slow: Floats, damage: Floats, greatest_drive: Floats, starts: Integers, failing_min: Floats
) -> None:
    """Fill the minutes, [lane], in which the muscle that failed longest was asked for all it could; traces are [muscle, lane, row]."""
    draws = load.shape[1] // (starts.shape[0] - 1)
    for lane in range(load.shape[1]):
        longest = 0.0
        for m in range(load.shape[0]):
            count = 0.0
            for row in range(starts[lane // draws + 1] - starts[lane // draws]):
                able = (1.0 - fast[m, lane, row]) * (1.0 - slow[m, lane, row]) * (1.0 - damage[m, lane, row])
                count += 1.0 if load[m, lane, row] >= greatest_drive[m, lane] * able else 0.0
            longest = at_least(count, longest)
        failing_min[lane] = longest
