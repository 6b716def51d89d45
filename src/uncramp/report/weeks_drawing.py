"""Weeks behind and weeks to come as SVG bars, with the limit that each week to come stays under."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from markupsafe import Markup

from uncramp.prevent.weeks_parameters import weeks_parameters
from uncramp.prevent.weeks_plan import WeeksPlan
from uncramp.report.drawing import nice_ticks, tick_digits
from uncramp.report.wording import number

WIDTH: Final = 640
HEIGHT: Final = 212
LEFT, RIGHT, TOP, BOTTOM = 44, 10, 20, 30
HEADROOM: Final = 1.08
DATES: Final = 6
STYLES: Final = {"past": "past", "lead_in": "plan", "build": "plan", "lighter": "light", "taper": "light", "race": "race"}


@dataclass(frozen=True, slots=True)
class Bar:
    """One week."""

    first: date
    kind: str  # past, or one of progression.WEEK_KINDS
    value: float
    limit: float | None  # what it stays under; None for a week behind


def load_bars(plan: WeeksPlan, place: int) -> list[Bar]:
    """Load of one muscle by week."""
    past = [one.load_h[place] for one in plan.past]
    floor = [load[place] for load in plan.footing.load_h]
    planned = [one.load_h[place] for one in plan.weeks]
    return _bars(plan, past, floor, planned, weeks_parameters().load_growth_frac)


def longest_bars(plan: WeeksPlan) -> list[Bar]:
    """Longest session by week."""
    past = [one.longest_h for one in plan.past]
    planned = [one.longest_h for one in plan.weeks]
    return _bars(plan, past, list(plan.footing.longest_h), planned, weeks_parameters().longest_growth_frac)


def _bars(
    plan: WeeksPlan, past: Sequence[float], floor: Sequence[float], planned: Sequence[float], growth_frac: float
) -> list[Bar]:
    recent = int(weeks_parameters().recent_week)
    bars = [Bar(week.first, "past", value, None) for week, value in zip(plan.past, past, strict=True)]
    for place, (week, value) in enumerate(zip(plan.weeks, planned, strict=True)):
        window = [*floor, *planned[:place]][-recent:]
        bars.append(Bar(week.first, week.kind, value, (1.0 + growth_frac) * max(window)))
    return bars


def draw_bars(bars: Sequence[Bar], unit: str, told: str) -> Markup:
    """Bars by week with a mark at each limit; ``told`` is the id of the words beside it."""
    return Markup(  # noqa: S704 - only numbers, dates and words of ours below
        f'<svg class="drawn" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="{told}">{"".join(_parts(bars, unit))}</svg>'
    )


def _parts(bars: Sequence[Bar], unit: str) -> Iterator[str]:
    top = max(HEADROOM * max(max(one.value, one.limit or 0.0) for one in bars), 1e-6)
    ground, step = HEIGHT - BOTTOM, (WIDTH - LEFT - RIGHT) / len(bars)

    def y(value: float) -> float:
        return ground - (ground - TOP) * value / top

    ticks = nice_ticks(0.0, top)
    for tick in ticks:
        yield f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(tick):.1f}" y2="{y(tick):.1f}"/>'
        yield f'<text x="{LEFT - 6}" y="{y(tick) + 4:.1f}" text-anchor="end">{number(tick, tick_digits(ticks))}</text>'
    yield f'<text x="2" y="{TOP - 3}">{Markup.escape(unit)}</text>'
    every = max(1, -(-len(bars) // DATES))
    for place, one in enumerate(bars):
        x = LEFT + place * step
        yield (
            f'<rect class="week {STYLES[one.kind]}" x="{x + 1:.1f}" y="{y(one.value):.1f}" width="{step - 2:.1f}" '
            f'height="{max(ground - y(one.value), 0.0):.1f}"/>'
        )
        if one.limit is not None:
            yield f'<line class="bound" x1="{x:.1f}" x2="{x + step:.1f}" y1="{y(one.limit):.1f}" y2="{y(one.limit):.1f}"/>'
        if place % every == 0 and place <= len(bars) - every / 2:
            yield f'<text x="{x:.1f}" y="{HEIGHT - 7}">{one.first:%m-%d}</text>'
