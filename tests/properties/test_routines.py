"""Laws of the routines: the seconds sum to what was asked, every bout is within its move, and the timer ends on time."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp.body.athlete import Athlete
from uncramp.errors import InputError
from uncramp.names import SIDES
from uncramp.prevent.moves import KINDS, moves
from uncramp.prevent.routine import Routine, compose_routine
from uncramp.prevent.routine_care import routine_for
from uncramp.relieve.timer import advance
from uncramp.units import S_PER_MIN

PLANS = sorted(moves().plans)
SAID = st.sampled_from(["", *SIDES])


@st.composite
def asked(draw: st.DrawFn) -> tuple[str, str, float, str]:
    kind, muscle = draw(st.sampled_from(PLANS))
    about = moves().kinds[kind]
    return kind, muscle, draw(st.floats(about.low_min, about.high_min)), draw(SAID)


def composed(asked: tuple[str, str, float, str]) -> Routine:
    kind, muscle, minutes, side = asked
    return compose_routine(kind, muscle, minutes=minutes, side=side)


@given(asked())
def test_the_seconds_sum_to_what_was_asked(asked: tuple[str, str, float, str]) -> None:
    routine = composed(asked)
    assert routine.length_s == round(S_PER_MIN * asked[2])
    assert sum(exercise.length_s for exercise in routine.exercises) == routine.length_s


@given(asked())
def test_the_timer_of_the_moves_runs_as_long_as_the_routine(asked: tuple[str, str, float, str]) -> None:
    routine = composed(asked)
    ended_s = 0
    for exercise in routine.exercises:
        before, _ = advance(exercise.timer, exercise.length_s - 0.5)
        assert before.phase != "over"
        after, cues = advance(before, 0.5)
        assert (after.phase, cues[-1].kind) == ("over", "over")
        ended_s += exercise.length_s
    assert ended_s == routine.length_s


@given(asked())
def test_every_move_is_within_its_bounds_and_comes_once(asked: tuple[str, str, float, str]) -> None:
    opening, *rest = composed(asked).exercises
    assert opening.work_s >= opening.move.work_s[0]
    assert len(rest) >= 1
    assert len({exercise.move.id for exercise in rest}) == len(rest)
    for exercise in rest:
        move = exercise.move
        assert move.work_s[0] <= exercise.work_s <= move.work_s[1]
        assert move.sets_count[0] <= exercise.sets_count <= move.sets_count[1]


@given(asked())
def test_both_sides_get_the_same_and_one_side_alone_where_it_was_said(asked: tuple[str, str, float, str]) -> None:
    for exercise in composed(asked).exercises:
        sides = [exercise.side_of(bout) for bout in range(1, exercise.bouts_count + 1)]
        if not exercise.move.each_side:
            assert set(sides) == {""}
        elif asked[3] in ("left", "right"):
            assert set(sides) == {asked[3]}
        else:
            assert sides.count("left") == sides.count("right") == exercise.sets_count


@given(asked(), st.floats(allow_nan=True, allow_infinity=True))
def test_too_short_and_too_long_is_refused(asked: tuple[str, str, float, str], minutes: float) -> None:
    kind, muscle, _minutes, _side = asked
    about = moves().kinds[kind]
    if math.isnan(minutes) or not about.low_min <= minutes <= about.high_min:
        with pytest.raises(InputError, match="expected"):
            compose_routine(kind, muscle, minutes=minutes)


@pytest.mark.parametrize("kind", KINDS)
def test_more_time_never_takes_a_move_of_the_muscle_away(kind: str) -> None:
    about = moves().kinds[kind]
    counts = [
        len(compose_routine(kind, "calf", minutes=about.low_min + step / 4).exercises)
        for step in range(round(4 * (about.high_min - about.low_min)) + 1)
    ]
    assert counts[0] <= counts[-1] == max(counts)


@given(asked())
def test_in_pregnancy_nothing_is_done_lying_down(asked: tuple[str, str, float, str]) -> None:
    kind, muscle, minutes, side = asked
    who = Athlete(conditions=("pregnant",))
    if all(move.lying for move in moves().plans[kind, muscle]):
        with pytest.raises(InputError, match="lying down"):
            routine_for(who, kind, muscle, minutes=minutes, side=side)
        return
    made = routine_for(who, kind, muscle, minutes=minutes, side=side)
    assert not any(exercise.move.lying for exercise in made.exercises)
    assert sum(exercise.length_s for exercise in made.exercises) == made.length_s
