"""Fold: the traces of many lanes brought down to what is kept of a runner, each read once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from uncramp.compiled import at_least, at_most, compiled, full_exponential
from uncramp.minutes import Floats, Integers

Flags = npt.NDArray[np.bool_]
LEAST_PER_H: Final = 1e-300
"""Numerical guard: no chance is shared by a rate of nothing."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """Rows cut where segments end; [piece], one runner after the other, and of each the pieces of one segment after the other."""

    starts: Integers  # [runner, segment + 1] where the pieces of each segment begin, and where those of the last end
    row: Integers  # of the runner
    share: Floats  # of the row


def cut_rows(begin: Floats, end: Floats, starts: Integers, edges: Floats) -> Pieces:
    """Cut rows that go from ``begin`` to ``end`` [row], of runners who begin at ``starts``, at ``edges`` [segment + 1].

    What lies before the first or after the last edge counts to the first or last segment; a row in which nobody moves on counts whole to
    where it stands.
    """
    most = begin.size + (starts.size - 1) * edges.size
    row, share = np.empty(most, dtype=np.int64), np.empty(most)
    piece_starts = np.zeros((starts.size - 1, edges.size), dtype=np.int64)
    count = _cut(begin, end, starts, edges, row, share, piece_starts)
    return Pieces(piece_starts, row[:count], share[:count])


@compiled
def _cut(begin: Floats, end: Floats, starts: Integers, edges: Floats, row: Integers, share: Floats, piece_starts: Integers) -> int:
    count, last = 0, edges.shape[0] - 2
    for who in range(starts.shape[0] - 1):
        at = 0
        piece_starts[who, 0] = count
        for r in range(starts[who], starts[who + 1]):
            here, length = begin[r], end[r] - begin[r]
            while at < last and edges[at + 1] <= here:
                at += 1
                piece_starts[who, at] = count
            while at < last and edges[at + 1] < end[r]:
                row[count], share[count] = r - starts[who], (edges[at + 1] - here) / length
                here, at, count = edges[at + 1], at + 1, count + 1
                piece_starts[who, at] = count
            row[count] = r - starts[who]
            share[count] = (end[r] - here) / length if length > 0.0 else 1.0
            count += 1
        piece_starts[who, at + 1 :] = count
    return count


@compiled
def fold_rate(
    rate: Floats, row_h: Floats, starts: Integers, lanes: Integers, counts: Flags, piece_starts: Integers, row: Integers, share: Floats, first: Floats,
    struck: Floats, greatest: Floats,
) -> None:  # fmt: skip
    """Fill the chance that the ``first`` cramp strikes a muscle in a segment [lane, muscle, segment], that of being ``struck`` at all and
    the ``greatest`` rate of any muscle [lane].

    ``rate`` [muscle, lane, row] is per hour, ``row_h`` [row] how long the rows of all runners last, whose lanes begin at ``lanes`` [runner + 1];
    the others are :class:`Pieces`. Lanes that do not count (``counts`` [lane]) are left as they are.
    """
    muscles, who, longest = rate.shape[0], 0, rate.shape[2]
    total, highest, spared, strikes = np.empty(longest), np.empty(longest), np.empty(longest), np.empty(longest)
    for lane in range(rate.shape[1]):
        while lanes[who + 1] <= lane:
            who += 1
        if not counts[lane]:
            continue
        begin, rows = starts[who], starts[who + 1] - starts[who]
        total[:] = 0.0
        highest[:] = 0.0
        for m in range(muscles):
            for r in range(rows):
                total[r] += rate[m, lane, r]
                highest[r] = at_least(rate[m, lane, r], highest[r])
        for r in range(rows):
            spared[r] = full_exponential(-total[r] * row_h[begin + r])
        left, most = 1.0, 0.0
        for r in range(rows):
            strikes[r] = left
            left *= spared[r]
            most = at_least(highest[r], most)
        for r in range(rows):  # chance that the first cramp is in the row, for each unit of rate
            strikes[r] *= (1.0 - spared[r]) / at_least(total[r], LEAST_PER_H)
        for m in range(muscles):
            for segment in range(first.shape[2]):
                here = 0.0
                for k in range(piece_starts[who, segment], piece_starts[who, segment + 1]):
                    here += rate[m, lane, row[k]] * strikes[row[k]] * share[k]
                first[lane, m, segment] = here
        struck[lane], greatest[lane] = 1.0 - left, most


@compiled
def fold_expected(
    rate: Floats,
    row_h: Floats,
    starts: Integers,
    lanes: Integers,
    piece_starts: Integers,
    row: Integers,
    share: Floats,
    expected: Floats,
) -> None:
    """Fill the cramps ``expected`` of all muscles together in each segment [lane, segment]; the others are as in :func:`fold_rate`."""
    muscles, who, longest = rate.shape[0], 0, rate.shape[2]
    total = np.empty(longest)
    for lane in range(rate.shape[1]):
        while lanes[who + 1] <= lane:
            who += 1
        begin, rows = starts[who], starts[who + 1] - starts[who]
        total[:] = 0.0
        for m in range(muscles):
            for r in range(rows):
                total[r] += rate[m, lane, r]
        for segment in range(expected.shape[1]):
            here = 0.0
            for k in range(piece_starts[who, segment], piece_starts[who, segment + 1]):
                here += total[row[k]] * row_h[begin + row[k]] * share[k]
            expected[lane, segment] = here


@compiled
def fold_body(
    core_c: Floats, sodium_mmol_l: Floats, starts: Integers, lanes: Integers, highest_core_c: Floats, lowest_sodium_mmol_l: Floats
) -> None:
    """Fill the highest core and the lowest plasma sodium, [lane], of traces [lane, row]."""
    for who in range(starts.shape[0] - 1):
        for lane in range(lanes[who], lanes[who + 1]):
            hot, low = core_c[lane, 0], sodium_mmol_l[lane, 0]
            for row in range(starts[who + 1] - starts[who]):
                hot, low = at_least(core_c[lane, row], hot), at_most(sodium_mmol_l[lane, row], low)
            highest_core_c[lane], lowest_sodium_mmol_l[lane] = hot, low


@compiled
def count_by_clock(place: Integers, counts: Integers, total: Integers) -> None:
    """Add ``counts`` [segment, runner, draw] to ``total`` [segment, half-hour, draw] at the half-hour ``place`` of the same shape."""
    for segment in range(counts.shape[0]):
        for runner in range(counts.shape[1]):
            for draw in range(counts.shape[2]):
                total[segment, place[segment, runner, draw], draw] += counts[segment, runner, draw]
