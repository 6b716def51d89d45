"""The search for a plan: a few smooth numbers, moved until the chance of a cramp and what it costs to avoid it are least."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from uncramp.activity.plan import ON_FOOT, PaceShape
from uncramp.body.intake_table import ML_PER_L
from uncramp.evidence.registry import load_topic
from uncramp.minutes import Floats, Minutes
from uncramp.prevent.drinking import Menu, Servings, servings
from uncramp.prevent.parameters import PreventParameters
from uncramp.prevent.plan import Course
from uncramp.prevent.rehearsal import People, tried
from uncramp.prevent.stations import Stations, stops_of
from uncramp.units import MIN_PER_H

MinutesOf = Callable[[float, PaceShape | None], Minutes]
FIRST_STEP: Final = 0.3
LAST_STEP: Final = 0.01
"""Numerical: steps of the search, of the range of each number."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a plan is free to choose; every number is of the range it may have, -1 or 0 to 1, and 0 is even effort, or nothing to drink."""

    start: float = 0.0
    finish: float = 0.0
    climb: float = 0.0
    drink: float = 0.0
    salt: float = 0.0

    @property
    def is_paced(self) -> bool:
        """Whether it departs from even effort."""
        return not self.start == self.finish == self.climb == 0.0


@dataclass(frozen=True)
class Setting:
    """What a plan cannot choose."""

    course: Course
    menu: Menu
    stations: Stations
    limit_l: Floats  # [minute] the most that may have been drunk
    limits_l: Mapping[str, Floats]  # the same by each limit alone
    sweat_l: Floats  # [minute] sweated by the middle of the draws
    cup_ml: float
    minutes_of: MinutesOf  # of a finish time and a shape
    parameters: PreventParameters


def shape_of(choice: Choice, p: PreventParameters) -> PaceShape:
    """Speed at start, middle and finish against even effort; the finish time stays, so only differences count."""
    most = float(p.most_offset_ratio[0])
    knots = np.array([0.0, p.start_share_frac[0], 1.0 - p.end_share_frac[0], 1.0])
    ratio = 1.0 + most * np.array([choice.start, 0.0, 0.0, choice.finish])
    return PaceShape(knots, ratio, float(p.most_climb_index[0]) * choice.climb, float(p.least_descent_cost_ratio[0]))


def planned_minutes(choice: Choice, duration_s: float, minutes_of: MinutesOf, p: PreventParameters) -> Minutes:
    """Minutes of a choice."""
    return minutes_of(duration_s, shape_of(choice, p))


def planned_servings(choice: Choice, minutes: Minutes, setting: Setting) -> Servings:
    """Drinks of a choice at the stops of its pace."""
    return servings(
        stops_in(minutes, setting),
        setting.limit_l,
        setting.menu,
        share_frac=choice.drink,
        salty_share_frac=choice.salt,
        parameters=setting.parameters,
    )


def stops_in(minutes: Minutes, setting: Setting) -> Floats:
    """When one drinks at this pace, in minutes after the start [stop]."""
    return stops_of(setting.stations, minutes.distance_m, float(setting.parameters.carried_interval_min[0]))


def cost_of(choice: Choice, minutes: Minutes, drinks: Servings, p: PreventParameters) -> float:
    """What a choice is taken to cost in discomfort and effort, in chance of a cramp."""
    uneven = (choice.start**2 + choice.finish**2 + choice.climb**2) * p.unevenness_cost_frac[0]
    rate_l_h = drinks.volume_ml.sum() / ML_PER_L / (minutes.rows_count / MIN_PER_H)
    full = (rate_l_h / load_topic("changes")["most_drinking_l_h"].value) ** 2 * p.drinking_cost_frac[0]
    return float(uneven + full + drinks.salty_share_frac**2 * p.salt_cost_frac[0])


def objective(choice: Choice, duration_s: float, setting: Setting, people: People) -> float:
    """Mean chance of a cramp in the race with what the choice costs."""
    minutes = planned_minutes(choice, duration_s, setting.minutes_of, setting.parameters)
    drinks = planned_servings(choice, minutes, setting)
    result = tried(people.doing(minutes, drinks.table(), after=False))
    spent = float((1.0 - result.reserve_frac) ** 2 @ people.weight_frac * setting.parameters.reserve_cost_frac[0])
    return float(result.chance_frac @ people.weight_frac) + spent + cost_of(choice, minutes, drinks, setting.parameters)


def free_of(setting: Setting, *, drinks: bool) -> tuple[str, ...]:
    """Names of what is free to choose; the pace only where effort follows from speed."""
    on_foot = setting.course.sport in ON_FOOT
    hilly = on_foot and setting.course.profile is not None
    paced = (*(("start", "finish") if on_foot else ()), *(("climb",) if hilly else ()))
    return (*paced, *(("drink", *(("salt",) if setting.menu.has_choice else ())) if drinks else ()))


def search(
    duration_s: float,
    setting: Setting,
    people: People,
    *,
    drinks: bool,
    first: Choice | None = None,
    evaluations: int | None = None,
) -> Choice:
    """The choice that costs least at a finish time, by COBYQA (trust regions, no derivatives) on common random numbers."""
    from scipy.optimize import minimize  # scipy loads slowly, and --help must not

    names = free_of(setting, drinks=drinks)
    p = setting.parameters
    begin = first or Choice(drink=0.5, salt=0.5)
    if not names:
        return begin
    low = np.array([0.0 if name in ("drink", "salt") else -1.0 for name in names])
    high = np.array([0.0 if name == "start" else 1.0 for name in names])  # fast starters cramp more (A44)
    few = people.first(int(p.search_draws_count[0]))

    def chosen(values: Floats) -> Choice:
        clipped = np.clip(values, low, high)
        return replace(begin, **{name: float(value) for name, value in zip(names, clipped, strict=True)})

    found = minimize(  # type: ignore[call-overload]  # its stubs want NumPy numbers as options
        lambda values: objective(chosen(values), duration_s, setting, few),
        np.array([getattr(begin, name) for name in names]),
        method="COBYQA",
        bounds=list(zip(low.tolist(), high.tolist(), strict=True)),
        options={
            "maxfev": evaluations or int(p.search_evaluations_count[0]),
            "initial_tr_radius": FIRST_STEP,
            "final_tr_radius": LAST_STEP,
        },
    )
    return chosen(found.x)
