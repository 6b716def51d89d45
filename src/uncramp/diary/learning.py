"""Learning from an athlete's own sessions: how easily they cramp, and how much each factor does, of what the engine says.

The cumulative hazard of a session is what the engine makes of it, times the susceptibility of the person, times the factors with their
weights: ``H = u H_engine exp(sum (w - 1) effect)``. A session without a cramp is cut off at its end; one with a cramp, at the cramp. At known
weights and with all sessions kept, a gamma prior of ``u`` then stays a gamma, exactly; weights are drawn (importance sampling) and ``u`` is on a grid.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from uncramp.diary.learning_prior import GRID_COUNT, Prior
from uncramp.hazard.belief import Belief
from uncramp.minutes import Floats
from uncramp.why.answers import Range
from uncramp.why.likelihood import effective_draws

PARTICLES_COUNT: Final = 1024
"""Draws of the weights: a power of two, as the sequence they are taken from wants."""


@dataclass(frozen=True, slots=True)
class SessionFact:
    """One session in which a cramp, or none, was said, as the engine sees it before anything was learnt."""

    cramped: bool
    end_count: float  # engine's cumulative hazard to the finish: cramps to be expected of a person of susceptibility 1
    whole_count: float  # the same to six hours after it
    at_count: float | None = None  # the same to the cramp, where its time was said
    effects: Mapping[str, float] = field(default_factory=dict)  # cause id -> logarithm of what it did to the hazard
    activity_id: str = ""

    @property
    def risked_count(self) -> float:
        """Hazard that was gone through without a cramp, or in which it came where its time is not known."""
        if not self.cramped:
            return self.end_count
        return self.whole_count if self.at_count is None else self.at_count


@dataclass(frozen=True, eq=False)
class Posterior(Belief):
    """What is believed after the sessions that are counted."""

    prior: Prior
    sessions_count: int
    cramps_count: int

    @property
    def susceptibility_ratio(self) -> Range:
        """Cramps of this person for each that the engine expects."""
        return Range.of(np.exp(self.log_ratio), self.chance_frac.sum(axis=1))

    @property
    def factor_weights(self) -> dict[str, Range]:
        """How much each factor does, of what the engine says; by cause id."""
        share = self.chance_frac.sum(axis=0)
        return {name: Range.of(values, share) for name, values in zip(self.factors, self.weights, strict=True)}

    @property
    def effective_count(self) -> float:
        """How many equal draws of the weights carry as much."""
        return effective_draws(self.chance_frac.sum(axis=0))

    def above_usual_frac(self) -> float:
        """Chance that this person cramps more easily than the engine expects."""
        return float(self.chance_frac.sum(axis=1)[self.log_ratio > 0.0].sum())


def as_expected(fact: SessionFact, prior: Prior) -> SessionFact:
    """The session with hazards such that the mean chance before learning stays what the gamma alone gives, however unsure the weights are."""
    if not fact.whole_count:
        return fact
    chance_frac = -math.expm1(-prior.shape_index * math.log1p(fact.whole_count / prior.shape_index))
    return scaled(fact, learn((), prior).count_at(chance_frac, fact.effects) / fact.whole_count)


def scaled(fact: SessionFact, ratio: float) -> SessionFact:
    """The session with all its hazards times ``ratio``."""
    at_count = None if fact.at_count is None else ratio * fact.at_count
    return replace(fact, end_count=ratio * fact.end_count, whole_count=ratio * fact.whole_count, at_count=at_count)


def log_likelihood(fact: SessionFact, log_rate: Floats, *, complete: bool) -> Floats:
    """Logarithm of how likely a session is made by hazards ``exp(log_rate)`` times the engine's, shape of ``log_rate``.

    ``complete`` says that every session is in the diary, whatever happened in it. Where that is not said a session may be there because
    of its cramp: then only when the cramp came counts, given that there was one, and a session without tells nothing.
    """
    if not fact.cramped:
        return -fact.end_count * np.exp(log_rate) if complete else np.zeros_like(log_rate)
    ratio = np.exp(log_rate)
    any_cramp = _log_any(fact.whole_count * ratio)
    if fact.at_count is None:
        return any_cramp if complete else np.zeros_like(log_rate)
    density = log_rate - fact.at_count * ratio
    return density if complete else density - any_cramp


def learn(facts: Sequence[SessionFact], prior: Prior, *, complete: bool = False, particles_count: int = PARTICLES_COUNT,
          grid_count: int = GRID_COUNT) -> Posterior:  # fmt: skip
    """Posterior after the sessions, whose order does not matter; without any it is the prior.

    Parameters
    ----------
    facts
        Sessions in which a cramp or none was said; the first cramp of each.
    complete
        All sessions of the athlete are in, whatever happened in them. If that is not so the answer must not rest on there being none
        without a cramp: see :func:`log_likelihood`.
    """
    log_ratio, log_prior = prior.grid(grid_count)
    weights = prior.draw_weights(particles_count)
    log_chance = np.repeat(log_prior[:, None], weights.shape[1], axis=1)
    before = Belief(prior.factors, log_ratio, weights, log_chance)
    for fact in sorted(facts, key=_place):  # one order, so that sums have the same last bit
        log_chance = log_chance + log_likelihood(fact, log_ratio[:, None] + before.tilt(fact.effects), complete=complete)
    chance = np.exp(log_chance - log_chance.max())
    cramps_count = sum(fact.cramped for fact in facts)
    return Posterior(prior.factors, log_ratio, weights, chance / chance.sum(), prior, len(facts), cramps_count)


def _place(fact: SessionFact) -> tuple[object, ...]:
    at_count = -1.0 if fact.at_count is None else fact.at_count
    return (fact.cramped, fact.whole_count, fact.end_count, at_count, *sorted(fact.effects.items()))


def _log_any(count: Floats) -> Floats:
    """Logarithm of the chance of at least one, where ``count`` are expected."""
    with np.errstate(divide="ignore"):  # none expected: minus infinity
        return np.asarray(np.log(-np.expm1(-count)))
