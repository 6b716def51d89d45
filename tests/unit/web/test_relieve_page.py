"""Relieve in the application: the same guide as in one file, with its style and script from the server."""

from __future__ import annotations

import re

from persons import Person


def test_drawings_have_their_look_and_the_check_is_one_press_away(person: Person) -> None:
    page = person.get("/relieve?muscle=calf").text
    style = person.get(re.findall(r'rel="stylesheet" href="([^"]+)"', page)[0]).text
    drawn = set(re.findall(r'<path class="?(\w)\b', page))
    assert len(drawn) > 5
    assert drawn <= set(re.findall(r"\.(\w)(?=[ ,{])", style))
    assert f"<style>{style}</style>" in person.get("/api/relieve/card.html").text
    assert page.count('href="/check"') == 2
