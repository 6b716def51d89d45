"""The card in a browser: a whole hold by a clock that is moved by hand, by keyboard, for screen readers, without scripts.

Needs Chromium with its driver, and axe-core in frontend/node_modules (``npm ci``); ``make test`` sees to both.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from browsers import SHAPES, assert_nobody_is_kept_out, browser, show
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from uncramp.relieve.guide import guide
from uncramp.relieve.protocols import protocols
from uncramp.report.relief_card import write_relief_card

GUIDE = guide("calf")
HOLD_S, REST_S, REPEATS = GUIDE.hold_s, GUIDE.rest_s, GUIDE.repeats_count
ALL_S = REPEATS * HOLD_S + (REPEATS - 1) * REST_S
TARGET_PX = 44
# a clock moved by hand, and ears: what is spoken, felt and sounded
STAND_INS = """
let moved = 0;
const real = Date.now(), clock = () => real + moved * 1000;
Date.now = clock;
window.move = (seconds) => { moved += seconds; };
window.heard = { spoken: [], felt: [], tones: 0 };
speechSynthesis.speak = (said) => heard.spoken.push(said.text);
Object.defineProperty(Navigator.prototype, "vibrate", { value: (time) => { heard.felt.push(time); return true; } });
const make = AudioContext.prototype.createOscillator;
AudioContext.prototype.createOscillator = function () { heard.tones += 1; return make.call(this); };
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("card") / "card.html"
    write_relief_card(path)
    return path.as_uri()


@pytest.fixture(scope="module")
def chrome() -> Iterator[webdriver.Chrome]:
    with browser() as opened:
        opened.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": STAND_INS})
        yield opened


@pytest.fixture
def calf(chrome: webdriver.Chrome, address: str) -> webdriver.Chrome:
    go_to(chrome, address, "#calf")
    return chrome


def go_to(chrome: webdriver.Chrome, address: str, view: str = "", *, width: int = 390, scheme: str = "light") -> None:
    show(chrome, width=width, scheme=scheme)
    chrome.get("about:blank")
    chrome.get(address + view)


def read(chrome: webdriver.Chrome, name: str) -> str:
    return chrome.find_element(By.ID, name).text


def until(chrome: webdriver.Chrome, name: str, text: str) -> None:
    WebDriverWait(chrome, 10, poll_frequency=0.05).until(lambda page: read(page, name) == text, f"{name}: {read(chrome, name)!r}")


def move(chrome: webdriver.Chrome, seconds: float) -> None:
    chrome.execute_script("move(arguments[0])", seconds)


def heard(chrome: webdriver.Chrome, sense: str) -> list[str]:
    return list(chrome.execute_script("return heard[arguments[0]]", sense))


def seen(chrome: webdriver.Chrome) -> set[str]:
    return {
        str(section.get_attribute("id"))
        for section in chrome.find_elements(By.CSS_SELECTOR, "main > section")
        if section.is_displayed()
    }


def test_it_opens_without_errors_and_asks_for_nothing(address: str) -> None:
    with browser() as chrome:
        show(chrome, width=390, scheme="light")
        chrome.get(address + "#calf")
        chrome.find_element(By.ID, "go").click()
        WebDriverWait(chrome, 10).until(lambda page: int(read(page, "left")) < HOLD_S)
        assert chrome.get_log("browser") == []
        events = [json.loads(entry["message"])["message"] for entry in chrome.get_log("performance")]
        asked = {event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"}
        assert {each.partition("#")[0] for each in asked} == {address}


def test_a_whole_run_is_timed_spoken_felt_and_asked_about(calf: webdriver.Chrome) -> None:
    assert (read(calf, "left"), read(calf, "go")) == (f"{HOLD_S:.0f}", "Start the hold")
    calf.find_element(By.ID, "go").click()
    until(calf, "phase", f"Hold 1 of {REPEATS}")
    assert calf.execute_script("return heard.tones") == 2 * REPEATS - 1 + 1  # the ends of holds and rests, and the hum
    move(calf, HOLD_S - 4.95)
    until(calf, "left", "5")
    assert heard(calf, "spoken") == ["Hold. Breathe out slowly.", "5"]
    move(calf, 5.0)
    until(calf, "phase", "Ease off")
    assert heard(calf, "felt") == [200, 600]
    move(calf, REST_S)
    until(calf, "phase", f"Hold 2 of {REPEATS}")
    move(calf, HOLD_S + REST_S)
    until(calf, "phase", f"Hold {REPEATS} of {REPEATS}")
    move(calf, HOLD_S)
    until(calf, "phase", "Done. Did it let go?")
    assert (read(calf, "left"), read(calf, "go")) == ("0", "Again")
    assert heard(calf, "spoken")[-1] == "Done. Did it let go?"
    calf.find_element(By.ID, "go").click()
    until(calf, "phase", f"Hold 1 of {REPEATS}")


def test_a_page_that_slept_is_right_when_it_wakes(calf: webdriver.Chrome) -> None:
    calf.find_element(By.ID, "go").click()
    until(calf, "phase", f"Hold 1 of {REPEATS}")
    move(calf, HOLD_S + REST_S + 7.05)
    until(calf, "left", f"{HOLD_S - 7:.0f}")
    assert read(calf, "phase") == f"Hold 2 of {REPEATS}"
    move(calf, 10 * ALL_S)
    until(calf, "phase", "Done. Did it let go?")


def test_ten_minutes_of_trying_lead_to_help(calf: webdriver.Chrome) -> None:
    for tried_s in (1.0, 600.0):
        calf.find_element(By.ID, "go").click()
        until(calf, "phase", f"Hold 1 of {REPEATS}")
        move(calf, tried_s)
        calf.execute_script("document.getElementById('not-yet').click()")
        if tried_s < 600.0:
            until(calf, "phase", "Hold it again, or try another way.")
    WebDriverWait(calf, 10).until(lambda page: seen(page) == {"help"})
    assert "ten minutes" in heard(calf, "spoken")[-1].lower()


def test_pause_stops_the_clock_and_go_on_goes_on(calf: webdriver.Chrome) -> None:
    button = calf.find_element(By.ID, "go")
    button.click()
    move(calf, 8.05)
    until(calf, "left", f"{HOLD_S - 8:.0f}")
    button.click()
    until(calf, "phase", "Paused")
    assert button.text == "Go on"
    move(calf, 500)
    until(calf, "left", f"{HOLD_S - 8:.0f}")
    said = len(heard(calf, "spoken"))
    button.click()
    until(calf, "phase", f"Hold 1 of {REPEATS}")
    assert len(heard(calf, "spoken")) == said
    move(calf, HOLD_S - 8)
    until(calf, "phase", "Ease off")


def test_tone_and_voice_can_be_switched_off(calf: webdriver.Chrome) -> None:
    for name in ("sound", "voice"):
        switch = calf.find_element(By.ID, name)
        calf.execute_script("arguments[0].click()", switch)
        assert switch.get_attribute("aria-pressed") == "false"
    calf.find_element(By.ID, "go").click()
    move(calf, HOLD_S + 0.05)
    until(calf, "phase", "Ease off")
    assert heard(calf, "spoken") == []
    assert calf.execute_script("return heard.tones") == 0


def test_the_closing_question_leads_on(calf: webdriver.Chrome, address: str) -> None:
    assert {"calf", "hold", "question", "not"} <= seen(calf)
    for link, sections in (("#after", {"after", "not"}), ("#help", {"help"})):
        go_to(calf, address, "#calf")
        calf.execute_script("arguments[0].click()", calf.find_element(By.CSS_SELECTOR, f'#question a[href="{link}"]'))
        WebDriverWait(calf, 10).until(lambda page, sections=sections: seen(page) == sections)
    go_to(calf, address, "#calf")
    calf.execute_script("arguments[0].click()", calf.find_element(By.ID, "not-yet"))
    until(calf, "phase", "Hold it again, or try another way.")
    assert calf.switch_to.active_element.get_attribute("id") == "go"


def test_back_leads_back_and_keeps_what_was_held(chrome: webdriver.Chrome, address: str) -> None:
    go_to(chrome, address)
    assert seen(chrome) == {"muscles"}
    chrome.find_element(By.CSS_SELECTOR, '#muscles a[href="#shin"]').click()
    WebDriverWait(chrome, 10).until(lambda page: "shin" in seen(page))
    chrome.find_element(By.ID, "go").click()
    move(chrome, 6.05)
    until(chrome, "left", f"{HOLD_S - 6:.0f}")
    chrome.execute_script("location.hash = 'help'")
    WebDriverWait(chrome, 10).until(lambda page: seen(page) == {"help"})
    move(chrome, 500)
    chrome.back()
    WebDriverWait(chrome, 10).until(lambda page: "shin" in seen(page))
    assert read(chrome, "left") == f"{HOLD_S - 6:.0f}"
    assert read(chrome, "go") == "Go on"


def test_another_way_is_one_press(calf: webdriver.Chrome) -> None:
    ways = protocols().muscles["calf"].ways
    buttons = calf.find_elements(By.CSS_SELECTOR, "#calf .ways button")
    assert len(buttons) == len(ways)
    for button, way in zip(buttons, ways, strict=True):
        calf.execute_script("arguments[0].click()", button)
        shown = [each for each in calf.find_elements(By.CSS_SELECTOR, "#calf .way") if each.is_displayed()]
        (text,) = [each.text for each in shown]
        # what keeps one safe in water is told there, and only there
        before, _mark, told = text.rpartition("\n")
        assert told == way.text
        around = protocols().places.get(way.place)
        assert before == (f"In {way.place}: {around.before} {around.after}" if around else "")
        assert not calf.find_element(By.CSS_SELECTOR, "#first .at").is_displayed()
        drawing = shown[0].find_element(By.TAG_NAME, "svg")
        assert drawing.size["height"] > 60
        assert button.get_attribute("aria-pressed") == "true"


def test_a_drawing_that_is_only_pointed_at_is_seen(chrome: webdriver.Chrome, address: str) -> None:
    go_to(chrome, address, "#hand")
    for button in chrome.find_elements(By.CSS_SELECTOR, "#hand .ways button"):
        chrome.execute_script("arguments[0].click()", button)
        box = "return document.querySelector('#hand .way.on svg').getBBox().width"
        assert chrome.execute_script(box) > 60


def test_by_keyboard_alone(chrome: webdriver.Chrome, address: str) -> None:
    go_to(chrome, address)
    reached: list[str] = []
    for _ in range(4):
        chrome.switch_to.active_element.send_keys(Keys.TAB)
        reached.append(chrome.switch_to.active_element.text)
    assert reached[0].endswith("Call for help first.")
    assert reached[1:] == ["Calf", "Hamstrings", "Quadriceps"]
    chrome.switch_to.active_element.send_keys(Keys.ENTER)
    WebDriverWait(chrome, 10).until(lambda page: "quadriceps" in seen(page))
    for _ in range(20):
        chrome.switch_to.active_element.send_keys(Keys.TAB)
        if chrome.switch_to.active_element.get_attribute("id") == "go":
            break
    chrome.switch_to.active_element.send_keys(Keys.SPACE)
    until(chrome, "phase", f"Hold 1 of {REPEATS}")
    chrome.switch_to.active_element.send_keys(Keys.ENTER)
    until(chrome, "phase", "Paused")


def test_seconds_are_not_read_out_to_screen_readers(calf: webdriver.Chrome) -> None:
    calf.find_element(By.ID, "go").click()
    until(calf, "phase", f"Hold 1 of {REPEATS}")
    said = calf.find_element(By.ID, "said")
    assert said.get_attribute("aria-live") == "polite"
    before = said.get_attribute("textContent")
    move(calf, 9.05)
    until(calf, "left", f"{HOLD_S - 9:.0f}")
    assert said.get_attribute("textContent") == before == f"Hold 1 of {REPEATS}"
    assert calf.find_element(By.ID, "left").get_attribute("aria-live") == "off"


@pytest.mark.parametrize(("width", "scheme"), SHAPES)
@pytest.mark.parametrize("view", ["", "#calf", "#after", "#help"])
def test_nobody_is_kept_out(chrome: webdriver.Chrome, address: str, view: str, width: int, scheme: str) -> None:
    go_to(chrome, address, view, width=width, scheme=scheme)
    assert_nobody_is_kept_out(chrome, width, opened=False)


@pytest.mark.parametrize(("width", "height"), [(390, 800), (320, 568), (800, 360)])
def test_the_one_button_is_always_in_reach(chrome: webdriver.Chrome, address: str, width: int, height: int) -> None:
    go_to(chrome, address, "#hamstrings")
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": True}
    chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    for top in (0, 400):
        chrome.execute_script("scrollTo(0, arguments[0])", top)
        box = chrome.execute_script("return document.getElementById('go').getBoundingClientRect().toJSON()")
        assert box["top"] >= 0
        assert box["bottom"] <= height
        assert box["right"] <= width


def test_the_timer_covers_no_drawing_on_a_small_phone(chrome: webdriver.Chrome, address: str) -> None:
    go_to(chrome, address, "#calf")
    size = {"width": 320, "height": 640, "deviceScaleFactor": 1, "mobile": True}
    chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    place = "return document.querySelector(arguments[0]).getBoundingClientRect().toJSON()"
    drawing, bar = (chrome.execute_script(place, one) for one in ("#calf .on svg", "#bar"))
    assert drawing["height"] > 150
    assert drawing["bottom"] <= bar["top"]


@pytest.mark.parametrize("view", ["", "#calf", "#help", "#after"])
def test_everything_to_press_is_large(chrome: webdriver.Chrome, address: str, view: str) -> None:
    go_to(chrome, address, view, width=320)
    small = [
        (each.text, each.size)
        for each in chrome.find_elements(By.CSS_SELECTOR, "a, button")
        if each.is_displayed() and min(each.size["height"], each.size["width"]) < TARGET_PX
    ]
    assert small == []


def test_in_forced_colours_the_body_and_the_muscle_differ(chrome: webdriver.Chrome, address: str) -> None:
    go_to(chrome, address, "#calf")
    chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "forced-colors", "value": "active"}]})
    stroke = "return getComputedStyle(document.querySelector('#calf .on .' + arguments[0])).stroke"
    body, muscle = chrome.execute_script(stroke, "b"), chrome.execute_script(stroke, "m")
    assert body != muscle
    assert chrome.execute_script("return getComputedStyle(document.querySelector('#calf .on .m')).strokeDasharray") != "none"


def test_without_scripts_all_of_it_can_be_read(address: str) -> None:
    with browser() as chrome:
        show(chrome, width=390, scheme="light")
        chrome.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
        chrome.get(address)
        ways = chrome.find_elements(By.CSS_SELECTOR, ".way")
        assert len(ways) == sum(len(muscle.ways) for muscle in protocols().muscles.values())
        assert all(way.is_displayed() and way.find_element(By.TAG_NAME, "svg").size["height"] > 60 for way in ways)
        assert seen(chrome) >= {*protocols().muscles, "first", "hold", "after", "not", "help", "question"}
        assert not any(chrome.find_element(By.ID, name).is_displayed() for name in ("bar", "switches"))
