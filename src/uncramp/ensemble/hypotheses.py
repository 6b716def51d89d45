"""Which hypothesis of what fatigue does explains the published figures better: each with a scale and an exponent of its own.

A hypothesis is scored by its marginal likelihood: how probable the fitted targets are, averaged over the same priors of scale and
exponent and over what studies leave unsure. So none gains by a number that was fitted under another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from uncramp.ensemble.posterior import TARGETS, Grid, grid_of, log_likelihoods, posterior_of
from uncramp.ensemble.predicted import Progress, Sums, predict
from uncramp.errors import InputError
from uncramp.evidence.draws import uniforms
from uncramp.hazard.weights import hypothesis_parameters, mixture_weights
from uncramp.minutes import Floats
from uncramp.names import MECHANISMS

COARSE: Final = (41, 121)
"""Points of exponent and of rate at which each draw is integrated."""

CHOICES: Final = {"": TARGETS} | {left: tuple(one for one in TARGETS if one != left) for left in TARGETS}
"""All targets, and all but one, by the one left out."""

RESAMPLES: Final = 1000
DECIMALS: Final = 4


@dataclass(frozen=True, slots=True)
class HypothesisScore:
    """One hypothesis."""

    name: str
    log_score: float  # natural logarithm of the marginal likelihood of the fitted targets
    difference: float  # to the best hypothesis; 0 for that, below it else
    difference_error: float  # standard error by the choice of draws
    probability_frac: float  # after the figures, of even chances before
    log_score_without: dict[str, float]  # by the target left out
    log_score_of_mean: float  # the same for the mean over the draws, in place of each draw by itself
    rate_per_h: float  # posterior median of its own
    drive_exponent_index: float


@dataclass(frozen=True, slots=True)
class HypothesisComparison:
    """The hypotheses beside each other."""

    scores: tuple[HypothesisScore, ...]
    draws: int

    @property
    def ratio(self) -> float:
        """Marginal likelihood of the best hypothesis over that of the worst."""
        found = [one.log_score for one in self.scores]
        return float(np.exp(max(found) - min(found)))

    @property
    def best(self) -> str:
        """Name of the best hypothesis."""
        return max(self.scores, key=lambda one: one.log_score).name

    @property
    def tells(self) -> bool:
        """Whether the best stands far enough before the worst, and does so whichever target is left out."""
        least = np.log(hypothesis_parameters().telling_ratio.value)
        best = next(one for one in self.scores if one.name == self.best)
        worst = min(self.scores, key=lambda one: one.log_score)
        apart = [best.log_score - worst.log_score] + [
            best.log_score_without[target] - worst.log_score_without[target] for target in TARGETS
        ]
        return bool(min(apart) > least)

    @property
    def weight_frac(self) -> dict[str, float]:
        """What ``mixture`` should weigh them by: half-way from thirds to their probabilities where the figures tell, else thirds."""
        even = 1.0 / len(self.scores)
        return {one.name: 0.5 * (even + one.probability_frac) if self.tells else even for one in self.scores}

    def document(self) -> dict[str, Any]:
        """As JSON has it."""
        return {
            "targets": list(TARGETS),
            "draws": self.draws,
            "best": self.best,
            "likelihood_ratio": round(self.ratio, DECIMALS),
            "tells_them_apart": self.tells,
            "hypotheses": [
                {
                    "name": one.name,
                    "log_score": round(one.log_score, DECIMALS),
                    "difference": round(one.difference, DECIMALS),
                    "difference_error": round(one.difference_error, DECIMALS),
                    "probability_frac": round(one.probability_frac, DECIMALS),
                    "weight_frac": round(self.weight_frac[one.name], DECIMALS),
                    "weight_in_use_frac": round(float(mixture_weights()[MECHANISMS.index(one.name)]), DECIMALS),
                    "log_score_without": {target: round(value, DECIMALS) for target, value in one.log_score_without.items()},
                    "log_score_of_mean": round(one.log_score_of_mean, DECIMALS),
                    "rate_per_h": round(one.rate_per_h, DECIMALS),
                    "drive_exponent_index": round(one.drive_exponent_index, DECIMALS),
                }
                for one in self.scores
            ],
        }


def compare_hypotheses(sums: Sums | None = None, *, seed: int = 0, progress: Progress | None = None) -> HypothesisComparison:
    """Score ``article``, ``measured`` and ``mixed`` on the targets that the hazard is fitted to.

    Parameters
    ----------
    sums
        What was simulated before (``predicted.predict``); simulated now if not given, which takes some minutes.
    progress
        Called with the share done of what is simulated, and what is being done.

    Raises
    ------
    InputError
        If there is no draw in which somebody of each field could run.
    """
    sums = predict(seed=seed, progress=progress) if sums is None else sums
    grid = grid_of(sums, COARSE)
    each = _log_evidence(sums, grid)
    whole = each[""]
    scores, best = _mean(whole), int(_mean(whole).argmax())
    chosen = (uniforms(seed, "hypotheses", "resamples", draws=RESAMPLES * whole.shape[1]) * whole.shape[1]).astype(np.int64)
    again = np.array([_mean(whole[:, rows]) for rows in chosen.reshape(RESAMPLES, -1)])
    error = (again - again[:, best : best + 1]).std(axis=0)
    share = np.exp(scores - scores.max())
    found = []
    for at, name in enumerate(MECHANISMS):
        alone = posterior_of(sums, np.eye(len(MECHANISMS))[at])
        middle = np.exp(alone.moments()[0])
        found.append(
            HypothesisScore(
                name,
                float(scores[at]),
                float(scores[at] - scores[best]),
                float(error[at]),
                float(share[at] / share.sum()),
                {target: float(_mean(each[target])[at]) for target in TARGETS},
                alone.log_evidence,
                float(middle[1]),
                float(middle[0]),
            )
        )
    return HypothesisComparison(tuple(found), int(whole.shape[1]))


def _log_evidence(sums: Sums, grid: Grid) -> dict[str, Floats]:
    """Logarithm of the integral of prior times likelihood, [hypothesis, draw], for each choice of targets; of draws in which somebody could run."""
    figures, log_prior = sums.figures(), grid.log_prior + np.log(grid.cell)
    sound = [draw for draw in range(sums.marathon.shape[-1]) if all(np.isfinite(one[..., draw]).all() for one in figures.values())]
    if not sound:
        raise InputError("in no draw could somebody of each field run, so that nothing can be weighed. Simulate more athletes.")
    found = {left: np.empty((len(MECHANISMS), len(sound))) for left in CHOICES}
    for hypothesis in range(len(MECHANISMS)):
        for place, draw in enumerate(sound):
            parts = log_likelihoods({name: values[hypothesis, :, :, draw] for name, values in figures.items()}, grid)
            for left, kept in CHOICES.items():
                found[left][hypothesis, place] = np.log(np.exp(log_prior + np.sum([parts[name] for name in kept], axis=0)).sum())
    return found


def _mean(log_values: Floats) -> Floats:
    """Logarithm of the mean over the draws, [hypothesis]."""
    top = log_values.max()
    return np.asarray(top + np.log(np.exp(log_values - top).mean(axis=1)))
