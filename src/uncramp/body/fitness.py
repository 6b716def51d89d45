"""Maximal oxygen uptake from a session: the heart rate it took, and that its demand was sustained for so long."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from uncramp.evidence.draws import Z_95, draw
from uncramp.evidence.registry import load_topic
from uncramp.minutes import Floats
from uncramp.units import MIN_PER_H


@dataclass(frozen=True, slots=True)
class FitnessParameters:
    """Fields of ``evidence/fitness.toml``; [draw]."""

    smoothing_min: Floats
    shortest_window_min: Floats
    least_moving_frac: Floats
    least_known_frac: Floats
    warm_up_row_min: Floats
    steady_until_min: Floats
    steady_variation_frac: Floats
    fewest_steady_count: Floats
    smallest_reserve_frac: Floats
    reserve_method_ratio: Floats
    heart_rate_drift_bpm_per_h: Floats
    full_fraction_min: Floats
    endurance_decline_frac: Floats
    lowest_sustainable_frac: Floats
    demand_ratio: Floats
    racing_effort_frac: Floats
    training_effort_frac: Floats
    strain_credit_frac: Floats


@dataclass(frozen=True, slots=True)
class FitnessEvidence:
    """What one session says about fitness, before the athlete's heart rates are known; NaN where it says nothing."""

    steady_oxygen_uptake_ml_kg_min: float  # mean demand of the steady minutes
    steady_heart_rate_bpm: float  # mean heart rate of the same minutes
    steady_elapsed_h: float  # their mean place in the session
    steady_count: int
    peak_heart_rate_bpm: float  # highest mean of a minute: the maximum is no lower
    duration_min: float
    mean_oxygen_uptake_ml_kg_min: float  # over all but the minutes in motion at an unknown demand; pauses included
    window_min: tuple[float, ...]  # durations ...
    window_oxygen_uptake_ml_kg_min: tuple[float, ...]  # ... and the best mean demand over each
    raced: bool | None  # None: not known


def fitness_evidence(
    oxygen_uptake_ml_kg_min: Floats, heart_rate_bpm: Floats, moving_frac: Floats, *, raced: bool | None = None
) -> FitnessEvidence | None:
    """What a session says about maximal oxygen uptake.

    Parameters
    ----------
    oxygen_uptake_ml_kg_min : [minute]
        Demand worked out from speed and slope, or power, not from heart rate; NaN where not known.
    heart_rate_bpm : [minute]
        NaN where not recorded.
    moving_frac : [minute]
        Share of the minute in motion.
    raced
        True for a race or a plan with a time; None when not known.

    Returns
    -------
    FitnessEvidence or None
        None when neither the demand nor the heart rate is known in any minute.

    Source
    ------
    swain1997 (heart-rate reserve), peronnet1987 (sustained fraction).
    """
    known, beats = np.isfinite(oxygen_uptake_ml_kg_min), np.isfinite(heart_rate_bpm)
    if not (known.any() or beats.any()):
        return None
    constants = load_topic("fitness")
    resting = load_topic("population")["resting_oxygen_uptake_ml_kg_min"].value
    # what a leg without speed or power asked for is not known: at least rest, which is a bound and no mean
    demand = np.where(known, oxygen_uptake_ml_kg_min, resting)
    paused = ~known & (np.nan_to_num(moving_frac) == 0.0)
    told = known | paused
    mostly = known.sum() >= constants["least_known_frac"].value * (~paused).sum()
    rows = demand.shape[0]
    used = _used_rows(oxygen_uptake_ml_kg_min, heart_rate_bpm, moving_frac)
    enough = int(used.sum()) >= constants["fewest_steady_count"].value
    windows = _windows(int(constants["shortest_window_min"].value), rows)
    return FitnessEvidence(
        steady_oxygen_uptake_ml_kg_min=float(demand[used].mean()) if enough else math.nan,
        steady_heart_rate_bpm=float(heart_rate_bpm[used].mean()) if enough else math.nan,
        steady_elapsed_h=float(_middle_min(rows)[used].mean()) / MIN_PER_H if enough else math.nan,
        steady_count=int(used.sum()),
        peak_heart_rate_bpm=float(np.nanmax(heart_rate_bpm)) if beats.any() else math.nan,
        duration_min=float(rows),
        mean_oxygen_uptake_ml_kg_min=float(demand[told].mean()) if mostly else math.nan,
        window_min=tuple(float(minutes) for minutes in windows),
        window_oxygen_uptake_ml_kg_min=tuple(_best_mean(demand, minutes) for minutes in windows),
        raced=raced,
    )


def _windows(shortest: int, rows: int) -> list[int]:
    """Durations over which the best mean demand must have been sustainable: doubling, and the whole session."""
    windows = []
    while shortest < rows:
        windows.append(shortest)
        shortest *= 2
    return [*windows, rows]


def _middle_min(rows: int) -> Floats:
    """Elapsed time in the middle of each minute, [minute], min."""
    return np.arange(rows, dtype=np.float64) + 1 / 2


def _used_rows(demand: Floats, heart_rate_bpm: Floats, moving_frac: Floats) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Steady rows after the warm-up, up to so long after the first of them: the leg with speed may come hours into a session; [minute]."""
    constants = load_topic("fitness")
    place = _middle_min(demand.shape[0])
    steady = _steady_rows(demand, heart_rate_bpm, moving_frac) & (place > constants["warm_up_row_min"].value)
    if not steady.any():
        return steady
    return np.asarray(steady & (place < place[steady][0] + constants["steady_until_min"].value))


def _steady_rows(demand: Floats, heart_rate_bpm: Floats, moving_frac: Floats) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Rows whose minutes up to them were recorded, in motion and even, so that heart rate has followed the demand; [minute]."""
    constants = load_topic("fitness")
    width = int(constants["smoothing_min"].value)
    result = np.zeros(demand.shape[0], dtype=np.bool_)
    if demand.shape[0] < width:
        return result
    usable = np.isfinite(demand) & np.isfinite(heart_rate_bpm) & (moving_frac >= constants["least_moving_frac"].value)
    windows = np.lib.stride_tricks.sliding_window_view(np.where(usable, demand, 0.0), width)
    all_usable = np.lib.stride_tricks.sliding_window_view(usable, width).all(axis=1)
    even = windows.std(axis=1) <= constants["steady_variation_frac"].value * windows.mean(axis=1)
    result[width - 1 :] = all_usable & even
    return result


def _best_mean(values: Floats, rows: int) -> float:
    total = np.concatenate(([0.0], np.cumsum(values)))
    return float((total[rows:] - total[:-rows]).max() / rows)


def sustainable_frac(duration_min: float | Floats, parameters: FitnessParameters) -> Floats:
    """Share of maximal oxygen uptake that can be held for ``duration_min``; [draw].

    Falls with the logarithm of time beyond seven minutes (peronnet1987).
    """
    beyond = np.maximum(duration_min / parameters.full_fraction_min, 1.0)
    return np.clip(1.0 - parameters.endurance_decline_frac * np.log(beyond), parameters.lowest_sustainable_frac, 1.0)


@dataclass(frozen=True, slots=True)
class Prior:
    """Maximal oxygen uptake before the session is seen: lognormal about a median that differs between draws."""

    median_ml_kg_min: Floats  # [draw]
    spread_ratio: float  # standard deviation of the logarithm
    deviate_index: Floats  # [draw], standard normal: where in the population the draw stands


def oxygen_uptake_from_evidence(
    evidence: FitnessEvidence,
    prior: Prior,
    maximal_heart_rate_bpm: Floats,
    resting_heart_rate_bpm: Floats,
    *,
    draws: int,
    seed: int,
    athlete: str,
    overrides: Mapping[str, float] | None = None,
) -> Floats:
    """Maximal oxygen uptake in ml/kg/min given a session and the population; [draw].

    Prior and session are each a normal distribution of the logarithm and are weighted by their precision, draw by draw, so
    that a draw with a high maximal heart rate is also a fit one. Where heart rate says too little, the athlete is taken to have
    worked at a drawn share of what can be sustained. In the end no draw is less fit than its demand required.
    """
    parameters = draw(FitnessParameters, "fitness", draws=draws, seed=seed, athlete=athlete, overrides=overrides)
    resting = load_topic("population")["resting_oxygen_uptake_ml_kg_min"].value
    observed = _from_heart_rate(evidence, maximal_heart_rate_bpm, resting_heart_rate_bpm, parameters, resting)
    assumed, effort = _from_effort(evidence, parameters)
    by_effort = math.hypot(_log_spread(effort), _log_spread("demand_ratio"))
    spread = np.where(np.isfinite(observed), _log_spread("reserve_method_ratio"), by_effort)
    seen = np.where(np.isfinite(observed), observed, assumed)
    known = np.isfinite(seen)
    weight = np.where(known, prior.spread_ratio**2 / (prior.spread_ratio**2 + spread**2), 0.0)
    left = prior.spread_ratio * np.sqrt(1 - weight)
    result = prior.median_ml_kg_min ** (1 - weight) * np.where(known, seen, 1.0) ** weight * np.exp(left * prior.deviate_index)
    for minutes, demand in zip(evidence.window_min, evidence.window_oxygen_uptake_ml_kg_min, strict=True):
        # the demand as the body model will see it, so that no draw is asked for more than can be held
        result = np.maximum(result, demand / sustainable_frac(minutes, parameters))
    return np.asarray(result)


def _from_heart_rate(
    evidence: FitnessEvidence,
    maximal_heart_rate_bpm: Floats,
    resting_heart_rate_bpm: Floats,
    parameters: FitnessParameters,
    resting: float,
) -> Floats:
    """Equal shares of both reserves in the steady minutes; NaN in draws where the effort was too low to tell."""
    drifting_h = min(evidence.steady_elapsed_h, float(parameters.steady_until_min[0]) / MIN_PER_H)
    heart_rate = evidence.steady_heart_rate_bpm - parameters.heart_rate_drift_bpm_per_h * drifting_h
    reserve = (heart_rate - resting_heart_rate_bpm) / (maximal_heart_rate_bpm - resting_heart_rate_bpm)
    usable = np.isfinite(reserve) & (reserve >= parameters.smallest_reserve_frac)
    estimate = resting + (evidence.steady_oxygen_uptake_ml_kg_min - resting) / np.where(usable, reserve, 1.0)
    return np.where(usable & (estimate > resting), estimate, np.nan)


def _from_effort(evidence: FitnessEvidence, parameters: FitnessParameters) -> tuple[Floats, str]:
    """Demand over a share of what can be sustained, and the name of that share: by whether it was a race."""
    effort = "racing_effort_frac" if evidence.raced else "training_effort_frac"
    share = load_topic("fitness")[effort].value
    return evidence.mean_oxygen_uptake_ml_kg_min / (share * sustainable_frac(evidence.duration_min, parameters)), effort


def _log_spread(name: str) -> float:
    entry = load_topic("fitness")[name]
    return math.log(entry.high / entry.low) / (2.0 * Z_95)
