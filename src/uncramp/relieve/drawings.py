"""Our own drawings of the ways to lengthen a muscle, as data: who stands how, what is pulled and where the muscle is."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

from uncramp.errors import EvidenceError
from uncramp.relieve.poses import Figure, Point, figure

SCENERY: Final = ("ground", "wall", "block", "water", "bike", "hand", "cloth")
"""What may stand around: a level, an upright, a rectangle, a level, a place, a place, a line."""

STROKES: Final = ("near", "far", "partner")
"""Lines of a drawing without a whole person, such as a hand."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """One drawing."""

    id: str
    title: str  # what is to be seen, for those who do not see it
    muscle: str  # that is lengthened
    limb: str  # "near" or "far", of the person
    person: Figure | None
    partner: Figure | None
    pulls: tuple[tuple[Point, ...], ...]  # arrows: the way of each, its head at the end
    scene: tuple[tuple[str, tuple[float, ...]], ...]  # one of SCENERY, and its numbers
    strokes: Mapping[str, tuple[tuple[Point, ...], ...]]  # one of STROKES -> lines
    band: tuple[Point, ...]  # the muscle, where the person does not say where it is
    partner_head: Point | None  # of strokes
    view: tuple[float, ...]  # x, y, width, height; empty for all of it


@cache
def drawings() -> Mapping[str, Drawing]:
    """Every drawing of the ways to lengthen a muscle, by its id.

    Raises
    ------
    EvidenceError
        If one names scenery or strokes that do not exist.
    """
    return read_drawings("relieve")


def read_drawings(folder: str) -> Mapping[str, Drawing]:
    """Every drawing of ``drawings.toml`` in a folder of this package, by its id.

    Raises
    ------
    EvidenceError
        If one names scenery or strokes that do not exist.
    """
    table = tomllib.loads(files(f"uncramp.{folder}").joinpath("drawings.toml").read_text(encoding="utf-8"))
    return MappingProxyType({key: _drawing(f"{folder}/{key}", row, table) for key, row in table.items()})


def _drawing(key: str, row: dict[str, Any], table: dict[str, Any]) -> Drawing:
    if "like" in row:  # another drawing's people and scenery, for another muscle
        row = table[row["like"]] | row
    scene = tuple((name, tuple(map(float, numbers))) for name, *numbers in row.get("scene", ()))
    strokes = {name: tuple(map(_line, lines)) for name, lines in row.get("strokes", {}).items()}
    if unknown := {name for name, _ in scene} - set(SCENERY) | set(strokes) - set(STROKES):
        raise EvidenceError(f"drawings.toml: {key} has {sorted(unknown)}, which is not known.")
    return Drawing(
        key.partition("/")[2],
        row["title"],
        row["muscle"],
        row.get("limb", "near"),
        figure(row["person"]) if "person" in row else None,
        figure(row["partner"]) if "partner" in row else None,
        tuple(map(_line, row["pulls"])),
        scene,
        MappingProxyType(strokes),
        _line(row.get("band", ())),
        _line(row["partner_head"])[0] if "partner_head" in row else None,
        tuple(map(float, row.get("view", ()))),
    )


def _line(numbers: Any) -> tuple[Point, ...]:
    """x, y, x, y, … as points."""
    return tuple((float(x), float(y)) for x, y in zip(numbers[::2], numbers[1::2], strict=True))
