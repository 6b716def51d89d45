"""The trade: chance of a cramp against finish time, for the same people."""

from __future__ import annotations

import numpy as np

from uncramp.activity.plan import ON_FOOT
from uncramp.body.trace import BodyTrace
from uncramp.errors import SimulationError
from uncramp.minutes import Floats
from uncramp.prevent.brief import Brief
from uncramp.prevent.drinking import by_thirst
from uncramp.prevent.guards import ROUNDING
from uncramp.prevent.plan import TradePoint
from uncramp.prevent.rehearsal import People, body_of, chances_of, margins_of
from uncramp.prevent.search import planned_minutes, planned_servings, search, stops_in
from uncramp.prevent.settle import Settled
from uncramp.why.answers import Range
from uncramp.why.scenario import Scenario, simulate

FEW_EVALUATIONS = 30
"""Numerical: the search starts from the plan of the neighbouring time."""


def tradeoff_of(
    brief: Brief, plan: Settled, people: People, weight_frac: Floats, chance_frac: Range, *, faster: bool
) -> tuple[TradePoint, ...]:
    """The least chance at finish times about that of the plan, whose own is ``chance_frac``; ``faster`` ones only where they may be safe.

    Left out is what fails the guards of core or blood sodium.
    """
    p = brief.parameters
    steps = np.arange(-int(p.trade_faster_count[0]) if faster else 0, int(p.trade_slower_count[0]) + 1)
    points = []
    for step in steps:
        duration_s = plan.duration_s * (1.0 + float(p.trade_step_ratio[0]) * int(step))
        try:
            found = None if step == 0 else _least(brief, plan, people, duration_s)
        except SimulationError:  # so fast that nobody stays cool
            continue
        if step == 0:
            points.append(TradePoint(duration_s, chance_frac))
        elif found is not None:
            points.append(TradePoint(duration_s, Range.of(found, weight_frac)))
    return tuple(points)


def _least(brief: Brief, plan: Settled, people: People, duration_s: float) -> Floats | None:
    """The least chance [draw] found at a finish time; ``None`` where a guard fails."""
    if brief.course.sport not in ON_FOOT:
        # on wheels and in water effort does not follow from the planned speed: it is scaled, as what-if does
        situation = people.doing(plan.minutes, plan.intake)
        scenario, as_it_was = Scenario(pace_ratio=plan.duration_s / duration_s), simulate(situation).body
        safe = _is_safe(simulate(situation, scenario, as_it_was).body, plan.minutes.rows_count)
        return chances_of(situation, scenario, as_it_was) if safe else None
    minutes = planned_minutes(plan.choice, duration_s, brief.minutes_of, brief.parameters)
    setting = brief.setting(people, minutes)
    if brief.plans_drinks(duration_s):
        choice = search(duration_s, setting, people, drinks=True, first=plan.choice, evaluations=FEW_EVALUATIONS)
        minutes = planned_minutes(choice, duration_s, brief.minutes_of, brief.parameters)
        intake = planned_servings(choice, minutes, setting).table()
    else:
        intake = by_thirst(stops_in(minutes, setting), setting.limit_l, brief.cup_ml, brief.parameters)
    if not _is_safe(body_of(people.doing(minutes, intake, after=False)), minutes.rows_count):
        return None
    return chances_of(people.doing(minutes, intake))


def _is_safe(body: BodyTrace, rows: int) -> bool:
    margins = margins_of(body, rows)
    return bool(margins.core_k >= -ROUNDING and margins.plasma_sodium_mmol_l >= -ROUNDING)
