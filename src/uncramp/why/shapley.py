"""Shapley values by full enumeration: each player's fair part of what a coalition is worth."""

from __future__ import annotations

from math import factorial

import numpy as np

from uncramp.errors import InputError
from uncramp.minutes import Floats


def shapley_values(worth: Floats) -> Floats:
    """Shapley value of each player.

    Parameters
    ----------
    worth
        Worth of every coalition, [coalition, ...]; bit ``i`` of the coalition's index says that player ``i`` is in it.

    Returns
    -------
    values
        [player, ...]; they add to the worth of all together minus that of nobody.

    Raises
    ------
    InputError
        If the number of coalitions is not a power of two.

    Source
    ------
    Shapley 1953; the sum over coalitions is taken as printed there, with no sampling.

    Examples
    --------
    >>> shapley_values(np.array([0.0, 1.0, 2.0, 4.0])).tolist()
    [1.5, 2.5]
    """
    coalitions = worth.shape[0]
    players = coalitions.bit_length() - 1
    if coalitions != 1 << players:
        raise InputError(f"worth has {coalitions} coalitions; expected a power of two, one for each set of players.")
    weight = [factorial(size) * factorial(players - size - 1) / factorial(players) for size in range(players)]
    signed = np.zeros((players, coalitions))
    for coalition in range(coalitions):
        size = coalition.bit_count()
        for player in range(players):
            inside = coalition >> player & 1
            signed[player, coalition] = weight[size - 1] if inside else -weight[size]
    return np.asarray(np.tensordot(signed, worth, axes=1))
