"""Sweat: what is asked for and what a deficit leaves."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from uncramp.body.sweat import secretion_left_frac, sweat_demand_w


@given(st.floats(-3.0, 5.0), st.floats(-15.0, 6.0), st.floats(0.0, 2.0))
def test_a_warmer_core_never_asks_for_less(core, skin, more):
    assert sweat_demand_w(core + more, skin, 300.0, 20.0, 0.03, 2000.0) >= sweat_demand_w(core, skin, 300.0, 20.0, 0.03, 2000.0)


def test_demand_stops_at_what_the_glands_can_give():
    assert sweat_demand_w(9.0, 3.0, 300.0, 20.0, 0.03, 1500.0) == 1500.0


def test_a_cold_body_does_not_sweat():
    assert sweat_demand_w(-0.5, -5.0, 300.0, 20.0, 0.03, 1500.0) == 0.0


def test_secretion_falls_only_beyond_the_onset():
    assert [secretion_left_frac(d, 0.04, 10.0) for d in (0.0, 0.04, 0.09, 0.2)] == [1.0, 1.0, 0.5, 0.0]
