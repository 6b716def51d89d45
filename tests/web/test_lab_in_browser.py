"""The lab and the fields in a browser: a switch runs the muscle at once, a field is followed to its result; both without script as well."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browsers import SHAPES, assert_nobody_is_kept_out, show
from real_server import Served, served
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait

from uncramp.web.keys import COOKIE

PATIENCE_S = 180


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("lab") / "data") as opened:
        yield opened


@pytest.fixture
def entered(chrome: webdriver.Chrome, server: Served) -> webdriver.Chrome:
    chrome.execute_cdp_cmd(
        "Network.setCookie",
        {"name": COOKIE, "value": server.session, "url": server.home, "httpOnly": True, "sameSite": "Strict"},
    )
    show(chrome, width=1280, scheme="light")
    return chrome


def lead(chrome: webdriver.Chrome) -> str:
    # asked in one step: the result may be replaced between finding it and reading it
    return str(chrome.execute_script("return document.querySelector('#result .lead')?.innerText ?? ''"))


def test_a_switch_runs_at_once_and_one_request_is_on_its_way(entered: webdriver.Chrome, server: Served) -> None:
    entered.get(f"{server.home}/reflex")
    assert "ended by a stretch" in lead(entered)
    assert not entered.find_element(By.ID, "length_frac").is_enabled(), "a stretch moves the muscle itself"
    entered.execute_script(
        "const real = window.fetch; window.calls = 0; window.atOnce = 0; let now = 0;"
        "window.fetch = async (...given) => { window.calls++; now++; window.atOnce = Math.max(window.atOnce, now);"
        " try { return await real(...given); } finally { now--; } };"
    )
    entered.find_element(By.CSS_SELECTOR, "#result details summary").click()
    chosen = Select(entered.find_element(By.ID, "experiment"))
    for name in ("voluntary", "stretch", "tendon"):
        chosen.select_by_value(name)
    WebDriverWait(entered, PATIENCE_S).until(lambda now: "ended by tendon afferents" in lead(now))
    assert entered.execute_script("return [window.calls, window.atOnce]") == [2, 1], "of the changes meanwhile the last counts"
    assert entered.find_element(By.ID, "length_frac").is_enabled()
    assert entered.find_element(By.CSS_SELECTOR, "#result details").get_attribute("open"), "what was open stays open"
    assert entered.current_url == f"{server.home}/reflex"


@pytest.mark.parametrize(("page", "field", "wrong"), [("reflex", "fatigue_frac", "7"), ("cohort", "draws", "many")])
def test_what_cannot_be_run_is_told_in_place(entered: webdriver.Chrome, server: Served, page: str, field: str, wrong: str) -> None:
    width, scheme = SHAPES[0]
    show(entered, width=width, scheme=scheme)
    entered.get(f"{server.home}/{page}")
    entered.find_element(By.ID, field).clear()
    entered.find_element(By.ID, field).send_keys(wrong, Keys.ENTER)
    WebDriverWait(entered, 20).until(lambda now: now.execute_script("return document.activeElement?.id") == "mistakes")
    assert entered.title.startswith("Error: ")
    assert entered.find_element(By.ID, field).get_attribute("value") == wrong
    described = str(entered.find_element(By.ID, field).get_attribute("aria-describedby")).split()
    assert entered.find_element(By.ID, described[0]).text == entered.find_element(By.CSS_SELECTOR, "#mistakes a").text
    if page == "cohort":
        assert_nobody_is_kept_out(entered, width)
    else:  # the script leaves the page where it is, and what is put right runs at once
        assert lead(entered)
        entered.find_element(By.ID, field).send_keys(Keys.BACKSPACE, Keys.TAB)
        WebDriverWait(entered, PATIENCE_S).until(lambda now: not now.find_elements(By.ID, "mistakes"))
        assert entered.find_element(By.ID, field).get_attribute("aria-invalid") is None


def test_charts_that_took_the_place_of_others_are_read_out(entered: webdriver.Chrome, server: Served) -> None:
    entered.get(f"{server.home}/reflex")
    Select(entered.find_element(By.ID, "experiment")).select_by_value("tendon")
    WebDriverWait(entered, PATIENCE_S).until(lambda now: "ended by tendon afferents" in lead(now))
    plot = entered.find_element(By.ID, "plot-force")
    before = plot.get_attribute("aria-valuetext")
    plot.send_keys("\ue014")  # to the right
    assert plot.get_attribute("aria-valuetext") not in (None, "", before)
    assert entered.find_element(By.ID, "at-time").text.startswith("At ")


def test_without_script_a_form_does_the_same(entered: webdriver.Chrome, server: Served) -> None:
    entered.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        entered.get(f"{server.home}/reflex")
        Select(entered.find_element(By.ID, "experiment")).select_by_value("tendon")
        entered.find_element(By.CSS_SELECTOR, "#lab button").click()
        assert "ended by tendon afferents" in lead(entered)
    finally:
        entered.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_a_field_is_followed_to_its_result_and_deleted(entered: webdriver.Chrome, server: Served) -> None:
    entered.get(f"{server.home}/cohort")
    Select(entered.find_element(By.ID, "field")).select_by_value("half_marathon")
    for name, value in (("athletes", "60"), ("draws", "10")):
        box = entered.find_element(By.ID, name)
        box.clear()
        box.send_keys(value)
    entered.find_element(By.CSS_SELECTOR, "form.asking button").click()
    WebDriverWait(entered, PATIENCE_S).until(lambda now: now.find_elements(By.CSS_SELECTOR, "svg.drawn"))
    assert entered.find_element(By.CSS_SELECTOR, ".headline strong").text.endswith("%")
    entered.find_element(By.CSS_SELECTOR, "form[action$=delete] button").click()
    WebDriverWait(entered, PATIENCE_S).until(lambda now: now.current_url == f"{server.home}/cohort")
    assert "None yet." in entered.page_source
