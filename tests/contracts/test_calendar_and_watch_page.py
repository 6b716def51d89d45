"""What the page about calendars, watches and trainers quotes is in the files that are written."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from planned import marathon, session

from uncramp.prevent.calendar import race_calendar, weeks_calendar
from uncramp.prevent.session import Step
from uncramp.prevent.watch_steps import race_steps
from uncramp.prevent.zwift import zwift_workout

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "calendar_and_watch.md"


def quoted() -> list[str]:
    """What stands in quotation marks before the part for Python, code left out."""
    told = re.sub(r"```.*?```|`[^`]*`", "", PAGE.read_text(encoding="utf-8").partition("## From Python")[0], flags=re.DOTALL)
    return [" ".join(part.split()) for part in re.findall(r'"([^"]+)"', told)]


def test_what_is_quoted_is_written() -> None:
    plan = marathon()
    calendars = race_calendar(plan) + weeks_calendar([session(Step("work", duration_s=3600.0))])
    heat = session(Step("work", duration_s=3600.0), kind="heat", sport="running")
    notes = [step.note for close in (5.0, 0.7) for step in race_steps(marathon(every_km=close), "metric")]
    written = "\n".join([calendars.replace(b"\r\n ", b"").replace(b"\\", b"").decode(), zwift_workout(heat).decode(), *notes])
    assert len(quoted()) >= 7
    assert [part for part in quoted() if part not in written] == []


def test_a_name_of_a_drink_is_in_no_calendar_that_others_may_read() -> None:
    plan = replace(marathon(), drinks=tuple(replace(stop, what="my own mix") for stop in marathon().drinks))
    assert b"my own mix" not in race_calendar(plan)
    assert b"CLASS:PRIVATE" in race_calendar(plan, detailed=True)
