"""Measures: each thing to do, with what it alone is worth to the same people, in two worlds of evidence."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from importlib.resources import files
from typing import Any, Final

import numpy as np

from uncramp.body.intake_table import ML_PER_L
from uncramp.errors import InputError
from uncramp.evidence.registry import load_table, load_topic, topics
from uncramp.minutes import Floats, Minutes
from uncramp.prevent.brief import Brief
from uncramp.prevent.fuel import fuel_of, fuel_text
from uncramp.prevent.hot_weather import is_warm
from uncramp.prevent.plan import Measure
from uncramp.prevent.rehearsal import People, chances_of
from uncramp.prevent.settle import Settled
from uncramp.texts import _
from uncramp.units import MIN_PER_H
from uncramp.why.answers import Range
from uncramp.why.scenario import Scenario

LEAST_FRAC: Final = 1e-4
"""Of a smaller effect it is not asked what it rests on."""
NOTHING: Final = Range(0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True)
class Effect:
    """Chance [draw] without a measure and with it."""

    without_frac: Floats
    with_frac: Floats
    in_plan: bool

    def reduction(self, weight_frac: Floats) -> Range:
        """What the measure alone takes away."""
        return Range.of(self.without_frac - self.with_frac, weight_frac)


@cache
def rows() -> Mapping[str, Any]:
    """The table of measures."""
    return tomllib.loads(files("uncramp.prevent").joinpath("measures.toml").read_text(encoding="utf-8"))


def without_one_group(overrides: Mapping[str, float] | None) -> dict[str, float]:
    """Every effect that rests on one trial or one group, set to nothing, by ``topic.name``; what the person fixed stays.

    The evidence marks them: they are the entries with a stated chance of being exactly nothing.
    """
    fixed = overrides or {}
    return {
        key: entry.null_value
        for topic in topics()
        for name, entry in load_topic(topic).items()
        if entry.null_chance_frac > 0.0 and (key := f"{topic}.{name}") not in fixed
    }


def measures_of(brief: Brief, plan: Settled, nothing: Settled, people: People, sceptics: People) -> tuple[Measure, ...]:
    """Every measure, those of the plan first, then by what they are worth."""
    weight = people.weight_frac
    doubted = dict(_effects(brief, plan, nothing, sceptics))
    found = []
    counted = set()
    for key, effect in _effects(brief, plan, nothing, people):
        counted.add(key)
        reduction = effect.reduction(weight)
        if reduction.mean <= 0.0 and not effect.in_plan:
            continue  # no advice
        left = doubted[key].reduction(weight).mean
        share = float(brief.parameters.one_group_share_frac[0])
        one_group = rows()[key]["supported"] and reduction.mean > LEAST_FRAC and left < share * reduction.mean
        found.append(_measure(brief, plan, key, reduction, one_group=one_group, in_plan=effect.in_plan))
    told = [
        _measure(brief, plan, key, NOTHING, one_group=False, in_plan=False)
        for key in rows()
        if "cause" not in rows()[key] and key not in counted
    ]
    return (*sorted(found, key=lambda measure: (not measure.in_plan, -measure.chance_reduction_frac.mean)), *told)


def _effects(brief: Brief, plan: Settled, nothing: Settled, people: People) -> Iterator[tuple[str, Effect]]:
    """What each measure that can be simulated does to these people."""
    minutes, intake = plan.minutes, plan.intake
    situation = people.doing(minutes, intake)
    planned = chances_of(situation)
    if plan.choice.is_paced:
        yield "pacing", Effect(chances_of(people.doing(nothing.minutes, intake)), planned, in_plan=True)
    if plan.cups:
        yield "drinks", Effect(chances_of(people.doing(minutes, nothing.intake)), planned, in_plan=True)
        if np.nansum(intake.sodium_mmol) > 0.0:
            water = replace(intake, sodium_mmol=np.zeros_like(intake.sodium_mmol))
            yield "sodium", Effect(chances_of(people.doing(minutes, water)), planned, in_plan=True)
    around, p = situation.surroundings, brief.parameters
    if is_warm(minutes) and around.solar_w_m2[: minutes.rows_count].mean() > p.shade_sun_w_m2[0]:
        shaded = replace(around, solar_w_m2=around.solar_w_m2 * p.shade_share_frac[0])
        yield "shade", Effect(planned, chances_of(situation, Scenario(surroundings=shaded)), in_plan=False)
    if (earlier := _earlier(brief, plan)) is not None:
        yield "earlier_start", Effect(planned, chances_of(people.doing(earlier, intake)), in_plan=False)
    yield "training", Effect(planned, chances_of(situation, Scenario(accustomed=True)), in_plan=False)


def _earlier(brief: Brief, plan: Settled) -> Minutes | None:
    """Minutes of the plan at an earlier start; ``None`` where the weather does not know that hour, or is the same."""
    before = brief.start - timedelta(hours=float(brief.parameters.earlier_start_h[0]))
    try:
        weather = brief.minutes_of(plan.duration_s, None, before).weather
    except InputError:
        return None
    now = plan.minutes.weather
    if np.array_equal(weather.air_c, now.air_c) and np.array_equal(weather.solar_w_m2, now.solar_w_m2):
        return None
    return replace(plan.minutes, weather=weather)


def _measure(brief: Brief, plan: Settled, key: str, reduction: Range, *, one_group: bool, in_plan: bool) -> Measure:
    row, p = rows()[key], brief.parameters
    behind = load_table("causes")[row["cause"]] if "cause" in row else row
    litres = float(np.nansum(plan.intake.volume_ml)) / ML_PER_L
    fields = {
        "rate": litres * MIN_PER_H / max(plan.minutes.rows_count, 1),
        "salt": _("Take {drink} where the table says so.").format(drink=plan.salty_name)
        if plan.salty_name
        else _("What the plan lets you eat brings it."),
        "hours": float(p.earlier_start_h[0]),
        "fuel": fuel_text(fuel_of(math.nan, plan.duration_s)),
    }
    # what speaks against it stands beside it, on every face
    doubt = _("Evidence: {short}.").format(short=_(behind["short"])) if "cause" in row else ""
    return Measure(
        id=key,
        name=_(row["name"]),
        how=" ".join(filter(None, (_(row["how"]).format(**fields), doubt))),
        when=row["when"],
        chance_reduction_frac=reduction,
        grade=row.get("grade", behind["grade"]),
        sources=tuple(behind["source"]),
        rests_on_one_group=one_group,
        supported=bool(row["supported"]),
        in_plan=in_plan,
    )
