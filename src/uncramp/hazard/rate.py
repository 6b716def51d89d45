"""Cramp rate of each muscle: how hard it is driven against how easily it cramps.

``rate = rate_0 (drive / drive_0)^p (threshold_0 / threshold)^s``, where the drive is what the muscle must be activated at to
carry its load with the capacity it has left, and a small share of every minute, resting ones too, is a strong contraction
of a shortened muscle. Medicines and conditions multiply the rate. Neither elapsed time nor distance is in it.
"""

from __future__ import annotations

import numpy as np

from uncramp.body.athlete import AthleteDraws
from uncramp.body.trace import BodyTrace, FatigueTrace
from uncramp.hazard.parameters import CrampParameters
from uncramp.hazard.rate_pass import fill_rate
from uncramp.hazard.threshold import muscle_ratio, personal_threshold, what_moves
from uncramp.minutes import Floats, Spans, spans_of


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


def session_rate(
    body: BodyTrace,
    fatigue: FatigueTrace,
    athlete: AthleteDraws,
    parameters: CrampParameters,
    personal_index: Floats | float = 0.0,
    spans: Spans | None = None,
) -> Floats:
    """Rate per hour that the session makes in a reference person, [muscle, draw, row]; ``personal_index`` [draw] adds to its logarithm.

    Two parts at one threshold: carrying the load, and now and then contracting a shortened muscle. ``spans`` as in :func:`cramp_rate`.
    """
    p = parameters.hazard
    exponent, sensitivity = p.drive_exponent_index, p.threshold_sensitivity_index
    reference = personal_index + np.log(p.rate_per_h) - exponent * np.log(p.reference_drive_frac)
    rate = np.empty_like(fatigue.activation_frac)
    fill_rate(
        rate,
        fatigue.activation_frac,
        exponent,
        sensitivity,
        reference - sensitivity * np.log(muscle_ratio(parameters.threshold)),
        exponent * np.log(p.posture_drive_frac) + np.log(p.posture_share_frac),
        # what is left of a tired muscle cannot be driven beyond its maximal voluntary force either
        p.posture_drive_frac / p.greatest_posture_drive_frac,
        *spans_of(spans, rate.shape[-1], rate.shape[1]),
        *what_moves(body, fatigue, athlete, parameters, spans),
    )
    return rate


def cramp_rate(
    body: BodyTrace, fatigue: FatigueTrace, athlete: AthleteDraws, parameters: CrampParameters, spans: Spans | None = None
) -> Floats:
    """Cramp rate of each muscle, [muscle, draw, row], per hour; of several people as far as their rows go (``spans``).

    Source
    ------
    Our own form; scale and exponent fitted by ``scripts/calibrate.py``, the rest priors of evidence/hazard.toml.
    """
    personal: Floats = np.sum(list(personal_log_rate(athlete, parameters).values()), axis=0)
    return session_rate(body, fatigue, athlete, parameters, personal, spans)
