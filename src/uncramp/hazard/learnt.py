"""What an athlete's own sessions said of them, laid into the engine's draws: it is their own threshold that moves."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from uncramp.body.athlete import Athlete, AthleteDraws
from uncramp.hazard.belief import Belief
from uncramp.hazard.parameters import CrampParameters
from uncramp.hazard.rate import personal_log_rate
from uncramp.minutes import Floats


@dataclass(frozen=True, slots=True)
class Learnt:
    """What is believed of an athlete before their own sessions and after (``diary/learning.py``)."""

    before: Belief
    after: Belief
    centre_index: float  # middle of the engine's draws of the logarithm of the susceptibility

    @property
    def shift_index(self) -> float:
        """By how much the middle of the logarithm of the susceptibility moves."""
        return self.after.log_moments[0] - self.before.log_moments[0]

    @property
    def narrowing_ratio(self) -> float:
        """Spread left, of that before."""
        return self.after.log_moments[1] / self.before.log_moments[1]


@dataclass(frozen=True, slots=True)
class TaughtAthlete(Athlete):
    """An athlete as stated, with what their own sessions taught of them."""

    learnt: Learnt | None = None


def learnt_by(athlete: Athlete) -> Learnt | None:
    """What their own sessions taught of an athlete; ``None`` where nothing did."""
    return athlete.learnt if isinstance(athlete, TaughtAthlete) else None


def log_susceptibility(athlete: AthleteDraws, cramp: CrampParameters) -> Floats:
    """Logarithm of what multiplies every minute of every session of this person, [draw]: who they are, and the scale that studies leave unsure."""
    return np.asarray(np.sum(list(personal_log_rate(athlete, cramp).values()), axis=0) + np.log(cramp.hazard.rate_per_h))


def personal_move(athlete: AthleteDraws, cramp: CrampParameters, learnt: Learnt) -> Floats:
    """By how much each draw of the logarithm of the susceptibility moves, [draw]: it keeps its place, nearer together about another middle."""
    away = log_susceptibility(athlete, cramp) - learnt.centre_index
    return np.asarray(learnt.shift_index + (learnt.narrowing_ratio - 1.0) * away)


def moved(cramp: CrampParameters, log_ratio: Floats | float) -> CrampParameters:
    """The draws with the person's own threshold where the logarithm of the cramp rate is ``log_ratio`` [draw] higher.

    It may pass the floor that a drawn threshold has.
    """
    ratio = np.exp(-log_ratio / cramp.hazard.threshold_sensitivity_index)
    threshold = replace(
        cramp.threshold,
        without_history_hz=cramp.threshold.without_history_hz * ratio,
        with_history_hz=cramp.threshold.with_history_hz * ratio,
    )
    return replace(cramp, threshold=threshold)
