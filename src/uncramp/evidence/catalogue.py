"""Look things up in the evidence: entries by topic and grade, their shares by grade, and search by word or row."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from uncramp.evidence.facts import Contradiction, Fact, Target, contradictions, facts, targets
from uncramp.evidence.registry import Entry, load_topic, topics
from uncramp.names import GRADES, one_of


@dataclass(frozen=True, slots=True)
class Found:
    """What a search turned up."""

    entries: tuple[Entry, ...]
    facts: tuple[Fact, ...]
    contradictions: tuple[Contradiction, ...]
    targets: tuple[Target, ...]

    def __bool__(self) -> bool:
        return bool(self.entries or self.facts or self.contradictions or self.targets)


def list_entries(topic: str | None = None, grade: str | None = None) -> list[Entry]:
    """Entries of one topic, or of all, with one grade, or with any; by topic, then as in the file.

    Raises
    ------
    InputError
        If there is no such topic or grade.
    """
    if topic is not None:
        one_of(topic, topics(), "topic")
    if grade is not None:
        one_of(grade, GRADES, "grade")
    wanted = topics() if topic is None else (topic,)
    return [entry for name in wanted for entry in load_topic(name).values() if grade in (None, entry.grade)]


def entry_named(name: str) -> Entry:
    """The entry that ``--set`` and ``cite`` call ``topic.name``.

    Raises
    ------
    InputError
        With the nearest topics or names, if there is none.

    Examples
    --------
    >>> entry_named("sweat.doubling_k").unit
    'K'
    """
    topic, _, parameter = name.strip().partition(".")
    entries = load_topic(one_of(topic, topics(), "the topic"))
    return entries[one_of(parameter, tuple(entries), f"the parameter of {topic}")]


def count_by_grade(entries: Iterable[Entry]) -> dict[str, int]:
    """Number of entries of each grade, nearest evidence first; every grade is listed."""
    counts = dict.fromkeys(GRADES, 0)
    for entry in entries:
        counts[entry.grade] += 1
    return counts


def share_by_grade(entries: Iterable[Entry]) -> dict[str, float]:
    """Share of the entries of each grade, nearest evidence first; NaN when there are no entries.

    Examples
    --------
    >>> round(sum(share_by_grade(list_entries()).values()), 12)
    1.0
    """
    counts = count_by_grade(entries)
    total = sum(counts.values())
    return {grade: count / total if total else float("nan") for grade, count in counts.items()}


def search(text: str) -> Found:
    """Everything that names a row (``B01``, ``K9``, ``V05``) or holds all words of ``text``, whatever their case.

    Examples
    --------
    >>> [fact.id for fact in search("B01").facts]
    ['B01']
    """
    if re.fullmatch(r"[A-Za-z]\d{1,2}", text.strip()):
        return _naming(text.strip().upper())
    words = text.lower().split()

    def holds(*texts: str) -> bool:
        whole = " ".join(texts).lower()
        return bool(words) and all(word in whole for word in words)

    return Found(
        tuple(
            entry
            for entry in list_entries()
            if holds(entry.topic, entry.name, entry.name.replace("_", " "), entry.where, entry.note)
        ),
        tuple(fact for fact in facts().values() if holds(fact.what, fact.value, fact.population, fact.note)),
        tuple(row for row in contradictions().values() if holds(row.claim, row.evidence)),
        tuple(target for target in targets().values() if holds(target.scenario, target.published)),
    )


def rows_named(where: str) -> tuple[str, ...]:
    """Ids of the evidence base's rows in the ``where`` of an entry, ranges written out.

    Examples
    --------
    >>> rows_named("B12-B14, A44; table 2")
    ('B12', 'B13', 'B14', 'A44')
    """
    rows: dict[str, None] = {}
    for letter, first, _, last in re.findall(r"\b([A-HKTV])(\d\d?)(?:\s*-\s*([A-HKTV]?)(\d\d?))?\b", where):
        numbers = range(int(first), int(last or first) + 1)
        for number in numbers:
            rows[f"{letter}{number}" if letter == "K" else f"{letter}{number:02d}"] = None
    return tuple(rows)


def _naming(row: str) -> Found:
    letter, number = row[0], int(row[1:])
    row = f"{letter}{number}" if letter == "K" else f"{letter}{number:02d}"
    return Found(
        tuple(entry for entry in list_entries() if row in rows_named(entry.where)),
        tuple(fact for key, fact in facts().items() if key == row),
        tuple(found for key, found in contradictions().items() if key == row or row in found.facts),
        tuple(target for key, target in targets().items() if key == row or row in target.facts),
    )
