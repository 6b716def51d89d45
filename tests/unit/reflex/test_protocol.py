"""Protocols: experiments are data, complete and from known sources, and what cannot be done is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp.errors import InputError
from uncramp.evidence.registry import sources
from uncramp.reflex.circuit import circuit
from uncramp.reflex.protocol import Burst, Protocol, Rising, check_protocol, experiments, protocol, value_at
from uncramp.reflex.simulate import simulate

NAMES = (
    "stimulation", "voluntary", "stretch", "tendon", "nerve-block", "fatigue", "pain", "water-after-sweat", "electrolyte-drink",
    "afterwards",
)  # fmt: skip


def test_the_published_experiments_are_there() -> None:
    assert tuple(experiments()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_an_experiment_can_be_done_and_says_where_it_is_from(name: str) -> None:
    one = protocol(name)
    check_protocol(one)
    assert one.title
    assert one.sources
    assert set(one.sources) <= set(sources())
    assert not one.against or one.against in experiments()


def test_a_misspelt_experiment_is_named() -> None:
    with pytest.raises(InputError, match="Did you mean stretch"):
        protocol("strech")


@given(frequency=st.floats(0.5, 200), duration=st.floats(0.01, 5))
def test_pulses_of_a_burst_are_evenly_apart_and_within_it(frequency: float, duration: float) -> None:
    pulses = Burst(1.0, duration, frequency).pulses_s()
    assert pulses[0] == 1.0
    assert pulses.size >= 1
    np.testing.assert_allclose(np.diff(pulses), 1.0 / frequency, rtol=1e-9)
    assert pulses[-1] < 1.0 + duration + 0.5 / frequency


def test_rising_bursts_rise_to_the_last() -> None:
    bursts = Rising(start_s=1.0, duration_s=2.0, first_hz=6.0, step_hz=2.0, last_hz=40.0).bursts()
    assert [burst.frequency_hz for burst in bursts] == list(range(6, 41, 2))
    assert {burst.start_s for burst in bursts} == {1.0}


def test_between_two_knots_a_value_runs_straight() -> None:
    assert value_at(((1.0, 0.0), (3.0, 1.0)), np.array([0.0, 1.0, 2.0, 9.0])).tolist() == [0.0, 0.0, 0.5, 1.0]


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"length_frac": ((0.0, 2.0),)}, "length_frac of x is 2 at 0 s, expected 0.5 to 1.5"),
        ({"length_frac": ()}, "expected rising"),
        ({"drive_frac": ((1.0, 0.0), (0.5, 1.0))}, "expected rising"),
        ({"drive_frac": ((0.0, float("nan")),)}, "drive_frac"),
        ({"bursts": (Burst(0.0, 1.0, 1e6),)}, "expected up to 500 Hz"),
        ({"bursts": (Burst(-1.0, 1.0, 10.0),)}, "from 0 s or later"),
        ({"fatigue_frac": 1.1}, "fatigue_frac of x is 1.1"),
        ({"excitability": "coffee"}, "expected one of water_after_sweat"),
    ],
)
def test_what_no_muscle_can_be_given_is_refused(change: dict, complaint: str) -> None:
    with pytest.raises(InputError, match=complaint):
        simulate(circuit(), replace(Protocol("x", "", 0.01), **change))


@pytest.mark.parametrize(
    ("seconds", "step_ms", "complaint"),
    [
        (1e5, 0.1, "GB of memory; expected at most"),
        (0.0, 0.1, "a millisecond at least"),
        (1.0, 0.3, "whole number of times"),
        (1.0, 0.0, "step"),
    ],
)
def test_a_run_too_long_for_memory_or_of_a_crooked_step_is_refused(seconds: float, step_ms: float, complaint: str) -> None:
    with pytest.raises(InputError, match=complaint):
        simulate(circuit(), Protocol("x", "", 1.0), seconds=seconds, step_ms=step_ms)
