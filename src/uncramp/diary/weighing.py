"""From two weighings to the sweat that was lost between them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from uncramp.body.gait import WALKS, run_frac
from uncramp.body.metabolism import MetabolismParameters, level_walking_j_kg_m
from uncramp.diary.records import Activity, WeighIn
from uncramp.evidence.draws import central
from uncramp.evidence.registry import load_topic
from uncramp.training import FOOT_SPORTS, WHEEL_SPORTS
from uncramp.units import S_PER_H
from uncramp.why.answers import Range

SPREADS_OF_90_COUNT = 1.645
"""Standard deviations from the middle to the 5th and 95th percentile of a normal distribution."""
_SPREADS_OF_95 = 1.96


@dataclass(frozen=True, slots=True)
class WeighingParameters:
    """Fields of ``evidence/weighing.toml``."""

    lost_as_gas_g_kj: float
    typical_effort_w_kg: float
    energy_spread_ratio: float
    scale_kg: float
    measured_volume_ratio: float


@dataclass(frozen=True, slots=True)
class SweatLoss:
    """What was sweated between two weighings; a litre of sweat is taken to weigh a kilogram."""

    sweat_l: Range
    rate_l_h: Range | None  # None where it is not known how long it took
    gas_kg: float  # lost by breathing and as substrate, which is no sweat
    mass_change_frac: float  # of the mass before; negative: lost
    unsaid: tuple[str, ...]  # what was not said and counts as nothing: of drank, urine, food
    effort_w_kg: float | None = None  # gross metabolic rate on the whole, where distance or power tells it


def sweat_loss(weighed: WeighIn, activity: Activity | None = None) -> SweatLoss | None:
    """Sweat by the scale: mass lost, plus what was drunk and eaten, less urine, breath and substrate.

    Parameters
    ----------
    weighed
        Both masses, and what went in and out; what was not said counts as nothing and is named.
    activity
        How long it took and how hard it was; without one ``weighed.duration_s`` and a typical effort.

    Returns
    -------
    ``None`` where there is no second weighing.

    Source
    ------
    ``evidence/weighing.toml``, ``evidence/metabolism.toml``.
    """
    if weighed.after_kg is None:
        return None
    p = WeighingParameters(**{name: entry.value for name, entry in load_topic("weighing").items()})
    duration_s = activity.duration_s if activity is not None else weighed.duration_s
    energy_kj, energy_spread_ratio = _energy_kj(weighed, activity, duration_s, p)
    told_by_load = energy_spread_ratio == p.energy_spread_ratio
    gas_kg = energy_kj * p.lost_as_gas_g_kj / 1000.0
    entry = load_topic("weighing")["lost_as_gas_g_kj"]
    gas_ratio = math.hypot(energy_spread_ratio, (entry.high - entry.low) / (2.0 * _SPREADS_OF_95 * entry.value))
    moved = {"drank": weighed.drank_l, "urine": weighed.urine_l, "food": weighed.food_kg}
    told = {name: value or 0.0 for name, value in moved.items()}
    sweat_l = weighed.before_kg - weighed.after_kg + told["drank"] + told["food"] - told["urine"] - gas_kg
    spread_l = math.hypot(
        math.sqrt(2.0) * p.scale_kg, gas_kg * gas_ratio, *(value * p.measured_volume_ratio for value in told.values())
    )
    loss = _normal(sweat_l, spread_l)
    hours = None if duration_s is None else duration_s / S_PER_H
    return SweatLoss(
        sweat_l=loss,
        rate_l_h=None if not hours else _normal(sweat_l / hours, spread_l / hours),
        gas_kg=gas_kg,
        mass_change_frac=(weighed.after_kg - weighed.before_kg) / weighed.before_kg,
        unsaid=tuple(name for name, value in moved.items() if value is None),
        effort_w_kg=1000.0 * energy_kj / duration_s / weighed.before_kg if duration_s and told_by_load else None,
    )


def possible_loss(weighed: WeighIn, activity: Activity | None = None) -> SweatLoss | None:
    """As :func:`sweat_loss`; ``None`` also where no sweat comes out, since something drunk or eaten was then not said."""
    loss = sweat_loss(weighed, activity)
    return loss if loss is not None and loss.sweat_l.mean > 0.0 else None


def _energy_kj(weighed: WeighIn, activity: Activity | None, duration_s: float | None, p: WeighingParameters) -> tuple[float, float]:
    """Energy of the session and its relative spread: from the distance on foot, the power on wheels, or the time alone."""
    metabolism = {name: entry.value for name, entry in load_topic("metabolism").items()}
    seconds = duration_s or 0.0
    standing_j = weighed.before_kg * metabolism["standing_w_kg"] * seconds
    if activity is not None and activity.sport in FOOT_SPORTS and activity.distance_m is not None:
        moving_s = activity.moving_s or seconds
        cost_j_kg_m = _cost_on_foot_j_kg_m(activity.sport, activity.distance_m / moving_s if moving_s > 0.0 else math.inf)
        cost_j = cost_j_kg_m * metabolism["economy_ratio"] * weighed.before_kg * activity.distance_m
        return (standing_j + cost_j) / 1000.0, p.energy_spread_ratio
    if activity is not None and activity.sport in WHEEL_SPORTS and activity.power_w is not None:
        moving_s = activity.moving_s if activity.moving_s is not None else seconds
        return (standing_j + activity.power_w * moving_s / metabolism["cycling_efficiency_frac"]) / 1000.0, p.energy_spread_ratio
    entry = load_topic("weighing")["typical_effort_w_kg"]
    spread_ratio = (entry.high - entry.low) / (2.0 * _SPREADS_OF_95 * entry.value)
    return p.typical_effort_w_kg * weighed.before_kg * seconds / 1000.0, spread_ratio


def _cost_on_foot_j_kg_m(sport: str, speed_m_s: float) -> float:
    """Net cost of a level metre at this speed on the whole: of what is run of it and what is walked, which costs no more than running."""
    p = central(MetabolismParameters, "metabolism")
    run_j_kg_m = float(p.running_cost0_j_kg_m[0])
    run = 0.0 if sport in WALKS else float(run_frac(speed_m_s, p.all_walked_m_s[0], p.all_run_m_s[0]))
    if run == 1.0:
        return run_j_kg_m
    return run * run_j_kg_m + (1.0 - run) * min(float(level_walking_j_kg_m(np.array(speed_m_s), p)), run_j_kg_m)


def _normal(mean: float, spread: float) -> Range:
    return Range(mean, mean, mean - SPREADS_OF_90_COUNT * spread, mean + SPREADS_OF_90_COUNT * spread)
