"""The page of a race plan: whole, quiet, in the reader's units, and the card is in it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from plans import build_plan

from uncramp.errors import InputError, StoreError
from uncramp.report.html import environment
from uncramp.report.race_card import race_card
from uncramp.report.race_page import render_race_page, write_race_page
from uncramp.report.race_terminal import race_view
from uncramp.report.screen import Screen
from uncramp.why.answers import Caution

PLANS: dict[str, dict[str, Any]] = {
    "marathon": {},
    "hard": {"goal_s": 12_600.0, "reaches_goal": False, "failing": "core", "see_check": True, "heights": False},
    "bare": {"measures": (), "drinks": (), "tradeoff": (), "cautions": (), "guards": ()},
}


@pytest.mark.parametrize("kind", PLANS)
def test_it_asks_for_nothing_and_runs_nothing(kind: str) -> None:
    page = render_race_page(build_plan(**PLANS[kind]))
    assert "<script" not in page
    assert not re.findall(r'(?:src|href)="(?!#|data:|https://doi\.org/)', page)
    assert "default-src 'none'" in page


@pytest.mark.parametrize("kind", PLANS)
def test_every_place_that_is_pointed_at_is_there(kind: str) -> None:
    page = render_race_page(build_plan(**PLANS[kind]))
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'(?:href="#|aria-labelledby=")([^"]+)"', page)) <= set(ids)


def test_what_a_person_names_is_text_and_never_markup() -> None:
    sharp = "<b onclick=x>&"
    plan = build_plan(cautions=(Caution("x", sharp, "note"),))
    page = render_race_page(plan)
    assert "<b onclick" not in page
    assert "&lt;b onclick" in page


def test_chances_have_ranges_and_the_sceptic_is_heard() -> None:
    page = render_race_page(build_plan())
    assert "estimate, 5 % to 24 %" in page
    assert "A sceptic" in page
    assert "Not shown to prevent cramps" in page
    assert "rests on one trial or one group" in page


def test_numbers_of_sources_do_not_run_together() -> None:
    told = environment().from_string('{% from "marks.html.j2" import cite with context %}{{ cite(["b", "none", "a"]) }}')
    written = re.sub(r"<[^>]+>", "", told.render(numbers={"a": 12, "b": 18}))
    assert written == "18, 12"


def test_units_are_the_readers() -> None:
    metric, imperial = (render_race_page(build_plan(), units=units) for units in ("metric", "imperial"))
    assert "min/km" in metric
    assert "min/mi" not in metric
    assert "min/mi" in imperial
    assert "min/km" not in imperial
    assert "°F" in imperial
    assert "5\u202foz water" in imperial
    with pytest.raises(InputError, match="Use metric or imperial"):
        render_race_page(build_plan(), units="furlongs")


@pytest.mark.parametrize(
    ("units", "unit", "others"), [("metric", "km/h", ("min/km", "mph")), ("imperial", "mph", ("min/mi", "km/h"))]
)
def test_on_wheels_it_is_a_speed_everywhere(units: str, unit: str, others: tuple[str, ...]) -> None:
    plan = build_plan(sport="cycling", distance_m=180_000.0, predicted_s=19_800.0, goal_s=None, every_km=20.0)
    told = render_race_page(plan, units=units)
    lines = "\n".join(line.plain for line in race_view(plan, Screen(width=120, units=units, verbose=True)))
    for text in (told, lines, race_card(plan, units)):
        assert unit in text
        assert not [other for other in others if other in text]


def test_each_chart_is_drawn_for_narrow_and_wide() -> None:
    page = render_race_page(build_plan())
    assert page.count('<svg class="drawn broad"') == page.count('<svg class="drawn slim"') == 3


def test_the_same_plan_gives_the_same_bytes(tmp_path: Path) -> None:
    write_race_page(build_plan(), tmp_path / "a.html")
    write_race_page(build_plan(), tmp_path / "b.html")
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()
    with pytest.raises(StoreError, match="cannot be written"):
        write_race_page(build_plan(), tmp_path / "none" / "a.html")
