"""Bench: with how many athletes and draws, which seed and which parameters fixed, the model is held against what was published."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from uncramp.errors import InputError
from uncramp.evidence.draws import check_overrides
from uncramp.validation.finding import Number

FEWEST_ATHLETES: Final = 20
"""Fewer tell nothing of a field."""


@dataclass(frozen=True)
class Bench:
    """What all figures of one run share."""

    athletes: int = 2000  # of each field
    draws: int = 20  # of each athlete
    seed: int = 0
    fixed: tuple[tuple[str, float], ...] = ()  # parameters by topic.name

    @property
    def overrides(self) -> dict[str, float]:
        """Parameters that are fixed, by ``topic.name``."""
        return dict(self.fixed)


Numbers = Mapping[str, Number | float]
"""What a target's function returns: its figures by their name."""

Measure = Callable[[Bench], Numbers]


def check_bench(bench: Bench) -> None:
    """Complain of too few athletes or draws, and of a parameter that does not exist.

    Raises
    ------
    InputError
        If there is something to complain of.
    """
    if bench.athletes < FEWEST_ATHLETES:
        raise InputError(f"--athletes is {bench.athletes}; expected {FEWEST_ATHLETES} or more, and 1000 for a steady figure.")
    if bench.draws < 2:
        raise InputError(f"--draws is {bench.draws}; expected 2 or more, and 20 for a usable interval.")
    check_overrides(bench.overrides)
