"""What is believed of how easily a person cramps and of how much each factor does to them: chances on a grid beside drawn weights.

The one place that says what a learnt weight means. Learning (``diary/learning.py``) and whoever uses it (``why/taught.py``) ask it
alike: ``H = u H_engine exp(sum (w - 1) effect)``, where an effect is the mean over the draws of a cause's Shapley value in the session.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from uncramp.minutes import Floats

FARTHEST_LOG: Final = 40.0
"""Numerical: logarithm of the largest cumulative hazard that is looked for, and minus that of the smallest."""
FINE: Final = 1e-12
"""Numerical: how finely the logarithm of a hazard is looked for."""


@dataclass(frozen=True, eq=False)
class Belief:
    """What is believed; equal if all its numbers are."""

    factors: tuple[str, ...]  # ids of causes
    log_ratio: Floats  # [grid] logarithm of the susceptibility: cramps of this person for each that the engine expects
    weights: Floats  # [factor, particle] how much a factor does, of what the engine says
    chance_frac: Floats  # [grid, particle] adds to one

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Belief) and self.factors == other.factors and all(map(np.array_equal, self._all, other._all))

    def __hash__(self) -> int:
        return hash((self.factors, self.chance_frac.shape))

    @property
    def _all(self) -> tuple[Floats, ...]:
        return self.log_ratio, self.weights, self.chance_frac

    @property
    def log_moments(self) -> tuple[float, float]:
        """Mean and standard deviation of the logarithm of the susceptibility."""
        share = self.chance_frac.sum(axis=1)
        mean = float(share @ self.log_ratio)
        return mean, float(np.sqrt(share @ (self.log_ratio - mean) ** 2))

    @property
    def mean_weights(self) -> dict[str, float]:
        """Mean weight of each factor, by cause id."""
        share = self.chance_frac.sum(axis=0)
        return {name: float(values @ share) for name, values in zip(self.factors, self.weights, strict=True)}

    def tilt(self, effects: Mapping[str, float]) -> Floats:
        """Logarithm of what weights other than one do to the hazard of a session with these effects by cause id, [particle]."""
        return np.asarray(np.array([effects.get(name, 0.0) for name in self.factors]) @ (self.weights - 1.0))

    def expected(self, count: float, effects: Mapping[str, float]) -> Floats:
        """Cramps to be expected, [grid, particle], where the engine expects ``count`` of a person of susceptibility 1."""
        return np.asarray(count * np.exp(self.log_ratio[:, None] + self.tilt(effects)))

    def chance_of(self, count: float, effects: Mapping[str, float]) -> float:
        """Chance of at least one of them."""
        return float((self.chance_frac * -np.expm1(-self.expected(count, effects))).sum())

    def count_at(self, chance_frac: float, effects: Mapping[str, float]) -> float:
        """The ``count`` at which the chance is that, however unsure the weights are.

        Unsure weights spread the hazard, and a spread hazard has another mean chance; that is no knowledge of the session.
        """
        from scipy.optimize import brentq

        def missing(log_count: float) -> float:
            return self.chance_of(math.exp(log_count), effects) - chance_frac

        if missing(-FARTHEST_LOG) >= 0.0:
            return 0.0
        if missing(FARTHEST_LOG) <= 0.0:
            return math.exp(FARTHEST_LOG)
        return math.exp(float(brentq(missing, -FARTHEST_LOG, FARTHEST_LOG, xtol=FINE)))
