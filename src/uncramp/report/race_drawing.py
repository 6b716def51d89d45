"""A race plan as SVG: the risk along the course, the pace over its heights, and the chance against the finish time.

Each is drawn for a width, so that its letters can be read on a telephone as well as on a desk; colours come from the page's style sheet.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Final

import numpy as np
from markupsafe import Markup

from uncramp.minutes import Floats
from uncramp.names import MUSCLES
from uncramp.prevent.plan import RacePlan
from uncramp.report.charts import STYLES as STYLES_OF_LINES
from uncramp.report.drawing import nice_ticks, tick_digits
from uncramp.report.race_pace import pace_words
from uncramp.report.race_risk import risk_between
from uncramp.report.race_splits import STEPS, Split, eased, km_per_unit, splits_of
from uncramp.report.race_words import unit_word
from uncramp.report.wording import Wording, number
from uncramp.texts import _
from uncramp.units import S_PER_H, elapsed_text

WIDE: Final = 640
SLIM: Final = 340
HEIGHT: Final = 234
LEFT, RIGHT, TOP, BOTTOM = 46, 26, 38, 26
STRIP: Final = 46  # for the heights, under the pace
STYLES: Final = dict(zip(MUSCLES, ("s1", "s2", "s3"), strict=True))
LEFT_OVER: Final = {"reserve_frac": STYLES_OF_LINES[1], "capacity_frac": STYLES_OF_LINES[2]}
BARS: Final = 60  # more are drawn in longer stretches
AIR: Final = 1.08
TIMES_S: Final = (60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400)

Place = Callable[[float], float]


def bar_edges(plan: RacePlan, units: str) -> Floats:
    """Edges of the bars in the reader's unit: one each, or more where the course is long."""
    length = plan.pace[-1].to_km / km_per_unit(units)
    step = next((step for step in STEPS if length / step <= BARS), STEPS[-1])
    return np.append(np.arange(0.0, length - 0.02 * step, step), length)


def draw_risk(plan: RacePlan, units: str, width: int) -> Markup:
    """Bars of the chance of a first cramp by stretch and muscle, where the risk is highest, and where to drink."""
    edges, unit_km = bar_edges(plan, units), km_per_unit(units)
    percent = 100.0 * risk_between(plan, edges * unit_km) / np.diff(edges)
    x, top = _across(width, float(edges[-1])), max(float(percent.sum(axis=0).max()) * AIR, 1e-6)
    y = _upwards(0.0, top, HEIGHT - BOTTOM)

    def parts() -> Iterator[str]:
        yield from _eased(plan, units, x, HEIGHT - BOTTOM)
        yield from _grid(width, y, 0.0, top, " %")
        for column in range(edges.size - 1):
            left, right, below = x(edges[column]) + 0.5, x(edges[column + 1]) - 0.5, 0.0
            for row, muscle in enumerate(MUSCLES):
                value = float(percent[row, column])
                yield (
                    f'<rect class="cramps {STYLES[muscle]}" x="{left:.1f}" y="{y(below + value):.1f}" '
                    f'width="{max(right - left, 0.5):.1f}" height="{max(y(below) - y(below + value), 0.0):.1f}"/>'
                )
                below += value
        yield from _along(plan, units, width, x, HEIGHT)
        for stop in plan.drinks:
            yield f'<path class="aid" d="M{x(stop.at_km / unit_km) - 4:.1f} {TOP - 34}h8l-1.5 10h-5z"/>'

    return _svg(parts(), width, HEIGHT, "risk-told")


def draw_pace(plan: RacePlan, units: str, width: int) -> Markup:
    """The pace along the way, fast on top, and the heights under it."""
    splits, profile = splits_of(plan, units, 1.0), plan.course.profile
    tall = HEIGHT + (STRIP if profile is not None else 0)
    how = pace_words(plan, units)
    levels = [how.level(one.pace_s) for one in splits]
    air = max(0.15 * (max(levels) - min(levels)), 5.0 if how.on_foot else 1.0)
    low, high = min(levels) - air, max(levels) + air
    x, y = _across(width, splits[-1].end), _upwards(low, high, HEIGHT - BOTTOM)

    def parts() -> Iterator[str]:
        yield from _eased(plan, units, x, HEIGHT - BOTTOM)
        for level, told in how.ticks(low, high):
            yield f'<line class="grid" x1="{LEFT}" x2="{width - RIGHT}" y1="{y(level):.1f}" y2="{y(level):.1f}"/>'
            yield _text(LEFT - 6, y(level) + 4, told, "end")
        path = "".join(
            f"{'L' if row else 'M'}{x(one.start):.1f} {y(level):.1f}H{x(one.end):.1f}"
            for row, (one, level) in enumerate(zip(splits, levels, strict=True))
        )
        yield f'<path class="curve s1" d="{path}"/>'
        yield from _left(splits, width, x)
        if profile is not None:
            yield from _heights(
                profile.distance_m, profile.altitude_m, units, lambda place_m: x(place_m / 1000.0 / km_per_unit(units)), tall
            )
        yield from _along(plan, units, width, x, HEIGHT)

    return _svg(parts(), width, tall, "pace-told")


def draw_trade(plan: RacePlan, width: int) -> Markup:
    """The least chance at each finish time with its range, this plan, the goal, and the chance without a plan."""
    points = sorted(plan.tradeoff, key=lambda one: one.finish_s)
    low_s, high_s = points[0].finish_s, points[-1].finish_s
    span_s = max(high_s - low_s, 60.0)
    top = AIR * 100.0 * max(plan.baseline_chance_frac.mean, plan.chance_frac.high, *(one.chance_frac.high for one in points))
    x, y = _across(width, span_s), _upwards(0.0, min(top, 100.0), HEIGHT - BOTTOM)

    def at(finish_s: float, chance_frac: float) -> str:
        return f"{x(finish_s - low_s):.1f} {y(100.0 * chance_frac):.1f}"

    def parts() -> Iterator[str]:
        yield from _grid(width, y, 0.0, min(top, 100.0), " %")
        upper = [at(one.finish_s, one.chance_frac.high) for one in points]
        lower = [at(one.finish_s, one.chance_frac.low) for one in reversed(points)]
        yield f'<path class="band s1" d="M{"L".join([*upper, *lower])}Z"/>'
        yield f'<path class="curve s1" d="M{"L".join(at(one.finish_s, one.chance_frac.mean) for one in points)}"/>'
        without = y(100.0 * plan.baseline_chance_frac.mean)
        yield f'<line class="without" x1="{LEFT}" x2="{width - RIGHT}" y1="{without:.1f}" y2="{without:.1f}"/>'
        yield _text(width - RIGHT - 4, without - 5, _("without a plan"), "end", "mark")
        if plan.goal_s is not None and low_s <= plan.goal_s <= high_s and abs(plan.goal_s - plan.predicted_s) > 0.02 * span_s:
            goal = x(plan.goal_s - low_s)
            yield f'<line class="peak" x1="{goal:.1f}" x2="{goal:.1f}" y1="{TOP}" y2="{HEIGHT - BOTTOM}"/>'
            yield _text(goal, TOP - 6, _("goal"), "middle", "mark")
        if low_s <= plan.predicted_s <= high_s:
            place_x, place_y = x(plan.predicted_s - low_s), y(100.0 * plan.chance_frac.mean)
            yield f'<circle class="here" cx="{place_x:.1f}" cy="{place_y:.1f}" r="5"/>'
            beyond = place_x > 0.6 * width
            yield _text(place_x + (-9 if beyond else 9), place_y - 9, _("this plan"), "end" if beyond else "start", "mark")
        yield from _clocks(low_s, span_s, width, x)

    return _svg(parts(), width, HEIGHT, "trade-told")


def _svg(parts: Iterator[str], width: int, height: int, told: str) -> Markup:
    kind = "slim" if width == SLIM else "broad"
    return Markup(  # noqa: S704 - only numbers and escaped words of ours
        f'<svg class="drawn {kind}" viewBox="0 0 {width} {height}" role="img" aria-labelledby="{told}">{"".join(parts)}</svg>'
    )


def _across(width: int, length: float) -> Place:
    return lambda place: LEFT + (width - LEFT - RIGHT) * place / length


def _upwards(low: float, high: float, ground: int) -> Place:
    return lambda value: ground - (ground - TOP) * min(max((value - low) / (high - low), 0.0), 1.0)


def _grid(width: int, y: Place, low: float, high: float, unit: str) -> Iterator[str]:
    ticks = nice_ticks(low, high)
    for tick in ticks:
        yield f'<line class="grid" x1="{LEFT}" x2="{width - RIGHT}" y1="{y(tick):.1f}" y2="{y(tick):.1f}"/>'
        yield _text(LEFT - 6, y(tick) + 4, number(tick, tick_digits(ticks)) + unit, "end")


def _along(plan: RacePlan, units: str, width: int, x: Place, height: int) -> Iterator[str]:
    """Ticks of the way; the unit stands behind the last."""
    end = plan.pace[-1].to_km / km_per_unit(units)
    for tick in nice_ticks(0.0, 0.94 * end, 5 if width == SLIM else 9):
        yield _text(x(tick), height - 8, number(tick, 0 if tick == round(tick) else 1), "middle")
    yield _text(width - 3, height - 8, unit_word(units), "end")


def _clocks(low_s: float, span_s: float, width: int, x: Place) -> Iterator[str]:
    most = 3 if width == SLIM else 6
    step = next((step for step in TIMES_S if span_s / step <= most), int(S_PER_H) * 8)
    for finish_s in np.arange(np.ceil(low_s / step) * step, low_s + span_s + 1.0, step):
        yield _text(x(float(finish_s) - low_s), HEIGHT - 8, elapsed_text(float(finish_s))[:-3], "middle")
    yield _text(width - 3, HEIGHT - 8, "h", "end")


def _eased(plan: RacePlan, units: str, x: Place, ground: int) -> Iterator[str]:
    """Where to hold back: a shade, and its name over it."""
    for start, end in eased(plan, units):
        yield f'<rect class="after" x="{x(start):.1f}" y="{TOP}" width="{x(end) - x(start):.1f}" height="{ground - TOP}"/>'
        middle = min(max(0.5 * (x(start) + x(end)), x(0.0) + 24), x(plan.pace[-1].to_km / km_per_unit(units)) - 20)
        yield _text(middle, TOP - 7, _("most at risk"), "middle", "mark")


def _left(splits: tuple[Split, ...], width: int, x: Place) -> Iterator[str]:
    """What is left of the reserve and of the force of the most tired muscle, on a scale of their own at the right."""
    y, drawn = _upwards(0.0, 105.0, HEIGHT - BOTTOM), False
    for name, (hue, dash) in LEFT_OVER.items():
        known = [(one.end, 100.0 * getattr(one, name)) for one in splits if math.isfinite(getattr(one, name))]
        if known:
            drawn = True
            path = "L".join(f"{x(end):.1f} {y(percent):.1f}" for end, percent in [(0.0, 100.0), *known])
            yield f'<path class="curve {hue}" stroke-dasharray="{dash}" d="M{path}"/>'
    for tick in (0.0, 50.0, 100.0) if drawn else ():
        yield _text(width - RIGHT + 4, y(tick) + 4, f"{tick:.0f}", "start")


def _heights(way_m: Floats, height_m: Floats, units: str, x: Place, tall: int) -> Iterator[str]:
    low, span = float(height_m.min()), max(float(np.ptp(height_m)), 1.0)
    ground, scale = tall - 4, (STRIP - 14) / span
    line = "L".join(f"{x(float(a)):.1f} {ground - scale * (float(b) - low):.1f}" for a, b in zip(way_m, height_m, strict=True))
    yield f'<path class="profile" d="M{x(float(way_m[0])):.1f} {ground}L{line}L{x(float(way_m[-1])):.1f} {ground}Z"/>'
    how = Wording(units).quantity("altitude")
    yield _text(LEFT - 6, ground - scale * span + 8, f"{how.convert(low + span):.0f} {how.unit}", "end")
    yield _text(LEFT - 6, ground, f"{how.convert(low):.0f} {how.unit}", "end")


def _text(x: float, y: float, text: str, anchor: str, kind: str = "tick") -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{Markup.escape(text)}</text>'
