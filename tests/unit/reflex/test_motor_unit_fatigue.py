"""Fatigue of motor units: nothing is lost twice, the larger tires faster, and the step hardly matters."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from uncramp.evidence.draws import central
from uncramp.reflex.motor_unit import MotorUnitParameters, motor_units
from uncramp.reflex.motor_unit_fatigue import (
    ADAPTED,
    CAPACITY,
    FUSED,
    RATE,
    STRENGTH,
    FatiguePool,
    MotorUnitFatigueParameters,
    excitation_for,
    fused_frac,
    hold_force,
    pull,
    rested_pool,
    tire_units,
)

PARAMETERS = central(MotorUnitFatigueParameters, "motor_unit_fatigue")
UNITS = motor_units(central(MotorUnitParameters, "motor_unit"), units_count=40)
STEP_S = 0.1
FORCE = st.floats(0.0, 1.0)


def pool(**changed: float) -> FatiguePool:
    return rested_pool(UNITS, replace(PARAMETERS, **{name: np.array([value]) for name, value in changed.items()}))


@settings(max_examples=25)
@given(st.lists(FORCE, min_size=1, max_size=8))
def test_capacity_stays_between_none_and_all_and_force_below_the_greatest(targets):
    tired = pool()
    held = hold_force(tired, np.repeat(targets, 50), step_s=STEP_S)
    assert (tired.table[CAPACITY] >= 0.0).all()
    assert (tired.table[CAPACITY] <= 1.0).all()
    assert (tired.table[ADAPTED] >= 0.0).all()
    assert (tired.table[ADAPTED] <= 1.0).all()
    assert (held.force_frac <= held.greatest_force_frac + 1e-12).all()
    assert (held.greatest_force_frac <= 1.0 + 1e-12).all()


@settings(max_examples=25)
@given(FORCE, st.integers(1, 100))
def test_what_is_lost_is_what_the_units_spent(target, steps):
    """Without recovery the sum over time of force times fatigability is what is missing: capacity is conserved."""
    tired, spent = pool(recovery_per_s=0.0), np.zeros(UNITS.units_count)
    fatigability = tired.table[STRENGTH] * 0.0225 * 180.0 ** -np.linspace(1.0, 0.0, UNITS.units_count)
    for _ in range(steps):
        hold_force(tired, np.array([target]), step_s=STEP_S)
        spent += STEP_S * fatigability * tired.table[FUSED]
    missing = tired.table[STRENGTH] * (1.0 - tired.table[CAPACITY])
    np.testing.assert_allclose(missing, spent, atol=1e-12)
    assert tired.strength_left_frac == pytest.approx(1.0 - spent.sum())


@given(FORCE)
def test_the_excitation_is_the_least_that_gives_the_force(target):
    rested = pool()
    found = excitation_for(rested.table, rested.shared, target)
    greatest = pull(rested.table, rested.shared, UNITS.greatest_excitation_ratio)
    assert pull(rested.table, rested.shared, found) >= target * greatest * (1.0 - 1e-12)
    if found > 0.0:
        assert pull(rested.table, rested.shared, found - 0.01) < target * greatest


@given(st.floats(150.0, 500.0), st.floats(0.1, 10.0))
def test_in_a_tetanus_the_larger_unit_tires_faster(rate_hz, seconds):
    tired = pool()
    tire_units(tired, np.full(UNITS.units_count, rate_hz), duration_s=seconds)
    assert (np.diff(tired.capacity_frac) < 0.0).all()
    assert 1.0 - tired.capacity_frac[-1] == pytest.approx(0.0225 * seconds, rel=1e-6)


@given(st.floats(0.1, 0.9), st.floats(0.1, 0.9))
def test_a_higher_force_is_never_held_longer(one, other):
    low, high = sorted((one, other))
    endurance = [hold_force(pool(), np.full(300, target), step_s=2.0).endurance_s for target in (low, high)]
    assert endurance[0] >= endurance[1]


def test_rest_gives_back_what_was_lost_and_never_more():
    tired = pool()
    hold_force(tired, np.full(300, 0.5), step_s=STEP_S)
    after_work, lost = tired.capacity_frac.copy(), 1.0 - tired.capacity_frac
    hold_force(tired, np.zeros(600), step_s=STEP_S)
    np.testing.assert_allclose(tired.capacity_frac, 1.0 - lost * np.exp(-60.0 * 0.0144), rtol=1e-9)
    assert (tired.capacity_frac >= after_work).all()
    hold_force(tired, np.zeros(30_000), step_s=STEP_S)
    np.testing.assert_allclose(tired.capacity_frac, 1.0)
    np.testing.assert_allclose(tired.table[ADAPTED], 0.0, atol=1e-9)


@pytest.mark.parametrize("target", [0.3, 0.7])
def test_a_tenth_of_the_step_gives_nearly_the_same_endurance(target):
    coarse, fine = (hold_force(pool(), np.full(round(400 / step), target), step_s=step).endurance_s for step in (0.1, 0.01))
    assert coarse == pytest.approx(fine, abs=0.2)


@given(st.floats(0.0, 3.0))
def test_fusion_rises_to_one(rate):
    shared = pool().shared
    assert 0.0 <= fused_frac(rate, shared) <= fused_frac(rate + 0.01, shared) <= 1.0


def test_fusion_meets_at_its_knee():
    shared = pool().shared
    assert fused_frac(0.4, shared) == pytest.approx(fused_frac(0.4 + 1e-9, shared), abs=1e-6)


def test_rates_from_elsewhere_tire_the_same():
    """What the loop of milliseconds fires costs what the same rates cost here."""
    here, there = pool(), pool()
    for _ in range(50):
        held = hold_force(here, np.array([0.6]), step_s=STEP_S)
        rates = here.table[RATE].copy()
        tire_units(there, rates, duration_s=STEP_S)
        np.testing.assert_allclose(there.capacity_frac, here.capacity_frac)
    assert held.force_frac[0] == pytest.approx(0.6, abs=0.01)


def test_tired_units_contract_longer():
    tired = pool()
    hold_force(tired, np.full(600, 0.6), step_s=STEP_S)
    np.testing.assert_allclose(tired.slowing_ratio, 1.0 + 0.379 * (1.0 - tired.capacity_frac))
    assert tired.slowing_ratio.max() > 1.05
