"""The screen: it fits, it says what matters, and it needs neither colour nor Unicode."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from builders import build_assessment, build_causes
from hypothesis import given, settings
from hypothesis import strategies as st

from uncramp.activity.samples import Repair
from uncramp.names import CAUSES, MUSCLES
from uncramp.report.odds import ascii_text, chance_text, odds_text, one_line, percent_text
from uncramp.report.sparkline import columns, sparkline
from uncramp.report.tables import SessionRow, session_row
from uncramp.report.terminal import Screen, comparison_view, folder_view, ranked_causes, why_view
from uncramp.why.answers import Caution, CrampEvent, Range

LINES = 45


def shown(assessment, **screen) -> str:
    return "\n".join(line.plain for line in why_view(assessment, Screen(**screen)))


@settings(max_examples=25)
@given(
    seed=st.integers(0, 200),
    chance=st.sampled_from([1e-6, 0.01, 0.2, 0.6, 0.999]),
    riskier=st.booleans(),
    planned=st.booleans(),
    told=st.sampled_from([None, (), (CrampEvent("calf", "left", 5000.0),), (CrampEvent("quadriceps", "both", 9000.0),) * 3]),
    unicode=st.booleans(),
    units=st.sampled_from(["metric", "imperial"]),
)
def test_the_answer_is_one_screen(seed, chance, riskier, planned, told, unicode, units) -> None:
    assessment = build_assessment(seed=seed, chance=chance, riskier=riskier, planned=planned, reported=told, assumed_weather=True)
    lines = why_view(assessment, Screen(unicode=unicode, units=units))
    assert len(lines) <= LINES + (4 if told else 0) + (2 if not riskier else 0)
    assert max(len(line.plain) for line in lines) <= 80
    text = "\n".join(line.plain for line in lines)
    assert "nan" not in text
    if not unicode:
        assert text.isascii()


def test_the_screen_answers_the_question() -> None:
    text = shown(build_assessment(chance=0.2))
    assert "about 1 in 5, plausibly 1 in 20 to" in text
    assert "Most at risk: calf about 1:23:00" in text
    for part in (
        "during",
        "in the 6 h after",
        "a twinge 55 %",
        "Pace above what lasts",
        "[athletes]",
        "not a medical device",
        "repaired:",
    ):
        assert part in " ".join(text.split())
    for muscle in MUSCLES:
        assert f"risk {muscle}" in text
    assert "15 °C" in text


def test_every_cause_is_named() -> None:
    text = " ".join(shown(build_assessment()).lower().split())
    for cause in build_assessment().causes:
        assert cause.name.lower() in text


def test_assumed_weather_is_said() -> None:
    assert "weather ASSUMED" in shown(build_assessment(assumed_weather=True))
    assert "ASSUMED" not in shown(build_assessment(assumed_weather=False))


def test_a_contradiction_stands_under_its_cause() -> None:
    assessment = build_assessment()
    first = dataclasses.replace(ranked_causes(assessment.causes)[0], contradiction="Nobody has shown it (K1).")
    lines = shown(dataclasses.replace(assessment, causes=(first, *assessment.causes[1:]))).splitlines()
    index = next(number for number, line in enumerate(lines) if line.lstrip().startswith(first.name))
    assert lines[index + 1].strip() == "but: Nobody has shown it (K1)."


def test_a_reported_cramp_stands_beside_the_session() -> None:
    text = shown(build_assessment(reported=[CrampEvent("calf", "left", 5000.0)]))
    assert "You reported: left calf at 1:23:20." in text
    assert "Before knowing that, the chance was" in text
    assert "at the cramp" in text


def test_no_cramp_is_said_too() -> None:
    assert "You reported: no cramp." in shown(build_assessment(reported=[]))


def test_no_shares_are_shown_when_no_riskier_than_the_reference() -> None:
    assert "no riskier than that" in shown(build_assessment(riskier=False))


def test_an_urgent_caution_is_never_cut() -> None:
    long = "Stop and get help: " + "confusion, vomiting or collapse need an ambulance now; " * 4 + "END"
    cautions = (*(Caution(f"n{i}", "A note.", "note") for i in range(9)), Caution("heat_stroke", long, "emergency"))
    text = shown(dataclasses.replace(build_assessment(), cautions=cautions))
    assert "END" in text
    assert text.index("Emergency") < text.index("A note.")


def test_many_repairs_are_counted() -> None:
    assessment = build_assessment()
    repairs = tuple(Repair("gap", f"Gap {index}.", 1, 60.0 * index) for index in range(7))
    text = shown(dataclasses.replace(assessment, recording=dataclasses.replace(assessment.recording, repairs=repairs)))
    assert "And 5 more" in text


def test_imperial_is_for_people() -> None:
    text = shown(build_assessment(), units="imperial")
    assert "mi" in text
    assert "°F" in text
    assert " km" not in text.replace("min/km", "")


def test_no_style_has_red_or_green() -> None:
    for line in why_view(build_assessment(reported=[CrampEvent("calf", "left", 5000.0)]), Screen()):
        styles = [str(line.style), *(str(span.style) for span in line.spans)]
        assert not any("red" in style or "green" in style for style in styles)


@dataclasses.dataclass(frozen=True)
class Difference:
    """Stands in for the comparison of two sessions."""

    chance_frac: tuple[Range, Range]
    ratio: Range
    causes: tuple


def test_a_comparison_tells_what_made_the_difference() -> None:
    some = Range(0.2, 0.18, 0.05, 0.5)
    made = Difference((some, some), Range(2.0, 2.0, 0.5, 4.0), build_causes(np.random.default_rng(1)))
    lines = comparison_view(build_assessment(), build_assessment(seed=2, assumed_weather=True), made, Screen())
    text = "\n".join(line.plain for line in lines)
    assert "2.0 times that of the other (0.5 to 4.0)" in text
    assert "weather ASSUMED" in text
    assert max(len(line.plain) for line in lines) <= 80


def test_a_folder_has_a_line_a_file_and_its_errors() -> None:
    deep = "a/very/deep/folder/with/a/long/name/of_a_run.fit"
    rows = [session_row(build_assessment(), deep), SessionRow("x.fit", error_kind="input", error="broken")]
    lines = folder_view(rows, ["notes.txt"], Screen())
    text = "\n".join(line.plain for line in lines)
    assert "of_a_run.fit" in text
    assert "not assessed:" in text
    assert "broken" in text
    assert "notes.txt" in text
    assert max(len(line.plain) for line in lines) <= 80


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_odds_rise_with_the_chance(one: float, other: float) -> None:
    def value(text: str) -> float:
        above, below = text.removeprefix("less than ").removeprefix("more than ").split(" in ")
        nudge = {"less": -1e-6, "more": 1e-6}.get(text[:4], 0.0)
        return float(above) / float(below) + nudge

    low, high = sorted((one, other))
    assert value(odds_text(low)) <= value(odds_text(high))


@given(st.floats(0.0005, 0.95))
def test_odds_are_near_the_chance(chance: float) -> None:
    above, below = odds_text(chance).split(" in ")
    assert float(above) / float(below) == pytest.approx(chance, rel=0.2)


def test_what_is_not_known_is_said_so() -> None:
    assert odds_text(float("nan")) == "not known"
    assert percent_text(float("nan")) == "not known"
    assert chance_text(Range(*[float("nan")] * 4)) == "not known"


@given(st.text(max_size=200), st.integers(10, 80))
def test_one_line_is_one_line(text: str, width: int) -> None:
    assert len(one_line(text, width)) <= max(width, 8)
    assert "\n" not in one_line(text, width)


@given(st.text())
def test_ascii_is_ascii(text: str) -> None:
    assert ascii_text(text).isascii()


@given(st.lists(st.floats(-100, 100) | st.just(float("nan")), min_size=1, max_size=300), st.integers(1, 60), st.booleans())
def test_a_plot_fills_its_width(values: list[float], count: int, unicode: bool) -> None:
    drawn = sparkline(columns(np.array(values), count), -100.0, 100.0, unicode=unicode)
    assert len(drawn) == count
    assert drawn.isascii() or unicode
    if np.isnan(values).all():
        assert drawn == " " * count


def test_columns_keep_the_mean_of_equal_stretches() -> None:
    values = np.arange(120, dtype=float)
    assert columns(values, 10).mean() == pytest.approx(values.mean())
    assert (np.diff(columns(values, 10)) > 0).all()


def test_all_causes_have_a_place_in_the_ranking() -> None:
    assert {cause.id for cause in ranked_causes(build_assessment().causes)} == set(CAUSES)
