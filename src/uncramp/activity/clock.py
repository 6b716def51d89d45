"""The clock of a recording: rows in one rising order of time, with every jump said."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

import numpy as np

from uncramp.activity.recorded import Finding, counted
from uncramp.errors import ActivityFileError
from uncramp.minutes import Floats, Integers
from uncramp.texts import _
from uncramp.units import elapsed_text

LONGEST_PAUSE_S: Final = 86_400.0
"""A longer gap is a clock that was set, or another activity."""

NOTED_PAUSE_S: Final = 60.0
"""Smart recording leaves gaps of half a minute; a longer one is a pause."""

EARLIEST_CLOCK_S: Final = 946_684_800.0
"""2000-01-01: a watch that says less was never set."""

STRAGGLERS_LIMIT: Final = 60
"""So many rows written late are sorted in; when more follow, the clock itself went back."""


def straighten(time_s: Floats, findings: list[Finding]) -> tuple[Integers, Floats]:
    """Rows to keep, in order of time, and the time of each (rising, equal times next to each other).

    Parameters
    ----------
    time_s
        [row] seconds in file order, NaN without time.
    findings
        What was left out or moved is appended here.

    Raises
    ------
    ActivityFileError
        When no row has a time.
    """
    rows = np.flatnonzero(np.isfinite(time_s))
    if rows.size == 0:
        raise ActivityFileError(
            _("No sample in the file has a time, so nothing can be placed. Export the original from the watch.")
        )
    lost = time_s.size - rows.size
    if lost:
        first = int(np.flatnonzero(~np.isfinite(time_s))[0])
        findings.append(
            Finding(
                "no_time", _("Left out: {samples} without a time.").format(samples=counted(lost, "sample")), lost, max(first - 1, 0)
            )
        )
    rows = rows[_near_the_rest(time_s[rows], rows, findings)]
    time_s = _moved_forward(time_s[rows], rows, findings)
    order = np.argsort(time_s, kind="stable")
    return rows[order], time_s[order]


def _near_the_rest(time_s: Floats, rows: Integers, findings: list[Finding]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Mask of the rows that a gap of more than a day does not part from the longest stretch."""
    keep = np.ones(time_s.size, dtype=bool)
    borders = np.flatnonzero(np.abs(np.diff(time_s)) > LONGEST_PAUSE_S) + 1
    if borders.size == 0:
        return keep
    starts = np.concatenate(([0], borders))
    ends = np.concatenate((borders, [time_s.size]))
    longest = int(np.argmax(ends - starts))
    keep[:] = False
    keep[starts[longest] : ends[longest]] = True
    last = time_s[ends[longest] - 1]
    for block in range(longest + 1, starts.size):
        if abs(time_s[starts[block]] - last) <= LONGEST_PAUSE_S:
            keep[starts[block] : ends[block]] = True
            last = time_s[ends[block] - 1]
    first = time_s[starts[longest]]
    for block in range(longest - 1, -1, -1):
        if abs(first - time_s[ends[block] - 1]) <= LONGEST_PAUSE_S:
            keep[starts[block] : ends[block]] = True
            first = time_s[starts[block]]
    lost = np.flatnonzero(~keep)
    before = int(lost[0]) - 1
    text = (
        _("Left out: {samples} after {at}, where the clock jumps by more than a day (to {wrong}).")
        if before >= 0
        else _("Left out: {samples} at the start, where the clock jumps by more than a day (to {wrong}).")
    )
    wrong = datetime.fromtimestamp(float(time_s[lost[0]]), UTC)
    findings.append(
        Finding(
            "clock_jump",
            text.format(samples=counted(lost.size, "sample"), wrong=f"{wrong:%Y-%m-%d %H:%M}", at="{at}"),
            int(lost.size),
            int(rows[max(before, 0)]) if before >= 0 else int(rows[np.flatnonzero(keep)[0]]),
        )
    )
    return keep


def _moved_forward(time_s: Floats, rows: Integers, findings: list[Finding]) -> Floats:
    """Times after a clock that went back are moved so that they continue; a few late rows keep theirs."""
    steps = np.diff(time_s)
    back = np.flatnonzero(steps < 0.0)
    if back.size == 0:
        return time_s
    rising = steps[steps > 0.0]
    step_s = float(min(np.median(rising), NOTED_PAUSE_S)) if rising.size else 1.0
    moved = time_s.copy()
    shift_s, late, shifts = 0.0, [], []
    high = float(time_s[: back[0] + 1].max())
    index = int(back[0]) + 1
    while index < time_s.size:
        now = float(time_s[index]) + shift_s
        if now >= high:
            high = moved[index] = now
            index += 1
            continue
        ahead = time_s[index : index + STRAGGLERS_LIMIT] + shift_s
        beyond = np.flatnonzero(ahead >= high)
        if beyond.size or ahead.size < STRAGGLERS_LIMIT:
            many = int(beyond[0]) if beyond.size else ahead.size
            moved[index : index + many] = ahead[:many]
            late.append((index, many))
            index += many
        else:
            shifts.append((index, high - now))
            shift_s += high - now + step_s
    if late:
        many = sum(count for _, count in late)
        text = _("Put back in order of time: {samples} written late, the first at {at}.")
        text = text.format(samples=counted(many, "sample"), at="{at}")
        findings.append(Finding("out_of_order", text, many, int(rows[late[0][0]])))
    if shifts:
        text = (
            _("The clock went back by {length} at {at}; what follows was moved on so that it continues.")
            if len(shifts) == 1
            else _("The clock went back {count} times, first by {length} at {at}; what follows was moved on so that it continues.")
        ).format(count=len(shifts), length=elapsed_text(shifts[0][1]), at="{at}")
        findings.append(Finding("clock_back", text, len(shifts), int(rows[shifts[0][0]])))
    return moved


def pause_finding(elapsed_s: Floats, rows: Integers) -> Finding | None:
    """The pauses of a recording in one sentence, if it has any."""
    gaps = np.diff(elapsed_s)
    long = np.flatnonzero(gaps > NOTED_PAUSE_S)
    if long.size == 0:
        return None
    longest = int(long[np.argmax(gaps[long])])
    row, length, where = int(rows[long[0]]), elapsed_text(gaps[longest]), elapsed_text(elapsed_s[longest])
    if long.size == 1:
        text = _("Nothing was recorded for {length} from {place} on; taken as a pause.").format(length=length, place=where)
        return Finding("pause", text, 1, row)
    total = elapsed_text(float(gaps[long].sum()))
    text = _(
        "{count} stretches of more than a minute without a sample, {total} in all, taken as pauses; the longest is {length} at {place}."
    ).format(count=f"{long.size:,}", total=total, length=length, place=where)
    return Finding("pause", text, int(long.size), row)


def start_of(first_s: float, findings: list[Finding]) -> datetime | None:
    """The start as a date, or None (and a finding) when the clock was never set."""
    if first_s >= EARLIEST_CLOCK_S:
        return datetime.fromtimestamp(first_s, UTC)
    said = datetime.fromtimestamp(first_s, UTC).date().isoformat()
    text = _("The clock of the device was not set (it says {day}), so date and height of the sun are unknown.").format(day=said)
    findings.append(Finding("no_clock", text, 1))
    return None
