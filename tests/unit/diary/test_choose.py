"""Which activity is meant, and which are one session."""

from __future__ import annotations

from datetime import UTC, timedelta, timezone

import pytest
from diaries import MOMENT, NOON, made_arrival
from hypothesis import given, settings
from hypothesis import strategies as st

from uncramp.activity.history import place_sessions
from uncramp.diary.checked import moment_text
from uncramp.diary.choose import choose
from uncramp.diary.records import Activity
from uncramp.diary.trained import Trained, past_of
from uncramp.diary.twins import fullest, overlap_frac, same_sessions
from uncramp.errors import InputError


def activity(number: int, **changed: object) -> Activity:
    return Activity(**{**made_arrival(number).values, "said_at": MOMENT, "outcome": "unsaid", **changed})


DIARY = [activity(number) for number in (3, 2, 1, 0)]


@pytest.mark.parametrize(
    "said",
    ["last", "2024-07-17", DIARY[0].activity_id[:6], DIARY[0].activity_id.upper(), "run_3.fit", "run_3", "/home/ana/RUN_3.FIT"],
)
def test_an_activity_is_named_in_any_of_these_ways(said: str) -> None:
    assert choose(said, DIARY, UTC) is DIARY[0]


@pytest.mark.parametrize("said", ["", "run", "2024-07-18", "2024-13-99", "run_3.gpx", DIARY[0].activity_id[:3], "%", "first"])
def test_what_is_none_is_told(said: str) -> None:
    with pytest.raises(InputError, match="no such activity"):
        choose(said, DIARY, UTC)


def test_what_may_be_several_is_told() -> None:
    with pytest.raises(InputError, match="may mean 2 activities"):
        choose("2024-07-14", [activity(0), activity(5, started_at=moment_text(NOON + timedelta(hours=2)))], UTC)


def test_a_day_is_that_of_the_clock_on_the_wall() -> None:
    evening = [activity(0, started_at="2024-07-14T23:30:00Z")]
    assert choose("2024-07-15", evening, timezone(timedelta(hours=2))) is evening[0]
    with pytest.raises(InputError):
        choose("2024-07-14", evening, timezone(timedelta(hours=2)))


def test_an_empty_diary_is_told() -> None:
    with pytest.raises(InputError, match="no activity yet"):
        choose("last", [])


activities = st.lists(
    st.builds(
        lambda start, length, count: activity(start, started_at=moment_text(NOON + timedelta(minutes=start)), duration_s=length, records_count=count),
        st.integers(0, 3000), st.floats(60.0, 30_000.0), st.integers(1, 9999),
    ),
    max_size=8,
)  # fmt: skip


@given(activities)
def test_every_activity_is_in_one_session(given_: list[Activity]) -> None:
    groups = same_sessions(given_)
    assert sorted(id(one) for group in groups for one in group) == sorted(map(id, given_))


@settings(max_examples=50)
@given(activities.filter(bool), st.data())
def test_what_was_trained_before_a_session_is_all_that_ended_before_it_but_for_its_own_recordings(
    given_: list[Activity], data: st.DataObject
) -> None:
    own = data.draw(st.sampled_from(given_))
    placed = past_of(own)
    assert placed is not None
    others = [one for group in same_sessions(given_) if own not in group for one in group]  # told apart anew, without it
    expected = place_sessions([past for group in same_sessions(others) if (past := past_of(fullest(group)))], placed[0])[0]
    found = Trained(given_).before(placed[0], leave_out=own.activity_id)
    assert sorted(map(repr, found)) == sorted(map(repr, expected))


@given(activities)
def test_overlap_is_mutual_and_whole_with_oneself(given_: list[Activity]) -> None:
    for one in given_:
        assert overlap_frac(one, one) == pytest.approx(1.0)
        for other in given_:
            assert overlap_frac(one, other) == overlap_frac(other, one)
            assert 0.0 <= overlap_frac(one, other) <= 1.0 + 1e-9


def test_without_a_clock_nothing_is_the_same() -> None:
    assert overlap_frac(activity(0, started_at=None), activity(0)) == 0.0
