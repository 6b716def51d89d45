"""Rehearsal: a plan simulated for the people it is for, before or after it is told."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from uncramp.activity.afterwards import with_hours_after
from uncramp.body.drinking import intake_of
from uncramp.body.fitness import FitnessParameters, sustainable_frac
from uncramp.body.intake_table import IntakeTable
from uncramp.body.surroundings import draw_surroundings
from uncramp.body.trace import BodyTrace
from uncramp.hazard.survival import chance_of_cramp
from uncramp.minutes import Floats, Minutes
from uncramp.prevent.guards import GuardMargins, guard_margins
from uncramp.why.chosen_draws import at_draws
from uncramp.why.likelihood import possible_draws
from uncramp.why.scenario import Outcome, Scenario, hours_of_rows, rate_of, simulate, simulate_bodily, tire
from uncramp.why.situation import Situation, on_an_ordinary_day
from uncramp.why.taught import in_scenario

ROUNDING: Final = 1e-6
"""Numerical: who was raised to just keep it up keeps it up."""


@dataclass(frozen=True)
class People:
    """Who a plan is for, and what names their draws."""

    situation: Situation  # of any plan of the same athlete
    weight_frac: Floats  # [draw] adds to one; of who could do it on an ordinary day
    able_frac: float  # share of the draws that could, and could sustain the intensity
    name: str
    seed: int

    def doing(self, minutes: Minutes, intake: IntakeTable, *, after: bool = True) -> Situation:
        """Their situation in a plan, with or without the hours after it; fitness stays as it is."""
        base, rows = self.situation, minutes.rows_count
        whole = with_hours_after(minutes) if after else minutes
        count = int(base.draw_index.max()) + 1
        drunk = intake_of(
            intake, rows=rows, after_rows=whole.rows_count - rows, draws=count, seed=self.seed, athlete_name=self.name
        )
        return replace(
            base,
            minutes=whole,
            session_rows=rows,
            intake=at_draws(drunk, base.draw_index),
            surroundings=at_draws(draw_surroundings(whole.weather, count, self.seed), base.draw_index),
        )

    def first(self, draws: int) -> People:
        """The first of their draws."""
        s = self.situation
        draws = min(draws, s.draw_index.size)
        kept = np.arange(draws)
        few = replace(
            s,
            athlete=at_draws(s.athlete, kept),
            body=at_draws(s.body, kept),
            fatigue=at_draws(s.fatigue, kept),
            cramp=at_draws(s.cramp, kept),
            reference=at_draws(s.reference, kept),
            sustainable_w=s.sustainable_w[kept],
            strain_credit_frac=s.strain_credit_frac[kept],
            draw_index=s.draw_index[kept],
        )
        weight = self.weight_frac[kept]
        return replace(
            self, situation=few, weight_frac=weight / weight.sum() if weight.sum() > 0.0 else np.full(draws, 1.0 / draws)
        )


@dataclass(frozen=True)
class Tried:
    """What a search asks of a plan; [draw] each, until the finish."""

    chance_frac: Floats
    reserve_frac: Floats  # least of the race


def tried(situation: Situation) -> Tried:
    """A plan simulated for a search: the race only, and only what is asked."""
    scenario = Scenario()
    body, step_s = simulate_bodily(situation, scenario, only_for_causes=True)
    fatigue = tire(situation, scenario, body, step_s, whole=False)
    row_h = hours_of_rows(situation, step_s)
    chance = chance_of_cramp(rate_of(situation, Outcome(body, fatigue, row_h)), row_h)
    return Tried(chance, fatigue.reserve_frac[:, : situation.session_rows].min(axis=-1))


def body_of(situation: Situation) -> BodyTrace:
    """What the body does, without fatigue."""
    return simulate_bodily(situation, Scenario())[0]


@dataclass(frozen=True)
class OrdinaryDay:
    """Who could do a plan on an ordinary day; 1 or 0, [draw] each."""

    possible: Floats  # no muscle fails, and the core stays below that of the hottest finisher
    kept_up: Floats  # the mean intensity can be sustained for so long


def on_ordinary_day(situation: Situation, fitness: FitnessParameters) -> OrdinaryDay:
    """Who could do it in mild air with water held; ``fitness`` [draw] says what can be sustained."""
    usual = simulate(on_an_ordinary_day(situation), Scenario(water_held=True))
    rows = situation.session_rows
    moving = np.nan_to_num(situation.minutes.moving_frac[:rows])
    minutes = max(float(moving.sum()), 1.0)
    kept_up = usual.body.work_intensity_frac[:, :rows] @ moving / minutes <= sustainable_frac(minutes, fitness) + ROUNDING
    return OrdinaryDay(possible_draws(usual.body, usual.fatigue, situation.fatigue, rows), np.asarray(kept_up, dtype=np.float64))


def chances_of(situation: Situation, scenario: Scenario | None = None, as_it_was: BodyTrace | None = None) -> Floats:
    """Chance of a cramp [draw], in the rows there are."""
    outcome = simulate(situation, scenario, as_it_was)
    taught = in_scenario(situation, scenario or Scenario(), outcome.body if as_it_was is None else as_it_was)
    return chance_of_cramp(rate_of(taught, outcome), outcome.row_h)


def whole_water_l(body: BodyTrace) -> Floats:
    """Water in the body and in stomach and gut, [draw, minute]."""
    return np.asarray(body.total_body_water_l + body.drunk_l - body.absorbed_water_l)


def margins_of(body: BodyTrace, rows: int, first: int = 0) -> GuardMargins:
    """Margins of the guards over the race; of sweat and body water from the minute ``first`` on."""
    race = np.s_[:, :rows]
    return guard_margins(
        body.drunk_l[race], body.sweat_l[race], whole_water_l(body)[race], body.plasma_sodium_mmol_l[race], body.core_c[race], first
    )
