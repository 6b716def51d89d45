"""Endurance of Potvin and Fuglevand 2017 with the published defaults: 120 units, 10 steps a second, excitation on a grid of 0.01."""

from __future__ import annotations

import numpy as np
import pytest

from uncramp.evidence.draws import central
from uncramp.reflex.motor_unit import MotorUnitParameters, motor_units
from uncramp.reflex.motor_unit_fatigue import MotorUnitFatigueParameters, hold_force, rested_pool


@pytest.mark.parametrize(("target_frac", "published_s"), [(0.2, 511.3), (0.5, 95.4), (0.8, 14.7)])
def test_endurance(target_frac, published_s):
    units = motor_units(central(MotorUnitParameters, "motor_unit"), units_count=120)
    pool = rested_pool(units, central(MotorUnitFatigueParameters, "motor_unit_fatigue"))
    held = hold_force(pool, np.full(round(1.1 * published_s / 0.1), target_frac), step_s=0.1)
    assert held.endurance_s == pytest.approx(published_s, abs=0.1)
