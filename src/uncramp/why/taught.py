"""What an athlete's own sessions taught, used for one session just as it was learnt.

Learning sets the whole session's hazard against what happened in it: the engine's, times the susceptibility, times the factors with
their weights (``hazard/belief.py``). Here the same is asked of a session to be explained or planned: its effects are taken in the same
way, and the draws are moved so far that their mean chance is what the belief says of such a session.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import numpy as np

from uncramp.activity.afterwards import row_hours
from uncramp.body.trace import BodyTrace
from uncramp.hazard.belief import FARTHEST_LOG, FINE
from uncramp.hazard.learnt import moved, personal_move
from uncramp.minutes import Floats
from uncramp.why.causes import Effects, effects_of
from uncramp.why.chosen_draws import Counted, at_draws
from uncramp.why.scenario import Outcome, Scenario, rate_of, simulate
from uncramp.why.situation import Situation, Taught, simulated_draws

PERSON: Final = "history_constitution"
"""The cause that takes what is of the person and of no factor."""
FEW: Final = 60
"""Draws that a change is told from: only the mean of what it does to each factor is used, and the same draws before and after."""


def mean_effects(effects: Mapping[str, Floats], weight_frac: Floats, factors: tuple[str, ...]) -> dict[str, float]:
    """What each factor did to the logarithm of the hazard: the mean over the draws, which ``weight_frac`` [draw] weighs."""
    return {name: float(np.nan_to_num(effects[name]) @ weight_frac) for name in factors}


def _effects_in(situation: Situation, body: BodyTrace, counted: Counted, scenario: Scenario | None = None) -> Mapping[str, Floats]:
    """The effects [simulated draw] in the session, or in it as changed by a scenario; draws that count are simulated, each once."""
    return effects_of(
        simulated_draws(situation, counted),
        at_draws(body, counted.simulated),
        scenario=None if scenario is None else scenario.at(counted.simulated),
    ).session


def _mean_of_few(effects: Mapping[str, Floats], counted: Counted, factors: tuple[str, ...]) -> dict[str, float]:
    """The mean over the few draws that a change is told from, of effects in all that count, [simulated draw]."""
    places = counted.few_places(FEW)
    taken = {name: np.ascontiguousarray(effects[name][places]) for name in factors}
    return mean_effects(taken, counted.few(FEW).simulated_weight_frac, factors)


def lesson_for(situation: Situation, outcome: Outcome, rate_per_h: Floats, weight_frac: Floats) -> Taught | None:
    """What was learnt says this of a session; ``None`` where nothing was.

    Parameters
    ----------
    situation, outcome, rate_per_h
        The session as the engine has it before anything is known of the person: nothing learnt is in it yet.
    weight_frac
        How much each draw counts, [draw], before it is asked what happened.
    """
    if situation.taught is None:
        return None
    from scipy.optimize import brentq

    learnt = situation.taught.learnt
    counted, factors = Counted.of(situation.draw_index, weight_frac), learnt.after.factors
    each = _effects_in(situation, outcome.body, counted)
    effects = mean_effects(each, counted.simulated_weight_frac, factors)
    few = _mean_of_few(each, counted, factors)
    hazard = (rate_per_h * row_hours(situation.minutes)).sum(axis=(0, -1))

    def chance(log_ratio: Floats | float) -> float:
        return float(weight_frac @ -np.expm1(-hazard * np.exp(log_ratio)))

    if not chance(0.0):
        return Taught(learnt, 0.0, effects, weight_frac, few)  # nothing was risked
    person = personal_move(situation.athlete, situation.cramp, learnt)
    expected = learnt.after.chance_of(learnt.before.count_at(chance(0.0), effects), effects)
    expected = min(expected, chance(person + FARTHEST_LOG))
    further = float(brentq(lambda log_ratio: chance(person + log_ratio) - expected, -FARTHEST_LOG, FARTHEST_LOG, xtol=FINE))
    return Taught(learnt, further, effects, weight_frac, few)


def with_lesson(situation: Situation, lesson: Taught | None) -> Situation:
    """The draws, in which nothing learnt is yet, moved as the lesson says."""
    if lesson is None:
        return situation
    log_ratio = personal_move(situation.athlete, situation.cramp, lesson.learnt) + lesson.log_ratio
    return replace(situation, cramp=moved(situation.cramp, log_ratio), taught=lesson)


def taught_alone(situation: Situation, weight_frac: Floats) -> Situation:
    """The situation, in which nothing learnt is yet, with what was learnt of the person."""
    if situation.taught is None:
        return situation
    outcome = simulate(situation)
    return with_lesson(situation, lesson_for(situation, outcome, rate_of(situation, outcome), weight_frac))


def of_these_draws(situation: Situation, effects: Effects, weight_frac: Floats) -> Situation:
    """The same with the effects in the draws that it now has: what a change does is told against them."""
    taught = situation.taught
    if taught is None:
        return situation
    factors = taught.learnt.after.factors
    mean = mean_effects(effects.session, weight_frac, factors)
    counted = Counted.of(situation.draw_index, weight_frac)
    few = _mean_of_few({name: effects.session[name][counted.simulated] for name in factors}, counted, factors)
    return replace(situation, taught=replace(taught, effects=mean, weight_frac=weight_frac, few_effects=few))


def in_scenario(situation: Situation, scenario: Scenario, as_it_was: BodyTrace) -> Situation:
    """The situation for a changed session, or another one of the same people: each factor that is less or more counts by its weight."""
    taught = situation.taught
    if taught is None:
        return situation
    belief = taught.learnt.after
    few = Counted.of(situation.draw_index, taught.weight_frac).few(FEW)
    effects = mean_effects(_effects_in(situation, as_it_was, few, scenario), few.simulated_weight_frac, belief.factors)
    further = sum((weight - 1.0) * (effects[name] - taught.few_effects[name]) for name, weight in belief.mean_weights.items())
    return replace(situation, cramp=moved(situation.cramp, further))


def as_learnt(effects: Effects, taught: Taught | None) -> Effects:
    """The causes with what the learnt weights add to each; they still add up to the hazard there is."""
    if taught is None:
        return effects
    added = {name: (weight - 1.0) * taught.effects[name] for name, weight in taught.learnt.after.mean_weights.items()}
    added[PERSON] = -sum(added.values())  # the threshold was moved by all of it

    def one(values: dict[str, Floats]) -> dict[str, Floats]:
        return values | {name: values[name] + more for name, more in added.items()}

    return replace(effects, session=one(effects.session), events=tuple(one(values) for values in effects.events))
