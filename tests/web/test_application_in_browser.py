"""Every page of the application in a real browser, from a real server: errors, requests, barriers, keyboard, weight and links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urldefrag, urljoin

import pytest
from application_pages import COMING, PAGES, Page
from browsers import assert_nobody_is_kept_out, complaints_and_requests, shapes, show
from real_server import Served, served
from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from uncramp.web.frame import MENU
from uncramp.web.keys import COOKIE

LIGHTEST_BYTES = 100_000
PARTS_OF_A_MOMENT = 8  # a browser stops at day, month, year, hour and so on of one field
WATCH = """
window.reached = new Set(); window.unseen = [];
document.addEventListener('focusin', (event) => {
  const one = event.target, style = getComputedStyle(one), box = one.getBoundingClientRect();
  window.reached.add(one);
  const drawn = (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
  if (!drawn || box.right <= 0 || box.bottom <= 0) window.unseen.push(one.outerHTML.slice(0, 120));
});
document.activeElement && document.activeElement.blur();
"""
LOST = """
return [...document.querySelectorAll('a[href^="#"]')].map((one) => one.hash.slice(1)).filter((id) => id && !document.getElementById(id));
"""
LEFT = """
const group = (one) => one.type === 'radio' ? `${one.form?.action}|${one.name}` : one;
const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')].filter((one) =>
  !one.disabled && one.tabIndex >= 0 && one.type !== 'hidden' && one.checkVisibility({visibilityProperty: true}) && !one.closest('[inert]'));
const seen = new Set([...window.reached].map(group));
return [all.length, all.filter((one) => !seen.has(group(one))).map((one) => one.outerHTML.slice(0, 120)), window.unseen];
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("walked") / "data") as opened:
        yield opened


@pytest.fixture(scope="module")
def entered(chrome: webdriver.Chrome, server: Served) -> webdriver.Chrome:
    """The browser with the person's session."""
    chrome.execute_cdp_cmd(
        "Network.setCookie",
        {"name": COOKIE, "value": server.session, "url": server.home, "httpOnly": True, "sameSite": "Strict"},
    )
    return chrome


@pytest.fixture(params=PAGES)
def page(request: pytest.FixtureRequest) -> Page:
    return PAGES[request.param]


def links(html: str, address: str) -> set[str]:
    """Where the links of a page lead, without what stands behind a #."""
    return {urldefrag(urljoin(address, found.replace("&amp;", "&"))).url for found in re.findall(r'<a [^>]*href="([^"]+)"', html)}


def test_every_page_of_the_menu_is_walked(server: Served) -> None:
    walked = {one.address for one in PAGES.values() if isinstance(one.address, str)}
    assert {address for address, _name in MENU} == (walked | set(COMING)) & {address for address, _name in MENU}
    with server.client() as client:
        arrived = [address for address in COMING if client.get(address).status_code != 404]
    assert arrived == [], "these are there now: move them from COMING to PAGES"


def test_it_opens_without_complaints_and_asks_nobody_else(entered: webdriver.Chrome, server: Served, page: Page) -> None:
    show(entered, width=1280, scheme="light")
    address = server.home + page.at(server)
    complaints, asked = complaints_and_requests(entered, address)
    assert complaints == []
    assert {one for one in asked if not one.startswith((f"{server.home}/", "data:"))} == set()
    assert address in asked
    assert entered.execute_script(LOST) == []


@pytest.mark.parametrize(("width", "scheme"), shapes((320, "light"), (1280, "dark")))
def test_nobody_is_kept_out(entered: webdriver.Chrome, server: Served, page: Page, width: int, scheme: str) -> None:
    show(entered, width=width, scheme=scheme)
    entered.get(server.home + page.at(server))
    assert_nobody_is_kept_out(entered, width)
    assert entered.execute_script("return document.title.length") > 0


def test_the_keyboard_alone_reaches_everything_and_shows_where_it_is(entered: webdriver.Chrome, server: Served, page: Page) -> None:
    show(entered, width=1280, scheme="light")
    entered.get(server.home + page.at(server))
    entered.execute_script(WATCH)
    count = len(
        entered.execute_script("return [...document.querySelectorAll('a,button,input,select,textarea,summary,[tabindex]')]")
    )
    keys = ActionChains(entered, duration=0)
    moments = len(entered.find_elements("css selector", "input[type=date], input[type=datetime-local]"))
    for _ in range(count + 2 + PARTS_OF_A_MOMENT * moments):
        keys.send_keys(Keys.TAB)
    keys.perform()
    reachable, missed, unseen = entered.execute_script(LEFT)
    assert reachable > 5
    assert missed == []
    assert unseen == []


def test_a_page_without_charts_is_light(server: Served, page: Page) -> None:
    if page.has_charts:
        return
    with server.client() as client:
        html = client.get(page.at(server))
        parts = re.findall(r'<link rel="stylesheet" href="([^"]+)"|<script[^>]* src="([^"]+)"', html.text)
        size = len(html.content) + sum(len(client.get(style or script).content) for style, script in parts)
    assert size < LIGHTEST_BYTES


def test_every_link_leads_somewhere(server: Served) -> None:
    found: dict[str, str] = {}
    with server.client() as client:
        for one in PAGES.values():
            address = server.home + one.at(server)
            found |= dict.fromkeys(links(client.get(address).text, address), address)
        ours = {link: at for link, at in found.items() if link.startswith(f"{server.home}/")}
        for link in set(found) - set(ours):
            assert link.startswith(("https://doi.org/", "tel:")), f"{found[link]} leads to {link}"
        for link in sorted(set(ours) - {server.home + address for address in COMING}):
            answer = client.get(link)
            assert answer.status_code == 200, f"{link}, a link of {ours[link]}"
            assert link.endswith(("page.html", ".zip")) or "<h1" in answer.text, link  # a file to keep has its own form


def test_a_form_with_what_is_private_is_not_sent_by_its_address(server: Served, page: Page) -> None:
    with server.client() as client:
        html = client.get(page.at(server)).text
    for attributes in re.findall(r"<form([^>]*)>", html):
        assert 'method="post"' in attributes or 'action="/evidence"' in attributes, attributes
