"""What was put into simulated diaries is found again: nine times in ten within the 90 % interval, whole diaries or cramped sessions only."""

from __future__ import annotations

import numpy as np
import pytest
from learners import PRIOR, coverage, learnt, person

FEW, MANY = 250, 2000
SESSIONS = 24
LOW, HIGH = 0.85, 0.95


@pytest.mark.parametrize("only_cramped", [False, True], ids=["all sessions", "cramped ones only"])
@pytest.mark.parametrize("people", [FEW, pytest.param(MANY, marks=pytest.mark.slow)])
def test_the_interval_holds_the_truth_nine_times_in_ten(people: int, only_cramped: bool) -> None:
    found = coverage([person(number, SESSIONS) for number in range(people)], only_cramped=only_cramped, complete=not only_cramped)
    assert all(LOW <= share <= HIGH for share in found.values()), found


def test_a_diary_of_cramped_sessions_taken_for_a_whole_one_misleads() -> None:
    found = coverage([person(number, SESSIONS) for number in range(FEW)], only_cramped=True, complete=True)
    assert found["susceptibility"] < LOW


def test_whole_diaries_tell_who_is_susceptible_and_cramped_ones_alone_tell_less() -> None:
    people = [person(number, SESSIONS) for number in range(FEW // 5)]
    truth = np.log([one.ratio for one in people])
    whole = [learnt(one.facts, complete=True) for one in people]
    cramped = [learnt(one.cramped) for one in people]
    assert np.corrcoef(truth, [one.log_moments[0] for one in whole])[0, 1] > 0.8
    spreads = [np.mean([one.log_moments[1] for one in group]) for group in (whole, cramped)]
    assert spreads[0] < spreads[1] < PRIOR.log_moments[1]
