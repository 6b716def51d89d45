"""Fatigue beside the targets of ``uncramp.validation`` (V28, V29): recovery after a trail race, an hour and a half of running, all loads of V29.

Tolerances are those of V28 and V29; a miss stays and says what the model lacks.
"""

from __future__ import annotations

import numpy as np
import pytest
from situations import a_run, a_situation, known_athlete, then_rest

from uncramp.body.fatigue_table import FatigueParameters
from uncramp.body.trace import FatigueTrace
from uncramp.evidence.draws import central
from uncramp.validation.bench import Bench
from uncramp.validation.fatigue import (
    CALF,
    DRAWS,
    QUADRICEPS,
    UNTIL_MEASURED,
    force_lost_frac,
    motor_unit_endurance_s,
    mountain_ultra,
    muscle_endurance_s,
)  # fmt: skip
from uncramp.why.scenario import simulate

BENCH = Bench()


def laps_of_d21() -> FatigueTrace:
    """Six laps of 26 km with 1,000 m up and down; the time, not published, is that of D19's rate of distance and climb."""
    return mountain_ultra(BENCH, 156_000.0, 31.5, 6000.0)


D21_MEASURED = 1890 - 1 + UNTIL_MEASURED


def test_d21_trail_knee_extensors_at_the_finish():
    """-41 %; +-8 points as in V28."""
    assert force_lost_frac(laps_of_d21(), QUADRICEPS, D21_MEASURED) == pytest.approx(0.41, abs=0.08)


@pytest.mark.xfail(
    strict=True,
    reason="fifteen points come back: as many as if the abstract's 26-27 % were of the force at the finish, which it allows; as points they "
    "are more than the days that mountain ultras take to heal (D20) leave room for",
)
def test_d21_trail_knee_extensors_after_twelve_hours():
    """26 to 27 points back; +-8 as in V28."""
    lost = [force_lost_frac(laps_of_d21(), QUADRICEPS, row) for row in (D21_MEASURED, D21_MEASURED + 720)]
    print(f"D21: {lost[0]:.3f} lost at the finish, {lost[0] - lost[1]:.3f} back after 12 h")
    assert lost[0] - lost[1] == pytest.approx(0.265, abs=0.08)


@pytest.mark.parametrize(("days", "most_frac"), [(9, 0.10), (16, 0.01)])
def test_d20_most_is_back_within_nine_days_and_all_within_sixteen(days, most_frac):
    """Of the knee extensors: less than a tenth is missing after nine days, our reading of "most of the recovery", and a point after sixteen."""
    fatigue, p = mountain_ultra(BENCH, 166_000.0, 38.0, 9500.0), central(FatigueParameters, "fatigue")
    hours_left = days * 24 - 10
    lasting = np.median(fatigue.slow_loss_frac[QUADRICEPS, :, -1]) * np.exp(-hours_left / p.slow_recovery_h[0])
    damage = np.median(fatigue.damage_frac[QUADRICEPS, :, -1]) * np.exp(-hours_left / 24 / p.damage_recovery_day[0])
    assert lasting + damage < most_frac


V29 = [
    ("calf", 0.00695, 0.00096, {0.2: 839, 0.3: 406, 0.4: 242, 0.5: 155, 0.6: 101, 0.7: 64, 0.8: 37}),
    ("quadriceps", 0.01420, 0.00153, {0.2: 369, 0.3: 190, 0.4: 115, 0.5: 75, 0.6: 49, 0.7: 31, 0.8: 18}),
]


@pytest.mark.parametrize(
    ("muscle", "load", "published_s"),
    [pytest.param(muscle, load, s, id=f"{muscle}_{load:.0%}") for muscle, _, _, row in V29 for load, s in row.items()],
)
def test_v29_d35_isometric_endurance_of_the_constants(muscle, load, published_s):
    """+-5 % for the same equations."""
    assert muscle_endurance_s(BENCH, muscle, load) == pytest.approx(published_s, rel=0.05)


@pytest.mark.parametrize(("load", "published_s"), [(0.2, 511.3), (0.5, 95.4), (0.8, 14.7)])
def test_v29_motor_units_with_the_published_defaults(load, published_s):
    """120 units, 10 steps a second, excitation on a grid of 0.01: to a step."""
    assert motor_unit_endurance_s(load) == pytest.approx(published_s, abs=0.1)


@pytest.mark.parametrize(("muscle", "fatigue_per_s", "recovery_per_s", "row"), V29)
def test_d31_d32_constants_are_the_published_ones(muscle, fatigue_per_s, recovery_per_s, row):
    p = central(FatigueParameters, "fatigue")
    assert getattr(p, f"{muscle}_fatigue_per_s")[0] == fatigue_per_s
    assert getattr(p, f"{muscle}_recovery_per_s")[0] == recovery_per_s


def _an_hour_and_a_half() -> FatigueTrace:
    session = then_rest(a_run(90, 3.0, 15.0), 180)
    return simulate(a_situation(session, known_athlete(longest_session_h=2.0), draws=DRAWS)).fatigue


def test_d23_running_for_one_to_two_hours_costs_the_calf_its_force():
    """Tetanus -17.5 to -18 %; +-8 points as V28. The quick part was derived from it."""
    assert force_lost_frac(_an_hour_and_a_half(), CALF, 89 + UNTIL_MEASURED) == pytest.approx(0.1775, abs=0.08)


@pytest.mark.xfail(
    strict=True,
    reason="more than half of it is left. A larger quick part would be back, as published, but is full within an hour: cramps would then "
    "begin four kilometres too early in a marathon (V05) and be too many in an easy hour (A22)",
)
def test_d23_and_is_back_by_about_two_hours():
    """Less than a third is left (our reading of "back")."""
    fatigue = _an_hour_and_a_half()
    assert force_lost_frac(fatigue, CALF, 89 + 120) < force_lost_frac(fatigue, CALF, 89 + UNTIL_MEASURED) / 3
