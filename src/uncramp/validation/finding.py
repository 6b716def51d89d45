"""Finding: what the model gives for one target, figure by figure, and whether it is within the tolerance.

What is accepted, and what the model lacks where it misses, stands in ``figures.toml``, so that page and test share it.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

import numpy as np

from uncramp.errors import EvidenceError
from uncramp.evidence.facts import Target, targets
from uncramp.minutes import Floats
from uncramp.units import unit_of

INTERVAL: Final = (0.05, 0.95)
"""Quantiles of the draws of a field between which an interval lies."""

FIGURE_KEYS: Final = frozenset({"what", "low", "high", "lacks"})


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a target: what is accepted."""

    target: str
    name: str  # ends in its unit
    what: str
    low: float  # -inf where nothing is too low
    high: float
    lacks: str  # what the model lacks where it misses; "" where it hits

    @property
    def unit(self) -> str:
        """Its unit as people read it; "" where it has none."""
        unit = unit_of(self.name) or "1"
        return "" if unit == "1" else unit.replace("degC", "°C")


@dataclass(frozen=True, slots=True)
class Number:
    """What the model gives: a value and, of a field, its interval over the draws."""

    value: float
    low: float = math.nan
    high: float = math.nan

    @classmethod
    def over_draws(cls, value: float, by_draw: Floats) -> Number:
        """``value`` of everybody with the interval of ``by_draw`` [draw]."""
        known = by_draw[np.isfinite(by_draw)]
        low, high = np.quantile(known, INTERVAL) if known.size else (math.nan, math.nan)
        return cls(float(value), float(low), float(high))


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure and what the model gives for it."""

    figure: Figure
    number: Number

    @property
    def hit(self) -> bool:
        """Whether it is within the tolerance; no number is no hit."""
        return self.figure.low <= self.number.value <= self.figure.high


@dataclass(frozen=True, slots=True)
class Finding:
    """What came of one target."""

    target: Target
    measured: tuple[Measured, ...]  # none where it is not expressed
    not_expressed: str  # why the engine cannot say, "" where it can

    @property
    def hit(self) -> bool | None:
        """Whether all of its figures hit; ``None`` where the engine cannot express it."""
        return all(one.hit for one in self.measured) if self.measured else None

    @property
    def misses(self) -> tuple[Measured, ...]:
        """Figures outside the tolerance."""
        return tuple(one for one in self.measured if not one.hit)


@cache
def figures() -> Mapping[str, tuple[Figure, ...]]:
    """Figures of every target by its id, in the order of the targets; none where :func:`not_expressed` says why.

    Raises
    ------
    EvidenceError
        If the table names another target, leaves one out, or a figure has no tolerance.
    """
    table = _table()
    if wrong := sorted(set(table) ^ set(targets())):
        raise EvidenceError(f"validation/figures.toml and evidence/targets.toml differ in {wrong}; expected the same targets.")
    return MappingProxyType(
        {
            target: tuple(_figure(target, name, row) for name, row in table[target].items() if name != "not_expressed")
            for target in targets()
        }
    )


def not_expressed(target: str) -> str:
    """Why the engine cannot express this target, or a part of it; "" where it can."""
    return str(_table()[target].get("not_expressed", ""))


@cache
def _table() -> dict[str, dict[str, Any]]:
    return tomllib.loads((files("uncramp.validation") / "figures.toml").read_text(encoding="utf-8"))


def _figure(target: str, name: str, row: Mapping[str, Any]) -> Figure:
    where = f"validation/figures.toml: {target}.{name}"
    if unknown := sorted(set(row) - FIGURE_KEYS):
        raise EvidenceError(f"{where} has unknown keys {unknown}, expected some of {sorted(FIGURE_KEYS)}.")
    if "what" not in row or not {"low", "high"} & set(row):
        raise EvidenceError(f"{where} needs what, and low or high or both.")
    if unit_of(name) is None:
        raise EvidenceError(f"{where} does not end in a unit of units.UNITS.")
    low, high = float(row.get("low", -math.inf)), float(row.get("high", math.inf))
    if not low < high:
        raise EvidenceError(f"{where} accepts {low} to {high}, expected a range.")
    return Figure(target, name, str(row["what"]), low, high, str(row.get("lacks", "")))
