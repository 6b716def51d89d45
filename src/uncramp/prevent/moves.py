"""The moves of the routines and what is known of each kind of them: everything ``routines.toml`` holds."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

from uncramp.errors import EvidenceError
from uncramp.evidence.facts import facts
from uncramp.evidence.registry import sources
from uncramp.names import GRADES
from uncramp.relieve.drawings import Drawing, drawings, read_drawings
from uncramp.relieve.protocols import Step, Way, protocols

KINDS: Final = ("warm-up", "cool-down", "stretching", "strength")
"""What a routine is for."""

HELD: Final = ("cool-down", "stretching")
"""Kinds that are made of holds."""

MIDLINE: Final = ("abdominal_wall",)
"""Muscles that are stretched on both sides at once."""

PLACES: Final = ("standing", "lying", "sitting")
"""Where a hold of a routine is done, if there is a way there."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a routine is for, and what is known of it."""

    id: str  # one of KINDS
    name: str
    line: str
    known: str  # of its effect on cramps, in plain words
    advice: str  # when to do it, and how
    rows: tuple[str, ...]  # of evidence/facts.toml
    source: tuple[str, ...]
    on_cramps: str  # grade of ``known``
    supported: bool  # whether the evidence speaks for an effect on cramps
    low_min: float  # shortest and longest routine
    usual_min: float
    high_min: float


@dataclass(frozen=True, slots=True)
class Move:
    """One thing to do, in bouts."""

    id: str
    name: str
    text: str
    mind: str  # what to mind in every bout, "" where the text says all
    drawing: Drawing
    each_side: bool  # one leg or arm after the other
    lying: bool  # on the back or the belly
    ready_s: int  # to get into position
    work_s: tuple[int, int]  # shortest and longest bout
    rest_s: int  # between two bouts
    sets_count: tuple[int, int]  # fewest and most bouts of a side
    source: tuple[str, ...]
    grade: str


@dataclass(frozen=True, slots=True)
class Moves:
    """Everything ``routines.toml`` holds."""

    kinds: Mapping[str, Kind]
    easy: Mapping[str, Move]  # by kind: what opens it, and takes the time that is left
    least_frac: Mapping[str, float]  # by kind: of the whole, that opens it
    plans: Mapping[tuple[str, str], tuple[Move, ...]]  # by kind and muscle, the most useful first
    care: Mapping[str, tuple[Step, ...]]  # by kind: when not to begin, and when to stop


@cache
def moves() -> Moves:
    """The moves shipped with this version.

    Raises
    ------
    EvidenceError
        If one cites a source, row or grade that does not exist, or has no drawing.
    """
    table = tomllib.loads(files("uncramp.prevent").joinpath("routines.toml").read_text(encoding="utf-8"))
    pictures = read_drawings("prevent")
    plain = {"rest_s": 0, "sets_count": [1, 1]}
    easy = {key: _move(key, plain | row, pictures) for key, row in table["easy"].items()}
    made = {key: _move(key, row, pictures) for key, row in table["moves"].items()}
    plans = {
        (kind, muscle): tuple(made[key] for key in keys)
        for kind in ("warm-up", "strength")
        for muscle, keys in table["plans"][kind].items()
    }
    for muscle, others in table["plans"]["holds"].items():
        held = tuple(_hold(one, way, table["hold"]) for one, way in _ways(muscle, others))
        plans |= {(kind, muscle): held for kind in HELD}
    care = {kind: tuple(_care(key, row) for key, row in table["care"].items() if kind in row["kinds"]) for kind in KINDS}
    kinds = {key: _kind(key, row) for key, row in table["kinds"].items()}
    least_frac = {key: float(row["least_frac"]) for key, row in table["easy"].items()}
    return Moves(
        MappingProxyType(kinds),
        MappingProxyType(easy),
        MappingProxyType(least_frac),
        MappingProxyType(plans),
        MappingProxyType(care),
    )


def _care(key: str, row: dict[str, Any]) -> Step:
    cited, grade = _evidence(row, key, row["grade"])
    return Step(key, "caution", row["title"], row["text"], cited, grade)


def _ways(muscle: str, others: list[str]) -> list[tuple[str, Way]]:
    """The muscle's own first way, those of its neighbours, then the muscle's other ways."""
    own, *more = _alone(muscle)
    return [(muscle, own), *((other, _alone(other)[0]) for other in others), *((muscle, way) for way in more)]


def _alone(muscle: str) -> list[Way]:
    return [way for way in protocols().muscles[muscle].ways if way.place in PLACES and not way.partner]


def _hold(muscle: str, way: Way, row: dict[str, Any]) -> Move:
    named = row | {
        "text": way.text,
        "name": protocols().muscles[muscle].name,
        "drawing": way.drawing,
        "each_side": muscle not in MIDLINE,
        "lying": way.place == "lying",
    }
    return _move(way.drawing, named | {"source": [*dict.fromkeys((*way.source, *row["source"]))]}, drawings())


def _kind(key: str, row: dict[str, Any]) -> Kind:
    cited, grade = _evidence(row, key, row["on_cramps"])
    if unknown := [name for name in row["rows"] if name not in facts()]:
        raise EvidenceError(f"prevent/routines.toml: {key} names {unknown}, which facts.toml lacks.")
    minutes = row["minutes"]
    return Kind(
        key, row["name"], row["line"], row["known"], row["advice"], tuple(row["rows"]), cited, grade, row["supported"],
        float(minutes["low"]), float(minutes["usual"]), float(minutes["high"]),
    )  # fmt: skip


def _move(key: str, row: dict[str, Any], pictures: Mapping[str, Drawing]) -> Move:
    cited, grade = _evidence(row, key, row["grade"])
    if row["drawing"] not in pictures:
        raise EvidenceError(f"prevent/routines.toml: {key} has the drawing {row['drawing']!r}, which is not drawn.")
    return Move(
        key, row["name"], row["text"], row.get("mind", ""), pictures[row["drawing"]], row.get("each_side", False), row.get("lying", False), row["ready_s"],
        (row["work_s"][0], row["work_s"][1]), row["rest_s"], (row["sets_count"][0], row["sets_count"][1]), cited, grade,
    )  # fmt: skip


def _evidence(row: dict[str, Any], where: str, grade: str) -> tuple[tuple[str, ...], str]:
    cited = tuple(row["source"])
    unknown = [key for key in cited if key not in sources()]
    if unknown or grade not in GRADES:
        raise EvidenceError(f"prevent/routines.toml: {where} cites {unknown or grade}, which does not exist.")
    return cited, grade
