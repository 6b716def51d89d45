"""The personal experiment: what is predicted, and what sessions say of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from diaries import made_arrival
from hypothesis import given
from hypothesis import strategies as st

from uncramp.diary.experiment import Experiment, begin, compare, propose, running, since
from uncramp.diary.learning import SessionFact, learn
from uncramp.diary.learning_ahead import sessions_ahead
from uncramp.diary.learning_prior import Prior
from uncramp.diary.store import Diary, open_diary
from uncramp.why.answers import Change, Range

POSTERIOR = learn((), Prior(2.0, ()), grid_count=121)
FACT = SessionFact(True, 0.5, 0.5, 0.4)
TRIED = Experiment("slower", "5 % slower", "as it was", "95 %", "running", 0.5, 0.3, 0.36, 0.14, 20)


def change(name: str, chance: float) -> Change:
    middle = Range(chance, chance, chance, chance)
    return Change(name, name, "", "", middle, middle, "assumed", ())


@pytest.fixture
def diary(tmp_path: Path) -> Iterator[Diary]:
    with open_diary(tmp_path) as opened:
        yield opened


def test_the_one_change_that_does_most_is_proposed_but_none_that_takes_weeks() -> None:
    offers = [change("trained", 0.1), change("slower", 0.2), change("cooler", 0.3), change("warmer", 0.6)]
    found = propose(offers, 0.4, POSTERIOR, "running")
    assert found is not None
    assert found.change_id == "slower"
    assert (found.chance_frac, found.changed_chance_frac) == (0.4, 0.2)
    for count, chance in ((found.hazard_count, 0.4), (found.hazard_count * found.hazard_ratio, 0.2)):
        assert POSTERIOR.chance_of(count, {}) == pytest.approx(chance)
    assert propose([change("warmer", 0.6), change("trained", 0.1)], 0.4, POSTERIOR, "running") is None


def test_what_is_kept_is_found_again_and_sessions_since_are_its_own(diary: Diary) -> None:
    assert running(diary) is None
    begin(diary, TRIED)
    found = running(diary)
    assert found == replace(TRIED, begun_at=found.begun_at) if found else False
    for number, (sport, outcome) in enumerate([("running", "cramp"), ("running", "unsaid"), ("cycling", "none")]):
        added = diary.add_activity(made_arrival(number, sport=sport, started_at=f"2999-01-0{number + 1}T00:00:00Z")).activity
        diary.say_outcome(added.activity_id, outcome)
    diary.add_activity(made_arrival(9))  # long before
    assert [one.activity.outcome for one in since(found, diary.sessions())] == ["cramp"] if found else False


@given(st.lists(st.booleans(), max_size=30))
def test_a_cramp_speaks_against_the_change_and_none_for_it(outcomes: list[bool]) -> None:
    now, free, cramp = (compare(TRIED, [*outcomes, *more], POSTERIOR).bayes_ratio for more in ([], [False], [True]))
    assert cramp < free
    assert free >= now * (1 - 1e-9) or any(outcomes)


def test_words_follow_the_ratio() -> None:
    assert compare(TRIED, [], POSTERIOR).verdict == "little"
    assert compare(TRIED, [], POSTERIOR).bayes_ratio == pytest.approx(1.0)
    sure = learn([SessionFact(True, 0.5, 0.5, 0.25)] * 30, Prior(2.0, ()), complete=True)
    assert compare(TRIED, [False] * 20, sure).verdict == "for"
    assert compare(TRIED, [True] * 20, sure).verdict == "against"


def test_a_question_that_is_open_says_after_how_many_sessions_it_may_be_settled() -> None:
    prone = learn([SessionFact(True, 0.5, 0.5, 0.2)] * 3, Prior(2.0, ()), complete=True)
    open_yet = sessions_ahead(learn((), Prior(2.0, ())), [FACT])
    assert not open_yet.is_settled
    assert open_yet.settled_frac[-1][1] >= open_yet.settled_frac[0][1]
    assert sessions_ahead(prone, [replace(FACT, end_count=2.0)]).chance_frac > open_yet.chance_frac
    settled = sessions_ahead(learn([SessionFact(True, 0.5, 0.5, 0.05)] * 12, Prior(2.0, ()), complete=True), [FACT])
    assert (settled.is_settled, settled.sessions_count) == (True, 0)
