"""From a rate to a chance: first cramps, muscle by muscle, as competing risks."""

from __future__ import annotations

import numpy as np

from uncramp.minutes import Floats


def cumulative_hazard(rate_per_h: Floats, row_h: Floats) -> Floats:
    """Expected number of first cramps so far, [..., row], from the rate [..., row] and the length of each row [row] or [..., row]."""
    return np.cumsum(rate_per_h * row_h, axis=-1)


def chance_of_cramp(rate_per_h: Floats, row_h: Floats) -> Floats:
    """Chance of at least one cramp in the rows given, over all muscles, [draw], from the rate [muscle, draw, row].

    Examples
    --------
    >>> chance_of_cramp(np.full((1, 1, 60), 0.5), np.full(60, 1 / 60)).round(3)
    array([0.393])
    """
    return np.asarray(-np.expm1(-(rate_per_h * row_h).sum(axis=(0, -1))))


def first_cramp_chance(rate_per_h: Floats, row_h: Floats) -> Floats:
    """Chance that the first cramp of the session is in this muscle, [muscle, draw]; the sum is the chance of any."""
    each = rate_per_h * row_h
    before = np.cumsum(each.sum(axis=0), axis=-1) - each.sum(axis=0)
    return np.asarray((each * np.exp(-before)).sum(axis=-1))


def chance_by_muscle(rate_per_h: Floats, row_h: Floats) -> Floats:
    """Chance of a cramp in each muscle, were it alone, [muscle, draw]."""
    return np.asarray(-np.expm1(-(rate_per_h * row_h).sum(axis=-1)))
