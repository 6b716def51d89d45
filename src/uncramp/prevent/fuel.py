"""Fuel: the carbohydrate an hour that a plan holds, beside what is advised for the pace; it is no advice against cramps."""

from __future__ import annotations

import math
from dataclasses import dataclass

from uncramp.evidence.draws import central
from uncramp.prevent.parameters import PreventParameters
from uncramp.texts import _
from uncramp.units import MIN_PER_H, S_PER_H


@dataclass(frozen=True, slots=True)
class Fuel:
    """Carbohydrate of a race."""

    planned_g_h: float  # in what the plan names; NaN where it names nothing
    least_g_h: float  # advised
    most_g_h: float
    trained_g_h: float  # for who has trained it; NaN in shorter races
    portion_g: float  # of a gel
    is_short: bool  # nothing needs to be eaten

    @property
    def beside_g_h(self) -> float:
        """What food would add to come to the most that is advised to everybody; NaN where nothing is planned."""
        return max(self.most_g_h - self.planned_g_h, 0.0) if math.isfinite(self.planned_g_h) else math.nan


def fuel_of(carbohydrate_g: float, duration_s: float) -> Fuel:
    """The fuel of a plan that names so much carbohydrate; NaN where it names none.

    Source
    ------
    gonzalez2017 (C36), jeukendrup2013 (C37), coyle1994.
    """
    p = central(PreventParameters, "prevent")
    hours = duration_s / S_PER_H
    return Fuel(
        planned_g_h=carbohydrate_g / hours,
        least_g_h=float(p.least_carbohydrate_g_h[0]),
        most_g_h=float(p.most_carbohydrate_g_h[0]),
        trained_g_h=float(p.trained_carbohydrate_g_h[0]) if hours >= p.trained_carbohydrate_after_h[0] else math.nan,
        portion_g=float(p.gel_carbohydrate_g[0]),
        is_short=bool(hours < p.no_carbohydrate_until_h[0]),
    )


def fuel_text(fuel: Fuel) -> str:
    """The plan's own carbohydrate, what is advised, and what food would bring it there."""
    if fuel.is_short:
        return _("So short a race needs no food on the way.")
    advised = _("{least:.0f} to {most:.0f} g an hour are advised for the pace").format(least=fuel.least_g_h, most=fuel.most_g_h)
    if math.isfinite(fuel.trained_g_h):
        trained = _("{trained:.0f} g, as glucose with fructose, only if trained").format(trained=fuel.trained_g_h)
        advised = f"{advised} ({trained})"
    if not math.isfinite(fuel.planned_g_h):
        return f"{advised}."
    told = _("The plan names {planned:.0f} g of carbohydrate an hour; {advised}.").format(planned=fuel.planned_g_h, advised=advised)
    if fuel.planned_g_h >= fuel.least_g_h:
        return told
    food = _(
        "Food or gels would have to bring {few:.0f} to {many:.0f} g an hour, at most one gel of {portion:.0f} g (assumed) every {every:.0f} min; "
        "name them with --drinks, and the plan counts them."
    ).format(
        few=fuel.least_g_h - fuel.planned_g_h, many=fuel.beside_g_h, portion=fuel.portion_g, every=MIN_PER_H * fuel.portion_g / fuel.beside_g_h
    )  # fmt: skip
    return f"{told} {food}"
