"""Make the pictures of the application that the README shows: the page of a session with something tried, and Today, Plan and Diary side by side.

    python scripts/readme_pages.py [FOLDER]

It starts `uncramp serve` in a folder of its own, with the invented athlete, and photographs what a reader sees. Every test run makes the same
pictures into ``out/`` and looks whether all of it is drawn; `make picture` writes those that are committed.
"""

from __future__ import annotations

import base64
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx
from readme_picture import PICTURE, open_browser, photograph

FOLDER = PICTURE.parent
EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
SESSION, PAGES = "session.png", "pages.png"
SESSION_SIZE = (1200, 1350)
PAGE_SIZE = (760, 1000)  # of each of the three
ASKED = {"distance": "marathon", "goal": "3:45:00", "start": "2027-05-02T09:00:00", "air_c": 24, "aid_stations": "5km"}
LOOK = {"units": "metric", "first_weekday": "monday", "theme": "light"}
PATIENCE_S = 120.0
TRY = """
const done = arguments[0], slider = document.getElementById("try-pace_ratio");
document.addEventListener("pictured", ({detail}) => { if (detail.of !== "session") requestAnimationFrame(() => setTimeout(done, 50)); });
slider.value = 0.93;
slider.dispatchEvent(new Event("input", {bubbles: true}));
"""


def begin(client: httpx.Client) -> str:
    """Load the invented athlete and the examples, and begin a plan; the plan's id."""
    client.put("/api/settings", json=LOOK).raise_for_status()
    client.post("/api/demonstration").raise_for_status()
    files = [
        ("files", (one.name, one.read_bytes())) for one in sorted(EXAMPLES.iterdir()) if one.suffix in (".fit", ".gpx", ".tcx")
    ]
    job = client.post("/api/imports", files=files).raise_for_status().json()
    until = time.monotonic() + PATIENCE_S
    while not client.get(f"/api/imports/{job['id']}").raise_for_status().json()["finished"]:
        assert time.monotonic() < until, "the examples did not come in"
        time.sleep(0.1)
    return str(client.post("/api/plans/race", json=ASKED).raise_for_status().json()["id"])


def take_pictures(chrome: Any, client: httpx.Client, plan: str, folder: Path) -> dict[str, str]:
    """Photograph what :func:`begin` began into ``folder``, in a browser that was let in; address and heading of each page."""
    home = str(client.base_url).rstrip("/")
    session = client.post("/api/demonstration").json()["activity_id"]  # once: it is there
    newest = max(one["started_at"] for one in client.get("/api/diary").json()["activities"])
    photograph(chrome, f"{home}/activities/{session}", *SESSION_SIZE)
    chrome.execute_async_script(TRY)
    chrome.execute_script("scrollTo(0, document.getElementById('body').offsetTop)")
    keep(screenshot(chrome), folder / SESSION)
    headings = {str(chrome.current_url): heading(chrome)}
    until = time.monotonic() + PATIENCE_S
    while not client.get(f"/api/plans/{plan}").raise_for_status().json()["finished"]:
        assert time.monotonic() < until, "the plan did not come"
        time.sleep(0.2)
    client.post(f"/api/plans/{plan}/keep").raise_for_status()
    places = (f"/?month={newest[:7]}", f"/plan/{plan}", "/diary")
    pictures = []
    for place in places:
        pictures.append(photograph(chrome, home + place, *PAGE_SIZE))
        headings[place] = heading(chrome)
    keep(side_by_side(chrome, pictures, PAGE_SIZE), folder / PAGES)
    return headings


def heading(chrome: Any) -> str:
    """The heading of the page that is open."""
    return str(chrome.execute_script("return document.querySelector('h1').innerText"))


def screenshot(chrome: Any) -> str:
    """What is on the screen, as base64 of a PNG."""
    return str(chrome.execute_cdp_cmd("Page.captureScreenshot", {"format": "png"})["data"])


def side_by_side(chrome: Any, pictures: list[str], size: tuple[int, int]) -> str:
    """Pictures of one size beside each other, as one."""
    parts = "".join(f'<img src="data:image/png;base64,{one}" width="{size[0]}" height="{size[1]}">' for one in pictures)
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "pages.html"
        page.write_text(f'<!doctype html><body style="margin:0;display:flex">{parts}</body>', encoding="utf-8")
        return photograph(chrome, page.as_uri(), len(pictures) * size[0], size[1])


def keep(picture: str, path: Path) -> None:
    """Write a picture, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.part")
    partial.write_bytes(base64.b64decode(picture))
    partial.replace(path)


def main() -> None:
    """Serve, and make both."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    with tempfile.TemporaryDirectory() as data, subprocess.Popen(
        [sys.executable, "-c", "from uncramp.cli.main import main; main()", "serve", "--no-browser", "--port", "0", "--data", data], stdout=subprocess.PIPE, text=True
    ) as server:  # fmt: skip
        assert server.stdout is not None
        try:
            launch = next(word for line in server.stdout for word in line.split() if word.startswith("http://"))
            with httpx.Client(base_url=launch.partition("/launch")[0], timeout=PATIENCE_S) as client:
                client.get(launch).raise_for_status()
                plan = begin(client)
                chrome = open_browser()
                try:
                    chrome.get(next(word for line in server.stdout for word in line.split() if word.startswith("http://")))
                    take_pictures(chrome, client, plan, folder)
                finally:
                    chrome.quit()
        finally:
            server.terminate()
    print(f"{folder / SESSION} and {folder / PAGES} are made.")


if __name__ == "__main__":
    main()
