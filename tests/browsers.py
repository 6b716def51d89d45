"""A browser for the tests of pages: without a screen, and sized as a test wants it.

Needs Chromium with its driver; ``make test`` sees to both.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

AXE = Path(__file__).resolve().parents[1] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
LONGEST_LOOK_S = 120  # axe takes a while on a long page, and longer where others work as well
SHAPES = ((320, "dark"), (1280, "light"))
"""Width and ground of the two that differ most: what holds for both holds between."""
FEWEST_PASSES = 10
STILL = {"name": "prefers-reduced-motion", "value": "reduce"}  # else a click meets a page that is still scrolling


def shapes(*rarely: tuple[int, str]) -> list[Any]:
    """Widths and grounds to look at a page in: the two that differ most on every run, ``rarely`` with the studies."""
    return [*SHAPES, *(pytest.param(*shape, marks=pytest.mark.slow) for shape in rarely)]


@contextmanager
def browser() -> Iterator[webdriver.Chrome]:
    program, driver = next(filter(None, map(shutil.which, BROWSERS)), None), shutil.which("chromedriver")
    assert program, f"this test opens the page in a browser: install one of {BROWSERS}"
    assert driver, "this test steers the browser by chromedriver: install it (chromium-driver on Debian)"
    options = webdriver.ChromeOptions()
    options.binary_location = program
    for flag in FLAGS:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    opened = webdriver.Chrome(options=options, service=Service(driver))
    opened.set_script_timeout(LONGEST_LOOK_S)
    try:
        yield opened
    finally:
        opened.quit()


def show(chrome: webdriver.Chrome, *, width: int, scheme: str) -> None:
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600}
    chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    chrome.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"media": "", "features": [{"name": "prefers-color-scheme", "value": scheme}, STILL]}
    )


def complaints_and_requests(chrome: webdriver.Chrome, address: str) -> tuple[list[Any], set[str]]:
    """What the page at ``address`` complains of while it opens, and every address that is asked for."""
    for kind in ("browser", "performance"):
        chrome.get_log(kind)  # reading empties it
    chrome.get(address)
    complaints = chrome.get_log("browser")
    events = [json.loads(entry["message"])["message"] for entry in chrome.get_log("performance")]
    return complaints, {event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"}


def barriers(chrome: webdriver.Chrome) -> dict[str, Any]:
    """What axe finds on the page that is open."""
    assert AXE.is_file(), "axe-core is missing: run `npm ci` in frontend/"
    chrome.execute_script(AXE.read_text(encoding="utf-8"))
    return dict(
        chrome.execute_async_script(
            "const done = arguments[0];"
            "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}).then(done)"
        )
    )


def assert_nobody_is_kept_out(chrome: webdriver.Chrome, width: int, *, opened: bool = True) -> None:
    """No barrier that axe can see on the page that is open, all that folds ``opened``, and nothing wider than the screen."""
    if opened:
        chrome.execute_script("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    found = barriers(chrome)
    assert len(found["passes"]) > FEWEST_PASSES
    assert [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found["violations"]] == []
    assert chrome.execute_script("return document.documentElement.scrollWidth") <= width
