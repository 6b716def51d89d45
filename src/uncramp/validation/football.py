"""Football in August: heat, the first days, and how much players sweat; beside them endurance athletes (V22, V31)."""

from __future__ import annotations

from typing import Final

import numpy as np

from uncramp.ensemble.field_file import read_field
from uncramp.ensemble.tally import Tally
from uncramp.minutes import Floats
from uncramp.units import S_PER_H
from uncramp.validation.bench import Bench, Measure, Numbers
from uncramp.validation.finding import Number
from uncramp.validation.heat import endurance_sessions
from uncramp.validation.races import camp, mean_by_draw, mean_of

COOLER_K: Final = (-10.0, -7.5, -5.0, -2.5, 0.0)
"""From the days of a later month to the heat of August."""
WEEK_DAYS: Final = 7


def _chance(tally: Tally, days: tuple[int, int]) -> tuple[float, Floats]:
    """Chance a start on some of the days, of everybody and by draw."""
    chosen = (tally.runners.day_index >= days[0]) & (tally.runners.day_index < days[1])
    chance, weight = tally.cramp_frac[chosen], tally.possible_frac[chosen]
    return mean_of(chance, weight), mean_by_draw(chance, weight)


def heat(bench: Bench) -> Numbers:
    """V31."""
    days = len(read_field("football_camp").days)
    chances = [_chance(camp(bench, shift_k), (0, days)) for shift_k in COOLER_K]
    hot, cool = chances[-1], chances[0]
    first, second = (_chance(camp(bench, 0.0), (begin, begin + WEEK_DAYS)) for begin in (0, WEEK_DAYS))
    return {
        "steps_up_count": float((np.diff([value for value, _ in chances]) > 0.0).sum()),
        "hot_over_cooler_ratio": Number.over_draws(hot[0] / cool[0], hot[1] / cool[1]),
        "first_over_second_week_ratio": Number.over_draws(first[0] / second[0], first[1] / second[1]),
    }


def sweat_by_sport(bench: Bench) -> Numbers:
    """V22: players on the days of a single practice."""
    tally = camp(bench, 0.0)
    single = np.array([len(day.legs) == 1 for day in read_field("football_camp").days])[tally.runners.day_index]
    hours = tally.runners.leg_s[single].sum(axis=1, keepdims=True) / S_PER_H
    weight, rate = tally.possible_frac[single], tally.sweat_l[single] / hours
    mean = mean_of(rate, weight)
    spread = np.sqrt(mean_of((rate - mean) ** 2, weight))
    endurance = endurance_sessions(bench)
    return {
        "football_l_h": Number.over_draws(mean, mean_by_draw(rate, weight)),
        "football_cv_frac": spread / mean,
        "football_sodium_mmol_h": mean_of(tally.sweat_sodium_mmol[single] / hours, weight),
        "endurance_l_h": endurance.sweat_l_h.mean(),
        "endurance_cv_frac": endurance.sweat_l_h.std() / endurance.sweat_l_h.mean(),
        "endurance_sodium_mmol_h": endurance.sodium_mmol_h.mean(),
    }


MEASURES: Final[dict[str, Measure]] = {"V22": sweat_by_sport, "V31": heat}
