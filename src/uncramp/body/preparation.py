"""Warm-up, cool-down, sleep, rest and diet: a shift of the cramp threshold whose centre is exactly nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from uncramp.body.athlete import Athlete
from uncramp.evidence.draws import draw
from uncramp.evidence.registry import load_topic
from uncramp.minutes import Floats


@dataclass(frozen=True, slots=True)
class PreparationParameters:
    """Fields of ``evidence/preparation.toml``; [draw]. Logarithms of ratios on the threshold, and what counts as done."""

    warm_up_log_ratio: Floats
    cool_down_log_ratio: Floats
    sleep_log_ratio: Floats
    rest_log_ratio: Floats
    magnesium_log_ratio: Floats
    potassium_log_ratio: Floats
    calcium_log_ratio: Floats
    warm_up_full_min: Floats
    cool_down_full_min: Floats
    sleep_full_h: Floats
    sleep_span_h: Floats
    rest_full_day: Floats


def lack_frac(athlete: Athlete) -> dict[str, float]:
    """How much of each preparation was left out, 0 done to 1 not at all, by its parameter; only what was stated.

    Examples
    --------
    >>> lack_frac(Athlete(warm_up_min=5.0))
    {'warm_up_log_ratio': 0.5}
    """
    full = {name: entry.value for name, entry in load_topic("preparation").items()}
    stated: dict[str, float | None] = {
        "warm_up_log_ratio": _missing(athlete.warm_up_min, full["warm_up_full_min"], full["warm_up_full_min"]),
        "cool_down_log_ratio": _missing(athlete.cool_down_min, full["cool_down_full_min"], full["cool_down_full_min"]),
        "sleep_log_ratio": _missing(athlete.sleep_h, full["sleep_full_h"], full["sleep_span_h"]),
        "rest_log_ratio": _missing(athlete.rest_day, full["rest_full_day"], full["rest_full_day"]),
        "magnesium_log_ratio": _flag(athlete.low_magnesium_diet),
        "potassium_log_ratio": _flag(athlete.low_potassium_diet),
        "calcium_log_ratio": _flag(athlete.low_calcium_diet),
    }
    return {name: lack for name, lack in stated.items() if lack is not None}


def preparation_shift(athlete: Athlete, draws: int, seed: int, overrides: Mapping[str, float] | None = None) -> Floats:
    """Ratio on the cramp threshold; [draw], exactly 1 when nothing was said or nothing was left out.

    Each thing left out adds an effect whose prior is centred on zero and symmetric (K9, K10): it widens the range and moves nothing.
    """
    lacks = {name: lack for name, lack in lack_frac(athlete).items() if lack > 0.0}
    if not lacks:
        return np.ones(draws)
    parameters = draw(PreparationParameters, "preparation", draws=draws, seed=seed, overrides=overrides)
    total = np.zeros(draws)
    for name, lack in lacks.items():
        total += lack * getattr(parameters, name)
    return np.exp(total)


def _missing(done: float | None, enough: float, span: float) -> float | None:
    return None if done is None else min(max((enough - done) / span, 0.0), 1.0)


def _flag(low: bool | None) -> float | None:
    return None if low is None else float(low)
