"""Percentiles: the middle of the draws and where most of them lie, row by row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from uncramp.minutes import Floats
from uncramp.report.percentile_pass import fill_keys, fill_percentiles
from uncramp.why.chosen_draws import DrawIndex

QUANTILES: Final = {"median": 0.5, "low": 0.05, "high": 0.95}
"""In the order of the columns."""


@dataclass(frozen=True, slots=True)
class Bands:
    """Median, 5th and 95th percentile over the draws; arrays of shape [row]."""

    median: Floats
    low: Floats
    high: Floats


def bands(values: Floats, weight_frac: Floats, standing: DrawIndex | None = None) -> Bands:
    """Weighted percentiles of ``values`` [simulated draw, row] in each row.

    The same numbers as :meth:`Range.of` gives for each row; draws that are NaN do not count, and those without weight are left out.

    Parameters
    ----------
    values
        Of every draw that was simulated.
    weight_frac
        [draw] how much each draw counts.
    standing
        [draw] which of those simulated stands for it (``chosen_draws.Counted``); each for itself unless said.
    """
    counting = weight_frac > 0.0
    if counting.any() and not counting.all():  # as where some draws cannot hold the pace: the others often count alike
        (at,) = np.nonzero(counting)
        standing, weight_frac = at if standing is None else standing[at], weight_frac[at]
    # a row of draws after the other in memory: sorting is what takes the time
    rows = np.ascontiguousarray((values if standing is None else values[standing]).T)
    if (weight_frac == weight_frac[0]).all():
        ranked = np.sort(rows, axis=-1)
        if np.isfinite(ranked[:, (0, -1)]).all():  # what is not finite is sorted to the ends
            return _of_equal(ranked)
    elif np.isfinite(rows).all():
        return _of_known(rows, weight_frac)
    return _with_gaps(rows, weight_frac)


def _of_equal(ranked: Floats) -> Bands:
    """Percentiles of ``ranked`` [row, draw] where every draw counts alike: at the same place in each row."""
    count = ranked.shape[1]
    found = {}
    for word, quantile in QUANTILES.items():
        place = min(max(count * quantile - 0.5, 0.0), count - 1.0)  # each draw sits in the middle of its own share
        below = int(place)
        above = min(below + 1, count - 1)
        found[word] = ranked[:, below] + (place - below) * (ranked[:, above] - ranked[:, below])
    return Bands(**found)


def _of_known(rows: Floats, weight_frac: Floats) -> Bands:
    """Percentiles of ``rows`` [row, draw] without a gap. Numbers are sorted several times as fast as their places, so that each is sorted
    with its place in its last bits: it decides between draws that are alike to some thirteen digits, and no value is changed by it.
    """
    count = rows.shape[1]
    last_bits = (1 << (count - 1).bit_length()) - 1
    keys = np.empty(rows.shape, dtype=np.int64)
    fill_keys(keys, rows, last_bits)
    keys.sort(axis=-1)
    found = np.empty((len(QUANTILES), rows.shape[0]))
    fill_percentiles(found, rows, keys, last_bits, weight_frac, np.array(tuple(QUANTILES.values())), np.empty(count))
    return Bands(*found)


def _with_gaps(rows: Floats, weight_frac: Floats) -> Bands:
    """Percentiles of ``rows`` [row, draw], of the draws in each row that are finite."""
    finite = np.isfinite(rows)
    known = np.where(finite, rows, np.inf)
    order = np.argsort(known, axis=-1)
    ranked = np.take_along_axis(rows, order, axis=-1)
    # where draws are equal their weights must stand in a fixed order; sorting so takes three times as long
    tied = ~(ranked[:, 1:] > ranked[:, :-1]).all(axis=-1)
    order[tied] = np.argsort(known[tied], axis=-1, kind="stable")
    ranked[tied] = np.take_along_axis(rows[tied], order[tied], axis=-1)
    weight = np.where(finite, weight_frac, 0.0)
    total = weight.sum(axis=-1, keepdims=True)
    share = np.take_along_axis(weight, order, axis=-1) / np.where(total > 0, total, np.nan)
    position = np.cumsum(share, axis=-1) - 0.5 * share
    last = np.maximum(finite.sum(axis=-1) - 1, 0)
    return Bands(**{word: _interpolate(ranked, position, last, quantile) for word, quantile in QUANTILES.items()})


def _interpolate(ranked: Floats, position: Floats, last: np.typing.NDArray[np.intp], quantile: float) -> Floats:
    """Value at cumulative ``quantile`` in each row of ``ranked`` [row, draw], held at the ends."""
    above = np.minimum((position < quantile).sum(axis=-1), last)
    below = np.maximum(above - 1, 0)
    row = np.arange(ranked.shape[0])
    x0, x1, y0, y1 = position[row, below], position[row, above], ranked[row, below], ranked[row, above]
    step = np.where(x1 > x0, x1 - x0, 1.0)
    part = np.where(x1 > x0, np.clip((quantile - x0) / step, 0.0, 1.0), 0.0)
    return np.asarray(y0 + part * (y1 - y0))
