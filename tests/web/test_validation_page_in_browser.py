"""The page of published figures in a browser: no errors, no requests, no barriers, narrow and wide, light and dark."""

from __future__ import annotations

import pytest
from browsers import SHAPES, assert_nobody_is_kept_out, complaints_and_requests, show
from selenium import webdriver
from selenium.webdriver.common.by import By

from uncramp.report.validation_page import write_validation_page
from uncramp.validation.bench import Bench
from uncramp.validation.run import validate

TARGETS = ("V12", "V22", "V24", "T07", "T09", "T31")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("page") / "validation.html"
    write_validation_page(validate(Bench(athletes=20, draws=2), TARGETS), path)
    return path.as_uri()


def test_it_opens_without_errors_and_asks_for_nothing(chrome: webdriver.Chrome, address: str) -> None:
    assert complaints_and_requests(chrome, address) == ([], {address})


@pytest.mark.parametrize(("width", "scheme"), SHAPES)
def test_nobody_is_kept_out(chrome: webdriver.Chrome, address: str, width: int, scheme: str) -> None:
    show(chrome, width=width, scheme=scheme)
    chrome.get(address)
    assert_nobody_is_kept_out(chrome, width)


def test_every_target_is_a_row(chrome: webdriver.Chrome, address: str) -> None:
    show(chrome, width=1200, scheme="light")
    chrome.get(address)
    heads = [row.text.split("\n")[0] for row in chrome.find_elements(By.CSS_SELECTOR, "tbody th")]
    assert heads == list(TARGETS)
    verdicts = [cell.text for cell in chrome.find_elements(By.CSS_SELECTOR, "td.verdict")]
    assert verdicts[0] == "not expressed"
    assert "hit" in verdicts
    assert any(verdict.startswith("miss") for verdict in verdicts)
