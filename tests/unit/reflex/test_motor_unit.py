"""Motor units from first principles: a tetanus is the unit's strength, all together are 1, and neither step nor recording matters."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp.compiled import compiled
from uncramp.evidence.draws import central
from uncramp.minutes import Floats
from uncramp.reflex.motor_unit import BLOCK, MotorUnitParameters, motor_units, tire_blocks, twitch_blocks, twitch_step

PARAMETERS = central(MotorUnitParameters, "motor_unit")
COUNT = 37  # not a whole number of blocks
UNITS = motor_units(PARAMETERS, units_count=COUNT)


@compiled
def _forces(blocks: Floats, arrived: Floats, out: Floats) -> None:
    for i in range(out.shape[0]):
        out[i] = twitch_step(blocks, arrived[i])


def force_frac(spikes: np.ndarray, step_s: float = 1e-4, blocks: Floats | None = None) -> Floats:
    """Force at the end of each step, for impulses [step, unit]."""
    blocks = twitch_blocks(UNITS, step_s=step_s) if blocks is None else blocks
    arrived = np.zeros((len(spikes), blocks.shape[0] * BLOCK))
    arrived[:, : spikes.shape[1]] = spikes
    out = np.empty(len(spikes))
    _forces(blocks, arrived.reshape(len(spikes), -1, BLOCK), out)
    return out


def trains(rate_hz: float, seconds: float, step_s: float = 1e-4, units: slice = slice(None)) -> np.ndarray:
    """Regular trains of the chosen units, [step, unit]."""
    spikes = np.zeros((round(seconds / step_s), COUNT))
    spikes[:: round(1.0 / (rate_hz * step_s)), units] = 1.0
    return spikes


@pytest.mark.parametrize("unit", [0, COUNT // 2, COUNT - 1])
def test_a_twitch_peaks_at_its_contraction_time_with_its_part_of_the_tetanus(unit):
    spikes = np.zeros((4000, COUNT))
    spikes[0, unit] = 1.0
    force = force_frac(spikes)
    assert force.argmax() * 1e-4 == pytest.approx(UNITS.contraction_s[unit], abs=2e-4)
    assert force.max() == pytest.approx(UNITS.twitch_tetanus_ratio * UNITS.strength_frac[unit], rel=1e-4)


def test_the_tetanus_of_all_units_is_one():
    assert force_frac(trains(300.0, 1.0))[-1] == pytest.approx(1.0, abs=1e-3)


@pytest.mark.parametrize("unit", [0, COUNT // 2, COUNT - 1])
def test_the_tetanus_of_a_unit_is_its_strength(unit):
    assert force_frac(trains(300.0, 1.0, units=slice(unit, unit + 1)))[-1] == pytest.approx(UNITS.strength_frac[unit], rel=2e-3)


@given(st.integers(0, 2**32 - 1), st.floats(1.0, 2000.0))
def test_force_never_passes_the_greatest(seed, rate_hz):
    force = force_frac(np.random.default_rng(seed).poisson(rate_hz * 1e-3, (400, COUNT)), step_s=1e-3)
    assert (force >= 0.0).all()
    assert (force <= 1.0).all()


@given(st.integers(0, 2**32 - 1), st.sampled_from([2, 4, 10]))
def test_the_step_does_not_matter(seed, finer):
    """The same impulses at the same times give the same force to rounding, whatever lies between."""
    spikes = np.random.default_rng(seed).random((100, COUNT)) < 0.02
    fine = np.zeros((100 * finer, COUNT))
    fine[finer - 1 :: finer] = spikes  # an impulse arrives at the end of its step
    np.testing.assert_allclose(force_frac(fine, 1e-3 / finer)[finer - 1 :: finer], force_frac(spikes, 1e-3), rtol=1e-9, atol=1e-15)


@given(st.integers(0, 2**32 - 1))
def test_one_impulse_more_never_makes_less_force(seed):
    drawn = np.random.default_rng(seed)
    spikes = (drawn.random((200, COUNT)) < 0.05).astype(float)
    more = spikes.copy()
    more[drawn.integers(200), drawn.integers(COUNT)] += 1.0
    assert (force_frac(more, 1e-3) >= force_frac(spikes, 1e-3) - 1e-15).all()


def test_force_grows_with_the_rate():
    means = [force_frac(trains(rate, 1.0))[5000:].mean() for rate in (2.0, 5.0, 10.0, 20.0, 40.0, 100.0)]
    assert (np.diff(means) > 0.0).all()


@given(st.floats(0.0, 1.0), st.floats(1.0, 1.4))
def test_a_tired_muscle_pulls_with_what_is_left(capacity, slowing):
    blocks = twitch_blocks(UNITS, step_s=1e-3)
    tire_blocks(blocks, UNITS, step_s=1e-3, capacity_frac=np.full(COUNT, capacity), slowing_ratio=np.full(COUNT, slowing))
    force = force_frac(trains(250.0, 0.8, 1e-3), 1e-3, blocks)
    assert force[-1] == pytest.approx(capacity, abs=2e-3)
    assert force.max() <= capacity + 1e-12


def test_a_slowed_unit_contracts_longer():
    blocks = twitch_blocks(UNITS, step_s=1e-4)
    tire_blocks(blocks, UNITS, step_s=1e-4, capacity_frac=np.ones(COUNT), slowing_ratio=np.full(COUNT, 1.3))
    spikes = np.zeros((4000, COUNT))
    spikes[0, -1] = 1.0
    assert force_frac(spikes, blocks=blocks).argmax() * 1e-4 == pytest.approx(1.3 * UNITS.contraction_s[-1], abs=2e-4)


@given(st.floats(0.0, 70.0), st.floats(0.0, 70.0))
def test_more_excitation_never_fires_less_and_units_come_by_size(one, other):
    low, high = sorted((one, other))
    slow, fast = UNITS.rates_hz(low), UNITS.rates_hz(high)
    assert (slow <= fast).all()
    assert (np.diff((fast > 0).astype(int)) <= 0).all()  # who is recruited is always the smaller


@given(st.integers(1, 300), st.floats(1.0, 200.0), st.floats(1.0, 5.0))
def test_strengths_add_to_one_and_grow_with_size(count, twitch_range, contraction_range):
    ranges = {"twitch_force_range_ratio": np.array([twitch_range]), "contraction_range_ratio": np.array([contraction_range])}
    units = motor_units(replace(PARAMETERS, **ranges), units_count=count)
    assert units.strength_frac.sum() == pytest.approx(1.0)
    assert (np.diff(units.strength_frac) >= 0).all()
    assert (np.diff(units.contraction_s) <= 0).all()
    assert (np.diff(units.peak_rate_hz) <= 0).all()
