"""The files of a plan: for a calendar, a watch, a printer, and as one page."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Final

from uncramp.errors import InputError
from uncramp.prevent.plan import RacePlan
from uncramp.prevent.weeks_plan import WeeksPlan
from uncramp.texts import _
from uncramp.web.planning import Made

CALENDAR, FIT, PDF, PAGE, ZIP = (
    "text/calendar",
    "application/vnd.ant.fit",
    "application/pdf",
    "text/html; charset=utf-8",
    "application/zip",
)
OF_RACE: Final = ("race.ics", "race.fit", "card.pdf", "plan.html")
OF_WEEKS: Final = ("weeks.ics", "workouts.zip", "plan.html")


def names_of(made: Made) -> tuple[str, ...]:
    """Names of the files there are."""
    return OF_RACE if made.kind == "race" else OF_WEEKS


def file_of(made: Made, name: str, units: str) -> tuple[bytes, str]:
    """Content and media type of one.

    Raises
    ------
    InputError
        If there is none of this name.
    StoreError
        If a library that it needs is not installed, with what to install.
    """
    if name not in names_of(made):
        raise InputError(_("This plan has no file of that name."))
    plan = made.plan
    return _of_race(plan, name, units, made.made_at) if isinstance(plan, RacePlan) else _of_weeks(plan, name, units, made.made_at)


def _of_race(plan: RacePlan, name: str, units: str, made_at: datetime) -> tuple[bytes, str]:
    if name == "race.ics":
        from uncramp.prevent.calendar import race_calendar

        return race_calendar(plan, units=units, made=made_at), CALENDAR
    if name == "race.fit":
        from uncramp.prevent.workout import check_workout, race_workout

        check_workout()
        return race_workout(plan, units=units), FIT
    if name == "card.pdf":
        from uncramp.report.pdf import check_pdf, pdf_bytes
        from uncramp.report.race_card import race_card

        check_pdf()
        return pdf_bytes(race_card(plan, units)), PDF
    from uncramp.report.race_page import render_race_page

    return render_race_page(plan, units=units).encode(), PAGE


def _of_weeks(plan: WeeksPlan, name: str, units: str, made_at: datetime) -> tuple[bytes, str]:
    if name == "weeks.ics":
        from uncramp.prevent.calendar import weeks_calendar

        return weeks_calendar(plan.sessions, units=units, made=made_at), CALENDAR
    if name == "workouts.zip":
        from uncramp.prevent.workout import check_workout, session_workout

        check_workout()
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
            for one in plan.sessions:
                if one.steps:
                    entry = zipfile.ZipInfo(f"{one.day.isoformat()}-{one.kind.replace('_', '-')}.fit", (1980, 1, 1, 0, 0, 0))
                    archive.writestr(entry, session_workout(one))
        return written.getvalue(), ZIP
    from uncramp.report.weeks_page import render_weeks_page

    return render_weeks_page(plan, units=units).encode(), PAGE
