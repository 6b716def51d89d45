"""The page of a field in a browser: no errors, no requests, no barriers, narrow and wide, light and dark."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from browsers import assert_nobody_is_kept_out, complaints_and_requests, shapes, show
from fields import SHORT_RUN
from selenium import webdriver
from selenium.webdriver.common.by import By

from uncramp.ensemble.field_file import field_from_text
from uncramp.ensemble.study import Plan, run_study
from uncramp.ensemble.summary import summary_of
from uncramp.report.cohort_page import write_cohort_page


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("page") / "field.html"
    field = field_from_text(SHORT_RUN.replace("aid_km", "profile_km_m = [[0, 10], [5, 60], [10, 10]]\naid_km"), "short.toml")
    with ThreadPoolExecutor(1) as executor:
        study = run_study(Plan(field, draws=3), executor)
    write_cohort_page(study, summary_of(study), path)
    return path.as_uri()


def test_it_opens_without_errors_and_asks_for_nothing(chrome: webdriver.Chrome, address: str) -> None:
    assert complaints_and_requests(chrome, address) == ([], {address})


@pytest.mark.parametrize(("width", "scheme"), shapes((390, "light"), (700, "light")))
def test_nobody_is_kept_out(chrome: webdriver.Chrome, address: str, width: int, scheme: str) -> None:
    show(chrome, width=width, scheme=scheme)
    chrome.get(address)
    assert_nobody_is_kept_out(chrome, width)
    wide = "return [...document.querySelectorAll('.scroll')].filter(one => one.scrollWidth > one.clientWidth).length"
    assert chrome.execute_script(wide) == 0  # rows are stacked where they have no room


def test_a_group_has_its_name_on_one_line(chrome: webdriver.Chrome, address: str) -> None:
    show(chrome, width=1280, scheme="light")
    chrome.get(address)
    high = "return [...document.querySelectorAll('#who tbody tr')].map(one => one.offsetHeight)"
    assert max(chrome.execute_script(high)) < 45


def test_a_stacked_cell_says_of_what_it_is(chrome: webdriver.Chrome, address: str) -> None:
    show(chrome, width=390, scheme="light")
    chrome.get(address)
    heads = [one.get_attribute("textContent") for one in chrome.find_elements(By.CSS_SELECTOR, "#who thead th")]
    cells = chrome.find_elements(By.CSS_SELECTOR, "#who tbody tr:first-child td")
    labels = [chrome.execute_script("return getComputedStyle(arguments[0], '::before').content", one) for one in cells]
    assert [one.split('"')[1].strip() for one in labels] == heads[1:]


def test_the_course_is_drawn_and_told(chrome: webdriver.Chrome, address: str) -> None:
    show(chrome, width=1200, scheme="light")
    chrome.get(address)
    drawing = chrome.find_element(By.CSS_SELECTOR, "svg.drawn")
    assert drawing.size["height"] > 150
    assert len(drawing.find_elements(By.CSS_SELECTOR, "rect.cramps")) == 30
    assert drawing.find_element(By.CSS_SELECTOR, "path.profile").is_displayed()
    told = chrome.find_element(By.ID, str(drawing.get_attribute("aria-labelledby")))
    assert "First cramps expected" in told.text
