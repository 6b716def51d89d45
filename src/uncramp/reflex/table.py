"""The table: cramp threshold frequency of the loop over a grid of states, for each accepted set of its parameters.

Simulated milliseconds do not fit into a session of hours, so that ``scripts/make_reflex_table.py`` runs the loop once over the states of
``grid.toml`` and the hazard reads what came out. Reading it compiles and simulates nothing.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Any, Final

import numpy as np

from uncramp.minutes import Floats
from uncramp.names import MECHANISMS

GRID: Final = "grid.toml"
FILE: Final = "table.toml"


@dataclass(frozen=True, slots=True)
class State:
    """A state the loop is in when its threshold is looked for."""

    mechanism: str = "mixed"  # one of names.MECHANISMS
    fatigue_frac: float = 0.0  # 1 is complete
    length_frac: float = 0.8  # of muscle and tendon; thresholds are published for the shortened muscle
    excitability: str = ""  # one of parameters.EXCITABILITIES
    pain_frac: float = 0.0

    @property
    def alike(self) -> State:
        """The state of the grid that stands for this one: without fatigue every hypothesis is the same loop."""
        return self if self.fatigue_frac else State("mixed", 0.0, self.length_frac, self.excitability, self.pain_frac)


@dataclass(frozen=True, slots=True)
class Grid:
    """The states, written down before anything was run."""

    muscle: str
    seed: int
    lines: dict[str, tuple[State, ...]]

    @property
    def states(self) -> tuple[State, ...]:
        """Every state once, in the order of the lines."""
        return tuple(dict.fromkeys(state.alike for line in self.lines.values() for state in line))


@dataclass(frozen=True, slots=True)
class Table:
    """Thresholds by state and accepted set."""

    states: tuple[State, ...]
    threshold_hz: Floats  # [state, set]; infinite where no burst starts a cramp, NaN where the muscle does not even rest
    capacity_lost_frac: float  # what complete fatigue has taken of the muscle's strength
    interpolation_error_ratio: float  # root mean square error of the logarithm of a ratio, between two states of the grid
    probes: int  # simulations it took
    digest: str  # over all parameters and the thresholds of the sentinels

    def at(self, state: State) -> Floats:
        """Thresholds in a state of the grid, [set], Hz."""
        return np.asarray(self.threshold_hz[self.states.index(state.alike)])

    @property
    def fatigue_fracs(self) -> tuple[float, ...]:
        """Fatigue at which every hypothesis was run, rising from none."""
        return tuple(dict.fromkeys(state.fatigue_frac for state in grid().lines["fatigue"]))

    @property
    def log_ratios(self) -> Floats:
        """Logarithm of the threshold's change with fatigue, [hypothesis, fatigue, set].

        It is infinite where no burst starts a cramp any more, since the threshold is above all frequencies tried, and minus infinite where
        the muscle does not rest any more. Whoever reads it bounds it.
        """
        thresholds = np.array([[self.at(State(name, fatigue)) for fatigue in self.fatigue_fracs] for name in MECHANISMS])
        lost = np.where(np.isnan(thresholds), 0.0, thresholds)
        with np.errstate(divide="ignore"):
            return np.asarray(np.log(lost / lost[:, :1]))


@cache
def grid() -> Grid:
    """The grid as written down."""
    raw = tomllib.loads(files("uncramp.reflex").joinpath(GRID).read_text(encoding="utf-8"))
    return Grid(raw["muscle"], raw["seed"], {name: _states(line) for name, line in raw["line"].items()})


def _states(line: dict[str, Any]) -> tuple[State, ...]:
    return tuple(State(**dict(zip(line, values, strict=True))) for values in product(*line.values()))


@cache
def table() -> Table:
    """The table as it was made."""
    raw = tomllib.loads(files("uncramp.reflex").joinpath(FILE).read_text(encoding="utf-8"))
    rows = raw.pop("row")
    states = tuple(State(**{name: value for name, value in row.items() if name != "threshold_hz"}) for row in rows)
    return Table(states=states, threshold_hz=np.array([row["threshold_hz"] for row in rows]), **raw)


@cache
def fatigue_log_ratios() -> Floats:
    """``Table.log_ratios`` of the table, worked out once."""
    return table().log_ratios


@dataclass(frozen=True, slots=True)
class Sentinel:
    """A point of the table that is recomputed to see whether the table still is what the loop gives."""

    state: int
    set: int


def sentinels(of: Table, count: int = 12) -> tuple[Sentinel, ...]:
    """Points spread over states and sets, the same as long as the table has the same shape."""
    states, sets = of.threshold_hz.shape
    return tuple(Sentinel(k * states // count, k % sets) for k in range(count))
