"""What happened in a run: whether a cramp began, how long it lasted, which units fired how fast, and what ended it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from uncramp.minutes import Floats
from uncramp.reflex.trace import CORD, ReflexTrace

Bools = npt.NDArray[np.bool_]
UNITS_LEAST: Final = 10
"""A cramp is that many units firing although nothing asks them to."""
BIN_S: Final = 0.25
LASTS_LEAST_S: Final = 2.0
"""What ends within that time after the stimulus was an afterdischarge and no cramp."""
TERMINALS_LEAST_S: Final = 0.5
"""The same where only terminals discharge: below a nerve block a unit stays active for a second (B32)."""
LENGTHENED_FRAC: Final = 0.02
STILL_GOING: Final = "nothing yet"
"""``ended_by`` of a cramp that was there when the run ended."""


@dataclass(frozen=True, slots=True)
class Cramp:
    """What happened; times are NaN and counts 0 where there was no cramp."""

    started: bool
    onset_s: float
    duration_s: float  # as far as it was simulated
    stimulus_hz: float  # of the burst it followed; NaN after a voluntary effort
    units_firing: int  # the most in one quarter of a second and the next
    rate_median_pps: float  # over the units
    rate_low_pps: float  # 5 % of the units fire slower
    rate_high_pps: float
    interval_cv_frac: float  # coefficient of variation of the intervals of a unit, median over the units
    peak_force_frac: float  # of the fibres that contract, of the greatest; what was asked for before is not counted
    ended_by: str  # "itself", "a stretch", "tendon afferents", STILL_GOING, or "" without a cramp


def cramp_of(trace: ReflexTrace) -> Cramp:
    """The first cramp of a run.

    Time in which the muscle is driven or stimulated tells nothing: what fires then is asked to. A cramp goes on through it if it is
    there before and after.
    """
    firing, asked = _firing_by_bin(trace), _asked_by_bin(trace)
    of_cord = bool((trace.spike_origin == CORD).any())
    found = _first_run(firing, asked, LASTS_LEAST_S if of_cord else TERMINALS_LEAST_S)
    if found is None:
        nothing = float("nan")
        return Cramp(
            started=False,
            onset_s=nothing,
            duration_s=0.0,
            stimulus_hz=nothing,
            units_firing=0,
            rate_median_pps=nothing,
            rate_low_pps=nothing,
            rate_high_pps=nothing,
            interval_cv_frac=nothing,
            peak_force_frac=nothing,
            ended_by="",
        )
    first, last = found
    onset_s = _onset_s(trace, first * BIN_S)
    end_s = min(last * BIN_S, trace.seconds)
    rates = trace.rates_pps(onset_s, end_s)
    known = rates[np.isfinite(rates)]
    median, low, high = np.quantile(known, (0.5, 0.05, 0.95)) if known.size else (np.nan, np.nan, np.nan)
    # the twitches that were asked for have gone by then
    inside = (trace.time_s >= onset_s + BIN_S) & (trace.time_s < end_s)
    return Cramp(
        started=True,
        onset_s=onset_s,
        duration_s=end_s - onset_s,
        stimulus_hz=_stimulus_hz(trace, onset_s),
        units_firing=int(firing[first:last][~asked[first:last]].max()),
        rate_median_pps=float(median),
        rate_low_pps=float(low),
        rate_high_pps=float(high),
        interval_cv_frac=interval_cv_frac(trace, onset_s, end_s),
        peak_force_frac=float(trace.active_force_frac[inside].max()),
        ended_by=_ended_by(trace, onset_s, end_s, len(firing) * BIN_S),
    )


def _firing_by_bin(trace: ReflexTrace) -> Floats:
    """How many units fire in each bin or the next, [bin]."""
    bins = int(trace.seconds / BIN_S)
    fires = np.zeros((bins + 1, trace.units_count), dtype=bool)
    fires[np.minimum((trace.spike_s / BIN_S).astype(np.int64), bins), trace.spike_unit] = True
    counts: Floats = (fires[:-1] | fires[1:]).sum(axis=1).astype(np.float64)
    return counts


def _asked_by_bin(trace: ReflexTrace) -> Bools:
    """Whether the muscle is driven or stimulated in each bin or the next, [bin]."""
    bins = int(trace.seconds / BIN_S)
    asked = np.zeros(bins + 2, dtype=bool)
    asked[np.minimum((trace.time_s[trace.drive_frac > 0] / BIN_S).astype(np.int64), bins + 1)] = True
    asked[np.minimum((trace.stimulus_s / BIN_S).astype(np.int64), bins + 1)] = True
    # the reflex of the last pulse comes within the bin after it
    return (asked[:-2] | asked[1:-1] | np.concatenate([[False], asked[: bins - 1]]))[:bins] if bins else asked[:0]


def _first_run(firing: Floats, asked: Bools, least_s: float) -> tuple[int, int] | None:
    """First and past-the-last bin of the first cramp."""
    start = None
    least = round(least_s / BIN_S)
    for k, (count, busy) in enumerate(zip(firing, asked, strict=True)):
        if busy:
            continue
        if count >= UNITS_LEAST:
            start = k if start is None else start
        elif start is not None:
            if (~asked[start:k]).sum() >= least:
                return start, k
            start = None
    if start is not None and (~asked[start:]).sum() >= least:
        return start, len(firing)
    return None


def _onset_s(trace: ReflexTrace, seen_s: float) -> float:
    """End of the stimulus or effort that a cramp seen at ``seen_s`` followed; that time itself when there was none just before."""
    asked = np.concatenate([trace.stimulus_s, trace.time_s[trace.drive_frac > 0]])
    before = asked[asked <= seen_s]
    return float(before.max()) if before.size and seen_s - before.max() <= 3 * BIN_S else seen_s


def _stimulus_hz(trace: ReflexTrace, onset_s: float) -> float:
    before = trace.stimulus_s[trace.stimulus_s <= onset_s]
    if before.size < 2 or onset_s - before[-1] >= 2 * BIN_S:
        return float("nan")
    gaps = np.diff(before)
    # pulses of the last burst: none of its gaps is much longer than its last; their mean is exact where one is a whole number of steps
    longer = np.flatnonzero(gaps > 2 * gaps[-1])
    return round(float(1.0 / gaps[longer[-1] + 1 if longer.size else 0 :].mean()), 2)


def _ended_by(trace: ReflexTrace, onset_s: float, end_s: float, simulated_s: float) -> str:
    if end_s >= simulated_s:
        return STILL_GOING
    around = (trace.time_s >= end_s - 1.0) & (trace.time_s < end_s)
    if (trace.tendon_ratio[around] > 0).any():
        return "tendon afferents"
    at_onset = trace.muscle_length_frac[np.searchsorted(trace.time_s, onset_s)]
    return "a stretch" if trace.muscle_length_frac[around].max() > at_onset + LENGTHENED_FRAC else "itself"


def interval_cv_frac(trace: ReflexTrace, start_s: float, end_s: float) -> float:
    """Coefficient of variation of the intervals between the spikes of a unit, median over the units with ten of them or more."""
    times, units = trace.spikes_between(start_s, end_s)
    order = np.lexsort((times, units))
    times, units = times[order], units[order]
    same = units[1:] == units[:-1]
    intervals, owners = np.diff(times)[same], units[1:][same]
    counts = np.bincount(owners, minlength=trace.units_count)
    sums = np.bincount(owners, weights=intervals, minlength=trace.units_count)
    squares = np.bincount(owners, weights=intervals**2, minlength=trace.units_count)
    enough = counts >= UNITS_LEAST
    if not enough.any():
        return float("nan")
    mean = sums[enough] / counts[enough]
    variance = np.maximum(squares[enough] / counts[enough] - mean**2, 0.0)
    return float(np.median(np.sqrt(variance) / mean))
