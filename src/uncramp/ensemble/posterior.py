"""Posterior of the hazard's scale and exponent, on a grid.

Two numbers need no sampler: on a grid the posterior, its moments and its integral are exact to the spacing, the same on every machine,
and a figure of it is the grid itself. Only scipy is used, for the splines between simulated points and the densities.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from uncramp.ensemble.calibration_parameters import calibration_parameters
from uncramp.ensemble.predicted import Sums, log_odds
from uncramp.evidence.draws import Z_95
from uncramp.evidence.registry import Entry, load_topic
from uncramp.minutes import Floats

TARGETS: Final = ("V01", "V05", "V09", "V10")
"""What is fitted (evidence/targets.toml)."""

FINE: Final = (121, 401)
"""Points of exponent and of rate, evenly in the logarithm."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Fine grid of the two numbers, as logarithms, over a coarse one on which figures were simulated."""

    log_exponent: Floats  # [exponent]
    log_rate: Floats  # [rate]
    simulated: tuple[Floats, Floats]  # the same of the coarse one

    @property
    def cell(self) -> float:
        """Area of a cell."""
        return float((self.log_exponent[1] - self.log_exponent[0]) * (self.log_rate[1] - self.log_rate[0]))

    @property
    def log_prior(self) -> Floats:
        """Logarithm of the prior density, [exponent, rate]; that of the rate is stated at a drive of its own."""
        p, reference = calibration_parameters(), load_topic("hazard")["reference_drive_frac"].value
        there = self.log_rate + np.exp(self.log_exponent)[:, None] * np.log(p.prior_reference_drive_frac.value / reference)
        return _of_log(p.prior_drive_exponent_index, self.log_exponent)[:, None] + _of_log(p.prior_rate_per_h, there)

    def fine(self, values: Floats) -> Floats:
        """Values on this grid, [exponent, rate], by cubic splines between simulated ones."""
        from scipy.interpolate import RectBivariateSpline

        return np.asarray(RectBivariateSpline(*self.simulated, values)(self.log_exponent, self.log_rate))


def grid_of(sums: Sums, points: tuple[int, int] = FINE) -> Grid:
    """The fine grid over what was simulated."""
    simulated = np.log(sums.exponents), np.log(sums.rates_per_h)
    exponent, rate = (np.linspace(one[0], one[-1], count) for one, count in zip(simulated, points, strict=True))
    return Grid(exponent, rate, simulated)


def log_likelihoods(figures: Mapping[str, Floats], grid: Grid) -> dict[str, Floats]:
    """Log likelihood of each target on the fine grid, [exponent, rate], from figures on the simulated one."""
    from scipy.special import expit
    from scipy.stats import binom

    p, onset = calibration_parameters(), calibration_parameters().onset_km
    chance = expit(grid.fine(log_odds(figures["V01"])))
    return {
        "V01": np.asarray(binom.logpmf(p.marathon_crampers_count.value, p.marathon_runners_count.value, chance)),
        "V05": _normal(grid.fine(figures["V05"]), onset.value, (onset.high - onset.low) / (2.0 * Z_95)),
        "V09": _of_log(p.first_half_odds_ratio, grid.fine(figures["V09"])),
        "V10": _of_log(p.history_odds_ratio, grid.fine(figures["V10"])),
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

    @property
    def log_evidence(self) -> float:
        """Logarithm of the integral of prior times likelihood."""
        return float(np.log(self.density.sum() * self.grid.cell))

    def mean(self, values: Floats) -> Floats:
        """Posterior mean of values on the fine grid, [..., exponent, rate]."""
        return np.asarray((values * self.density).sum(axis=(-2, -1)) / self.density.sum())

    def moments(self) -> tuple[Floats, Floats]:
        """Mean [2] and covariance [2, 2] of the logarithms of exponent and rate."""
        places = np.stack(np.meshgrid(self.grid.log_exponent, self.grid.log_rate, indexing="ij"))
        away = places - self.mean(places)[:, None, None]
        return self.mean(places), self.mean(away[:, None] * away[None, :])

    def figure(self, values: Floats) -> tuple[float, float]:
        """Posterior mean and standard deviation of a figure, from its values on the simulated grid."""
        fine = self.grid.fine(values)
        mean = self.mean(fine)
        return float(mean), float(np.sqrt(self.mean((fine - mean) ** 2)))


def posterior_of(sums: Sums, weight_frac: Floats, targets: Sequence[str] = TARGETS) -> Posterior:
    """Posterior by the figures of all draws together, as an answer of the engine is a mean over its draws.

    What studies leave unsure is not narrowed by the targets: its spread stays in every answer beside that of the two numbers.
    """
    grid = grid_of(sums)
    found = log_likelihoods(sums.figures(weight_frac), grid)
    return Posterior(grid, np.exp(grid.log_prior + np.sum([found[name] for name in targets], axis=0)))
