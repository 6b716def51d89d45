"""Charts and drawings: they show what the draws say, inside their frame."""

from __future__ import annotations

import re
from dataclasses import replace

import lxml.etree
import numpy as np
import pytest
from builders import build_assessment
from hypothesis import given, settings
from hypothesis import strategies as st

from uncramp.report.charts import ROWS_LIMIT, timeline_of
from uncramp.report.drawing import HEIGHT, WIDTH, draw_bar, draw_chart, full_scale, nice_ticks, tick_digits
from uncramp.report.wording import Wording
from uncramp.why.answers import CrampEvent, Range

finite = st.floats(-1e4, 1e4)


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 999), session_min=st.integers(2, 200), reported=st.booleans())
def test_a_band_is_the_range_over_the_weighted_draws(seed: int, session_min: int, reported: bool) -> None:
    cramps = [CrampEvent("calf", "left", 60.0)] if reported else None
    made = build_assessment(draws=9, session_min=session_min, seed=seed, reported=cramps)
    lines = {chart.id: chart.lines[0] for chart in timeline_of(made, Wording()).charts}
    row = seed % made.elapsed_s.size
    expected = Range.of(made.body.core_c[:, row], made.weight_frac)
    line = lines["temperature"]
    assert line.low is not None
    assert line.high is not None
    assert (line.values[row], line.low[row], line.high[row]) == pytest.approx(
        (expected.median, expected.low, expected.high), abs=1e-9
    )
    chance = Range.of(1.0 - np.exp(-made.rate_per_h[1, :, row] / 6.0), made.weight_frac)
    assert lines["hazard-hamstrings"].values[row] == pytest.approx(100.0 * chance.median)


@pytest.mark.parametrize("session_min", [1, 7, 240, 1500])
@pytest.mark.parametrize("sport", ["running", "cycling"])
def test_drawings_stay_inside_their_frame(session_min: int, sport: str) -> None:
    made = build_assessment(
        draws=3, session_min=session_min, sport=sport, reported=[CrampEvent("calf", "both", 60.0 * session_min + 3600.0)]
    )
    timeline = timeline_of(made, Wording())
    assert timeline.minute.size <= ROWS_LIMIT
    for chart in timeline.charts:
        tree = lxml.etree.fromstring(str(draw_chart(timeline, chart)))
        paths = [path for path in tree.iter("{*}path", "path") if path.get("class") != "cramp-sign"]
        assert paths
        for path in paths:
            numbers = np.array([float(part) for part in re.findall(r"[\d.]+", path.get("d"))]).reshape(-1, 2)
            assert (numbers >= 0).all()
            assert (numbers <= (WIDTH, HEIGHT)).all()


def test_muscles_share_one_scale() -> None:
    charts = timeline_of(build_assessment(draws=5), Wording()).charts
    for kind in ("fatigue", "hazard"):
        assert len({(chart.low, chart.high) for chart in charts if chart.id.startswith(kind)}) == 1


def test_pace_stands_with_fast_on_top_and_breaks_at_a_stop() -> None:
    made = build_assessment(draws=3, session_min=60)
    timeline = timeline_of(made, Wording())
    chart = next(chart for chart in timeline.charts if chart.id == "speed")
    assert chart.pace
    assert np.isnan(chart.lines[0].values[30:33]).all()
    tree = lxml.etree.fromstring(str(draw_chart(timeline, chart)))
    labels = [
        (float(node.get("y")), node.text) for node in tree.iter("text") if node.text and node.text[0] in "456" and ":" in node.text
    ]
    heights = [height for height, _ in sorted(labels, key=lambda pair: pair[1])]
    assert heights == sorted(heights)


def test_measured_core_temperature_is_shown_beside_the_model() -> None:
    made = build_assessment(draws=3, session_min=30)
    worn = replace(made, minutes=replace(made.minutes, core_c=np.full(30, 38.2)))
    names = [
        [line.name for chart in timeline_of(each, Wording()).charts if chart.id == "temperature" for line in chart.lines]
        for each in (made, worn)
    ]
    assert names[1] == [*names[0], "Core, measured"]


@given(low=finite, length=st.floats(1e-3, 1e4))
def test_ticks_are_round_and_inside(low: float, length: float) -> None:
    high = low + length
    ticks = nice_ticks(low, high)
    assert 1 <= len(ticks) <= 10
    room = 1e-6 * max(1.0, abs(low), abs(high))
    assert all(low - room <= tick <= high + room for tick in ticks)
    digits = tick_digits(ticks)
    assert len({f"{tick:.{digits}f}" for tick in ticks}) == len(ticks), "neighbours must be told apart"


@given(st.floats(0, 2), st.floats(0, 2), st.floats(0, 2))
def test_a_bar_never_leaves_its_rail(first: float, second: float, third: float) -> None:
    low, middle, high = sorted((first, second, third))
    assert full_scale(high) >= min(high, 1.0)
    tree = lxml.etree.fromstring(str(draw_bar(middle, low, high, largest=1.0, now=middle)))
    rail, bar = tree.findall("rect")
    assert 0.0 < float(bar.get("width")) <= float(rail.get("width"))
