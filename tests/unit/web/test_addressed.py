"""Texts of the command line on a page: no flag, no command, and nothing in a tag is touched."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from uncramp.web.addressed import FIELDS, PAGES, addressed, addressed_parts


@pytest.mark.parametrize("name", FIELDS)
def test_a_flag_is_its_field(name: str) -> None:
    assert addressed(f"Add --{name}.") == f"Add “{FIELDS[name]}”."


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("quotes", ["``", "“”", "  "])
def test_a_command_is_its_page(name: str, quotes: str) -> None:
    said = f"ask {quotes[0]}uncramp {name}{quotes[1]} now"
    assert addressed(said).split() == ["ask", *f"“{PAGES[name][1]}”".split(), "now"]
    assert f'<a href="{PAGES[name][0]}">' in addressed_parts(said)


@pytest.mark.parametrize("said", ["import", "undo --yes", "outcome --activity last none"])
def test_a_command_in_quotes_leaves_none_of_them(said: str) -> None:
    assert addressed(f"Ask `uncramp diary {said}` now.") == "Ask “Diary” now."


@given(st.text(max_size=80))
def test_other_words_stay_and_what_was_escaped_stays_so(text: str) -> None:
    told = str(escape(text))
    if not re.search(r"--[a-z]|uncramp [a-z]", told):
        assert addressed_parts(told) == told
    assert addressed_parts(told).count("<") == addressed_parts(told).count("<a ") + addressed_parts(told).count("</a>")


def test_a_tag_is_left_alone() -> None:
    assert addressed_parts('<p title="uncramp check --goal">x</p>') == '<p title="uncramp check --goal">x</p>'
