"""Accepted sets: parameters of the loop that meet the published figures, as ``scripts/calibrate_reflex.py`` found them.

The threshold is steep in parameters that nobody can measure, so that no single set is the loop. Each of these is one that could be.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from uncramp.evidence.draws import uniforms
from uncramp.minutes import Integers

FILE = "accepted.toml"


@dataclass(frozen=True, slots=True)
class AcceptedSet:
    """One set: what was searched for, what it then does, how far from the published figures that is, and what it misses."""

    candidate: int  # its number in the search
    values: Mapping[str, float]  # by topic.name
    figures: Mapping[str, float]  # by the name of the target; infinite where there is no threshold
    distances: Mapping[str, float]  # in published spreads
    misses: tuple[str, ...]  # targets that are further away than the search allows


@cache
def accepted_sets() -> tuple[AcceptedSet, ...]:
    """Every accepted set, nearest to the published figures first."""
    rows = tomllib.loads(files("uncramp.reflex").joinpath(FILE).read_text(encoding="utf-8"))["set"]
    return tuple(
        AcceptedSet(row["candidate"], row["values"], row["figures"], row["distances"], tuple(row["misses"])) for row in rows
    )


def choose_sets(*, draws: int, seed: int) -> Integers:
    """Which accepted set each draw uses, [draw]: every one with the same chance, the same in all people and sessions."""
    return (uniforms(seed, "reflex", "accepted", draws=draws) * len(accepted_sets())).astype(np.int64)
