"""RacePlan: the whole answer to "what should I do in this race", as values. ``plan_race`` makes it; every face shows a view of it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from uncramp.activity.plan import Profile
from uncramp.assessment import Assessment, Provenance
from uncramp.body.intake_table import IntakeTable
from uncramp.minutes import Minutes
from uncramp.prevent.drinks import Drink
from uncramp.prevent.fuel import Fuel, fuel_of
from uncramp.why.answers import Caution, Range


@dataclass(frozen=True, slots=True)
class Course:
    """What is to be covered."""

    name: str  # of the file without its folder, or the distance as typed
    sport: str
    distance_m: float
    profile: Profile | None  # heights along the way, where they are known
    sport_by: str = "said"  # who says the sport: said | file | assumed


@dataclass(frozen=True, slots=True)
class PaceStretch:
    """One kilometre, or the rest of one at the end."""

    from_km: float
    to_km: float
    pace_s_per_km: float
    grade_frac: float  # mean slope; NaN where no heights are known
    hazard_share_frac: float  # of the plan's expected first cramps that fall into it; all together 1
    muscle: str  # which cramps first most likely there
    ease_off: bool  # the hazard is so high there that one should be ready to slow down
    reserve_frac: float  # left at its end of the reserve above critical intensity; mean over the draws
    capacity_frac: float  # left at its end of the force of the muscle that is most tired; mean over the draws


@dataclass(frozen=True, slots=True)
class DrinkStop:
    """What to take at one place; cups are rounded down."""

    at_km: float
    at_min: float  # after the start
    what: str  # as the person named it
    volume_ml: float  # 0 of what is eaten
    sodium_mmol: float
    carbohydrate_g: float
    carried: bool  # not from an aid station


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over the race, over the draws; amounts are NaN where the plan names none."""

    fluid_l: float
    sodium_mmol: float
    carbohydrate_g: float
    sweat_l: Range
    plasma_sodium_mmol_l: Range  # lowest of the race
    mass_change_frac: Range
    core_c: Range  # highest of the race
    planned_fluid_l: float  # before cups were rounded down: changes smoothly with every input
    planned_sodium_mmol: float  # the same


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing to do, and what it alone is worth."""

    id: str
    name: str
    how: str  # what exactly, in one or two sentences
    when: str  # weeks | before | during | after
    chance_reduction_frac: Range  # plan without it minus plan; 0 where nothing is known of it
    grade: str  # of the evidence, one of names.GRADES
    sources: tuple[str, ...]
    rests_on_one_group: bool  # its effect rests on one trial or one group of authors
    supported: bool  # False: people do it against cramps, evidence does not support that, and it is offered with that label only
    in_plan: bool  # False: not part of the chances stated; ``chance_reduction_frac`` is then plan minus plan with it


@dataclass(frozen=True, slots=True)
class TradePoint:
    """The least chance at one finish time."""

    finish_s: float
    chance_frac: Range


@dataclass(frozen=True, slots=True)
class Guard:
    """One limit that no option can switch off."""

    id: str
    name: str
    holds: bool
    margin: float  # how far inside the limit, in ``unit``; negative outside
    unit: str
    text: str  # one sentence for a person


OF_WATER_AND_SALT: Final = ("drinks", "sodium", "drink_before", "drink_after", "eat_after")
"""Measures told to nobody whose drinking and salt are not for a plan to say."""


@dataclass(frozen=True, slots=True)
class RacePlan:
    """Everything ``prevent race`` can say about one race.

    A plan that must not be followed, or whose reader asks a clinician how much to drink, holds no amount: so no face can tell one.
    """

    course: Course
    start: datetime  # with its zone, where one was given
    goal_s: float | None  # as asked
    predicted_s: float  # of the plan
    reaches_goal: bool  # False: no safe plan does, and this is the nearest
    minutes: Minutes
    intake: IntakeTable
    assessment: Assessment  # of ``minutes`` and ``intake``, by ``assess_minutes``
    chance_frac: Range
    baseline_chance_frac: (
        Range  # even effort to the same time, drinking by thirst, nothing prepared; the same people as in the plan
    )
    sceptical_chance_frac: Range  # the plan, every effect that rests on one trial or one group set to nothing
    sceptical_baseline_chance_frac: Range
    pace: tuple[PaceStretch, ...]
    drinks: tuple[DrinkStop, ...]
    totals: Totals
    measures: tuple[Measure, ...]
    tradeoff: tuple[TradePoint, ...]  # by finish time
    guards: tuple[Guard, ...]
    see_check: bool  # even drinking nothing fails a guard: `uncramp check` comes first
    cautions: tuple[Caution, ...]
    provenance: Provenance
    past: Assessment | None = None  # of the past session the athlete's draws are from; ``same_person_as`` of ``assessment``
    drinks_by: str = "plan"  # who says how much to drink: plan | clinician | thirst
    able_frac: float = math.nan  # of the draws, those that could keep the pace up on an ordinary day
    held_by: str = ""  # what holds the drinking down, one of holding.HOLDS; "" where the plan names no drinks
    assumed_drinks: tuple[Drink, ...] = ()  # what there is to drink, where nobody said it

    def __post_init__(self) -> None:
        """Take out what is drunk and salted where it is not for the plan to say."""
        if self.names_amounts:
            return
        none = math.nan
        totals = replace(
            self.totals, fluid_l=none, sodium_mmol=none, carbohydrate_g=none, planned_fluid_l=none, planned_sodium_mmol=none
        )
        left_out = OF_WATER_AND_SALT[:2] if self.is_safe and self.drinks_by == "thirst" else OF_WATER_AND_SALT
        object.__setattr__(self, "drinks", ())
        object.__setattr__(self, "assumed_drinks", ())
        object.__setattr__(self, "held_by", "")
        object.__setattr__(self, "totals", totals)
        object.__setattr__(self, "measures", tuple(one for one in self.measures if one.id not in left_out))

    @property
    def is_safe(self) -> bool:
        """Whether every guard holds, so that it may be followed, and written for a calendar or a watch."""
        return not self.see_check and all(guard.holds for guard in self.guards)

    @property
    def fuel(self) -> Fuel:
        """The carbohydrate it names, beside what is advised for the pace."""
        return fuel_of(self.totals.carbohydrate_g, self.predicted_s)

    @property
    def sweat_is_tested(self) -> bool:
        """Whether a sweat test of the athlete is known."""
        return self.assessment.athlete.sweat_rate_l_h is not None

    @property
    def names_amounts(self) -> bool:
        """Whether it may say how much to drink and salt."""
        return self.is_safe and self.drinks_by == "plan"
