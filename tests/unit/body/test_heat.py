"""Heat: vapour pressure, film, wettedness."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp.body.heat import (
    convection_w_m2_k,
    saturation_pressure_kpa,
    skin_blood_flow_l_h,
    skin_wettedness_frac,
    wettedness_slope_frac,
)
from uncramp.compiled import decay, exponential, logarithm, mean_series


@pytest.mark.parametrize(("temperature_c", "kpa"), [(0.0, 0.611), (20.0, 2.339), (35.0, 5.627)])
def test_vapour_pressure_is_that_of_the_tables(temperature_c, kpa):
    assert saturation_pressure_kpa(temperature_c, 1 / (temperature_c + 237.3), 0.61078, 17.269) == pytest.approx(kpa, rel=2e-3)


@given(st.floats(0.1, 20.0))
def test_film_is_the_published_power(speed):
    assert convection_w_m2_k(speed**2, 0.0, 8.6, 0.53, 0.0) == pytest.approx(8.6 * speed**0.53, rel=1e-3)


@given(st.floats(0.0, 2000.0), st.floats(1.0, 3000.0), st.floats(0.01, 0.5))
def test_evaporated_and_dripped_are_what_was_secreted(secretion, largest, drip):
    wet = skin_wettedness_frac(secretion, largest, drip, 1e9)
    assert wet * largest == pytest.approx(secretion * (1 - drip * wet * wet), rel=1e-6, abs=1e-6)


def flow_l_h(core_k: float, skin_k: float, work_k: float = 0.0) -> float:
    return skin_blood_flow_l_h(core_k, skin_k, work_k, 20.0, 6.7, 0.4, 0.6, math.log(2) / 6.0, math.log(2) / 10.0, 450.0)


@given(st.floats(-2.0, 5.0), st.floats(-15.0, 6.0), st.floats(0.0, 1.5), st.floats(0.0, 2.0))
def test_a_warmer_core_or_skin_never_lowers_skin_flow_and_work_never_raises_it(core, skin, work, more):
    flow = flow_l_h(core, skin, work)
    assert flow_l_h(core + more, skin, work) >= flow
    assert flow_l_h(core, skin + more, work) >= flow
    assert flow_l_h(core, skin, work + more) <= flow


def test_cold_skin_halves_its_own_flow_and_leaves_the_drive_of_the_core():
    assert flow_l_h(1.0, -10.0) == pytest.approx(0.5 * flow_l_h(1.0, 0.0), rel=1e-4)


@given(st.floats(10.0, 1500.0), st.floats(50.0, 2000.0), st.floats(0.05, 0.5))
def test_slope_of_evaporation_is_its_derivative(secretion, largest, drip):
    step = 1e-3 * largest
    if abs(skin_wettedness_frac(secretion, largest, drip, 1.0) - 0.85) < 0.01:
        secretion *= 1.1
    below, above = (x * skin_wettedness_frac(secretion, x, drip, 0.85) for x in (largest - step, largest + step))
    assert wettedness_slope_frac(secretion, largest, drip, 0.85) == pytest.approx((above - below) / (2 * step), abs=5e-3)


@given(st.floats(-8.0, 8.0))
def test_exponential_is_close(x):
    assert exponential(x) == pytest.approx(math.exp(x), rel=5e-5)


@given(st.floats(0.002, 2000.0))
def test_logarithm_is_close(x):
    assert logarithm(x) == pytest.approx(math.log(x), abs=2e-3)


@given(st.floats(0.0, 50.0))
def test_decay_is_positive_falls_and_agrees_with_its_mean(x):
    assert 0.0 < decay(x) <= 1.0
    assert decay(x + 0.1) < decay(x)
    assert decay(x) * mean_series(x) * x == pytest.approx(1.0 - decay(x), abs=1e-12)
