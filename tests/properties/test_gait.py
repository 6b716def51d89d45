"""Between walking and running nothing steps: cost, load, sweat and the chance of a cramp over speed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sessions import central_parameters, flat_minutes
from situations import a_run, a_situation

from uncramp.body.load import draw_load_table, own_load_frac
from uncramp.body.metabolism import demands_of
from uncramp.hazard.survival import chance_of_cramp
from uncramp.minutes import Floats
from uncramp.names import SPORTS
from uncramp.why.scenario import rate_of, simulate
from uncramp.why.situation import first_rows

P = central_parameters().metabolism
TABLE = draw_load_table(draws=1, seed=0)
SPEEDS_M_S = np.arange(100, 401) / 100.0
STEP_FRAC = 0.03
"""What a hundredth of a metre a second may change: some times what it changes where no gait changes."""
ROWS = 60


def cost_w_kg(speed_m_s: Floats, grade: float, sport: str = "running") -> Floats:
    """Net cost of each speed."""
    demands = demands_of(flat_minutes(len(speed_m_s), sport, speed_m_s=speed_m_s, grade=grade), P)
    return np.asarray(P.economy_ratio[0] * demands.cost_j_kg_s + P.drag_frac[0] * demands.drag_cost_w_kg)


@pytest.mark.parametrize("sport", ["running", "trail_running", "walking"])
@given(grade=st.floats(-0.3, 0.3))
def test_the_cost_of_a_second_rises_with_speed_and_never_jumps(sport: str, grade: float) -> None:
    rise = np.diff(cost_w_kg(SPEEDS_M_S, grade, sport))
    assert (rise > 0.0).all()
    assert (rise < STEP_FRAC * cost_w_kg(SPEEDS_M_S, 0.0)[:-1] + 0.3 * abs(grade)).all()


def test_a_recorded_walk_is_walked_at_any_speed() -> None:
    assert (own_load_frac(flat_minutes(301, "walking", speed_m_s=SPEEDS_M_S), TABLE) == 1.0).all()
    assert (demands_of(flat_minutes(301, "hiking", speed_m_s=SPEEDS_M_S), P).drag_cost_w_kg == 0.0).all()


def test_each_muscle_is_loaded_without_a_jump() -> None:
    own = own_load_frac(flat_minutes(len(SPEEDS_M_S), speed_m_s=SPEEDS_M_S), TABLE)
    walking, running = (TABLE.load_ratio[SPORTS.index(sport), :, :1] for sport in ("walking", "running"))
    load = (walking + own * (running - walking)) * (P.standing_w_kg[0] + cost_w_kg(SPEEDS_M_S, 0.0))
    assert (np.abs(np.diff(load)) < STEP_FRAC * load[:, :-1]).all()


def test_sweat_and_the_chance_of_a_cramp_do_not_jump() -> None:
    # the same people for an hour at speeds about the change of gait; elsewhere the cost says it
    people = first_rows(a_situation(a_run(ROWS, 2.0, 25.0), draws=4), ROWS)
    found = []
    for speed in np.arange(185, 236) / 100.0:
        situation = replace(people, minutes=a_run(ROWS, speed, 25.0))
        outcome = simulate(situation)
        chance = chance_of_cramp(rate_of(situation, outcome), outcome.row_h)
        found.append([outcome.body.sweat_l[:, -1].mean(), outcome.body.core_c[:, -1].mean() - 36.0, chance.mean()])
    rise = np.diff(found, axis=0) / np.array(found)[:-1]
    assert (rise > 0.0).all()
    assert (rise < (0.04, 0.02, 0.06)).all()
