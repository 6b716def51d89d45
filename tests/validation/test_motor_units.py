"""Motor units against what is published of them (evidence D13 and the recalled force-frequency relation)."""

from __future__ import annotations

import numpy as np
import pytest

from uncramp.evidence.draws import central
from uncramp.reflex.motor_unit import BLOCK, MotorUnitParameters, MotorUnits, motor_units, twitch_blocks, twitch_step

STEP_S = 1e-3


def pool() -> MotorUnits:
    """The 120 units of the published model."""
    return motor_units(central(MotorUnitParameters, "motor_unit"), units_count=120)


def test_recruitment_goes_over_three_quarters_of_excitation():
    units = pool()
    assert units.greatest_excitation_ratio == pytest.approx(67.0)
    assert units.threshold_ratio[-1] / units.greatest_excitation_ratio == pytest.approx(0.75, abs=0.01)


def test_rates_run_from_8_to_35_and_25():
    units = pool()
    full = units.rates_hz(units.greatest_excitation_ratio)
    assert (full[0], full[-1]) == (35.0, 25.0)
    at_recruitment = [units.rates_hz(threshold)[unit] for unit, threshold in enumerate(units.threshold_ratio)]
    np.testing.assert_allclose(at_recruitment, 8.0)


def test_forces_and_contraction_times_span_their_ranges():
    units = pool()
    assert units.strength_frac[-1] / units.strength_frac[0] == pytest.approx(100.0)
    assert (units.contraction_s[0], units.contraction_s[-1]) == pytest.approx((0.09, 0.03))


def force_at(rate_hz: float) -> float:
    """Mean force of the whole muscle when all units are stimulated at one rate."""
    blocks = twitch_blocks(pool(), step_s=STEP_S)
    forces = [
        twitch_step(blocks, np.full((len(blocks), BLOCK), float(i % round(1 / (rate_hz * STEP_S)) == 0))) for i in range(2000)
    ]
    return float(np.mean(forces[1000:]))


def test_half_of_the_force_comes_at_10_to_20_a_second():
    """Recalled of human muscle: twitch to tetanus 0.2 to 0.3, half of the greatest force at 10 to 20 Hz, nearly all at 50."""
    assert force_at(10.0) < 0.5 < force_at(20.0)
    assert force_at(50.0) > 0.9
