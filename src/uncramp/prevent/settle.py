"""Settle a plan: the finish time that is safe, the choice that costs least at it, and the cups that the guards allow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from uncramp.activity.plan import ON_FOOT
from uncramp.body.intake_table import IntakeTable
from uncramp.errors import SimulationError
from uncramp.minutes import Floats, Minutes
from uncramp.prevent.brief import DRY, Brief, Ready
from uncramp.prevent.drinking import Cup, by_thirst, cups_of, table_of, whole_cups_ml
from uncramp.prevent.guards import GuardMargins, largest_share
from uncramp.prevent.holding import held_by
from uncramp.prevent.rehearsal import body_of, chances_of, margins_of
from uncramp.prevent.search import Choice, cost_of, objective, planned_minutes, planned_servings, search, stops_in
from uncramp.units import S_PER_MIN

HALVINGS: Final = 10
"""Numerical: steps of the bisection for the finish time."""
FIRST: Final = Choice(drink=0.8, salt=0.5)
"""Where the search begins."""
UNSAFE: Final = -np.inf
NEAR: Final = 1e-3
"""Numerical: how finely the finish time and the amount of drinking are looked for, of their range."""


@dataclass(frozen=True)
class Settled:
    """A plan that is found, before it is told."""

    choice: Choice
    duration_s: float
    is_safe: bool  # a finish time was found at which nobody is asked for too much
    minutes: Minutes
    intake: IntakeTable
    cups: tuple[Cup, ...]
    planned_ml: float  # before cups are rounded
    planned_sodium_mmol: float
    limit_l: Floats  # [minute] the most that may have been drunk
    held_by: str  # what holds the drinking down, one of holding.HOLDS

    @property
    def salty_name(self) -> str:
        """The saltiest drink of the plan; "" where none has salt."""
        salty = [cup.drink for cup in self.cups if cup.drink.sodium_mmol_l > 0.0]
        return max(salty, key=lambda drink: drink.sodium_mmol_l).name if salty else ""


def settled(brief: Brief, asked_s: float, *, free_time: bool, say: Callable[[float, str], None]) -> Settled:
    """The plan that costs least at the finish time asked for, or at the first safe one after it.

    With ``free_time`` a slower finish is taken where what it costs is less than the chance it saves.
    """
    say(0.0, "looking for a safe finish time")
    bold = Choice(drink=1.0 if brief.plans_drinks(asked_s) else 0.0, salt=0.5)
    duration_s = safe_finish_s(brief, asked_s, bold)
    say(0.1, "looking for the pace and the drinks")
    ready = brief.ready(Choice(), duration_s or asked_s)
    drinks = brief.plans_drinks(duration_s or asked_s)
    choice = search(duration_s or asked_s, ready.setting, ready.people, drinks=drinks, first=FIRST if drinks else Choice())
    if free_time and duration_s is not None:
        duration_s = _worth_its_time(brief, choice, duration_s, ready)
    found_s = None if duration_s is None else safe_finish_s(brief, duration_s, choice)
    return settle_at(brief, choice, found_s or asked_s, is_safe=found_s is not None)


def safe_finish_s(brief: Brief, asked_s: float, choice: Choice) -> float | None:
    """The fastest finish from ``asked_s`` on at which the core stays below its alarm; ``None`` if there is none."""
    p = brief.parameters

    def inside(duration_s: float) -> float:
        try:
            ready = brief.ready(choice, duration_s)
            intake = (
                planned_servings(choice, ready.minutes, ready.setting).table() if brief.plans_drinks(duration_s) else _thirst(ready)
            )
            margins = margins_of(body_of(ready.people.doing(ready.minutes, intake, after=False)), ready.minutes.rows_count)
        except SimulationError:
            return UNSAFE
        return float(margins.core_k - p.core_buffer_k[0])

    if inside(asked_s) >= 0.0:
        return asked_s
    if brief.course.sport not in ON_FOOT:
        return None  # how much less effort a slower ride takes depends on more than the course
    fast, slow = asked_s, asked_s * float(p.slowest_ratio[0])
    if inside(slow) < 0.0:
        return None
    for _ in range(HALVINGS):
        middle = 0.5 * (fast + slow)
        fast, slow = (fast, middle) if inside(middle) >= 0.0 else (middle, slow)
    return slow


def settle_at(brief: Brief, choice: Choice, duration_s: float, *, is_safe: bool, refine: bool = True) -> Settled:
    """The plan of a choice at a finish time: drinks refined on all draws if asked, held by the guards, rounded down to cups."""
    ready = brief.ready(choice, duration_s)
    minutes, setting = ready.minutes, ready.setting
    if not brief.plans_drinks(duration_s):
        return Settled(choice, duration_s, is_safe, minutes, held(_thirst(ready), ready), (), 0.0, 0.0, setting.limit_l, "")
    if refine:
        choice = _refined(choice, ready)
    found = planned_servings(choice, minutes, setting)
    share = _share_allowed(lambda part: found.scaled(part).table(), ready)
    asked, found = found, found.scaled(share)
    cups = cups_of(found, brief.cup_ml, duration_s / S_PER_MIN, brief.parameters)
    planned_ml = float(found.volume_ml.sum())
    intake = table_of(cups) if cups else DRY
    return Settled(
        choice, duration_s, is_safe, minutes, intake, cups, planned_ml, planned_ml / 1000.0 * found.sodium_mmol_l, setting.limit_l,
        held_by(setting, choice, asked, share, cups),
    )  # fmt: skip


def do_nothing(brief: Brief, duration_s: float, *, is_safe: bool) -> Settled:
    """Even effort and drinking by thirst, as far as the guards allow."""
    ready = brief.ready(Choice(), duration_s)
    intake = held(_thirst(ready), ready)
    return Settled(
        Choice(), duration_s, is_safe, ready.minutes, intake, (), float(intake.volume_ml.sum()), 0.0, ready.setting.limit_l,
        "thirst",
    )  # fmt: skip


def held(intake: IntakeTable, ready: Ready) -> IntakeTable:
    """Drinking cut to the share that the guards allow, in whole cups."""
    share = _share_allowed(lambda part: replace(intake, volume_ml=intake.volume_ml * part), ready)
    return replace(intake, volume_ml=whole_cups_ml(intake.volume_ml * share, ready.setting.cup_ml))


def margins_without_drinking(ready: Ready) -> GuardMargins:
    """Margins of the guards in a race without a drop."""
    return margins_of(body_of(ready.people.doing(ready.minutes, DRY, after=False)), ready.minutes.rows_count)


def _share_allowed(intake_of_share: Callable[[float], IntakeTable], ready: Ready) -> float:
    """The largest share that the guards allow were it water: salt buys no drinking."""

    def margin(share: Floats) -> Floats:
        intake = intake_of_share(float(share[0]))
        water = replace(intake, sodium_mmol=np.zeros_like(intake.volume_ml))
        body = body_of(ready.people.doing(ready.minutes, water, after=False))
        return np.atleast_1d(margins_of(body, ready.minutes.rows_count).drinks_hold)

    return float(largest_share(margin, 1)[0])


def _refined(choice: Choice, ready: Ready) -> Choice:
    """How much of the limit is best drunk, and how salty, on all draws and with the hours after: no more is advised than helps."""
    minutes, setting, people = ready.minutes, ready.setting, ready.people

    def costs(now: Choice) -> float:
        drinks = planned_servings(now, minutes, setting)
        chance = chances_of(people.doing(minutes, drinks.table()))
        return float(chance @ people.weight_frac) + cost_of(now, minutes, drinks, setting.parameters)

    steps = int(setting.parameters.drink_steps_count[0])
    choice = replace(choice, drink=_least(lambda drink: costs(replace(choice, drink=drink)), steps))
    if setting.menu.has_choice:
        choice = replace(choice, salt=_least(lambda salt: costs(replace(choice, salt=salt)), steps))
    return choice


def _least(costs: Callable[[float], float], steps: int) -> float:
    """Where between 0 and 1 the costs are least, the ends with it."""
    from scipy.optimize import minimize_scalar  # scipy loads slowly, and --help must not

    found = minimize_scalar(
        lambda at: costs(float(at)), bounds=(0.0, 1.0), method="bounded", options={"maxiter": steps, "xatol": NEAR}
    )
    ends = {at: costs(at) for at in (0.0, 1.0)}
    best = min(ends, key=lambda at: ends[at])
    return best if ends[best] <= found.fun else float(found.x)


def _worth_its_time(brief: Brief, choice: Choice, duration_s: float, ready: Ready) -> float:
    """The finish time at which going slower costs as much as it saves."""
    from scipy.optimize import minimize_scalar

    p = brief.parameters

    def costs(slower: float) -> float:
        minutes = planned_minutes(choice, duration_s * (1.0 + slower), brief.minutes_of, p)
        setting = brief.setting(ready.people, minutes)
        return objective(choice, duration_s * (1.0 + slower), setting, ready.people) + float(p.time_cost_ratio[0]) * slower

    found = minimize_scalar(
        costs,
        bounds=(0.0, float(p.most_slower_ratio[0])),
        method="bounded",
        options={"maxiter": int(p.drink_steps_count[0]), "xatol": NEAR},
    )
    return duration_s * (1.0 + (float(found.x) if found.fun < costs(0.0) else 0.0))


def _thirst(ready: Ready) -> IntakeTable:
    return by_thirst(stops_in(ready.minutes, ready.setting), ready.setting.limit_l, ready.setting.cup_ml, ready.setting.parameters)
