"""The page of a race plan in a browser: no errors, no requests, no barriers, from 320 px to wide, light and dark; and on paper."""

from __future__ import annotations

import base64
import io
from typing import Any

import pytest
from browsers import assert_nobody_is_kept_out, complaints_and_requests, shapes, show
from plans import build_plan
from pypdf import PdfReader
from selenium import webdriver
from selenium.webdriver.common.by import By

from uncramp.report.race_page import write_race_page

PLANS: dict[str, dict[str, Any]] = {
    "marathon": {},
    "hard": {"goal_s": 12_600.0, "reaches_goal": False, "failing": "core", "see_check": True, "heights": False},
}


@pytest.fixture(scope="module", params=PLANS)
def address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("page") / "plan.html"
    write_race_page(build_plan(**PLANS[request.param]), path, units="imperial" if request.param == "hard" else "metric")
    return path.as_uri()


def test_it_opens_without_errors_and_asks_for_nothing(chrome: webdriver.Chrome, address: str) -> None:
    complaints, asked = complaints_and_requests(chrome, address)
    assert complaints == []
    assert {one for one in asked if not one.startswith("data:")} == {address}


@pytest.mark.parametrize(("width", "scheme"), shapes((768, "light")))
def test_nobody_is_kept_out(chrome: webdriver.Chrome, address: str, width: int, scheme: str) -> None:
    show(chrome, width=width, scheme=scheme)
    chrome.get(address)
    assert_nobody_is_kept_out(chrome, width)
    targets = [one.size for one in chrome.find_elements(By.CSS_SELECTOR, ".cites a")]
    assert targets
    assert all(min(one["width"], one["height"]) >= 24 for one in targets), "a finger finds the source"


@pytest.mark.parametrize("width", [320, 1280])
def test_letters_of_the_charts_can_be_read(chrome: webdriver.Chrome, address: str, width: int) -> None:
    show(chrome, width=width, scheme="light")
    chrome.get(address)
    shown = [one for one in chrome.find_elements(By.CSS_SELECTOR, "svg.drawn") if one.is_displayed()]
    assert len(shown) == 3
    for drawing in shown:
        box = str(drawing.get_dom_attribute("viewBox")).split()
        assert 12.0 * drawing.size["width"] / float(box[2]) >= 9.0


def test_it_prints_with_the_card_as_a_sheet_of_its_own(chrome: webdriver.Chrome, address: str) -> None:
    chrome.get(address)
    printed = chrome.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True, "printBackground": True})
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(base64.b64decode(printed["data"]))).pages]
    (card,) = [text for text in pages if "If a cramp comes" in text]
    # the card of a plan that is not to be followed says that, and names no drink
    told = "Do not race to this plan" if "Do not race to this plan" in chrome.page_source else "Drink no more than this"
    assert told in card.replace("\n", " ")
    assert "How this was made" not in card
