"""What is believed of an athlete before their own sessions are seen: a gamma of susceptibility, lognormal weights of factors."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np

from uncramp.evidence.draws import Z_95, quantile
from uncramp.evidence.registry import Entry, entries_for
from uncramp.minutes import Floats
from uncramp.names import CAUSES

WHO_ONE_IS: Final = ("history_constitution", "preparation", "medicines_conditions")
"""Causes that multiply every minute of every session alike: they are in the susceptibility."""

FACTORS: Final = tuple(cause for cause in CAUSES if cause not in WHO_ONE_IS)
"""Causes that differ from session to session, so that their weights can be told."""

GRID_COUNT: Final = 241
WIDEST_SPREADS: Final = 7.0
"""How far the grid reaches on either side, in standard deviations of the logarithm."""
NARROWEST, WIDEST = 0.05, 3.0
"""Bounds of the spread of the logarithm: below and above, the numbers of a gamma leave what a computer can hold."""


@dataclass(frozen=True, slots=True)
class LearningParameters:
    """Entries of ``evidence/learning.toml``."""

    factor_weight_ratio: Entry
    usual_sweat_rate_l_h: Entry
    session_sweat_ratio: Entry
    settled_chance_frac: Entry
    reliable_frac: Entry
    most_sessions_count: Entry


@cache
def learning_parameters() -> LearningParameters:
    """Entries of the topic ``learning``."""
    return LearningParameters(**entries_for(LearningParameters, "learning"))


@dataclass(frozen=True, slots=True)
class Prior:
    """Gamma of mean 1 for the susceptibility; the weights of ``factors`` as evidence/learning.toml has them."""

    shape_index: float
    factors: tuple[str, ...] = FACTORS

    @property
    def log_moments(self) -> tuple[float, float]:
        """Mean and standard deviation of the logarithm of the susceptibility."""
        from scipy.special import polygamma, psi

        return float(psi(self.shape_index) - math.log(self.shape_index)), math.sqrt(float(polygamma(1, self.shape_index)))

    def hazard_of(self, chance_frac: float) -> float:
        """Cumulative hazard that gives people of this spread a mean chance: what the engine says stays what is said before learning.

        Examples
        --------
        >>> round(Prior(2.0).hazard_of(0.2), 3)
        0.236
        """
        a = self.shape_index
        return float(a * math.expm1(-math.log1p(-chance_frac) / a))

    def grid(self, count: int = GRID_COUNT) -> tuple[Floats, Floats]:
        """Logarithms of the susceptibility and the logarithm of their prior weight, [grid] each."""
        mean, spread = self.log_moments
        # a gamma has a long tail to the left on the logarithm, where nothing is learnt: it is followed as far as it weighs
        log_ratio = np.linspace(mean - WIDEST_SPREADS * spread, mean + WIDEST_SPREADS * spread, count)
        log_weight = self.shape_index * (log_ratio - np.exp(log_ratio))
        return log_ratio, log_weight - float(np.log(np.exp(log_weight - log_weight.max()).sum()) + log_weight.max())

    def draw_weights(self, count: int) -> Floats:
        """Weights, [factor, particle], from an evenly spread (Sobol) sequence; the same at every call."""
        if not self.factors:
            return np.empty((0, 1))
        from scipy.stats import qmc

        even = qmc.Sobol(len(self.factors), scramble=True, seed=0).random(count).T
        return quantile(learning_parameters().factor_weight_ratio, np.clip(even, 1e-12, 1.0 - 1e-12))


def prior_of(log_spread: float, factors: tuple[str, ...] = FACTORS) -> Prior:
    """Prior whose susceptibility has this standard deviation of its logarithm, as the engine's draws of the athlete have it."""
    from scipy.optimize import brentq
    from scipy.special import polygamma

    wanted = min(max(log_spread, NARROWEST), WIDEST) ** 2
    apart: Callable[[float], float] = lambda log_shape: float(polygamma(1, math.exp(log_shape))) - wanted  # noqa: E731
    return Prior(math.exp(float(brentq(apart, -10.0, 10.0))), factors)


def log_spread_of(entry: Entry) -> float:
    """Standard deviation of the logarithm of a lognormal entry."""
    return math.log(entry.high / entry.low) / (2.0 * Z_95)
