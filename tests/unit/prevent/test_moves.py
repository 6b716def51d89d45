"""The moves: every drawing is used and whole, every muscle has its routines, and no routine claims an effect on cramps."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from uncramp.errors import InputError
from uncramp.evidence.registry import sources
from uncramp.prevent.food import plan_food
from uncramp.prevent.losses import losses_typed
from uncramp.prevent.moves import HELD, KINDS, moves
from uncramp.prevent.routine import compose_routine
from uncramp.prevent.session_words import EVIDENCE, WHY
from uncramp.relieve.drawings import read_drawings
from uncramp.relieve.poses import FOREARM, SHIN, SOLE, THIGH, UPPER_ARM, distance
from uncramp.relieve.protocols import protocols
from uncramp.report import food_words
from uncramp.report.relief_drawing import draw, muscle_band

OURS = read_drawings("prevent")
GROUND_HALF = 3.0  # a heel may round so far below the ground


def test_every_drawing_is_used_and_every_move_has_one() -> None:
    used = {move.drawing.id for plan in moves().plans.values() for move in plan} | {
        move.drawing.id for move in moves().easy.values()
    }
    assert set(OURS) - used == set()


@pytest.mark.parametrize("name", OURS)
def test_a_drawn_person_has_limbs_of_one_length_and_stands_on_the_ground(name: str) -> None:
    person = OURS[name].person
    assert person is not None
    ground = next(numbers[0] for kind, numbers in OURS[name].scene if kind == "ground")
    for leg in (person.near_leg, person.far_leg):
        assert distance(leg.hip, leg.knee) == pytest.approx(THIGH)
        assert distance(leg.knee, leg.ankle) == pytest.approx(SHIN)
        assert max(leg.ankle[1], leg.heel[1], leg.ball[1], leg.toes[1]) <= ground + GROUND_HALF + SOLE / 2
    for arm in (person.near_arm, person.far_arm):
        assert distance(arm.shoulder, arm.elbow) == pytest.approx(UPPER_ARM)
        assert distance(arm.elbow, arm.wrist) == pytest.approx(FOREARM)
        assert max(arm.elbow[1], arm.wrist[1]) <= ground + GROUND_HALF
    assert len(muscle_band(OURS[name])) >= 2
    assert draw(OURS[name]).startswith("<svg")


@pytest.mark.parametrize("kind", HELD)
def test_every_muscle_of_the_card_has_holds(kind: str) -> None:
    assert {muscle for of, muscle in moves().plans if of == kind} == set(protocols().muscles)


@pytest.mark.parametrize("kind", KINDS)
def test_no_kind_claims_an_effect_on_cramps(kind: str) -> None:
    about = moves().kinds[kind]
    assert not about.supported
    assert set(about.source) <= set(sources())
    assert about.rows


def test_a_warm_up_holds_nothing() -> None:
    held = {move.id for (kind, _), plan in moves().plans.items() if kind in HELD for move in plan}
    assert not held & {move.id for (kind, _), plan in moves().plans.items() if kind == "warm-up" for move in plan}


def test_the_muscle_itself_comes_first() -> None:
    for (kind, muscle), plan in moves().plans.items():
        if kind in HELD:
            assert plan[0].id.startswith(muscle)


def test_a_muscle_without_such_a_routine_leads_on() -> None:
    with pytest.raises(InputError, match=r"There is one for: calf.*stretching is there for every muscle"):
        compose_routine("strength", "hand")


def test_an_unknown_kind_and_muscle_are_told_with_the_nearest() -> None:
    with pytest.raises(InputError, match="warm-up"):
        compose_routine("warmup", "calf")
    with pytest.raises(InputError, match="calf"):
        compose_routine("warm-up", "calff")


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_says_when_not_to_begin_for_whom(kind: str) -> None:
    told = {step.id: step.text for step in moves().care[kind]}
    assert {"red", "pregnancy", "hip"} <= set(told)
    assert "lying on your back" in told["pregnancy"]
    (sickle,) = [text for name, text in told.items() if name.startswith("sickle")]
    assert "call for help" in sickle
    assert ("begin slowly" in sickle) == (kind in ("warm-up", "strength"))


def test_moves_that_carry_a_leg_across_mind_an_artificial_hip() -> None:
    made = {move.id: move for plan in moves().plans.values() for move in plan}
    for name in ("side_swing", "side_lunge", "side_step"):
        assert "artificial hip" in made[name].mind


@pytest.mark.parametrize("name", ["strength", "stretching"])
def test_plans_of_the_race_the_weeks_and_the_routines_say_the_same_with_one_grade(name: str) -> None:
    table = tomllib.loads(files("uncramp.prevent").joinpath("measures.toml").read_text(encoding="utf-8"))[name]
    session = {"strength": "strength", "stretching": "routine"}[name]
    said, grade = moves().kinds[name].known, moves().kinds[name].on_cramps
    said = {"strength": said.split(" A muscle that")[0], "stretching": said.split(" In people over 50")[0]}[name]
    assert said in table["how"]
    assert said in WHY[session]
    assert table["grade"] == EVIDENCE[session][0] == grade == "athletes"
    assert not table["supported"]


def test_magnesium_is_told_no_larger_than_its_trials() -> None:
    table = tomllib.loads(files("uncramp.prevent").joinpath("measures.toml").read_text(encoding="utf-8"))["magnesium"]
    plan = plan_food(losses_typed(sweat_l=2.0))
    food = next(food_words.supplement_words(plan, one).text for one in plan.supplements if one.id == "magnesium")
    for text in (table["how"], food):
        assert "older adults with night cramps" in text
        assert "pregnancy it is unclear" in text
        assert "in exercise nobody has tested it" in text


def test_a_routine_is_for_people_without_a_cramp() -> None:
    for plan in moves().plans.values():
        for move in plan:
            assert "cramp" not in f"{move.name} {move.text} {move.mind}".lower()


def test_what_is_told_lying_down_is_known_to_be() -> None:
    for (kind, _muscle), plan in moves().plans.items():
        for move in plan:
            told = move.text.startswith(("Lie on", "Lift your hips"))
            assert told == move.lying or (kind in HELD and move.lying)
