"""Who is not sent into the heat, to the race's drinks or into a plan for adults; and that it is said first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from histories import TODAY, runner

from uncramp.body.athlete import Athlete
from uncramp.prevent.exposure import NOTHING
from uncramp.prevent.weeks import Asked, plan_weeks
from uncramp.prevent.weeks_plan import WeeksPlan

HOT = Asked(TODAY, date(2027, 5, 2), air_c=31.0, days_count=5)


def planned(**athlete: object) -> WeeksPlan:
    return plan_weeks(HOT, Athlete(**athlete), runner())  # type: ignore[arg-type]


def kinds(plan: WeeksPlan) -> set[str]:
    return {one.kind for one in plan.sessions}


@pytest.mark.parametrize(
    ("athlete", "reason"),
    [
        ({"conditions": ("heat stroke",)}, "heat stroke"),
        ({"conditions": ("pregnancy",)}, "pregnancy"),
        ({"conditions": ("sickle cell trait",)}, "sickle cell trait"),
        ({"conditions": ("heart failure",)}, "heart failure"),
        ({"conditions": ("kidney disease",)}, "kidney disease"),
        ({"conditions": ("a disease nobody knows",)}, "a disease nobody knows"),
        ({"medicines": ("lithium",)}, "lithium"),
        ({"medicines": ("furosemide",)}, "furosemide"),
        ({"medicines": ("hydrochlorothiazide",)}, "hydrochlorothiazide"),
        ({"medicines": ("oxybutynin",)}, "oxybutynin"),
        ({"age_year": 12.0}, "age 12"),
        ({"age_year": 17.9}, "age 18"),
        ({"age_year": 66.0}, "age 66"),
    ],
)
def test_who_should_not_is_not_sent_into_the_heat_and_told_why(athlete: dict[str, object], reason: str) -> None:
    plan = planned(**athlete)
    assert "heat" not in kinds(plan)
    assert not {"heat", "short_heat"} & {one.id for one in plan.lacks}
    said = next(one for one in plan.cautions if one.id == "no_heat")
    assert reason in said.text
    assert said.urgency == "clinician_soon"
    assert ("Do not stop or change a medicine" in said.text) == ("medicines" in athlete)


@pytest.mark.parametrize("athlete", [{}, {"age_year": 18.0}, {"age_year": 65.0}, {"conditions": ("asthma",)}], ids=str)
def test_others_get_used_to_the_heat_before_a_hot_race(athlete: dict[str, object]) -> None:
    plan = planned(**athlete)
    assert "heat" in kinds(plan)
    assert "no_heat" not in {one.id for one in plan.cautions}


def test_a_cool_race_needs_no_word_about_heat() -> None:
    plan = plan_weeks(replace(HOT, air_c=12.0), Athlete(age_year=70.0), NOTHING)
    assert plan.cautions == ()


@pytest.mark.parametrize(
    "athlete",
    [
        {"conditions": ("kidney disease",)},
        {"conditions": ("SIADH of some kind",)},
        {"medicines": ("lithium",)},
        {"plasma_sodium_mmol_l": 134.0},
    ],
    ids=str,
)
def test_who_may_not_be_told_what_to_drink_does_not_try_the_race_s_drinks(athlete: dict[str, object]) -> None:
    plan = planned(**athlete)
    assert "rehearsal" not in kinds(plan)
    assert "rehearsal" not in {one.id for one in plan.lacks}
    assert "drinks_by_clinician" in {one.id for one in plan.cautions}
    assert "rehearsal" in kinds(planned())


def test_low_resting_sodium_and_a_young_age_are_said_first() -> None:
    assert planned(plasma_sodium_mmol_l=134.0, conditions=("asthma",)).cautions[0].id == "resting_sodium"
    first = planned(age_year=12.0, conditions=("asthma",)).cautions[0]
    assert first.id == "under_age"
    assert "adults" in first.text
    assert "no weight added" in first.text
