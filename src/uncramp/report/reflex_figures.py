"""Figures of a simulated reflex: each takes and returns matplotlib axes, and neither shows nor saves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from uncramp.minutes import Floats
from uncramp.reflex.electromyogram import Electromyogram
from uncramp.reflex.trace import TERMINAL, ReflexTrace
from uncramp.report.figures import COLOURS, DASHES

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ALARM: Final = "#9a1230"
WINDOW_S: Final = 0.5
"""Rates are counted over this time, centred."""
RATE_STEP_S: Final = 0.1
QUARTILES: Final = (25.0, 50.0, 75.0)
PERCENT: Final = 100.0
ANSWER_S: Final = 0.1
"""So long after a pulse the muscle answers it."""
ROOM: Final = 1.1  # of the axis, for the signal
Bools = npt.NDArray[np.bool_]
HEIGHTS: Final = (2.2, 1, 1, 1, 1, 1)
"""Of the panels of :func:`reflex`, from the spikes down."""


def raster(trace: ReflexTrace, *, ax: Axes | None = None) -> Axes:
    """Every spike of every unit, the first recruited at the bottom; spikes of axon terminals in another colour, pulses as ticks on top."""
    ax = _axes(ax)
    of_terminals = trace.spike_origin == TERMINAL
    for at, colour, name in ((~of_terminals, COLOURS[0], "from the cord"), (of_terminals, COLOURS[1], "from terminals")):
        if at.any():
            ax.plot(trace.spike_s[at], trace.spike_unit[at] + 1, "|", ms=2.5, mew=0.5, color=colour, label=name, rasterized=True)
    if of_terminals.any():
        _legend(ax, markerscale=3.0)
    if trace.stimulus_s.size:  # an empty line outside the axes has no size, and spoils the layout
        ax.plot(
            trace.stimulus_s,
            np.ones(len(trace.stimulus_s)),
            "|",
            ms=6,
            color=ALARM,
            transform=ax.get_xaxis_transform(),
            clip_on=False,
        )
    ax.set_ylim(0.0, trace.units_count + 1.0)
    return _time_axis(ax, trace, "motor unit")


def firing_rates(trace: ReflexTrace, *, ax: Axes | None = None) -> Axes:
    """Rate of the units that fire: their median and the middle half of them, counted over half a second."""
    ax = _axes(ax)
    rates = rates_over_time(trace)
    ax.fill_between(rates.middle_s, rates.low_pps, rates.high_pps, color=COLOURS[0], alpha=0.17, lw=0)
    ax.plot(rates.middle_s, rates.median_pps, color=COLOURS[0], lw=1.6)
    ax.set_ylim(bottom=0.0)
    return _time_axis(ax, trace, "rate (1/s)")


def afferents(trace: ReflexTrace, *, ax: Axes | None = None) -> Axes:
    """Discharge of one primary spindle afferent (Ia) and one tendon-organ afferent (Ib)."""
    ax = _axes(ax)
    for style, (name, values) in enumerate((("Ia, spindle", trace.ia_pps), ("Ib, tendon organ", trace.ib_pps))):
        ax.plot(trace.time_s, values, DASHES[style], color=COLOURS[style], lw=1.4, label=name)
    ax.set_ylim(bottom=0.0)
    _legend(ax)
    return _time_axis(ax, trace, "impulses (1/s)")


def force(trace: ReflexTrace, *, ax: Axes | None = None) -> Axes:
    """Force at the tendon and the active part of it, of the greatest active force."""
    ax = _axes(ax)
    ax.plot(trace.time_s, PERCENT * trace.force_frac, DASHES[0], color=COLOURS[0], lw=1.6, label="at the tendon")
    ax.plot(trace.time_s, PERCENT * trace.active_force_frac, DASHES[1], color=COLOURS[1], lw=1.2, label="active part")
    ax.set_ylim(bottom=0.0)
    _legend(ax)
    return _time_axis(ax, trace, "force (%)")


def muscle_length(trace: ReflexTrace, *, ax: Axes | None = None) -> Axes:
    """Length that was imposed on muscle and tendon, and what is left of it to the fibres."""
    ax = _axes(ax)
    ax.plot(trace.time_s, trace.muscle_length_frac, DASHES[0], color=COLOURS[0], lw=1.6, label="muscle and tendon")
    ax.plot(trace.time_s, trace.fibre_length_frac, DASHES[1], color=COLOURS[1], lw=1.2, label="fibres")
    _legend(ax)
    return _time_axis(ax, trace, "length")


def electromyogram(trace: ReflexTrace, recorded: Electromyogram, *, ax: Axes | None = None) -> Axes:
    """The synthetic surface electromyogram of the trace; what pulses set off may reach beyond the axes, so that the rest can be seen."""
    ax = _axes(ax)
    ax.plot(recorded.time_s, recorded.signal_mv, color=COLOURS[0], lw=0.4, rasterized=True)
    span_mv = ROOM * float(np.abs(recorded.signal_mv[unasked(trace, recorded)]).max())
    ax.set_ylim(-span_mv, span_mv)
    return _time_axis(ax, trace, "EMG (mV)")


def reflex(trace: ReflexTrace, recorded: Electromyogram, *, axes: list[Axes] | None = None) -> list[Axes]:
    """All of them on one axis of time, from the spikes to the force; ``axes`` are six, or a figure is made.

    Raises
    ------
    ValueError
        If ``axes`` are not six.
    """
    if axes is None:
        axes = list(_figure(len(HEIGHTS)).subplots(len(HEIGHTS), 1, sharex=True, height_ratios=HEIGHTS))
    spikes, rates, signal, impulses, pull, length = axes
    raster(trace, ax=spikes)
    firing_rates(trace, ax=rates)
    electromyogram(trace, recorded, ax=signal)
    afferents(trace, ax=impulses)
    force(trace, ax=pull)
    muscle_length(trace, ax=length)
    for ax in axes[:-1]:
        ax.set_xlabel("")
    return axes


def unasked(trace: ReflexTrace, recorded: Electromyogram) -> Bools:
    """Samples of the electromyogram that no pulse has just answered for, [sample]; all of them when a pulse is never far."""
    away = np.ones(recorded.time_s.size, dtype=bool)
    for pulse_s in trace.stimulus_s:
        away[slice(*np.searchsorted(recorded.time_s, (pulse_s, pulse_s + ANSWER_S)))] = False
    return away if away.any() else ~away


@dataclass(frozen=True, slots=True)
class Rates:
    """Rates of the units that fire, [window]: their quartiles and median, NaN where none does."""

    middle_s: Floats  # of each window
    low_pps: Floats
    median_pps: Floats
    high_pps: Floats


def rates_over_time(trace: ReflexTrace) -> Rates:
    """Rates of the units over windows of half a second, ten of them a second."""
    half_s = min(WINDOW_S, trace.seconds) / 2
    middle_s = np.arange(half_s, max(trace.seconds - half_s, half_s) + RATE_STEP_S / 2, RATE_STEP_S)
    quartiles = np.full((len(QUARTILES), middle_s.size), np.nan)
    for column, middle in enumerate(middle_s):
        pps = trace.rates_pps(middle - half_s, middle + half_s)
        if np.isfinite(pps).any():
            quartiles[:, column] = np.nanpercentile(pps, QUARTILES)
    return Rates(middle_s, *quartiles)


def _figure(count: int) -> Figure:
    from matplotlib.figure import Figure  # without pyplot: no global state, nothing to show or to close

    return Figure(figsize=(7.0, 1.6 + 1.4 * count), layout="constrained")


def _axes(ax: Axes | None) -> Axes:
    return ax if ax is not None else _figure(1).subplots()


def _legend(ax: Axes, markerscale: float = 1.0) -> None:
    """Above the axes, where it covers nothing."""
    ax.legend(
        frameon=False,
        loc="lower right",
        bbox_to_anchor=(1.0, 0.97),
        ncols=2,
        borderpad=0.0,
        fontsize="small",
        markerscale=markerscale,
    )


def _time_axis(ax: Axes, trace: ReflexTrace, label: str) -> Axes:
    ax.set_xlim(0.0, trace.seconds)
    ax.set_xlabel("time (s)")
    ax.set_ylabel(label)
    return ax
