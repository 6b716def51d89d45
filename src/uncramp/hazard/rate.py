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
from uncramp.hazard.threshold import muscle_ratio, personal_threshold, threshold_moves
from uncramp.minutes import Floats

LEAST_DRIVE_FRAC = 1e-6  # numerical guard: the logarithm of no drive at all


def log_drive(fatigue: FatigueTrace, parameters: CrampParameters) -> Floats:
    """Logarithm of the relative drive to the power p, with its posture part, [muscle, draw, row]."""
    p = parameters.hazard
    exponent = p.drive_exponent_index
    activation = np.moveaxis(fatigue.activation_frac, 1, 2)
    capacity = np.moveaxis((1.0 - fatigue.fast_fatigue_frac) * (1.0 - fatigue.slow_loss_frac) * (1.0 - fatigue.damage_frac), 1, 2)
    working = np.log(np.maximum(activation, LEAST_DRIVE_FRAC) / p.reference_drive_frac)
    posture = np.log(p.posture_drive_frac / (p.reference_drive_frac * np.maximum(capacity, LEAST_DRIVE_FRAC)))
    both = np.logaddexp(exponent * working, exponent * posture + np.log(p.posture_share_frac))
    return np.moveaxis(both, 2, 1)


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


def session_log_rate(body: BodyTrace, fatigue: FatigueTrace, athlete: AthleteDraws, parameters: CrampParameters) -> Floats:
    """Logarithm of the rate per hour that the session makes in a reference person, [muscle, draw, row]."""
    p = parameters.hazard
    moves = np.moveaxis(threshold_moves(body, fatigue, athlete, parameters), 1, 2)
    drive = np.moveaxis(log_drive(fatigue, parameters), 1, 2)
    fixed = np.log(p.rate_per_h) - p.threshold_sensitivity_index * np.log(muscle_ratio(parameters.threshold))
    return np.moveaxis(drive - p.threshold_sensitivity_index * moves + fixed[:, None, :], 2, 1)


def cramp_rate(body: BodyTrace, fatigue: FatigueTrace, athlete: AthleteDraws, parameters: CrampParameters) -> Floats:
    """Cramp rate of each muscle, [muscle, draw, row], per hour.

    Source
    ------
    Our own form; scale fitted to V01 and exponent to V05 by ``scripts/calibrate.py``, the rest priors of evidence/hazard.toml.
    """
    personal: Floats = np.sum(list(personal_log_rate(athlete, parameters).values()), axis=0)
    return np.exp(session_log_rate(body, fatigue, athlete, parameters) + personal[:, None])
