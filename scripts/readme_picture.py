"""Make the picture of the report that the README shows: the answer on the left, charts on the right.

    python scripts/readme_picture.py [PICTURE] [--page REPORT.html]

Without a page it asks why about the example marathon, as `make demo` does. The page is photographed in headless Chromium, so the picture
is what a reader sees. Every test run makes the same picture as ``out/report.png`` and looks whether all of it is drawn; `make picture`
writes the one that is committed.
"""

from __future__ import annotations

import argparse
import base64
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "images" / "report.png"
EXAMPLE = ROOT / "examples"
WIDTH, HEIGHT = 1000, 1800  # of each half, in CSS pixels
CHARTS = ("speed", "temperature", "sodium", "fatigue-calf", "hazard-calf")
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--disable-background-networking",
)


@dataclass(frozen=True)
class Box:
    """Where something stands in the picture, in its pixels."""

    left: int
    top: int
    right: int
    bottom: int


def make_example_page(page: Path) -> None:
    """Ask why about the example marathon, by the command a reader would use."""
    command = Path(sys.executable).with_name("uncramp")
    asked = (
        "why", EXAMPLE / "hot_marathon.fit", "--athlete", EXAMPLE / "hot_marathon.athlete.toml", "--weather",
        EXAMPLE / "hot_marathon.weather.csv", "--intake", EXAMPLE / "hot_marathon.intake.csv", "--cramped", EXAMPLE / "hot_marathon.cramps.txt",
        "--html", page,
    )  # fmt: skip
    subprocess.run([str(command), *map(str, asked)], check=True, stdout=subprocess.DEVNULL)


def open_browser() -> Any:
    """Headless Chromium by its own driver; nothing is fetched."""
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    driver = shutil.which("chromedriver")
    if not browser or not driver:
        raise SystemExit("The picture is taken in Chromium: install chromium and chromedriver (chromium-driver on Debian).")
    options = webdriver.ChromeOptions()
    options.binary_location = browser
    for flag in FLAGS:
        options.add_argument(flag)
    return webdriver.Chrome(options=options, service=Service(driver))


def photograph(chrome: Any, address: str, width: int, height: int) -> str:
    """The top of a page as base64 of a PNG."""
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    light = [{"name": "prefers-color-scheme", "value": "light"}, {"name": "prefers-reduced-motion", "value": "reduce"}]
    chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": light})
    chrome.get(address)
    return str(chrome.execute_cdp_cmd("Page.captureScreenshot", {"format": "png"})["data"])


def take_picture(page: Path, picture: Path) -> dict[str, Box]:
    """Photograph the answer and some charts of ``page`` side by side into ``picture``; where each chart stands in it."""
    chrome = open_browser()
    try:
        with tempfile.TemporaryDirectory() as folder:
            photograph(chrome, page.as_uri(), WIDTH, HEIGHT)
            # room for the causes
            chrome.execute_script("for (const each of document.querySelectorAll('#muscles, .cautions .note')) each.remove()")
            left = str(chrome.execute_cdp_cmd("Page.captureScreenshot", {"format": "png"})["data"])
            # the same page with all but a few charts taken away
            chosen = ", ".join(f"figure:has(#plot-{name})" for name in CHARTS)
            chrome.execute_script(
                "for (const each of document.querySelectorAll('header, main > section:not(#course), footer, .hint, .skip')) each.remove();"
                "for (const each of document.querySelectorAll('figure')) if (!each.matches(arguments[0])) each.remove();"
                "for (const each of document.querySelectorAll('figure details')) each.remove();"
                "document.querySelector('.tools [data-view=all]').click(); scrollTo(0, 0)",
                chosen,
            )
            chrome.execute_async_script("const done = arguments[0]; requestAnimationFrame(() => setTimeout(done, 100))")
            boxes = {name: box_of(chrome, f"#plot-{name}") for name in CHARTS}
            right = str(chrome.execute_cdp_cmd("Page.captureScreenshot", {"format": "png"})["data"])
            both = Path(folder) / "both.html"
            halves = "".join(
                f'<img src="data:image/png;base64,{half}" width="{WIDTH}" height="{HEIGHT}">' for half in (left, right)
            )
            both.write_text(f'<!doctype html><body style="margin:0;display:flex">{halves}</body>', encoding="utf-8")
            data = base64.b64decode(photograph(chrome, both.as_uri(), 2 * WIDTH, HEIGHT))
    finally:
        chrome.quit()
    picture.parent.mkdir(parents=True, exist_ok=True)
    partial = picture.with_name(f"{picture.name}.part")
    partial.write_bytes(data)
    partial.replace(picture)
    return boxes


def box_of(chrome: Any, selector: str) -> Box:
    """Where an element of the right half stands in the whole picture."""
    script = "const box = document.querySelector(arguments[0]).getBoundingClientRect(); return [box.left, box.top, box.right, box.bottom]"
    left, top, right, bottom = map(round, chrome.execute_script(script, selector))
    return Box(WIDTH + left, top, WIDTH + right, bottom)


def main() -> None:
    """Read the arguments and make the picture."""
    parser = argparse.ArgumentParser(description="Make the picture of the report that the README shows.")
    parser.add_argument("picture", nargs="?", type=Path, default=PICTURE)
    parser.add_argument("--page", type=Path, help="a report that is already made")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        page = asked.page or Path(folder) / "report.html"
        if asked.page is None:
            make_example_page(page)
        take_picture(page.resolve(), asked.picture)
    print(f"{asked.picture} is made.")


if __name__ == "__main__":
    main()
