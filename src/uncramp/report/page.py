"""The report as one HTML file that opens from disk, asks no network, prints, and works without scripts."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from functools import cache
from pathlib import PurePath
from typing import Any, Final

import numpy as np
from markupsafe import Markup

from uncramp.assessment import Assessment
from uncramp.evidence import registry
from uncramp.minutes import Floats
from uncramp.names import MUSCLES
from uncramp.report import drawing, effect_words, html, wording
from uncramp.report.charts import STYLES, Chart, Line, Timeline, timeline_of
from uncramp.report.document import ComparisonLike, body_at_finish
from uncramp.report.odds import about_odds_text
from uncramp.report.tables import finish_distance_m, muscle_most_at_risk, peak_row
from uncramp.report.wording import Wording
from uncramp.texts import _
from uncramp.units import S_PER_MIN, elapsed_text
from uncramp.why.answers import Cause, Change, Range

PLOT_HEIGHT: Final = 190
TABLE_ROWS: Final = 30  # of the table under a chart, about
SMALL_SHARE_FRAC: Final = 0.03  # causes below this share and effect are named together
OF_CHANCE: Final = ("few_draws", "draws_impossible")
"""Cautions that are told where the chance is."""


def write_page(
    assessment: Assessment,
    path: str | os.PathLike[str],
    *,
    units: str = "metric",
    comparison: ComparisonLike | None = None,
    other: Assessment | None = None,
) -> None:
    """Write the report to ``path``, whole or not at all.

    Parameters
    ----------
    units
        ``metric`` or ``imperial``.
    comparison, other
        The difference to another session and that session, if one was asked for.

    Raises
    ------
    StoreError
        If the file cannot be written, or the package lacks its chart library.
    InputError
        If ``units`` is not known.
    """
    html.write_whole(render_page(assessment, units=units, comparison=comparison, other=other), path)


def render_page(
    assessment: Assessment, *, units: str = "metric", comparison: ComparisonLike | None = None, other: Assessment | None = None
) -> str:
    """The report as text; see :func:`write_page`."""
    timeline = timeline_of(assessment, Wording(units))
    style, script = _style(), _script()
    return html.environment().get_template("page.html.j2").render(
        **shown(assessment, timeline, units, comparison, other), payload=html.script_data(course_document(timeline) | {"words": script_words()}),
        comparison_causes=_split(comparison.causes) if comparison else ([], []),
        other_file=PurePath(other.recording.path).name if other else "", style=Markup(style), script=Markup(script),  # noqa: S704 - our own files
        style_hash=html.policy_hash(style), script_hash=html.policy_hash(script),
    )  # fmt: skip


def shown(
    assessment: Assessment,
    timeline: Timeline,
    units: str,
    comparison: ComparisonLike | None = None,
    other: Assessment | None = None,
) -> dict[str, Any]:
    """What the parts of a page about a session are filled with: answer, cautions, muscles, causes, changes, course, sure and sources."""
    words = Wording(units)
    numbers = {key: place for place, key in enumerate(_source_keys(assessment, comparison), start=1)}
    return {
        "assessment": assessment, "timeline": timeline, "words": words, "wording": wording, "effects": effect_words, "numbers": numbers,
        "file": PurePath(assessment.recording.path).name, "finish_text": elapsed_text(assessment.minutes.duration_s),
        "distance": words.say("distance", finish_distance_m(assessment)) if np.isfinite(finish_distance_m(assessment)) else "",
        "answer": _answer(assessment), "facts": _facts(assessment, words), "cautions": _cautions(assessment), "of_chance": [one for one in assessment.cautions if one.id in OF_CHANCE],
        "muscles": _muscles(assessment), "main": _split(assessment.causes), "draw_bar": drawing.draw_bar, "draw_chart": drawing.draw_chart,
        "share_top": _share_top(assessment), "changes": effect_words.changes_that_show(assessment.changes), "without_effect": effect_words.without_effect(assessment.changes),
        "change_top": _change_top(assessment), "beside": _beside(assessment), "assumed": _assumed(assessment, words), "styles": STYLES,
        "tables": {chart.id: _table(timeline, chart) for chart in timeline.charts},
        "value_now": _value_now(timeline), "sources": registry.sources(), "comparison": comparison, "other": other,
    }  # fmt: skip


@cache
def _style() -> str:
    return f"\n{html.packaged('assets', 'uplot.css')}{html.page_style()}"


@cache
def _script() -> str:
    notice = html.packaged("assets", "uplot.LICENSE.txt").replace("*/", "")
    return f"\n/* uPlot\n{notice}*/\n{html.packaged('assets', 'uplot.js')}\n{html.packaged('templates', 'page.js')}"


def _source_keys(assessment: Assessment, comparison: ComparisonLike | None) -> list[str]:
    """Keys of the sources the page leans on, in the order of their first use."""
    used: dict[str, None] = {}
    parts: list[Sequence[Cause | Change]] = [
        assessment.causes,
        *(event.causes for event in assessment.event_causes),
        effect_words.changes_that_show(assessment.changes),
    ]
    if comparison:
        parts.append(comparison.causes)
    for part in parts:
        for item in part:
            used.update(dict.fromkeys(item.sources))
    return list(used)


def _answer(assessment: Assessment) -> dict[str, Any]:
    """The headline: chance, where and when."""
    weight = assessment.weight_frac
    muscle = muscle_most_at_risk(assessment)
    row = peak_row(assessment, muscle)
    during, after = Range.of(assessment.during_chance_frac, weight), Range.of(assessment.after_chance_frac, weight)
    severity = {kind: float(share @ weight) for kind, share in assessment.severity_frac.items()}
    return {
        "chance": Range.of(assessment.session_chance_frac, weight),
        "odds": about_odds_text(float(assessment.session_chance_frac @ weight)),
        "during": during,
        "after": after,
        "muscle": MUSCLES[muscle],
        "is_after": row is not None and float(assessment.elapsed_s[row]) > assessment.minutes.duration_s,
        "when": None if row is None else wording.when(float(assessment.elapsed_s[row]), assessment.minutes.duration_s),
        "severity": severity,
    }


def _facts(assessment: Assessment, words: Wording) -> list[tuple[str, str, str]]:
    """What the body went through: label, middle, range."""
    body = body_at_finish(assessment)
    shown = (
        (_("Core temperature, highest"), "temperature", body["core_c_max"]),
        (_("Sweat lost"), "volume", body["sweat_l"]),
        (_("Drink taken"), "volume", body["drunk_l"]),
        (_("Body mass"), "fine_percent", body["mass_change_frac"]),
        (_("Sodium lost in sweat"), "amount", body["sodium_lost_mmol"]),
        (_("Plasma sodium, lowest"), "whole_sodium", body["plasma_sodium_min_mmol_l"]),
        (_("Plasma volume"), "percent", body["plasma_volume_change_frac"]),
    )
    facts = []
    for label, kind, value in shown:
        middle = words.say(kind, value.median)
        sign = "+" if kind.endswith("percent") and value.median > 0 and middle[0] != "0" else ""
        facts.append((label, sign + middle, words.span(kind, value)))
    return facts


def _cautions(assessment: Assessment) -> list[Any]:
    """Most urgent first, without those that stand at the chance."""
    order = list(wording.URGENCY_WORDS)
    kept = [one for one in assessment.cautions if one.id not in OF_CHANCE]
    return sorted(kept, key=lambda caution: -order.index(caution.urgency) if caution.urgency in order else 0)


def _muscles(assessment: Assessment) -> list[dict[str, Any]]:
    weight, listed = assessment.weight_frac, []
    for index, muscle in enumerate(MUSCLES):
        row = peak_row(assessment, index)
        listed.append(
            {
                "name": muscle,
                "chance": Range.of(assessment.muscle_chance_frac[index], weight),
                "when": "–" if row is None else wording.when(float(assessment.elapsed_s[row]), assessment.minutes.duration_s),
                "threshold": None if row is None else Range.of(assessment.threshold_hz[index][:, row], weight),
            }
        )
    return listed


def _weight_of(cause: Cause) -> float:
    value = abs(cause.effect_frac.median) if cause.share_frac is None else cause.share_frac.median
    return value if np.isfinite(value) else -1.0


def _split(causes: Sequence[Cause]) -> tuple[list[Cause], list[Cause]]:
    """Causes worth a bar, largest first, and those that did little."""
    ranked = sorted(causes, key=_weight_of, reverse=True)
    small = [cause for cause in ranked if max(_weight_of(cause), abs(cause.effect_frac.median)) < SMALL_SHARE_FRAC]
    return [cause for cause in ranked if cause not in small], small


def _share_top(assessment: Assessment) -> float:
    every = [*assessment.causes, *(cause for explained in assessment.event_causes for cause in explained.causes)]
    highs = (cause.share_frac.high for cause in every if cause.share_frac and np.isfinite(cause.share_frac.high))
    return drawing.full_scale(max(highs, default=1.0))


def _change_top(assessment: Assessment) -> float:
    chances = [
        Range.of(assessment.session_chance_frac, assessment.weight_frac),
        *(change.chance_frac for change in effect_words.changes_that_show(assessment.changes)),
    ]
    return drawing.full_scale(max((value.high for value in chances if np.isfinite(value.high)), default=1.0))


def _beside(assessment: Assessment) -> list[dict[str, Any]]:
    """The causes at each reported cramp with those of the whole session, largest first."""
    whole = {cause.id: cause for cause in assessment.causes}
    return [
        {
            "event": wording.event(explained.event),
            "muscle": explained.event.muscle,
            "threshold": explained.threshold_hz,
            "rows": [(cause, whole.get(cause.id)) for cause in sorted(explained.causes, key=_weight_of, reverse=True)],
        }
        for explained in assessment.event_causes
    ]


def _assumed(assessment: Assessment, words: Wording) -> list[str]:
    """What nobody told us, and what stood in for it."""
    listed = []
    weather = assessment.minutes.weather
    if weather.assumed:
        text = _("Weather: {source}. Give it with a weather file or flags to narrow the range.")
        listed.append(text.format(source=words.local(weather.source)))
    if not assessment.intake.stated:
        listed.append(_("Drinking: {text}.").format(text=words.local(assessment.intake.text)))
    if missing := wording.unsaid(assessment.athlete):
        text = _("Not known of the athlete, and so drawn from the population: {missing}.")
        listed.append(text.format(missing=", ".join(missing)))
    if not assessment.athlete.medicines and not assessment.athlete.conditions:
        listed.append(_("No medicines or conditions were named; none were assumed."))
    return listed


def _table(timeline: Timeline, chart: Chart) -> dict[str, Any]:
    """The chart as a table of round moments."""
    step = next((size for size in (5, 10, 15, 30, 60, 120) if timeline.end_min / size <= TABLE_ROWS), 240)
    moments = {*np.arange(0, timeline.end_min, step), timeline.finish_min, timeline.end_min}
    rows = sorted({int(np.abs(timeline.minute - minute).argmin()) for minute in moments})
    head = [line.name + (f", {line.unit}" if line.right else f", {chart.unit}") for line in chart.lines]

    def cell(line: Line, row: int) -> str:
        middle = chart.text(float(line.values[row]), line)
        if line.low is None or line.high is None:
            return middle
        low, high = chart.text(float(line.low[row]), line), chart.text(float(line.high[row]), line)
        return middle if low == high else _("{middle} ({low} to {high})").format(middle=middle, low=low, high=high)

    finish_s = timeline.finish_min * S_PER_MIN
    body = [
        (wording.when(float(timeline.minute[row]) * S_PER_MIN, finish_s), [cell(line, row) for line in chart.lines])
        for row in rows
        if any(np.isfinite(line.values[row]) for line in chart.lines)
    ]
    return {"head": head, "body": body}


def _value_now(timeline: Timeline) -> dict[str, list[str]]:
    """Readout of every line at the moment most at risk, as the page opens."""
    row = int(np.abs(timeline.minute - timeline.peak_min).argmin())
    return {chart.id: [chart.text(float(line.values[row]), line) for line in chart.lines] for chart in timeline.charts}


def _plain(values: Floats | None, span: float) -> list[float | None] | None:
    """Rounded to a thousandth of the axis or finer: more than a screen shows."""
    if values is None:
        return None
    digits = max(0, 3 - math.floor(math.log10(span)))
    return [round(value, digits) if np.isfinite(value) else None for value in values.tolist()]


def script_words() -> dict[str, str]:
    """What the script of the charts says."""
    return {
        "minutes_after": _("{minutes} min after the finish"),
        "hours_after": _("{hours} h {minutes} min after the finish"),
        "at": _("At {moment}"),
        "range": _("{low} to {high}"),
        "showing": _("Showing {part}."),
        "along": _("{chart} along the session"),
    }


def course_document(timeline: Timeline) -> dict[str, Any]:
    """The charts as plain values, as the script that draws them reads them; missing is ``None``."""
    charts = [
        {
            "id": chart.id, "title": chart.title, "unit": chart.unit, "digits": chart.digits, "pace": chart.pace,
            "height": PLOT_HEIGHT, "low": round(chart.low, 4), "high": round(chart.high, 4),
            "right": {"low": chart.right_low, "high": chart.right_high} if chart.right_unit else None,
            "limits": [{"at": limit.at, "label": limit.label} for limit in chart.limits],
            "lines": [
                {
                    "name": line.name, "hue": STYLES[line.style][0], "dash": [int(part) for part in STYLES[line.style][1].split()],
                    "right": line.right, "unit": line.unit, "digits": line.digits,
                    **{name: _plain(getattr(line, name), chart.span(line)) for name in ("values", "low", "high")},
                }
                for line in chart.lines
            ],
        }
        for chart in timeline.charts
    ]  # fmt: skip
    return {
        "minute": [round(float(minute), 2) for minute in timeline.minute],
        "finish": timeline.finish_min,
        "end": timeline.end_min,
        "peak": timeline.peak_min,
        "markers": [{"at": marker.at_min, "label": marker.label, "kind": marker.kind} for marker in timeline.markers],
        "charts": charts,
    }
