"""The rules as read from ``rules.toml``: what can be reported, how it is asked, and what each combination of it means."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

from uncramp.errors import EvidenceError

LEVELS: Final = ("self_care", "clinician_soon", "same_day", "emergency")
"""Urgencies, lowest first."""

BASES: Final = ("seen", "memory", "derived")
PAGES: Final = ("emergency", "muscle", "background", "result")
"""Where a flag is asked, in this order; ``result`` is not asked: a laboratory value, a thermometer or a yes on the screen sets it."""


@dataclass(frozen=True, slots=True)
class Question:
    """How one flag is asked."""

    ask: str  # the person
    other: str  # whoever is with them
    find_out: str  # what to do where the answer is not known
    page: str  # one of PAGES


@dataclass(frozen=True, slots=True)
class Group:
    """A few flags that are asked together."""

    id: str
    page: str  # one of PAGES
    ask: str
    other: str
    flags: tuple[str, ...]
    call: str = ""  # of the screen: the signs that mean to call for help at once, for a card that cannot ask on
    stands: str = ""  # of the screen: the flag of a yes of which a detail is not known


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: it fires when all flags of one of its ``when`` lines are there."""

    id: str
    urgency: str  # one of LEVELS
    finding: str
    when: tuple[frozenset[str], ...]  # flag ids
    source: str
    basis: str  # one of BASES
    advice: str  # id of a Kind


@dataclass(frozen=True, slots=True)
class Kind:
    """What rules about the same thing advise."""

    do: tuple[str, ...]  # until help is there, or instead of it
    watch_for: tuple[str, ...]
    drink: str  # what to drink; said only where over-drinking is not possible


@dataclass(frozen=True, slots=True)
class Level:
    """What one urgency asks for."""

    name: str
    action: str
    come_back: str


@dataclass(frozen=True, slots=True)
class Lab:
    """One value of a laboratory or a thermometer that may be typed in."""

    name: str
    unit: str
    low: float  # what can be true at all; beyond it a unit is mistaken
    high: float
    mistaken: tuple[tuple[str, float, float], ...]  # unit, our value over theirs, offset
    unusual_below: float  # rarer than a slip of the unit; minus infinity where there is no such limit
    unusual_above: float


@dataclass(frozen=True, slots=True)
class Reading:
    """A value that sets a flag: below one limit, or at another and above."""

    lab: str
    flag: str
    below: float | None
    at_least: float | None


@dataclass(frozen=True, slots=True)
class Prefill:
    """What a simulation can put a question to: a caution of its, or a long session."""

    flag: str
    note: str
    caution: str  # id of a caution, "" for a session
    duration_s: float  # from which on a session counts


@dataclass(frozen=True, eq=False)
class Rulebook:
    """Everything the rule file holds."""

    version: str
    changes: tuple[str, ...]  # what each version changed
    flags: Mapping[str, str]  # flag id -> its phrase
    rules: tuple[Rule, ...]  # in the order of the file
    questions: Mapping[str, Question]  # by flag id
    groups: tuple[Group, ...]  # in the order of asking
    levels: Mapping[str, Level]
    kinds: Mapping[str, Kind]
    texts: Mapping[str, str]  # said beside: return signs, over-drinking, age, pregnancy ...
    return_signs: tuple[str, ...]
    medicine_flags: Mapping[str, str]  # class of medicine -> flag id
    medicine_questions: Mapping[str, str]  # class of medicine -> flag id that it leaves open
    labs: Mapping[str, Lab]
    readings: tuple[Reading, ...]
    prefills: tuple[Prefill, ...]
    sets: Mapping[str, frozenset[str]]  # flag ids by what they mean for the advice

    @cached_property
    def flag_of_phrase(self) -> Mapping[str, str]:
        """Phrase -> flag id."""
        return MappingProxyType({phrase: flag for flag, phrase in self.flags.items()})

    @cached_property
    def bits(self) -> Mapping[str, int]:
        """Flag id -> its bit."""
        return {flag: 1 << place for place, flag in enumerate(self.flags)}

    @cached_property
    def by_urgency(self) -> tuple[Rule, ...]:
        """The rules, most urgent first."""
        return tuple(sorted(self.rules, key=lambda rule: -LEVELS.index(rule.urgency)))

    @cached_property
    def _lines(self) -> Mapping[str, tuple[tuple[int, int], ...]]:
        """First flag of a line -> bits of all its flags, and the place of its rule: what must be looked at when that flag is there."""
        found: dict[str, list[tuple[int, int]]] = {flag: [] for flag in self.flags}
        for place, rule in enumerate(self.by_urgency):
            for line in rule.when:
                found[min(line)].append((sum(self.bits[flag] for flag in line), place))
        return {flag: tuple(lines) for flag, lines in found.items()}

    def firing(self, flags: Iterable[str]) -> set[int]:
        """Places in ``by_urgency`` of the rules that fire when exactly ``flags`` are there."""
        there = tuple(flags)
        bits, lines = self.bits, self._lines
        mask = 0
        for flag in there:
            mask |= bits[flag]
        return {place for flag in there for line, place in lines[flag] if mask & line == line}


@cache
def rulebook() -> Rulebook:
    """The rules shipped with this version.

    Raises
    ------
    EvidenceError
        If something in the file names a flag, level, basis or kind of advice that does not exist.
    """
    book = _read(tomllib.loads(files("uncramp.check").joinpath("rules.toml").read_text(encoding="utf-8")))
    wrong = _wrong(book)
    if wrong:
        raise EvidenceError(f"check/rules.toml: {'; '.join(wrong)}.")
    return book


def _read(table: dict[str, Any]) -> Rulebook:
    groups = tuple(
        Group(name, row["page"], row["ask"], row["other"], tuple(row["flags"]), row.get("call", ""), row.get("stands", ""))
        for name, row in table["groups"].items()
    )
    pages = {flag: group.page for group in groups for flag in group.flags}
    return Rulebook(
        version=table["version"],
        changes=tuple(table["changes"]),
        flags=MappingProxyType(table["flags"]),
        rules=tuple(
            Rule(
                row["id"],
                row["urgency"],
                row["finding"],
                tuple(map(frozenset, row["when"])),
                row["source"],
                row["basis"],
                row["advice"],
            )
            for row in table["rules"]
        ),
        questions=MappingProxyType(
            {flag: Question(row[0], row[1], row[2], pages.get(flag, "result")) for flag, row in table["questions"].items()}
        ),
        groups=groups,
        levels=MappingProxyType({name: Level(**row) for name, row in table["levels"].items()}),
        kinds=MappingProxyType(
            {name: Kind(tuple(row["do"]), tuple(row["watch_for"]), row.get("drink", "")) for name, row in table["advice"].items()}
        ),
        texts=MappingProxyType(table["texts"]),
        return_signs=tuple(table["return_signs"]),
        medicine_flags=MappingProxyType(table["medicines"]),
        medicine_questions=MappingProxyType(table["medicines_asking"]),
        labs=MappingProxyType(
            {
                name: Lab(
                    row["name"],
                    row["unit"],
                    row["low"],
                    row["high"],
                    tuple((unit, *rest) for unit, *rest in row.get("mistaken", ())),
                    float(row.get("unusual_below", "-inf")),
                    float(row.get("unusual_above", "inf")),
                )
                for name, row in table["labs"].items()
            }
        ),
        readings=tuple(Reading(row["lab"], row["flag"], row.get("below"), row.get("at_least")) for row in table["readings"]),
        prefills=tuple(
            Prefill(row["flag"], row["note"], row.get("caution", ""), float(row.get("duration_s", 0.0))) for row in table["prefill"]
        ),
        sets=MappingProxyType({name: frozenset(flags) for name, flags in table["sets"].items()}),
    )


def _wrong(book: Rulebook) -> list[str]:
    """What in the file names something that does not exist."""
    named = {
        **{f"rule {rule.id}": frozenset().union(*rule.when) for rule in book.rules},
        **{f"group {group.id}": frozenset((*group.flags, *filter(None, [group.stands]))) for group in book.groups},
        **{f"set {name}": flags for name, flags in book.sets.items()},
        "questions": frozenset(book.questions),
        "medicines": frozenset(book.medicine_flags.values()),
        "medicines_asking": frozenset(book.medicine_questions.values()),
        "readings": frozenset(reading.flag for reading in book.readings),
        "prefill": frozenset(prefill.flag for prefill in book.prefills),
    }
    found = [f"{where} names {sorted(flags - set(book.flags))}" for where, flags in named.items() if flags - set(book.flags)]
    found += [
        f"rule {rule.id} has no such level, basis or advice"
        for rule in book.rules
        if rule.urgency not in LEVELS or rule.basis not in BASES or rule.advice not in book.kinds
    ]
    found += [f"group {group.id} is on no such page" for group in book.groups if group.page not in PAGES]
    found += [
        f"group {group.id} of the screen has no call" for group in book.groups if (group.page == PAGES[0]) != bool(group.call)
    ]
    if set(book.levels) != set(LEVELS):
        found.append("the levels are others")
    if set(book.questions) != set(book.flags):
        found.append(f"no question for {sorted(set(book.flags) - set(book.questions))}")
    return found
