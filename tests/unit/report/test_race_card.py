"""The race card: one sheet, every row and drink on it, in its quarter, large enough to be read while running."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import weasyprint
from plans import MEASURES, build_plan
from pypdf import PdfReader

from uncramp.prevent.plan import Measure
from uncramp.report.pdf import pdf_bytes
from uncramp.report.race_card import ROOMS, race_card

MM = 96.0 / 25.4  # WeasyPrint's pixels
POINT = 96.0 / 72.0
LETTER_CUT_MM = (297.0 - 279.4) / 2.0
LONG = tuple(replace(one, how="What exactly to do, in two sentences as long as they ever are. " * 3) for one in MEASURES * 4)


def measures_of(letters: int, *whens: str) -> tuple[Measure, ...]:
    """Measures of these times, with so many letters in all."""
    chosen = [replace(MEASURES[place % 7], when=when, how="") for when in whens for place in range(4)]
    each = letters // len(chosen)
    return tuple(replace(one, how=("word " * each)[: max(each - len(one.name), 0)]) for one in chosen)


FULL = {
    f"{side} {size}": {
        "measures": measures_of(most - (120 if side == "left" else 0), *(("during",) if side == "left" else ("before", "after")))
    }
    for side, rooms in ROOMS.items()
    for size, most in rooms
}
PLANS: dict[str, dict[str, Any]] = {
    "marathon": {},
    "hard": {"goal_s": 12_600.0, "reaches_goal": False, "failing": "core", "see_check": True},
    "stations": {"every_km": 2.5},
    "ultra": {"distance_m": 100_000.0, "predicted_s": 36_000.0, "goal_s": 36_000.0, "every_km": 3.0},
    "crowded": {"distance_m": 160_000.0, "predicted_s": 90_000.0, "goal_s": None, "every_km": 2.0},
    "wordy": {"measures": LONG, "failing": "core", "see_check": True},
    "ride": {"sport": "cycling", "distance_m": 180_000.0, "predicted_s": 19_800.0, "goal_s": None, "every_km": 20.0},
    "dry": {"drinks": ()},
    **FULL,
}


def within(box: Any) -> Iterator[Any]:
    """All boxes below ``box``."""
    for child in getattr(box, "children", ()):
        yield child
        yield from within(child)


def is_quarter(box: Any) -> bool:
    return box.element is not None and "quarter" in str(box.element.get("class"))


@pytest.mark.parametrize("units", ["metric", "imperial"])
@pytest.mark.parametrize("kind", PLANS)
def test_all_of_it_has_room_in_its_quarter(kind: str, units: str) -> None:
    (page,) = weasyprint.HTML(string=race_card(build_plan(**PLANS[kind]), units)).render().pages
    quarters = [box for box in within(page._page_box) if is_quarter(box)]
    assert len(quarters) == 4
    for quarter in quarters:
        bottom = quarter.position_y + quarter.padding_top + quarter.border_top_width + quarter.height
        right = quarter.position_x + quarter.padding_left + quarter.border_left_width + quarter.width
        for box in within(quarter):
            assert box.position_y + box.height <= bottom + 0.1, box
            assert box.position_x + box.width <= right + 0.1, box
        # what a sheet of letter lacks at its ends stays empty
        assert quarter.padding_bottom >= LETTER_CUT_MM * MM


@pytest.mark.parametrize("kind", ["marathon", "stations", "ultra"])
def test_every_drink_and_the_finish_are_on_the_sheet(kind: str) -> None:
    plan = build_plan(**PLANS[kind])
    read = PdfReader(io.BytesIO(pdf_bytes(race_card(plan))))
    assert len(read.pages) == 1
    told = read.pages[0].extract_text().replace("\u202f", " ")
    assert len(re.findall(r"ml", told)) >= len(plan.drinks)
    assert "Drink no more than this" in told.replace("\n", " ")
    assert "Chance of a cramp with this plan" in told.replace("\n", " ")
    assert "call for help" in told.replace("\n", " ")


def test_place_and_clock_of_a_marathon_are_large_and_black_where_to_ease_off_too() -> None:
    (page,) = weasyprint.HTML(string=race_card(build_plan())).render().pages
    rows = [box for box in within(page._page_box) if box.element_tag == "th" and box.element.get("scope") == "row"]
    assert rows
    assert all(box.style["font_size"] >= 15.0 * POINT for box in rows)
    assert all(tuple(box.style["color"].coordinates) == (0.0, 0.0, 0.0) for box in rows)
    assert race_card(build_plan()).count('<b class="off">at risk</b>') == 2  # in words, not by a shade alone


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert pdf_bytes(race_card(build_plan())) == pdf_bytes(race_card(build_plan()))
