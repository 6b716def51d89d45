"""Muscle and tendon pull alike, and no force comes from nowhere."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp.compiled import compiled
from uncramp.evidence.draws import central
from uncramp.minutes import Floats
from uncramp.reflex.mechanics import (
    ACTIVE_FORCE,
    FIBRE_LENGTH,
    FORCE,
    STATES,
    MechanicsParameters,
    force_length_frac,
    mechanics_constants,
    mechanics_step,
    passive_force_frac,
    settle_mechanics,
)

PARAMETERS = central(MechanicsParameters, "mechanics")
LENGTH = st.floats(0.7, 1.2)
ACTIVE = st.floats(0.0, 1.0)


@compiled
def _run(state: Floats, constants: Floats, length_ratio: Floats, active_frac: Floats, out: Floats) -> None:
    for i in range(length_ratio.shape[0]):
        mechanics_step(state, constants, length_ratio[i], active_frac[i])
        out[i] = state


def run(length_ratio: Floats, active_frac: Floats, step_s: float = 1e-3, **changed: float) -> Floats:
    """State after each step, [step, state], from rest at the first length."""
    parameters = replace(PARAMETERS, **{name: np.array([value]) for name, value in changed.items()})
    constants = mechanics_constants(parameters, step_s=step_s)
    state, out = np.empty(len(STATES)), np.empty((len(length_ratio), len(STATES)))
    settle_mechanics(state, constants, length_ratio[0])
    _run(state, constants, length_ratio, active_frac, out)
    return out


@given(LENGTH, ACTIVE, st.floats(0.05, 0.4))
def test_held_for_long_fibres_and_tendon_pull_alike(length, active, passive):
    end = run(np.full(600, length), np.full(600, active), passive_force_frac=passive)[-1]
    constants = mechanics_constants(replace(PARAMETERS, passive_force_frac=np.array([passive])), step_s=1e-3)
    fibre = end[FIBRE_LENGTH]
    fibres = active * force_length_frac(fibre, constants) + passive_force_frac(fibre, constants)
    assert end[FORCE] == pytest.approx(fibres, abs=1e-6)
    assert end[FORCE] == pytest.approx((length - fibre) / PARAMETERS.tendon_stretch_ratio[0], abs=1e-9)


@given(LENGTH, ACTIVE)
def test_active_force_is_never_above_what_the_units_give(length, active):
    states = run(np.full(300, length), np.full(300, active))
    assert (states[:, ACTIVE_FORCE] <= active + 1e-12).all()
    assert (states[:, FIBRE_LENGTH] <= length + 1e-12).all()  # a muscle shortens against its tendon


@given(st.lists(LENGTH, min_size=2, max_size=6), ACTIVE)
def test_a_quarter_of_the_step_gives_the_same(lengths, active):
    knots = np.arange(len(lengths)) * 0.1

    def force(step_s: float) -> Floats:
        time_s = np.arange(1, round(knots[-1] / step_s) + 1) * step_s
        return run(np.interp(time_s, knots, lengths), active * -np.expm1(-time_s / 0.03), step_s)[:, FORCE]

    np.testing.assert_allclose(force(2.5e-4 / 4)[3::4], force(2.5e-4), atol=0.01)


@given(LENGTH)
def test_at_rest_it_stays(length):
    states = run(np.full(50, length), np.zeros(50))
    np.testing.assert_allclose(states, np.tile(states[0], (50, 1)), atol=1e-9)


def test_a_slack_muscle_has_no_passive_force_and_a_stretched_one_what_is_stated():
    constants = mechanics_constants(PARAMETERS, step_s=1e-3)
    assert passive_force_frac(0.8, constants) == 0.0
    assert passive_force_frac(1.05, constants) == pytest.approx(0.3, rel=1e-5)


def test_active_force_by_length():
    """The recalled shape: all at the optimum, 91 % a fifth away, a tenth of it gone beyond."""
    constants = mechanics_constants(PARAMETERS, step_s=1e-3)
    assert force_length_frac(1.0, constants) == 1.0
    assert force_length_frac(0.8, constants) == pytest.approx(np.exp(-(0.2**2) / 0.45), abs=0.005)
    assert force_length_frac(1.2, constants) == pytest.approx(force_length_frac(0.8, constants))


@given(st.lists(st.floats(0.0, 2.0), min_size=1, max_size=30), st.lists(ACTIVE, min_size=30, max_size=30))
def test_jumps_of_any_size_leave_it_finite(lengths, active):
    states = run(np.array(lengths), np.array(active[: len(lengths)]))
    assert np.isfinite(states).all()
    assert (states[:, FORCE] >= 0.0).all()
