"""The spinal loop on one screen of text: what was done, a raster of the units, force and length, and a sentence of what happened."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Final

import numpy as np
from rich.text import Text

from uncramp.minutes import Floats
from uncramp.reflex.circuit import Circuit
from uncramp.reflex.cramp import Cramp
from uncramp.reflex.experiment import Outcome
from uncramp.reflex.protocol import Protocol
from uncramp.reflex.threshold import FASTEST_HZ, Threshold
from uncramp.reflex.trace import ReflexTrace
from uncramp.report import reflex_wording as told
from uncramp.report.reflex_document import fates
from uncramp.report.reflex_words import MECHANISM_WORDS, excitability_word
from uncramp.report.screen import Screen
from uncramp.report.sparkline import columns, sparkline
from uncramp.texts import _

_LABEL: Final = 13
_ROWS: Final = 10
_RASTER: Final = " ░▒▓█"
_RASTER_ASCII: Final = " .:+#"
_FULL_PPS: Final = 20.0  # a group whose units fire so fast on average is drawn full


def experiment_view(circuit: Circuit, outcome: Outcome, screen: Screen, against: Outcome | None = None) -> list[Text]:
    """The whole answer, at most ``screen.width`` wide."""
    width = screen.width - _LABEL - 1
    trace = outcome.trace
    lines = screen.wrapped(f"{outcome.protocol.name}, {_(circuit.muscle.name)}: {_(outcome.protocol.title)}.", "bold", lines=3)
    lines += screen.wrapped(state_text(circuit, outcome.protocol), lines=3)
    lines.append(screen.text(""))
    lines += [
        screen.text(f"{label:>{_LABEL}} {row}")
        for label, row in _raster(trace, width, _RASTER if screen.unicode else _RASTER_ASCII)
    ]
    lines.append(screen.text(f"{'':>{_LABEL}} {_axis(trace.seconds, width)}"))
    for label, values, low, high in (
        (_("pulses"), _pulses(trace), 0.0, 1.0),
        (_("drive"), trace.drive_frac, 0.0, 1.0),
        (_("force"), trace.force_frac, 0.0, 1.0),
        (_("length"), trace.muscle_length_frac, 0.7, 1.1),
        ("Ia", trace.ia_pps, 0.0, 150.0),
        ("Ib", trace.ib_pps, 0.0, 150.0),
    ):
        # what is never there is not drawn
        if values.max() > values.min() or label in (_("force"), _("length")):
            lines.append(screen.text(f"{label:>{_LABEL}} {sparkline(columns(values, width), low, high, unicode=screen.unicode)}"))
    lines.append(screen.text(""))
    lines += screen.wrapped(what_happened(outcome.cramp), "bold", lines=4)
    if against is not None:
        lines += screen.wrapped(compared_text(outcome, against), lines=3)
    if outcome.protocol.note:
        lines += screen.wrapped(f"{_(outcome.protocol.note)}.", "dim", lines=4)
    return lines


def what_happened(cramp: Cramp) -> str:
    """What came of it, and how many units fired how fast."""
    numbers = "; ".join(f"{label.lower()}: {value}" for label, value in told.facts(cramp))
    return f"{told.answer(cramp)}{f' {numbers[:1].upper()}{numbers[1:]}.' if numbers else ''}"


def compared_text(outcome: Outcome, against: Outcome) -> str:
    """One sentence on both thresholds."""
    here, there = (_burst_text(one.cramp) for one in (outcome, against))
    text = _("{name}: {here}; {other}, the same muscle without it: {there}.")
    return text.format(name=outcome.protocol.name, here=here, other=against.protocol.name, there=there)


def _burst_text(cramp: Cramp) -> str:
    text = _("the first cramp after the burst at {frequency} Hz") if cramp.started else _("no cramp at any frequency given")
    return text.format(frequency=f"{cramp.stimulus_hz:.0f}")


def state_text(circuit: Circuit, protocol: Protocol) -> str:
    """State of the muscle and the hypothesis, one line."""
    parts = [
        _("{count} units").format(count=circuit.muscle.units_count),
        _("length {length} of optimal").format(length=f"{protocol.length_frac[0][1]:g}"),
        _("fatigue {fatigue}").format(fatigue=f"{protocol.fatigue_frac:g}"),
        *([_("pain {pain}").format(pain=f"{protocol.pain_frac:g}")] if protocol.pain_frac else []),
        *([_("nerve blocked")] if protocol.nerve_blocked else []),
        *([_("excitability {word}").format(word=excitability_word(protocol.excitability))] if protocol.excitability else []),
        _("hypothesis {word}").format(word=_(MECHANISM_WORDS.get(circuit.mechanism, circuit.mechanism))),
    ]
    return ", ".join(parts) + "."


def threshold_view(circuit: Circuit, state: Protocol, threshold: Threshold, central: Threshold, screen: Screen) -> list[Text]:
    """Threshold with its uncertainty, and what became of the draws that have none."""
    counts = {fate: fates(threshold.by_draw_hz).count(fate) for fate in ("cramps", "never", "restless")}
    middle, low, high = (hz_text(threshold.quantile_hz(at)) for at in (0.5, 0.025, 0.975))
    here = hz_text(float(central.by_draw_hz[0]))
    lines = screen.wrapped(
        _("Cramp threshold frequency, {muscle}: {here} Hz; over the draws {middle} ({low} to {high}).").format(
            muscle=_(circuit.muscle.name), here=here, middle=middle, low=low, high=high
        ),
        "bold",
    )
    lines += screen.wrapped(state_text(circuit, state), lines=3)
    lines += screen.wrapped(
        _(
            "{count} draws among accepted sets: {cramps} cramp, {never} at no frequency up to {fastest} Hz, {restless} do not even rest and are "
            "left out."
        ).format(count=circuit.draws_count, fastest=FASTEST_HZ, **counts),
        lines=3,
    )
    lines += screen.wrapped(
        _(
            "The first number is that of the central values, which were sized to people who cramp. The draws are among sets of parameters that meet "
            "the published figures: the threshold is steep, 5 % of one gain moves it by several hertz. Compare states, not the number with a person's."
        ),
        "dim",
        lines=4,
    )
    return lines


def hz_text(frequency_hz: float) -> str:
    """A threshold in words: none is above what was looked at."""
    if math.isnan(frequency_hz):
        return _("none")
    return f"{frequency_hz:.0f}" if math.isfinite(frequency_hz) else _("above {frequency}").format(frequency=FASTEST_HZ)


def _raster(trace: ReflexTrace, width: int, marks: str) -> list[tuple[str, str]]:
    """Label and row of each group of units, the largest on top; how full a place is says how fast they fire."""
    edges = np.linspace(0, trace.units_count, _ROWS + 1).round()
    counts, *_edges = np.histogram2d(trace.spike_unit, trace.spike_s, bins=(edges, np.linspace(0.0, trace.seconds, width + 1)))
    pps = counts / np.diff(edges)[:, None] / (trace.seconds / width)
    level = np.ceil(np.clip(pps / _FULL_PPS, 0.0, 1.0) * (len(marks) - 1)).astype(int)
    labels = [_("units {first}-{last}").format(first=int(first) + 1, last=int(last)) for first, last in pairwise(edges)]
    return [(label, "".join(marks[place] for place in row)) for label, row in zip(labels, level, strict=True)][::-1]


def _pulses(trace: ReflexTrace) -> Floats:
    given = np.zeros_like(trace.time_s)
    for pulse_s in trace.stimulus_s:
        # drawn as wide as the gap to the next, so that a burst is one bar
        given[(trace.time_s >= pulse_s) & (trace.time_s < pulse_s + 0.1)] = 1.0
    return given


def _axis(seconds: float, width: int) -> str:
    end = f"{seconds:g} s"
    return f"0{'-' * (width - 1 - len(end))}{end}"
