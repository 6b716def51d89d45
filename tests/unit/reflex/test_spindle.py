"""The spindle's step against the published equations in their own form, and at its limits."""

from __future__ import annotations

import numpy as np
import pytest
from afferents import RAMP_FROM_S, REST, endings_hz, ramp_ratio, spindle_parameters
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from uncramp.reflex.spindle import (
    LENGTH_BAG1,
    SPEED_BAG1,
    STATES,
    activation_frac,
    primary_hz,
    settle_spindle,
    spindle_constants,
    spindle_step,
)

DRIVE_HZ = st.floats(0.0, 200.0)
LENGTH = st.floats(0.7, 1.2)


def published_primary_hz(speed_per_s: float, stretch: float, dynamic_hz: float, static_hz: float, at_s: np.ndarray) -> np.ndarray:
    """The same in tension and its rate, as printed, by an adaptive solver and without the slow stretch held linear."""
    p = {name: float(getattr(spindle_parameters(), name)[0]) for name in spindle_parameters().__slots__}
    stiff, mass, rest, polar_rest = (
        p[f"{name}_ratio"] for name in ("sensory_stiffness", "mass", "sensory_rest_length", "polar_rest_length")
    )

    def fibre(kind: str, active: float) -> np.ndarray:
        damping = (
            p[f"{kind}_damping_ratio"]
            + active * p["bag1_dynamic_damping_ratio" if kind == "bag1" else f"{kind}_static_damping_ratio"]
        )
        force = p[f"{kind}_force_ratio"] * active

        def slopes(t: float, state: np.ndarray) -> list[float]:
            tension, rate = state
            length = REST + np.clip(speed_per_s * (t - RAMP_FROM_S), 0.0, stretch)
            muscle_speed = speed_per_s if 0.0 < t - RAMP_FROM_S < stretch / speed_per_s else 0.0
            speed, polar = muscle_speed - rate / stiff, length - rest - tension / stiff
            side = 1.0 if speed >= 0.0 else p["shortening_damping_ratio"]
            drag = side * damping * np.sign(speed) * abs(speed) ** p["damping_speed_index"] * (polar - p["zero_force_length_ratio"])
            return [rate, stiff / mass * (drag + p["polar_stiffness_ratio"] * (polar - polar_rest) + force - tension)]

        settled = stiff * (p["polar_stiffness_ratio"] * (REST - rest - polar_rest) + force) / (stiff + p["polar_stiffness_ratio"])
        # the solver starts afresh at the corners: in the printed form the muscle's acceleration is a pulse there
        corners = [RAMP_FROM_S, RAMP_FROM_S + stretch / speed_per_s, at_s[-1]]
        state, tension = [settled, 0.0], []
        for begin, end, kick in zip(corners, corners[1:], (speed_per_s, -speed_per_s), strict=False):
            state = [state[0], state[1] + stiff * kick]
            inside = at_s[(at_s > begin) & (at_s <= end)]
            run = solve_ivp(slopes, (begin, end), state, dense_output=True, rtol=1e-5, atol=1e-8)
            state = list(run.y[:, -1])
            tension.append(run.sol(inside)[0])
        return np.concatenate(tension)

    slack = p["sensory_threshold_length_ratio"] - rest
    dynamic = activation_frac(dynamic_hz, p["bag1_half_activation_hz"])
    fibres = {
        "bag1": dynamic,
        "bag2": activation_frac(static_hz, p["bag2_half_activation_hz"]),
        "chain": activation_frac(static_hz, p["chain_half_activation_hz"]),
    }
    hz = {
        kind: p[f"primary_{kind}_hz_per_ratio"] * np.maximum(fibre(kind, active) / stiff - slack, 0.0)
        for kind, active in fibres.items()
    }
    static = hz["bag2"] + hz["chain"]
    return np.maximum(hz["bag1"], static) + p["occlusion_frac"] * np.minimum(hz["bag1"], static)


@pytest.mark.parametrize(("dynamic_hz", "static_hz"), [(0.0, 0.0), (70.0, 40.0)])
def test_a_ramp_is_the_published_equations(dynamic_hz: float, static_hz: float):
    length = ramp_ratio(0.66, hold_s=0.1)
    each_10_ms = slice(round(RAMP_FROM_S / 1e-4) + 99, -1, 100)
    at_s = (np.arange(1, length.size + 1) * 1e-4)[each_10_ms]
    ours = endings_hz(length, dynamic_hz=dynamic_hz, static_hz=static_hz)[0, each_10_ms]
    published = published_primary_hz(0.66, 0.13, dynamic_hz, static_hz, at_s)
    np.testing.assert_allclose(ours, published, rtol=0.005, atol=1.5)


@given(DRIVE_HZ, DRIVE_HZ, LENGTH, st.floats(0.05, 1.0))
def test_a_settled_spindle_stays_where_it_is(dynamic_hz, static_hz, length, gain):
    fired = endings_hz(np.full(2000, length), dynamic_hz=dynamic_hz, static_hz=static_hz, strain_gain=gain)
    np.testing.assert_allclose(fired, fired[:, :1] * np.ones(2000), atol=1e-6)


@settings(max_examples=30)
@given(DRIVE_HZ, DRIVE_HZ, st.floats(0.2, 3.0))
def test_a_quarter_of_the_step_gives_the_same(dynamic_hz, static_hz, speed):
    step_s = 1e-4
    drive = {"dynamic_hz": dynamic_hz, "static_hz": static_hz}
    coarse = endings_hz(ramp_ratio(speed, step_s=step_s, hold_s=0.2), step_s=step_s, **drive)
    fine = endings_hz(ramp_ratio(speed, step_s=step_s / 4, hold_s=0.2), step_s=step_s / 4, **drive)[:, 3::4]
    shared = min(coarse.shape[1], fine.shape[1])
    off = np.abs(coarse[:, :shared] - fine[:, :shared])
    # a corner may fall between two steps, and the mass rings for some milliseconds after it
    assert np.percentile(off, 95) < 0.5
    assert off[:, -100:].max() < 0.1


@given(st.lists(LENGTH, min_size=5, max_size=20), DRIVE_HZ, DRIVE_HZ)
def test_jumps_of_length_leave_it_finite_and_never_negative(lengths, dynamic_hz, static_hz):
    fired = endings_hz(np.repeat(lengths, 40), dynamic_hz=dynamic_hz, static_hz=static_hz)
    assert np.isfinite(fired).all()
    assert (fired >= 0.0).all()


def test_at_rest_nothing_chatters():
    constants = spindle_constants(spindle_parameters(), step_s=2e-4)
    state = np.empty(len(STATES))
    settle_spindle(state, constants, 1.0, 0.0, 0.0)
    state[SPEED_BAG1] = 1.0  # a blow to one fibre
    signs = []
    for _ in range(500):
        spindle_step(state, constants, 1.0, 0.0, 0.0)
        signs.append(np.sign(state[SPEED_BAG1]))
    assert np.count_nonzero(np.diff(signs)) <= 4  # the mass swings once or twice
    assert abs(state[SPEED_BAG1]) < 0.01  # it creeps back
    assert 0.5 < state[LENGTH_BAG1] < 1.0


@given(st.floats(0.0, 300.0), st.floats(0.0, 300.0))
def test_occlusion_takes_the_stronger_and_part_of_the_weaker(bag1, static):
    fired = primary_hz(bag1, static, 0.156)
    assert max(bag1, static) <= fired <= bag1 + static + 1e-9
    assert fired == primary_hz(static, bag1, 0.156)


def test_without_strain_gain_a_stretch_is_not_felt():
    fired = endings_hz(ramp_ratio(1.0, hold_s=0.1), static_hz=60.0, strain_gain=0.0)
    np.testing.assert_allclose(fired, fired[:, :1] * np.ones(fired.shape[1]), atol=1e-9)
