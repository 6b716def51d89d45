"""A simulated reflex as one HTML file that opens from disk, asks no network, prints, and works without scripts."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

import numpy as np
from markupsafe import Markup

from uncramp import __version__
from uncramp.evidence import registry
from uncramp.minutes import Floats
from uncramp.reflex.circuit import Circuit
from uncramp.reflex.electromyogram import Electromyogram
from uncramp.reflex.experiment import Outcome
from uncramp.reflex.protocol import Protocol
from uncramp.report import html, wording
from uncramp.report import reflex_wording as told
from uncramp.report.charts import STYLES, Chart
from uncramp.report.drawing import nice_ticks, tick_digits
from uncramp.report.reflex_charts import RASTER, ReflexTimeline, reflex_timeline
from uncramp.report.reflex_drawing import BOTTOM, LEFT, RIGHT, TOP, WIDTH, draw_reflex_chart
from uncramp.report.reflex_terminal import state_text
from uncramp.report.reflex_words import experiment_word
from uncramp.texts import _

TABLE_ROWS: Final = 20  # about
SIGNIFICANT: Final = 4  # digits of what the script reads out


def write_reflex_page(
    outcome: Outcome, recorded: Electromyogram, path: str | os.PathLike[str], *, provenance: Mapping[str, str] | None = None
) -> None:
    """Write the page of one experiment to ``path``, whole or not at all.

    Parameters
    ----------
    outcome
        What was done, the run and what happened.
    recorded
        Its electromyogram, from :func:`uncramp.reflex.electromyogram.surface_electromyogram`.
    provenance
        (label, value) of how it was made, beside step and seed.

    Raises
    ------
    StoreError
        If the file cannot be written.
    """
    html.write_whole(render_reflex_page(outcome, recorded, provenance=provenance), path)


def render_reflex_page(outcome: Outcome, recorded: Electromyogram, *, provenance: Mapping[str, str] | None = None) -> str:
    """The page as text; see :func:`write_reflex_page`."""
    timeline = reflex_timeline(outcome.trace, recorded, marks=told.marks(outcome.cramp))
    style, script = _style(), _script()
    return html.environment().get_template("reflex.html.j2").render(
        _values(outcome, timeline, provenance or {}), payload=html.script_data(readout_document(timeline)),
        style=Markup(style), script=Markup(script),  # noqa: S704 - our own files
        style_hash=html.policy_hash(style), script_hash=html.policy_hash(script),
    )  # fmt: skip


def render_reflex_parts(outcome: Outcome, timeline: ReflexTimeline, *, provenance: Mapping[str, str]) -> Markup:
    """What the page says and shows, without the frame around it: answer, charts with their tables, sources and how it was made."""
    return html.render_block("reflex.html.j2", "parts", _values(outcome, timeline, provenance))


def made_text(circuit: Circuit, protocol: Protocol, overrides: Mapping[str, float]) -> dict[str, str]:
    """(label, value) of how a run was made."""
    return {
        "uncramp": __version__,
        _("evidence"): registry.digest()[:16],
        _("muscle"): _(circuit.muscle.name),
        _("state"): state_text(circuit, protocol),
        _("set"): ", ".join(f"{name}={value:g}" for name, value in sorted(overrides.items())) or _("nothing"),
    }


def _values(outcome: Outcome, timeline: ReflexTimeline, provenance: Mapping[str, str]) -> dict[str, Any]:
    known = registry.sources()
    return {
        "experiment": outcome.protocol, "experiment_word": experiment_word, "trace": outcome.trace, "timeline": timeline, "answer": told.answer(outcome.cramp),
        "facts": told.facts(outcome.cramp), "provenance": dict(provenance), "draw_chart": draw_reflex_chart, "styles": STYLES,
        "tables": {chart.id: chart_table(timeline, chart) for chart in timeline.charts},
        "sources": [known[key] for key in outcome.protocol.sources if key in known], "raster": RASTER,
        "has_terminals": bool(timeline.spikes.of_terminal.any()),
    }  # fmt: skip


@cache
def _style() -> str:
    return html.page_style("reflex.css")


@cache
def _script() -> str:
    return f"\n{html.packaged('templates', 'reflex.js')}"


def chart_table(timeline: ReflexTimeline, chart: Chart) -> dict[str, Any]:
    """The chart as a table of round moments."""
    moments = nice_ticks(0.0, timeline.seconds, TABLE_ROWS)
    rows = [int(np.abs(timeline.time_s - moment).argmin()) for moment in moments]
    digits = tick_digits(moments)

    def cell(values: Floats, low: Floats | None, high: Floats | None, row: int) -> str:
        middle = chart.text(float(values[row]))
        if low is None or high is None or not np.isfinite(values[row]):
            return middle
        spread = _("{middle} ({low} to {high})")
        return spread.format(middle=middle, low=chart.text(float(low[row])), high=chart.text(float(high[row])))

    body = [
        (wording.number(moment, digits), [cell(line.values, line.low, line.high, row) for line in chart.lines])
        for moment, row in zip(moments, rows, strict=True)
    ]
    return {
        "head": [f"{line.name}, {chart.unit}" if chart.unit and chart.id != RASTER else line.name for line in chart.lines],
        "body": body,
    }


def readout_document(timeline: ReflexTimeline) -> dict[str, Any]:
    """What the script reads out, and where the plane lies in a drawing."""

    def plain(values: Floats) -> list[float | None]:
        return [float(f"{value:.{SIGNIFICANT}g}") if np.isfinite(value) else None for value in values.tolist()]

    return {
        "words": {"at": _("At {time}"), "along": _("{chart} along the run"), "none": _("none")},
        "time": plain(timeline.time_s),
        "seconds": timeline.seconds,
        "plane": {"left": LEFT, "right": WIDTH - RIGHT, "top": TOP, "bottom": BOTTOM, "width": WIDTH},
        "charts": [
            {
                "id": chart.id,
                "title": chart.title,
                "unit": "" if chart.id == RASTER else chart.unit,
                "digits": chart.digits,
                "lines": [{"name": line.name, "values": plain(line.values)} for line in chart.lines],
            }
            for chart in timeline.charts
        ],
    }
