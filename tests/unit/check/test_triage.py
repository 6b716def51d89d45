"""The evaluator: only findings raise, an open question counts to the same day, and nothing lowers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp.check.rulebook import LEVELS, rulebook
from uncramp.check.triage import ANSWERS, triage
from uncramp.errors import InputError

FLAGS = sorted(rulebook().flags)
some_answers = st.dictionaries(st.sampled_from(FLAGS), st.sampled_from(ANSWERS), max_size=15)


def rank(answers: dict[str, str]) -> int:
    return LEVELS.index(triage(answers).urgency)


@given(some_answers, st.sampled_from(FLAGS))
def test_no_is_at_most_unknown_is_at_most_yes(answers: dict[str, str], flag: str) -> None:
    no, unknown, yes = (rank(answers | {flag: answer}) for answer in ("no", "unknown", "yes"))
    assert no <= unknown <= yes
    assert rank({name: answer for name, answer in answers.items() if name != flag}) == no  # absent means no


@pytest.mark.parametrize("flag", FLAGS)
def test_alone_no_is_at_most_unknown_is_at_most_yes(flag: str) -> None:
    no, unknown, yes = (rank({flag: answer}) for answer in ("no", "unknown", "yes"))
    assert no == 0
    assert no <= unknown <= yes
    assert unknown == min(yes, LEVELS.index("same_day"))


@given(some_answers, st.sampled_from(FLAGS))
def test_another_finding_keeps_every_rule(answers: dict[str, str], flag: str) -> None:
    before, after = triage(answers), triage(answers | {flag: "yes"})
    assert {rule.id for rule in before.fired} <= {rule.id for rule in after.fired}


@given(some_answers)
def test_rules_fire_as_written(answers: dict[str, str]) -> None:
    result = triage(answers)
    yes = {flag for flag, answer in answers.items() if answer == "yes"}
    maybe = yes | {flag for flag, answer in answers.items() if answer == "unknown"}
    fired = [rule.id for rule in rulebook().rules if any(line <= yes for line in rule.when)]
    could = [rule.id for rule in rulebook().rules if any(line <= maybe for line in rule.when)]
    assert sorted(rule.id for rule in result.fired) == sorted(fired)
    assert sorted(rule.id for rule in result.open) == sorted(set(could) - set(fired))
    ranks = [LEVELS.index(rule.urgency) for rule in result.fired]
    assert ranks == sorted(ranks, reverse=True)


def test_nothing_answered_is_self_care_without_a_rule() -> None:
    result = triage({})
    assert (result.urgency, result.fired, result.open) == ("self_care", (), ())


def test_an_open_emergency_is_looked_into_the_same_day() -> None:
    result = triage({"cold": "unknown"})
    assert result.urgency == "same_day"
    assert [rule.id for rule in result.open] == ["E12"]


@pytest.mark.parametrize("answers", [{"colt": "yes"}, {"colt": "no"}, {"cold": "maybe"}, {"cold": "Yes"}])
def test_what_is_not_understood_is_never_passed_over(answers: dict[str, str]) -> None:
    with pytest.raises(InputError, match="no answer of the rule file"):
        triage(answers)
