"""Laws of the spinal loop: whatever is done, force has a maximum, size keeps its order, and threads change nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from uncramp.reflex.circuit import circuit
from uncramp.reflex.protocol import Burst, Protocol
from uncramp.reflex.simulate import simulate, simulate_many
from uncramp.reflex.threshold import cramp_threshold_hz, cramps_after

REST = Protocol("rest", "nothing is done", 1.0, length_frac=((0.0, 0.8),))

protocols = st.builds(
    Protocol,
    name=st.just("any"),
    title=st.just(""),
    seconds=st.just(0.6),
    bursts=st.lists(st.builds(Burst, st.floats(0.0, 0.5), st.floats(0.01, 0.3), st.floats(1.0, 200.0)), max_size=2).map(tuple),
    drive_frac=st.tuples(st.tuples(st.just(0.0), st.floats(0, 1)), st.tuples(st.just(0.5), st.floats(0, 1))),
    length_frac=st.tuples(st.tuples(st.just(0.0), st.floats(0.6, 1.2)), st.tuples(st.just(0.3), st.floats(0.6, 1.2))),
    nerve_blocked=st.booleans(),
    fatigue_frac=st.floats(0, 1),
    pain_frac=st.floats(0, 1),
)


@settings(max_examples=15)
@given(protocol=protocols, mechanism=st.sampled_from(["article", "measured", "mixed"]))
def test_force_has_a_maximum_and_everything_stays_finite(protocol: Protocol, mechanism: str) -> None:
    trace = simulate(circuit(mechanism=mechanism), protocol)
    assert trace.active_force_frac.max() <= 1.0
    assert trace.active_force_frac.min() >= 0.0
    assert trace.force_frac.min() >= 0.0
    for name in ("ia_pps", "ii_pps", "ib_pps", "force_frac", "fibre_length_frac", "persistent_frac", "capacity_frac"):
        values = getattr(trace, name)
        assert np.isfinite(values).all()
        assert values.min() >= 0.0
    assert trace.persistent_frac.max() <= 1.0
    assert trace.capacity_frac.max() <= 1.0 + 1e-12
    assert (np.diff(trace.spike_s) >= 0).all()


@settings(max_examples=5)
@given(drive=st.floats(0.02, 0.5), seed=st.integers(0, 100))
def test_without_noise_a_larger_unit_never_joins_before_a_smaller_one(drive: float, seed: int) -> None:
    quiet = circuit(overrides={"motoneuron.noise_ratio": 0.0})
    rising = replace(REST, drive_frac=((0.0, 0.0), (1.0, drive)))
    trace = simulate(quiet, rising, seed=seed)
    first = np.full(trace.units_count, np.inf)
    first[trace.spike_unit[::-1]] = trace.spike_s[::-1]
    joined = first[np.isfinite(first)]
    assert (np.diff(joined) >= -0.002).all()
    assert np.isfinite(first[: joined.size]).all()


def test_threads_change_no_bit() -> None:
    drawn = circuit("foot_flexor", draws=4)
    driven = replace(REST, drive_frac=((0.0, 0.2),))
    one, many = (simulate_many([drawn], [driven], seconds=0.3, threads=threads) for threads in (1, 3))
    for left, right in zip(one, many, strict=True):
        assert left.spike_s.tobytes() == right.spike_s.tobytes()
        assert left.force_frac.tobytes() == right.force_frac.tobytes()
    assert one[0].spike_s.tobytes() != one[1].spike_s.tobytes()


def test_rates_do_not_depend_on_the_step() -> None:
    """Default step against a quarter of it: mean rates within 0.5 a second."""
    driven = replace(REST, drive_frac=((0.0, 0.1),), seconds=2.0)
    coarse, fine = (simulate(circuit(), driven, step_ms=step) for step in (0.1, 0.025))
    rates = [one.rates_pps(0.5, 2.0) for one in (coarse, fine)]
    both = np.isfinite(rates[0]) & np.isfinite(rates[1])
    assert both.sum() > 20
    assert abs(rates[0][both].mean() - rates[1][both].mean()) < 0.5


def test_a_threshold_is_where_bursts_begin_to_start_a_cramp() -> None:
    small = circuit("foot_flexor")
    hz = cramp_threshold_hz(small, REST).by_draw_hz[0]
    assert np.isfinite(hz)
    assert cramps_after(small, REST, hz)
    assert not cramps_after(small, REST, hz - 1)
