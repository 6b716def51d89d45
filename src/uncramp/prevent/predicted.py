"""Predicted: what the athlete can be expected to run or walk, from what is known of their fitness."""

from __future__ import annotations

import numpy as np

from uncramp.activity.plan import FASTEST_ON_FOOT_M_S, ON_FOOT, SLOWEST_M_S, plan_minutes
from uncramp.body.demand import oxygen_uptake_demand
from uncramp.body.fitness import FitnessParameters, sustainable_frac
from uncramp.body.population import draw_athlete
from uncramp.errors import InputError
from uncramp.evidence.draws import central
from uncramp.prevent.brief import Brief
from uncramp.texts import _
from uncramp.units import S_PER_MIN

HALVINGS = 30
"""Numerical: steps of the bisection for the time."""


def predicted_s(brief: Brief) -> float:
    """Finish time at which the mean demand of even effort is the usual share, in a race, of what can be held for so long.

    Raises
    ------
    InputError
        If the sport is none whose demand follows from speed.

    Source
    ------
    peronnet1987 for what can be held, minetti2002 for slopes; the share is assumed (evidence/fitness.toml, racing_effort_frac).
    """
    course = brief.course
    if course.sport not in ON_FOOT:
        raise InputError(
            _("a time for {sport} cannot be predicted, since wind, drafting and bicycle decide it; give --goal.").format(
                sport=course.sport.replace("_", " ")
            )
        )
    fitness = central(FitnessParameters, "fitness")
    uptake = _uptake_ml_kg_min(brief)

    def spare(duration_s: float) -> float:
        """Uptake left at this finish time [ml/kg/min]."""
        minutes = plan_minutes(course.distance_m, duration_s, sport=course.sport, profile=course.profile)
        demand = float(np.nanmean(oxygen_uptake_demand(minutes, brief.athlete.mass_kg)))
        held = float(sustainable_frac(duration_s / S_PER_MIN, fitness)[0])
        return float(fitness.racing_effort_frac[0]) * held * uptake - demand

    fast, slow = (
        np.log(max(course.distance_m / FASTEST_ON_FOOT_M_S * (1.0 + 1e-6), S_PER_MIN)),
        np.log(course.distance_m / SLOWEST_M_S),
    )
    for _halving in range(HALVINGS):
        middle = 0.5 * (fast + slow)
        fast, slow = (fast, middle) if spare(float(np.exp(middle))) >= 0.0 else (middle, slow)
    return float(np.exp(slow))


def _uptake_ml_kg_min(brief: Brief) -> float:
    """Median maximal oxygen uptake of the athlete, who was not yet asked for anything."""
    if brief.past is not None:
        return float(np.median(brief.past.situation.athlete.maximal_oxygen_uptake_ml_kg_min))
    drawn = draw_athlete(
        brief.athlete,
        draws=brief.draws,
        seed=brief.seed,
        sport=brief.course.sport,
        overrides=brief.overrides or {},
        history=brief.history,
    )
    return float(np.median(drawn.maximal_oxygen_uptake_ml_kg_min))
