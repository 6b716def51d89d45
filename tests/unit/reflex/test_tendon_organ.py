"""The tendon organs' step against the published filter, and at its limits."""

from __future__ import annotations

import numpy as np
from afferents import tendon_discharge_hz
from hypothesis import given
from hypothesis import strategies as st
from scipy.signal import lsim

FORCE = st.floats(0.0, 1.5)


@given(st.lists(FORCE, min_size=1, max_size=6), st.sampled_from([1e-4, 1e-3, 1e-2]))
def test_it_is_the_published_filter_at_any_step(forces, step_s):
    held = np.repeat([0.0, *forces], 60)
    static = 60.0 * np.log(1.0 + 10.0 * held)
    # the solver has the force of a step from its beginning on
    _, expected, _ = lsim(([1.7, 2.58, 0.4], [1.0, 2.2, 0.4]), static, np.arange(held.size) * step_s, interp=False)
    lagging = expected[1:] - 1.7 * np.diff(static)  # what passes at once belongs to the new force already
    np.testing.assert_allclose(tendon_discharge_hz(held, step_s=step_s)[:-1], np.maximum(lagging, 0.0), atol=0.05)


@given(FORCE)
def test_a_force_held_for_long_gives_the_static_curve(force):
    fired = tendon_discharge_hz(np.full(400, force), step_s=0.1, settled=False)
    np.testing.assert_allclose(fired[-1], 60.0 * np.log(1.0 + 10.0 * force), atol=0.05)


@given(FORCE)
def test_settled_organs_stay_where_they_are(force):
    fired = tendon_discharge_hz(np.full(100, force))
    np.testing.assert_allclose(fired, fired[0], rtol=1e-9)


@given(FORCE, FORCE)
def test_more_force_never_fires_less(one, other):
    low, high = sorted((one, other))
    assert tendon_discharge_hz(np.full(2, low))[0] <= tendon_discharge_hz(np.full(2, high))[0]


@given(st.lists(st.floats(-0.5, 1.5), min_size=1, max_size=20))
def test_the_discharge_is_never_negative(forces):
    fired = tendon_discharge_hz(np.repeat(forces, 20))
    assert np.isfinite(fired).all()
    assert (fired >= 0.0).all()
