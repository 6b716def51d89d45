"""The page of a session in a browser: sliders redraw it and lead back, tables say what charts show, by keyboard, without a script, no barriers."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import readme_pages
from browsers import SHAPES, assert_nobody_is_kept_out, show
from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait
from served import Served, served

PICTURES = Path(__file__).resolve().parents[2] / "out"
SIZES = {
    readme_pages.SESSION: readme_pages.SESSION_SIZE,
    readme_pages.PAGES: (3 * readme_pages.PAGE_SIZE[0], readme_pages.PAGE_SIZE[1]),
}
FEW = 4  # three buttons of the time that is shown, then the first chart
DRAWN = "return window.course.plots.map(({chart, plot}) => [chart.id, plot.data.map((column) => Array.from(column))])"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("data")) as running:
        yield running


@pytest.fixture(scope="module")
def plan(server: Served) -> str:
    """Of a race, begun before anything else of this file, so that it is made meanwhile."""
    return readme_pages.begin(server.client)


@pytest.fixture(scope="module")
def address(server: Served, plan: str, chrome: webdriver.Chrome) -> str:
    """Of the invented session, in a browser that was let in."""
    chrome.get(server.launch())
    WebDriverWait(chrome, 20).until(lambda page: page.current_url == f"{server.address}/")
    chrome.get(f"{server.address}/activities")
    chrome.find_element(By.CSS_SELECTOR, "main form button").click()
    WebDriverWait(chrome, 60).until(lambda page: "/activities/" in page.current_url)
    return str(chrome.current_url)


def opened(chrome: webdriver.Chrome, address: str, width: int = 1280, scheme: str = "light") -> webdriver.Chrome:
    show(chrome, width=width, scheme=scheme)
    chrome.get(address)
    WebDriverWait(chrome, 30).until(lambda page: page.execute_script("return document.documentElement.dataset.ready"))
    return chrome


def move(chrome: webdriver.Chrome, key: str, value: float) -> None:
    chrome.execute_script(
        "const s = document.getElementById(`try-${arguments[0]}`); s.value = arguments[1]; s.dispatchEvent(new Event('input', {bubbles: true}))",
        key, value,
    )  # fmt: skip


def told(chrome: webdriver.Chrome) -> str:
    return str(chrome.execute_script("return document.querySelector('[data-told=\"chance\"]')?.innerText ?? ''"))


def text_of(chrome: webdriver.Chrome, name: str) -> str:
    """Text of an element by its id, asked in one step: the page may be leaving."""
    return str(chrome.execute_script("return document.getElementById(arguments[0])?.innerText ?? ''", name))


@pytest.mark.parametrize(("width", "scheme"), SHAPES)
def test_nobody_is_kept_out(chrome: webdriver.Chrome, address: str, width: int, scheme: str) -> None:
    opened(chrome, address, width, scheme)
    if width == SHAPES[0][0]:  # in one of them as it comes back when a cramp cannot be placed
        chrome.execute_script("document.getElementById('new-cramp').open = true")
        chrome.find_element(By.ID, "new-helped").send_keys("rest")
        chrome.find_element(By.ID, "new-at_s").send_keys("noon", Keys.ENTER)
        WebDriverWait(chrome, 60).until(lambda page: page.execute_script("return document.activeElement?.id") == "mistakes")
        WebDriverWait(chrome, 30).until(lambda page: page.execute_script("return document.documentElement.dataset.ready"))
        chrome.switch_to.active_element.find_element(By.TAG_NAME, "a").send_keys(Keys.ENTER)
        assert chrome.switch_to.active_element.get_attribute("id") == "new-at_s"
        assert [chrome.find_element(By.ID, f"new-{name}").get_attribute("value") for name in ("at_s", "helped")] == ["noon", "rest"]
    move(chrome, "drink_l_h", 1.6)
    WebDriverWait(chrome, 20).until(lambda page: "six hours" in told(page))
    assert_nobody_is_kept_out(chrome, width)


def test_the_table_behind_each_chart_says_what_the_chart_shows(chrome: webdriver.Chrome, address: str) -> None:
    opened(chrome, address)
    drawn = dict(chrome.execute_script(DRAWN))
    finish = float(chrome.execute_script("return window.course.data.finish"))
    figures = chrome.find_elements(By.CSS_SELECTOR, "[data-chart]")
    assert {str(figure.get_attribute("data-chart")) for figure in figures} == set(drawn)
    compared = 0
    for figure in figures:
        rows = chrome.execute_script(
            "return [...arguments[0].querySelectorAll('tbody tr')].map((row) => [...row.children].map((cell) => cell.textContent))",
            figure,
        )
        minutes, first = drawn[str(figure.get_attribute("data-chart"))][:2]
        for when, cell, *_ in rows:
            at = minute_of(when, finish)
            value = first[min(range(len(minutes)), key=lambda row: abs(minutes[row] - at))]
            said = number_of(cell.split(" (")[0])
            assert (said is None) == (value is None)
            if said is not None:
                digits = 2 if ":" in cell else len(cell.split(" (")[0].partition(".")[2])
                assert said == pytest.approx(value, abs=0.51 * 10.0**-digits + 0.002 * abs(value))
                compared += 1
    assert compared > 100


def minute_of(when: str, finish: float) -> float:
    if "after" not in when:
        hours, minutes, seconds = map(int, when.split(":"))
        return 60.0 * hours + minutes + seconds / 60.0
    return finish + float(when.split(" ", maxsplit=1)[0]) * (60.0 if " h " in when else 1.0)


def number_of(cell: str) -> float | None:
    if cell == "–":
        return None
    if ":" in cell:
        minutes, seconds = cell.split(":")
        return int(minutes) + int(seconds) / 60.0
    return float(cell.replace("−", "-"))


def test_a_slider_changes_the_curves_leaves_the_session_dashed_and_leads_back_exactly(
    chrome: webdriver.Chrome, address: str
) -> None:
    opened(chrome, address)
    before = chrome.execute_script(DRAWN)
    move(chrome, "drink_l_h", 1.6)
    WebDriverWait(chrome, 20).until(lambda page: "six hours" in told(page))
    after = dict(chrome.execute_script(DRAWN))
    sweat = dict(before)["sweat"]
    # minutes; then of each line its values, low and high end, and the session as it was
    assert after["sweat"][5] != sweat[5]
    assert after["sweat"][8] == sweat[5]
    changed = "return [...document.querySelectorAll('[data-chart] figcaption')].filter((one) => /^The session as it was: /.test(one.textContent)).length"
    assert chrome.execute_script(changed) >= 2
    assert "more than would be sweated" in chrome.find_element(By.CSS_SELECTOR, '[data-told="dangers"]').text
    assert "of 100" in chrome.find_element(By.CSS_SELECTOR, '[data-told="difference"]').text
    chrome.find_element(By.ID, "reset").click()
    WebDriverWait(chrome, 20).until(lambda page: not page.find_element(By.ID, "told").is_displayed())
    assert chrome.execute_script(DRAWN) == before
    assert chrome.execute_script(changed) == 0


def tab(chrome: webdriver.Chrome, count: int) -> None:
    ActionChains(chrome, duration=0).send_keys(*[Keys.TAB] * count).perform()


def test_by_keyboard_alone_a_slider_moves_a_cursor_speaks_and_a_cramp_is_placed(chrome: webdriver.Chrome, address: str) -> None:
    opened(chrome, address)
    tab(chrome, 2)
    skip = chrome.switch_to.active_element
    assert (skip.text, skip.rect["x"] > 0) == ("To the charts", True), "it is seen when it has the focus"
    skip.send_keys(Keys.ENTER)
    tab(chrome, FEW)
    assert chrome.execute_script("return document.activeElement.className.includes('plot')"), "and spares the sliders"
    slider = chrome.find_element(By.ID, "try-air_c")
    chrome.execute_script("arguments[0].focus()", slider)
    slider.send_keys(Keys.ARROW_RIGHT)
    WebDriverWait(chrome, 20).until(lambda page: "six hours" in told(page))
    plot = chrome.find_element(By.ID, "plot-temperature")
    chrome.execute_script("arguments[0].focus()", plot)
    plot.send_keys(Keys.HOME, Keys.SHIFT, Keys.ARROW_RIGHT)
    plot.send_keys(Keys.NULL)
    assert str(plot.get_attribute("aria-valuetext")).startswith("0:10: Core ")
    said = chrome.find_element(By.ID, "said")
    WebDriverWait(chrome, 5).until(lambda _: "Cramp hazard: calf" in str(said.get_attribute("textContent")))
    assert said.get_attribute("aria-live") == "polite"
    assert chrome.find_element(By.ID, "map-time").text == "0:10"
    plot.send_keys("c")
    assert chrome.find_element(By.ID, "new-at_s").get_attribute("value") == "0:10"
    assert chrome.switch_to.active_element.get_attribute("id") == "new-muscle"
    chrome.find_element(By.ID, "new-helped").send_keys("rest", Keys.ENTER)
    WebDriverWait(chrome, 60).until(lambda page: "0:10:00" in text_of(page, "cramps"))
    WebDriverWait(chrome, 30).until(lambda page: page.execute_script("return document.documentElement.dataset.ready"))
    assert 10.0 in chrome.execute_script(
        "return window.course.data.markers.filter((one) => one.kind === 'cramp').map((one) => one.at)"
    )
    first = chrome.find_element(By.CSS_SELECTOR, "#cramps .said li")
    first.find_element(By.TAG_NAME, "summary").click()
    first.find_element(By.CSS_SELECTOR, 'button[value="remove"]').click()
    WebDriverWait(chrome, 60).until(
        lambda page: "Said last" in text_of(page, "said-last") and "0:10:00" not in text_of(page, "cramps")
    )


def test_a_click_on_the_body_shows_that_muscle(chrome: webdriver.Chrome, address: str) -> None:
    opened(chrome, address)
    chrome.execute_script(
        "document.querySelector('.bodymap .muscle[data-muscle=\"quadriceps\"]').dispatchEvent(new MouseEvent('click', {bubbles: true}))"
    )
    shown = {
        str(one.get_attribute("data-chart")) for one in chrome.find_elements(By.CSS_SELECTOR, "[data-chart]") if one.is_displayed()
    }
    assert {name for name in shown if name.startswith(("fatigue", "hazard"))} == {"fatigue-quadriceps", "hazard-quadriceps"}


def test_without_a_script_drawings_tables_and_the_form_are_there(chrome: webdriver.Chrome, address: str) -> None:
    chrome.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        show(chrome, width=1280, scheme="light")
        chrome.get(address)
        drawings: list[Any] = chrome.find_elements(By.CSS_SELECTOR, "svg.drawn")
        assert len(drawings) == 12
        assert all(one.is_displayed() for one in drawings)
        slider = chrome.find_element(By.ID, "try-drink_l_h")
        slider.send_keys(Keys.END)
        chrome.find_element(By.CSS_SELECTOR, "#try button.unscripted").click()
        WebDriverWait(chrome, 60).until(lambda page: "instead of" in told(page))
        assert "more than would be sweated" in chrome.find_element(By.ID, "told").text
    finally:
        chrome.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_the_pictures_of_the_readme_are_made_with_all_pages_in_them_and_a_plan_keeps_nobody_out(
    chrome: webdriver.Chrome, address: str, server: Served, plan: str
) -> None:
    show(chrome, width=1280, scheme="light")
    headings = readme_pages.take_pictures(chrome, server.client, plan, PICTURES)
    session, today, planned, diary = headings.values()
    assert session == "A marathon with a cramp (invented)"
    assert today[-10:-6].isdigit()
    assert (planned, diary) == ("Race plan: marathon", "Diary")
    for name, size in SIZES.items():
        for folder in (PICTURES, readme_pages.FOLDER):
            assert struct.unpack(">II", (folder / name).read_bytes()[16:24]) == size
    assert not list(PICTURES.glob("*.part"))
    width, scheme = SHAPES[0]
    show(chrome, width=width, scheme=scheme)
    chrome.get(f"{server.address}/plan/{plan}")
    assert_nobody_is_kept_out(chrome, width)
