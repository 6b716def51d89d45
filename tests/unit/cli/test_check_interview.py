"""The interview against the rules: whoever answers truthfully is never told less than a file with the same answers would say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from uncramp.check.answers import Answers
from uncramp.check.interview import Reply, screen, signs, with_reply
from uncramp.check.rulebook import LEVELS, Group, rulebook
from uncramp.check.triage import triage
from uncramp.cli.check_interview import Interview

ASKED = [flag for group in rulebook().groups for flag in group.flags]
SCREEN = [flag for group in screen() for flag in group.flags]
EMERGENCY = [line for rule in rulebook().rules if rule.urgency == "emergency" for line in rule.when]
some = st.dictionaries(st.sampled_from(ASKED), st.sampled_from(["yes", "no", "unknown"]), max_size=12)
of_a_rule = st.sampled_from(EMERGENCY).map(lambda line: {flag: "yes" for flag in line if flag in ASKED})
truths = st.builds(lambda rest, line: {**rest, **line}, some, st.just({}) | of_a_rule)


@dataclass
class Person(Interview):
    """Somebody who answers each question truthfully, but may pass over a question of the screen for its context alone."""

    truth: Mapping[str, str] = field(default_factory=dict)
    notices: frozenset[str] = frozenset()  # questions of the screen picked for context alone
    patient: bool = True  # goes on after a result
    results: list[str] = field(default_factory=list)

    def is_so(self, flags: tuple[str, ...], answer: str) -> frozenset[int]:
        return frozenset(place for place, flag in enumerate(flags, 1) if self.truth.get(flag) == answer)

    def _ask_group(self, group: Group, said: Mapping[str, str], progress: str) -> dict[str, str]:
        return with_reply(said, group, Reply(self.is_so(group.flags, "yes"), self.is_so(group.flags, "unknown")))

    def _line(self, prompt: str, *, lower: bool = True) -> str:
        if prompt == "> ":
            return " ".join(self._picked()) or "n"
        return ("y" if self.patient else "n") if "Go on" in prompt else ""

    def _picked(self) -> list[str]:
        picked = []
        for place, group in enumerate(screen(), 1):
            seen = group.flags if group.id in self.notices else signs(group)
            answers = [self.truth.get(flag) for flag in seen]
            picked += [str(place)] if "yes" in answers else [f"{place}?"] if "unknown" in answers else []
        return picked

    def _tell(self, text: str, indent: str = "") -> None: ...


def person(
    truth: Mapping[str, str], notices: frozenset[str], *, patient: bool = True, asked: Mapping[str, str] | None = None
) -> Person:
    results: list[str] = []

    def shown(answers: Answers) -> str:
        results.append(triage(answers.answers).urgency)
        return ""

    return Person(
        said={}, someone_else=False, asked=asked or {}, kept=lambda answers: None, shown=shown, number="112",
        truth=truth, notices=notices, patient=patient, results=results,
    )  # fmt: skip


def rank(answers: Mapping[str, str]) -> int:
    return LEVELS.index(triage(answers).urgency)


noticed = st.frozensets(st.sampled_from([group.id for group in screen()]))


@settings(max_examples=400)
@given(truths, noticed, st.frozensets(st.sampled_from(SCREEN), max_size=3))
def test_a_whole_interview_is_never_lower_than_a_file_of_the_same_truth(truth, notices, asked) -> None:
    answers = person(truth, notices, asked=dict.fromkeys(asked, "the session")).run()
    assert rank(answers.answers) >= rank(truth)
    assert all(answers.answers[flag] != "no" or truth.get(flag, "no") == "no" for flag in ASKED)
    if "unknown" not in truth.values():
        assert rank(answers.answers) == rank(truth)


@settings(max_examples=400)
@given(truths, noticed)
def test_an_emergency_that_a_picked_sign_is_part_of_is_found_before_the_first_result(truth, notices) -> None:
    yes = {flag for flag, answer in truth.items() if answer == "yes"}
    alone = {flag for group in screen() for flag in signs(group)}
    one = person(truth, notices, patient=False)
    answers = one.run()
    if any(line <= yes and line & alone for line in EMERGENCY):
        assert one.results == ["emergency"]
        assert one.declined
    for flag, answer in answers.answers.items():
        assert answer != "no" or truth.get(flag, "no") == "no", flag


@given(truths, noticed)
def test_whoever_stops_at_a_result_has_seen_one_that_names_an_emergency_or_what_is_asked_today(truth, notices) -> None:
    one = person(truth, notices, patient=False)
    one.run()
    assert len(one.results) <= 2
    assert not one.declined or one.results
    assert one.results == sorted(one.results, key=LEVELS.index)
