"""Posterior of the hazard's scale and exponent, on a grid.

Two numbers need no sampler: on a grid the posterior, its moments and its integral are exact to the spacing, the same on every machine,
and a figure of it is the grid itself. Only scipy is used, for the splines between simulated points and the densities.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from uncramp.ensemble.calibration_parameters import calibration_parameters
from uncramp.ensemble.predicted import Sums
from uncramp.evidence.draws import Z_95
from uncramp.evidence.registry import Entry
from uncramp.minutes import Floats

TARGETS: Final = ("V01", "V05", "V09", "V10")
"""What is fitted (evidence/targets.toml)."""

FINE: Final = (121, 401)
"""Points of exponent and of rate, evenly in the logarithm."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Fine grid of the two numbers, as logarithms."""

    log_exponent: Floats  # [exponent]
    log_rate: Floats  # [rate]

    @property
    def cell(self) -> float:
        """Area of a cell."""
        return float((self.log_exponent[1] - self.log_exponent[0]) * (self.log_rate[1] - self.log_rate[0]))

    @property
    def log_prior(self) -> Floats:
        """Logarithm of the prior density, [exponent, rate]."""
        p = calibration_parameters()
        return _of_log(p.prior_drive_exponent_index, self.log_exponent)[:, None] + _of_log(p.prior_rate_per_h, self.log_rate)


def grid_of(sums: Sums) -> Grid:
    """The fine grid that covers the simulated one."""
    exponent, rate = (np.log(one[[0, -1]]) for one in (sums.exponents, sums.rates_per_h))
    return Grid(np.linspace(*exponent, FINE[0]), np.linspace(*rate, FINE[1]))


def log_likelihoods(figures: dict[str, Floats], sums: Sums, grid: Grid) -> dict[str, Floats]:
    """Log likelihood of each target on the fine grid, [exponent, rate], from figures on the simulated one."""
    from scipy.interpolate import RectBivariateSpline
    from scipy.stats import binom

    p = calibration_parameters()

    def fine(values: Floats) -> Floats:
        return np.asarray(RectBivariateSpline(np.log(sums.exponents), np.log(sums.rates_per_h), values)(grid.log_exponent, grid.log_rate))

    chance = 1.0 / (1.0 + np.exp(-fine(np.log(figures["V01"]) - np.log1p(-figures["V01"]))))
    onset = p.onset_km
    return {
        "V01": binom.logpmf(p.marathon_crampers_count.value, p.marathon_runners_count.value, chance),
        "V05": _normal(fine(figures["V05"]), onset.value, (onset.high - onset.low) / (2.0 * Z_95)),
        "V09": _of_log(p.first_half_odds_ratio, fine(figures["V09"])),
        "V10": _of_log(p.history_odds_ratio, fine(figures["V10"])),
    }


def _of_log(entry: Entry, log_value: Floats) -> Floats:
    """Log density of a logarithm that a lognormal entry gives."""
    return _normal(log_value, np.log(entry.value), np.log(entry.high / entry.low) / (2.0 * Z_95))


def _normal(value: Floats, mean: float, spread: float) -> Floats:
    return np.asarray(-0.5 * ((value - mean) / spread) ** 2 - np.log(spread) - 0.5 * np.log(2.0 * np.pi))


@dataclass(frozen=True, slots=True)
class Posterior:
    """The two numbers given the targets."""

    grid: Grid
    density: Floats  # [exponent, rate] by the logarithms of both

    def moments(self) -> tuple[Floats, Floats]:
        """Mean [2] and covariance [2, 2] of the logarithms of exponent and rate."""
        weight = self.density / self.density.sum()
        places = np.stack(np.meshgrid(self.grid.log_exponent, self.grid.log_rate, indexing="ij"))
        mean = (places * weight).sum(axis=(1, 2))
        away = places - mean[:, None, None]
        return mean, np.asarray(np.einsum("aer,ber,er->ab", away, away, weight))

    @property
    def log_evidence(self) -> float:
        """Logarithm of the integral of prior times likelihood."""
        return float(np.log(self.density.sum() * self.grid.cell))


def posterior_of(sums: Sums, weight_frac: Floats, targets: Sequence[str] = TARGETS) -> Posterior:
    """Posterior by the figures of all draws together, as an answer of the engine is a mean over its draws.

    What studies leave unsure is not narrowed by the targets: its spread stays in every answer beside that of the two numbers.
    """
    grid = grid_of(sums)
    found = log_likelihoods(sums.figures(weight_frac), sums, grid)
    return Posterior(grid, np.exp(grid.log_prior + sum(found[name] for name in targets)))
