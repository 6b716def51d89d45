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
from uncramp.report import cohort_groups, html
from uncramp.report.cohort_drawing import STYLES, draw_course
from uncramp.report.cohort_places import places_of
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
from uncramp.report.wording import Wording
from uncramp.texts import _


def write_cohort_page(study: Study, summary: StudySummary, path: str | os.PathLike[str], *, units: str = "metric") -> None:
    """Write the page of a study to ``path``, whole or not at all.

    Raises
    ------
    InputError
        If ``units`` is not known.
    StoreError
        If the file cannot be written.
    """
    html.write_whole(render_cohort_page(study, summary, units=units), path)


def render_cohort_page(study: Study, summary: StudySummary, *, units: str = "metric") -> str:
    """The page as text; see :func:`write_cohort_page`."""
    style = _style()
    return html.environment().get_template("cohort.html.j2").render(
        _values(study, summary, Wording(units)), style=Markup(style), style_hash=html.policy_hash(style)  # noqa: S704 - our own files
    )  # fmt: skip


def render_cohort_parts(study: Study, summary: StudySummary, *, units: str = "metric") -> Markup:
    """What the page says and shows, without the frame around it."""
    return html.render_block("cohort.html.j2", "parts", _values(study, summary, Wording(units)))


def _values(study: Study, summary: StudySummary, wording: Wording) -> dict[str, Any]:
    field, plan = study.plan.field, study.plan
    known = registry.sources()
    shares = [
        (name, percent_range_text(share, middle="mean"), count_text(share, summary.starts_count))
        for name, share in expected_shares(field, summary, wording)
    ]
    made = [
        ("uncramp", __version__),
        (_("Draws"), str(plan.draws)),
        (_("Seed"), str(plan.seed)),
        (_("Mechanism"), plan.mechanism),
        (_("Fixed"), ", ".join(f"{name}={value:g}" for name, value in sorted(plan.overrides.items())) or _("nothing")),
        (_("Evidence"), registry.digest()[:16]),
        (_("Result"), summary.sha256[:16]),
    ]
    return {
        "field": field, "summary": summary, "meta": f"{head_text(study, summary)}. {weather_text(field, wording)}", "onset": onset_text(field, summary, wording), "facts": shares[1:],
        "doubt": doubt_text(study, wording), "cramp": shares[0][0], "starts": _("athlete-days") if len(field.days) > 1 else _("starts"),
        "failed": failed_text(study, summary) if summary.failed_count else "", "drawing": draw_course(field, summary.segments, wording), "styles": STYLES,
        "left_out": left_out_text(summary), "service": service_text(field, summary, wording), "percent": percent_text, "range": percent_range_text, "made": made,
        "groups": cohort_groups, "places": places_of(field, wording.units), "hot": wording.local(_("core > 40 °C")).replace(" °", "\xa0°"),
        "sources": [known[key] for key in field.stated_sources if key in known],
        "stated": [word for word in field.stated_sources if word not in known],
    }  # fmt: skip


@cache
def _style() -> str:
    return html.page_style("cohort.css")
