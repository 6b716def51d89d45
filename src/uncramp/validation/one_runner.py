"""One runner of a marathon whose water is held at its start: whether dehydration is needed for a cramp (V11)."""

from __future__ import annotations

import numpy as np

from uncramp.activity.plan import plan_minutes
from uncramp.activity.weather import stated_weather
from uncramp.body.athlete import Athlete
from uncramp.validation.bench import Bench
from uncramp.why.likelihood import possible_draws
from uncramp.why.scenario import Scenario, rate_of, simulate
from uncramp.why.situation import Situation, situation_of

DRAWS = 200


def marathon_situation(bench: Bench) -> Situation:
    """A man of whom nothing else is known, in 3 h 45 min on a mild day."""
    weather = stated_weather(air_c=15.0, humidity_frac=0.6, wind_m_s=1.5, solar_w_m2=250.0)
    return situation_of(
        plan_minutes(42_195.0, 13_500.0, weather=weather), Athlete(name="v09", sex="male"), sport="running", intake=None, history=None,
        mechanism="mixture", draws=DRAWS, seed=0, overrides=bench.overrides,
    )  # fmt: skip


def chance_in_race(situation: Situation, scenario: Scenario) -> float:
    """Mean over the draws that could have done the session as it was."""
    was = simulate(situation)
    outcome = simulate(situation, scenario, was.body)
    rows = situation.session_rows
    hazard = (rate_of(situation, outcome) * outcome.row_h)[..., :rows].sum(axis=(0, 2))
    possible = possible_draws(was.body, was.fatigue, situation.fatigue, rows)
    return float((-np.expm1(-hazard) @ possible) / possible.sum())


def water_held_ratio(bench: Bench) -> float:
    """Chance with body water held at its start over that as it was."""
    situation = marathon_situation(bench)
    held, dry = (chance_in_race(situation, Scenario(water_held=held)) for held in (True, False))
    return held / dry
