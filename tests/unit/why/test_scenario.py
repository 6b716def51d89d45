"""One engine behind the session, its causes and every what-if."""

from dataclasses import fields, replace

import numpy as np
import pytest
from situations import a_run, a_situation, hilly, surging

from uncramp.body.trace import BodyTrace, FatigueTrace
from uncramp.hazard.rate import cramp_rate
from uncramp.why.likelihood import possible_draws
from uncramp.why.reference import surroundings_with
from uncramp.why.scenario import Scenario, rate_of, simulate, simulate_bodily, weights_before

SITUATION = a_situation(hilly(a_run(60, 3.2, 28.0), -0.03))
WAS = simulate(SITUATION)
ROWS = slice(0, 60)


def other(**stated):
    return simulate(SITUATION, Scenario(**stated), WAS.body)


def test_the_default_is_the_session_as_it_was():
    again = other()
    for one, two, kind in ((WAS.body, again.body, BodyTrace), (WAS.fatigue, again.fatigue, FatigueTrace)):
        for field in fields(kind):
            np.testing.assert_array_equal(getattr(one, field.name), getattr(two, field.name), err_msg=field.name)
    np.testing.assert_array_equal(WAS.row_h, again.row_h)


@pytest.mark.parametrize(
    ("stated", "moved"),
    [
        ({"flat": True}, "damage_frac"),
        ({"descent_ratio": 0.5}, "damage_frac"),
        ({"accustomed": True}, "damage_frac"),
        ({"pace_ratio": 0.8}, "activation_frac"),
        ({"cap_w": np.full(8, 600.0)}, "activation_frac"),
    ],
)
def test_each_relief_lowers_what_it_is_for(stated, moved):
    # at the finish: a row that lasts longer brings the drive to its height in fewer rows
    relieved, was = (getattr(outcome.fatigue, moved)[..., 59] for outcome in (other(**stated), WAS))
    assert (relieved <= was + 1e-12).all()
    assert (relieved < was).any()


def test_water_held_keeps_body_water_at_its_start():
    held = other(water_held=True).body
    assert (np.abs(held.water_deficit_l[:, ROWS]) < 1e-6).all()
    assert (WAS.body.water_deficit_l[:, 59] > 0.1).all()


def test_even_effort_changes_muscles_and_not_the_body():
    situation = a_situation(surging(a_run(40), 0.4))
    was = simulate(situation)
    even = simulate(situation, Scenario(even=True), was.body)
    np.testing.assert_array_equal(even.body.core_c, was.body.core_c)
    assert even.fatigue.activation_frac[..., 39].mean() < was.fatigue.activation_frac[..., 39].mean()


def test_a_slower_row_lasts_longer():
    slower, rows = other(pace_ratio=0.5).row_h, SITUATION.session_rows
    np.testing.assert_allclose(slower[:, :rows], 2 * WAS.row_h[:, :rows])
    np.testing.assert_array_equal(slower[:, rows:], WAS.row_h[:, rows:])  # the six hours after stay six
    assert WAS.row_h[0, :60].sum() == pytest.approx(1.0)


def test_only_what_the_hazard_reads_is_enough_for_the_hazard():
    whole, step_s = simulate_bodily(SITUATION, Scenario(), WAS.body)
    lean, _ = simulate_bodily(SITUATION, Scenario(), WAS.body, only_for_causes=True)
    assert (step_s == 60.0).all()
    rates = [cramp_rate(body, WAS.fatigue, SITUATION.athlete, SITUATION.cramp) for body in (whole, lean)]
    np.testing.assert_array_equal(*rates)
    assert np.isnan(lean.urine_l).all()


def test_cooler_air_cools_and_its_rate_is_that_of_the_outcome():
    cool = other(surroundings=surroundings_with(SITUATION.surroundings, 10.0))
    assert (cool.body.core_c[:, 59] < WAS.body.core_c[:, 59]).all()
    np.testing.assert_array_equal(rate_of(SITUATION, cool), cramp_rate(cool.body, cool.fatigue, SITUATION.athlete, SITUATION.cramp))


def test_of_a_plan_those_count_in_part_who_could_on_an_ordinary_day_only():
    plan = a_situation(a_run(180, 3.1, 30.0, sun_w_m2=500.0), draws=60)
    was = simulate(plan)
    possible = possible_draws(was.body, was.fatigue, plan.fatigue, plan.session_rows)
    weight = weights_before(plan, possible)
    strained = (possible == 0) & (weight > 0)
    assert strained.any()
    np.testing.assert_array_equal(weight[possible == 1], 1.0)
    np.testing.assert_allclose(weight[strained], 1.0 - plan.strain_credit_frac[strained])
    done = replace(plan, minutes=replace(plan.minutes, planned=False))
    np.testing.assert_array_equal(weights_before(done, possible), possible)
