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
from uncramp.report.reflex_words import ENDED_BY_WORDS
from uncramp.texts import _

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
        text = _("No cramp started: nowhere did {units} motor units go on firing for {lasts} without being asked to.")
        return text.format(units=UNITS_LEAST, lasts=f"{LASTS_LEAST_S:g}{wording.THIN}s")
    if np.isfinite(cramp.stimulus_hz):
        burst = f"{wording.number(cramp.stimulus_hz, 0)}{wording.THIN}Hz"
        start = _("A cramp started after the burst at {burst}, at {onset},").format(burst=burst, onset=seconds(cramp.onset_s))
    else:
        start = _("A cramp started, at {onset},").format(onset=seconds(cramp.onset_s))
    texts = {
        STILL_GOING: _("{start} and was still going {length} later, when the run ended."),
        "itself": _("{start} and ended by itself after {length}."),
    }
    text = texts.get(cramp.ended_by) or _("{start} and was ended by {what} after {length}.")
    return text.format(start=start, length=seconds(cramp.duration_s), what=_(ENDED_BY_WORDS.get(cramp.ended_by, cramp.ended_by)))


def facts(cramp: Cramp) -> list[tuple[str, str]]:
    """(label, value) of a cramp; none without one."""
    if not cramp.started:
        return []
    low, high = _rate(cramp.rate_low_pps), _rate(cramp.rate_high_pps)
    told = [(_("Units in the cramp"), str(cramp.units_firing))]
    if np.isfinite(cramp.rate_median_pps):
        rate = _("{middle} ({low} to {high})").format(middle=_rate(cramp.rate_median_pps), low=low, high=high)
        told.append((_("Their rate, a second"), rate))
    if np.isfinite(cramp.interval_cv_frac):
        told.append((_("Variation of their intervals"), wording.percent(cramp.interval_cv_frac)))
    return [*told, (_("Highest force, of the greatest"), wording.percent(cramp.peak_force_frac))]


def marks(cramp: Cramp) -> tuple[tuple[float, str], ...]:
    """(time in s, word) of where a cramp begins and ends, to show in every chart."""
    if not cramp.started:
        return ()
    end = () if cramp.ended_by == STILL_GOING else ((cramp.onset_s + cramp.duration_s, _("cramp ends")),)
    return ((cramp.onset_s, _("cramp begins")), *end)


def spikes_sentence(trace: ReflexTrace) -> str:
    """How many units fired, when most did, and who still does."""
    fired = len(np.unique(trace.spike_unit))
    if not fired:
        return _("None of the {count} motor units fired.").format(count=trace.units_count)
    busy = busiest_s(trace)
    most, late = trace.units_firing(busy, busy + WINDOW_S), trace.units_firing(max(0.0, trace.seconds - LATE_S), trace.seconds)
    text = (
        _(
            "{fired} of {count} motor units fired, most of them ({most}) about {time} after the start; {late} still fired at the end."
        )
        if late
        else _(
            "{fired} of {count} motor units fired, most of them ({most}) about {time} after the start; none of them still fired at the end."
        )
    ).format(fired=fired, count=trace.units_count, most=most, time=seconds(busy + WINDOW_S / 2), late=late)
    of_terminals = float(np.mean(trace.spike_origin == TERMINAL))
    if not of_terminals:
        return text
    ends = _("{percent} of the spikes began in the muscle, at the ends of the axons.")
    return f"{text} {ends.format(percent=wording.percent(of_terminals))}"


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
        return _("No unit fired often enough to have a rate.")
    top = known[int(np.argmax(median[known]))]
    text = _(
        "Firing was fastest about {time} after the start: {rate} times a second in the middle of the units, {low} to {high} in the middle half "
        "of them."
    ).format(
        time=seconds(float(rates.middle_s[top])), rate=_rate(median[top]), low=_rate(rates.low_pps[top]), high=_rate(rates.high_pps[top])
    )  # fmt: skip
    end = _("At the end it was {rate}.") if np.isfinite(median[-1]) else _("At the end nothing fired steadily.")
    return f"{text} {end.format(rate=_rate(median[-1]))}"


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
    text = _(
        "The signal on the skin was {first} strong at first, {most} at its strongest about {time} after the start, and {last} at the end "
        "(root of the mean square in half a second)."
    ).format(first=first, most=most, time=seconds(float(starts[top]) + WINDOW_S / 2), last=last)
    return (
        f"{text} {_('Answers to the pulses are left out of this and reach beyond the chart.')}" if trace.stimulus_s.size else text
    )


def afferents_sentence(trace: ReflexTrace) -> str:
    """What spindle and tendon organs told the cord."""
    ia, ib = (_course(values, trace.time_s) for values in (trace.ia_pps, trace.ib_pps))
    return _("A spindle's Ia afferent sent {ia}; a tendon organ's Ib afferent {ib} impulses a second.").format(ia=ia, ib=ib)


def _course(values: Floats, time_s: Floats) -> str:
    top = int(np.argmax(values))
    first, most, last = (wording.number(float(values[at]), 0) for at in (0, top, -1))
    text = _("{first} at first, {most} at most (at {time}) and {last} at the end")
    return text.format(first=first, most=most, time=seconds(float(time_s[top])), last=last)


def force_sentence(trace: ReflexTrace) -> str:
    """How hard the muscle pulled."""
    top = int(np.argmax(trace.force_frac))
    most, last = (wording.percent(float(trace.force_frac[at])) for at in (top, -1))
    active = wording.percent(float(trace.active_force_frac[-1]))
    text = _(
        "The tendon was pulled with up to {most} of the greatest force, at {time}; at the end with {last}, {active} of it active."
    )
    return text.format(most=most, time=seconds(float(trace.time_s[top])), last=last, active=active)


def length_sentence(trace: ReflexTrace) -> str:
    """Whether the muscle was held, stretched or shortened."""
    length = trace.muscle_length_frac
    moving = np.abs(np.diff(length)) > STILL_PER_MS
    edges = np.flatnonzero(np.diff(np.r_[False, moving, False].astype(int)))
    if not edges.size:
        return _("The muscle was held at {length} of its optimal length throughout.").format(length=_length(length[0]))
    told = _(", then ").join(
        (
            _("stretched from {before} to {after} between {start} and {end}")
            if length[end] > length[start]
            else _("shortened from {before} to {after} between {start} and {end}")
        ).format(
            before=_length(length[start]),
            after=_length(length[end]),
            start=seconds(float(trace.time_s[start])),
            end=seconds(float(trace.time_s[end])),
        )
        for start, end in list(pairwise(edges))[::2][:STRETCHES_TOLD]
    )
    text = (
        _("The muscle was {what} and moved on after that (1 is its optimal length).")
        if edges.size > 2 * STRETCHES_TOLD
        else _("The muscle was {what} (1 is its optimal length).")
    )
    return text.format(what=told)


def _length(value: float) -> str:
    return wording.number(float(value), 2)
