"""The screen: it fits, it says what matters, and it needs neither colour nor Unicode."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from builders import CAUSE_NAMES, build_assessment, build_causes
from hypothesis import given, settings
from hypothesis import strategies as st

from uncramp.activity.samples import Repair
from uncramp.body.athlete import Athlete
from uncramp.minutes import Leg
from uncramp.names import CAUSES, MUSCLES
from uncramp.report.folder_table import folder_view
from uncramp.report.odds import ascii_text, chance_text, odds_text, one_line, percent_text
from uncramp.report.page import render_page
from uncramp.report.screen import LINES, LINES_WHERE_WIDE, WIDE, Screen
from uncramp.report.sparkline import columns, sparkline
from uncramp.report.tables import SessionRow, session_row
from uncramp.report.terminal import comparison_view, why_view
from uncramp.report.terminal_tables import ranked_causes
from uncramp.report.wording import URGENCY_WORDS, URGENT
from uncramp.why.answers import COUNTED_WITH_PACE, Caution, CrampEvent, Range

WIDTHS = (80, 100, 120)


def shown(assessment, **screen) -> str:
    return "\n".join(line.plain for line in why_view(assessment, Screen(**screen)))


@settings(max_examples=40)
@given(
    seed=st.integers(0, 200),
    chance=st.sampled_from([1e-6, 0.01, 0.2, 0.6, 0.999]),
    riskier=st.booleans(),
    planned=st.booleans(),
    told=st.sampled_from([None, (), (CrampEvent("calf", "left", 5000.0),), (CrampEvent("quadriceps", "both", 9000.0),) * 3]),
    unicode=st.booleans(),
    units=st.sampled_from(["metric", "imperial"]),
    width=st.sampled_from(WIDTHS),
)
def test_the_answer_is_one_screen(seed, chance, riskier, planned, told, unicode, units, width) -> None:
    assessment = build_assessment(seed=seed, chance=chance, riskier=riskier, planned=planned, reported=told, assumed_weather=True)
    lines = why_view(assessment, Screen(width=width, unicode=unicode, units=units))
    assert len(lines) <= (LINES_WHERE_WIDE if width >= WIDE else LINES)
    assert max(len(line.plain) for line in lines) <= width
    text = "\n".join(line.plain for line in lines)
    assert "nan" not in text
    assert " ..." not in text
    if not unicode:
        assert text.isascii()


@settings(max_examples=20)
@given(width=st.integers(60, 120), verbose=st.booleans(), told=st.sampled_from([None, (CrampEvent("calf", "left", 5000.0),)]))
def test_no_line_is_wider_than_the_terminal(width, verbose, told) -> None:
    lines = why_view(build_assessment(reported=told), Screen(width=width, verbose=verbose))
    assert max(len(line.plain) for line in lines) <= width
    assert not [line.plain for line in lines if line.plain.endswith("...")]
    for cause in ranked_causes(build_assessment().causes)[:2]:
        assert any(line.plain.strip().startswith(cause.name[:15]) for line in lines)
    assert sum("▁" in line.plain for line in lines) >= len(MUSCLES)


def test_the_screen_answers_the_question() -> None:
    text = shown(build_assessment(chance=0.2))
    assert "about 1 in 5, plausibly 1 in 20 to" in text
    assert "Most at risk: calf about 1:23:00" in text
    for part in (
        "During",
        "in the 6 h after",
        "a twinge 55 %",
        "Pace above what",
        "athletes",
        "not a medical device",
        "repaired:",
        "What would have changed it",
    ):
        assert part in " ".join(text.split())
    for muscle in MUSCLES:
        assert any(line.startswith(muscle) and "▁" in line for line in text.splitlines())
    assert "15 °C" in text


def test_in_full_everything_is_said() -> None:
    made = build_assessment(reported=[CrampEvent("calf", "left", 5000.0), CrampEvent("hamstrings", "left", 5100.0)])
    text = " ".join(shown(made, verbose=True).split())
    parts = [cause.name for cause in made.causes] + [f"but: {cause.contradiction}" for cause in made.causes if cause.contradiction]
    parts += [f"{change.before} → {change.after}".replace("degC", "°C") for change in made.changes]
    parts += [caution.text for caution in made.cautions] + [repair.text for repair in made.recording.repairs]
    parts += [made.reference_text, "At another cramp: left hamstrings at 1:25:00", "uncramp cite"]
    assert [part for part in parts if " ".join(part.split()) not in text] == []


def test_what_is_left_out_is_counted_and_the_way_to_it_named() -> None:
    made = build_assessment()
    made = dataclasses.replace(made, causes=tuple(dataclasses.replace(cause, contradiction="Not shown.") for cause in made.causes))
    text = shown(made)
    named = [cause for cause in made.causes if cause.name in text]
    assert f"{len(made.causes) - len(named)} smaller: --verbose" in text
    assert "but:" in text
    urgent = tuple(Caution(f"n{place}", "word " * 60, "clinician_soon") for place in range(3))
    full = shown(dataclasses.replace(made, cautions=urgent))
    assert "smaller, and what speaks against: --verbose" in full
    assert "but:" not in full


def test_assumed_weather_is_said() -> None:
    assert "weather ASSUMED" in shown(build_assessment(assumed_weather=True))
    assert "ASSUMED" not in shown(build_assessment(assumed_weather=False))


def test_a_contradiction_stands_under_its_cause() -> None:
    assessment = build_assessment()
    first = dataclasses.replace(ranked_causes(assessment.causes)[0], contradiction="Nobody has shown it (K1).")
    lines = shown(dataclasses.replace(assessment, causes=(first, *assessment.causes[1:])), verbose=True).splitlines()
    index = next(number for number, line in enumerate(lines) if line.lstrip().startswith(first.name))
    assert lines[index + 1].strip() == "but: Nobody has shown it (K1)."


def test_a_reported_cramp_stands_beside_the_session() -> None:
    text = shown(build_assessment(reported=[CrampEvent("calf", "left", 5000.0)]))
    assert "You reported: left calf at 1:23:20." in text
    assert "Before that was known, the chance was" in " ".join(text.split())
    assert "At the cramp: left calf at 1:23:20, cramp threshold then" in text
    assert "+ raised, - lowered, ? either" in text
    assert "Chance if done again" in text
    assert "raised" in shown(build_assessment(reported=[CrampEvent("calf", "left", 5000.0)]), width=100)


def test_no_cramp_is_said_too() -> None:
    assert "You reported: no cramp." in shown(build_assessment(reported=[]))


def test_no_shares_are_shown_when_no_riskier_than_the_reference() -> None:
    assert "no riskier than that" in shown(build_assessment(riskier=False))


@pytest.mark.parametrize("urgency", ["emergency", "same_day", "clinician_soon", "self_care", "note"])
def test_a_caution_is_never_cut_and_an_urgent_one_stands_before_the_chance(urgency: str) -> None:
    long = "Stop and get help: " + "confusion, vomiting or collapse need an ambulance now; " * 9 + "END"
    cautions = (*(Caution(f"n{i}", "A note.", "note") for i in range(9)), Caution("heat_stroke", long, urgency))
    text = shown(dataclasses.replace(build_assessment(), cautions=cautions))
    assert long in " ".join(text.split())
    assert (text.index("END") < text.index("Chance of a cramp")) == (urgency in URGENT)
    assert text.index("A note.") > text.index("What would have changed it")


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["mass_gain", "few_draws", "x_assumed", "hours_after", "condition_x"]),
            st.sampled_from(list(URGENCY_WORDS)),
        ),
        max_size=12,
    ),
    st.sampled_from(WIDTHS),
)
@settings(max_examples=30)
def test_no_caution_that_asks_for_care_is_ever_dropped(told: list[tuple[str, str]], width: int) -> None:
    cautions = tuple(Caution(name, f"Number {place} of these is whole.", urgency) for place, (name, urgency) in enumerate(told))
    text = " ".join(shown(dataclasses.replace(build_assessment(), cautions=cautions), width=width).split())
    for caution in cautions:
        standing = caution.urgency == "note" and caution.id in ("x_assumed", "hours_after")
        assert (caution.text in text) != standing


def test_many_cautions_take_the_room_of_the_tables() -> None:
    made = build_assessment()
    many = tuple(Caution(f"n{place}", f"{place} " + "word " * 60, "clinician_soon") for place in range(5))
    few, full = shown(made), shown(dataclasses.replace(made, cautions=many))
    assert sum(cause.name in full for cause in made.causes) < sum(cause.name in few for cause in made.causes)
    assert ranked_causes(made.causes)[1].name in full


@pytest.mark.parametrize("name", ["few_draws", "fitness_odd", "draws_held"])
def test_a_caution_about_the_chance_stands_under_it(name: str) -> None:
    made = dataclasses.replace(build_assessment(), cautions=(Caution(name, "Rough ranges.", "note"),))
    lines = shown(made).splitlines()
    place = next(number for number, line in enumerate(lines) if line.startswith("Most at risk"))
    assert lines[place + 1] == "! Note: Rough ranges."
    assert sum("Rough ranges." in line for line in lines) == 1


def test_what_is_missing_of_an_athlete_is_named() -> None:
    caution = Caution("athlete_assumed", "Not said.", "note")
    some = dataclasses.replace(build_assessment(), athlete=Athlete(mass_kg=70.0), cautions=(caution,))
    text = " ".join(shown(some).split())
    assert "of the athlete height, age, sex, 12 more" in text
    assert "body mass" not in text
    only_medicines = dataclasses.replace(some, athlete=Athlete(medicines=("ramipril",)))
    assert "of the athlete body mass, height" in " ".join(shown(only_medicines).split())
    assert "wide: athlete." in " ".join(shown(dataclasses.replace(some, athlete=Athlete())).split())


def test_what_was_set_is_said() -> None:
    lines = [line.plain for line in why_view(build_assessment(), Screen(), {"hazard.drive_exponent_index": 8.0})]
    assert "Set: hazard.drive_exponent_index = 8" in lines
    assert "Set:" not in shown(build_assessment())


def test_the_sports_of_several_legs_are_named_in_their_order() -> None:
    made = build_assessment()
    sports = ("swimming", "transition", "cycling", "transition", "running")
    legs = tuple(Leg(sport, 100.0 * place, 100.0 * place + 100.0) for place, sport in enumerate(sports))
    text = shown(dataclasses.replace(made, minutes=dataclasses.replace(made.minutes, legs=legs)))
    assert " · swimming, cycling, running · " in " ".join(text.splitlines()[:2])


def test_no_effect_is_not_claimed_beside_a_wide_share() -> None:
    made = build_assessment()
    wide = dataclasses.replace(made.causes[0], effect_frac=Range(0.0, 0.0, 0.0, 0.5), share_frac=Range(0.2, 0.2, 0.0, 0.9))
    text = shown(dataclasses.replace(made, causes=(wide, *made.causes[1:])))
    assert "uncertain" in text
    assert "no effect" not in text.split(wide.name)[1].splitlines()[0]


def test_many_repairs_are_counted() -> None:
    assessment = build_assessment()
    repairs = tuple(Repair("gap", f"Gap {index}.", 1, 60.0 * index) for index in range(7))
    made = dataclasses.replace(assessment, recording=dataclasses.replace(assessment.recording, repairs=repairs))
    assert "in 7 ways (--verbose" in shown(made)
    assert all(repair.text in shown(made, verbose=True) for repair in repairs)


def test_imperial_is_for_people() -> None:
    text = shown(build_assessment(), units="imperial")
    assert "mi" in text
    assert "°F" in text
    assert "°C" not in text.split("!")[0]
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
    assert "expected cramps about 2 times as many (0.5 to 4)" in text
    assert "weather ASSUMED" in text
    assert max(len(line.plain) for line in lines) <= 80


@given(
    st.lists(st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=90), min_size=1, max_size=4),
    st.sampled_from([1e-6, 0.3]),
)
@settings(max_examples=20)
def test_the_columns_of_a_folder_stand_under_each_other(names: list[str], chance: float) -> None:
    row = session_row(build_assessment(chance=chance, assumed_weather=True), "x.fit")
    lines = [line.plain for line in folder_view([dataclasses.replace(row, file=name) for name in names], [], Screen())]
    assert len({line.rindex("~") for line in lines[1 : 1 + len(names)]}) == 1
    assert max(map(len, lines)) <= 80


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


@pytest.mark.parametrize("width", [60, 72, 80, 120])
def test_a_folder_keeps_to_the_width_and_says_all(width: int) -> None:
    row = session_row(build_assessment(assumed_weather=True), "a_long_run_in_the_hills_of_may.fit")
    lines = [line.plain for line in folder_view([row, dataclasses.replace(row, file="x.fit")], [], Screen(width=width))]
    assert max(map(len, lines)) <= width
    text = "\n".join(lines)
    for part in ("most at risk", "calf 1:23:00", "distance", "x.fit"):
        assert part in text


def test_time_that_is_counted_with_pace_says_so() -> None:
    nothing = Range(0.0, 0.0, 0.0, 0.0)
    causes = tuple(
        dataclasses.replace(cause, share_frac=nothing, effect_frac=nothing, contradiction=COUNTED_WITH_PACE)
        if cause.id == "duration"
        else cause
        for cause in build_causes(np.random.default_rng(1))
    )
    made = dataclasses.replace(build_assessment(), causes=causes)
    lines = shown(made, verbose=True).splitlines()
    (line,) = [line for line in lines if line.startswith(f"  {CAUSE_NAMES['duration']}")]
    assert "with pace" in line
    assert "no effect" not in line
    assert f"{CAUSE_NAMES['duration']} (counted with pace)" in " ".join(render_page(made).split())
