"""The compiled loop does what the same equations do in plain NumPy, and each pathway does what its name says."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from reference_loop import run_reference

from uncramp.reflex.circuit import circuit
from uncramp.reflex.protocol import Burst, Protocol, Pulse
from uncramp.reflex.simulate import simulate
from uncramp.reflex.trace import CORD, TERMINAL

REST = Protocol("rest", "nothing is done", 0.5, length_frac=((0.0, 0.8),))
# a tenth of a second holds pulses, reflexes, a drive, a stretch and a tendon volley; fatigue comes every tenth, and so after it
BUSY = Protocol(
    "busy",
    "everything at once",
    0.099,
    bursts=(Burst(0.005, 0.03, 100.0),),
    drive_frac=((0.0, 0.0), (0.06, 0.3), (0.099, 0.1)),
    length_frac=((0.0, 0.8), (0.05, 0.8), (0.09, 0.85)),
    tendon=(Pulse(0.02, 0.01, 0.3),),
)


@pytest.mark.parametrize("blocked", [False, True])
def test_the_loop_is_the_reference(blocked: bool) -> None:
    protocol = replace(BUSY, nerve_blocked=blocked)
    one = circuit(
        "foot_flexor", overrides={"motoneuron.noise_ratio": 0.1, "terminal.threshold_frac": 0.05, "terminal.slope_pps": 900.0}
    )
    trace = simulate(one, protocol, seed=3)
    expected = run_reference(one, protocol, seconds=protocol.seconds, step_ms=0.1, seed=3)
    of_cord = trace.spike_origin == CORD
    assert [
        (round(t * 10_000), int(u)) for t, u in zip(trace.spike_s[of_cord], trace.spike_unit[of_cord], strict=True)
    ] == expected.spikes
    assert len(expected.spikes) > 30
    assert (trace.spike_origin == TERMINAL).any()
    for name in ("ia_pps", "ib_pps", "force_frac"):
        np.testing.assert_allclose(getattr(trace, name), getattr(expected, name)[::10], rtol=1e-6, atol=1e-9)


def test_nothing_fires_at_rest() -> None:
    assert simulate(circuit(), replace(REST, seconds=2.0)).spike_s.size == 0


def test_the_same_seed_gives_the_same_bytes_and_another_does_not() -> None:
    driven = replace(REST, drive_frac=((0.0, 0.3),))
    first, again, other = (simulate(circuit(), driven, seed=seed) for seed in (1, 1, 2))
    assert first.spike_s.tobytes() == again.spike_s.tobytes()
    assert first.spike_s.tobytes() != other.spike_s.tobytes()


def test_a_pulse_twitches_every_unit_and_is_answered_a_delay_later() -> None:
    trace = simulate(circuit(), replace(REST, bursts=(Burst(0.1, 0.001, 1.0),)))
    delay_s = float(circuit().reflex.volley_delay_ms[0]) / 1000
    assert trace.force_frac[:100].max() == 0.0
    assert trace.force_frac[105:].max() > 0.02
    first_s = trace.spike_s.min()
    assert 0.1 + delay_s <= first_s < 0.1 + delay_s + 0.02


def test_below_a_block_the_cord_is_alone() -> None:
    trace = simulate(circuit(), replace(REST, bursts=(Burst(0.1, 0.3, 10.0),), nerve_blocked=True))
    assert not (trace.spike_origin == CORD).any()
    assert trace.force_frac.max() > 0.02


def test_tendon_afferents_quieten_a_driven_muscle_while_they_are_stimulated() -> None:
    driven = replace(REST, drive_frac=((0.0, 0.1),))
    usual, inhibited = (simulate(circuit(), replace(driven, tendon=pulses)) for pulses in ((), (Pulse(0.25, 0.25, 1.0),)))
    assert inhibited.spikes_between(0.0, 0.25)[0].tobytes() == usual.spikes_between(0.0, 0.25)[0].tobytes()
    assert inhibited.spikes_between(0.25, 0.5)[0].size < 0.5 * usual.spikes_between(0.25, 0.5)[0].size


@pytest.mark.parametrize(
    ("name", "value"),
    [("reflex.renshaw_nsiemens_per_pps", 50.0), ("reflex.presynaptic_ratio", 1.0), ("reflex.ia_nsiemens_per_pps", 0.0)],
)
def test_inhibition_and_less_input_mean_fewer_spikes(name: str, value: float) -> None:
    driven = replace(REST, drive_frac=((0.0, 0.1),))
    assert simulate(circuit(overrides={name: value}), driven).spike_s.size < simulate(circuit(), driven).spike_s.size


def test_stronger_units_fall_out_as_the_muscle_tires() -> None:
    trace = simulate(circuit(), replace(REST, seconds=2.0, bursts=(Burst(0.0, 2.0, 30.0),)))
    assert trace.capacity_frac[0] == pytest.approx(1.0)
    assert (np.diff(trace.capacity_frac) <= 1e-12).all()
    assert trace.capacity_frac[-1] < 0.999
