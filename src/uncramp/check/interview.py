"""The questions one after the other: the eight of the emergency screen on one page, then a group at a time. No terminal in here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from uncramp.check.rulebook import PAGES, Group, rulebook
from uncramp.check.triage import NO, UNKNOWN, YES
from uncramp.errors import InputError
from uncramp.texts import _

BACK, HELP = "b", "?"
_NONE: Final = ("n", "no", "0")
_NOT_SURE: Final = ("u", "unknown")
_NUMBER: Final = re.compile(r"(\d{1,3})(\??)")


@dataclass(frozen=True, slots=True)
class Reply:
    """What was typed: numbers that apply, and numbers one is not sure of (both from 1)."""

    yes: frozenset[int] = frozenset()
    unknown: frozenset[int] = frozenset()


def screen() -> tuple[Group, ...]:
    """The groups of the emergency screen."""
    return tuple(group for group in rulebook().groups if group.page == PAGES[0])


def later() -> tuple[Group, ...]:
    """The groups after the screen, in their order."""
    return tuple(group for group in rulebook().groups if group.page != PAGES[0])


def read_reply(text: str, count: int) -> Reply:
    """What ``text`` answers to a list of ``count`` items.

    ``n`` none of them; ``2 4`` these apply; ``3?`` not sure of it; ``u`` not sure of any; ``y`` and ``?`` where there is one item.

    Raises
    ------
    InputError
        If it cannot be understood; silence is no answer.

    Examples
    --------
    >>> read_reply("1 3?", 4)
    Reply(yes=frozenset({1}), unknown=frozenset({3}))
    """
    words = text.strip().lower().replace(",", " ").split()
    if len(words) == 1 and words[0] in _NONE:
        return Reply()
    if len(words) == 1 and words[0] in _NOT_SURE:
        return Reply(unknown=frozenset(range(1, count + 1)))
    if count == 1 and words in (["y"], ["yes"]):
        return Reply(yes=frozenset({1}))
    found = [_NUMBER.fullmatch(word) for word in words]
    numbers = [(int(match[1]), bool(match[2])) for match in found if match]
    if not words or len(numbers) < len(words) or not all(1 <= number <= count for number, _sure in numbers):
        raise InputError(
            _(
                "{text!r} is no answer here. Type the numbers that apply (1 to {count}), n for none, or ? for how to find out."
            ).format(text=text.strip()[:40], count=count)
        )
    yes = frozenset(number for number, unsure in numbers if not unsure)
    return Reply(yes, frozenset(number for number, unsure in numbers if unsure) - yes)


def with_reply(said: Mapping[str, str], group: Group, reply: Reply) -> dict[str, str]:
    """``said`` with the answers of a whole group: what was not named is no."""
    answers = {
        flag: YES if place in reply.yes else UNKNOWN if place in reply.unknown else NO for place, flag in enumerate(group.flags, 1)
    }
    return {**said, **answers}


def is_answered(said: Mapping[str, str], group: Group) -> bool:
    """Whether nothing of ``group`` is left to ask."""
    return all(flag in said for flag in group.flags)
