"""Today, imports, the diary and settings in a browser: a file is dropped, a weighing is said and taken back, by keyboard too, no barriers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browsers import show
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait
from served import Served, served

from uncramp.web.demonstration import marathon_tcx

DROP = """
const data = new DataTransfer();
data.items.add(new File([arguments[0]], arguments[1]));
for (const kind of ["dragover", "drop"]) document.querySelector("h1").dispatchEvent(new DragEvent(kind, {dataTransfer: data, bubbles: true, cancelable: true}));
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("data")) as running:
        yield running


@pytest.fixture(scope="module")
def home(server: Served, chrome: webdriver.Chrome) -> str:
    """Address of today, in a browser that was let in."""
    show(chrome, width=1280, scheme="light")
    chrome.get(server.launch())
    WebDriverWait(chrome, 20).until(lambda page: page.current_url == f"{server.address}/")
    return server.address


def count(server: Served, kind: str) -> int:
    return len(server.client.get("/api/diary/entries").json()[kind])


def text(chrome: webdriver.Chrome) -> str:
    return str(chrome.find_element(By.TAG_NAME, "main").text)


def test_a_file_dropped_on_any_page_is_imported(server: Served, home: str, chrome: webdriver.Chrome) -> None:
    chrome.get(f"{home}/learn")
    chrome.execute_script(DROP, marathon_tcx(), "dropped.tcx")
    WebDriverWait(chrome, 60).until(lambda page: "/imports/" in page.current_url)
    WebDriverWait(chrome, 60).until(lambda page: "New: 1." in text(page))
    assert [one["file_name"] for one in server.client.get("/api/diary").json()["activities"]] == ["dropped.tcx"]
    chrome.find_element(By.CSS_SELECTOR, 'button[value="cramp"]').click()
    WebDriverWait(chrome, 20).until(lambda page: page.current_url == f"{home}/diary")
    assert "✕ cramp" in text(chrome)
    chrome.get(f"{home}/?month=2024-06")
    assert chrome.find_element(By.CSS_SELECTOR, ".month a.cramp").text.startswith("✕")


def test_a_weighing_is_said_by_keyboard_and_taken_back(server: Served, home: str, chrome: webdriver.Chrome) -> None:
    chrome.get(f"{home}/diary/write/weigh_ins")
    chrome.find_element(By.ID, "before_kg").send_keys("157", Keys.TAB, "153", Keys.TAB, "27")
    chrome.find_element(By.ID, "duration_s").send_keys("1:30", Keys.ENTER)
    WebDriverWait(chrome, 20).until(lambda page: "/diary/entries/" in page.current_url)
    assert "Sweat rate" in text(chrome)
    assert count(server, "weigh_ins") == 1
    chrome.get(f"{home}/diary")
    chrome.find_element(By.CSS_SELECTOR, 'form[action="/diary/undo"] button').send_keys(Keys.ENTER)
    WebDriverWait(chrome, 20).until(lambda page: "done=undone" in page.current_url)
    assert chrome.find_element(By.CSS_SELECTOR, "[role=status].done").text
    assert count(server, "weigh_ins") == 0


def test_a_theme_that_is_chosen_holds_against_the_browser(home: str, chrome: webdriver.Chrome) -> None:
    ground = "return getComputedStyle(document.body).backgroundColor"
    show(chrome, width=1280, scheme="light")
    chrome.get(f"{home}/settings")
    light = chrome.execute_script(ground)
    for theme in ("dark", "browser"):
        chrome.find_element(By.CSS_SELECTOR, f'#theme option[value="{theme}"]').click()
        chrome.find_element(By.CSS_SELECTOR, "main form button").click()
        WebDriverWait(chrome, 20).until(lambda page: "done=true" in page.current_url)
        assert (chrome.execute_script(ground) == light) == (theme == "browser")
        chrome.get(f"{home}/settings")
