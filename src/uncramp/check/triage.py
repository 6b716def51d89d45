"""From what was answered to how urgent it is: the highest urgency of the rules that fire. Only findings raise, nothing lowers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from uncramp.check.rulebook import LEVELS, Rule, Rulebook, rulebook
from uncramp.errors import InputError
from uncramp.texts import _

YES, NO, UNKNOWN = "yes", "no", "unknown"
ANSWERS: Final = (YES, NO, UNKNOWN)
UNKNOWN_LIMIT: Final = "same_day"
"""What an open question can raise the urgency to: it is to be looked into, today."""

_LIMIT_RANK: Final = LEVELS.index(UNKNOWN_LIMIT)
_RANKS: Final = {level: rank for rank, level in enumerate(LEVELS)}


@dataclass(frozen=True, slots=True)
class Triage:
    """How urgent it is, and the rules that say so; ``advice.advise`` says what to do about it."""

    urgency: str  # one of LEVELS
    fired: tuple[Rule, ...]  # on findings, most urgent first
    open: tuple[Rule, ...]  # that only an unknown answer keeps from being ruled out, most urgent first
    rules_version: str
    found: tuple[str, ...]  # flag ids answered yes, in the order of the answers
    unknown: tuple[str, ...]  # flag ids answered unknown


def triage(answers: Mapping[str, str], rules: Rulebook | None = None) -> Triage:
    """The urgency of ``answers``: flag id -> one of ANSWERS; a flag that is absent means no.

    ``max(rules that fire on yes, min(rules that fire on yes or unknown, same_day))``, so that for every flag
    no <= unknown <= yes, and another finding can only raise it.

    Raises
    ------
    InputError
        For a flag or an answer that does not exist; it is never passed over.
    """
    book = rules or rulebook()
    for flag, answer in answers.items():
        if flag not in book.bits or answer not in ANSWERS:
            raise InputError(
                _("{flag}: {answer} is no answer of the rule file; expected one of its flag ids with yes, no or unknown.").format(
                    flag=repr(flag), answer=repr(answer)
                )
            )
    found = tuple(flag for flag, answer in answers.items() if answer == YES)
    unknown = tuple(flag for flag, answer in answers.items() if answer == UNKNOWN)
    places = book.firing(found)
    fired = tuple(book.by_urgency[place] for place in sorted(places))
    could_fire = tuple(book.by_urgency[place] for place in sorted(book.firing(found + unknown) - places)) if unknown else ()
    rank = max(_highest(fired), min(_highest(could_fire), _LIMIT_RANK))
    return Triage(LEVELS[rank], fired, could_fire, book.version, found, unknown)


def _highest(rules: tuple[Rule, ...]) -> int:
    return _RANKS[rules[0].urgency] if rules else 0
