"""``uncramp prevent weeks``: the weeks before a race."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from uncramp.cli.options import options
from uncramp.texts import _

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from uncramp.body.athlete import Athlete
    from uncramp.cli.inputs import Inputs
    from uncramp.cli.progress import Report
    from uncramp.prevent.exposure import Exposure
    from uncramp.prevent.session import PlannedSession
    from uncramp.prevent.weeks import Asked
    from uncramp.prevent.weeks_plan import WeeksPlan

FLAGS: Final = (
    "event", "course", "goal", "sport", "days", "history", "diary", "complete", "data", "database", "muscle", "athlete", "today", "air-temp", "humidity", "wind", "sun", "mechanism", "draws",
    "seed", "set", "json", "html", "ics", "fit", "zwo", "units", "verbose", "debug",
)  # fmt: skip
FOLDERS: Final = ("fit", "zwo")
"""Flags that name a folder with a workout for each session."""
NOT_ASKED: Final = ("no_cramp", "intake", "drank", "drink_sodium", "weather", "compare")
"""What ``read_inputs`` looks for and this command does not have."""


@click.command()
@options(*FLAGS)
def weeks(**given: Any) -> None:
    """Lay out the weeks to a race from your past training: no spikes, the race rehearsed, rest, and a taper.

    \b
    Examples:
      uncramp prevent weeks --event 2027-05-02 --history ~/activities
      uncramp prevent weeks --event 2027-05-02 --course marathon --goal 3:45:00 --days 5 --history ~/activities --html plan.html
      uncramp prevent weeks --event 2027-07-11 --course hills.gpx --goal 5:30:00 --sport trail_running --air-temp 28 --muscle quadriceps
      uncramp prevent weeks --event 2027-05-02 --diary
      uncramp prevent weeks --event 2027-05-02 --ics plan.ics --fit workouts
      uncramp prevent weeks --event 2027-06-12 --sport cycling --zwo trainer

    Without past activities, or with too few, it says so and gives a cautious plan for anybody. With --course and --goal it also says
    what the weeks do to the chance of a cramp in the race, as far as the model knows.
    """  # noqa: D301 - click reads \b: keep these lines
    from uncramp.errors import InputError

    if given["event"] is None:
        raise InputError(_("--event is missing: the day of the race, such as --event 2027-05-02."))
    from uncramp.cli.inputs import read_inputs
    from uncramp.cli.progress import progress_bar
    from uncramp.cli.writing import check_outputs

    check_outputs({name: given[name] for name in ("html", "ics")}, [given["athlete"], given["course"]])
    _check_folders(given)
    inputs = read_inputs({**dict.fromkeys(NOT_ASKED), "cramped": (), **given})
    asked = _asked(given)
    from uncramp.body.athlete import Athlete

    athlete = inputs.athlete or Athlete()
    with progress_bar("reading", compiling=_compiling(inputs, asked)) as report:
        if inputs.diary is not None:
            athlete = inputs.diary.athlete(report)
        exposure = _exposure(inputs, asked, athlete, report)
        plan = _with_chance(asked, athlete, exposure, inputs, given, report)
    if inputs.diary is not None:
        inputs.diary.tell()
    _show(plan, given)


def _compiling(inputs: Inputs, asked: Asked) -> bool:
    from uncramp.compiled import engine_is_compiled, keep_freed_memory

    keep_freed_memory()
    runs = inputs.history is not None or inputs.diary is not None or (asked.course is not None and asked.goal_s is not None)
    return runs and not engine_is_compiled()


def _asked(given: dict[str, Any]) -> Asked:
    from datetime import datetime

    from uncramp.errors import InputError
    from uncramp.prevent.course import course_of
    from uncramp.prevent.goal import goal_s_of
    from uncramp.prevent.weeks import Asked

    course = None if given["course"] is None else course_of(given["course"], given["sport"])
    sport = given["sport"] or (course.sport if course is not None else "running")
    if given["goal"] is not None and course is None:
        raise InputError(_("--goal needs --course: how far it is, such as --course marathon."))
    goal_s = None if given["goal"] is None or course is None else goal_s_of(given["goal"], course)
    today = _day(given["today"], "--today") if given["today"] else datetime.now().astimezone().date()
    return Asked(
        today=today, event=_day(given["event"], "--event"), days_count=given["days"], sport=sport, course=course, goal_s=goal_s,
        air_c=given["air_temp"], muscle=given["muscle"],
    )  # fmt: skip


def _day(text: str, flag: str) -> date:
    from datetime import date

    from uncramp.errors import InputError

    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise InputError(
            _("{flag} is {text}; expected a day as YYYY-MM-DD, such as 2027-05-02.").format(flag=flag, text=repr(text))
        ) from None


def _exposure(inputs: Inputs, asked: Asked, athlete: Athlete, report: Report | None) -> Exposure:
    from datetime import UTC, datetime, time

    from uncramp.prevent.exposure import NOTHING, exposure_of_history

    folder = inputs.history
    if folder is None and inputs.diary is not None:
        history = inputs.diary.history(datetime.combine(asked.today, time(), UTC), asked.sport)
        return exposure_of_history(history, asked.today, athlete)
    if folder is None:
        return NOTHING

    from uncramp.activity.history import read_folder
    from uncramp.prevent.exposure import exposure_of

    def say(done: int, count: int) -> None:
        if report is not None:
            report(0.4 * done / count, "reading the activities")

    read = read_folder(folder, datetime.combine(asked.today, time(), UTC), progress=say)
    if report is not None:
        report(0.4, "adding up what they asked of the muscles")
    return exposure_of(read, asked.today, athlete)


def _with_chance(
    asked: Asked, athlete: Athlete, exposure: Exposure, inputs: Inputs, given: dict[str, Any], report: Report | None
) -> WeeksPlan:
    from dataclasses import replace

    from uncramp.prevent.weeks import plan_weeks
    from uncramp.prevent.weeks_chance import chance_change

    plan = plan_weeks(asked, athlete, exposure)

    def say(share_frac: float, text: str) -> None:
        if report is not None:
            report(0.6 + 0.4 * share_frac, text)

    chance = chance_change(
        plan, athlete, weather=inputs.weather, mechanism=given["mechanism"], draws=given["draws"], seed=given["seed"],
        overrides=inputs.overrides or None, progress=say,
    )  # fmt: skip
    return replace(plan, chance=chance)


def _check_folders(given: dict[str, Any]) -> None:
    """A folder for workouts is made if its parent exists."""
    from uncramp.errors import InputError, StoreError
    from uncramp.prevent.workout import check_workout

    if given["fit"]:
        check_workout()
    for flag in FOLDERS:
        folder = given[flag]
        if folder and Path(folder).exists() and not Path(folder).is_dir():
            raise InputError(
                _("--{flag} {folder} is a file; expected a folder, in which each session gets a file of its own.").format(
                    flag=flag, folder=folder
                )
            )
        if folder and not Path(folder).resolve().parent.is_dir():
            raise StoreError(
                _("--{flag} {folder}: there is no folder {parent}. Make it, or name another place.").format(
                    flag=flag, folder=folder, parent=Path(folder).parent
                )
            )


def _show(plan: WeeksPlan, given: dict[str, Any]) -> None:
    from uncramp.cli.writing import print_json, print_lines, screen_of_stdout, tell_written

    written = _write(plan, given)
    if given["json"]:
        from uncramp.report.schema import to_json
        from uncramp.report.weeks_document import weeks_document

        print_json(to_json(weeks_document(plan)))
        return
    from uncramp.report.weeks_terminal import weeks_view

    print_lines(weeks_view(plan, screen_of_stdout(given["units"], verbose=given["verbose"])))
    tell_written(written)


def _write(plan: WeeksPlan, given: dict[str, Any]) -> list[str]:
    """Write what was asked for; the names of what was written."""
    from datetime import UTC, datetime

    from uncramp.report.html import write_whole

    written: list[str] = []
    workouts = _workouts(plan, given)
    if given["html"]:
        from uncramp.report.weeks_page import write_weeks_page

        write_weeks_page(plan, given["html"], units=given["units"])
        written.append(given["html"])
    if given["ics"]:
        from uncramp.prevent.calendar import weeks_calendar

        write_whole(weeks_calendar(plan.sessions, units=given["units"], made=datetime.now(UTC)), given["ics"])
        written.append(given["ics"])
    for flag, (sessions, made) in workouts.items():
        folder = Path(given[flag])
        folder.mkdir(exist_ok=True)
        for one in sessions:
            write_whole(made(one), folder / f"{one.day.isoformat()}-{one.kind.replace('_', '-')}.{flag}")
        written.append(given[flag])
    return written


def _workouts(plan: WeeksPlan, given: dict[str, Any]) -> dict[str, tuple[list[PlannedSession], Callable[[PlannedSession], bytes]]]:
    """The sessions that each kind of workout is written of, and how."""
    from uncramp.errors import InputError
    from uncramp.prevent.workout import session_workout
    from uncramp.prevent.zwift import suits_zwift, zwift_workout

    ridden = [one for one in plan.sessions if suits_zwift(one)]
    if given["zwo"] and not ridden:
        raise InputError(
            _(
                "--zwo: no session of this plan is one for an indoor trainer; expected rides (--sport cycling), "
                "or sessions in the heat on foot, which a hot race brings (--air-temp). Leave --zwo out, or "
                "write --fit for a watch."
            )
        )
    found = {
        "fit": ([one for one in plan.sessions if one.steps], session_workout),
        "zwo": (ridden, lambda one: zwift_workout(one, units=given["units"])),
    }
    return {flag: made for flag, made in found.items() if given[flag]}
