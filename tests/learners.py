"""Simulated diaries of people whose susceptibility and weights of factors are known: hazards in closed form, no engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from uncramp.diary.learning import Posterior, SessionFact, learn
from uncramp.diary.learning_prior import Prior

FACTORS = ("pace", "heat")
PRIOR = Prior(1.2, FACTORS)


def learnt(facts: Sequence[SessionFact], *, complete: bool = False) -> Posterior:
    """What is learnt, at a size that is quick and fine enough for two factors."""
    return learn(facts, PRIOR, complete=complete, particles_count=256, grid_count=121)


@dataclass(frozen=True)
class Person:
    """Who is simulated, and what happened."""

    ratio: float
    weights: tuple[float, ...]
    facts: tuple[SessionFact, ...]

    @property
    def cramped(self) -> tuple[SessionFact, ...]:
        """What one imports who imports the sessions with a cramp."""
        return tuple(fact for fact in self.facts if fact.cramped)


def person(number: int, sessions: int, prior: Prior = PRIOR) -> Person:
    """A person drawn from the prior, with sessions of several hardness, hot and cool."""
    rng = np.random.default_rng((7, number))
    ratio = float(rng.gamma(prior.shape_index) / prior.shape_index)
    weights = tuple(np.exp(rng.normal(0.0, np.log(3.0 / 0.33) / (2 * 1.96), len(prior.factors))).tolist())
    return Person(ratio, weights, tuple(_session(rng, ratio, weights, prior.factors) for _ in range(sessions)))


def _session(rng: np.random.Generator, ratio: float, weights: Sequence[float], factors: Sequence[str]) -> SessionFact:
    end = float(rng.lognormal(np.log(0.4), 0.8))
    effects = {name: float(rng.normal(0.3, 0.6)) for name in factors}
    tilted = ratio * np.exp(sum((w - 1.0) * x for w, x in zip(weights, effects.values(), strict=True)))
    at = float(rng.exponential() / tilted)
    cramped = at < end
    return SessionFact(cramped, end, end, at if cramped else None, effects)


def coverage(people: Sequence[Person], *, only_cramped: bool, complete: bool) -> dict[str, float]:
    """Share of people whose true value lies within their 90 % interval, of the susceptibility and of each weight."""
    hits: dict[str, list[bool]] = {name: [] for name in ("susceptibility", *FACTORS)}
    for one in people:
        posterior = learnt(one.cramped if only_cramped else one.facts, complete=complete)
        hits["susceptibility"].append(_in(posterior, "susceptibility", one.ratio))
        for name, weight in zip(FACTORS, one.weights, strict=True):
            hits[name].append(_in(posterior, name, weight))
    return {name: float(np.mean(found)) for name, found in hits.items()}


def _in(posterior: Posterior, name: str, truth: float) -> bool:
    found = posterior.susceptibility_ratio if name == "susceptibility" else posterior.factor_weights[name]
    return found.low <= truth <= found.high
