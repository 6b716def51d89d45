"""What ``uncramp validate --json`` prints, and the findings back from it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

from uncramp.evidence.facts import targets
from uncramp.report.schema import Document
from uncramp.report.validation_words import ours_text
from uncramp.validation.finding import Finding, Measured, Number, figures

DIGITS: Final = 6
"""Significant digits of a number: what differs beyond is the processor."""


def validation_document(findings: Sequence[Finding]) -> list[Document]:
    """One object a target, in their order; ``hit`` is null where the engine cannot express it."""
    return [
        {
            "id": one.target.id,
            "scenario": one.target.scenario,
            "published": one.target.published,
            "tolerance": one.target.tolerance,
            "ours": ours_text(one),
            "hit": one.hit,
            "used_for_calibration": one.target.used_for_calibration,
            "source": list(one.target.source),
            "note": one.not_expressed,
            "figures": [_figure(measured) for measured in one.measured],
        }
        for one in findings
    ]


def _figure(one: Measured) -> Document:
    low, high = (_number(value) for value in (one.number.low, one.number.high))
    return {
        "name": one.figure.name,
        "what": one.figure.what,
        "value": _number(one.number.value),
        "interval": None if low is None or high is None else [low, high],
        "low": _number(one.figure.low),
        "high": _number(one.figure.high),
        "hit": one.hit,
        "lacks": "" if one.hit else one.figure.lacks,
    }


def _number(value: float) -> float | None:
    return float(f"{value:.{DIGITS}g}") if math.isfinite(value) else None


def findings_of(document: Sequence[Document]) -> list[Finding]:
    """The findings that a document was made of; what is accepted is that of today's table."""
    return [_finding(row) for row in document]


def _finding(row: Document) -> Finding:
    accepted = {figure.name: figure for figure in figures()[row["id"]]}
    measured = tuple(Measured(accepted[one["name"]], _value(one)) for one in row["figures"])
    return Finding(targets()[row["id"]], measured, row["note"])


def _value(figure: dict[str, Any]) -> Number:
    low, high = figure["interval"] or (math.nan, math.nan)
    return Number(math.nan if figure["value"] is None else figure["value"], low, high)
