"""The carbohydrate of a plan and what is advised: the words agree with the plan."""

from __future__ import annotations

import math
import re

from hypothesis import given
from hypothesis import strategies as st

from uncramp.prevent.fuel import fuel_of, fuel_text
from uncramp.units import S_PER_H


@given(carbohydrate_g=st.floats(0.0, 600.0), hours=st.floats(1.01, 10.0))
def test_what_the_plan_names_and_what_food_brings_come_to_what_is_advised(carbohydrate_g: float, hours: float) -> None:
    fuel = fuel_of(carbohydrate_g, hours * S_PER_H)
    told = fuel_text(fuel)
    assert f"names {carbohydrate_g / hours:.0f} g of carbohydrate an hour" in told
    assert ("only if trained" in told) == (hours >= 2.5)  # advised beyond that only (C37)
    food = re.search(r"bring (\d+) to (\d+) g", told)
    assert bool(food) == (carbohydrate_g / hours < 30.0)
    if food:
        few, many = (float(part) + carbohydrate_g / hours for part in food.groups())
        assert abs(few - 30.0) <= 0.5
        assert abs(many - 60.0) <= 0.5


def test_a_plan_that_names_nothing_only_says_what_is_advised() -> None:
    assert fuel_text(fuel_of(math.nan, 2.0 * S_PER_H)) == "30 to 60 g an hour are advised for the pace."
    assert "needs no food" in fuel_text(fuel_of(0.0, 0.5 * S_PER_H))
