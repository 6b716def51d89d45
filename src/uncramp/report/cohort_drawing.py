"""The course of a field as SVG: its profile, the first cramps expected along it by muscle, and the aid stations."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

import numpy as np
from markupsafe import Markup

from uncramp.ensemble.field import Field
from uncramp.ensemble.summary import SegmentSummary
from uncramp.minutes import Floats
from uncramp.names import MUSCLES
from uncramp.report.cohort_places import places_of
from uncramp.report.drawing import nice_ticks, tick_digits
from uncramp.report.wording import Wording, number

WIDTH: Final = 640
HEIGHT: Final = 240
LEFT, RIGHT, TOP, BOTTOM = 58, 34, 22, 24
STRIP: Final = 70  # under the axis, for the profile
STYLES: Final = dict(zip(MUSCLES, ("s1", "s2", "s3"), strict=True))
HEADROOM: Final = 1.08
M_PER_KM: Final = 1000.0

Place = Callable[[float], float]


def profile_of(field: Field) -> tuple[Floats, Floats] | None:
    """Way (km) and height (m) of the first day's course; ``None`` where no leg has a profile."""
    way, height, before_m = [], [], 0.0
    for leg in field.days[0].legs:
        if leg.profile is not None:
            way.append((before_m + leg.profile.distance_m) / M_PER_KM)
            height.append(leg.profile.altitude_m)
        before_m += leg.distance_m if leg.is_distance else 0.0
    return (np.concatenate(way), np.concatenate(height)) if way else None


def draw_course(field: Field, segments: tuple[SegmentSummary, ...], wording: Wording) -> Markup:
    """Bars of first cramps by segment and muscle with the range of their sum, above the profile; its words stand beside it."""
    tall = HEIGHT + (STRIP if profile_of(field) is not None and field.segments == "km" else 0)
    return Markup(  # noqa: S704 - only numbers and words of ours below
        f'<svg class="drawn" viewBox="0 0 {WIDTH} {tall}" role="img" aria-labelledby="course-told">{"".join(_parts(field, segments, wording))}</svg>'
    )


def _parts(field: Field, segments: tuple[SegmentSummary, ...], wording: Wording) -> Iterator[str]:
    end, places = float(field.edges[-1]), places_of(field, wording.units)
    top = max(max((one.cramps_count.high for one in segments), default=0.0) * HEADROOM, 1e-6)
    ground = HEIGHT - BOTTOM

    def x(place: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * place / end

    def y(count: float) -> float:
        return ground - (ground - TOP) * count / top

    yield from _profile(field, x, wording)
    ticks = nice_ticks(0.0, top)
    for tick in ticks:
        yield f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(tick):.1f}" y2="{y(tick):.1f}"/>'
        yield _text(LEFT - 6, y(tick) + 4, number(tick, tick_digits(ticks)), "end")
    for one in segments:
        yield from _bar(one, x, y)
    for tick in nice_ticks(0.0, 0.96 * places.of(end), 6):  # the unit stands behind the last
        yield _text(x(tick * places.per_unit), HEIGHT - 7, number(tick, 0 if tick == round(tick) else 1), "middle")
    yield _text(WIDTH - 4, HEIGHT - 7, places.unit, "end")
    for at_m in field.aid_m if field.segments == "km" else ():
        place = x(at_m / M_PER_KM)
        yield f'<path class="aid" d="M{place:.1f} {TOP - 12}l5 8h-10z"/>'


def _bar(one: SegmentSummary, x: Place, y: Place) -> Iterator[str]:
    left, right = x(one.start) + 0.5, x(one.end) - 0.5
    below = 0.0
    for muscle in MUSCLES:
        count = one.muscle_counts[muscle]
        yield (
            f'<rect class="cramps {STYLES[muscle]}" x="{left:.1f}" y="{y(below + count):.1f}" width="{max(right - left, 0.5):.1f}" '
            f'height="{y(below) - y(below + count):.1f}"/>'
        )
        below += count
    middle = 0.5 * (left + right)
    yield f'<line class="whisker" x1="{middle:.1f}" x2="{middle:.1f}" y1="{y(one.cramps_count.low):.1f}" y2="{y(one.cramps_count.high):.1f}"/>'


def _profile(field: Field, x: Place, wording: Wording) -> Iterator[str]:
    found = profile_of(field)
    if found is None or field.segments != "km":
        return
    way, height = found
    low, span = float(height.min()), max(float(np.ptp(height)), 1.0)
    ground, scale = HEIGHT + STRIP - 4, (STRIP - 16) / span
    line = "L".join(f"{x(float(a)):.1f} {ground - scale * (float(b) - low):.1f}" for a, b in zip(way, height, strict=True))
    yield f'<path class="profile" d="M{x(float(way[0])):.1f} {ground}L{line}L{x(float(way[-1])):.1f} {ground}Z"/>'
    yield _text(LEFT - 6, ground - scale * span + 8, wording.say("altitude", low + span), "end")
    yield _text(LEFT - 6, ground, wording.say("altitude", low), "end")


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text class="tick" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{Markup.escape(text)}</text>'
