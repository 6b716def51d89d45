"""``uncramp prevent race``: pace, drinks and measures for one race."""

from __future__ import annotations

import re
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING, Any, Final

import click

from uncramp.cli.options import options, settle
from uncramp.errors import InputError
from uncramp.texts import _

if TYPE_CHECKING:
    from uncramp.body.athlete import Athlete
    from uncramp.prevent.past import PastRace
    from uncramp.prevent.plan import RacePlan
    from uncramp.training import TrainingHistory

FLAGS: Final = (
    "goal", "start", "sport", "from", "athlete", "history", "diary", "complete", "data", "database", "weather", "air-temp", "humidity",
    "wind", "sun", "drinks", "aid-stations", "mechanism", "draws", "seed", "set", "json", "html", "pdf", "ics", "fit", "units", "verbose", "debug",
)  # fmt: skip

FILES: Final = ("html", "pdf", "ics", "fit")
NOT_ASKED: Final = {"cramped": (), "no_cramp": False, "drank": None, "drink_sodium": None, "intake": None}
"""What a session may have said and a race to come cannot."""


@click.command()
@click.argument("course", metavar="COURSE")
@options(*FLAGS)
def race(course: str, **given: Any) -> None:
    """Plan a race: pace by kilometre, what to drink where, what else helps, and what all that does to the chance of a cramp.

    COURSE is a GPX or FIT course, a past activity (its way, not its pace), or a distance: 42.195km, 26.2mi, marathon,
    half-marathon. Without --goal a finish time is predicted. No plan names more to drink
    than three of four possible athletes like you sweat; with a sweat test it comes nearer to you.

    \b
    Examples:
      uncramp prevent race 42.195km --goal 3:45:00 --start 2027-05-02T09:00 --air-temp 20
      uncramp prevent race marathon --start 2027-05-02T09:00 --diary
      uncramp prevent race marathon --start 2027-05-02T09:00 --diary --from last_race.fit
      uncramp prevent race course.gpx --start 2027-05-02T09:00+02:00 --aid-stations 5km --athlete athlete.toml
      uncramp prevent race marathon --start 2027-05-02T09:00 --from last_race.fit --html plan.html --pdf card.pdf
      uncramp prevent race marathon --start 2027-05-02T09:00 --drinks "water; cola 330 ml 35 g 1 mmol"
      uncramp prevent race course.gpx --start 2027-05-02T09:00 --ics race.ics --fit race.fit
      uncramp prevent race 50km --sport trail_running --start 2027-06-12T06:00 --json > plan.json

    The chance is an estimate with its range, not a promise. Nothing leaves this machine, except place and date with
    --weather online.
    """  # noqa: D301 - click reads \b: keep these lines
    from uncramp.cli.inputs import STATED_WEATHER
    from uncramp.cli.writing import check_outputs

    settle(given, ("weather",), STATED_WEATHER)
    start = start_of(given["start"])
    check_outputs({name: given[name] for name in FILES}, [course, given["athlete"], given["weather"], *given["from"]])
    if given["pdf"]:
        from uncramp.report.pdf import check_pdf

        check_pdf()
    if given["fit"]:
        from uncramp.prevent.workout import check_workout

        check_workout()
    plan = _plan(course, start, given)
    if given["json"]:
        _check_exports(plan, given)
    _write(plan, given)
    if given["json"]:
        from uncramp.cli.writing import print_json
        from uncramp.report.race_document import race_document
        from uncramp.report.schema import to_json

        print_json(to_json(race_document(plan)))
        return
    _show(plan, given)
    _check_exports(plan, given)


def start_of(text: str | None) -> datetime:
    """The start as typed; without an offset or a zone in the time zone of this machine.

    Raises
    ------
    InputError
        If nothing was typed, or it is no moment.

    Examples
    --------
    >>> start_of("2027-05-02T09:00+02:00").isoformat()
    '2027-05-02T09:00:00+02:00'
    >>> start_of("2027-05-02 09:00 Europe/Paris").isoformat()
    '2027-05-02T09:00:00+02:00'
    """
    example = "--start 2027-05-02T09:00"
    if not text:
        raise InputError(
            _("A plan needs the start of the race, since weather and sun depend on it. Say {example}.").format(example=example)
        )
    moment_text, zone = _zone_of(text.strip())
    try:
        moment = datetime.fromisoformat(moment_text)
    except ValueError:
        raise InputError(
            _(
                "--start {text}: not a moment. Expected a date with a time, such as {example}, {example}+02:00 "
                "or '{local} Europe/Paris'."
            ).format(text=text, example=example, local=example[8:])
        ) from None
    if not re.search(r"[T ]", moment_text, re.IGNORECASE):
        raise InputError(
            _("--start {text}: the time is missing. Expected a date with a time, such as {example}.").format(
                text=text, example=example
            )
        )
    if zone is not None:
        if moment.tzinfo:
            raise InputError(_("--start {text}: has an offset and a zone. Keep one.").format(text=text))
        return moment.replace(tzinfo=zone)
    return moment if moment.tzinfo else moment.astimezone()


def _zone_of(text: str) -> tuple[str, tzinfo | None]:
    """The moment, and the zone named behind it."""
    named = re.fullmatch(r"(.*\d)\s*\[?([A-Za-z_]+/[\w+/-]+)\]?", text)
    if not named:
        return text, None
    from zoneinfo import ZoneInfo

    try:
        return named[1], ZoneInfo(named[2])
    except (KeyError, ValueError, OSError):
        raise InputError(
            _("--start {text}: there is no time zone {named}. Expected one such as Europe/Paris, or an offset, +02:00.").format(
                text=text, named=named[2]
            )
        ) from None


def _plan(course: str, start: datetime, given: dict[str, Any]) -> RacePlan:
    from uncramp.cli.inputs import read_inputs
    from uncramp.cli.progress import progress_bar
    from uncramp.compiled import engine_is_compiled, keep_freed_memory
    from uncramp.prevent.race import plan_race

    inputs = read_inputs(NOT_ASKED | given)
    keep_freed_memory()
    with progress_bar("reading the course", compiling=not engine_is_compiled()) as report:
        athlete: Athlete | None = inputs.athlete
        history: str | TrainingHistory | None = inputs.history
        past: tuple[str | PastRace, ...] = given["from"]
        if inputs.diary is not None:
            athlete = inputs.diary.athlete(report)
            history = history or inputs.diary.history(start, given["sport"] or "running")
            past = tuple(map(inputs.diary.past, given["from"]))
        plan = plan_race(
            course,
            athlete,
            start=start,
            goal=given["goal"],
            sport=given["sport"],
            weather=inputs.weather,
            history=history,
            past=past,
            drinks=given["drinks"] or (),
            aid_stations=given["aid_stations"],
            draws=given["draws"],
            seed=given["seed"],
            mechanism=given["mechanism"],
            overrides=inputs.overrides or None,
            now=datetime.now(UTC),
            progress=report,
        )
    if inputs.diary is not None:
        inputs.diary.tell()
    return plan


def _check_exports(plan: RacePlan, given: dict[str, Any]) -> None:
    """Refuse a calendar or a workout of a plan that is not to be followed."""
    from uncramp.prevent.labels import check_safe

    if given["ics"] or given["fit"]:
        check_safe(plan)


def _files(plan: RacePlan) -> tuple[str, ...]:
    """What a plan may be written to: without its warnings only where it is safe."""
    return FILES if plan.is_safe else FILES[:2]


def _write(plan: RacePlan, given: dict[str, Any]) -> None:
    from uncramp.report.html import write_whole

    units = given["units"]
    if given["html"]:
        from uncramp.report.race_page import write_race_page

        write_race_page(plan, given["html"], units=units)
    if given["pdf"]:
        from uncramp.report.pdf import write_pdf
        from uncramp.report.race_card import race_card

        write_pdf(race_card(plan, units), given["pdf"])
    if given["ics"] and plan.is_safe:
        from uncramp.prevent.calendar import race_calendar

        write_whole(race_calendar(plan, units=units, made=datetime.now(UTC)), given["ics"])
    if given["fit"] and plan.is_safe:
        from uncramp.prevent.workout import race_workout

        write_whole(race_workout(plan, units=units), given["fit"])


def _show(plan: RacePlan, given: dict[str, Any]) -> None:
    from dataclasses import replace

    from uncramp.cli.writing import print_lines, screen_of_stdout, tell_written
    from uncramp.report.race_terminal import race_view

    screen = screen_of_stdout(given["units"], verbose=given["verbose"])
    # some terminals break a line that is just full
    print_lines(race_view(plan, replace(screen, width=screen.width - 1)))
    tell_written(given[name] for name in _files(plan))
