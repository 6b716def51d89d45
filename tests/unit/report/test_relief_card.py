"""The card is one small file that asks for nothing, says everything, and can be said in another language."""

from __future__ import annotations

import html as markup
import re

import pytest
from lxml import html as parser

from uncramp.errors import InputError, StoreError
from uncramp.relieve.drawings import drawings
from uncramp.relieve.protocols import protocols
from uncramp.report import html, relief_card, relief_drawing
from uncramp.report.relief_card import screen_questions, write_relief_card
from uncramp.report.relief_drawing import STANDALONE_STYLE, draw_way

BYTES_LIMIT = 60_000
SCRIPT = html.packaged("templates", "card.js")
STYLE = html.packaged("templates", "card.css") + html.packaged("templates", "drawing.css")


def card(*given: object, **named: object) -> str:
    return relief_card.relief_card(*given, **named)  # type: ignore[arg-type]


@pytest.mark.parametrize("muscle", [None, *protocols().muscles])
@pytest.mark.parametrize("partner", [False, True])
def test_it_is_small(muscle: str | None, partner: bool) -> None:
    assert len(card(muscle, "both" if muscle else "", partner).encode()) < BYTES_LIMIT


def test_it_holds_every_text() -> None:
    text = markup.unescape(card())
    for muscle in protocols().muscles.values():
        assert f'id="{muscle.id}"' in text
        assert muscle.where in text
        assert all(way.text in text for way in muscle.ways)
    assert all(place.before in text and place.after in text for place in protocols().places.values())
    assert all(step.text in text for step in protocols().steps)
    assert all(question in text for question in screen_questions())
    assert all(drawing.title in text for drawing in drawings().values())


def test_it_asks_for_nothing_and_runs_nothing_foreign() -> None:
    text = card()
    assert "http:" not in text
    assert "https:" not in text
    assert "default-src 'none'" in text
    style, script = re.search(r"<style>(.*?)</style>", text, re.DOTALL), re.search(r"<script>(.*?)</script>", text, re.DOTALL)
    assert style
    assert script
    assert f"style-src '{html.policy_hash(style[1])}'" in text
    assert f"script-src '{html.policy_hash(script[1])}'" in text
    assert not re.search(r"(?:src|style|on\w+)=[\"']", text.split("</style>")[1].split("<script>")[0])


def test_signs_to_call_for_stand_first_and_nothing_asks_for_a_command() -> None:
    page = parser.fromstring(card("calf"))
    assert page.xpath("string(//main//a)").endswith("Call for help first.")
    assert "uncramp check" not in page.text_content()


def test_ids_are_unique_and_links_lead_somewhere() -> None:
    page = parser.fromstring(card("calf"))
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link.removeprefix("#") for link in page.xpath("//@href")} <= set(ids)


def test_what_is_opened_is_named() -> None:
    page = parser.fromstring(card("gastrocnemius", "left", True))
    assert page.get_element_by_id("calf").xpath("string(h2)") == "Calf, left"
    assert page.get_element_by_id("shin").xpath("string(h2)") == "Shin"
    assert '"open":"calf","partner":true' in page.get_element_by_id("data").text


def test_who_asks_for_another_muscle_is_told_the_nearest() -> None:
    with pytest.raises(InputError, match="calf"):
        card("calff")
    with pytest.raises(InputError, match="left"):
        card("calf", "lefft")


def test_other_questions_can_be_handed_in() -> None:
    page = parser.fromstring(card(screen=("Is it <so>?",)))
    assert [item.text_content().strip() for item in page.get_element_by_id("help").xpath("ol/li")] == ["Is it <so>?"]


def test_the_script_has_no_words_of_its_own_and_every_word_is_used() -> None:
    said = re.findall(r'"([^"]*)"', SCRIPT)
    assert {text for text in said if " " in text} == {"use strict", "main > section"}
    assert not any(text[:1].isupper() for text in said)
    words = parser.fromstring(card()).get_element_by_id("data").text
    assert set(re.findall(r"words\.(\w+)", SCRIPT)) == set(re.findall(r'"(\w+)":', words.split('"words":')[1]))


@pytest.mark.parametrize("name", drawings())
def test_a_drawing_is_whole_by_itself(name: str) -> None:
    alone = parser.fromstring(draw_way(name, standalone=True))
    assert alone.get("aria-label") == drawings()[name].title
    ids = set(alone.xpath("//@id"))
    assert {link.removeprefix("#") for link in alone.xpath("//@href")} <= ids
    assert len(str(draw_way(name))) < 1100


def test_each_class_of_a_drawing_has_its_look() -> None:
    used = set(
        re.findall(r'class="(\w)"', "".join(draw_way(name) for name in drawings()) + "".join(relief_drawing.shared().values()))
    )
    assert used == set("abefhkmoprtw")
    for style in (STANDALONE_STYLE, STYLE):
        assert used <= set(re.findall(r"\.(\w)(?=[ ,{])", style))


def test_the_muscle_is_told_by_more_than_colour() -> None:
    for style in (STANDALONE_STYLE, STYLE):
        assert re.search(r"\.m ?{[^}]*stroke-dasharray", style)
        assert re.search(r"\.p ?{[^}]*marker-end", style) or ".p{marker-end" in style


def test_it_is_written_whole_or_not_at_all(tmp_path) -> None:
    write_relief_card(tmp_path / "card.html", "hand")
    assert (tmp_path / "card.html").read_text(encoding="utf-8") == card("hand")
    with pytest.raises(StoreError, match="cannot be written"):
        write_relief_card(tmp_path / "nowhere" / "card.html")
    assert list(tmp_path.iterdir()) == [tmp_path / "card.html"]
