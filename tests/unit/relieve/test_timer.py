"""The hold timer second by second."""

from __future__ import annotations

from uncramp.relieve.guide import guide
from uncramp.relieve.timer import Cue, Timer, advance, next_phase, pause_or_resume, repeat, timer_of

THREE = Timer(ready_s=5.0, hold_s=20.0, rest_s=4.0, repeats_count=3)


def test_a_hold_is_told_at_its_start_half_last_seconds_and_end() -> None:
    _, told = advance(THREE, 25.0)
    assert told == (
        Cue("start", 1), Cue("half", 1), Cue("count", 1, 5), Cue("count", 1, 4), Cue("count", 1, 3), Cue("count", 1, 2), Cue("count", 1, 1),
        Cue("end", 1),
    )  # fmt: skip


def test_it_goes_from_ready_over_holds_and_rests_to_the_question() -> None:
    seen = [THREE.phase]
    timer = THREE
    while timer.phase != "over":
        timer, _ = advance(timer, timer.left_s)
        seen.append(timer.phase)
    assert seen == ["ready", "hold", "rest", "hold", "rest", "hold", "over"]
    assert (timer.held_s, timer.left_s) == (60.0, 0.0)
    assert advance(timer, 9.0) == (timer, ())
    assert next_phase(timer) == (timer, ())


def test_many_small_steps_end_with_the_last_count() -> None:
    timer, told = THREE, []
    for _ in range(251):  # tenths of a second, which do not add up exactly
        timer, cues = advance(timer, 0.1)
        told += cues
    assert [cue.kind for cue in told] == ["start", "half", *["count"] * 5, "end"]


def test_a_repeat_in_a_rest_is_of_the_hold_before() -> None:
    resting, _ = advance(THREE, 26.0)
    assert resting.phase == "rest"
    assert repeat(resting)[1] == (Cue("start", 1),)


def test_a_repeat_at_the_end_is_one_more() -> None:
    over, _ = advance(THREE, 600.0)
    again, told = repeat(over)
    assert told == (Cue("start", 4),)
    assert again.repeats_count == 4
    assert advance(again, 20.0)[0].phase == "over"


def test_a_pause_at_the_end_means_nothing() -> None:
    over, _ = advance(THREE, 600.0)
    assert pause_or_resume(over) is over


def test_its_seconds_are_those_of_the_guide() -> None:
    calf = guide("calf")
    assert timer_of(calf) == Timer(calf.ready_s, calf.hold_s, calf.rest_s, calf.repeats_count)
