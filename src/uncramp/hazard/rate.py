"""Cramp rate of each muscle: how hard it is driven against how easily it cramps.

``rate = rate_0 (drive / drive_0)^p (threshold_0 / threshold)^s``, where the drive is what the muscle must be activated at to
carry its load with the capacity it has left, and a small share of every minute, resting ones too, is a strong contraction
of a shortened muscle. Medicines and conditions multiply the rate. Neither elapsed time nor distance is in it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from uncramp.body.athlete import AthleteDraws
from uncramp.body.trace import BodyTrace, FatigueTrace
from uncramp.hazard.parameters import CrampParameters
from uncramp.hazard.rate_pass import fill_rate
from uncramp.hazard.threshold import MoveTable, move_table, muscle_ratio, personal_threshold, what_moves
from uncramp.minutes import Floats, Spans, spans_of

Flags = npt.NDArray[np.bool_]


def personal_log_rate(athlete: AthleteDraws, parameters: CrampParameters) -> dict[str, Floats]:
    """What a person brings to the start, as logarithms of the rate, by cause id, [draw] each.

    These multiply the rate of every muscle in every minute alike, so their Shapley values are themselves.
    """
    p = parameters.hazard
    own_hz = personal_threshold(athlete, parameters.threshold)
    return {
        "history_constitution": -p.threshold_sensitivity_index * np.log(own_hz / p.reference_threshold_hz),
        "preparation": -p.threshold_sensitivity_index * np.log(athlete.preparation_shift_ratio),
        "medicines_conditions": np.log(athlete.medicine_rate_ratio * athlete.condition_rate_ratio),
    }


@dataclass(frozen=True, slots=True)
class RateTable:
    """What the rate is made from of each draw."""

    drive_exponent_index: Floats  # [draw]
    threshold_sensitivity_index: Floats  # [draw]
    scale_log: Floats  # [muscle, draw] logarithm of the rate per hour at a drive of 1
    posture_log: Floats  # [draw] added to it for a contraction of a shortened muscle
    posture_capacity_frac: Floats  # [draw] least capacity left that is reckoned with in one
    moves: MoveTable


def rate_table(athlete: AthleteDraws, parameters: CrampParameters) -> RateTable:
    """Everybody's table, with what they bring to the start."""
    personal: Floats = np.sum(list(personal_log_rate(athlete, parameters).values()), axis=0)
    return _rate_table(athlete, parameters, personal)


def _rate_table(athlete: AthleteDraws, parameters: CrampParameters, personal_index: Floats | float) -> RateTable:
    p = parameters.hazard
    exponent, sensitivity = p.drive_exponent_index, p.threshold_sensitivity_index
    reference = personal_index + np.log(p.rate_per_h) - exponent * np.log(p.reference_drive_frac)
    return RateTable(
        exponent,
        sensitivity,
        reference - sensitivity * np.log(muscle_ratio(parameters.threshold)),
        exponent * np.log(p.posture_drive_frac) + np.log(p.posture_share_frac),
        # what is left of a tired muscle cannot be driven beyond its maximal voluntary force either
        p.posture_drive_frac / p.greatest_posture_drive_frac,
        move_table(athlete, parameters),
    )


def rate_of(
    body: BodyTrace, fatigue: FatigueTrace, table: RateTable, spans: Spans | None = None, wanted: Flags | None = None
) -> Floats:
    """Rate per hour of each muscle, [muscle, draw, row]: carrying the load, and now and then contracting a shortened muscle.

    Of several people, as ``spans`` says, it is made as far as their rows go; of draws that are not ``wanted`` [draw], if given, not at all.
    """
    rate = np.empty_like(fatigue.activation_frac)
    fill_rate(
        rate,
        fatigue.activation_frac,
        table.drive_exponent_index,
        table.threshold_sensitivity_index,
        np.ascontiguousarray(table.scale_log),
        table.posture_log,
        table.posture_capacity_frac,
        *spans_of(spans, rate.shape[-1], rate.shape[1]),
        np.ones(rate.shape[1], dtype=np.bool_) if wanted is None else wanted,
        *what_moves(body, fatigue, table.moves, spans),
    )
    return rate


def session_rate(body: BodyTrace, fatigue: FatigueTrace, athlete: AthleteDraws, parameters: CrampParameters) -> Floats:
    """Rate per hour that the session makes in a reference person, [muscle, draw, row]."""
    return rate_of(body, fatigue, _rate_table(athlete, parameters, 0.0))


def cramp_rate(body: BodyTrace, fatigue: FatigueTrace, athlete: AthleteDraws, parameters: CrampParameters) -> Floats:
    """Cramp rate of each muscle, [muscle, draw, row], per hour.

    Source
    ------
    Our own form; scale and exponent fitted by ``scripts/calibrate.py``, the rest priors of evidence/hazard.toml.
    """
    return rate_of(body, fatigue, rate_table(athlete, parameters))
