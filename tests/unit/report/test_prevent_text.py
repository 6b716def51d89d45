"""Routines and foods on a terminal: no line too wide, every label of evidence there, nothing cut."""

from __future__ import annotations

import pytest

from uncramp.prevent.food import Eater, plan_food
from uncramp.prevent.losses import losses_typed
from uncramp.prevent.moves import moves
from uncramp.prevent.routine import compose_routine
from uncramp.report.food_page import food_page
from uncramp.report.food_text import food_view
from uncramp.report.food_words import amount
from uncramp.report.learn_wording import grade_word
from uncramp.report.routine_page import routine_page
from uncramp.report.routine_text import routine_text
from uncramp.report.screen import Screen

PLANS = sorted(moves().plans)


def shown(plan_of: dict[str, object], width: int = 79, *, verbose: bool = True) -> list[str]:
    plan = plan_food(losses_typed(sweat_l=2.5), Eater(**plan_of))  # type: ignore[arg-type]
    return [line.plain for line in food_view(plan, Screen(width=width, verbose=verbose))]


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize(("kind", "muscle"), PLANS)
def test_no_line_of_a_routine_is_too_wide_and_it_says_what_is_known(kind: str, muscle: str, width: int) -> None:
    text = routine_text(compose_routine(kind, muscle), width=width, verbose=True)
    assert max(map(len, text.splitlines())) < width
    words = " ".join(text.split())
    assert moves().kinds[kind].known in words
    assert "not shown to stop cramps" in words
    assert f"[{grade_word(moves().kinds[kind].on_cramps)};" in words


def test_the_moments_of_a_routine_are_when_its_moves_begin() -> None:
    text = routine_text(compose_routine("strength", "calf", minutes=12), width=80)
    assert " 0:00  Get warm" in text
    assert text.index("12:00  Done.") > text.index("Long step")


@pytest.mark.parametrize("width", [59, 79, 119])
@pytest.mark.parametrize(
    "eater", [{}, {"diet": "vegan"}, {"conditions": ("kidney disease",)}, {"medicines": ("ramipril",)}], ids=str
)
def test_no_line_about_food_is_too_wide(eater: dict[str, object], width: int) -> None:
    assert max(map(len, shown(eater, width))) <= width


def test_the_labels_are_there() -> None:
    words = " ".join(" ".join(shown({})).split())
    for said in (
        "Salt does not protect you from drinking too much",
        "the evidence does not support them for cramps in sport",
        "not shown to stop cramps in sport",
        "ask your clinician before you eat more salt or potassium",
    ):
        assert said in words


def test_with_a_medicine_that_keeps_potassium_the_clinician_is_asked_and_nothing_is_taken_away() -> None:
    words = " ".join(" ".join(shown({"medicines": ("spironolactone",)})).split())
    assert "Ask your clinician how much" in words
    assert "because of: spironolactone" in words
    assert "Do not stop or change a medicine" in words
    assert "banana" not in words


def test_ascii_terminals_get_ascii() -> None:
    plan = plan_food(losses_typed(sweat_l=2.5))
    lines = [line.plain for line in food_view(plan, Screen(width=79, unicode=False))]
    assert all(line.isascii() for line in lines)


@pytest.mark.parametrize(("milligrams", "told"), [(999.4, "999 mg"), (1000.0, "1.0 g"), (0.0, "0 mg"), (float("nan"), "not known")])
def test_amounts_as_people_say_them(milligrams: float, told: str) -> None:
    assert amount(milligrams) == told


def test_pages_escape_what_was_typed() -> None:
    plan = plan_food(losses_typed(sodium_mmol=50.0), Eater(conditions=("<b>gout</b>",)))
    page = food_page(plan)
    assert "<b>gout" not in page
    assert "&lt;b&gt;gout" in page


@pytest.mark.parametrize(("kind", "muscle"), PLANS)
def test_every_move_has_its_drawing_on_the_page(kind: str, muscle: str) -> None:
    routine = compose_routine(kind, muscle)
    page = routine_page(routine)
    for exercise in routine.exercises:
        assert f'aria-label="{exercise.move.drawing.title}"' in page
    assert "http" not in page.split('<section aria-labelledby="sources-title"', maxsplit=1)[0].replace("http-equiv", "")
