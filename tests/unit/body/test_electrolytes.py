"""Electrolytes: sweat sodium with secretion, and the worked oracles of the plasma balance (rows C60 and C61)."""

from __future__ import annotations

import pytest

from uncramp.body.electrolytes import plasma_sodium_by_balance_mmol_l, sweat_sodium_mmol_l


@pytest.mark.parametrize(
    ("kg", "water_share", "hours", "sweat_l_h", "sweat_sodium", "drink_l_h", "drink_sodium", "expected"),
    [
        (70, 0.60, 4, 1.0, 40, 1.0, 0, 135.6),
        (70, 0.60, 4, 1.0, 40, 0.5, 0, 143.6),
        (70, 0.60, 4, 1.0, 40, 1.0, 20, 137.5),
        (70, 0.60, 4, 1.0, 70, 1.0, 0, 132.6),
        (50, 0.55, 5, 0.5, 36, 0.9, 0, 125.3),
    ],
)
def test_worked_oracles_of_the_balance(kg, water_share, hours, sweat_l_h, sweat_sodium, drink_l_h, drink_sodium, expected):
    gained = hours * (drink_l_h * drink_sodium - sweat_l_h * (sweat_sodium + 5))
    water = kg * water_share
    after = water + hours * (drink_l_h - sweat_l_h)
    assert plasma_sodium_by_balance_mmol_l(140.0, water, gained, after, 1.03, 23.8) == pytest.approx(expected, abs=0.1)


def test_sweat_sodium_rises_with_secretion_between_its_bounds():
    rates = [sweat_sodium_mmol_l(rate, 38.0, 55.0, 0.62, 8.0, 120.0) for rate in (0.0, 0.62, 1.0, 5.0)]
    assert rates == [8.0, 38.0, pytest.approx(58.9), 120.0]
