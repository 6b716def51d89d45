"""What is typed in the interview, and what it answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp.check.interview import Reply, is_answered, later, read_reply, screen, with_reply
from uncramp.check.rulebook import Group, rulebook
from uncramp.check.triage import triage
from uncramp.errors import InputError


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("n", Reply()), ("no", Reply()), ("N\n", Reply()), ("1 3", Reply(frozenset({1, 3}))), ("1, 3?", Reply(frozenset({1}), frozenset({3}))),
        ("u", Reply(unknown=frozenset({1, 2, 3}))), ("3 3?", Reply(frozenset({3}))),
    ],
)  # fmt: skip
def test_a_reply_is_read(text: str, reply: Reply) -> None:
    assert read_reply(text, 3) == reply


@pytest.mark.parametrize("text", ["", " ", "4", "0 1", "-1", "yes", "1 x", "?", "1.5", "n 1"])
def test_what_is_no_reply_is_asked_again(text: str) -> None:
    with pytest.raises(InputError, match="no answer"):
        read_reply(text, 3)


def test_a_single_item_takes_yes() -> None:
    assert read_reply("y", 1) == read_reply("1", 1) == Reply(frozenset({1}))


@given(st.text(max_size=12), st.integers(1, 9))
def test_any_text_is_a_reply_within_bounds_or_told(text: str, count: int) -> None:
    try:
        reply = read_reply(text, count)
    except InputError:
        return
    assert reply.yes | reply.unknown <= set(range(1, count + 1))
    assert not reply.yes & reply.unknown


def test_every_group_is_asked_and_a_reply_answers_all_of_it() -> None:
    groups = (*screen(), *later())
    assert groups == rulebook().groups
    assert len(screen()) == 8
    for group in groups:
        said = with_reply({}, group, read_reply("1", len(group.flags)))
        assert is_answered(said, group)
        assert [flag for flag, answer in said.items() if answer == "yes"] == [group.flags[0]]
        assert not is_answered({}, group)


@pytest.mark.parametrize("group", screen(), ids=lambda group: group.id)
def test_not_sure_of_a_question_of_the_screen_is_looked_into_today(group: Group) -> None:
    result = triage(with_reply({}, group, read_reply("u", len(group.flags))))
    assert result.urgency == "same_day"
    assert result.open


def test_every_flag_of_an_emergency_rule_is_asked_or_measured() -> None:
    asked = {flag for group in (*screen(), *later()) for flag in group.flags}
    measured = {reading.flag for reading in rulebook().readings}
    emergency = {flag for rule in rulebook().rules if rule.urgency == "emergency" for line in rule.when for flag in line}
    assert emergency <= asked | measured
