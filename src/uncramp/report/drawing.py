"""Charts and bars as SVG made here, for print and for readers without scripts; colours come from the page's style sheet."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from markupsafe import Markup

from uncramp.minutes import Floats
from uncramp.report import wording
from uncramp.report.charts import STYLES, Chart, Line, Timeline
from uncramp.texts import _
from uncramp.units import MIN_PER_H, S_PER_MIN, elapsed_text

WIDTH: Final = 640
HEIGHT: Final = 190
LEFT, RIGHT, TOP, BOTTOM = 46, 46, 12, 24
GAP: Final = 8  # between the session and the hours after, whose scale is another
SESSION_SHARE: Final = 0.74  # of the width
POINTS_LIMIT: Final = 220  # of a drawn line
SCALES: Final = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
"""What a whole track may stand for."""
X_STEPS_MIN: Final = (5, 10, 15, 20, 30, 60, 120, 180, 240, 360, 720)


def nice_ticks(low: float, high: float, count: int = 4) -> list[float]:
    """Round numbers within ``low`` to ``high``, about ``count`` of them.

    Examples
    --------
    >>> nice_ticks(36.4, 39.7)
    [37.0, 38.0, 39.0]
    """
    if not high > low:
        return [low]
    raw = (high - low) / count
    power = 10.0 ** math.floor(math.log10(raw))
    step = min((power * part for part in (1.0, 2.0, 5.0, 10.0)), key=lambda size: abs(size - raw))
    first = math.ceil(low / step - 1e-9)
    return [round(step * index, 10) for index in range(first, math.floor(high / step + 1e-9) + 1)]


class _Plane:
    """Places in the drawing: the session and the hours after share it, each with its own scale of time."""

    def __init__(self, timeline: Timeline, chart: Chart) -> None:
        self.chart, self.timeline = chart, timeline
        inner = WIDTH - LEFT - RIGHT
        self.finish_x = LEFT + SESSION_SHARE * inner
        self.after_x = self.finish_x + GAP
        self.end_x = float(WIDTH - RIGHT)

    def x(self, minute: float) -> float:
        finish, end = self.timeline.finish_min, self.timeline.end_min
        if minute <= finish:
            return LEFT + (self.finish_x - LEFT) * minute / finish
        return self.after_x + (self.end_x - self.after_x) * (minute - finish) / (end - finish)

    def y(self, value: float, *, right: bool = False) -> float:
        low, high = (self.chart.right_low, self.chart.right_high) if right else (self.chart.low, self.chart.high)
        part = min(max((value - low) / (high - low), 0.0), 1.0)
        if self.chart.pace and not right:
            part = 1.0 - part
        return TOP + (HEIGHT - TOP - BOTTOM) * (1.0 - part)


def draw_chart(timeline: Timeline, chart: Chart) -> Markup:
    """The chart as one SVG element; its words stand beside it in the page."""
    plane = _Plane(timeline, chart)
    parts = [*_ground(plane), *_ticks(plane)]
    for line in chart.lines:
        parts += _band(plane, line)
    for line in chart.lines:
        parts += _curve(plane, line)
    parts += _markers(plane)
    body = "".join(parts)
    return Markup(  # noqa: S704 - only numbers and escaped labels below
        f'<svg class="drawn" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{_escaped(chart.title)}. {_escaped(chart.summary)}">{body}</svg>'
    )


def _escaped(text: str) -> str:
    return str(Markup.escape(text))


def _ground(plane: _Plane) -> list[str]:
    height = HEIGHT - TOP - BOTTOM
    return [
        f'<rect class="after" x="{plane.after_x:.1f}" y="{TOP}" width="{plane.end_x - plane.after_x:.1f}" height="{height}"/>',
        f'<line class="finish" x1="{plane.finish_x:.1f}" x2="{plane.finish_x:.1f}" y1="{TOP}" y2="{TOP + height}"/>',
    ]


def _label(x: float, y: float, text: str, anchor: str, kind: str = "tick") -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{_escaped(text)}</text>'


def _ticks(plane: _Plane) -> list[str]:
    chart, finish, parts = plane.chart, plane.timeline.finish_min, []
    left = nice_ticks(chart.low, chart.high)
    fine = tick_digits(left)
    for value in left:
        y = plane.y(value)
        parts.append(f'<line class="grid" x1="{LEFT}" x2="{plane.finish_x:.1f}" y1="{y:.1f}" y2="{y:.1f}"/>')
        text = wording.clock(value) if chart.pace else wording.number(value, fine)
        parts.append(_label(LEFT - 6, y + 4, text, "end"))
    if chart.right_unit:
        right = nice_ticks(chart.right_low, chart.right_high)
        parts += [_label(plane.end_x + 6, plane.y(value, right=True) + 4, wording.number(value, 0), "start") for value in right]
    step = next((size for size in X_STEPS_MIN if finish / size <= 6), 24 * 60)
    for minute in np.arange(0, finish - 0.35 * step, step):
        parts.append(_label(plane.x(float(minute)), HEIGHT - 7, _hours(float(minute)), "middle"))
    parts.append(_label(plane.finish_x, HEIGHT - 7, _("finish"), "middle"))
    for hour in range(2, int((plane.timeline.end_min - finish) / MIN_PER_H) + 1, 2):
        anchor = "end" if hour == 6 else "middle"
        parts.append(
            _label(
                plane.x(finish + hour * MIN_PER_H),
                HEIGHT - 7,
                _("+{hours} h").format(hours=hour) if hour == 6 else f"+{hour}",
                anchor,
            )
        )
    for limit in chart.limits:
        y = plane.y(limit.at)
        parts.append(f'<line class="limit" x1="{LEFT}" x2="{plane.end_x:.1f}" y1="{y:.1f}" y2="{y:.1f}"/>')
        parts.append(_label(LEFT + 6, y - 4, limit.label, "start", "mark"))
    return parts


def tick_digits(ticks: list[float]) -> int:
    """Decimals that tell neighbouring ticks apart."""
    step = ticks[1] - ticks[0] if len(ticks) > 1 else abs(ticks[0]) or 1.0
    return max(0, -math.floor(math.log10(step) + 1e-9))


def _hours(minute: float) -> str:
    return elapsed_text(minute * S_PER_MIN)[:-3]


def _kept(plane: _Plane, values: Floats) -> list[int]:
    """Rows to draw: thinned, the last of the session and the end always among them."""
    last = plane.timeline.session_rows - 1
    step = max(1, values.size // POINTS_LIMIT)
    return sorted({*range(0, values.size, step), last, values.size - 1})


def _curve(plane: _Plane, line: Line) -> list[str]:
    minute, path, pen = plane.timeline.minute, [], False
    for row in _kept(plane, line.values):
        value = float(line.values[row])
        if not math.isfinite(value):
            pen = False
            continue
        path.append(f"{'L' if pen else 'M'}{plane.x(float(minute[row])):.1f} {plane.y(value, right=line.right):.1f}")
        pen = True
    hue, dash = STYLES[line.style]
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return [f'<path class="curve {hue}" d="{"".join(path)}"{dashes}/>'] if path else []


def _band(plane: _Plane, line: Line) -> list[str]:
    if line.low is None or line.high is None:
        return []
    minute = plane.timeline.minute
    rows = [row for row in _kept(plane, line.values) if np.isfinite(line.low[row]) and np.isfinite(line.high[row])]
    if not rows:
        return []
    up = [f"{plane.x(float(minute[row])):.1f} {plane.y(float(line.high[row])):.1f}" for row in rows]
    down = [f"{plane.x(float(minute[row])):.1f} {plane.y(float(line.low[row])):.1f}" for row in reversed(rows)]
    return [f'<path class="band {STYLES[line.style][0]}" d="M{"L".join([*up, *down])}Z"/>']


def _markers(plane: _Plane) -> list[str]:
    parts = []
    for marker in plane.timeline.markers:
        x = plane.x(marker.at_min)
        parts.append(f'<line class="{marker.kind}" x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{HEIGHT - BOTTOM}"/>')
        if marker.kind == "cramp":
            parts.append(f'<path class="cramp-sign" d="M{x:.1f} {TOP - 7}l6 6 -6 6 -6 -6z"/>')
            near_end = x > WIDTH / 2
            parts.append(_label(x + (-9 if near_end else 9), TOP + 6, marker.label, "end" if near_end else "start", "mark"))
    return parts


def full_scale(largest: float) -> float:
    """What a whole track stands for, so that ``largest`` fits: a round share, at most all.

    Examples
    --------
    >>> [full_scale(largest) for largest in (0.78, 0.5, 0.31, 0.012, 0.0)]
    [1.0, 0.5, 0.5, 0.02, 1.0]
    """
    if not 0.0 < largest < 1.0:
        return 1.0
    return next((scale for scale in SCALES if scale >= largest), 1.0)


def draw_bar(
    middle: float, low: float, high: float, *, largest: float = 1.0, now: float | None = None, kind: str = "raised"
) -> Markup:
    """A bar from zero to ``middle`` with its range as a whisker; ``now`` adds the line of today's value. The track is ``largest``."""
    width, height = 300, 22

    def at(value: float) -> float:
        return 2.0 + (width - 4.0) * min(max(value / largest, 0.0), 1.0) if largest > 0 else 2.0

    middle_y = height / 2
    parts = [f'<rect class="rail" x="2" y="{middle_y - 5}" width="{width - 4}" height="10" rx="2"/>']
    parts.append(f'<rect class="bar {kind}" x="2" y="{middle_y - 5}" width="{max(at(middle) - 2, 0.5):.1f}" height="10" rx="2"/>')
    parts.append(
        f'<path class="whisker" d="M{at(low):.1f} {middle_y}H{at(high):.1f}M{at(low):.1f} {middle_y - 5}v10M{at(high):.1f} {middle_y - 5}v10"/>'
    )
    if now is not None:
        parts.append(f'<line class="now" x1="{at(now):.1f}" x2="{at(now):.1f}" y1="0" y2="{height}"/>')
    return Markup(  # noqa: S704 - numbers and ids of ours only
        f'<svg class="share" viewBox="0 0 {width} {height}" preserveAspectRatio="none" aria-hidden="true">{"".join(parts)}</svg>'
    )
