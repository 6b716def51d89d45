"""Findings on a terminal: a table of targets, then what each miss lacks and what cannot be expressed."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from uncramp.report.screen import Screen
from uncramp.report.validation_words import (
    accepted_text,
    lacks_text,
    measured_text,
    silence_text,
    summary_text,
    use_text,
    verdict_text,
    what_text,
)
from uncramp.texts import _
from uncramp.validation.finding import Finding


def validation_view(findings: Sequence[Finding], screen: Screen) -> list[Text]:
    """Every target with its figures."""
    lines = [*screen.wrapped(summary_text(findings), "bold", indent="  ", lines=None), screen.text("")]
    for one in findings:
        lines += _target(one, screen)
    return lines + screen.wrapped(
        _("In brackets behind a number: the 5th to 95th percentile over the draws. Tolerances are our choice; what was fitted is no proof."),
        "dim", indent="  ", lines=None,
    )  # fmt: skip


def _target(one: Finding, screen: Screen) -> list[Text]:
    head = f"{one.target.id} {verdict_text(one).upper()}, {use_text(one)}: {one.target.scenario}"
    lines = screen.wrapped(head, "bold" if one.hit is False else "", indent="    ", lines=None)
    told = _("published {published}; near enough: {tolerance}").format(
        published=one.target.published, tolerance=one.target.tolerance
    )
    lines += screen.wrapped(told, "dim", first="    ", indent="    ", lines=None)
    for figure in one.measured:
        sign = _("hit") if figure.hit else _("miss")
        text = _("{sign}: {value}, {what}; accepted {accepted}").format(
            sign=sign, value=measured_text(figure), what=what_text(figure.figure), accepted=accepted_text(figure.figure)
        )
        lines += screen.wrapped(text, first="    ", indent="      ", lines=None)
        if not figure.hit and (lacks := lacks_text(figure.figure)):
            lines += screen.wrapped(_("lacks: {lacks}").format(lacks=lacks), "dim", first="      ", indent="      ", lines=None)
    if reason := silence_text(one):
        text = _("not expressed: {reason}").format(reason=reason)
        lines += screen.wrapped(text, "dim", first="    ", indent="      ", lines=None)
    return lines
