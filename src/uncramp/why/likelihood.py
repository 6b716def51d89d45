"""What a reported cramp, or none, says about the draws: each counts by how likely it made what happened."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from uncramp.body.fatigue_table import FatigueModel, greatest_drive
from uncramp.body.trace import BodyTrace, FatigueTrace
from uncramp.errors import InputError
from uncramp.evidence.draws import central
from uncramp.minutes import Floats
from uncramp.names import MUSCLES, one_of
from uncramp.texts import _
from uncramp.units import S_PER_MIN, elapsed_text
from uncramp.why.alarms import AlarmParameters
from uncramp.why.answers import CrampEvent

FEWEST_CORE_ROWS = 10
"""Fewer minutes of a measured core temperature say nothing."""

NEAR_ROWS = 2
"""People give the minute of a cramp only roughly: the rate is taken over so many rows on either side."""


def rate_near(rate_per_h: Floats, event: CrampEvent, session_rows: int) -> Floats:
    """Rate of the event's muscle around its minute, on its side of the finish, [draw], from the rate [muscle, draw, row]."""
    row = min(int(event.at_s // S_PER_MIN), rate_per_h.shape[-1] - 1)
    first, last = (0, session_rows) if row < session_rows else (session_rows, rate_per_h.shape[-1])
    window = rate_per_h[MUSCLES.index(event.muscle), :, max(row - NEAR_ROWS, first) : min(row + NEAR_ROWS + 1, last)]
    return np.asarray(window.mean(axis=-1))


def _log(rate_per_h: Floats) -> Floats:
    with np.errstate(divide="ignore"):  # a rate of nothing: minus infinity, a weight of 0
        return np.log(rate_per_h)


def possible_draws(body: BodyTrace, fatigue: FatigueTrace, model: FatigueModel, session_rows: int) -> Floats:
    """1 for each draw, [draw], that could have done the session, 0 for one that could not.

    It could not if the core would have been hotter than any finisher's, or a muscle would have failed: driven at its maximal
    voluntary force for more than a few minutes.
    """
    levels = central(AlarmParameters, "alarms")
    cool_enough = body.core_c[:, :session_rows].max(axis=-1) <= levels.highest_finisher_core_c[0]
    capacity = (1.0 - fatigue.fast_fatigue_frac) * (1.0 - fatigue.slow_loss_frac) * (1.0 - fatigue.damage_frac)
    # before the drive is smoothed: the load a muscle carries against the most it can
    at_maximum = fatigue.load_frac[..., :session_rows] >= greatest_drive(model)[..., None] * capacity[..., :session_rows]
    strong_enough = at_maximum.sum(axis=-1).max(axis=0) <= levels.longest_failure_min[0]
    return np.asarray(cool_enough & strong_enough, dtype=float)


def log_agreement_with_core(body: BodyTrace, measured_c: Floats) -> Floats:
    """How well each draw agrees with a measured core temperature [minute], [draw]: 0 at best; all 0 where none was measured.

    The error of a sensor and of the model is taken to be one shift over the session, as that of both mostly is.
    """
    known = np.isfinite(measured_c)
    if known.sum() < FEWEST_CORE_ROWS:
        return np.zeros(body.core_c.shape[0])
    spread_k = central(AlarmParameters, "alarms").core_agreement_k[0]
    shift_k = (body.core_c[:, : measured_c.shape[0]][:, known] - measured_c[known]).mean(axis=-1)
    return np.asarray(-((shift_k / spread_k) ** 2) / 2.0)


def log_likelihood(rate_per_h: Floats, row_h: Floats, session_rows: int, cramped: Sequence[CrampEvent] | None) -> Floats:
    """Logarithm of how likely each draw, [draw], made what was reported; 0 where nothing was.

    The first cramp has the density of a first event: its rate, and no cramp in any muscle before. Later ones of the same
    session add their rate only, since a muscle that has cramped cramps again more easily (B07). No cramp is the chance of none
    until the finish.

    Raises
    ------
    InputError
        If a cramp lies outside the session and the six hours after it.
    """
    if cramped is None:
        return np.zeros(rate_per_h.shape[1])
    each = (rate_per_h * row_h).sum(axis=0)
    if not cramped:
        return np.asarray(-each[:, :session_rows].sum(axis=-1))
    for event in cramped:
        _check(event, row_h)
    first, *later = sorted(cramped, key=lambda event: event.at_s)
    log_density = _log(rate_near(rate_per_h, first, session_rows)) - each[:, : int(first.at_s // S_PER_MIN)].sum(axis=-1)
    return np.asarray(log_density + sum(_log(rate_near(rate_per_h, event, session_rows)) for event in later))


def weights_of(log_weight: Floats) -> Floats:
    """Weights adding to one, from logarithms that lack a constant."""
    weight = np.exp(log_weight - log_weight.max())
    return np.asarray(weight / weight.sum())


def effective_draws(weight_frac: Floats) -> float:
    """How many equal draws carry as much: the reciprocal of the sum of the squared weights (Kish)."""
    return float(1.0 / np.square(weight_frac).sum())


def _check(event: CrampEvent, row_h: Floats) -> None:
    one_of(event.muscle, MUSCLES, "--cramped muscle")
    last_s = row_h.shape[0] * S_PER_MIN
    if not 0 <= event.at_s < last_s:
        raise InputError(
            _(
                "--cramped {muscle} at {time}; expected a time between the start and six hours after the finish, "
                "{latest}. Give elapsed time, not the clock."
            ).format(muscle=event.muscle, time=elapsed_text(event.at_s), latest=elapsed_text(last_s))
        )
