"""What fatigue does to the cramp threshold: the one place where the spinal loop enters.

The loop gives a threshold fresh and tired, under each rival hypothesis and in each accepted set of its parameters
(``reflex/table.py``). What is taken from it is the logarithm of their ratio, never the threshold itself: people's own thresholds are
measured. Which hypothesis and which set is part of the draw.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from uncramp.evidence.draws import uniforms
from uncramp.hazard.parameters import ThresholdParameters
from uncramp.hazard.weights import mixture_weights
from uncramp.minutes import Floats
from uncramp.names import MECHANISMS, one_of
from uncramp.reflex.table import fatigue_log_ratios, table


def draw_mechanism(mechanism: str, *, draws: int, seed: int) -> npt.NDArray[np.int64]:
    """Index into ``names.MECHANISMS`` for each draw [draw]; ``mixture`` weighs them as evidence/hypotheses.toml says.

    Raises
    ------
    InputError
        If the mechanism is not known.

    Examples
    --------
    >>> draw_mechanism("measured", draws=3, seed=0).tolist()
    [1, 1, 1]
    """
    if one_of(mechanism, ("mixture", *MECHANISMS), "mechanism") == "mixture":
        edges = np.cumsum(mixture_weights())[:-1]
        return np.searchsorted(edges, uniforms(seed, "threshold", "mechanism", draws=draws), side="right")
    return np.full(draws, MECHANISMS.index(mechanism))


@dataclass(frozen=True, slots=True)
class FatigueEffect:
    """How the logarithm of the threshold moves with the capacity lost: straight between the points of the table, and held after the last."""

    points_frac: Floats  # [point] capacity lost, from none
    bend_index: Floats  # [draw, point but the last] by how much the slope changes there
    slow_share_frac: Floats  # [draw] 1 where slow loss counts as capacity lost, 0 where only fast, local fatigue does


def fatigue_effect(mechanism: npt.NDArray[np.int64], accepted_set: npt.NDArray[np.int64], p: ThresholdParameters) -> FatigueEffect:
    """What the simulated loop says of fatigue under the hypothesis and with the accepted set of each draw.

    ``article`` and ``mixed`` act on all capacity lost, ``measured`` on fast, local fatigue only, which is what was measured.
    """
    simulated = table()
    fatigue_frac = np.array(simulated.fatigue_fracs)
    points_frac = fatigue_frac * simulated.capacity_lost_frac
    measured = mechanism == MECHANISMS.index("measured")
    # the trial that moved it most did so at failure: a muscle half as tired moves it half as far at most
    greatest = p.greatest_fatigue_ratio[:, None] * fatigue_frac
    moves = np.clip(fatigue_log_ratios()[mechanism, :, accepted_set], -greatest, greatest)
    moves = moves * np.where(measured, p.measured_effect_ratio, 1.0)[:, None]
    slopes = np.diff(moves, axis=1) / np.diff(points_frac)
    return FatigueEffect(points_frac, np.diff(slopes, axis=1, prepend=0.0), np.where(measured, 0.0, 1.0))
