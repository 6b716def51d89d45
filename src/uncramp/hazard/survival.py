"""From a rate to a chance: of a cramp in any muscle, and in each were it alone."""

from __future__ import annotations

import numpy as np

from uncramp.minutes import Floats


def chance_of_cramp(rate_per_h: Floats, row_h: Floats) -> Floats:
    """Chance of at least one cramp in the rows given, over all muscles, [draw], from the rate [muscle, draw, row].

    Examples
    --------
    >>> chance_of_cramp(np.full((1, 1, 60), 0.5), np.full(60, 1 / 60)).round(3)
    array([0.393])
    """
    return np.asarray(-np.expm1(-(rate_per_h * row_h).sum(axis=(0, -1))))


def chance_by_muscle(rate_per_h: Floats, row_h: Floats) -> Floats:
    """Chance of a cramp in each muscle, were it alone, [muscle, draw]."""
    return np.asarray(-np.expm1(-(rate_per_h * row_h).sum(axis=-1)))
