"""Pace on foot: a speed takes what it costs where the day is simulated, run, walked or both by turns."""

from __future__ import annotations

import numpy as np
import pytest
from fields import short_run
from sessions import flat_minutes

from uncramp.body.demand import oxygen_uptake_demand
from uncramp.body.fitness import FitnessParameters, sustainable_frac
from uncramp.body.metabolism import MetabolismParameters
from uncramp.ensemble.pace import Engine, pace_of
from uncramp.evidence.draws import central

HIGHEST_ML_KG_MIN = np.array([18.0, 22.0, 26.0, 32.0, 45.0, 60.0])
USUAL_ECONOMY = float(central(MetabolismParameters, "metabolism").economy_ratio[0])


def time_s(highest: np.ndarray, sport: str = "running") -> np.ndarray:
    """How long ten kilometres on the flat take people of these maximal uptakes who try their best."""
    leg = short_run(('sport = "running"', f'sport = "{sport}"')).days[0].legs[0]
    ones = np.ones(highest.shape)
    engine = Engine(highest, USUAL_ECONOMY * ones, 0.2 * ones, 70.0 * ones, ones)
    return pace_of((leg,), engine, np.full((highest.size, 1), np.nan)).leg_s[:, 0]


@pytest.mark.parametrize(("sport", "people"), [("running", slice(None)), ("hiking", slice(2))])
def test_the_speed_found_costs_what_can_be_kept_up(sport: str, people: slice) -> None:
    highest = HIGHEST_ML_KG_MIN[people]
    taken = time_s(highest, sport)
    kept_up = highest * sustainable_frac(taken / 60.0, central(FitnessParameters, "fitness"))
    cost = [oxygen_uptake_demand(flat_minutes(1, sport, speed_m_s=10_000.0 / one), 70.0)[0] for one in taken]
    np.testing.assert_allclose(cost, kept_up, rtol=0.02)


def test_the_fitter_are_the_faster() -> None:
    taken = time_s(np.linspace(12.0, 75.0, 64))
    assert (np.diff(taken) <= 0.0).all()
    assert taken[0] > 2.5 * taken[-1]
