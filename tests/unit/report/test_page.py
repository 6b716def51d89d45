"""The page: safe with hostile names, complete without network or scripts, written whole or not at all."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import lxml.html
import numpy as np
import pytest
from builders import build_assessment, build_causes
from hypothesis import given, settings
from hypothesis import strategies as st

from uncramp.assessment import Assessment
from uncramp.errors import InputError, StoreError
from uncramp.report import html, wording
from uncramp.report.page import render_page, write_page
from uncramp.why.answers import Cause, CrampEvent, Range

CRAMP = CrampEvent("calf", "left", 35 * 60.0)
HOSTILE = st.lists(
    st.sampled_from(
        ["<script>alert(1)</script>", "</script>", "<!--", "]]>", "<img src=x onerror=alert(1)>", '" onfocus="alert(1)', "'", "&lt;", "{{ 7*7 }}",
         "{% raw %}", "\u2028", "é", "run.fit"]
    ),
    min_size=1, max_size=4,
).map("".join)  # fmt: skip


@cache
def small(*, reported: bool = False) -> Assessment:
    return build_assessment(draws=8, session_min=40, reported=[CRAMP] if reported else None)


@cache
def rendered(*, reported: bool = False) -> str:
    return render_page(small(reported=reported))


def parsed(text: str) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(text)


@settings(max_examples=15, deadline=None)
@given(hostile=HOSTILE)
def test_no_text_of_others_becomes_markup_or_script(hostile: str) -> None:
    made = small(reported=True)
    recording = replace(
        made.recording, path=hostile.replace("/", ""), device=hostile, repairs=(replace(made.recording.repairs[0], text=hostile),)
    )
    caution = replace(made.cautions[0], text=hostile)
    change = replace(made.changes[0], name=hostile, before=hostile, after=hostile)
    cause = replace(made.causes[0], name=hostile, contradiction=hostile, sources=(hostile,))
    there = replace(
        made, recording=recording, cautions=(caution,), changes=(change,), causes=(cause, *made.causes[1:]), reference_text=hostile,
        intake=replace(made.intake, text=hostile),
    )  # fmt: skip
    tree = parsed(render_page(there))
    usual = parsed(rendered(reported=True))
    assert [node.get("type") for node in tree.iter("script")] == [node.get("type") for node in usual.iter("script")]
    assert tree.xpath("//script[not(@type)]")[0].text == usual.xpath("//script[not(@type)]")[0].text
    assert not tree.xpath("//*/@*[starts-with(name(), 'on')]")
    assert not tree.xpath("//img | //iframe | //object | //link")
    json.loads(tree.get_element_by_id("chart-data").text)


def test_every_cell_of_a_stacked_table_names_its_column() -> None:
    tables = parsed(rendered(reported=True)).xpath("//table[@class='stack']")
    assert len(tables) == 3
    for table in tables:
        heads = {head.text_content() for head in table.iter("th") if head.get("scope") == "col"}
        for row in table.xpath("tbody/tr"):
            bare = [cell for cell in row.iter("td") if not cell.get("data-label")]
            assert all(cell.get("class") in ("bar-cell", "wide") for cell in bare), "a bar with its number beside it, or a sentence"
            assert {cell.get("data-label") for cell in row.iter("td") if cell not in bare} <= heads


def test_the_policy_lets_in_the_inline_blocks_and_nothing_else() -> None:
    tree = parsed(rendered())
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    allowed = set(re.findall(r"sha256-[\w+/=]+", policy))
    blocks = [*tree.xpath("//style"), *tree.xpath("//script[not(@type)]")]
    assert {f"sha256-{base64.b64encode(hashlib.sha256(block.text.encode()).digest()).decode()}" for block in blocks} == allowed
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert not tree.xpath("//*[@style]"), "the policy blocks style attributes"


def test_nothing_is_asked_of_a_network() -> None:
    text = rendered()
    tree = parsed(text)
    assert not tree.xpath("//@src | //@srcset | //@background | //@action")
    links = tree.xpath("//@href")
    assert links
    assert all(link.startswith(("#", "https://doi.org/")) for link in links)
    assert "url(" not in tree.xpath("//style")[0].text
    assert "@import" not in tree.xpath("//style")[0].text
    assert "sourceMappingURL" not in text


@pytest.mark.parametrize("reported", [False, True])
def test_a_reader_can_find_the_way(reported: bool) -> None:
    tree = parsed(rendered(reported=reported))
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link.removeprefix("#") for link in tree.xpath("//@href[starts-with(., '#')]")} <= set(ids)
    assert set(tree.xpath("//@aria-labelledby")) <= set(ids)
    levels = [int(node.tag[1]) for node in tree.xpath("//h1 | //h2 | //h3 | //h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert len(tree.xpath("//main")) == 1
    assert tree.xpath("//html/@lang") == ["en"]


def test_every_chart_has_a_drawing_a_sentence_and_a_table() -> None:
    tree = parsed(rendered())
    figures = tree.xpath("//figure")
    assert len(figures) == 12
    for figure in figures:
        assert figure.xpath(".//svg[@role='img']/@aria-label")[0].strip(". ")
        assert figure.xpath("string(.//figcaption)").strip()
        assert len(figure.xpath(".//tbody/tr")) > 3


def test_the_headline_is_the_weighted_mean() -> None:
    made = small(reported=True)
    headline = parsed(rendered(reported=True)).xpath("string(//p[@class='headline']/strong)")
    assert headline == wording.chance(float(made.session_chance_frac @ made.weight_frac))


def test_causes_stand_largest_first_with_their_grade_and_what_speaks_against() -> None:
    made = small()
    tree = parsed(rendered())
    named = [node.text for node in tree.xpath("//ol[@class='causes']/li//h3")]
    assert sorted(named) == sorted(cause.name for cause in made.causes)
    by_share = sorted(made.causes, key=lambda cause: -(cause.share_frac.median if cause.share_frac else 0))
    assert named[:3] == [cause.name for cause in by_share[:3]]
    text = tree.text_content()
    for cause in made.causes:
        assert cause.contradiction in text
        assert wording.GRADE_WORDS[cause.grade] in text


def test_a_session_no_riskier_than_the_reference_has_no_shares() -> None:
    tree = parsed(render_page(build_assessment(draws=6, session_min=30, riskier=False)))
    assert "no riskier than that" in tree.text_content()
    assert not tree.xpath("//ol[@class='causes']//svg")


def test_a_reported_cramp_is_explained_beside_the_whole_session() -> None:
    text = parsed(rendered(reported=True)).text_content()
    assert "At your cramp: left calf at 0:35:00" in text
    assert "Before taking that into account" in text
    assert "At your cramp" not in parsed(rendered()).text_content()


def test_imperial_units_reach_every_chart() -> None:
    data = json.loads(parsed(render_page(small(), units="imperial")).get_element_by_id("chart-data").text)
    units = {chart["id"]: chart["unit"] for chart in data["charts"]}
    assert (units["temperature"], units["sweat"], units["speed"]) == ("°F", "fl oz", "min/mi")
    core = next(chart for chart in data["charts"] if chart["id"] == "temperature")["lines"][0]["values"]
    assert min(core) > 95.0


def test_unknown_units_are_refused() -> None:
    with pytest.raises(InputError, match="metric or imperial"):
        render_page(small(), units="kelvin")


def test_what_was_assumed_and_put_right_is_said() -> None:
    made = build_assessment(draws=6, session_min=30, assumed_weather=True)
    text = parsed(render_page(made)).text_content()
    assert made.minutes.weather.source in text
    assert made.intake.text in text
    for repair in made.recording.repairs:
        assert repair.text in text


def test_missing_values_become_null_and_a_silent_sensor_no_chart() -> None:
    made = small()
    data = json.loads(parsed(rendered()).get_element_by_id("chart-data").text)
    pulse = next(chart for chart in data["charts"] if chart["id"] == "heart-rate")["lines"][0]["values"]
    assert pulse[5:8] == [None] * 3
    assert pulse[40:] == [None] * 360
    silent = replace(made, minutes=replace(made.minutes, heart_rate_bpm=np.full(40, np.nan), speed_m_s=np.full(40, np.nan)))
    assert not {"heart-rate", "speed"} & {
        chart["id"] for chart in json.loads(parsed(render_page(silent)).get_element_by_id("chart-data").text)["charts"]
    }


def test_four_hours_stay_under_a_megabyte_and_a_day_is_thinned() -> None:
    assert len(render_page(build_assessment(draws=60, session_min=240, reported=[CRAMP])).encode()) < 1_000_000
    assert len(render_page(build_assessment(draws=4, session_min=1500)).encode()) < 1_400_000


@dataclass(frozen=True)
class Difference:
    """As ``compare`` returns it."""

    chance_frac: tuple[Range, Range]
    ratio: Range
    causes: tuple[Cause, ...]


def test_a_comparison_names_the_other_session_and_what_differed() -> None:
    other = replace(small(), recording=replace(small().recording, path="easy_run.fit"))
    now = Range(0.2, 0.2, 0.1, 0.4)
    difference = Difference((now, Range(0.1, 0.1, 0.05, 0.2)), Range(2.0, 2.0, 1.5, 3.0), build_causes(np.random.default_rng(1)))
    tree = parsed(render_page(small(), comparison=difference, other=other))
    text = tree.get_element_by_id("comparison").text_content()
    assert "Compared with easy_run.fit" in text
    assert "up to the finish, expected cramps about 2 times as many (1.5 to 3)" in text
    assert "comparison" not in parsed(rendered()).xpath("//@id")


def test_the_same_assessment_makes_the_same_bytes() -> None:
    assert render_page(small()) == rendered()


def test_a_page_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    write_page(small(), target)
    assert target.read_text(encoding="utf-8") == rendered()
    assert [item.name for item in tmp_path.iterdir()] == ["report.html"]


def test_where_it_cannot_be_written_the_error_says_so(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be written"):
        write_page(small(), tmp_path / "nowhere" / "report.html")
    folder = tmp_path / "taken"
    folder.mkdir()
    with pytest.raises(StoreError, match="cannot be written"):
        write_page(small(), folder)
    assert [item.name for item in tmp_path.iterdir()] == ["taken"], "nothing half-written is left"


def test_a_package_without_its_chart_library_says_how_to_get_it() -> None:
    with pytest.raises(StoreError, match="fetch_assets"):
        html.packaged("assets", "missing.js")
