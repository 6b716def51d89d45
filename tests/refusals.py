"""A form that came back because something in it cannot be used: told on top and at the field, with all that was typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import unescape

import httpx


def assert_refused_in_place(
    answer: httpx.Response, typed: Mapping[str, str], wrong: Iterable[str], within: str = ""
) -> dict[str, str]:
    """What is told, by field; ``within`` is what the ids of the fields begin with."""
    assert answer.status_code == 422
    assert "<title>Error: " in answer.text
    summary = re.search(r'<div id="mistakes"[^>]* role="alert" tabindex="-1" autofocus>(.*?)</div>', answer.text, flags=re.DOTALL)
    assert summary is not None
    assert answer.text.index("<main") < summary.start() < answer.text.index("<h1>"), "on top"
    told = {name: unescape(text) for name, text in re.findall(rf'<a href="#{within}(\w+)">(.*?)</a>', summary[1])}
    assert list(told) == list(wrong), "in the order of the form, with the way to the field"
    for name, text in told.items():
        field = field_of(answer.text, within + name)
        assert 'aria-invalid="true"' in field
        assert f'aria-describedby="{within}{name}-wrong' in field
        assert f'<p id="{within}{name}-wrong" class="wrong">{text}</p>' in unescape(answer.text)
    assert answer.text.count('aria-invalid="true"') == len(told)
    for name, text in typed.items():
        field = field_of(answer.text, within + name)
        assert f'value="{text}"' in field if field.startswith("<input") else f'value="{text}" selected' in field
    return told


def field_of(page: str, name: str) -> str:
    """The field of this id, as it stands in the page."""
    found = re.search(rf'<input id="{name}"[^>]*>|<select id="{name}".*?</select>', page, flags=re.DOTALL)
    assert found is not None, name
    return found[0]
