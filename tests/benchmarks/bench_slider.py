"""From a slider to the new picture, beside a bare FastAPI page of the same charts without a model, in one run of one browser.

The bare page is the same page from a server that answers with stored curves. Rounds take turns, so that what else the machine does slows
both; nothing is asserted about time. ``make bench`` prints the ratio of the medians.
"""

from __future__ import annotations

import socket
import statistics
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from browsers import browser, show
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response
from selenium import webdriver
from selenium.webdriver.support.ui import WebDriverWait
from served import Served, served

ROUNDS, MOVES = 8, 12
ASSETS = ("web.css", "uplot.css", "course.css", "activity.css", "uplot.js", "course.js", "activity.js")
MOVE = """
const done = arguments[arguments.length - 1], value = arguments[0], slider = document.getElementById("try-drink_l_h");
const start = performance.now();
document.addEventListener("pictured", () => requestAnimationFrame(() => setTimeout(() => done(performance.now() - start), 0)), {once: true});
slider.value = value;
slider.dispatchEvent(new Event("input", {bubbles: true}));
"""


def moved_ms(chrome: webdriver.Chrome, tab: str) -> list[float]:
    """Milliseconds of some moves of a slider, each from its event until the frame with the new picture is out."""
    chrome.switch_to.window(tab)
    # the picture of the slider at rest has come too before the next move
    chrome.execute_async_script("setTimeout(arguments[0], 800)")
    times = []
    for move in range(MOVES):
        times.append(float(chrome.execute_async_script(MOVE, str(0.2 + 0.05 * (move % 9)))))
        chrome.execute_async_script("setTimeout(arguments[0], 40)")
    return times


@contextmanager
def bare(real: Served, activity: str) -> Iterator[str]:
    """A FastAPI application that serves the page of the real one, and one stored answer to every move."""
    app = FastAPI()
    page = real.client.get(f"/activities/{activity}").text
    live = f"/api/activities/{activity}/what-if/picture"
    stored = real.client.post(live, json={"changes": {"drink_l_h": 0.4}}).content

    @app.get("/activities/{name}")
    def session(name: str) -> HTMLResponse:
        return HTMLResponse(page)

    @app.post(live)
    async def picture(request: Request) -> Response:
        await request.json()
        return Response(stored, media_type="application/octet-stream")

    for asset in ASSETS:
        answer = real.client.get(f"/static/{asset}")
        app.get(f"/static/{asset}")(lambda kept=answer: Response(kept.content, media_type=kept.headers["content-type"]))
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [opened]}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{opened.getsockname()[1]}/activities/{activity}"
        finally:
            server.should_exit = True
            thread.join(10)


@pytest.mark.parametrize("said", ["a cramp", "nothing", "no cramp"])
def test_a_slider_beside_a_bare_page(tmp_path: Path, said: str) -> None:
    """With nothing said, draws that cannot hold the session's pace count for nothing; with no cramp said, each counts by how well it fits."""
    with served(tmp_path) as real, browser() as chrome:
        activity = real.client.post("/api/demonstration").json()["activity_id"]
        if said != "a cramp":
            place = f"/api/activities/{activity}"
            real.client.delete(f"{place}/cramps/{real.client.get(place).json()['cramps'][0]['entry_id']}").raise_for_status()
            real.client.put(f"{place}/outcome", json={"outcome": "unsaid" if said == "nothing" else "none"}).raise_for_status()
        with bare(real, activity) as address:
            show(chrome, width=1280, scheme="light")
            tabs = []
            for place in (real.launch(), address):
                chrome.switch_to.new_window("tab")
                chrome.get(place)
                if place != address:
                    WebDriverWait(chrome, 20).until(lambda page: page.current_url == f"{real.address}/")
                    chrome.get(f"{real.address}/activities/{activity}")
                WebDriverWait(chrome, 60).until(lambda page: page.execute_script("return document.documentElement.dataset.ready"))
                tabs.append(chrome.current_window_handle)
            rounds = [[moved_ms(chrome, tab) for tab in tabs] for _ in range(ROUNDS)]
    with_model, without = ([time for one in rounds for time in one[place]] for place in (0, 1))
    ratios = sorted(statistics.median(one[0]) / statistics.median(one[1]) for one in rounds)
    print(
        f"\nslider to picture, 200 draws, {said} said: {statistics.median(with_model):.0f} ms; bare page {statistics.median(without):.0f} ms; "
        f"ratio {statistics.median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f}) over {ROUNDS} rounds of {MOVES} moves"
    )
    assert len(with_model) == len(without) == ROUNDS * MOVES
