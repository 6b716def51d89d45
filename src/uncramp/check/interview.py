"""The questions one after the other: the eight of the emergency screen on one page, then a group at a time. No terminal in here."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from uncramp.check.rulebook import LEVELS, PAGES, Group, rulebook
from uncramp.check.triage import NO, UNKNOWN, UNKNOWN_LIMIT, YES, triage
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


@cache
def signs(group: Group) -> tuple[str, ...]:
    """The flags of a question of the screen that are a warning sign by themselves, which passing it over answers with no.

    The others are context (a headache, heat): what asks for nothing alone is easily left unsaid, and is asked again.
    """
    return tuple(flag for flag in group.flags if triage({flag: YES}).urgency != LEVELS[0])


def with_screen_reply(said: Mapping[str, str], reply: Reply, kept_open: Collection[str] = ()) -> dict[str, str]:
    """``said`` with what a reply to the whole screen answers; the questions picked are still to be asked, and so is ``kept_open``."""
    answers = dict(said)
    for place, group in enumerate(screen(), 1):
        if place in reply.yes:
            answers = {flag: answer for flag, answer in answers.items() if flag not in group.flags}
        elif place in reply.unknown:
            answers |= dict.fromkeys(group.flags, UNKNOWN)
        else:
            answers |= {flag: NO for flag in signs(group) if flag not in kept_open}
    return answers


def with_yes_that_stands(said: Mapping[str, str], named: Iterable[Group]) -> dict[str, str]:
    """``said`` with each question of the screen in ``named``, answered with yes, of which a detail is not known.

    Not knowing lowers nothing that a yes has said. Where all details are known the rules of these decide, as somebody may have
    said yes to a whole line too soon.
    """
    open_ones = [group for group in named if group.stands and UNKNOWN in [said.get(flag) for flag in group.flags]]
    return {**said, **{group.stands: YES for group in open_ones}}


def screen_is_answered(said: Mapping[str, str], kept_open: Collection[str] = ()) -> bool:
    """Whether the screen needs not be asked again."""
    return all(flag in said or flag in kept_open for group in screen() for flag in signs(group))


def pages_left(said: Mapping[str, str]) -> tuple[Group, ...]:
    """What is still to be asked, a page each; what the screen left open comes on the first."""
    first, *rest = later()
    context = tuple(flag for group in screen() for flag in group.flags)
    pages = (replace(first, flags=(*first.flags, *context)), *rest)
    left = (replace(page, flags=tuple(flag for flag in page.flags if flag not in said)) for page in pages)
    return tuple(page for page in left if page.flags)


def partners(said: Mapping[str, str]) -> Group | None:
    """Unanswered flags that would make an emergency of what was said, as one page; ``None`` if there are none.

    They are read from the rules: what a line of an emergency rule still lacks. Where all that is there of a line is unknown, an answer
    can only bring "the same day", and is not asked for once that is reached.
    """
    book, result = rulebook(), triage(said)
    if result.urgency == LEVELS[-1]:
        return None
    may_rise = LEVELS.index(result.urgency) < LEVELS.index(UNKNOWN_LIMIT)
    there = {*result.found, *(result.unknown if may_rise else ())}
    lacking = (line - there for rule in book.rules if rule.urgency == LEVELS[-1] for line in rule.when if line & there)
    wanted = [flags for flags in lacking if all(flag not in said and book.questions[flag].page != PAGES[-1] for flag in flags)]
    flags = frozenset().union(*wanted)
    return Group("partners", PAGES[0], book.texts["decides"], book.texts["decides"], _in_order(flags)) if flags else None


def _in_order(flags: Collection[str]) -> tuple[str, ...]:
    return tuple(flag for flag in rulebook().flags if flag in flags)
