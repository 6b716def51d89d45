"""Each factor enters once, by one path: the table that says which parameters belong to which factor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from uncramp.errors import EvidenceError
from uncramp.evidence.facts import facts
from uncramp.evidence.registry import Entry, load_table, load_topic, topics
from uncramp.names import CAUSES, GRADES


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor, the one path it takes into the chance of a cramp, and the parameters of that path."""

    id: str
    name: str
    causes: tuple[str, ...]  # ids of names.CAUSES; empty when it is none
    path: str
    parameters: tuple[str, ...]  # topic.name
    topics: tuple[str, ...]  # topics of which every parameter not named in another row belongs here
    facts: tuple[str, ...]


@cache
def factors() -> Mapping[str, Factor]:
    """Every factor by its id.

    Raises
    ------
    EvidenceError
        If a row names a cause, a parameter, a topic or a fact that does not exist, or one that another row has.
    """
    rows = {
        key: Factor(
            key,
            row["factor"],
            tuple(row["causes"]),
            row["path"],
            tuple(row.get("parameters", ())),
            tuple(row.get("topics", ())),
            tuple(row["facts"]),
        )
        for key, row in load_table("factors").items()
    }
    entered: dict[str, str] = {}
    for factor in rows.values():
        _check(factor)
        for name in (*factor.parameters, *factor.topics):
            if name in entered:
                raise EvidenceError(f"factors.toml: {factor.id} has {name!r}, which {entered[name]} has too; a factor enters once.")
            entered[name] = factor.id
    return MappingProxyType(rows)


def factor_of(topic: str, name: str) -> Factor:
    """The factor a parameter belongs to: the row that names it, else the row that has its topic.

    Raises
    ------
    EvidenceError
        If no row has it.

    Examples
    --------
    >>> factor_of("threshold", "with_history_hz").id
    'history'
    """
    for factor in factors().values():
        if f"{topic}.{name}" in factor.parameters:
            return factor
    for factor in factors().values():
        if topic in factor.topics:
            return factor
    raise EvidenceError(f"factors.toml has no row for {topic}.{name}; name the factor it belongs to, or add it to 'shared'.")


def entries_of(factor: Factor) -> list[Entry]:
    """The entries that belong to a factor, in the order of topics and files."""
    return [entry for topic in topics() for name, entry in load_topic(topic).items() if factor_of(topic, name) == factor]


def weakest_grade(entries: list[Entry]) -> str:
    """The grade farthest from cramps in exercise among ``entries``; ``""`` when there are none."""
    return max((entry.grade for entry in entries), key=GRADES.index, default="")


def _check(factor: Factor) -> None:
    where = f"factors.toml: {factor.id}"
    unknown = {
        "causes": [cause for cause in factor.causes if cause not in CAUSES],
        "parameters": [name for name in factor.parameters if not _is_parameter(name)],
        "topics": [topic for topic in factor.topics if topic not in topics()],
        "facts": [row for row in factor.facts if row not in facts()],
    }
    for kind, names in unknown.items():
        if names:
            raise EvidenceError(f"{where} names the {kind} {names}, which do not exist.")


def _is_parameter(name: str) -> bool:
    topic, _, parameter = name.partition(".")
    return topic in topics() and parameter in load_topic(topic)
