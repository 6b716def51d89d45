"""Legs of a GPX or TCX file: which rows and which sport each has, from where it begins and what the file calls it."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from uncramp.activity.recorded import Finding, Recorded
from uncramp.activity.sports import INDOOR_SPORTS, sport_of_text, stated_note
from uncramp.activity.xml import Reading
from uncramp.minutes import Floats


class Points(Protocol):
    """What was collected of the file."""

    reading: Reading
    legs: list[str]  # sport of each, in the words of the file
    leg_starts: list[int]  # row at which each begins
    device: str


def recorded_legs(source_format: str, points: Points, table: Floats, findings: list[Finding], *, merge_legs: bool) -> Recorded:
    """The rows in their legs; ``merge_legs`` takes legs that are all of one sport for one, and what lies between them for a pause."""
    leg_of_row = np.searchsorted(np.array(points.leg_starts or [0]), np.arange(table.shape[0]), side="right") - 1
    stated = points.legs or [""]
    named = {text for text in stated if text.strip()}
    if merge_legs and len(named) == 1:  # a track that names no sport, beside others of one, is of that
        stated = [*named] * len(stated)
    sports = tuple(sport_of_text(text) for text in stated)
    if merge_legs and len(set(sports)) == 1:
        leg_of_row, sports, stated = np.zeros_like(leg_of_row), sports[:1], stated[:1]
    findings.extend(points.reading.findings())
    unknown = next((note for text, ours in zip(stated, sports, strict=True) if (note := stated_note(text, ours))), "")
    if unknown:
        findings.append(Finding("sport_unknown", unknown, 1))
    return Recorded(
        source_format,
        points.device,
        table,
        np.maximum(leg_of_row, 0).astype(np.int64),
        sports,
        merge_legs=merge_legs,
        indoor=all(sport in INDOOR_SPORTS for sport in sports),
        virtual=False,
        findings=findings,
    )
