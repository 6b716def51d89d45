"""The page of a reflex in a browser: no errors, no requests, by keyboard and pointer, for screen readers, without scripts, on paper."""

from __future__ import annotations

import base64

import pytest
from browsers import SHAPES, assert_nobody_is_kept_out, complaints_and_requests, show
from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from traces import build_outcome, build_trace

from uncramp.evidence.draws import central
from uncramp.reflex.electromyogram import ElectromyogramParameters, surface_electromyogram
from uncramp.report.reflex_page import write_reflex_page

CHARTS = ("spikes", "rates", "electromyogram", "afferents", "force", "length")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("page") / "run.html"
    trace = build_trace(stretched=True)
    recorded = surface_electromyogram(trace, central(ElectromyogramParameters, "electromyogram"))
    write_reflex_page(build_outcome(trace), recorded, path)
    return path.as_uri()


@pytest.fixture
def opened(chrome: webdriver.Chrome, address: str) -> webdriver.Chrome:
    show(chrome, width=1200, scheme="light")
    chrome.get(address)
    return chrome


def spoken(chrome: webdriver.Chrome, name: str) -> str:
    return str(chrome.find_element(By.ID, f"plot-{name}").get_attribute("aria-valuetext"))


def test_it_opens_without_errors_and_asks_for_nothing(chrome: webdriver.Chrome, address: str) -> None:
    assert complaints_and_requests(chrome, address) == ([], {address})


def test_one_moment_is_read_out_in_all_charts_by_keyboard(opened: webdriver.Chrome) -> None:
    first = opened.find_element(By.ID, "plot-force")
    first.send_keys(Keys.HOME)
    assert spoken(opened, "force") == "0.00 s: At the tendon 2 %, Active part 0 %"
    assert spoken(opened, "rates") == "0.00 s: Middle of the units that fire none"
    first.send_keys(Keys.PAGE_DOWN)
    assert spoken(opened, "length").startswith("0.00 s: ")
    first.send_keys(Keys.PAGE_UP, Keys.PAGE_UP)
    assert spoken(opened, "force") == "2.00 s: At the tendon 32 %, Active part 30 %"
    assert spoken(opened, "rates") == "2.00 s: Middle of the units that fire 10 1/s"
    assert spoken(opened, "spikes") == "2.00 s: Units firing 10"
    first.send_keys(Keys.END, Keys.ARROW_RIGHT)
    assert spoken(opened, "length").startswith("4.00 s: Muscle and tendon 1.05")
    first.send_keys(Keys.ENTER)
    said = opened.find_element(By.ID, "said")
    assert said.get_attribute("aria-live") == "polite"
    assert all(title in str(said.get_attribute("textContent")) for title in ("Spikes by order", "Firing rate", "Force", "Length"))


def test_one_moment_is_read_out_by_pointer(opened: webdriver.Chrome) -> None:
    reach = opened.find_element(By.ID, "plot-spikes")
    opened.execute_script("arguments[0].scrollIntoView({block: 'center'})", reach)
    ActionChains(opened).move_to_element_with_offset(reach, 0, 0).perform()
    # the middle of the drawing lies a little before the middle of its plane, whose left margin is the wider
    assert float(str(reach.get_attribute("aria-valuenow"))) == pytest.approx(1.9, abs=0.03)
    cursors = {each.get_attribute("x1") for each in opened.find_elements(By.CSS_SELECTOR, ".cursor")}
    assert len(cursors) == 1


def test_every_chart_can_be_reached_by_tab(opened: webdriver.Chrome) -> None:
    reached: set[str] = set()
    for _ in range(40):
        opened.switch_to.active_element.send_keys(Keys.TAB)
        reached.add(str(opened.switch_to.active_element.get_attribute("id")))
    assert {f"plot-{name}" for name in CHARTS} <= reached


@pytest.mark.parametrize(("width", "scheme"), SHAPES)
def test_nobody_is_kept_out(opened: webdriver.Chrome, address: str, width: int, scheme: str) -> None:
    show(opened, width=width, scheme=scheme)
    opened.get(address)
    assert_nobody_is_kept_out(opened, width)


def test_without_scripts_the_charts_and_tables_are_there(opened: webdriver.Chrome, address: str) -> None:
    opened.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        opened.get(address)
        drawings = opened.find_elements(By.CSS_SELECTOR, "svg.drawn")
        assert len(drawings) == len(CHARTS)
        assert all(drawing.is_displayed() and drawing.size["height"] > 90 for drawing in drawings)
        assert not any(each.is_displayed() for each in opened.find_elements(By.CSS_SELECTOR, ".reach, .tools, .value, .cursor"))
        first = opened.find_element(By.CSS_SELECTOR, "figure details")
        first.find_element(By.TAG_NAME, "summary").click()
        assert first.find_element(By.TAG_NAME, "table").is_displayed()
    finally:
        opened.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_it_prints_light_with_its_drawings_and_without_a_cursor(opened: webdriver.Chrome) -> None:
    features = [{"name": "prefers-color-scheme", "value": "dark"}]
    opened.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print", "features": features})
    assert opened.execute_script("return getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert all(drawing.is_displayed() for drawing in opened.find_elements(By.CSS_SELECTOR, "svg.drawn"))
    assert not any(each.is_displayed() for each in opened.find_elements(By.CSS_SELECTOR, ".reach, .tools, .cursor, nav"))
    printed = opened.execute_cdp_cmd("Page.printToPDF", {"paperWidth": 8.27, "paperHeight": 11.69})
    assert base64.b64decode(printed["data"]).startswith(b"%PDF")
