"""What was published and what contradicts it: the rows of the evidence base, the contradictions, the targets of the model.

These are texts with sources, not parameters; parameters have topics of their own (:mod:`uncramp.evidence.registry`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from uncramp.errors import EvidenceError
from uncramp.evidence.registry import load_table, sources
from uncramp.names import CAUSES, one_of

STATUSES = ("seen", "memory", "derived")
"""``seen`` read in a search result; ``memory`` recalled and not found again; ``derived`` computed from seen rows."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of the evidence base."""

    id: str
    what: str
    value: str  # as published, with its spread
    population: str  # number and kind of people; "" when not stated
    source: tuple[str, ...]  # keys in sources.toml
    status: str  # one of STATUSES
    note: str  # what is odd about it, or how sure we are


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What is commonly said, and what the evidence says of it."""

    id: str
    claim: str
    evidence: str
    label: str  # how well the claim holds, in words
    facts: tuple[str, ...]  # ids of the rows it rests on
    causes: tuple[str, ...]  # ids of names.CAUSES it is shown beside; empty when it concerns none of them


@dataclass(frozen=True, slots=True)
class Target:
    """One published figure the model is held against."""

    id: str
    scenario: str
    published: str
    tolerance: str  # our choice
    facts: tuple[str, ...]  # rows it is from
    source: tuple[str, ...]  # keys in sources.toml, its own and those of its rows
    used_for_calibration: bool


@cache
def facts() -> Mapping[str, Fact]:
    """Every row of the evidence base by its id.

    Raises
    ------
    EvidenceError
        If a row lacks a key, has an unknown one, or cites a source that sources.toml lacks.

    Examples
    --------
    >>> facts()["B01"].source
    ('miller2009',)
    """
    allowed = ("what", "value", "source", "status"), ("population", "note")
    rows = {}
    for key, row in load_table("facts").items():
        where = f"facts.toml: {key}"
        _check_keys(row, *allowed, where=where)
        _expect(row["status"] in STATUSES, f"{where} has status {row['status']!r}, expected one of {STATUSES}.")
        rows[key] = Fact(
            key,
            row["what"],
            row["value"],
            row.get("population", ""),
            _cited(row["source"], where),
            row["status"],
            row.get("note", ""),
        )
    return MappingProxyType(rows)


@cache
def contradictions() -> Mapping[str, Contradiction]:
    """Every contradiction by its id, K1 first.

    Raises
    ------
    EvidenceError
        If one names a row or a cause that does not exist.
    """
    rows = {}
    for key, row in load_table("contradictions").items():
        where = f"contradictions.toml: {key}"
        _check_keys(row, ("claim", "evidence", "label", "facts", "causes"), (), where=where)
        unknown = [cause for cause in row["causes"] if cause not in CAUSES]
        _expect(not unknown, f"{where} names the causes {unknown}, expected some of {CAUSES}.")
        rows[key] = Contradiction(
            key, row["claim"], row["evidence"], row["label"], _rows_named(row["facts"], where), tuple(row["causes"])
        )
    return MappingProxyType(rows)


def contradictions_for(cause_id: str) -> tuple[Contradiction, ...]:
    """Contradictions to show beside one cause, in the order of their numbers.

    Raises
    ------
    InputError
        If there is no such cause.

    Examples
    --------
    >>> [contradiction.id for contradiction in contradictions_for("preparation")]
    ['K9', 'K10']
    """
    one_of(cause_id, CAUSES, "cause")
    return tuple(row for row in contradictions().values() if cause_id in row.causes)


@cache
def targets() -> Mapping[str, Target]:
    """Every published figure the model is held against, by its id.

    Raises
    ------
    EvidenceError
        If one names a row or a source that does not exist.
    """
    rows = {}
    for key, row in load_table("targets").items():
        where = f"targets.toml: {key}"
        _check_keys(row, ("scenario", "published", "tolerance", "used_for_calibration"), ("from", "source"), where=where)
        named = _rows_named(row.get("from", ()), where)
        inherited = (source for fact in named for source in facts()[fact].source)
        cited = tuple(dict.fromkeys((*_cited(row.get("source", ()), where), *inherited)))
        _expect(bool(cited), f"{where} names neither a row nor a source.")
        rows[key] = Target(key, row["scenario"], row["published"], row["tolerance"], named, cited, row["used_for_calibration"])
    return MappingProxyType(rows)


def _check_keys(row: dict[str, Any], needed: tuple[str, ...], optional: tuple[str, ...], *, where: str) -> None:
    missing = [key for key in needed if key not in row]
    _expect(not missing, f"{where} lacks {missing}.")
    unknown = sorted(set(row) - {*needed, *optional})
    _expect(not unknown, f"{where} has unknown keys {unknown}.")


def _cited(source: str | list[str] | tuple[str, ...], where: str) -> tuple[str, ...]:
    keys = (source,) if isinstance(source, str) else tuple(source)
    unknown = [key for key in keys if key not in sources()]
    _expect(not unknown, f"{where} cites {unknown}, which sources.toml lacks.")
    return keys


def _rows_named(ids: list[str] | tuple[str, ...], where: str) -> tuple[str, ...]:
    unknown = [key for key in ids if key not in facts()]
    _expect(not unknown, f"{where} names the rows {unknown}, which facts.toml lacks.")
    return tuple(ids)


def _expect(holds: bool, complaint: str) -> None:
    if not holds:
        raise EvidenceError(complaint)
