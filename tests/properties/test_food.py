"""Laws of the portions: never more than was lost, more for a greater loss, no drink beyond sweat, nothing where a clinician decides."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp.prevent.food import Eater, FoodPlan, molar_mg_per_mmol, plan_food
from uncramp.prevent.foods import DIETS, eats, foods
from uncramp.prevent.losses import losses_typed
from uncramp.prevent.portions import SALTS, Pick, portions_within

MMOL = st.floats(0.0, 350.0)
POTASSIUM_MMOL = st.floats(0.0, 60.0)
SWEAT_L = st.none() | st.floats(0.0, 12.0)
DIET = st.sampled_from(DIETS)
ROUNDING = 1e-9


def planned(sodium: float | None, potassium: float | None, sweat_l: float | None = None, eater: Eater | None = None) -> FoodPlan:
    return plan_food(losses_typed(sodium_mmol=sodium, potassium_mmol=potassium, sweat_l=sweat_l), eater)


def of_foods(picks: tuple[Pick, ...], names: str) -> float:
    wanted = {food.id for food in foods().picks[names]}
    return sum(pick.mg("potassium") for pick in picks if pick.food.id in wanted)


@given(MMOL, POTASSIUM_MMOL, SWEAT_L, DIET)
def test_portions_never_hold_more_than_was_lost(sodium: float, potassium: float, sweat_l: float | None, diet: str) -> None:
    plan = planned(sodium, potassium, sweat_l, Eater(diet))
    assert plan.total_mg("sodium") <= plan.lost_mg["sodium"] + ROUNDING
    assert plan.total_mg("potassium") <= plan.lost_mg["potassium"] + ROUNDING


@given(MMOL, MMOL, st.none() | POTASSIUM_MMOL, SWEAT_L, DIET)
def test_a_greater_loss_of_sodium_never_gets_less(
    one: float, other: float, potassium: float | None, sweat_l: float | None, diet: str
) -> None:
    less, greater = (planned(lost, potassium, sweat_l, Eater(diet)) for lost in sorted((one, other)))
    assert greater.total_mg("sodium") >= less.total_mg("sodium") - ROUNDING


@given(POTASSIUM_MMOL, POTASSIUM_MMOL, DIET)
def test_a_greater_loss_of_potassium_never_gets_less(one: float, other: float, diet: str) -> None:
    less, greater = (planned(None, lost, None, Eater(diet)) for lost in sorted((one, other)))
    assert of_foods(greater.after, "after_potassium") >= of_foods(less.after, "after_potassium")


@given(MMOL, st.floats(0.0, 12.0))
def test_drinks_on_the_way_stay_below_the_sweat(sodium: float, sweat_l: float) -> None:
    plan = planned(sodium, None, sweat_l)
    drunk_l = sum(pick.portions_count * pick.food.volume_ml for pick in plan.during) / 1000.0
    assert drunk_l <= sweat_l


@given(MMOL, POTASSIUM_MMOL)
def test_where_no_sweat_is_known_no_drink_is_named_on_the_way(sodium: float, potassium: float) -> None:
    assert not any(pick.food.volume_ml for pick in planned(sodium, potassium).during)


@given(
    MMOL,
    POTASSIUM_MMOL,
    SWEAT_L,
    st.sampled_from(["kidney disease", "heart failure", "high blood pressure", "a disease nobody knows"]),
)
def test_with_such_a_condition_no_portion_and_no_supplement_is_named(
    sodium: float, potassium: float, sweat_l: float | None, condition: str
) -> None:
    plan = planned(sodium, potassium, sweat_l, Eater(conditions=(condition,)))
    assert (plan.during, plan.after) == ((), ())
    assert plan.reasons == (condition,)
    assert not any(one.justified for one in plan.supplements)


@given(MMOL, POTASSIUM_MMOL, st.sampled_from(["spironolactone", "ramipril", "Losartan 50 mg", "amiloride", "what is this"]))
def test_with_such_a_medicine_nothing_rich_in_potassium_is_named(sodium: float, potassium: float, medicine: str) -> None:
    plan = planned(sodium, potassium, None, Eater(medicines=(medicine,)))
    assert plan.potassium_by_clinician
    assert max(food.mg["potassium"] for food in plan.table) <= 200.0
    assert all(pick.food.mg["potassium"] <= 200.0 for pick in (*plan.during, *plan.after))


@given(MMOL, DIET)
def test_everything_named_fits_the_diet(sodium: float, diet: str) -> None:
    plan = planned(sodium, 20.0, 3.0, Eater(diet))
    assert all(eats(diet, food) for food in (*plan.table, *(pick.food for pick in (*plan.during, *plan.after))))


@given(st.floats(0.0, 5000.0), st.floats(0.0, 3000.0))
def test_whole_portions_stay_within_both_losses(sodium_mg: float, potassium_mg: float) -> None:
    most_mg = {"sodium": sodium_mg, "potassium": potassium_mg}
    for food in foods().foods.values():
        for mineral in SALTS:
            count = portions_within(food, mineral, most_mg)
            assert all(count * food.mg[name] <= most_mg[name] + 1e-6 for name in SALTS)


@given(st.floats(0.0, 3000.0), st.just(float("nan")) | st.floats(0.0, 5000.0))
def test_soy_sauce_is_no_food_for_potassium(potassium_mg: float, sodium_mg: float) -> None:
    most_mg = {"sodium": sodium_mg, "potassium": potassium_mg}
    assert portions_within(foods().foods["soy_sauce"], "potassium", most_mg) == 0


@given(MMOL)
def test_millimoles_and_milligrams_are_the_same_amount(sodium: float) -> None:
    assert planned(sodium, None).lost_mg["sodium"] == pytest.approx(molar_mg_per_mmol()["sodium"] * sodium)


@given(st.floats(0.0, 20.0), DIET)
def test_no_more_salt_is_named_than_a_day_holds(sweat_l: float, diet: str) -> None:
    assert planned(None, None, sweat_l, Eater(diet)).total_mg("sodium") <= 3400.0
