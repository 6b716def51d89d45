"""The arithmetic of threshold and cramp rate: one pass over the traces of a session, each read once."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from uncramp.compiled import at_least, at_most, compiled, full_exponential, full_logarithm
from uncramp.minutes import Floats, Integers

Flags = npt.NDArray[np.bool_]
LEAST_FRAC: Final = 1e-6
"""Numerical guard: the logarithm of no drive, or of no capacity, at all."""


@compiled
def _move(
    fast: float, slow: float, damage: float, salt_move: float, deficit_l: float, second: float, third: float, last: float, slow_share: float,
    of_first: float, of_second: float, of_third: float, of_damage: float, of_water: float,
) -> float:  # fmt: skip
    """Move of the threshold; capacity left is (1 - fast)(1 - slow)(1 - damage), so slow loss takes slow (1 - fast) beyond the fast part."""
    lost = at_most(fast + slow_share * slow * (1.0 - fast), last)
    tired = of_first * lost + of_second * at_least(lost - second, 0.0) + of_third * at_least(lost - third, 0.0)
    return tired + of_damage * damage + salt_move + of_water * at_least(deficit_l, 0.0)


@compiled
def fill_moves(
    moves: Floats, fast: Floats, slow: Floats, damage: Floats, salt_moves: Floats, deficit_l: Floats, points_frac: tuple[float, ...], slow_share: Floats,
    bends: Floats, of_damage: Floats, of_water: Floats,
) -> None:  # fmt: skip
    """Fill ``moves`` of the threshold [muscle, draw, row] from the fatigue and what all muscles share.

    ``salt_moves`` and ``deficit_l`` (water) are [draw, row]. Of capacity lost the move is straight between four ``points_frac``, with
    ``bends`` of its slope [point but the last, draw] (``susceptibility.FatigueEffect``); ``slow_share`` [draw] of the slow loss counts.
    ``of_damage`` and ``of_water`` [draw] are moves per unit of damage and litre.
    """
    muscles, draws, rows = fast.shape
    second, third, last = points_frac[1], points_frac[2], points_frac[3]
    for d in range(draws):
        w, a1, a2, a3, c, e = slow_share[d], bends[0, d], bends[1, d], bends[2, d], of_damage[d], of_water[d]
        for m in range(muscles):
            for row in range(rows):
                moves[m, d, row] = _move(
                    fast[m, d, row], slow[m, d, row], damage[m, d, row], salt_moves[d, row], deficit_l[d, row], second, third, last, w, a1, a2,
                    a3, c, e,
                )  # fmt: skip


@compiled
def fill_salt_moves(
    plasma: Floats, absorbed: Floats, start: Floats, of_dilution: Floats, most_diluted: Floats, of_salt: Floats, most_salted: Floats,
    starts: Integers, lanes: Integers, moves: Floats,
) -> None:  # fmt: skip
    """Moves of the threshold by dilution and by salt drunk, ``moves`` [draw, row], from plasma sodium and sodium absorbed [draw, row].

    As far as the rows of each person go: rows begin at ``starts`` and draws at ``lanes`` [person + 1].
    """
    for who in range(starts.shape[0] - 1):
        for d in range(lanes[who], lanes[who + 1]):
            for row in range(starts[who + 1] - starts[who]):
                diluted = at_most(at_least(start[d] - plasma[d, row], 0.0), most_diluted[d])
                salted = at_most(of_salt[d] * at_least(absorbed[d, row], 0.0), most_salted[d])
                moves[d, row] = of_dilution[d] * diluted + salted


@compiled
def fill_rate(
    rate: Floats, activation: Floats, exponent: Floats, sensitivity: Floats, scale: Floats, posture: Floats, least_capacity: Floats,
    starts: Integers, lanes: Integers, wanted: Flags, fast: Floats, slow: Floats, damage: Floats, salt_moves: Floats, deficit_l: Floats,
    points_frac: tuple[float, ...], slow_share: Floats, bends: Floats, of_damage: Floats, of_water: Floats,
) -> None:  # fmt: skip
    """Fill ``rate`` per hour [muscle, draw, row]: carrying the load, plus now and then contracting a shortened muscle.

    What moves the threshold is as in :func:`fill_moves`. ``scale`` [muscle, draw] and ``posture`` [draw] are logarithms; ``exponent``,
    ``sensitivity`` and ``least_capacity`` (a fraction) are [draw]; ``starts`` and ``lanes`` as in :func:`fill_salt_moves`; nothing is filled of
    draws not ``wanted`` [draw].
    """
    muscles, who = fast.shape[0], 0
    second, third, last = points_frac[1], points_frac[2], points_frac[3]
    for d in range(fast.shape[1]):
        while lanes[who + 1] <= d:
            who += 1
        if not wanted[d]:
            continue
        rows = starts[who + 1] - starts[who]
        w, a1, a2, a3, c, e = slow_share[d], bends[0, d], bends[1, d], bends[2, d], of_damage[d], of_water[d]
        least = at_least(least_capacity[d], LEAST_FRAC)
        for m in range(muscles):
            p, s, carrying, shortened = exponent[d], sensitivity[d], scale[m, d], scale[m, d] + posture[d]
            for row in range(rows):
                tired, lost, hurt = fast[m, d, row], slow[m, d, row], damage[m, d, row]
                move = s * _move(tired, lost, hurt, salt_moves[d, row], deficit_l[d, row], second, third, last, w, a1, a2, a3, c, e)
                drive = full_logarithm(at_least(activation[m, d, row], LEAST_FRAC))
                capacity = full_logarithm(at_least((1.0 - tired) * (1.0 - lost) * (1.0 - hurt), least))
                rate[m, d, row] = full_exponential(carrying - move + p * drive) + full_exponential(shortened - move - p * capacity)
