"""The session that causes are measured against, and what each change to a session means for the engine."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from uncramp.body.athlete import AthleteDraws
from uncramp.body.fitness import FitnessParameters, sustainable_frac
from uncramp.body.load import on_foot
from uncramp.body.metabolism import MetabolismParameters, maximal_metabolic_w
from uncramp.body.surroundings import Surroundings
from uncramp.body.trace import BodyTrace
from uncramp.minutes import Floats, Minutes
from uncramp.texts import N_, _

NEWTON_STEPS: Final = 8
"""Numerical: steps in which the effort of a triathlon is found to rounding; one sport needs none."""
LEAST_W: Final = 1.0
"""Numerical guard: no rate is divided by less."""


@dataclass(frozen=True)
class ReferenceParameters:
    """What the reference session is [draw]; evidence/reference.toml."""

    air_c: Floats
    humidity_frac: Floats
    sustainable_margin_frac: Floats
    duration_min: Floats
    wheel_speed_exponent_index: Floats


REFERENCE_TEXT = N_(
    "the same athlete and distance at a sustainable, even pace, no descents, 15 °C, water and sodium held, trained for it, "
    "average constitution, no cramp history, medicines or conditions"
)
REFERENCE_TEXT_NO_DISTANCE = N_(
    "the same athlete for at most an hour at a sustainable, even effort, no descents, 15 °C, water and sodium held, trained for it, "
    "average constitution, no cramp history, medicines or conditions"
)


def reference_text(minutes: Minutes) -> str:
    """What the causes of this session are measured against, in plain words."""
    return _(REFERENCE_TEXT if has_distance(minutes) else REFERENCE_TEXT_NO_DISTANCE)


def has_distance(minutes: Minutes) -> bool:
    """Whether the session covered a distance, so that going slower means taking longer."""
    known = minutes.distance_m[np.isfinite(minutes.distance_m)]
    return bool(known.size and known[-1] > 0)


def sustainable_rate(
    minutes: Minutes,
    athlete: AthleteDraws,
    metabolism: MetabolismParameters,
    reference: ReferenceParameters,
    fitness: FitnessParameters,
) -> Floats:
    """Metabolic rate [draw], W, that could be kept up for as long as the session was in motion, with the reference's margin.

    Source
    ------
    peronnet1987 for how the sustainable share of maximal oxygen uptake falls with time.
    """
    moving_min = float(np.nan_to_num(minutes.moving_frac).sum())
    share = reference.sustainable_margin_frac * sustainable_frac(max(moving_min, 1.0), fitness)
    return maximal_metabolic_w(athlete, metabolism) * share


def _in_motion(minutes: Minutes) -> tuple[Floats, Floats]:
    """Share of each minute in motion on foot, and on wheels or in water, [minute] each."""
    moving = np.nan_to_num(minutes.moving_frac)  # the hours after count for nothing
    foot = on_foot(minutes)
    return np.where(foot, moving, 0.0), np.where(foot, 0.0, moving)


def effort_at(pace_ratio: float, minutes: Minutes, p: ReferenceParameters) -> Floats:
    """Power above rest relative to the session, [draw], at which it takes ``1 / pace_ratio`` as long.

    Speed grows with power in proportion on foot, less on wheels and in water, so a triathlon is slowed down by all of its legs at
    one effort. The ratio itself where there is no distance.
    """
    exponent = p.wheel_speed_exponent_index
    if pace_ratio == 1.0 or not has_distance(minutes):
        return np.full_like(exponent, pace_ratio)
    foot, wheels = (legs.sum() for legs in _in_motion(minutes))
    share = foot / (foot + wheels) if foot + wheels > 0 else 0.0
    log_effort = np.log(pace_ratio) / (share + (1.0 - share) * exponent)
    for _step in range(NEWTON_STEPS):
        on_legs, by_wheel = share * np.exp(-log_effort), (1.0 - share) * np.exp(-exponent * log_effort)
        log_effort = log_effort + (on_legs + by_wheel - 1.0 / pace_ratio) / (on_legs + exponent * by_wheel)
    return np.asarray(np.exp(log_effort))


def stretch_at(
    body: BodyTrace, effort_ratio: Floats, cap_w: Floats | None, minutes: Minutes, standing_w: Floats, p: ReferenceParameters
) -> Floats:
    """How much longer the same distance takes, [draw], with the power above rest scaled and the whole then cut at ``cap_w`` [draw].

    The energy of a distance on foot, above that of standing for as long (``standing_w`` [draw]), is the same at any speed, so the time
    grows as the mean rate falls; on wheels and in water speed falls less than power. Without a distance the time stays as it was.
    """
    if not has_distance(minutes) or (cap_w is None and (effort_ratio == 1.0).all()):
        return np.ones_like(effort_ratio)
    above_w = np.maximum(body.metabolic_rate_w[:, : minutes.rows_count] - standing_w[:, None], 0.0)
    less_w = above_w * effort_ratio[:, None]
    if cap_w is not None:
        less_w = np.minimum(less_w, np.maximum(cap_w - standing_w, LEAST_W)[:, None])
    taken = np.zeros_like(effort_ratio)
    foot, wheels = _in_motion(minutes)
    for moving, exponent in ((foot, 1.0), (wheels, p.wheel_speed_exponent_index)):
        kept = np.maximum(less_w @ moving, LEAST_W) / np.maximum(above_w @ moving, LEAST_W)
        taken += moving.sum() * kept**-exponent
    whole = foot.sum() + wheels.sum()
    return taken / whole if whole > 0 else np.ones_like(taken)


def surroundings_with(was: Surroundings, air_c: float, humidity_frac: float | None = None, *, shade: bool = False) -> Surroundings:
    """The same session in air of ``air_c`` throughout, in every draw; wind as it was, humidity and sun too unless said."""
    rows, draws = was.air_c.shape[0], was.air_shift_k.shape[0]
    other = replace(was, air_c=np.full(rows, air_c), air_shift_k=np.zeros(draws))
    if humidity_frac is not None:
        other = replace(other, humidity_frac=np.full(rows, humidity_frac), humidity_shift_frac=np.zeros(draws))
    return replace(other, solar_w_m2=np.zeros(rows)) if shade else other


def reference_surroundings(was: Surroundings, p: ReferenceParameters) -> Surroundings:
    """The weather of the reference session: mild air, shade, and the wind as it was."""
    return surroundings_with(was, float(p.air_c[0]), float(p.humidity_frac[0]), shade=True)
