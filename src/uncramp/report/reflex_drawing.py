"""Charts of a reflex as SVG over seconds; colours come from the page's style sheet, the cursor from its script."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from markupsafe import Markup

from uncramp.minutes import Floats
from uncramp.report import wording
from uncramp.report.charts import STYLES, Chart, Line
from uncramp.report.drawing import nice_ticks, tick_digits
from uncramp.report.reflex_charts import RASTER, ReflexTimeline

WIDTH: Final = 720
LEFT, RIGHT, TOP, BOTTOM = 46, 12, 14, 24
HEIGHT, RASTER_HEIGHT = 150, 300
FINE: Final = 10.0  # steps of a spike's place, in a unit of the drawing: nearer ones are one mark
TIME_TICKS: Final = 8


class _Plane:
    """Places in the drawing."""

    def __init__(self, timeline: ReflexTimeline, chart: Chart) -> None:
        self.timeline, self.chart = timeline, chart
        self.height = RASTER_HEIGHT if chart.id == RASTER else HEIGHT
        self.right, self.bottom = float(WIDTH - RIGHT), float(self.height - BOTTOM)

    def x(self, time_s: float) -> float:
        return LEFT + (self.right - LEFT) * min(max(time_s / self.timeline.seconds, 0.0), 1.0)

    def y(self, value: float) -> float:
        part = (value - self.chart.low) / (self.chart.high - self.chart.low)
        return TOP + (self.bottom - TOP) * (1.0 - min(max(part, 0.0), 1.0))


def draw_reflex_chart(timeline: ReflexTimeline, chart: Chart) -> Markup:
    """The chart as one SVG element; its words stand beside it in the page."""
    plane = _Plane(timeline, chart)
    parts = _ticks(plane)
    if chart.id == RASTER:
        parts += _spikes(plane)
    else:
        parts += [part for line in chart.lines for part in (*_band(plane, line), *_curve(plane, line))]
    parts += _marks(plane)
    parts.append(f'<line class="cursor" x1="{LEFT}" x2="{LEFT}" y1="{TOP}" y2="{plane.bottom:.0f}"/>')
    return Markup(  # noqa: S704 - only numbers and escaped labels
        f'<svg class="drawn" viewBox="0 0 {WIDTH} {plane.height}" role="img" aria-label="{_escaped(chart.title)}. {_escaped(chart.summary)}">'
        f"{''.join(parts)}</svg>"
    )


def _escaped(text: str) -> str:
    return str(Markup.escape(text))


def _label(x: float, y: float, text: str, anchor: str, kind: str = "tick") -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{_escaped(text)}</text>'


def _ticks(plane: _Plane) -> list[str]:
    parts = []
    left = nice_ticks(plane.chart.low, plane.chart.high, 3)
    for value in left:
        y = plane.y(value)
        parts.append(f'<line class="grid" x1="{LEFT}" x2="{plane.right:.0f}" y1="{y:.1f}" y2="{y:.1f}"/>')
        parts.append(_label(LEFT - 6, y + 4, wording.number(value, tick_digits(left)), "end"))
    below = nice_ticks(0.0, plane.timeline.seconds, TIME_TICKS)
    for value in below:
        last = plane.x(value) > plane.right - 2 * RIGHT
        text = wording.number(value, tick_digits(below)) + (f"{wording.THIN}s" if value == below[-1] else "")
        parts.append(_label(plane.right if last else plane.x(value), plane.height - 7, text, "end" if last else "middle"))
    return parts


def _curve(plane: _Plane, line: Line) -> list[str]:
    path, pen = [], False
    for time_s, value in zip(plane.timeline.time_s.tolist(), line.values.tolist(), strict=True):
        if not math.isfinite(value):
            pen = False
            continue
        path.append(f"{'L' if pen else 'M'}{plane.x(time_s):.1f} {plane.y(value):.1f}")
        pen = True
    hue, dash = STYLES[line.style]
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return [f'<path class="curve {hue}" d="{"".join(path)}"{dashes}/>'] if path else []


def _band(plane: _Plane, line: Line) -> list[str]:
    if line.low is None or line.high is None:
        return []
    known = np.isfinite(line.low) & np.isfinite(line.high)
    # a gap ends one piece of the band and begins another
    pieces = np.split(np.flatnonzero(known), np.flatnonzero(np.diff(np.flatnonzero(known)) > 1) + 1)
    return [
        f'<path class="band {STYLES[line.style][0]}" d="{_outline(plane, piece, line.low, line.high)}"/>'
        for piece in pieces
        if piece.size
    ]


def _outline(plane: _Plane, piece: np.ndarray[tuple[int], np.dtype[np.int64]], low: Floats, high: Floats) -> str:
    time_s = plane.timeline.time_s
    up = [f"{plane.x(float(time_s[at])):.1f} {plane.y(float(high[at])):.1f}" for at in piece]
    down = [f"{plane.x(float(time_s[at])):.1f} {plane.y(float(low[at])):.1f}" for at in piece[::-1]]
    return f"M{'L'.join([*up, *down])}Z"


def _spikes(plane: _Plane) -> list[str]:
    spikes, parts = plane.timeline.spikes, []
    tall = max(0.8, 0.8 * (plane.bottom - TOP) / (spikes.units_count + 1.0))
    for of_terminal, hue in ((False, "s1"), (True, "s2")):
        chosen = spikes.of_terminal == of_terminal
        x = np.round(FINE * (LEFT + (plane.right - LEFT) * spikes.time_s[chosen] / plane.timeline.seconds)).astype(np.int64)
        path = []
        for unit, place in np.unique(np.stack([spikes.unit[chosen], x]), axis=1).T.tolist():
            path.append(f"M{place / FINE:g} {plane.y(unit + 1.0) - tall / 2:.1f}v{tall:.1f}")
        if path:
            parts.append(f'<path class="spike {hue}" d="{"".join(path)}"/>')
    return parts


def _marks(plane: _Plane) -> list[str]:
    parts = []
    if plane.timeline.pulse_s.size:
        pulses = "".join(f"M{plane.x(time_s):.1f} 2v6" for time_s in plane.timeline.pulse_s.tolist())
        parts.append(f'<path class="pulse" d="{pulses}"/>')
    for time_s, word in plane.timeline.marks:
        x = plane.x(time_s)
        parts.append(f'<line class="cramp" x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{plane.bottom:.0f}"/>')
        if plane.chart.id == RASTER:
            near_end = x > WIDTH / 2
            parts.append(_label(x + (-5 if near_end else 5), TOP + 10, word, "end" if near_end else "start", "mark"))
    return parts
