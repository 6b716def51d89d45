"""The session that causes are measured against, and what each change to a session means for the engine."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from uncramp.body.athlete import AthleteDraws
from uncramp.body.fitness import FitnessParameters, sustainable_frac
from uncramp.body.load import on_foot
from uncramp.body.metabolism import MetabolismParameters, maximal_metabolic_w
from uncramp.body.surroundings import Surroundings
from uncramp.body.trace import BodyTrace
from uncramp.minutes import Floats, Minutes


@dataclass(frozen=True)
class ReferenceParameters:
    """What the reference session is [draw]; evidence/reference.toml."""

    air_c: Floats
    humidity_frac: Floats
    sustainable_margin_frac: Floats
    duration_min: Floats
    wheel_speed_exponent_index: Floats


REFERENCE_TEXT = (
    "the same athlete and distance at a sustainable, even pace, no descents, 15 °C, water and sodium held, trained for it, "
    "average constitution, no cramp history, medicines or conditions"
)
REFERENCE_TEXT_NO_DISTANCE = (
    "the same athlete for at most an hour at a sustainable, even effort, no descents, 15 °C, water and sodium held, trained for it, "
    "average constitution, no cramp history, medicines or conditions"
)


def reference_text(minutes: Minutes) -> str:
    """What the causes of this session are measured against, in plain words."""
    return REFERENCE_TEXT if has_distance(minutes) else REFERENCE_TEXT_NO_DISTANCE


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


def _speed_exponent(minutes: Minutes, p: ReferenceParameters) -> Floats:
    """How speed grows with power, [draw]: in proportion on foot, less on wheels and in water."""
    moving = np.nan_to_num(minutes.moving_frac)  # the hours after count for nothing
    return np.where(moving[on_foot(minutes)].sum() > moving.sum() / 2.0, 1.0, p.wheel_speed_exponent_index)


def effort_at(pace_ratio: float, minutes: Minutes, p: ReferenceParameters) -> Floats:
    """Power relative to the session, [draw], that ``pace_ratio`` of its speed takes; the ratio itself where there is no distance."""
    exponent = _speed_exponent(minutes, p) if has_distance(minutes) else np.ones_like(p.air_c)
    return np.asarray(pace_ratio ** (1.0 / exponent))


def stretch_at(body: BodyTrace, effort_ratio: Floats, cap_w: Floats | None, minutes: Minutes, p: ReferenceParameters) -> Floats:
    """How much longer the same distance takes, [draw], with the power scaled and then cut at ``cap_w`` [draw].

    The energy of a distance on foot is the same at any speed, so the time grows as the mean rate falls; on wheels and in water
    speed falls less than power. Without a distance the time stays as it was.
    """
    if not has_distance(minutes):
        return np.ones_like(effort_ratio)
    rate_w = body.metabolic_rate_w[:, : minutes.rows_count]
    moving = np.nan_to_num(minutes.moving_frac)
    less_w = rate_w * effort_ratio[:, None]
    if cap_w is not None:
        less_w = np.minimum(less_w, cap_w[:, None])
    kept = (less_w * moving).sum(axis=1) / np.maximum((rate_w * moving).sum(axis=1), 1.0)
    return np.asarray(kept ** -_speed_exponent(minutes, p))


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
