"""Severity given a cramp."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from uncramp.evidence.draws import central, draw
from uncramp.hazard.parameters import SeverityParameters
from uncramp.hazard.severity import severity

PARAMETERS = draw(SeverityParameters, "severity", draws=200, seed=0)


@given(st.floats(1e-6, 1e3))
def test_severities_are_chances_that_add_to_one(rate_per_h):
    parts = severity(np.full(200, rate_per_h), PARAMETERS)
    assert list(parts) == ["twinge", "ease_off", "stop"]
    assert all((part >= 0).all() for part in parts.values())
    np.testing.assert_allclose(sum(parts.values()), 1.0)


@given(st.floats(1e-4, 10), st.floats(1.01, 100))
def test_a_greater_rate_never_makes_a_milder_cramp(rate_per_h, factor):
    mild = severity(np.full(200, rate_per_h), PARAMETERS)
    hard = severity(np.full(200, rate_per_h * factor), PARAMETERS)
    assert (hard["twinge"] <= mild["twinge"] + 1e-12).all()
    assert (hard["stop"] >= mild["stop"] - 1e-12).all()


def test_at_the_usual_rate_the_mix_is_the_published_one():
    p = central(SeverityParameters, "severity")
    parts = severity(p.usual_rate_per_h, p)
    np.testing.assert_allclose(parts["twinge"], 0.785)  # A39: 77.5 % mild in the Ironman, 95 % mild to moderate on the road
    np.testing.assert_allclose(parts["stop"], 0.043)
