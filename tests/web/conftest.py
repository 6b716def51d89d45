"""One browser for the tests of a page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browsers import browser
from selenium import webdriver


@pytest.fixture(scope="module")
def chrome() -> Iterator[webdriver.Chrome]:
    with browser() as opened:
        yield opened
