"""The terminal view of a race plan: one screen, never too wide, and nothing that matters left out."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plans import build_plan

from uncramp.prevent.plan import RacePlan
from uncramp.report.race_terminal import race_view
from uncramp.report.screen import Screen
from uncramp.why.answers import Caution

HARD: dict[str, Any] = {"goal_s": 12_600.0, "reaches_goal": False, "failing": "plasma_sodium", "see_check": True, "heights": False}
PLANS = {"marathon": build_plan(), "hard": build_plan(**HARD), "ten": build_plan(distance_m=10_000.0, predicted_s=3000.0, goal_s=None),
         "ultra": build_plan(distance_m=100_000.0, predicted_s=36_000.0, every_km=3.0)}  # fmt: skip


def shown(plan: RacePlan, **how: Any) -> list[str]:
    return [line.plain for line in race_view(plan, Screen(**how))]


@given(
    name=st.sampled_from(sorted(PLANS)), width=st.integers(60, 120), units=st.sampled_from(["metric", "imperial"]),
    unicode=st.booleans(), verbose=st.booleans(),
)  # fmt: skip
def test_no_line_is_wider_than_the_screen(name: str, width: int, units: str, unicode: bool, verbose: bool) -> None:
    lines = shown(PLANS[name], width=width, units=units, unicode=unicode, verbose=verbose)
    assert not [line for line in lines if len(line) > width]
    if not unicode:
        assert all(line.isascii() for line in lines)


@pytest.mark.parametrize("width", [79, 110])
@pytest.mark.parametrize("name", ["marathon", "ten"])
def test_it_is_one_screen(name: str, width: int) -> None:
    screen = Screen(width=width)
    assert len(race_view(PLANS[name], screen)) <= screen.lines


def test_the_chance_stands_first_and_with_its_range() -> None:
    lines = shown(PLANS["marathon"])
    assert any("Chance of a cramp with this plan: 13 % (5 to 24)" in line for line in lines[:8])


@pytest.mark.parametrize("units", ["metric", "imperial"])
def test_pace_and_drinks_are_in_the_readers_unit(units: str) -> None:
    told = "\n".join(shown(PLANS["marathon"], units=units, verbose=True))
    assert ("min/km" in told) == (units == "metric")
    assert ("150 ml water" in told) == (units == "metric")
    assert ("5 oz water" in told) == (units == "imperial")


def test_in_full_every_kilometre_every_drink_and_how_each_measure_is_done() -> None:
    plan = PLANS["marathon"]
    told = "\n".join(shown(plan, verbose=True))
    for one in plan.measures:
        if one.supported:
            assert one.how in told.replace("\n    ", " ")
    assert len([line for line in told.splitlines() if line.strip().startswith(tuple(f"{km} " for km in range(1, 43)))]) >= 42


def test_what_fails_and_what_is_urgent_stands_in_bold_before_anything_that_can_be_left_out() -> None:
    lines = race_view(PLANS["hard"], Screen(width=79))
    bold = " ".join(line.plain.strip() for line in lines if "bold" in str(line.style))
    assert "uncramp check" in bold
    assert "Do not race to this plan." in bold
    assert "This is the nearest" not in bold
    assert "does NOT hold" in bold


def test_no_caution_is_cut() -> None:
    told = "word " * 150 + "end"
    plan = build_plan(cautions=(Caution("long", told, "same_day"), Caution("weather_assumed", "Assumed.", "note")))
    lines = shown(plan, width=60)
    assert any(line.endswith("end") for line in lines)
    assert any("Not given, so assumed and drawn wide: weather." in line for line in lines)


def test_over_drinking_is_warned_of_and_red_flags_lead_to_check() -> None:
    told = " ".join(shown(PLANS["marathon"]))
    assert "Drinking more than you sweat is dangerous, with sodium in it or not" in told.replace("  ", " ")
    assert "uncramp check" in told
