"""The arithmetic of weighted percentiles of many rows: numbers that sort with their places, and one walk along the weights of each row."""

from __future__ import annotations

from typing import Final

import numpy as np

from uncramp.compiled import compiled_exactly
from uncramp.minutes import Floats, Integers

SIGN_BITS: Final = 63
ALL_BUT_SIGN: Final = (1 << SIGN_BITS) - 1


@compiled_exactly
def fill_keys(keys: Integers, rows: Floats, last_bits: int) -> None:
    """Fill ``keys`` [row, draw], which sort as ``rows`` does and hold the place of each draw in their ``last_bits``."""
    for row in range(rows.shape[0]):
        for draw in range(rows.shape[1]):
            bits = np.float64(rows[row, draw]).view(np.int64)
            # below zero the bits count backwards
            keys[row, draw] = ((bits ^ ((bits >> SIGN_BITS) & ALL_BUT_SIGN)) & ~last_bits) | draw


@compiled_exactly
def fill_percentiles(
    found: Floats, rows: Floats, keys: Integers, last_bits: int, weight_frac: Floats, quantiles: Floats, position: Floats
) -> None:
    """Fill ``found`` [quantile, row] from ``rows`` [row, draw] and their sorted ``keys``; ``position`` [draw] is room to work in.

    Each draw sits in the middle of its own share of the weight; between two of them it is a straight line, held at the ends.
    """
    draws = rows.shape[1]
    for row in range(rows.shape[0]):
        total = 0.0
        for place in range(draws):
            share = weight_frac[keys[row, place] & last_bits]
            total += share
            position[place] = total - 0.5 * share
        for k in range(quantiles.shape[0]):
            at, above, beyond = quantiles[k] * total, 0, draws
            while above < beyond:
                middle = (above + beyond) // 2
                if position[middle] < at:
                    above = middle + 1
                else:
                    beyond = middle
            above = min(above, draws - 1)
            below = max(above - 1, 0)
            x0, x1 = position[below], position[above]
            y0, y1 = rows[row, keys[row, below] & last_bits], rows[row, keys[row, above] & last_bits]
            part = min(max((at - x0) / (x1 - x0), 0.0), 1.0) if x1 > x0 else 0.0
            found[k, row] = y0 + part * (y1 - y0)
