"""The page of everything known in a browser: no errors, no requests, for screen readers, on a phone, without scripts, on paper."""

from __future__ import annotations

import base64

import pytest
from browsers import SHAPES, assert_nobody_is_kept_out, complaints_and_requests, show
from selenium import webdriver
from selenium.webdriver.common.by import By

from uncramp.learn.pages import QUESTIONS
from uncramp.report.learn_page import write_learn_page


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("page") / "learn.html"
    write_learn_page(path)
    return path.as_uri()


def test_it_opens_without_errors_and_asks_for_nothing(chrome: webdriver.Chrome, address: str) -> None:
    assert complaints_and_requests(chrome, address) == ([], {address})


@pytest.mark.parametrize(("width", "scheme"), SHAPES)
def test_nobody_is_kept_out(chrome: webdriver.Chrome, address: str, width: int, scheme: str) -> None:
    show(chrome, width=width, scheme=scheme)
    chrome.get(address)
    assert_nobody_is_kept_out(chrome, width)


def test_the_questions_are_large_enough_for_a_thumb_and_lead_to_their_pages_without_scripts(
    chrome: webdriver.Chrome, address: str
) -> None:
    show(chrome, width=390, scheme="light")
    chrome.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        for question in QUESTIONS:
            chrome.get(address)
            target = chrome.find_element(By.CSS_SELECTOR, f"ul.questions a.{question}")
            assert min(target.size.values()) >= 44
            target.click()
            assert chrome.current_url.endswith(f"#{question}")
    finally:
        chrome.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_a_contradiction_can_be_linked_to(chrome: webdriver.Chrome, address: str) -> None:
    show(chrome, width=1200, scheme="light")
    chrome.get(f"{address}#K9")
    assert chrome.execute_script("return document.querySelector(':target').getBoundingClientRect().top") < 300


def test_it_prints_light(chrome: webdriver.Chrome, address: str) -> None:
    chrome.get(address)
    features = [{"name": "prefers-color-scheme", "value": "dark"}]
    chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print", "features": features})
    assert chrome.execute_script("return getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not any(each.is_displayed() for each in chrome.find_elements(By.CSS_SELECTOR, "nav, .leads"))
    printed = chrome.execute_cdp_cmd("Page.printToPDF", {"paperWidth": 8.27, "paperHeight": 11.69})
    assert base64.b64decode(printed["data"]).startswith(b"%PDF")
