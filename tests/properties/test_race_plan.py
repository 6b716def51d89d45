"""Laws of the whole race plan, on races and people nobody chose."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from uncramp import Athlete, InputError, RacePlan, SimulationError, plan_race
from uncramp.activity.weather import stated_weather
from uncramp.assess import assess_minutes

START = datetime(2027, 5, 3, 9, tzinfo=UTC)
DRAWS = 12
IN_CI, IN_STUDIES = 50, 1000
HAIR = 1e-3
"""Chance that the rounding of cups, and draws that count otherwise in another plan, may make."""


def case(number: int) -> dict[str, Any]:
    """A race, an athlete and a weather."""
    random = np.random.default_rng(number)
    distance_m = float(random.choice([5000.0, 10_000.0, 12_000.0, 21_097.5], p=[0.35, 0.35, 0.2, 0.1]))
    sport = str(random.choice(["running", "running", "running", "cycling", "hiking"]))
    speed_m_s = {"running": random.uniform(1.6, 4.0), "cycling": random.uniform(6.0, 10.0), "hiking": random.uniform(1.0, 1.6)}[
        sport
    ]
    athlete = Athlete(
        mass_kg=random.uniform(42.0, 115.0),
        sex=str(random.choice(["female", "male"])),
        sweat_sodium_mmol_l=float(random.uniform(15.0, 90.0)) if random.uniform() < 0.5 else None,
        plasma_sodium_mmol_l=float(random.uniform(134.0, 145.0)) if random.uniform() < 0.3 else None,
        cramp_history=bool(random.uniform() < 0.5),
        conditions=("heart failure",) if random.uniform() < 0.1 else (),
    )
    return {
        "course": f"{distance_m:.0f}m",
        "athlete": athlete,
        "start": START,
        "goal": distance_m / speed_m_s,
        "sport": sport,
        "weather": stated_weather(
            air_c=random.uniform(-5.0, 30.0), humidity_frac=random.uniform(0.2, 0.9), solar_w_m2=random.uniform(0.0, 700.0)
        ),
        "aid_stations": str(random.choice(["carried", "every 2 km", "every 5km"])) if distance_m > 5000.0 else None,
        "drinks": str(
            random.choice(["", "water", "water; sports drink 20 mmol/l 60 g/l", "broth 80 mmol/l; gel 25 g 2 mmol 0 ml"])
        ),
        "draws": DRAWS,
        "seed": number,
    }


def check(number: int) -> None:
    asked = case(number)
    try:
        plan = plan_race(**asked)
    except SimulationError:  # so hot that nobody keeps up: there is no plan, and that is said
        return
    keeps_its_word(plan, asked)


def keeps_its_word(plan: RacePlan, asked: dict[str, Any]) -> None:
    again = assess_minutes(
        plan.minutes, asked["athlete"], recording=plan.assessment.recording, intake=plan.intake, draws=DRAWS, seed=asked["seed"]
    )
    assert again.chance_frac == plan.chance_frac
    assert plan.chance_frac.mean <= plan.baseline_chance_frac.mean
    drunk_ml = np.zeros(plan.minutes.rows_count)
    np.add.at(drunk_ml, plan.intake.minute, plan.intake.volume_ml)
    sweat_ml = 1000.0 * np.quantile(plan.assessment.body.sweat_l[:, : plan.minutes.rows_count], 0.25, axis=0)
    assert (np.cumsum(drunk_ml) <= sweat_ml + 1e-6).all()
    failing = {guard.id for guard in plan.guards if not guard.holds}
    assert failing <= {"core", "plasma_sodium", "body_water"}
    assert not failing or (not plan.reaches_goal and "guard_fails" in {caution.id for caution in plan.cautions})
    if failing & {"plasma_sodium", "body_water"}:  # not even drinking nothing is inside
        assert drunk_ml.sum() == 0.0
    assert ("plasma_sodium" in failing) == plan.see_check
    assert sum(stretch.hazard_share_frac for stretch in plan.pace) == pytest.approx(1.0)
    assert plan.predicted_s >= asked["goal"]


@pytest.mark.parametrize("number", range(IN_CI))
def test_a_plan_keeps_its_word(number: int) -> None:
    check(number)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(IN_CI, IN_STUDIES))
def test_a_thousand_plans_keep_their_word(number: int) -> None:
    check(number)


def totals(air_c: float, mass_kg: float = 70.0, goal_s: float = 3000.0) -> RacePlan:
    return plan_race(
        "10km",
        Athlete(mass_kg=mass_kg),
        start=START,
        goal=goal_s,
        weather=stated_weather(air_c=air_c),
        aid_stations="2km",
        draws=DRAWS,
    )


@given(st.floats(-5.0, 26.0))
@example(24.9)
@settings(max_examples=2)
def test_totals_do_not_jump_with_the_air(air_c: float) -> None:
    one, other = totals(air_c), totals(air_c + 0.2)
    assert other.totals.planned_fluid_l == pytest.approx(one.totals.planned_fluid_l, abs=0.05)
    assert other.totals.planned_sodium_mmol == pytest.approx(one.totals.planned_sodium_mmol, abs=4.0)
    assert other.predicted_s == pytest.approx(one.predicted_s, rel=0.02)
    assert other.chance_frac.mean == pytest.approx(one.chance_frac.mean, abs=0.02)


@given(st.floats(50.0, 100.0))
@settings(max_examples=1)
def test_totals_do_not_jump_with_body_mass(mass_kg: float) -> None:
    one, other = totals(18.0, mass_kg), totals(18.0, mass_kg + 0.2)
    assert other.totals.planned_fluid_l == pytest.approx(one.totals.planned_fluid_l, abs=0.03)


@given(st.floats(2900.0, 5300.0))
@example(5000.0)  # about the change from running to walking
@settings(max_examples=1)
def test_totals_do_not_jump_with_the_goal(goal_s: float) -> None:
    one, other = totals(18.0, goal_s=goal_s), totals(18.0, goal_s=goal_s + 5.0)
    assert other.totals.planned_fluid_l == pytest.approx(one.totals.planned_fluid_l, abs=0.03)


@given(st.integers(0, 10_000), st.floats(0.0, 0.95))
@settings(max_examples=2)
def test_more_drinking_is_never_advised_where_less_is_better(number: int, part: float) -> None:
    asked = case(number) | {"sport": "running", "goal": 3600.0, "course": "12km", "drinks": "water", "aid_stations": "2km"}
    try:
        plan = plan_race(**asked)
    except (SimulationError, InputError):
        return
    less = replace(plan.intake, volume_ml=plan.intake.volume_ml * part)
    fewer = assess_minutes(
        plan.minutes, asked["athlete"], recording=plan.assessment.recording, intake=less, draws=DRAWS, seed=asked["seed"]
    )
    assert fewer.chance_frac.mean >= plan.chance_frac.mean - HAIR
