"""What is typed in the interview, and what it answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp.check.interview import (
    Reply,
    later,
    pages_left,
    partners,
    read_reply,
    screen,
    screen_is_answered,
    with_reply,
    with_screen_reply,
    with_yes_that_stands,
)
from uncramp.check.rulebook import Group, rulebook
from uncramp.check.triage import ANSWERS, triage
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
        assert set(said) == set(group.flags)
        assert [flag for flag, answer in said.items() if answer == "yes"] == [group.flags[0]]


@pytest.mark.parametrize("group", screen(), ids=lambda group: group.id)
def test_not_sure_of_a_question_of_the_screen_is_looked_into_today(group: Group) -> None:
    result = triage(with_reply({}, group, read_reply("u", len(group.flags))))
    assert result.urgency == "same_day"
    assert result.open


def test_every_flag_of_an_emergency_rule_is_asked_or_measured() -> None:
    asked = {flag for group in (*screen(), *later()) for flag in group.flags}
    measured = {reading.flag for reading in rulebook().readings}
    emergency = {flag for rule in rulebook().rules if rule.urgency == "emergency" for line in rule.when for flag in line}
    assert emergency <= asked | measured | {group.stands for group in screen()}


ASKED = [flag for group in rulebook().groups for flag in group.flags]
EMERGENCY = [line for rule in rulebook().rules if rule.urgency == "emergency" for line in rule.when]


def test_what_is_passed_over_on_the_screen_answers_only_warning_signs() -> None:
    said = with_screen_reply({}, Reply())
    assert set(said.values()) == {"no"}
    assert all(triage({flag: "yes"}).urgency != "self_care" for flag in said)
    assert not {"heat", "heat30", "long", "overdrink", "puffy"} & set(said)
    assert screen_is_answered(said)
    assert not screen_is_answered({})


def test_what_a_simulation_raised_is_not_answered_by_passing_over() -> None:
    said = with_screen_reply({}, Reply(), {"hot"})
    assert "hot" not in said
    assert "hot" in pages_left(said)[0].flags
    assert screen_is_answered(said, {"hot"})
    assert not screen_is_answered(said)


def test_what_the_screen_left_open_is_asked_on_the_next_page() -> None:
    pages = pages_left(with_screen_reply({}, Reply()))
    assert pages[0].flags == ("long", "overdrink", "heat", "heat30", "puffy")
    assert pages[1:] == later()[1:]


@given(st.dictionaries(st.sampled_from(ASKED), st.sampled_from(ANSWERS), max_size=20))
def test_pages_ask_each_open_flag_once(said: dict[str, str]) -> None:
    asked = [flag for page in pages_left(said) for flag in page.flags]
    assert len(asked) == len(set(asked))
    assert set(asked) == set(ASKED) - set(said)


def test_a_picked_question_is_open_until_its_page_is_answered() -> None:
    group = screen()[0]
    said = with_screen_reply(dict.fromkeys(group.flags, "no"), Reply(frozenset({1})))
    assert not set(group.flags) & set(said)


of_a_named_question = st.sampled_from(screen()).flatmap(
    lambda group: st.tuples(st.just(group), st.fixed_dictionaries({flag: st.sampled_from(ANSWERS) for flag in group.flags}))
)


@given(of_a_named_question, st.sampled_from(["", *ANSWERS]))
def test_not_knowing_lowers_no_yes_and_knowing_lets_the_rules_decide(named: tuple[Group, dict[str, str]], before: str) -> None:
    """Nor does what the flag of the yes was before, in a file or a draft."""
    group, details = named
    if before and "unknown" in details.values():
        details = details | {group.stands: before}
    said = with_yes_that_stands(details, [group])
    if "unknown" in [details[flag] for flag in group.flags]:
        assert triage(said).urgency == "emergency"
        assert said[group.stands] == "yes"
        assert partners(said) is None
    else:
        assert said == details


def test_dark_urine_asks_for_all_that_makes_it_an_emergency() -> None:
    page = partners({"dark": "yes", "nourine": "no"})
    assert page is not None
    assert {"painfar", "hard", "weak", "unacc", "long", "heat", "statin", "enzyme", "norange", "trauma"} <= set(page.flags)
    assert partners({"hot": "yes"}) is None
    assert partners({"eased": "yes"}) is None


@given(st.dictionaries(st.sampled_from(ASKED), st.sampled_from(ANSWERS), max_size=20))
def test_the_partners_are_what_an_emergency_rule_lacks(said: dict[str, str]) -> None:
    page = partners(said)
    yes = {flag for flag, answer in said.items() if answer == "yes"}
    lacking = {flag for line in EMERGENCY if line & yes and line - yes and not line & (set(said) - yes) for flag in line - yes}
    lacking = lacking & set(ASKED) if triage(said).urgency != "emergency" else set()
    measured = {reading.flag for reading in rulebook().readings}
    lines = [line for line in EMERGENCY if line & yes and not line & measured and not line & (set(said) - yes)]
    lacking &= {flag for line in lines for flag in line}
    assert lacking <= set(page.flags if page else ())
    if page:
        assert not set(page.flags) & set(said)
        assert triage(said | dict.fromkeys(page.flags, "yes")).urgency in ("same_day", "emergency")
