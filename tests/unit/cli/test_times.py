"""Times and cramps as typed: every form means one thing, and what could mean two is refused."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp.cli.times import AFTER_H, elapsed_s, typed_cramp
from uncramp.errors import InputError
from uncramp.names import MUSCLES, SIDES
from uncramp.units import elapsed_text

SECONDS = st.integers(0, 99 * 3600)


@given(SECONDS)
def test_a_clock_time_is_read_as_it_is_written(seconds: int) -> None:
    assert elapsed_s(elapsed_text(seconds), "--time") == seconds


@given(st.integers(0, 99), st.integers(0, 59), st.integers(0, 59))
def test_words_mean_the_same_as_the_clock(hours: int, minutes: int, seconds: int) -> None:
    expected = 3600 * hours + 60 * minutes + seconds
    for text in (f"{hours}h{minutes}min{seconds}s", f"{hours} h {minutes} min {seconds} s", f"{expected}s"):
        assert elapsed_s(text, "--time") == expected
    assert elapsed_s(f"{hours}h{minutes:02d}", "--time") == 3600 * hours + 60 * minutes
    assert elapsed_s(f"{60 * hours + minutes}min", "--time") == 3600 * hours + 60 * minutes


@given(st.text(max_size=12))
def test_anything_else_is_an_input_error(text: str) -> None:
    with contextlib.suppress(InputError):
        assert elapsed_s(text, "--time") >= 0


@pytest.mark.parametrize("text", ["3:05", "12:30"])
def test_two_parts_could_be_two_things(text: str) -> None:
    with pytest.raises(InputError, match="could be"):
        elapsed_s(text, "--cramped")


@pytest.mark.parametrize("text", ["", "185", "3.5", "-5min", "3:61:00", "3:05:99", "calf", "nan", "inf", "1e9s", "٣:٠٥:٠٠"])
def test_no_unit_or_no_time_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="not a time"):
        elapsed_s(text, "--time")


@given(st.sampled_from(MUSCLES), st.sampled_from([*SIDES, ""]), SECONDS, st.booleans(), st.floats(60, 1e5))
def test_a_cramp_is_where_and_when_it_was_said(muscle: str, side: str, seconds: int, after: bool, duration_s: float) -> None:
    typed = f"{muscle}{':' if side else ''}{side}@{'+' if after else ''}{seconds}s"
    at_s = seconds + (duration_s if after else 0.0)
    if at_s > duration_s + 3600 * AFTER_H:
        with pytest.raises(InputError, match="after the finish"):
            typed_cramp(typed).event(duration_s)
        return
    event = typed_cramp(typed).event(duration_s)
    assert (event.muscle, event.side, event.at_s) == (muscle, side, at_s)


@pytest.mark.parametrize(
    ("place", "muscle", "side"),
    [
        ("hamstring", "hamstrings", ""),
        ("left calf", "calf", "left"),
        ("Calf left", "calf", "left"),
        ("calf:L", "calf", "left"),
        ("R hamstring", "hamstrings", "right"),
        ("quads", "quadriceps", ""),
        ("right:quad", "quadriceps", "right"),
        ("both calves", "calf", "both"),
        (" calves ", "calf", ""),
    ],
)
def test_a_cramp_is_read_as_people_write_it(place: str, muscle: str, side: str) -> None:
    typed = typed_cramp(f"{place}@1:00:00")
    assert (typed.muscle, typed.side) == (muscle, side)


@given(st.text(max_size=12))
def test_any_other_place_is_an_input_error(place: str) -> None:
    with contextlib.suppress(InputError):
        typed = typed_cramp(f"{place}@1:00:00")
        assert typed.muscle in MUSCLES
        assert typed.side in SIDES


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("thigh@1:00:00", "the muscle"),
        ("calf quads@1:00:00", "the muscle"),
        ("left@1:00:00", "the muscle"),
        ("left right calf@1:00:00", "the side"),
        ("calv@1:00:00", "Did you mean calf"),
        ("calf:lef@1:00:00", "Did you mean left"),
        ("calf", "no time"),
        ("calf@", "no time"),
        ("@1:00:00", "the muscle"),
        ("calf:left:right@1:00:00", "the side"),
        ("calf@late", "not a time"),
    ],
)
def test_a_wrong_cramp_says_what_was_expected(text: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        typed_cramp(text)


def test_a_cramp_long_after_the_session_is_refused_with_both_times() -> None:
    with pytest.raises(InputError, match=r"8:00:00 is more than 6 h after the finish at 1:30:00"):
        typed_cramp("calf@8:00:00").event(5400.0)
