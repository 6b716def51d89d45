"""The table of the spinal loop for people and for programs: thresholds by state, with the spread of the accepted sets."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from rich.text import Text

from uncramp.minutes import Floats
from uncramp.reflex.table import State, Table, grid
from uncramp.report.document import number
from uncramp.report.schema import Document
from uncramp.report.screen import Screen

LABELS = {"history": "history of cramps"}


def state_label(state: State) -> str:
    """A state in words."""
    parts = [f"{state.mechanism}, fatigue {state.fatigue_frac:g}", f"length {state.length_frac:g}"]
    parts += [LABELS[state.excitability]] if state.excitability else []
    parts += [f"pain {state.pain_frac:g}"] if state.pain_frac else []
    return ", ".join(parts)


def quantiles_hz(threshold_hz: Floats) -> tuple[float, ...]:
    """Lowest, median and highest threshold over the sets that rest; NaN if none does."""
    resting = np.sort(threshold_hz[~np.isnan(threshold_hz)])
    return (resting[0], resting[(resting.size - 1) // 2], resting[-1]) if resting.size else (np.nan,) * 3


def _hz(value: float) -> str:
    return "none" if np.isnan(value) else "above 64" if np.isinf(value) else f"{value:.0f}"


def table_view(shown: Table, screen: Screen) -> list[Text]:
    """One line a state: median, and lowest and highest over the accepted sets."""
    sets = shown.threshold_hz.shape[1]
    lines = screen.wrapped(f"Cramp threshold frequency of the {grid().muscle} in the simulated spinal loop, Hz.", "bold")
    lines += screen.wrapped(f"Median of {sets} accepted sets of parameters, lowest and highest in brackets.")
    for state, row in zip(shown.states, shown.threshold_hz, strict=True):
        low, median, high = map(_hz, quantiles_hz(row))
        restless = int(np.isnan(row).sum())
        told = f"{median} ({low} to {high})" + (f", {restless} fire at rest" if restless else "")
        lines += screen.wrapped(f"{state_label(state):{min(46, screen.width - 24)}} {told}", first="  ", indent="    ", lines=None)
    lines += screen.wrapped(
        f"Complete fatigue here is {shown.capacity_lost_frac:.0%} of strength lost. Between two states the logarithm of a ratio is off by "
        f"{shown.interpolation_error_ratio:.2f} (root mean square). {shown.probes:,} simulations made it.",
        "dim",
        lines=3,
    )
    return lines


def table_document(shown: Table) -> Document:
    """The table as it is; null where no burst starts a cramp or the muscle does not rest, which ``fate`` tells apart."""
    return {
        "muscle": grid().muscle,
        "rows": [
            {
                "mechanism": state.mechanism,
                "fatigue_frac": number(state.fatigue_frac),
                "length_frac": number(state.length_frac),
                "excitability": state.excitability or None,
                "pain_frac": number(state.pain_frac),
                "threshold_hz": [number(value) for value in row],
                "fate": ["restless" if np.isnan(value) else "never" if np.isinf(value) else "cramps" for value in row],
            }
            for state, row in zip(shown.states, shown.threshold_hz, strict=True)
        ],
        "capacity_lost_frac": number(shown.capacity_lost_frac),
        "interpolation_error_ratio": number(shown.interpolation_error_ratio),
        "digest": shown.digest,
    }


def differences_view(found: Sequence[str], points: int, screen: Screen) -> list[Text]:
    """What a check found."""
    if not found:
        return screen.wrapped(
            f"The loop still gives the table: its parameters are the same, and so are {points} of its thresholds."
        )
    lines = screen.wrapped("The loop no longer gives the table:", "bold")
    for one in found:
        lines += screen.wrapped(f"- {one}", lines=3)
    return lines + screen.wrapped("Make it again: python scripts/make_reflex_table.py, then scripts/calibrate.py --fit.", lines=2)
