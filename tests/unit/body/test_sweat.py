"""Sweat: what is asked for and what a deficit leaves."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from uncramp.body.sweat import secretion_left_frac, sweat_demand_w


def asked_w(core_k: float, skin_k: float, effort_w: float = 0.0, limit_w: float = 1500.0) -> float:
    return sweat_demand_w(core_k, skin_k, 0.2 * effort_w, 300.0, 20.0, 0.03, limit_w)


@given(st.floats(-3.0, 5.0), st.floats(-15.0, 6.0), st.floats(0.0, 1500.0), st.floats(0.0, 2.0))
def test_a_warmer_core_or_skin_or_more_work_never_asks_for_less(core, skin, effort, more):
    asked = asked_w(core, skin, effort)
    assert asked_w(core + more, skin, effort) >= asked
    assert asked_w(core, skin + more, effort) >= asked
    assert asked_w(core, skin, effort + 100.0 * more) >= asked


def test_demand_stops_at_what_the_glands_can_give():
    assert asked_w(9.0, 3.0) == 1500.0


def test_a_cold_body_does_not_sweat():
    assert asked_w(-0.5, -5.0) == 0.0


def test_work_drives_sweat_before_the_core_is_warm():
    assert asked_w(0.0, 0.0, 800.0) > asked_w(0.0, 0.0)


def test_secretion_falls_only_beyond_the_onset():
    assert [secretion_left_frac(d, 0.04, 10.0) for d in (0.0, 0.04, 0.09, 0.2)] == [1.0, 1.0, 0.5, 0.0]
