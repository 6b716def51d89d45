"""The page in a browser: no errors, no requests, by keyboard, for screen readers, without scripts, on paper.

Needs Chromium with its driver, and axe-core in frontend/node_modules (``npm ci``); ``make test`` sees to both.
"""

from __future__ import annotations

import base64
import json
from functools import cache
from typing import Any

import pytest
from browsers import assert_nobody_is_kept_out, browser, shapes, show
from builders import build_assessment
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from uncramp.assessment import Assessment
from uncramp.report import wording
from uncramp.report.page import write_page
from uncramp.why.answers import CrampEvent, Range

SESSION_MIN = 60


@cache
def made() -> Assessment:
    return build_assessment(draws=20, session_min=SESSION_MIN, reported=[CrampEvent("calf", "left", 50 * 60.0)])


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("page") / "report.html"
    write_page(made(), path)
    return path.as_uri()


@pytest.fixture
def opened(chrome: webdriver.Chrome, address: str) -> webdriver.Chrome:
    show(chrome, width=1200, scheme="light")
    chrome.get(address)
    ready(chrome)
    return chrome


def ready(chrome: webdriver.Chrome) -> None:
    charts = len(chrome.find_elements(By.TAG_NAME, "figure"))
    WebDriverWait(chrome, 20).until(lambda page: len(page.find_elements(By.CSS_SELECTOR, ".plot canvas")) == charts > 0)


def plot(chrome: webdriver.Chrome, name: str) -> Any:
    return chrome.find_element(By.ID, f"plot-{name}")


def spoken(chrome: webdriver.Chrome, name: str) -> str:
    return str(plot(chrome, name).get_attribute("aria-valuetext"))


def pressed(chrome: webdriver.Chrome) -> list[str]:
    return [button.text for button in chrome.find_elements(By.CSS_SELECTOR, '.tools button[aria-pressed="true"]')]


def test_it_opens_without_errors_and_asks_for_nothing(address: str) -> None:
    with browser() as chrome:
        chrome.get(address)
        ready(chrome)
        assert chrome.get_log("browser") == []
        events = [json.loads(entry["message"])["message"] for entry in chrome.get_log("performance")]
        asked = {event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"}
        assert asked == {address}


def test_the_cursor_moves_by_keyboard_in_all_charts_at_once(opened: webdriver.Chrome) -> None:
    first = plot(opened, "temperature")
    opened.execute_script("arguments[0].focus()", first)
    first.send_keys(Keys.HOME)
    core = Range.of(made().body.core_c[:, 0], made().weight_frac)
    assert spoken(opened, "temperature").startswith(f"0:00: Core {wording.number(core.median, 1)}")
    first.send_keys(Keys.ARROW_RIGHT)
    assert spoken(opened, "temperature").startswith("0:01: ")
    assert spoken(opened, "hazard-calf").startswith("0:01: ")
    first.send_keys(Keys.SHIFT, Keys.ARROW_RIGHT)
    assert spoken(opened, "heart-rate").startswith("0:11: ")
    first.send_keys(Keys.NULL, Keys.ARROW_LEFT)
    assert spoken(opened, "sodium").startswith("0:10: ")
    assert opened.find_element(By.ID, "at-time").text == "At 0:10"


def test_the_cursor_does_not_leave_the_data_and_the_view_follows_it(opened: webdriver.Chrome) -> None:
    first = plot(opened, "hazard-calf")
    opened.execute_script("arguments[0].focus()", first)
    first.send_keys(Keys.END)
    assert "after the finish" in spoken(opened, "hazard-calf")
    first.send_keys(Keys.ARROW_RIGHT)
    assert int(first.get_attribute("aria-valuenow")) == SESSION_MIN + 359
    first.send_keys(Keys.HOME, Keys.ARROW_LEFT)
    assert first.get_attribute("aria-valuenow") == "0"


def test_enter_speaks_every_chart(opened: webdriver.Chrome) -> None:
    first = plot(opened, "temperature")
    opened.execute_script("arguments[0].focus()", first)
    first.send_keys(Keys.HOME, Keys.ENTER)
    said = opened.find_element(By.ID, "said")
    assert said.get_attribute("aria-live") == "polite"
    text = str(said.get_attribute("textContent"))
    for figure in opened.find_elements(By.CSS_SELECTOR, "figure h3"):
        assert str(figure.get_attribute("textContent")).split("  ")[0].split(" bpm")[0][:8].strip() in text


def test_the_view_is_changed_by_button_and_by_key(opened: webdriver.Chrome) -> None:
    assert pressed(opened) == ["Session"]
    opened.find_element(By.CSS_SELECTOR, '[data-view="after"]').click()
    assert pressed(opened) == ["Six hours after"]
    first = plot(opened, "temperature")
    opened.execute_script("arguments[0].focus()", first)
    first.send_keys(Keys.ESCAPE)
    assert pressed(opened) == ["Everything"]
    first.send_keys("+")
    assert pressed(opened) == []
    assert str(opened.find_element(By.ID, "said").get_attribute("textContent")).startswith("Showing ")


def test_every_chart_can_be_reached_by_tab(opened: webdriver.Chrome) -> None:
    reached: set[str] = set()
    charts = {str(each.get_attribute("id")) for each in opened.find_elements(By.CLASS_NAME, "plot")}
    for _ in range(120):
        opened.switch_to.active_element.send_keys(Keys.TAB)
        reached.add(str(opened.switch_to.active_element.get_attribute("id")))
        if charts <= reached:
            break
    assert charts <= reached


@pytest.mark.parametrize(("width", "scheme"), shapes((1200, "dark"), (390, "light")))
def test_nobody_is_kept_out(opened: webdriver.Chrome, address: str, width: int, scheme: str) -> None:
    show(opened, width=width, scheme=scheme)
    opened.get(address)
    ready(opened)
    assert_nobody_is_kept_out(opened, width)


@pytest.mark.parametrize("width", [1200, 390, 320])
def test_nothing_is_wider_than_the_screen(opened: webdriver.Chrome, address: str, width: int) -> None:
    show(opened, width=width, scheme="light")
    opened.get(address)
    ready(opened)
    assert opened.execute_script("return document.documentElement.scrollWidth") <= width


def test_a_change_of_theme_redraws_the_charts(opened: webdriver.Chrome) -> None:
    picture = "return document.querySelector('#plot-temperature canvas').toDataURL()"
    before = opened.execute_script(picture)
    show(opened, width=1200, scheme="dark")
    WebDriverWait(opened, 10).until(lambda page: page.execute_script(picture) != before)


def test_without_scripts_the_data_is_there(address: str) -> None:
    with browser() as chrome:
        show(chrome, width=1200, scheme="light")
        chrome.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
        chrome.get(address)
        drawings = chrome.find_elements(By.CSS_SELECTOR, "svg.drawn")
        assert len(drawings) == len(chrome.find_elements(By.TAG_NAME, "figure")) > 0
        assert all(drawing.is_displayed() and drawing.size["height"] > 90 for drawing in drawings)
        assert not any(each.is_displayed() for each in chrome.find_elements(By.CSS_SELECTOR, ".plot, .tools, .value"))
        first = chrome.find_element(By.CSS_SELECTOR, "figure details")
        first.find_element(By.TAG_NAME, "summary").click()
        assert first.find_element(By.TAG_NAME, "table").is_displayed()


def test_it_prints_light_with_its_drawings_and_without_buttons(opened: webdriver.Chrome) -> None:
    features = [{"name": "prefers-color-scheme", "value": "dark"}]
    opened.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print", "features": features})
    style = "return getComputedStyle(document.body).backgroundColor"
    assert opened.execute_script(style) == "rgb(255, 255, 255)"
    assert all(drawing.is_displayed() for drawing in opened.find_elements(By.CSS_SELECTOR, "svg.drawn"))
    assert not any(each.is_displayed() for each in opened.find_elements(By.CSS_SELECTOR, ".plot, .tools, nav"))
    printed = opened.execute_cdp_cmd("Page.printToPDF", {"paperWidth": 8.27, "paperHeight": 11.69})
    assert base64.b64decode(printed["data"]).startswith(b"%PDF")
