"""Cramp threshold frequency: who one is, times what the session did."""

import inspect
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sessions import build_draws
from situations import fatigue_at, steady_body

from uncramp.hazard import rate, susceptibility, threshold
from uncramp.hazard.parameters import draw_cramp_parameters
from uncramp.hazard.threshold import (
    cramp_threshold,
    muscle_ratio,
    personal_threshold,
    salt_log_ratio,
    salt_table,
    threshold_moves,
)

DRAWS = 60
CRAMP = draw_cramp_parameters(draws=DRAWS, seed=2)
P = CRAMP.threshold
ATHLETE = build_draws(DRAWS)
FRESH = fatigue_at(DRAWS, 3)


def test_rested_it_is_the_persons_own_times_the_muscle():
    hz = cramp_threshold(steady_body(0.0, 3, DRAWS), FRESH, ATHLETE, CRAMP)
    np.testing.assert_allclose(hz, np.repeat((P.without_history_hz * muscle_ratio(P))[:, :, None], 3, axis=2))


def test_history_lowers_it_by_the_ratio_of_its_trial_and_nothing_else():
    body, fatigue = steady_body(0.7, 3, DRAWS, water_deficit_l=1.0), fatigue_at(DRAWS, 3, slow_loss_frac=0.2, damage_frac=0.1)
    without, having = (cramp_threshold(body, fatigue, build_draws(DRAWS, cramp_history_frac=has), CRAMP) for has in (0.0, 1.0))
    expected = (P.with_history_hz / P.without_history_hz)[None, :, None]
    np.testing.assert_allclose(having / without, np.broadcast_to(expected, having.shape))
    np.testing.assert_allclose(personal_threshold(build_draws(DRAWS, cramp_history_frac=1.0), P), P.with_history_hz)


def test_history_enters_through_the_threshold_alone():
    """Every other path would count it twice: nothing else in the hazard reads it."""
    for module in (threshold, rate, susceptibility):
        readers = [name for name, f in inspect.getmembers(module, inspect.isfunction)
                   if f.__module__ == module.__name__ and "cramp_history" in inspect.getsource(f)]  # fmt: skip
        assert readers == (["personal_threshold"] if module is threshold else [])


@given(st.floats(130.0, 142.0), st.floats(0.0, 8.0))
def test_more_dilution_never_raises_it(sodium, further):
    less, more = (
        salt_log_ratio(steady_body(0.5, 1, DRAWS, plasma_sodium_mmol_l=value), salt_table(ATHLETE, P))
        for value in (sodium, sodium - further)
    )
    assert (more <= less).all()


def test_dilution_counts_up_to_what_was_measured():
    at, beyond = (
        salt_log_ratio(steady_body(0.5, 1, DRAWS, plasma_sodium_mmol_l=140.0 - fall), salt_table(ATHLETE, P)) for fall in (4.0, 9.0)
    )
    np.testing.assert_array_equal(at, beyond)
    np.testing.assert_allclose(at[:, 0], P.dilution_ratio_per_mmol_l * P.greatest_dilution_mmol_l)


@given(st.floats(0.0, 300.0), st.floats(0.0, 100.0))
def test_salt_drunk_never_lowers_it_and_counts_up_to_a_limit(salt, further):
    less, more = (
        salt_log_ratio(steady_body(0.5, 1, DRAWS, absorbed_sodium_mmol=value), salt_table(ATHLETE, P))
        for value in (salt, salt + further)
    )
    assert (more >= less).all()
    assert (more[:, 0] <= P.greatest_drink_sodium_ratio).all()


def water_moves(deficit_l):
    """What missing water alone does to the threshold of a fresh muscle."""
    moves = threshold_moves(steady_body(0.5, 1, DRAWS, water_deficit_l=deficit_l), fatigue_at(DRAWS, 1), ATHLETE, CRAMP)
    return moves[0]


@given(st.floats(0.0, 5.0), st.floats(0.0, 2.0))
def test_more_water_missing_never_raises_it(deficit, further):
    less, more = water_moves(deficit), water_moves(deficit + further)
    assert (more <= less).all()


def test_water_gained_is_no_deficit():
    assert not water_moves(-1.0).any()


@pytest.mark.parametrize(
    "name", ["water_deficit_ratio", "dilution_ratio_per_mmol_l", "drink_sodium_ratio_per_mmol", "measured_effect_ratio"]
)
def test_an_effect_that_rests_on_one_group_is_exactly_nothing_in_about_half_of_the_draws(name):
    values = getattr(draw_cramp_parameters(draws=2000, seed=0).threshold, name)
    # two standard errors of a share of one half over 2,000 draws are 0.022
    assert (values == 0).mean() == pytest.approx(0.5, abs=0.035)


def test_the_sign_of_damage_is_open():
    ratio = draw_cramp_parameters(draws=2000, seed=0).threshold.damage_ratio
    assert (ratio < 0).mean() == pytest.approx(0.5, abs=0.035)


def test_moves_add_as_logarithms():
    """What fatigue and what water and salt do to the threshold multiply, each as if it were alone."""
    tired, fresh = fatigue_at(DRAWS, 2, fast_fatigue_frac=0.1, slow_loss_frac=0.2, damage_frac=0.05), fatigue_at(DRAWS, 2)
    dry = steady_body(0.7, 2, DRAWS, water_deficit_l=2.0, plasma_sodium_mmol_l=138.0, absorbed_sodium_mmol=20.0)
    wet = steady_body(0.7, 2, DRAWS)
    both, only_dry, only_tired, neither = (
        np.log(cramp_threshold(body, fatigue, ATHLETE, CRAMP)) for body in (dry, wet) for fatigue in (tired, fresh)
    )
    np.testing.assert_allclose(both - neither, (only_tired - neither) + (only_dry - neither), atol=1e-12)


def test_preparation_multiplies_the_rested_threshold():
    body = steady_body(0.5, 1, DRAWS)
    usual, rested = (
        cramp_threshold(body, fatigue_at(DRAWS, 1), build_draws(DRAWS, preparation_shift_ratio=r), CRAMP) for r in (1.0, 1.1)
    )
    np.testing.assert_allclose(rested / usual, 1.1)


def test_the_threshold_stays_positive_whatever_happens():
    worst = fatigue_at(DRAWS, 1, fast_fatigue_frac=0.9, slow_loss_frac=0.9, damage_frac=0.9)
    dry = steady_body(1.0, 1, DRAWS, water_deficit_l=8.0, plasma_sodium_mmol_l=110.0)
    hz = cramp_threshold(dry, worst, build_draws(DRAWS, cramp_history_frac=1.0), CRAMP)
    assert (hz > 0).all()
    assert np.isfinite(hz).all()


def test_every_constant_of_the_threshold_moves_it():
    """An entry that changes nothing would be evidence that is listed and not used."""
    tired = fatigue_at(DRAWS, 1, fast_fatigue_frac=0.1, slow_loss_frac=0.2, damage_frac=0.05)
    body = steady_body(0.7, 1, DRAWS, water_deficit_l=2.0, plasma_sodium_mmol_l=134.0, absorbed_sodium_mmol=60.0)
    half = build_draws(DRAWS, cramp_history_frac=np.arange(DRAWS) % 2)
    p = replace(P, water_deficit_ratio=np.full(DRAWS, -2.0), dilution_ratio_per_mmol_l=np.full(DRAWS, -0.1),
                drink_sodium_ratio_per_mmol=np.full(DRAWS, 0.003), greatest_drink_sodium_ratio=np.full(DRAWS, 0.18 - 1e-9))  # fmt: skip
    usual = cramp_threshold(body, tired, half, replace(CRAMP, threshold=p))
    for field in fields(p):
        capped = {"drink_sodium_ratio_per_mmol": {"greatest_drink_sodium_ratio": np.full(DRAWS, 9.0)}}.get(field.name, {})
        before = cramp_threshold(body, tired, half, replace(CRAMP, threshold=replace(p, **capped))) if capped else usual
        other = replace(p, **capped, **{field.name: getattr(p, field.name) * 0.9 + 0.01})
        assert (cramp_threshold(body, tired, half, replace(CRAMP, threshold=other)) != before).any(), field.name
