"""Small text plots: one character a column, blocks where the terminal has them."""

from __future__ import annotations

import numpy as np

from uncramp.minutes import Floats

BLOCKS = "▁▂▃▄▅▆▇█"
ASCII_BLOCKS = "_.-:=+*#"


def columns(values: Floats, count: int) -> Floats:
    """Mean of ``values`` [row] in each of ``count`` equal stretches; NaN where a stretch has no value.

    Fewer values than columns repeat, so that a short session fills its width too.

    Examples
    --------
    >>> columns(np.array([1.0, 3.0, 5.0, 7.0]), 2).tolist()
    [2.0, 6.0]
    """
    if values.size == 0:
        return np.full(count, np.nan)
    edges = np.linspace(0.0, values.size, count + 1)
    first = np.floor(edges[:-1] + 1e-9).astype(int)
    last = np.maximum(np.ceil(edges[1:] - 1e-9).astype(int), first + 1)
    parts = (values[start:end] for start, end in zip(first, last, strict=True))
    return np.array([part[np.isfinite(part)].mean() if np.isfinite(part).any() else np.nan for part in parts])


def sparkline(values: Floats, low: float, high: float, *, unicode: bool = True) -> str:
    """One character for each of ``values`` between ``low`` and ``high``; a space where it is NaN.

    Examples
    --------
    >>> sparkline(np.array([0.0, 0.5, 1.0, np.nan]), 0.0, 1.0, unicode=False)
    '_=# '
    """
    levels = BLOCKS if unicode else ASCII_BLOCKS
    span = high - low
    scaled = (values - low) / span if span > 0 else np.where(np.isfinite(values), 0.0, np.nan)
    return "".join(
        levels[min(len(levels) - 1, max(0, int(share * len(levels))))] if np.isfinite(share) else " " for share in scaled
    )
