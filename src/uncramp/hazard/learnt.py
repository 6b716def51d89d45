"""What an athlete's own sessions said of them, laid into the engine's draws: their own threshold, and the weight of two factors."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from uncramp.body.athlete import Athlete, AthleteDraws, Learnt, TaughtAthlete
from uncramp.hazard.parameters import CrampParameters
from uncramp.hazard.rate import personal_log_rate
from uncramp.minutes import Floats

SCALED: Final = {
    "water_deficit": ("water_deficit_ratio",),
    "sodium_dilution": ("dilution_ratio_per_mmol_l", "drink_sodium_ratio_per_mmol"),
}
"""Cause -> parameters of the threshold that are what it does, so that a learnt weight multiplies them."""


def log_susceptibility(athlete: AthleteDraws, cramp: CrampParameters) -> Floats:
    """Logarithm of what multiplies every minute of every session of this person, [draw]: who they are, and the scale that studies leave unsure."""
    return np.asarray(np.sum(list(personal_log_rate(athlete, cramp).values()), axis=0) + np.log(cramp.hazard.rate_per_h))


def learnt_by(athlete: Athlete) -> Learnt | None:
    """What their own sessions taught of an athlete; ``None`` where nothing did."""
    return athlete.learnt if isinstance(athlete, TaughtAthlete) else None


def with_learnt(athlete: AthleteDraws, cramp: CrampParameters, learnt: Learnt | None) -> CrampParameters:
    """The draws moved to what was learnt: each keeps its place among all of them, nearer together about another middle.

    It is the person's own threshold that moves, which is where people differ. It may pass the floor that a drawn one has.
    """
    if learnt is None:
        return cramp
    away = log_susceptibility(athlete, cramp) - learnt.centre_index
    moved = learnt.shift_index + (learnt.narrowing_ratio - 1.0) * away
    ratio = np.exp(-moved / cramp.hazard.threshold_sensitivity_index)
    threshold = replace(
        cramp.threshold,
        without_history_hz=cramp.threshold.without_history_hz * ratio,
        with_history_hz=cramp.threshold.with_history_hz * ratio,
    )
    weights = dict(learnt.factor_ratio)
    scaled = {
        name: getattr(threshold, name) * weights[cause] for cause, names in SCALED.items() if cause in weights for name in names
    }
    return replace(cramp, threshold=replace(threshold, **scaled))
