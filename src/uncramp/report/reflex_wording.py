"""What a simulated muscle did, in a plain sentence for each chart."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from uncramp.minutes import Floats
from uncramp.reflex.cramp import LASTS_LEAST_S, STILL_GOING, UNITS_LEAST, Cramp
from uncramp.reflex.electromyogram import Electromyogram
from uncramp.reflex.trace import TERMINAL, ReflexTrace
from uncramp.report import wording
from uncramp.report.reflex_figures import rates_over_time, unasked

LATE_S = 0.5
"""A unit that fired in this last part of the run was firing at its end."""
WINDOW_S = 0.5
PERCENT = 100.0
STRETCHES_TOLD = 3
STILL_PER_MS = 1e-6  # change of length in a millisecond that counts as none


def seconds(time_s: float) -> str:
    r"""A moment or a span, as people say it.

    Examples
    --------
    >>> seconds(3.0), seconds(12.345)
    ('3.0\u202fs', '12.3\u202fs')
    """
    return f"{wording.number(time_s, 1)}{wording.THIN}s"


def answer(cramp: Cramp) -> str:
    """What came of an experiment."""
    if not cramp.started:
        return f"No cramp started: nowhere did {UNITS_LEAST} motor units go on firing for {LASTS_LEAST_S:g}{wording.THIN}s without being asked to."
    after = f" after the burst at {wording.number(cramp.stimulus_hz, 0)}{wording.THIN}Hz" if np.isfinite(cramp.stimulus_hz) else ""
    start = f"A cramp started{after}, at {seconds(cramp.onset_s)},"
    if cramp.ended_by == STILL_GOING:
        return f"{start} and was still going {seconds(cramp.duration_s)} later, when the run ended."
    how = "ended by itself" if cramp.ended_by == "itself" else f"was ended by {cramp.ended_by}"
    return f"{start} and {how} after {seconds(cramp.duration_s)}."


def facts(cramp: Cramp) -> list[tuple[str, str]]:
    """(label, value) of a cramp; none without one."""
    if not cramp.started:
        return []
    low, high = _rate(cramp.rate_low_pps), _rate(cramp.rate_high_pps)
    told = [("Units in the cramp", str(cramp.units_firing))]
    if np.isfinite(cramp.rate_median_pps):
        told.append(("Their rate, a second", f"{_rate(cramp.rate_median_pps)} ({low} to {high})"))
    if np.isfinite(cramp.interval_cv_frac):
        told.append(("Variation of their intervals", wording.percent(cramp.interval_cv_frac)))
    return [*told, ("Highest force, of the greatest", wording.percent(cramp.peak_force_frac))]


def marks(cramp: Cramp) -> tuple[tuple[float, str], ...]:
    """(time in s, word) of where a cramp begins and ends, to show in every chart."""
    if not cramp.started:
        return ()
    end = () if cramp.ended_by == STILL_GOING else ((cramp.onset_s + cramp.duration_s, "cramp ends"),)
    return ((cramp.onset_s, "cramp begins"), *end)


def spikes_sentence(trace: ReflexTrace) -> str:
    """How many units fired, when most did, and who still does."""
    fired = len(np.unique(trace.spike_unit))
    if not fired:
        return f"None of the {trace.units_count} motor units fired."
    busy = busiest_s(trace)
    most, late = trace.units_firing(busy, busy + WINDOW_S), trace.units_firing(max(0.0, trace.seconds - LATE_S), trace.seconds)
    still = "none of them still fired" if not late else f"{late} still fired"
    text = (
        f"{fired} of {trace.units_count} motor units fired, most of them ({most}) about {seconds(busy + WINDOW_S / 2)} after the start; "
        f"{still} at the end."
    )
    of_terminals = float(np.mean(trace.spike_origin == TERMINAL))
    return (
        f"{text} {wording.percent(of_terminals)} of the spikes began in the muscle, at the ends of the axons."
        if of_terminals
        else text
    )


def busiest_s(trace: ReflexTrace) -> float:
    """Where the half second begins in which most units fire."""
    starts = np.arange(0.0, max(trace.seconds - WINDOW_S, 0.0) + WINDOW_S / 2, WINDOW_S / 2)
    return float(starts[int(np.argmax([trace.units_firing(start, start + WINDOW_S) for start in starts]))])


def rates_sentence(trace: ReflexTrace) -> str:
    """How fast the units fired when they fired fastest, and at the end."""
    rates = rates_over_time(trace)
    median = rates.median_pps
    known = np.flatnonzero(np.isfinite(median))
    if not known.size:
        return "No unit fired often enough to have a rate."
    top = known[int(np.argmax(median[known]))]
    text = (
        f"Firing was fastest about {seconds(float(rates.middle_s[top]))} after the start: {_rate(median[top])} times a second in the middle of the units, "
        f"{_rate(rates.low_pps[top])} to {_rate(rates.high_pps[top])} in the middle half of them."
    )
    return (
        f"{text} At the end it was {_rate(median[-1])}."
        if np.isfinite(median[-1])
        else f"{text} At the end nothing fired steadily."
    )


def _rate(value: float) -> str:
    return wording.number(float(value), 0)


def signal_sentence(trace: ReflexTrace, recorded: Electromyogram) -> str:
    """How strong the electromyogram was at its strongest and at both ends, answers to pulses aside."""
    quiet = np.where(unasked(trace, recorded), recorded.signal_mv, np.nan)
    starts = np.arange(0.0, max(trace.seconds - WINDOW_S, 0.0) + WINDOW_S / 2, WINDOW_S / 2)
    parts = [quiet[slice(*np.searchsorted(recorded.time_s, (start, start + WINDOW_S)))] for start in starts]
    strength = np.array([float(np.sqrt(np.nanmean(part * part))) if np.isfinite(part).any() else np.nan for part in parts])
    known, top = strength[np.isfinite(strength)], int(np.nanargmax(strength))
    first, most, last = (f"{wording.number(float(value), 3)}{wording.THIN}mV" for value in (known[0], strength[top], known[-1]))
    beyond = " Answers to the pulses are left out of this and reach beyond the chart." if trace.stimulus_s.size else ""
    return (
        f"The signal on the skin was {first} strong at first, {most} at its strongest about {seconds(float(starts[top]) + WINDOW_S / 2)} "
        f"after the start, and {last} at the end (root of the mean square in half a second).{beyond}"
    )


def afferents_sentence(trace: ReflexTrace) -> str:
    """What spindle and tendon organs told the cord."""
    ia, ib = (_course(values, trace.time_s) for values in (trace.ia_pps, trace.ib_pps))
    return f"A spindle's Ia afferent sent {ia}; a tendon organ's Ib afferent {ib} impulses a second."


def _course(values: Floats, time_s: Floats) -> str:
    top = int(np.argmax(values))
    first, most, last = (wording.number(float(values[at]), 0) for at in (0, top, -1))
    return f"{first} at first, {most} at most (at {seconds(float(time_s[top]))}) and {last} at the end"


def force_sentence(trace: ReflexTrace) -> str:
    """How hard the muscle pulled."""
    top = int(np.argmax(trace.force_frac))
    most, last = (wording.percent(float(trace.force_frac[at])) for at in (top, -1))
    active = wording.percent(float(trace.active_force_frac[-1]))
    return f"The tendon was pulled with up to {most} of the greatest force, at {seconds(float(trace.time_s[top]))}; at the end with {last}, {active} of it active."


def length_sentence(trace: ReflexTrace) -> str:
    """Whether the muscle was held, stretched or shortened."""
    length = trace.muscle_length_frac
    moving = np.abs(np.diff(length)) > STILL_PER_MS
    edges = np.flatnonzero(np.diff(np.r_[False, moving, False].astype(int)))
    if not edges.size:
        return f"The muscle was held at {_length(length[0])} of its optimal length throughout."
    told = [
        f"{'stretched' if length[end] > length[start] else 'shortened'} from {_length(length[start])} to {_length(length[end])} "
        f"between {seconds(float(trace.time_s[start]))} and {seconds(float(trace.time_s[end]))}"
        for start, end in list(pairwise(edges))[::2][:STRETCHES_TOLD]
    ]
    more = " and moved on after that" if edges.size > 2 * STRETCHES_TOLD else ""
    return f"The muscle was {', then '.join(told)}{more} (1 is its optimal length)."


def _length(value: float) -> str:
    return wording.number(float(value), 2)
