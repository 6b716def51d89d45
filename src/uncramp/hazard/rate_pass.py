"""The arithmetic of the cramp rate, one pass over memory each way; logarithms and powers of e are left to NumPy, which runs many at once."""

from __future__ import annotations

from typing import Final

import numpy as np

from uncramp.compiled import at_least, at_most, compiled
from uncramp.minutes import Floats

LEAST_FRAC: Final = 1e-6
"""Numerical guard: the logarithm of no drive, or of no capacity, at all."""


@compiled
def before_logarithms(
    fast: Floats, slow: Floats, damage: Floats, salt_moves: Floats, deficit: Floats, of_fast: Floats, of_slow: Floats, of_damage: Floats,
    of_water: Floats, moves: Floats, capacity: Floats,
) -> None:  # fmt: skip
    """Moves of the threshold and capacity left, both [muscle, draw, row], from the fatigue and what all muscles share.

    ``salt_moves`` and ``deficit`` (water, L) are [draw, row]; ``of_*`` [draw] are moves per unit of fast fatigue, slow loss, damage and litre.
    """
    muscles, draws, rows = fast.shape
    for m in range(muscles):
        for d in range(draws):
            a, b, c, e = of_fast[d], of_slow[d], of_damage[d], of_water[d]
            for row in range(rows):
                fresh = 1.0 - fast[m, d, row]
                lost = slow[m, d, row]
                hurt = damage[m, d, row]
                # capacity left is (1 - fast)(1 - slow)(1 - damage); what slow loss takes beyond the fast part is slow (1 - fast)
                moves[m, d, row] = (
                    a * (1.0 - fresh) + b * lost * fresh + c * hurt + salt_moves[d, row] + e * at_least(deficit[d, row], 0.0)
                )
                capacity[m, d, row] = at_least(fresh * (1.0 - lost) * (1.0 - hurt), LEAST_FRAC)


@compiled
def fill_salt_moves(
    plasma: Floats, absorbed: Floats, start: Floats, of_dilution: Floats, most_diluted: Floats, of_salt: Floats, most_salted: Floats,
    moves: Floats,
) -> None:  # fmt: skip
    """Moves of the threshold by dilution and by salt drunk, ``moves`` [draw, row], from plasma sodium and sodium absorbed [draw, row]."""
    draws, rows = plasma.shape
    for d in range(draws):
        for row in range(rows):
            diluted = at_most(at_least(start[d] - plasma[d, row], 0.0), most_diluted[d])
            salted = at_most(of_salt[d] * at_least(absorbed[d, row], 0.0), most_salted[d])
            moves[d, row] = of_dilution[d] * diluted + salted


@compiled
def before_powers(
    log_activation: Floats,
    log_capacity: Floats,
    moves: Floats,
    exponent: Floats,
    sensitivity: Floats,
    scale: Floats,
    posture: Floats,
) -> None:
    """Logarithm of both parts of the rate, in place of ``log_activation`` and ``log_capacity`` [muscle, draw, row].

    ``exponent``, ``sensitivity`` and ``posture`` are [draw], ``scale`` [muscle, draw].
    """
    muscles, draws, rows = moves.shape
    for m in range(muscles):
        for d in range(draws):
            p, s, c, q = exponent[d], sensitivity[d], scale[m, d], scale[m, d] + posture[d]
            for row in range(rows):
                move = s * moves[m, d, row]
                log_activation[m, d, row] = c - move + p * log_activation[m, d, row]
                log_capacity[m, d, row] = q - move - p * log_capacity[m, d, row]


def rate_from(
    activation_frac: Floats,
    capacity_frac: Floats,
    moves_index: Floats,
    *,
    exponent_index: Floats,
    sensitivity_index: Floats,
    scale_index: Floats,
    posture_index: Floats,
    least_capacity_frac: Floats,
) -> Floats:
    """Rate per hour [muscle, draw, row]: carrying the load, plus now and then contracting a shortened muscle.

    ``moves_index``, ``scale_index`` [muscle, draw] and ``posture_index`` [draw] are logarithms; ``capacity_frac`` is used up.
    """
    rate = np.maximum(activation_frac, LEAST_FRAC)
    np.log(rate, out=rate)
    np.maximum(capacity_frac, least_capacity_frac[:, None], out=capacity_frac)
    np.log(capacity_frac, out=capacity_frac)
    before_powers(rate, capacity_frac, moves_index, exponent_index, sensitivity_index, scale_index, posture_index)
    np.exp(rate, out=rate)
    rate += np.exp(capacity_frac, out=capacity_frac)
    return rate
