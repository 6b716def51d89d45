"""The pocket card: everything is on one sheet, in its quarter, inside what a letter sheet prints, and stays the same."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
import weasyprint
from pypdf import PdfReader

from uncramp.errors import InputError
from uncramp.names import MUSCLES
from uncramp.relieve.guide import guide
from uncramp.relieve.protocols import protocols
from uncramp.report.pdf import pdf_bytes
from uncramp.report.pocket_card import pocket_card
from uncramp.report.relief_words import way_text

CARDS = [None, *protocols().muscles]
MM = 96.0 / 25.4  # WeasyPrint's pixels
LETTER_CUT_MM = (297.0 - 279.4) / 2.0


def within(box: Any) -> Iterator[Any]:
    """All boxes below ``box``."""
    for child in getattr(box, "children", ()):
        yield child
        yield from within(child)


def words(text: str) -> str:
    return re.sub(r"[\s\u00ad]+", "", text)


@pytest.mark.parametrize("muscle", CARDS)
def test_all_of_it_has_room_in_its_quarter(muscle: str | None) -> None:
    (page,) = weasyprint.HTML(string=pocket_card(muscle, side="left")).render().pages
    quarters = [box for box in within(page._page_box) if box.element_tag == "section"]
    assert len(quarters) == 4
    for quarter in quarters:
        bottom = quarter.position_y + quarter.padding_top + quarter.border_top_width + quarter.height
        right = quarter.position_x + quarter.padding_left + quarter.border_left_width + quarter.width
        for box in within(quarter):
            assert box.position_y + box.height <= bottom + 0.1
            assert box.position_x + box.width <= right + 0.1
        # what a sheet of letter lacks at its ends stays empty
        assert quarter.padding_bottom >= LETTER_CUT_MM * MM


@pytest.mark.parametrize("muscle", CARDS)
def test_every_sentence_is_on_the_sheet(muscle: str | None) -> None:
    read = PdfReader(io.BytesIO(pdf_bytes(pocket_card(muscle, side="left"))))
    assert len(read.pages) == 1
    told = words(read.pages[0].extract_text())
    found = [guide(name) for name in ((muscle,) if muscle else MUSCLES)]
    ways = [way_text(way) for one in found for way in (one.way, *(one.others if muscle else ()))]
    steps = [step.text for step in (*found[0].first, *found[0].hold, *found[0].after, *found[0].cautions) if step.id != "repeat"]
    missing = [text for text in (*ways, *steps) if words(text) not in told]
    assert not missing
    assert words(f"Hold for {found[0].hold_s:.0f} seconds.") in told


def test_the_three_main_muscles_come_with_their_way_in_water() -> None:
    page = pocket_card(None)
    for muscle in MUSCLES:
        assert way_text(guide(muscle, place="water").way) in page


def test_side_partner_and_place_are_those_asked_for() -> None:
    page = pocket_card("calf", side="left", partner=True)
    assert "<h1>Calf, left</h1>" in page
    assert guide("calf", partner=True).way.text in page.partition("</section>")[0]
    assert guide("calf", place="bike").way.text in pocket_card("calf", place="bike").partition("</section>")[0]
    with pytest.raises(InputError, match="calf"):
        pocket_card("calv")


def test_the_same_card_has_the_same_bytes() -> None:
    assert pdf_bytes(pocket_card("calf")) == pdf_bytes(pocket_card("calf"))
