"""The forms of plans: what each asks, in the order of the page."""

from __future__ import annotations

from collections.abc import Sequence

from uncramp.diary.records import Activity
from uncramp.diary.words import name_of, start_text
from uncramp.names import MUSCLES
from uncramp.prevent.weeks import SPORTS_PLANNED
from uncramp.texts import _
from uncramp.web.diary_forms import MOST_CHOICES
from uncramp.web.forms import PERCENT, Asked


def race_form(activities: Sequence[Activity], *, online: bool) -> tuple[Asked, ...]:
    """A race; ``online`` where the weather may be asked for."""
    forecast = Asked(
        "online", _("Ask Open-Meteo for the forecast"), "yes_no", choices=(("", _("No")), ("yes", _("Yes"))),
        help=_("Sent are the place of the course, rounded to about 10 km, and the date. It needs a course with positions."),
    )  # fmt: skip
    return (
        *_course(activities),
        Asked("start", _("Start"), "local_moment", required=True),
        Asked("goal", _("Goal"), help=_("such as 3:45:00; if empty, a finish time is predicted")),
        _sport(),
        Asked("air_c", _("Air temperature"), "number", "°C", help=_("if no weather is given, it is assumed and the range is wide")),
        Asked("humidity_frac", _("Humidity"), "number", PERCENT),
        Asked("wind_m_s", _("Wind, as felt"), "number", "m/s"),
        Asked("solar_w_m2", _("Sunshine"), "number", "W/m²", help=_("0 at night, 300 cloudy, 800 clear summer noon")),
        *((forecast,) if online else ()),
        Asked("drinks", _("Drinks there are"), "text", help=_("such as: water; cola 330 ml 35 g 1 mmol. If empty: water and a sports drink")),
        Asked("aid_stations", _("Aid stations"), "text", help=_("such as 5km for one every 5 km, or 4km, 9km, 15km. If empty: carried")),
        Asked("past_id", _("A past race that shows your fitness"), "choice", choices=(("", _("none")), *_listed(activities))),
    )  # fmt: skip


def weeks_form(activities: Sequence[Activity], *, online: bool) -> tuple[Asked, ...]:  # noqa: ARG001 - as the other form
    """The weeks before a race."""
    return (
        Asked("event", _("Day of the race"), "local_day", required=True),
        *_course(activities),
        Asked("goal", _("Goal"), help=_("such as 3:45:00; needs a course")),
        _sport(),
        Asked("days_count", _("Days of training a week"), "choice", choices=tuple((str(one), str(one)) for one in (4, 3, 5, 6, 7))),
        Asked("muscle", _("Muscle that cramps"), "choice", choices=tuple((one, _(one)) for one in MUSCLES)),
        Asked("air_c", _("Air temperature expected"), "number", "°C"),
    )


def _course(activities: Sequence[Activity]) -> tuple[Asked, ...]:
    return (
        Asked("distance", _("Distance"), help=_("such as marathon, 42.195km or 26.2mi; or one of the two beside it")),
        Asked("course_file", _("or a course file"), "file", help=_("GPX, TCX or FIT, with its heights")),
        Asked("activity_id", _("or the way of a past activity"), "choice", choices=(("", _("none")), *_listed(activities))),
    )


def _sport() -> Asked:
    sports = tuple((one, _(one.replace("_", " "))) for one in SPORTS_PLANNED)
    return Asked("sport", _("Sport"), "choice", choices=(("", _("as the course says, or running")), *sports))


def _listed(activities: Sequence[Activity]) -> tuple[tuple[str, str], ...]:
    return tuple((one.activity_id, f"{start_text(one)} {name_of(one)}") for one in activities[:MOST_CHOICES])
