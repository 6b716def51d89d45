"""Race plans made up for tests: every field filled, sizes as in a real one, no engine run."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

import numpy as np
from builders import build_assessment

from uncramp.activity.plan import Profile
from uncramp.body.intake_table import IntakeTable
from uncramp.minutes import Floats
from uncramp.prevent.plan import Course, DrinkStop, Guard, Measure, PaceStretch, RacePlan, Totals, TradePoint
from uncramp.why.answers import Caution, Range

SUMMER_TIME = timezone(timedelta(hours=2))


def around(middle: float, low: float, high: float) -> Range:
    """A range with the mean a little above its median."""
    return Range(1.05 * middle, middle, low, high)


def build_profile(distance_m: float) -> Profile:
    """A hill in the last third."""
    way = np.linspace(0.0, distance_m, 120)
    return Profile(way, 120.0 + 60.0 * np.exp(-(((way / distance_m - 0.75) / 0.08) ** 2)))


def build_pace(distance_m: float, goal_s: float, profile: Profile | None) -> tuple[PaceStretch, ...]:
    """Stretches of a kilometre; the hazard grows along the way, and the hill is for easing off."""
    edges = np.append(np.arange(0.0, distance_m, 1000.0), distance_m)
    length_m = np.diff(edges)
    share = (edges[1:] / distance_m) ** 6 * length_m
    share /= share.sum()
    grade = np.full(share.size, np.nan)
    if profile is not None:
        grade = np.diff(np.interp(edges, profile.distance_m, profile.altitude_m)) / length_m
    slower: Floats = 1.0 + 2.0 * np.nan_to_num(np.maximum(grade, 0.0)) + 0.02 * (edges[1:] / distance_m)
    pace_s = slower * goal_s / float((slower * length_m).sum())
    return tuple(
        PaceStretch(
            from_km=float(edges[row] / 1000.0), to_km=float(edges[row + 1] / 1000.0), pace_s_per_km=float(1000.0 * pace_s[row]),
            grade_frac=float(grade[row]), hazard_share_frac=float(share[row]), muscle="calf" if row % 9 else "hamstrings",
            ease_off=bool(share[row] * share.size > 3.0), reserve_frac=float(1.0 - 0.8 * edges[row + 1] / distance_m),
            capacity_frac=float(1.0 - 0.3 * edges[row + 1] / distance_m),
        )
        for row in range(share.size)
    )  # fmt: skip


def build_drinks(pace: tuple[PaceStretch, ...], every_km: float) -> tuple[DrinkStop, ...]:
    """Water and a sports drink by turns at stations, and a gel that is carried."""
    end_km, clock = pace[-1].to_km, np.cumsum([0.0, *((one.to_km - one.from_km) * one.pace_s_per_km for one in pace)])
    edges = [0.0, *(one.to_km for one in pace)]
    stops = []
    for place, at_km in enumerate(np.arange(every_km, end_km - 0.5 * every_km, every_km)):
        at_min = float(np.interp(at_km, edges, clock)) / 60.0
        sporty = place % 2 == 1
        stops.append(
            DrinkStop(
                at_km=float(at_km), at_min=at_min, what="sport drink" if sporty else "water", volume_ml=200.0 if sporty else 150.0,
                sodium_mmol=4.0 if sporty else 0.0, carbohydrate_g=12.0 if sporty else 0.0, carried=place == 2,
            )
        )  # fmt: skip
    return tuple(stops)


MEASURES = (
    Measure("cooling", "Pour water over head and arms", "A cup at every station from 10 km on.", "during", around(0.03, 0.01, 0.06), "athletes",
            ("periard2021",), rests_on_one_group=False, supported=True, in_plan=True),
    Measure("pacing", "Even effort from the start", "Hold the pace of the table; do not bank time.", "during", around(0.06, 0.02, 0.12),
            "athletes", ("schwellnus2011",), rests_on_one_group=False, supported=True, in_plan=True),
    Measure("sodium", "Sport drink with sodium in place of water", "At every second station.", "during", around(0.02, 0.0, 0.05), "cramp",
            ("lau2019",), rests_on_one_group=True, supported=True, in_plan=True),
    Measure("rehearsal", "One long run at race pace, three weeks before", "25 km, with the drinks of the race.", "weeks",
            around(0.02, 0.0, 0.04), "assumed", ("assumed",), rests_on_one_group=False, supported=True, in_plan=False),
    Measure("weigh_in", "Drink after by weigh-in", "Weigh yourself before and after; drink the difference over the hours after.", "after",
            around(0.0, 0.0, 0.0), "athletes", ("periard2021",), rests_on_one_group=False, supported=True, in_plan=True),
    Measure("stretching", "Stretch beforehand", "If you like it.", "before", around(0.0, 0.0, 0.0), "athletes", ("schwellnus2011",),
            rests_on_one_group=False, supported=False, in_plan=False),
    Measure("magnesium", "Magnesium tablets", "If you take them anyway.", "before", around(0.0, 0.0, 0.0), "memory", ("recalled",),
            rests_on_one_group=False, supported=False, in_plan=False),
)  # fmt: skip

GUARDS = (
    Guard("drinking", "Drinking stays below sweating", holds=True, margin=0.21, unit="L", text="At every minute less is drunk than a quarter of like athletes have sweated."),
    Guard("body_water", "No more body water than at the start", holds=True, margin=0.62, unit="L", text="Total body water stays below that of the start."),
    Guard("plasma_sodium", "Plasma sodium stays at 135 mmol/L or above", holds=True, margin=2.4, unit="mmol/L", text="In 95 of 100 draws plasma sodium stays at 135 mmol/L or above. Sodium in a drink does not protect from drinking too much."),
    Guard("core", "Core temperature stays below the alarm", holds=True, margin=0.4, unit="K", text="In 95 of 100 draws the core stays below 40 degC."),
)  # fmt: skip


def build_plan(
    *,
    distance_m: float = 42195.0,
    goal_s: float | None = 13_500.0,
    predicted_s: float = 13_500.0,
    chance: float = 0.12,
    every_km: float = 5.0,
    heights: bool = True,
    failing: str = "",
    draws: int = 20,
    sport: str = "running",
    **changed: Any,
) -> RacePlan:
    """A plan that holds all guards but ``failing``; ``changed`` fields of :class:`RacePlan` are put in at last."""
    session_min = max(10, round(predicted_s / 60.0))
    assessment = build_assessment(draws=draws, session_min=session_min, planned=True, chance=chance, assumed_weather=not heights)
    profile = build_profile(distance_m) if heights else None
    pace = build_pace(distance_m, predicted_s, profile)
    drinks = build_drinks(pace, every_km)
    minutes = replace(assessment.minutes, distance_m=np.linspace(0.0, distance_m, session_min + 1)[1:], duration_s=predicted_s)
    intake = IntakeTable(
        minute=np.array([int(one.at_min) for one in drinks], dtype=np.int64),
        volume_ml=np.array([one.volume_ml for one in drinks]), sodium_mmol=np.array([one.sodium_mmol for one in drinks]),
        carbohydrate_g=np.array([one.carbohydrate_g for one in drinks]), text="as planned",
    )  # fmt: skip
    plan = RacePlan(
        course=Course("city_marathon.gpx" if heights else "42.195km", sport, distance_m, profile),
        start=datetime(2027, 5, 2, 9, 0, tzinfo=SUMMER_TIME),
        goal_s=goal_s,
        predicted_s=predicted_s,
        reaches_goal=goal_s is None or predicted_s <= goal_s,
        minutes=minutes,
        intake=intake,
        assessment=replace(assessment, minutes=minutes),
        chance_frac=around(chance, 0.4 * chance, 2.0 * chance),
        baseline_chance_frac=around(1.7 * chance, 0.8 * chance, 3.0 * chance),
        sceptical_chance_frac=around(1.3 * chance, 0.5 * chance, 2.3 * chance),
        sceptical_baseline_chance_frac=around(1.7 * chance, 0.8 * chance, 3.0 * chance),
        pace=pace,
        drinks=drinks,
        totals=Totals(
            fluid_l=float(intake.volume_ml.sum()) / 1000.0,
            sodium_mmol=float(intake.sodium_mmol.sum()),
            carbohydrate_g=float(intake.carbohydrate_g.sum()),
            sweat_l=around(3.4, 2.2, 4.9),
            plasma_sodium_mmol_l=around(139.0, 137.4, 141.0),
            mass_change_frac=around(-0.026, -0.045, -0.012),
            core_c=around(38.9, 38.3, 39.6),
            planned_fluid_l=1.03 * float(intake.volume_ml.sum()) / 1000.0,
            planned_sodium_mmol=1.03 * float(intake.sodium_mmol.sum()),
        ),
        measures=MEASURES,
        tradeoff=tuple(
            TradePoint(predicted_s * factor, around(chance * factor**-9, 0.4 * chance * factor**-9, 2.0 * chance * factor**-9))
            for factor in (0.94, 0.96, 0.98, 1.0, 1.03, 1.06, 1.1)
        ),
        guards=tuple(replace(one, holds=False, margin=-one.margin) if one.id == failing else one for one in GUARDS),
        see_check=False,
        cautions=(
            Caution(
                "over_drinking",
                "Never drink more than this plan says: drinking more than you sweat dilutes the blood.",
                "self_care",
            ),
            Caution("athlete_assumed", "Nothing was said of the athlete, so a wide range of people was drawn.", "note"),
        ),
        provenance=assessment.provenance,
        able_frac=0.76,
        held_by="body_water",
    )
    return replace(plan, **changed)
