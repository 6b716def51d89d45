"""Laws of the hold timer: seconds are neither lost nor won, every hold that ends says so once, a repeat is a fresh hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from hypothesis import assume, given
from hypothesis import strategies as st

from uncramp.relieve.timer import COUNTED, CUES, PHASES, Cue, Timer, advance, next_phase, pause_or_resume, repeat

# sixty-fourths of a second add up exactly
SECONDS = st.integers(0, 64 * 40).map(lambda count: count / 64)
LENGTHS = st.integers(1, 64 * 40).map(lambda count: count / 64)
TIMERS = st.builds(Timer, LENGTHS, LENGTHS, LENGTHS, st.integers(1, 5))

Told = tuple[Timer, tuple[Cue, ...]]
KEYS: dict[str, Callable[[Timer], Told]] = {
    "space": lambda timer: (pause_or_resume(timer), ()),
    "r": repeat,
    "enter": next_phase,
}
PLAYS = st.lists(SECONDS | st.sampled_from(sorted(KEYS)), max_size=30)


def play(timer: Timer, moves: list[float | str]) -> Told:
    told: list[Cue] = []
    for move in moves:
        timer, cues = KEYS[move](timer) if isinstance(move, str) else advance(timer, move)
        told += cues
    return timer, tuple(told)


@given(TIMERS, PLAYS, st.lists(SECONDS, max_size=8))
def test_how_often_one_looks_changes_nothing(timer: Timer, moves: list[float | str], looks: list[float]) -> None:
    begun, _ = play(timer, moves)
    assert play(begun, list(looks)) == advance(begun, sum(looks))


@given(TIMERS, PLAYS, SECONDS, SECONDS)
def test_a_pause_neither_loses_nor_gains_time(timer: Timer, moves: list[float | str], paused_s: float, after_s: float) -> None:
    begun, _ = play(timer, moves)
    assume(not begun.paused)
    still, told = advance(pause_or_resume(begun), paused_s)
    assert not told
    assert advance(pause_or_resume(still), after_s) == advance(begun, after_s)


@given(TIMERS, PLAYS)
def test_every_hold_starts_before_it_ends_and_ends_once(timer: Timer, moves: list[float | str]) -> None:
    ended, told = play(timer, moves)
    kinds = [cue.kind for cue in told if cue.kind in ("start", "end")]
    assert all(kinds[at - 1] == "start" for at, kind in enumerate(kinds) if kind == "end")
    # what is open is the hold one is in
    assert (kinds[-1:] == ["start"]) == (ended.phase == "hold")
    assert {cue.kind for cue in told} <= set(CUES)


@given(TIMERS)
def test_left_alone_each_hold_is_told_whole(timer: Timer) -> None:
    over, told = advance(timer, 64 * 400.0)
    assert over.phase == "over"
    assert over.held_s == timer.hold_s * timer.repeats_count
    times = Counter((cue.kind, cue.hold_index) for cue in told)
    for index in range(1, timer.repeats_count + 1):
        assert times["start", index] == times["end", index] == 1
        counts = [cue.left_s for cue in told if cue.kind == "count" and cue.hold_index == index]
        assert counts == [left_s for left_s in COUNTED if left_s < timer.hold_s]
    assert told[-1] == Cue("over", timer.repeats_count)


@given(TIMERS, PLAYS)
def test_a_repeat_starts_a_fresh_hold(timer: Timer, moves: list[float | str]) -> None:
    before, _ = play(timer, moves)
    after, told = repeat(before)
    assert (after.phase, after.spent_s, after.paused, after.left_s) == ("hold", 0.0, False, timer.hold_s)
    assert [cue.kind for cue in told] == ["start"]
    assert after.held_s == before.held_s
    _, then = advance(after, timer.hold_s)
    assert [cue.kind for cue in then].count("end") == 1


@given(TIMERS, PLAYS, PLAYS)
def test_what_was_held_only_grows_and_all_stays_in_bounds(timer: Timer, moves: list[float | str], more: list[float | str]) -> None:
    before, _ = play(timer, moves)
    after, _ = play(before, more)
    assert after.held_s >= before.held_s >= 0.0
    assert after.held_s <= before.held_s + sum(move for move in more if not isinstance(move, str))
    assert after.phase in PHASES
    assert 0.0 <= after.spent_s <= after.length_s
    assert 1 <= after.hold_index <= after.repeats_count
