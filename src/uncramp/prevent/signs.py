"""Early warning signs, rest and recovery, and strength exercises: the texts of ``weeks.toml``, the urgency from the rules of ``check``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from uncramp.check.rulebook import LEVELS, rulebook
from uncramp.check.triage import YES, triage
from uncramp.errors import EvidenceError
from uncramp.evidence.facts import facts
from uncramp.evidence.registry import sources
from uncramp.names import GRADES, MUSCLES, one_of

MOMENTS: Final = ("during", "after", "weeks")
"""When a sign shows: in a session, in the days after it, over weeks."""


@dataclass(frozen=True, slots=True)
class Sign:
    """One early sign and what to do."""

    id: str
    when: str  # one of MOMENTS
    text: str
    do: str
    urgency: str  # what the rules give to its flags together; one of check.rulebook.LEVELS
    flag_ids: tuple[str, ...]  # of check/rules.toml
    facts: tuple[str, ...]
    sources: tuple[str, ...]
    grade: str

    @property
    def to_check(self) -> bool:
        """Whether ``uncramp check`` should be asked."""
        return self.urgency != LEVELS[0]


@dataclass(frozen=True, slots=True)
class Habit:
    """One thing about rest and recovery."""

    id: str
    text: str
    facts: tuple[str, ...]
    sources: tuple[str, ...]
    grade: str


@dataclass(frozen=True, slots=True)
class Exercises:
    """Strength exercises of one muscle."""

    text: str  # how
    moves: tuple[str, ...]


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("uncramp.prevent").joinpath("weeks.toml").read_text(encoding="utf-8"))


@cache
def signs() -> tuple[Sign, ...]:
    """Every sign, those that are looked for first in front.

    Raises
    ------
    EvidenceError
        If one names a moment, flag, row, source or grade that does not exist.
    """
    return tuple(_sign(row) for row in _table()["signs"])


def _sign(row: dict[str, Any]) -> Sign:
    where = f"weeks.toml: {row['id']}"
    unknown = [flag for flag in row["flag_ids"] if flag not in rulebook().flags]
    if unknown or row["when"] not in MOMENTS:
        raise EvidenceError(f"{where} names {unknown or row['when']!r}; expected flags of check/rules.toml and one of {MOMENTS}.")
    _check_evidence(row, where)
    # all its flags at once: a rule that needs two of them counts, and more findings only raise
    urgency = triage(dict.fromkeys(row["flag_ids"], YES)).urgency
    return Sign(
        row["id"], row["when"], row["text"], row["do"], urgency, tuple(row["flag_ids"]), tuple(row["facts"]),
        tuple(row["source"]), row["grade"],
    )  # fmt: skip


@cache
def habits() -> tuple[Habit, ...]:
    """What is said about rest and recovery.

    Raises
    ------
    EvidenceError
        If one names a row, source or grade that does not exist.
    """
    for row in _table()["recovery"]:
        _check_evidence(row, f"weeks.toml: {row['id']}")
    return tuple(
        Habit(row["id"], row["text"], tuple(row["facts"]), tuple(row["source"]), row["grade"]) for row in _table()["recovery"]
    )


def exercises(muscle: str) -> Exercises:
    """Strength exercises of one muscle.

    Raises
    ------
    InputError
        If there is no such muscle.

    Examples
    --------
    >>> len(exercises("calf").moves)
    2
    """
    row = _table()["strength"][one_of(muscle, MUSCLES, "--muscle")]
    return Exercises(row["text"], tuple(move["text"] for move in row["moves"]))


def _check_evidence(row: dict[str, Any], where: str) -> None:
    wrong = [key for key in row["facts"] if key not in facts()] + [key for key in row["source"] if key not in sources()]
    if wrong or row["grade"] not in GRADES:
        raise EvidenceError(f"{where} names {wrong or row['grade']!r}, which the evidence does not have.")
