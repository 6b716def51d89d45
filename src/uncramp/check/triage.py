"""From what was answered to how urgent it is: the highest urgency of the rules that fire. Only findings raise, nothing lowers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from uncramp.check.rulebook import LEVELS, Rule, Rulebook, rulebook

YES, NO, UNKNOWN = "yes", "no", "unknown"
ANSWERS: Final = (YES, NO, UNKNOWN)
UNKNOWN_LIMIT: Final = "same_day"
"""What an open question can raise the urgency to: it is to be looked into, today."""


@dataclass(frozen=True, slots=True)
class Triage:
    """How urgent it is, and the rules that say so."""

    urgency: str  # one of LEVELS
    fired: tuple[Rule, ...]  # on findings, most urgent first
    open: tuple[Rule, ...]  # that only an unknown answer keeps from being ruled out, most urgent first
    rules_version: str


def triage(answers: Mapping[str, str], rules: Rulebook | None = None) -> Triage:
    """The urgency of ``answers``: flag id -> one of ANSWERS; a flag that is absent means no.

    ``max(rules that fire on yes, min(rules that fire on yes or unknown, same_day))``, so that for every flag
    no <= unknown <= yes, and another finding can only raise it.
    """
    book = rules or rulebook()
    found = frozenset(flag for flag, answer in answers.items() if answer == YES)
    possible = found | {flag for flag, answer in answers.items() if answer == UNKNOWN}
    fired = _firing(book, found)
    could_fire = [rule for rule in _firing(book, possible) if rule not in fired]
    rank = max(_highest(fired), min(_highest(could_fire), LEVELS.index(UNKNOWN_LIMIT)))
    return Triage(LEVELS[rank], tuple(fired), tuple(could_fire), book.version)


def _firing(book: Rulebook, flags: frozenset[str]) -> list[Rule]:
    firing = [rule for rule in book.rules if any(line <= flags for line in rule.when)]
    return sorted(firing, key=lambda rule: -LEVELS.index(rule.urgency))


def _highest(rules: list[Rule]) -> int:
    return max((LEVELS.index(rule.urgency) for rule in rules), default=0)
