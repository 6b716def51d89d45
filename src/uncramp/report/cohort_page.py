"""A field of athletes as one HTML page that opens from disk, asks no network, prints, and needs no scripts."""

from __future__ import annotations

import os
from functools import cache
from typing import Any

from markupsafe import Markup

from uncramp import __version__
from uncramp.ensemble.study import Study
from uncramp.ensemble.summary import StudySummary
from uncramp.evidence import registry
from uncramp.report import html
from uncramp.report.cohort_drawing import STYLES, draw_course
from uncramp.report.cohort_view import (
    count_text,
    doubt_text,
    expected_shares,
    failed_text,
    head_text,
    left_out_text,
    onset_text,
    service_text,
    weather_text,
)
from uncramp.report.odds import percent_range_text, percent_text
from uncramp.texts import _


def write_cohort_page(study: Study, summary: StudySummary, path: str | os.PathLike[str]) -> None:
    """Write the page of a study to ``path``, whole or not at all.

    Raises
    ------
    StoreError
        If the file cannot be written.
    """
    html.write_whole(render_cohort_page(study, summary), path)


def render_cohort_page(study: Study, summary: StudySummary) -> str:
    """The page as text; see :func:`write_cohort_page`."""
    style = _style()
    return html.environment().get_template("cohort.html.j2").render(
        _values(study, summary), style=Markup(style), style_hash=html.policy_hash(style)  # noqa: S704 - our own files
    )  # fmt: skip


def render_cohort_parts(study: Study, summary: StudySummary) -> Markup:
    """What the page says and shows, without the frame around it."""
    return html.render_block("cohort.html.j2", "parts", _values(study, summary))


def _values(study: Study, summary: StudySummary) -> dict[str, Any]:
    field, plan = study.plan.field, study.plan
    known = registry.sources()
    shares = [
        (name, percent_range_text(share, middle="mean"), count_text(share, summary.starts_count))
        for name, share in expected_shares(field, summary)
    ]
    made = [
        ("uncramp", __version__),
        ("Draws", str(plan.draws)),
        ("Seed", str(plan.seed)),
        ("Mechanism", plan.mechanism),
        ("Fixed", ", ".join(f"{name}={value:g}" for name, value in sorted(plan.overrides.items())) or "nothing"),
        ("Evidence", registry.digest()[:16]),
        ("Result", summary.sha256[:16]),
    ]
    return {
        "field": field, "summary": summary, "meta": f"{head_text(study, summary)}. {weather_text(field)}", "onset": onset_text(field, summary), "facts": shares[1:],
        "doubt": doubt_text(study), "cramp": shares[0][0], "starts": _("athlete-days") if len(field.days) > 1 else _("starts"),
        "failed": failed_text(study, summary) if summary.failed_count else "", "drawing": draw_course(field, summary.segments), "styles": STYLES,
        "left_out": left_out_text(summary), "service": service_text(field, summary), "percent": percent_text, "range": percent_range_text, "made": made,
        "sources": [known[key] for key in field.stated_sources if key in known],
        "stated": [word for word in field.stated_sources if word not in known],
    }  # fmt: skip


@cache
def _style() -> str:
    return html.page_style("cohort.css")
