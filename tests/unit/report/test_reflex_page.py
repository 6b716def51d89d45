"""The page of a reflex: says what happened, is complete without network or scripts, and is safe with hostile names."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import lxml.html
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from traces import EXPERIMENT, build_outcome, build_trace

from uncramp.errors import StoreError
from uncramp.evidence.draws import central
from uncramp.reflex.cramp import STILL_GOING, Cramp
from uncramp.reflex.electromyogram import ElectromyogramParameters, surface_electromyogram
from uncramp.reflex.protocol import Protocol
from uncramp.reflex.trace import ReflexTrace
from uncramp.report import html, reflex_wording
from uncramp.report.reflex_charts import reflex_timeline
from uncramp.report.reflex_page import render_reflex_page, write_reflex_page

PARAMETERS = central(ElectromyogramParameters, "electromyogram")


def rendered(trace: ReflexTrace, experiment: Protocol = EXPERIMENT) -> str:
    return render_reflex_page(
        build_outcome(trace, experiment), surface_electromyogram(trace, PARAMETERS), provenance={"uncramp": "0"}
    )


@cache
def usual() -> str:
    return rendered(build_trace(stretched=True))


def parsed(text: str) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(text)


def test_every_chart_has_a_drawing_a_sentence_and_a_table() -> None:
    figures = parsed(usual()).xpath("//figure")
    assert [figure.xpath("string(.//h3)").split()[0] for figure in figures] == [
        "Spikes",
        "Firing",
        "Surface",
        "Discharge",
        "Force,",
        "Length,",
    ]
    for figure in figures:
        assert figure.xpath(".//svg[@role='img']/@aria-label")[0].strip(". ")
        assert figure.xpath("string(.//figcaption)").strip().endswith((".", ")."))
        assert len(figure.xpath(".//tbody/tr")) > 3


def test_the_policy_lets_in_the_inline_blocks_and_nothing_else() -> None:
    tree = parsed(usual())
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    blocks = [*tree.xpath("//style"), *tree.xpath("//script[not(@type)]")]
    assert {html.policy_hash(block.text) for block in blocks} == set(re.findall(r"sha256-[\w+/=]+", policy))
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert not tree.xpath("//*[@style]"), "the policy blocks style attributes"


def test_nothing_is_asked_of_a_network() -> None:
    tree = parsed(usual())
    assert not tree.xpath("//@src | //@srcset | //@background | //@action")
    assert all(link.startswith(("#", "https://doi.org/")) for link in tree.xpath("//@href"))
    assert "url(" not in tree.xpath("//style")[0].text
    assert "@import" not in tree.xpath("//style")[0].text


def test_a_reader_can_find_the_way() -> None:
    tree = parsed(usual())
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link.removeprefix("#") for link in tree.xpath("//@href[starts-with(., '#')]")} <= set(ids)
    assert set(tree.xpath("//@aria-labelledby")) <= set(ids)
    levels = [int(node.tag[1]) for node in tree.xpath("//h1 | //h2 | //h3 | //h4")]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


HOSTILE = st.sampled_from(
    ["<script>alert(1)</script>", "</script>", "<!--", '" onfocus="alert(1)', "{{ 7*7 }}", "{% raw %}", "&lt;", "\u2028"]
)


@settings(max_examples=10, deadline=None)
@given(HOSTILE, HOSTILE)
def test_no_text_of_others_becomes_markup_or_script(one: str, other: str) -> None:
    tree = parsed(rendered(replace(build_trace(), muscle=one), replace(EXPERIMENT, name=other, title=one, note=other)))
    assert [node.get("type") for node in tree.iter("script")] == ["application/json", None]
    assert not tree.xpath("//*/@*[starts-with(name(), 'on')]")
    json.loads(tree.get_element_by_id("chart-data").text)


def test_the_drawing_has_every_unit_that_fired() -> None:
    raster = parsed(usual()).xpath("//figure//svg[@role='img']")[0]
    (path,) = raster.xpath(".//path[@class='spike s1']/@d")
    heights = {mark.split()[1].split("v")[0] for mark in path.split("M")[1:]}
    assert len(heights) == 10
    assert len(raster.xpath(".//path[@class='pulse']/@d")[0].split("M")) - 1 == 10


def test_thinned_curves_keep_means_and_peaks() -> None:
    trace = build_trace(seconds=12.0, firing_s=(2.0, 6.0))
    recorded = surface_electromyogram(trace, PARAMETERS)
    timeline = reflex_timeline(trace, recorded)
    by_id = {chart.id: chart for chart in timeline.charts}
    force, signal = by_id["force"].lines[0], by_id["electromyogram"].lines[0]
    assert force.values.mean() == pytest.approx(100.0 * trace.force_frac.mean(), rel=1e-3)
    assert signal.high is not None
    assert signal.high.max() == recorded.signal_mv.max()
    assert (signal.values**2).mean() == pytest.approx((recorded.signal_mv**2).mean(), rel=1e-3)
    assert timeline.time_s.size == 600


def test_sentences_say_what_was_made() -> None:
    trace = build_trace(stretched=True)
    thin = "\u202f"
    assert reflex_wording.spikes_sentence(trace).startswith("10 of 20 motor units fired, most of them (10) about")
    assert reflex_wording.spikes_sentence(trace).endswith("none of them still fired at the end.")
    assert "10 times a second in the middle of the units, 10 to 10 in the middle half" in reflex_wording.rates_sentence(trace)
    assert reflex_wording.rates_sentence(trace).endswith("At the end nothing fired steadily.")
    assert "Ia afferent sent 20 at first, 50 at most" in reflex_wording.afferents_sentence(trace)
    assert f"up to 32{thin}% of the greatest force" in reflex_wording.force_sentence(trace)
    assert reflex_wording.length_sentence(trace) == (
        f"The muscle was stretched from 0.80 to 1.05 between 3.0{thin}s and 3.2{thin}s (1 is its optimal length)."
    )
    assert "throughout" in reflex_wording.length_sentence(build_trace())
    released = replace(trace, muscle_length_frac=np.interp(trace.time_s, [0, 1, 2, 3, 4], [0.8, 1.0, 1.0, 0.9, 0.9]))
    assert "stretched from 0.80 to 1.00" in reflex_wording.length_sentence(released)
    assert "then shortened from 1.00 to 0.90" in reflex_wording.length_sentence(released)


def test_answers_to_pulses_do_not_set_the_scale_of_the_electromyogram() -> None:
    trace = build_trace()
    recorded = surface_electromyogram(trace, PARAMETERS)
    answered = replace(recorded, signal_mv=recorded.signal_mv + 5.0 * (np.abs(recorded.time_s - 0.52) < 0.01))
    (plain, loud) = (
        {chart.id: chart for chart in reflex_timeline(trace, each).charts}["electromyogram"] for each in (recorded, answered)
    )
    assert loud.high == plain.high
    assert loud.summary == plain.summary
    assert loud.summary.endswith("reach beyond the chart.")
    without = replace(trace, stimulus_s=np.zeros(0))
    assert "beyond" not in reflex_wording.signal_sentence(without, recorded)
    ceaseless = replace(trace, stimulus_s=np.arange(0.0, 4.0, 0.02))
    assert "mV" in reflex_wording.signal_sentence(ceaseless, recorded)


def test_spikes_of_terminals_are_told_and_drawn() -> None:
    trace = build_trace()
    trace = replace(trace, spike_origin=(trace.spike_unit < 5).astype(np.int64))
    assert "50\u202f% of the spikes began in the muscle" in reflex_wording.spikes_sentence(trace)
    assert "From the ends of the axons" in rendered(trace)
    assert "From the ends of the axons" not in usual()


@pytest.mark.parametrize("seconds", [0.3, 4.0])
def test_a_silent_muscle_has_a_page(seconds: float) -> None:
    text = rendered(build_trace(seconds=seconds, firing_s=(0.0, 0.0)))
    assert "None of the 20 motor units fired." in text
    assert "No unit fired often enough to have a rate." in text


def test_it_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    trace = build_trace()
    recorded = surface_electromyogram(trace, PARAMETERS)
    write_reflex_page(build_outcome(trace), recorded, tmp_path / "run.html")
    assert (tmp_path / "run.html").read_text(encoding="utf-8").endswith("</html>")
    with pytest.raises(StoreError, match="cannot be written"):
        write_reflex_page(build_outcome(trace), recorded, tmp_path / "nowhere" / "run.html")
    assert [item.name for item in tmp_path.iterdir()] == ["run.html"]


CRAMP = Cramp(True, 3.0, 12.5, 16.0, 98, 14.2, 9.1, 20.4, 0.31, 0.18, "a stretch")


@pytest.mark.parametrize(
    ("cramp", "said", "marked"),
    [
        (CRAMP, "A cramp started after the burst at 16 Hz, at 3.0 s, and was ended by a stretch after 12.5 s.", 2),
        (replace(CRAMP, ended_by="itself", stimulus_hz=np.nan), "A cramp started, at 3.0 s, and ended by itself after 12.5 s.", 2),
        (replace(CRAMP, ended_by=STILL_GOING), "and was still going 12.5 s later, when the run ended.", 1),
        (replace(CRAMP, started=False), "No cramp started", 0),
    ],
)
def test_the_answer_says_what_came_of_it(cramp: Cramp, said: str, marked: int) -> None:
    assert said in reflex_wording.answer(cramp).replace("\u202f", " ")
    assert len(reflex_wording.marks(cramp)) == marked
    assert bool(reflex_wording.facts(cramp)) == cramp.started


def test_a_cramp_is_told_marked_and_counted() -> None:
    trace = build_trace(seconds=8.0, units=30, firing_s=(1.0, 5.0))
    tree = parsed(rendered(trace))
    assert "A cramp started after the burst at 20" in tree.xpath("string(//section[@id='answer'])")
    assert dict(reflex_wording.facts(build_outcome(trace).cramp))["Units in the cramp"] == "15"
    assert tree.xpath("//svg//text[@class='mark']/text()") == ["cramp begins", "cramp ends"]
    assert len(tree.xpath("//svg//line[@class='cramp']")) == 12
