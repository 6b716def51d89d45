"""The foods: about sixty, each with source and grade, known figures as published, and what is said of supplements."""

from __future__ import annotations

import json

import pytest
from builders import build_assessment

from uncramp.errors import InputError
from uncramp.prevent.food import Eater, plan_food
from uncramp.prevent.foods import MINERALS, foods
from uncramp.prevent.losses import Losses, losses_of, losses_of_document, losses_typed
from uncramp.report import food_words
from uncramp.report.document import assessment_document
from uncramp.report.food_document import food_document
from uncramp.report.food_page import food_page
from uncramp.report.food_text import food_view
from uncramp.report.schema import to_json
from uncramp.report.screen import Screen


def test_there_are_foods_drinks_and_salty_things_for_every_diet() -> None:
    kinds = [food.kind for food in foods().foods.values()]
    assert len(kinds) >= 60
    assert {"fruit", "vegetable", "pulse", "nut", "grain", "milk", "meat", "salty", "drink"} == set(kinds)


@pytest.mark.parametrize(
    ("name", "mineral", "milligrams"),
    [("banana", "potassium", 422), ("baked_potato", "potassium", 792), ("feta", "sodium", 385), ("cheddar", "calcium", 284), ("pumpkin_seeds", "magnesium", 154), ("table_salt", "sodium", 581)],
)  # fmt: skip
def test_portions_hold_what_the_table_says(name: str, mineral: str, milligrams: float) -> None:
    assert foods().foods[name].mg[mineral] == pytest.approx(milligrams, rel=0.005)


def test_a_food_holds_no_more_minerals_than_it_weighs() -> None:
    for food in foods().foods.values():
        assert 0.0 <= sum(food.mg[name] for name in MINERALS) <= 1000.0 * food.portion_g


def test_what_was_seen_says_where() -> None:
    for food in foods().foods.values():
        assert food.basis
        if food.grade == "healthy":
            assert food.source == ("usda2015",)
            assert food.basis.startswith("NDB ")


def test_magnesium_is_never_called_for_by_a_usual_session() -> None:
    plan = plan_food(losses_typed(sweat_l=3.0))
    assert not next(one for one in plan.supplements if one.id == "magnesium").justified


@pytest.mark.parametrize(("sodium", "justified"), [(100.0, False), (149.9, False), (150.0, True), (300.0, True)])
def test_salt_beyond_food_is_spoken_of_from_a_great_loss_on(sodium: float, justified: bool) -> None:
    plan = plan_food(losses_typed(sodium_mmol=sodium))
    assert next(one for one in plan.supplements if one.id == "salt").justified is justified


def test_potassium_is_never_for_oneself() -> None:
    one = next(one for one in plan_food(losses_typed(potassium_mmol=50.0)).supplements if one.id == "potassium")
    assert (one.justified, one.for_clinician) == (False, True)


def test_a_session_and_its_document_say_the_same() -> None:
    assessment = build_assessment()
    direct = losses_of(assessment)
    told = losses_of_document(json.loads(to_json(assessment_document(assessment))), "run.json")
    for name in MINERALS:
        assert told.mmol[name].median == pytest.approx(direct.mmol[name].median, rel=1e-4)
    assert told.sweat_l.low == pytest.approx(direct.sweat_l.low, rel=1e-4)


@pytest.mark.parametrize(
    "document", [None, [], {}, {"body": 3}, {"body": {}}, {"body": {"sodium_lost_mmol": {"median": "much"}}}], ids=str
)
def test_another_file_is_refused(document: object) -> None:
    with pytest.raises(InputError, match="expected"):
        losses_of_document(document, "run.json")


TOO_MUCH = {"id": "mass_gain", "text": "More was drunk than lost.", "urgency": "same_day"}
LOW = {"id": "low_plasma_sodium", "text": "Blood sodium probably fell.", "urgency": "emergency"}


def of_document(*cautions: dict[str, str], gain: float = -0.01) -> Losses:
    told = json.loads(to_json(assessment_document(build_assessment())))
    told["body"]["mass_change_frac"] = {"median": gain, "low": gain, "high": gain}
    return losses_of_document(told | {"cautions": [*cautions]}, "run.json")


@pytest.mark.parametrize(
    ("losses", "eater"),
    [
        (of_document(TOO_MUCH), Eater()),
        (of_document(LOW), Eater()),
        (of_document(gain=0.001), Eater()),
        (losses_typed(sweat_l=3.0), Eater(plasma_sodium_mmol_l=134.0)),
    ],
)
def test_after_too_much_drink_or_with_low_sodium_no_drink_is_named_and_the_alarm_comes_first(losses: Losses, eater: Eater) -> None:
    plan = plan_food(losses, eater)
    names = {food.id for food in (*plan.table, *(pick.food for pick in (*plan.during, *plan.after)))}
    assert not names & {food.id for food in foods().foods.values() if food.kind == "drink"}
    assert not names & {"milk", "chocolate_milk", "broth", "miso_soup"}
    assert not any(one.justified for one in plan.supplements)
    first, told = food_words.cautions_of(plan)[0], " ".join(line.plain for line in food_view(plan, Screen(width=500)))
    assert first.text in told.split("Lost, estimated")[0]
    assert first.text in food_page(plan)
    assert "uncramp check" in first.text
    assert food_document(plan)["alarms"]


def test_the_most_urgent_alarm_is_said_first_and_self_care_is_none() -> None:
    assert [one.id for one in of_document(TOO_MUCH, LOW).alarms] == ["low_plasma_sodium", "mass_gain"]
    assert of_document(LOW | {"urgency": "self_care"}).alarms == ()
    assert plan_food(losses_typed(sweat_l=3.0), Eater(plasma_sodium_mmol_l=135.0)).alarms == ()


@pytest.mark.parametrize("left_out", ["cautions", "mass_change_frac"])
def test_a_document_without_its_alarms_is_refused(left_out: str) -> None:
    told = json.loads(to_json(assessment_document(build_assessment())))
    told.pop(left_out, None)
    told["body"].pop(left_out, None)
    with pytest.raises(InputError, match="cautions"):
        losses_of_document(told, "run.json")


def test_every_drink_has_a_volume() -> None:
    assert all(food.volume_ml > 0.0 for food in foods().foods.values() if food.kind == "drink")


@pytest.mark.parametrize(
    "medicine", ["amlodipine", "prednisolone", "empagliflozin", "desmopressin", "ramipril", "lithium", "furosemide"]
)
def test_with_such_a_tablet_salt_is_for_a_clinician(medicine: str) -> None:
    plan = plan_food(losses_typed(sodium_mmol=200.0), Eater(medicines=(medicine,)))
    assert plan.salt_by_clinician
    assert (plan.during, plan.reasons) == ((), (medicine,))
    assert not any(one.justified for one in plan.supplements)


def test_in_pregnancy_salt_and_potassium_are_for_a_clinician() -> None:
    plan = plan_food(losses_typed(sodium_mmol=200.0, potassium_mmol=20.0), Eater(conditions=("pregnant",)))
    assert (plan.during, plan.after, plan.salt_by_clinician, plan.potassium_by_clinician) == ((), (), True, True)


@pytest.mark.parametrize(("given", "meant"), [({"sodium_mmol": 1800.0}, "1800mg"), ({"potassium_mmol": 400.0}, "400mg")])
def test_an_amount_that_must_be_milligrams_is_asked_about(given: dict[str, float], meant: str) -> None:
    with pytest.raises(InputError, match=f"Was mg meant.*{meant}"):
        losses_typed(**given)


def test_portions_of_the_table_stay_within_a_day_too() -> None:
    plan = plan_food(losses_typed(sweat_l=20.0))
    assert plan.lost_mg["sodium"] > plan.most_mg["sodium"]
    assert 581 * int(food_words.fitting_words(plan, foods().foods["table_salt"], "sodium")) <= plan.most_mg["sodium"]


def test_no_loss_and_a_loss_below_nothing_are_refused() -> None:
    with pytest.raises(InputError, match="--sweat"):
        losses_typed()
    with pytest.raises(InputError, match="below 0"):
        losses_typed(sodium_mmol=-1.0)


def test_measured_sweat_sodium_narrows_the_loss() -> None:
    wide, narrow = losses_typed(sweat_l=2.0).mmol["sodium"], losses_typed(sweat_l=2.0, sweat_sodium_mmol_l=60.0).mmol["sodium"]
    assert narrow.high / narrow.low < wide.high / wide.low
    assert narrow.median == pytest.approx(120.0, rel=0.05)


def test_an_unknown_diet_is_refused() -> None:
    with pytest.raises(InputError, match="vegan"):
        plan_food(losses_typed(sodium_mmol=10.0), Eater("vegam"))
