"""The pages of a routine and of food in a browser: no errors, no requests, for screen readers, on a phone, on paper."""

from __future__ import annotations

import pytest
from browsers import SHAPES, assert_nobody_is_kept_out, complaints_and_requests, show
from selenium import webdriver

from uncramp.prevent.food import plan_food
from uncramp.prevent.losses import losses_typed
from uncramp.prevent.routine import compose_routine
from uncramp.report.food_page import write_food_page
from uncramp.report.routine_page import write_routine_page

PAGES = ("strength", "stretching", "food")


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("pages")
    for kind in PAGES[:2]:
        write_routine_page(folder / f"{kind}.html", compose_routine(kind, "calf", side="left"))
    write_food_page(folder / "food.html", plan_food(losses_typed(sweat_l=3.0)))
    return {name: (folder / f"{name}.html").as_uri() for name in PAGES}


@pytest.mark.parametrize("name", PAGES)
def test_it_opens_without_errors_and_asks_for_nothing(chrome: webdriver.Chrome, addresses: dict[str, str], name: str) -> None:
    assert complaints_and_requests(chrome, addresses[name]) == ([], {addresses[name]})


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("width", "scheme"), SHAPES)
def test_nobody_is_kept_out(chrome: webdriver.Chrome, addresses: dict[str, str], name: str, width: int, scheme: str) -> None:
    show(chrome, width=width, scheme=scheme)
    chrome.get(addresses[name])
    assert_nobody_is_kept_out(chrome, width)
