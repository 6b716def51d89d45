"""What the page of a reflex shows, as plain data: one description feeds the drawing, the readout and the table of each chart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from uncramp.minutes import Floats
from uncramp.reflex.electromyogram import Electromyogram
from uncramp.reflex.trace import TERMINAL, ReflexTrace
from uncramp.report import reflex_wording as told
from uncramp.report.charts import Chart, Line
from uncramp.report.reflex_figures import rates_over_time, unasked
from uncramp.texts import _

COLUMNS_LIMIT: Final = 600
"""Moments that are kept of a run: a screen shows no more."""
RASTER: Final = "spikes"
PERCENT: Final = 100.0
ROOM: Final = 0.06  # above and below a curve, of its span
MS_PER_S: Final = 1000.0


@dataclass(frozen=True, slots=True)
class Spikes:
    """Spikes to draw: when, which unit, and whether the terminal made it."""

    time_s: Floats
    unit: np.ndarray[tuple[int], np.dtype[np.int64]]
    of_terminal: np.ndarray[tuple[int], np.dtype[np.bool_]]
    units_count: int


@dataclass(frozen=True, slots=True)
class ReflexTimeline:
    """All charts of a run over the same moments; ``time_s`` [column]."""

    time_s: Floats
    seconds: float
    charts: tuple[Chart, ...]
    spikes: Spikes
    pulse_s: Floats
    marks: tuple[tuple[float, str], ...]


def reflex_timeline(trace: ReflexTrace, recorded: Electromyogram, *, marks: tuple[tuple[float, str], ...] = ()) -> ReflexTimeline:
    """Every chart of a run, thinned; ``marks`` are moments with a word, such as the beginning of a cramp."""
    columns = min(COLUMNS_LIMIT, trace.time_s.size)
    edges = np.linspace(0.0, trace.seconds, columns + 1)
    time_s = (edges[:-1] + edges[1:]) / 2.0

    def mean(values: Floats) -> Floats:
        at = np.minimum(np.searchsorted(trace.time_s, edges[:-1]), values.size - 1)
        sizes = np.diff(np.append(at, values.size))
        return np.add.reduceat(values, at) / np.maximum(sizes, 1)

    charts = (
        Chart(RASTER, _("Spikes by order of recruitment"), _("unit"), (Line(_("Units firing"), _firing(trace, time_s)),), told.spikes_sentence(trace),
              low=0.0, high=trace.units_count + 1.0),
        _rates(trace, time_s),
        _signal(trace, recorded, edges),
        _chart("afferents", _("Discharge of the sense organs"), "1/s", told.afferents_sentence(trace),
               Line(_("Ia, spindle"), mean(trace.ia_pps)), Line(_("Ib, tendon organ"), mean(trace.ib_pps), style=1)),
        _chart("force", _("Force, of the greatest active force"), "%", told.force_sentence(trace),
               Line(_("At the tendon"), PERCENT * mean(trace.force_frac)), Line(_("Active part"), PERCENT * mean(trace.active_force_frac), style=1)),
        _chart("length", _("Length, of the optimal length"), "", told.length_sentence(trace), Line(_("Muscle and tendon"), mean(trace.muscle_length_frac)),
               Line(_("Fibres"), mean(trace.fibre_length_frac), style=1), digits=2, zero=False),
    )  # fmt: skip
    spikes = Spikes(trace.spike_s, trace.spike_unit, trace.spike_origin == TERMINAL, trace.units_count)
    return ReflexTimeline(time_s, trace.seconds, charts, spikes, trace.stimulus_s, marks)


def _firing(trace: ReflexTrace, time_s: Floats) -> Floats:
    half = told.WINDOW_S / 2.0
    return np.array([trace.units_firing(middle - half, middle + half) for middle in time_s], dtype=np.float64)


def _rates(trace: ReflexTrace, time_s: Floats) -> Chart:
    rates = rates_over_time(trace)
    nearest = np.abs(rates.middle_s[:, None] - time_s).argmin(axis=0)
    low, median, high = rates.low_pps[nearest], rates.median_pps[nearest], rates.high_pps[nearest]
    return _chart(
        "rates", _("Firing rate"), "1/s", told.rates_sentence(trace), Line(_("Middle of the units that fire"), median, low, high)
    )


def _signal(trace: ReflexTrace, recorded: Electromyogram, edges: Floats) -> Chart:
    """The electromyogram as the span it swings through in each column, read as the root of its mean square there."""
    at = np.minimum(np.searchsorted(recorded.time_s, edges[:-1]), recorded.time_s.size - 1)
    low, high = np.minimum.reduceat(recorded.signal_mv, at), np.maximum.reduceat(recorded.signal_mv, at)
    sizes = np.diff(np.append(at, recorded.time_s.size))
    strength = np.sqrt(np.add.reduceat(recorded.signal_mv**2, at) / np.maximum(sizes, 1))
    # what pulses set off may reach beyond the chart, so that the rest can be seen
    span = (1.0 + ROOM) * float(np.abs(recorded.signal_mv[unasked(trace, recorded)]).max())
    return Chart(
        "electromyogram", _("Surface electromyogram, synthetic"), "mV", (Line(_("Strength"), strength, low, high),),
        told.signal_sentence(trace, recorded), digits=3, low=-span, high=span,
    )  # fmt: skip


def _chart(id_: str, title: str, unit: str, sentence: str, *lines: Line, digits: int = 0, zero: bool = True) -> Chart:
    parts = [part for line in lines for part in (line.values, line.low, line.high) if part is not None]
    known = np.concatenate(parts)
    known = known[np.isfinite(known)]
    low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 1.0)
    room = ROOM * max(high - low, 10.0**-digits)
    return Chart(id_, title, unit, lines, sentence, digits=digits, low=min(0.0, low) if zero else low - room, high=high + room)
