"""The tendon organs against the static curve and the step response of the literature (formulas recalled, coefficients read)."""

from __future__ import annotations

import numpy as np
import pytest
from afferents import tendon_discharge_hz

STEP_S = 0.01


@pytest.mark.parametrize(("force_n", "published_hz"), [(0.0, 0.0), (4.0, 41.6), (20.0, 107.5), (40.0, 143.9)])
def test_static_curve(force_n, published_hz):
    """60 ln(F / 4 N + 1), of a muscle of 40 N."""
    assert tendon_discharge_hz(np.full(2, force_n / 40.0))[-1] == pytest.approx(published_hz, abs=0.1)


def test_step_response():
    """1.7 times the final discharge at first, half a second and five seconds of adaptation."""
    force = np.r_[0.0, np.full(4000, 0.5)]
    fired = tendon_discharge_hz(force, step_s=STEP_S)[1:]
    final = fired[-1]
    assert fired[0] / final == pytest.approx(1.7, abs=0.02)
    left = fired / final - 1.0
    assert left[round(0.5 / STEP_S)] == pytest.approx(0.567 * np.exp(-1.0) + 0.133 * np.exp(-0.1), abs=0.02)
    assert left[round(5.0 / STEP_S)] == pytest.approx(0.133 * np.exp(-1.0), abs=0.01)


def test_released_force_silences_them():
    """A fall of force gives a pause, since the answer to the change outweighs what is left."""
    fired = tendon_discharge_hz(np.r_[np.full(10, 0.5), np.full(10, 0.05)], step_s=STEP_S)
    assert fired[9] > 100.0
    assert fired[10] == 0.0
