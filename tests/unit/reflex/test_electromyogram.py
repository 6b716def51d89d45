"""The synthetic electromyogram is the sum of its units' waves and nothing else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from traces import build_trace

from uncramp.evidence.draws import central
from uncramp.reflex.electromyogram import ElectromyogramParameters, surface_electromyogram, wave_heights_mv
from uncramp.reflex.trace import TERMINAL, ReflexTrace

PARAMETERS = replace(central(ElectromyogramParameters, "electromyogram"), noise_mv=np.zeros(1))


def spikes(times: list[float], units: list[int], origin: int = 0) -> ReflexTrace:
    order = np.argsort(times, kind="stable")
    return replace(
        build_trace(), spike_s=np.array(times, dtype=np.float64)[order], spike_unit=np.array(units, dtype=np.int64)[order], spike_origin=np.full(len(times), origin)
    )  # fmt: skip


def test_one_spike_leaves_one_wave_of_its_unit_after_the_nerve():
    recorded = surface_electromyogram(spikes([1.0], [7]), PARAMETERS)
    height = wave_heights_mv(PARAMETERS, units_count=20)[7]
    assert recorded.signal_mv.max() == pytest.approx(height, rel=0.02)
    assert recorded.signal_mv.min() == pytest.approx(-height, rel=0.02)
    middle = np.abs(recorded.signal_mv).cumsum().searchsorted(np.abs(recorded.signal_mv).sum() / 2)
    assert recorded.time_s[middle] == pytest.approx(1.015, abs=1e-3)
    assert recorded.strength_mv(2.0, 3.0) == 0.0


def test_the_spike_of_a_terminal_is_seen_at_once():
    early, late = (surface_electromyogram(spikes([1.0], [7], origin), PARAMETERS).signal_mv.argmax() for origin in (TERMINAL, 0))
    assert late - early == 30


@given(st.lists(st.tuples(st.floats(0.0, 3.9), st.integers(0, 19)), min_size=1, max_size=12), st.integers(1, 11))
def test_waves_add_up(listed, cut):
    times, units = [time for time, _ in listed], [unit for _, unit in listed]
    whole = surface_electromyogram(spikes(times, units), PARAMETERS).signal_mv
    parts = [
        surface_electromyogram(spikes(times[part], units[part]), PARAMETERS).signal_mv
        for part in (slice(None, cut), slice(cut, None))
        if times[part]
    ]
    np.testing.assert_allclose(whole, sum(parts), atol=1e-12)


def test_a_resting_muscle_shows_noise_only():
    noisy = central(ElectromyogramParameters, "electromyogram")
    recorded = surface_electromyogram(build_trace(), noisy)
    assert recorded.strength_mv(0.0, 1.0) == pytest.approx(0.003, rel=0.1)
    assert recorded.strength_mv(1.1, 2.9) > 1.3 * recorded.strength_mv(0.0, 1.0)
    again = surface_electromyogram(build_trace())  # the central values
    np.testing.assert_array_equal(recorded.signal_mv, again.signal_mv)
    other = surface_electromyogram(build_trace(seed=1), noisy)
    assert not np.array_equal(recorded.signal_mv, other.signal_mv)


def test_without_spikes_or_in_no_time_nothing_breaks():
    still = spikes([], [])
    assert not surface_electromyogram(still, PARAMETERS).signal_mv.any()
    assert np.isnan(surface_electromyogram(still, PARAMETERS).strength_mv(9.0, 10.0))


def test_heights_span_their_range():
    heights = wave_heights_mv(PARAMETERS, units_count=500)
    assert heights.max() <= 0.1
    assert heights.min() >= 0.1 / 10.0 / 5.0
