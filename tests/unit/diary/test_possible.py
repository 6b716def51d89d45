"""What cannot be so is refused with what was seen and expected; all else is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from diaries import MOMENT, NOON, made_arrival
from hypothesis import given
from hypothesis import strategies as st

from uncramp.diary.checked import moment_text
from uncramp.diary.possible import check_possible
from uncramp.diary.records import Activity, Cramp, Drink, Entry, NearCramp, Note, SweatTest, WeighIn
from uncramp.errors import InputError

ACTIVITY = Activity(**made_arrival().values, said_at=MOMENT, outcome="unsaid")
WEIGHED = WeighIn(weighed_at=MOMENT, before_kg=71.2, after_kg=69.4, drank_l=1.2)
OF_SESSION = replace(WEIGHED, activity_id=ACTIVITY.activity_id)


def check(said: Entry, *weighings: WeighIn, activity: Activity | None = ACTIVITY) -> None:
    check_possible(said, activity, weighings, NOON)


@given(st.floats(-1e5, 1e5))
def test_what_was_is_not_in_the_future(hours: float) -> None:
    moment = moment_text(NOON + timedelta(hours=hours))
    for said in (
        Note(noted_at=moment, note="x"),
        SweatTest(tested_at=moment, sweat_rate_l_h=1.0),
        replace(WEIGHED, weighed_at=moment),
    ):
        if hours > 24.1:
            with pytest.raises(InputError, match=f"{moment[:10]} is in the future"):
                check(said)
        elif hours < 24.0:
            check(said)


def test_a_session_of_a_watch_that_runs_ahead_can_be_weighed() -> None:
    check(replace(OF_SESSION, weighed_at="2030-01-01T08:00:00Z"), activity=replace(ACTIVITY, started_at="2030-01-01T08:00:00Z"))


@pytest.mark.parametrize(
    "said", [Cramp(muscle="calf", at_s=3.0e4), NearCramp(muscle="calf", at_s=3.0e4), Drink(volume_l=0.5, at_s=3.0e4)]
)
def test_what_comes_long_after_its_session_is_not_of_it(said: Cramp | NearCramp | Drink) -> None:
    with pytest.raises(InputError, match="8:20:00 is more than 6 h after the finish of this activity at 1:00:00"):
        check(said)
    check(replace(said, at_s=2.0e4))


def test_the_same_weighing_counts_once() -> None:
    for one, other in ((OF_SESSION, replace(OF_SESSION, entry_id="a", said_at=MOMENT)), (WEIGHED, replace(WEIGHED, entry_id="a"))):
        with pytest.raises(InputError, match="this very weighing already"):
            check(one, other)
    check(OF_SESSION, replace(OF_SESSION, drank_l=1.3), WEIGHED)
    check(WEIGHED, replace(WEIGHED, weighed_at=moment_text(NOON - timedelta(days=1))))
