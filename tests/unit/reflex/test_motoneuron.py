"""Motoneurons: passive properties as published, gates as said, noise that is even, and firing that does not depend on the step."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp.evidence.draws import central
from uncramp.reflex import slots as s
from uncramp.reflex.circuit import circuit
from uncramp.reflex.motoneuron import MotoneuronParameters, Pool, blocks_of, nearly_normal, pool_of, shared_of, sigmoid, step_pool

PARAMETERS = central(MotoneuronParameters, "motoneuron")


def pool(units: int = 101) -> Pool:
    return pool_of(PARAMETERS, units_count=units, slow_frac=0.5, resistant_frac=0.25)


def test_input_resistance_of_the_smallest_and_the_largest() -> None:
    """2.2 and 0.5 megohm (Zengel 1985), as the published geometry gives them."""
    resistance = pool().input_resistance_mohm
    assert resistance[0] == pytest.approx(2.20, abs=0.01)
    assert resistance[-1] == pytest.approx(0.51, abs=0.01)
    assert (np.diff(resistance) < 0).all()


@given(units=st.integers(1, 300), slow=st.floats(0.05, 0.9))
def test_larger_motoneurons_need_more_input(units: int, slow: float) -> None:
    made = pool_of(PARAMETERS, units_count=units, slow_frac=slow, resistant_frac=(1.0 - slow) / 2)
    assert (np.diff(made.rheobase_na) > 0).all()
    # current into the dendrite at which the soma is at its threshold, over what one synapse gives
    needed = made.threshold_mv * (made.soma_us + made.dendrite_us * (1 + made.soma_us / made.coupling_us))
    assert (np.diff(needed / made.synapse_ratio) > 0).all()


def test_the_gate_is_nearly_logistic_and_closed_far_below() -> None:
    x = np.linspace(-10, 10, 401)
    values = np.array([sigmoid(float(one)) for one in x])
    assert np.abs(values - 1 / (1 + np.exp(-x))).max() < 0.013
    assert values[x <= -6].max() == 0.0
    assert (np.diff(values) >= 0).all()


def test_noise_is_even_and_of_unit_size() -> None:
    numbers = np.array([nearly_normal(np.uint64(2**40 + k)) for k in range(20_000)])
    assert numbers.mean() == pytest.approx(0.0, abs=0.03)
    assert numbers.std() == pytest.approx(1.0, abs=0.02)
    assert np.corrcoef(numbers[:-1], numbers[1:])[0, 1] == pytest.approx(0.0, abs=0.03)


def rates_pps(excitation_us: float, *, step_ms: float = 0.1, noise_ratio: float = 0.0, seconds: float = 1.0) -> np.ndarray:
    """Rate of each of 16 units from small to large, with a steady conductance and no loop, after the first half second."""
    made = pool(16)
    blocks = blocks_of(made, step_ms=step_ms, noise_ratio=noise_ratio, antidromic=np.zeros(16))
    shared = shared_of(PARAMETERS, step_ms)
    counts = np.zeros(16)
    steps = round((seconds + 0.5) * 1000 / step_ms)
    for step in range(steps):
        step_pool(blocks[0], shared, excitation_us, 0.0, 0.0, np.uint64(16 * step))
        counts += blocks[0, s.SPIKED : s.SPIKED + s.BLOCK] * (step * step_ms >= 500)
    return counts / seconds


def test_more_input_never_means_less_firing_and_the_small_fire_first() -> None:
    inputs = (0.05, 0.1, 0.2, 0.4)
    rates = np.array([rates_pps(one) for one in inputs])
    assert (np.diff(rates, axis=0) >= -1.0).all()
    firing = rates > 0
    assert all((np.diff(row.astype(int)) <= 0).all() for row in firing)
    assert not firing[0].all()
    assert firing[-1].sum() > firing[0].sum()


def test_rates_do_not_depend_on_the_step() -> None:
    assert np.abs(rates_pps(0.2) - rates_pps(0.2, step_ms=0.025)).max() <= 1.0  # one spike more or less in a second


def test_neurons_that_fill_a_block_never_fire() -> None:
    blocks = blocks_of(pool(3), step_ms=0.1, noise_ratio=0.0, antidromic=np.zeros(3))
    shared = shared_of(PARAMETERS, 0.1)
    for step in range(500):
        step_pool(blocks[0], shared, 1.0, 0.0, 0.0, np.uint64(step))
        assert not blocks[0, s.SPIKED + 3 : s.SPIKED + s.BLOCK].any()
    assert not blocks[0, s.PERSISTENT + 3 : s.PERSISTENT + s.BLOCK].any()
    assert np.isfinite(blocks[0, s.SOMA_MV : s.SOMA_MV + s.BLOCK]).all()


def test_the_persistent_current_holds_on_after_the_input_is_gone() -> None:
    """Hysteresis: what fires after a strong input does not fire after none."""
    made = pool(16)
    counts = {}
    for kicked in (False, True):
        blocks = blocks_of(made, step_ms=0.1, noise_ratio=0.0, antidromic=np.zeros(16))
        shared, total = shared_of(PARAMETERS, 0.1), 0.0
        for step in range(10_000):
            excitation_us = 0.3 if kicked and step < 3000 else 0.035
            fired = step_pool(blocks[0], shared, excitation_us, 0.0, 0.0, np.uint64(step))
            total += fired * (step >= 6000)
        counts[kicked] = total
    assert counts[True] > counts[False]


def test_every_slot_has_a_name() -> None:
    assert len(s.STATES) + len(s.PARAMETERS) == s.NEURON_SLOTS
    assert len(s.TERMINAL) == s.TERMINAL_SLOTS
    assert circuit().muscle.units_count > 0
