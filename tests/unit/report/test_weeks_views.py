"""A plan of weeks as text, page and drawing: what must be said is said, nothing is too wide, and titles say nothing of health."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from histories import TODAY
from week_plans import build_weeks_plan

from uncramp.body.athlete import Athlete
from uncramp.errors import InputError
from uncramp.prevent.exposure import NOTHING
from uncramp.prevent.session import Step, Target
from uncramp.prevent.session_words import TITLES
from uncramp.prevent.signs import signs
from uncramp.prevent.watch_steps import session_steps
from uncramp.prevent.weeks import Asked, plan_weeks
from uncramp.report import weeks_words as words
from uncramp.report.screen import Screen
from uncramp.report.weeks_drawing import draw_bars, load_bars, longest_bars
from uncramp.report.weeks_page import render_weeks_page
from uncramp.report.weeks_terminal import weeks_view
from uncramp.why.answers import Range

KNOWN, UNKNOWN = build_weeks_plan(), build_weeks_plan(known=False)
TOMORROW = build_weeks_plan(known=False, day=TODAY + timedelta(days=1))
HOT_SOON = plan_weeks(Asked(TODAY, TODAY + timedelta(days=16), air_c=31.0), Athlete(), NOTHING)
HEALTH = re.compile(r"cramp|muscle|pain|injur|heat|sweat|health|risk|illness|recover", re.IGNORECASE)


def text(plan, **screen: object) -> str:
    return "\n".join(line.plain for line in weeks_view(plan, Screen(**screen)))


def flat(told: str) -> str:
    return " ".join(told.split())


@pytest.mark.parametrize("plan", [KNOWN, UNKNOWN, TOMORROW], ids=["known", "unknown", "tomorrow"])
@pytest.mark.parametrize("width", [60, 79, 120])
@pytest.mark.parametrize("verbose", [False, True])
@pytest.mark.parametrize("units", ["metric", "imperial"])
def test_no_line_is_too_wide(plan, width: int, verbose: bool, units: str) -> None:
    assert max(len(line.plain) for line in weeks_view(plan, Screen(width=width, verbose=verbose, units=units))) <= width


def test_what_is_missing_is_said_first() -> None:
    told = flat(text(UNKNOWN))
    assert "Not enough data" in told
    assert told.index("Not enough data") < told.index("week from")
    assert "none of the last 6 weeks" in told
    assert "0:00" not in told


def test_what_was_read_and_left_out_is_said() -> None:
    told = flat(text(KNOWN))
    assert "Read 36 sessions" in told
    assert "a second copy of another file: 1" in told
    assert "not readable: 1 (bad.fit)" in told
    assert words.read_text(replace(KNOWN, exposure=NOTHING)).startswith("No past activities")


def test_the_ratio_comes_with_its_limits_and_without_a_verdict() -> None:
    told = words.ratios_text(KNOWN)
    assert "Acute:chronic ratio" in told
    assert "no trial shows" in told
    assert words.ratios_text(UNKNOWN) == ""


def test_the_chance_is_not_sold() -> None:
    assert KNOWN.chance is not None
    told = words.chance_text(KNOWN.chance)
    assert "5 points lower" in told
    assert "no clear change, since the chance rises in more than 5 of 100" in told
    little = replace(KNOWN.chance, difference_frac=Range(-0.004, -0.001, -0.02, 0.0))
    assert "no clear change, since the average does not fall by so much" in words.chance_text(little)
    clear = words.chance_text(replace(KNOWN.chance, clear=True))
    assert "62 of 100 draws" in clear
    assert "no clear change" not in clear
    assert "no promise" in clear
    assert "Nothing that the model knows" in words.chance_text(replace(KNOWN.chance, changed=()))


def test_red_signs_lead_to_check() -> None:
    for one in signs():
        assert one.to_check == ("uncramp check" in words.sign_action(one))
    assert "uncramp check" in text(UNKNOWN)


@pytest.mark.parametrize("verbose", [False, True])
@pytest.mark.parametrize("plan", [KNOWN, UNKNOWN, TOMORROW], ids=["known", "unknown", "tomorrow"])
def test_every_emergency_stands_on_the_screen_with_what_to_do(plan, verbose: bool) -> None:
    told, red = flat(text(plan, verbose=verbose)), [one for one in signs() if one.urgency == "emergency"]
    assert {"mind", "chest", "dark_urine", "diluted"} <= {one.id for one in red}
    for one in red:
        assert one.text in told
        assert "call for help" in one.do.lower()
        assert words.sign_action(one) in told


def test_a_session_in_the_heat_carries_its_limit_and_when_to_stop_wherever_it_goes() -> None:
    hot = [one for one in KNOWN.sessions if one.kind == "heat"]
    assert hot
    for one in hot:
        assert "WBGT" in one.why
        assert "27.8 °C" in one.why
        assert "somebody beside you" in one.why
        assert "without a fan" not in one.why
        assert "warm" not in one.title  # a calendar shows the title alone
        (step,) = session_steps(one)
        assert all(said in step.note for said in ("WBGT under 27", "stop", "Not alone."))
    shown = flat(text(HOT_SOON))
    assert "WBGT" in shown
    assert "in the warm" in shown


def test_a_watch_says_rest_between_sets() -> None:
    lift = next(one for one in KNOWN.sessions if one.kind == "strength")
    assert {step.name for step in session_steps(lift)} == {"Go", "Rest"}


def test_titles_say_nothing_of_health() -> None:
    assert [title for title in TITLES.values() if HEALTH.search(title)] == []
    for plan in (KNOWN, UNKNOWN):
        for one in plan.sessions:
            assert not HEALTH.search(one.title)
            assert not [step.note for step in one.steps if HEALTH.search(step.note)]


def test_a_step_is_said_in_the_reader_s_units() -> None:
    step = Step("work", duration_s=600.0, target=Target(pace_s_per_km=(300.0, 320.0)))
    assert words.step_text(step, "metric") == "10:00 min, 5:00 to 5:20 min/km"
    assert words.step_text(step, "imperial") == "10:00 min, 8:03 to 8:35 min/mi"
    ride = replace(step, target=Target(pace_s_per_km=(120.0, 144.0)))
    assert words.step_text(ride, "metric", "cycling") == "10:00 min, 25 to 30 km/h"
    assert words.step_text(ride, "imperial", "cycling") == "10:00 min, 16 to 19 mph"


def test_steps_that_come_again_are_said_once() -> None:
    hard = next(one for one in KNOWN.sessions if one.kind == "race_pace")
    warm, middle, cool = words.steps_text(hard, "metric")
    assert warm.endswith("(warm up)")
    assert middle.startswith("3 x: ")
    assert cool.endswith("(cool down)")


def test_one_week_and_short_times_have_words_of_their_own() -> None:
    assert "1 weeks" not in words.head_text(TOMORROW)
    assert words.session_text(replace(KNOWN.sessions[0], title="Strength", kind="strength", duration_s=480.0)) == "Strength, 8 min"


@pytest.mark.parametrize("plan", [KNOWN, UNKNOWN, TOMORROW], ids=["known", "unknown", "tomorrow"])
def test_bars_stay_under_their_limits(plan) -> None:
    for bars in (load_bars(plan, 0), load_bars(plan, 2), longest_bars(plan)):
        assert len(bars) == len(plan.past) + len(plan.weeks)
        assert all(bar.limit is None or bar.value <= bar.limit + 1e-9 for bar in bars)
        assert draw_bars(bars, "h", "told").count("<rect") == len(bars)


@pytest.mark.parametrize("plan", [KNOWN, UNKNOWN, TOMORROW], ids=["known", "unknown", "tomorrow"])
def test_the_page_has_every_day(plan) -> None:
    page = render_weeks_page(plan)
    assert all(words.day_text(one.day) in page for one in plan.sessions)
    assert "http-equiv" in page
    assert "<script" not in page


def test_a_page_says_cautions_before_the_chance_and_what_is_lacking_after() -> None:
    page = render_weeks_page(KNOWN)
    assert page.index("Diabetes") < page.index('id="answer"') < page.index("What this plan cannot give")


def test_names_of_files_are_escaped() -> None:
    nasty = replace(KNOWN.exposure.unread[0], file="<img src=x>.fit")
    page = render_weeks_page(replace(KNOWN, exposure=replace(KNOWN.exposure, unread=(nasty,))))
    assert "<img" not in page


def test_unknown_units_are_refused() -> None:
    with pytest.raises(InputError, match="units"):
        render_weeks_page(UNKNOWN, units="cubits")
