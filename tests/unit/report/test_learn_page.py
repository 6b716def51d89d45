"""The page of everything known: one file, small, without scripts or requests, with a place for every statement."""

from __future__ import annotations

import re

import pytest
from lxml import html as parser

from uncramp.learn.pages import TOPICS, pages
from uncramp.report.learn_page import render_learn_page

BYTES_LIMIT = 300_000


@pytest.fixture(scope="module")
def page() -> str:
    return render_learn_page()


def test_it_is_small_and_the_same_every_time(page: str) -> None:
    assert len(page.encode()) < BYTES_LIMIT
    assert page == render_learn_page()


def test_it_has_no_script_and_asks_for_nothing(page: str) -> None:
    assert "<script" not in page
    assert "default-src 'none'; style-src 'sha256-" in page
    assert not re.findall(r"<(?:img|link|iframe|video|audio|object)\b|url\(|@import", page)


def test_every_statement_and_contradiction_has_a_place_and_every_link_leads_to_one(page: str) -> None:
    tree = parser.fromstring(page)
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    for topic in TOPICS:
        for one in pages()[topic].statements:
            assert (one.id if topic == "contradictions" else f"{topic}-{one.id}") in ids
    links = [link.get("href") for link in tree.iter("a")]
    assert {link[1:] for link in links if link.startswith("#")} <= set(ids)
    assert all(link.startswith(("#", "https://doi.org/")) for link in links)


def test_every_statement_shows_its_grade_beside_it(page: str) -> None:
    tree = parser.fromstring(page)
    for topic in TOPICS:
        for one in pages()[topic].statements:
            place = tree.get_element_by_id(one.id if topic == "contradictions" else f"{topic}-{one.id}")
            (mark,) = place.find_class("grade")
            assert one.grade in mark.get("class").split()
