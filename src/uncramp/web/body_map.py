"""The body from the front and the back, each muscle coloured by its hazard at one minute; our own drawing."""

from __future__ import annotations

from typing import Final

from markupsafe import Markup, escape

from uncramp.names import MUSCLES
from uncramp.report.charts import Timeline
from uncramp.report.wording import MOST_PERCENT
from uncramp.texts import _

STEPS: Final = (0.1, 0.5, 1.0, 2.0)
"""Chance in ten minutes, %, from which each next colour begins; the last is for 2 % and more."""

HALF: Final = "M0 12c-5 0-8 4-8 9s3 9 8 9M-4 30v6c-9 2-17 4-18 13l-3 30-5 28 6 2 7-28 4-22 1 26-2 22 0 12-2 46-1 40-1 12-5 6h14l2-8 3-44 3-48 1-12"
"""Left outline of the figure from the head down, mirrored for the right."""
PLACES: Final = {
    "quadriceps": ("front", "M-17 110c-3 18-2 36 0 52 4 4 9 4 12 0 2-16 4-34 3-50-4-5-11-6-15-2z"),
    "hamstrings": ("back", "M-17 112c-3 18-2 36 0 50 4 4 9 4 12 0 2-16 4-34 3-48-4-5-11-6-15-2z"),
    "calf": ("back", "M-17 172c-4 10-3 24 1 34 3 4 7 4 9 0 3-10 4-24 2-34-4-4-9-4-12 0z"),
}
"""Where each muscle is seen, on the left half."""
NAMES: Final = {"calf": "Calf", "hamstrings": "Hamstrings", "quadriceps": "Quadriceps"}


def hazard_at(timeline: Timeline, row: int) -> dict[str, float]:
    """Chance of a cramp in ten minutes, %, by muscle, at one row."""
    lines = {chart.id.removeprefix("hazard-"): chart.lines[0] for chart in timeline.charts if chart.id.startswith("hazard-")}
    return {muscle: float(lines[muscle].values[row]) for muscle in MUSCLES}


def body_map(timeline: Timeline, row: int) -> Markup:
    """The drawing at one row of the timeline; the script colours it anew for others. Numbers stand beside it."""
    hazard = hazard_at(timeline, row)
    parts = [_figure(view, 50 + 100 * place, hazard) for place, view in enumerate(("front", "back"))]  # fmt: skip
    return Markup(  # noqa: S704 - numbers and ids of ours, labels escaped
        f'<svg class="bodymap" viewBox="0 0 200 262" role="img" aria-label="{escape(_("The body from the front and the back; each muscle has the colour of its hazard."))}">'
        f"{''.join(parts)}</svg>"
    )


def step_of(chance_percent: float) -> int:
    """Which colour a chance has, 0 to 4.

    Examples
    --------
    >>> [step_of(chance) for chance in (0.0, 0.3, 12.0)]
    [0, 1, 4]
    """
    return sum(chance_percent >= step for step in STEPS)


def step_text(chance_percent: float) -> str:
    r"""The chance beside the map, no finer than its colours begin.

    Examples
    --------
    >>> [step_text(chance) for chance in (0.0, 0.3, 12.0)]
    ['< 0.1 %', '0.3 %', '12.0 %']
    """
    if chance_percent > MOST_PERCENT:
        return f"> {MOST_PERCENT:.0f} %"
    return f"{chance_percent:.1f} %" if chance_percent >= STEPS[0] else f"< {STEPS[0]} %"


def _figure(view: str, x: int, hazard: dict[str, float]) -> str:
    label = _("front") if view == "front" else _("back")
    halves = []
    for mirrored in ("", " scale(-1 1)"):
        muscles = "".join(
            f'<path class="muscle h{step_of(hazard[muscle])}" data-muscle="{muscle}" transform="translate(-1.6 0) scale(.84 1)" d="{shape}"/>'
            for muscle, (seen, shape) in PLACES.items()
            if seen == view
        )
        halves.append(f'<g transform="translate({x} 0){mirrored}"><path class="outline" d="{HALF}"/>{muscles}</g>')
    return f'{"".join(halves)}<text x="{x}" y="259" text-anchor="middle">{escape(label)}</text>'
