"""The page of a plan of weeks in a browser: no errors, no requests, no barriers, narrow and wide, light and dark."""

from __future__ import annotations

import pytest
from browsers import SHAPES, assert_nobody_is_kept_out, complaints_and_requests, show
from selenium import webdriver
from selenium.webdriver.common.by import By
from week_plans import build_weeks_plan

from uncramp.report.weeks_page import write_weeks_page


@pytest.fixture(scope="module", params=[True, False], ids=["known", "unknown"])
def address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("page") / "weeks.html"
    write_weeks_page(build_weeks_plan(known=request.param), path)
    return path.as_uri()


def test_it_opens_without_errors_and_asks_for_nothing(chrome: webdriver.Chrome, address: str) -> None:
    assert complaints_and_requests(chrome, address) == ([], {address})


@pytest.mark.parametrize(("width", "scheme"), SHAPES)
def test_nobody_is_kept_out(chrome: webdriver.Chrome, address: str, width: int, scheme: str) -> None:
    show(chrome, width=width, scheme=scheme)
    chrome.get(address)
    assert_nobody_is_kept_out(chrome, width)


def test_weeks_open_and_are_drawn(chrome: webdriver.Chrome, address: str) -> None:
    show(chrome, width=1200, scheme="light")
    chrome.get(address)
    assert all(drawing.size["height"] > 150 for drawing in chrome.find_elements(By.CSS_SELECTOR, "svg.drawn"))
    weeks = chrome.find_elements(By.CSS_SELECTOR, "details.week-days")
    assert len(weeks) > 10
    assert not weeks[-1].find_element(By.TAG_NAME, "dl").is_displayed()
    weeks[-1].find_element(By.TAG_NAME, "summary").click()
    assert "Race" in weeks[-1].find_element(By.TAG_NAME, "dl").text
