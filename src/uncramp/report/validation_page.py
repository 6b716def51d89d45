"""Findings as one HTML page that opens from disk, asks no network, prints, and needs no scripts."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache

from markupsafe import Markup

from uncramp import __version__
from uncramp.evidence import registry
from uncramp.report import html
from uncramp.report.validation_words import (
    accepted_text,
    lacks_text,
    measured_text,
    ours_text,
    silence_text,
    summary_text,
    use_text,
    verdict_text,
    what_text,
)
from uncramp.validation.finding import Finding


def write_validation_page(findings: Sequence[Finding], path: str | os.PathLike[str]) -> None:
    """Write the page of these findings to ``path``, whole or not at all.

    Raises
    ------
    StoreError
        If the file cannot be written.
    """
    html.write_whole(render_validation_page(findings), path)


def render_validation_page(findings: Sequence[Finding]) -> str:
    """The page as text; see :func:`write_validation_page`."""
    style, known = _style(), registry.sources()
    cited = sorted({key for one in findings for key in one.target.source})
    return html.environment().get_template("validation.html.j2").render(
        findings=findings, missed=[one for one in findings if one.misses], silent=[one for one in findings if one.not_expressed],
        summary=summary_text(findings), verdict=verdict_text, use=use_text, ours=ours_text, measured=measured_text, accepted=accepted_text,
        what=what_text, lacks=lacks_text, reason=silence_text,
        sources=[known[key] for key in cited], version=__version__, evidence=registry.digest()[:16],
        style=Markup(style), style_hash=html.policy_hash(style),  # noqa: S704 - our own files
    )  # fmt: skip


@cache
def _style() -> str:
    return html.page_style("validation.css")
