"""The rules as read from ``rules.toml``: flags with their phrases, and what each combination of them means."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from uncramp.errors import EvidenceError

LEVELS: Final = ("self_care", "clinician_soon", "same_day", "emergency")
"""Urgencies, lowest first."""

BASES: Final = ("seen", "memory", "derived")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: it fires when all flags of one of its ``when`` lines are there."""

    id: str
    urgency: str  # one of LEVELS
    finding: str
    when: tuple[frozenset[str], ...]  # flag ids
    source: str
    basis: str  # one of BASES


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Everything the rule file holds."""

    version: str
    flags: Mapping[str, str]  # flag id -> its phrase
    rules: tuple[Rule, ...]  # in the order of the file


@cache
def rulebook() -> Rulebook:
    """The rules shipped with this version.

    Raises
    ------
    EvidenceError
        If a rule names a flag, level or basis that does not exist.
    """
    table = tomllib.loads(files("uncramp.check").joinpath("rules.toml").read_text(encoding="utf-8"))
    flags = MappingProxyType(table["flags"])
    rules = tuple(
        Rule(row["id"], row["urgency"], row["finding"], tuple(map(frozenset, row["when"])), row["source"], row["basis"])
        for row in table["rules"]
    )
    for rule in rules:
        unknown = sorted({flag for line in rule.when for flag in line} - set(flags))
        if unknown or rule.urgency not in LEVELS or rule.basis not in BASES:
            raise EvidenceError(
                f"check/rules.toml: rule {rule.id} names {unknown or (rule.urgency, rule.basis)}, which does not exist."
            )
    return Rulebook(table["version"], flags, rules)
