"""A session simulated as it was, or with something different: the one engine behind causes, what-if and sliders."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from uncramp.activity.afterwards import row_hours
from uncramp.body.fatigue import simulate_fatigue
from uncramp.body.fatigue_table import FatigueOptions
from uncramp.body.intake import Intake
from uncramp.body.simulate import simulate_body
from uncramp.body.surroundings import Surroundings
from uncramp.body.trace import BodyTrace, FatigueTrace
from uncramp.hazard.rate import cramp_rate
from uncramp.minutes import Floats
from uncramp.units import S_PER_MIN
from uncramp.why.chosen_draws import DrawIndex, at_draws
from uncramp.why.likelihood import possible_draws
from uncramp.why.reference import effort_at, stretch_at
from uncramp.why.situation import Situation, on_an_ordinary_day


@dataclass(frozen=True)
class Scenario:
    """What is different from the session as it was; the default is the session as it was."""

    cap_w: Floats | None = None  # [draw] metabolic rate cut here, the same distance taking longer
    pace_ratio: float = 1.0  # speed (effort, where there is no distance) relative to the session
    even: bool = False
    surroundings: Surroundings | None = None
    water_held: bool = False
    flat: bool = False
    descent_ratio: float = 1.0
    accustomed: bool = False
    intake: Intake | None = None

    def at(self, draw_index: DrawIndex) -> Scenario:
        """The same for these of the draws."""
        taken = {name: getattr(self, name) for name in ("cap_w", "surroundings", "intake")}
        return replace(self, **{name: at_draws(value, draw_index) for name, value in taken.items() if value is not None})


@dataclass(frozen=True)
class Outcome:
    """A simulated session."""

    body: BodyTrace
    fatigue: FatigueTrace
    row_h: Floats  # [draw, row] length of each row, which is longer when the distance is covered slower


def simulate_bodily(
    situation: Situation, scenario: Scenario, as_it_was: BodyTrace | None = None, *, only_for_causes: bool = False
) -> tuple[BodyTrace, Floats]:
    """Heat, water and salt of a scenario, and how long a row takes in it [draw], s.

    ``as_it_was`` is the trace of the session itself, needed to know how much longer a slower pace takes.
    """
    draws = situation.athlete.mass_kg.shape[0]
    step_s = np.full(draws, S_PER_MIN)
    effort = effort_at(scenario.pace_ratio, situation.minutes, situation.reference)
    if as_it_was is not None:
        standing_w = situation.athlete.mass_kg * situation.body.metabolism.standing_w_kg
        step_s = step_s * stretch_at(as_it_was, effort, scenario.cap_w, situation.minutes, standing_w, situation.reference)
    body = simulate_body(
        situation.minutes,
        situation.athlete,
        scenario.intake or situation.intake,
        situation.body,
        surroundings=scenario.surroundings or situation.surroundings,
        step_s=step_s,
        exercise_ratio=effort,
        metabolic_cap_w=scenario.cap_w,
        water_held=scenario.water_held,
        heart_rate_drift_bpm=None if as_it_was is None else as_it_was.heart_rate_drift_bpm,
        only_for_causes=only_for_causes,
    )
    return body, step_s


def tire(situation: Situation, scenario: Scenario, body: BodyTrace, step_s: Floats, *, whole: bool = True) -> FatigueTrace:
    """Fatigue of a scenario on top of its bodily trace."""
    options = FatigueOptions(
        step_s=step_s, even=scenario.even, flat=scenario.flat, descent_ratio=scenario.descent_ratio, accustomed=scenario.accustomed
    )
    return simulate_fatigue(situation.minutes, body, situation.athlete, situation.fatigue, options, whole=whole)


def simulate(situation: Situation, scenario: Scenario | None = None, as_it_was: BodyTrace | None = None) -> Outcome:
    """Body and fatigue of a session under a scenario."""
    scenario = scenario or Scenario()
    body, step_s = simulate_bodily(situation, scenario, as_it_was)
    fatigue = tire(situation, scenario, body, step_s)
    return Outcome(body, fatigue, hours_of_rows(situation, step_s))


def hours_of_rows(situation: Situation, step_s: Floats) -> Floats:
    """Length of each row, [draw, row], h: the session takes longer when slower, the six hours after it do not."""
    session = np.arange(situation.minutes.rows_count) < situation.session_rows
    return row_hours(situation.minutes) * np.where(session, (step_s / S_PER_MIN)[:, None], 1.0)


def rate_of(situation: Situation, outcome: Outcome) -> Floats:
    """Cramp rate of an outcome, [muscle, draw, row], per hour."""
    return cramp_rate(outcome.body, outcome.fatigue, situation.athlete, situation.cramp)


def weights_before(situation: Situation, possible: Floats) -> Floats:
    """How much each draw counts, [draw], 0 to 1, before it is asked what happened, given which are ``possible`` on the day.

    A plan is for people who could do it on an ordinary day. Those of them who could not on this one would mostly slow down; the
    rest, who go on strained, count. A session that was done was possible.
    """
    if not situation.minutes.planned or possible.all():
        return possible
    usual = simulate(on_an_ordinary_day(situation), Scenario(water_held=True))
    could = possible_draws(usual.body, usual.fatigue, situation.fatigue, situation.session_rows)
    return np.maximum(possible, could * (1.0 - situation.strain_credit_frac))
