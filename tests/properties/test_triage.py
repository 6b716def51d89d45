"""Only findings raise: whatever is added to whatever was answered, the urgency never falls.

Every single and every pair of additions over the project's cases and over random ones (20,000 in `make slow`, fewer here), and a
broken judge beside it that the same search must catch.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping
from itertools import combinations

import pytest
from check_accuracy import vignettes
from hypothesis import given
from hypothesis import strategies as st

from uncramp.check.rulebook import LEVELS, Rulebook, rulebook
from uncramp.check.triage import ANSWERS, NO, UNKNOWN, UNKNOWN_LIMIT, YES, Triage, triage

FLAGS = tuple(rulebook().flags)
SEED = 20261128
FEW, SOME, MANY = 20, 500, 20_000  # random cases for pairs here, for singles here, for both in the study

Case = Mapping[str, str]
"""Flag id -> answer; absent is no."""

answers = st.dictionaries(st.sampled_from(FLAGS), st.sampled_from(ANSWERS))


def rank(case: Case) -> int:
    """Of the urgency that the shipped rules give."""
    return LEVELS.index(triage(case).urgency)


def random_cases(count: int) -> list[Case]:
    """Cases with none to a dozen flags, most of them found."""
    chance = random.Random(SEED)
    return [
        {flag: chance.choice((YES, YES, UNKNOWN)) for flag in chance.sample(FLAGS, chance.randint(0, 12))} for _ in range(count)
    ]


def own_cases() -> list[Case]:
    """The project's own."""
    return [one.answers for one in vignettes()]


def additions(case: Case) -> list[tuple[str, str]]:
    """Every answer that says more than the case does: no to unknown, no to yes, unknown to yes."""
    more = {NO: (UNKNOWN, YES), UNKNOWN: (YES,), YES: ()}
    return [(flag, answer) for flag in FLAGS for answer in more[case.get(flag, NO)]]


def lowered_by_one(judge: Callable[[Case], int], cases: Iterable[Case]) -> list[str]:
    """Every single addition that ``judge`` answers with a lower rank."""
    found = []
    for case in cases:
        before = judge(case)
        found += [
            f"{dict(case)} and {flag}: {answer}" for flag, answer in additions(case) if judge({**case, flag: answer}) < before
        ]
    return found


def lowered_by_two(judge: Callable[[Case], int], cases: Iterable[Case], kinds: tuple[str, ...] = (YES,)) -> list[str]:
    """Every pair of additions, of answers in ``kinds``, that ``judge`` answers with a lower rank than without it or with half of it."""
    found = []
    for case in cases:
        before = judge(case)
        more = [one for one in additions(case) if one[1] in kinds]
        with_one = {one: max(before, judge({**case, one[0]: one[1]})) for one in more}
        found += [
            f"{dict(case)} and {one} and {other}"
            for one, other in combinations(more, 2)
            if one[0] != other[0] and judge({**case, one[0]: one[1], other[0]: other[1]}) < max(with_one[one], with_one[other])
        ]
    return found


def test_one_more_finding_never_lowers() -> None:
    assert lowered_by_one(rank, [*own_cases(), *random_cases(SOME)]) == []


def test_two_more_findings_never_lower() -> None:
    assert lowered_by_two(rank, [*own_cases(), *random_cases(FEW)]) == []


@pytest.mark.slow
def test_the_full_study_one_more_finding_never_lowers() -> None:
    cases = [*own_cases(), *random_cases(MANY)]
    print(f"{len(cases)} cases, {sum(len(additions(case)) for case in cases)} single additions")
    assert lowered_by_one(rank, cases) == []


@pytest.mark.slow
def test_the_full_study_two_more_findings_never_lower() -> None:
    assert lowered_by_two(rank, own_cases(), (YES, UNKNOWN)) == []
    cases = random_cases(MANY)
    print(f"{len(cases)} random cases, every pair of findings")
    assert lowered_by_two(rank, cases) == []


# the search is worth what it would catch


def reassured(case: Case) -> int:
    """A judge that a harmless answer calms: the mistake that the rules cannot hold."""
    return max(rank(case) - (case.get("eased") == YES), 0)


def reassured_by_two(case: Case) -> int:
    """A judge whom only two harmless answers together calm."""
    return 0 if case.get("eased") == case.get("sore") == YES else rank(case)


def calmed_by_asking(case: Case) -> int:
    """A judge who takes an open question for less than a no."""
    return max(rank(case) - (UNKNOWN in case.values()), 0)


@pytest.mark.parametrize("judge", [reassured, calmed_by_asking])
def test_a_judge_who_can_be_calmed_is_caught_by_one_addition(judge: Callable[[Case], int]) -> None:
    assert lowered_by_one(judge, own_cases())


def test_a_judge_whom_only_two_answers_calm_is_caught_by_pairs() -> None:
    plain = [{"chest": YES}]
    assert not lowered_by_one(reassured_by_two, plain)
    assert lowered_by_two(reassured_by_two, plain)


# what else holds of every set of answers


def as_stated(case: Case, book: Rulebook) -> str:
    """The definition, word by word: max(rules on yes, min(rules on yes or unknown, same_day))."""

    def highest(said: tuple[str, ...]) -> int:
        there = {flag for flag, answer in case.items() if answer in said}
        return max((LEVELS.index(rule.urgency) for rule in book.rules for line in rule.when if line <= there), default=0)

    return LEVELS[max(highest((YES,)), min(highest((YES, UNKNOWN)), LEVELS.index(UNKNOWN_LIMIT)))]


@given(answers)
def test_the_urgency_is_that_of_the_definition(case: Case) -> None:
    assert triage(case).urgency == as_stated(case, rulebook())


@pytest.mark.parametrize("case", own_cases(), ids=[one.id for one in vignettes()])
def test_the_urgency_of_a_case_is_that_of_the_definition(case: Case) -> None:
    assert triage(case).urgency == as_stated(case, rulebook())


@given(answers, st.sampled_from(FLAGS))
def test_an_open_question_stands_between_no_and_yes(case: Case, flag: str) -> None:
    no, unknown, yes = (rank({**case, flag: answer}) for answer in (NO, UNKNOWN, YES))
    assert no <= unknown <= yes
    assert unknown <= max(no, LEVELS.index(UNKNOWN_LIMIT))


def decided(result: Triage) -> tuple[object, ...]:
    """What was decided, without the answers it may repeat."""
    return result.urgency, result.fired, result.open, result.rules_version


@given(answers, st.randoms(use_true_random=False))
def test_the_order_of_answers_does_not_matter(case: Case, chance: random.Random) -> None:
    shuffled = list(case.items())
    chance.shuffle(shuffled)
    assert decided(triage(dict(shuffled))) == decided(triage(case))


@given(answers)
def test_no_is_the_same_as_not_being_asked(case: Case) -> None:
    asked = {flag: answer for flag, answer in case.items() if answer != NO}
    assert decided(triage(asked)) == decided(triage(case))


@given(answers)
def test_what_fired_says_how_urgent_it_is(case: Case) -> None:
    result = triage(case)
    ranks = [LEVELS.index(rule.urgency) for rule in result.fired]
    assert ranks == sorted(ranks, reverse=True)
    assert rank(case) >= max(ranks, default=0)
    assert not set(result.fired) & set(result.open)


def test_nothing_answered_is_the_lowest_and_all_found_the_highest() -> None:
    assert rank({}) == 0
    assert rank(dict.fromkeys(FLAGS, YES)) == len(LEVELS) - 1
    assert triage(dict.fromkeys(FLAGS, UNKNOWN)).urgency == UNKNOWN_LIMIT
