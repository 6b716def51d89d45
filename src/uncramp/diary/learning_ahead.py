"""How many more sessions would settle whether this athlete cramps more easily than expected: futures played from what is believed now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from uncramp.diary.learning import Posterior, SessionFact
from uncramp.diary.learning_prior import learning_parameters
from uncramp.evidence.draws import uniforms
from uncramp.minutes import Floats

FUTURES_COUNT: Final = 500
STEPS: Final = (5, 10, 20, 40, 80, 160, 320, 400)
"""Numbers of sessions that are looked at."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """When a question of yes or no would be settled, if sessions stay as they are and every one is in the diary."""

    chance_frac: float  # of yes, as believed now
    is_settled: bool
    sessions_count: int | None  # 0 if settled; None if not within those looked ahead
    settled_frac: tuple[tuple[int, float], ...]  # sessions -> share of futures in which it is settled


def sessions_ahead(posterior: Posterior, alike: Sequence[SessionFact], *, seed: int = 0) -> Ahead:
    """Whether the susceptibility is above 1: played with sessions like ``alike`` (those of the diary), at the mean weights.

    The futures start from a gamma of the mean and spread believed now, so that each is followed in closed form.
    """
    p = learning_parameters()
    chance = posterior.above_usual_frac()
    settled = max(chance, 1.0 - chance) >= p.settled_chance_frac.value
    if settled or not alike:
        return Ahead(chance, settled, 0 if settled else None, ())
    shape, rate = _gamma_of(posterior)
    shares = tuple(
        (count, _settled(shape, rate, np.array([one.end_count for one in alike]), count, p.settled_chance_frac.value, seed))
        for count in STEPS
        if count <= p.most_sessions_count.value
    )
    enough = [count for count, share in shares if share >= p.reliable_frac.value]
    return Ahead(chance, settled, enough[0] if enough else None, shares)


def _gamma_of(posterior: Posterior) -> tuple[float, float]:
    """Shape and rate with the mean and variance of the susceptibility believed now."""
    ratio, share = np.exp(posterior.log_ratio), posterior.chance_frac.sum(axis=1)
    mean = float(share @ ratio)
    variance = float(share @ (ratio - mean) ** 2)
    return mean**2 / variance, mean / variance


def _settled(shape: float, rate: float, counts: Floats, sessions: int, level: float, seed: int) -> float:
    from scipy.special import gammaincc, gammaincinv

    words = ("learning", "ahead", str(sessions))
    true = gammaincinv(shape, uniforms(seed, *words, "who", draws=FUTURES_COUNT)) / rate
    each = uniforms(seed, *words, "which", draws=FUTURES_COUNT * sessions)
    risked = counts[np.minimum((each * counts.size).astype(int), counts.size - 1)].reshape(FUTURES_COUNT, sessions)
    waited = -np.log(uniforms(seed, *words, "when", draws=FUTURES_COUNT * sessions)).reshape(risked.shape)
    until = waited / true[:, None]  # engine's hazard at which the cramp comes
    cramps = (until < risked).sum(axis=1)
    gone = np.minimum(until, risked).sum(axis=1)
    above = gammaincc(shape + cramps, rate + gone)
    return float(np.mean(np.maximum(above, 1.0 - above) >= level))
