"""What is said of a race plan: never more to drink than planned, in any unit, and every doubt in words."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plans import GUARDS, MEASURES, build_plan

from uncramp.body.athlete import Athlete
from uncramp.prevent.calendar import race_calendar
from uncramp.prevent.drinks import Drink
from uncramp.prevent.holding import HOLDS
from uncramp.prevent.watch_steps import race_steps
from uncramp.report import race_words as words
from uncramp.report.race_card import card_of
from uncramp.report.wording import Wording
from uncramp.units import L_PER_US_FLUID_OUNCE
from uncramp.why.answers import Caution


def figure(text: str) -> float:
    found = re.match(r"[\d.]+", text)
    assert found
    return float(found[0])


@given(volume_ml=st.floats(0.0, 20_000.0))
def test_an_amount_is_rounded_down_only(volume_ml: float) -> None:
    assert volume_ml - 1.0 < figure(words.volume_text(volume_ml, "metric")) <= volume_ml + 1e-6
    ounces = figure(words.volume_text(volume_ml, "imperial"))
    assert volume_ml - 500.0 * L_PER_US_FLUID_OUNCE - 1e-6 < 1000.0 * L_PER_US_FLUID_OUNCE * ounces <= volume_ml + 1e-4


@pytest.mark.parametrize("units", ["metric", "imperial"])
def test_card_watch_calendar_and_screen_say_the_same_cups_and_their_sum(units: str) -> None:
    plan = build_plan()
    cups = [figure(words.volume_text(stop.volume_ml, units)) for stop in plan.drinks]
    unit = {"metric": "ml", "imperial": "oz"}[units]
    calendar = b"".join(race_calendar(plan, units=units, detailed=True).split(b"\r\n ")).decode()
    notes = [step.note for step in race_steps(plan, units)]
    card = [row["drink"] for row in card_of(plan, Wording(units))["stages"]]
    for place, amount in enumerate(cups):
        told = f"{amount:g} {unit} {plan.drinks[place].what}"
        assert f": {told}" in calendar
        assert f"If thirsty: {amount:g} {unit}" in notes[place + 1]
        assert any(told.split(" ", maxsplit=1)[0] + f"\u202f{unit}" in row for row in card)
    assert words.totals_text(plan, Wording(units)).startswith(f"In all {sum(cups):g}\u202f{unit} to drink, the sum of the cups,")


def test_a_plan_that_misses_the_goal_says_so_and_which_is_nearest() -> None:
    plan = build_plan(goal_s=12_600.0, reaches_goal=False)
    assert "3:30:00" in words.goal_text(plan)
    assert "3:45:00" in words.goal_text(plan)
    assert words.goal_text(build_plan()) == words.goal_text(build_plan(goal_s=None)) == ""


@pytest.mark.parametrize("kind", [{"see_check": True}, {"failing": "core"}, {"failing": "drinking"}], ids=str)
def test_a_limit_that_does_not_hold_sends_to_check(kind: dict[str, object]) -> None:
    assert "uncramp check" in words.check_text(build_plan(**kind))
    assert words.check_text(build_plan()) == ""


def test_what_the_evidence_does_not_support_is_named_as_that_and_nowhere_among_what_helps() -> None:
    plan = build_plan()
    told = words.unsupported_text(plan)
    assert told.startswith("Not shown to prevent cramps")
    assert "Stretch beforehand" in told
    assert "Magnesium" in told
    assert {one.id for one in words.ranked_measures(plan.measures)} == {one.id for one in MEASURES if one.supported}
    assert words.unsupported_text(replace(plan, measures=())) == ""


def test_an_effect_that_is_not_known_is_not_a_number() -> None:
    known = {one.id: words.points_text(one) for one in MEASURES}
    assert known["weigh_in"] == "not known"
    assert known["pacing"] == "−6 (−12 to −2)"


@pytest.mark.parametrize(
    ("guard", "units", "told"),
    [
        (GUARDS[0], "metric", "0.2\u202fL to spare"),
        (GUARDS[0], "imperial", "7\u202foz to spare"),
        (replace(GUARDS[3], holds=False, margin=-0.5), "metric", "0.5\u202f°C beyond it"),
        (replace(GUARDS[3], holds=False, margin=-0.5), "imperial", "0.9\u202f°F beyond it"),
        (replace(GUARDS[2], margin=float("nan")), "metric", "margin not known"),
    ],
)
def test_a_margin_is_said_in_the_readers_unit(guard: object, units: str, told: str) -> None:
    assert words.margin_text(guard, units) == told  # type: ignore[arg-type]


def test_both_chances_of_a_sceptic_are_said() -> None:
    told = words.sceptical_text(build_plan())
    assert told.count("%") == 2


@pytest.mark.parametrize(
    ("units", "kept", "absent"), [("metric", ("km", "°C", "m/s"), ("mi", "°F")), ("imperial", ("mi", "°F", "mph"), ("km", "°C"))]
)
def test_units_are_the_readers(units: str, kept: tuple[str, ...], absent: tuple[str, ...]) -> None:
    plan = build_plan(heights=False)
    wording = Wording(units)
    told = " ".join(
        [
            words.head_text(replace(plan, course=replace(plan.course, name="race")), wording),
            words.weather_text(plan, wording),
            words.where_text(plan, units),
        ]
    )
    found = set(re.findall(r"[^\s\d(),.:]+", told))
    assert set(kept) <= found
    assert not set(absent) & found


def test_what_nobody_said_is_marked_as_assumed() -> None:
    plan, wording = build_plan(), Wording()
    assert "ASSUMED" not in words.weather_text(plan, wording)
    assert words.assumed_drinks_text(plan) == ""
    weather = replace(plan.minutes.weather, assumed_names=("humidity", "sun"))
    told = words.weather_text(replace(plan, minutes=replace(plan.minutes, weather=weather)), wording)
    assert re.fullmatch(r"Weather: [^;]*wind [^;]*; ASSUMED: humidity [^;]*, sun [^;]*", told)
    drinks = (Drink("sports drink", None, 20.0, 60.0, 0.0, 0.0), Drink("water", None, 0.0, 0.0, 0.0, 0.0))
    assumed = words.assumed_drinks_text(replace(plan, assumed_drinks=drinks))
    assert assumed.startswith("ASSUMED")
    assert assumed.endswith("(--drinks): sports drink (20 mmol/L sodium, 60 g/L carbohydrate), water.")


def test_how_many_could_not_do_it_stands_beside_the_chance_and_nowhere_else() -> None:
    note = Caution("draws_impossible", "34 % of the draws could not do this.", "note")
    plan = build_plan(cautions=(note,), able_frac=0.76)
    assert words.cautions_of_chance(plan) == [note]
    assert words.ranked_cautions(plan.cautions) == []
    assert words.able_text(plan).startswith("76 % of possible athletes like you could hold this pace")


@pytest.mark.parametrize("held", HOLDS)
def test_a_sweat_test_is_asked_for_only_where_none_is_known(held: str) -> None:
    plan, wording = build_plan(held_by=held), Wording("imperial")
    told = words.held_text_of_drinks(plan, wording)
    assert told.startswith("What holds it down most: ")
    tested = replace(plan, assessment=replace(plan.assessment, athlete=Athlete(sweat_rate_l_h=1.1)))
    assert "a sweat test would tell" not in words.held_text_of_drinks(tested, wording)
    assert "L/h" not in told


def test_who_says_the_sport_is_told() -> None:
    course = build_plan().course
    assert words.sport_text(course) == "running"
    assert words.sport_text(replace(course, sport="mountain_biking", sport_by="file")) == "mountain biking (as the file says)"
    assert words.sport_text(replace(course, sport_by="assumed")) == "running (ASSUMED, see --sport)"


def test_what_is_drunk_by_thirst_is_assumed_whatever_there_is() -> None:
    plan = build_plan(held_by="thirst", assumed_drinks=(Drink("water or sports drink", None, 10.0, 30.0, 0.0, 0.0),))
    told = words.assumed_drinks_text(plan)
    assert (
        told == "ASSUMED, for by thirst one drinks what one likes: water or sports drink (10 mmol/L sodium, 30 g/L carbohydrate)."
    )
