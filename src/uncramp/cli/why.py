"""``uncramp why``: why an athlete cramped, or came near it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from uncramp.cli.options import options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from uncramp.assessment import Assessment
    from uncramp.body.athlete import Athlete
    from uncramp.cli.inputs import Inputs
    from uncramp.cli.progress import Report
    from uncramp.diary.told import Told

FLAGS: Final = (
    "time", "sport", "cramped", "no-cramp", "athlete", "history", "diary", "complete", "data", "database", "weather", "air-temp", "humidity", "wind", "sun", "intake", "drank",
    "drink-sodium", "mechanism", "draws", "seed", "set", "compare", "json", "html", "series", "csv", "units", "verbose", "debug",
)  # fmt: skip

FILES: Final = ("html", "series", "csv")


def _print_schema(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        from uncramp.cli.writing import print_json
        from uncramp.report.schema import schema_text

        print_json(schema_text())
        ctx.exit()


@click.command()
@click.argument("what", metavar="FILE|DIR|DISTANCE")
@click.option(
    "--json-schema",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_schema,
    help="Print the schema of --json, and nothing else.",
)
@options(*FLAGS)
def why(what: str, **given: Any) -> None:
    """Say when, where and why you cramped or were near it, how sure that is, and what would have changed it.

    FILE is a FIT, TCX or GPX activity; DIR gives a table, one row a file; DISTANCE (10km, 26.2mi, marathon,
    half-marathon) with --time is a session that is planned or has no file. Nothing leaves this machine, except
    place and date with --weather online.

    \b
    Examples:
      uncramp why run.fit
      uncramp why marathon.fit --cramped calf:left@3:05:00 --air-temp 28 --humidity 60
      uncramp why ride.fit --no-cramp --drank "600 ml/h" --drink-sodium 20 --html ride.html
      uncramp why 42.195km --time 3:45:00 --weather online --athlete athlete.toml
      uncramp why race.fit --compare long_run.fit
      uncramp why race.fit --diary --complete
      uncramp why race.fit --diary --compare long_run.fit
      uncramp why ~/activities --csv table.csv
      uncramp why run.fit --json > run.json; uncramp cite run.json

    With --cramped or --no-cramp the answer takes into account what happened; with --diary what it says of the
    session, where no flag does. Flags that hold for more than
    one session are also read from the environment, such as UNCRAMP_ATHLETE; a flag wins over it.
    """  # noqa: D301 - click reads \b: keep these lines
    from uncramp.cli.inputs import read_inputs, settle_flags
    from uncramp.cli.writing import check_outputs

    folder = Path(what).is_dir()
    settle_flags(given, what)
    reads = [what, given["athlete"], given["weather"], given["intake"], given["compare"]]
    check_outputs({name: given[name] for name in FILES}, reads)
    inputs = read_inputs(given)
    if folder:
        _why_folder(Path(what), inputs, given)
    else:
        _why_session(what, inputs, given)


def _why_session(what: str, inputs: Inputs, given: dict[str, Any]) -> None:
    from uncramp.cli.progress import part_of, progress_bar

    _tell_doubt(what, given)
    files = [what, *([given["compare"]] if given["compare"] else [])]
    other = comparison = None
    with progress_bar("reading", compiling=_compiling()) as report:
        one = part_of(report, 0, len(files), Path(what).name)
        assessment = _assess(what, inputs, given, one, _athlete(files, inputs, one))
        if given["compare"]:
            from uncramp.assess import compare

            other = _assess_other(given["compare"], assessment, inputs, given, part_of(report, 1, len(files), Path(files[-1]).name))
            comparison = compare(assessment, other)
    if inputs.diary is not None:
        inputs.diary.tell()
    if given["html"]:
        from uncramp.report.page import write_page

        write_page(assessment, given["html"], units=given["units"], comparison=comparison, other=other)
    if given["series"]:
        from uncramp.cli.writing import write_text
        from uncramp.report.tables import series_csv

        write_text(given["series"], series_csv(assessment))
    if given["json"]:
        from uncramp.cli.writing import print_json
        from uncramp.report.document import assessment_document
        from uncramp.report.schema import to_json

        print_json(to_json(assessment_document(assessment, comparison, other)))
        return
    from uncramp.cli.writing import print_lines, screen_of_stdout, tell_written
    from uncramp.report.terminal import comparison_view, why_view

    screen = screen_of_stdout(given["units"], verbose=given["verbose"])
    lines = why_view(assessment, screen, inputs.overrides)
    if comparison is not None and other is not None:
        lines += [screen.text(""), *comparison_view(assessment, other, comparison, screen)]
    print_lines(lines)
    tell_written(given[name] for name in FILES)


def _tell_doubt(what: str, given: dict[str, Any]) -> None:
    """Say on stderr what is odd about the pace of a plan."""
    from uncramp.activity.plan import doubt, is_plan, parse_plan

    if given["time"] is not None and is_plan(what):
        told = doubt(*parse_plan(what, given["time"]), given["sport"] or "running")
        if told:
            click.echo(f"Note: {told}", err=True)


def _compiling() -> bool:
    """Whether the first simulation has to compile the engine."""
    from uncramp.compiled import engine_is_compiled, keep_freed_memory

    keep_freed_memory()
    return not engine_is_compiled()


def _athlete(files: Sequence[str], inputs: Inputs, report: Report | None) -> Athlete:
    """Who it is: the same in all that are compared, and taught by none of them."""
    if inputs.diary is None:
        from uncramp.body.athlete import Athlete

        return inputs.athlete or Athlete()
    return inputs.diary.athlete(report, about=[inputs.diary.session(file) for file in files])


def _assess(
    what: str | Path,
    inputs: Inputs,
    given: dict[str, Any],
    report: Report | None,
    athlete: Athlete,
    *,
    same_person_as: Assessment | None = None,
) -> Assessment:
    """Assess one session; reading comes first, since a cramp may be told from the finish. What was typed goes before the diary."""
    from dataclasses import replace

    from uncramp.activity.history import read_history
    from uncramp.assess import assess_minutes
    from uncramp.cli.inputs import intake_for

    told = _told(what, inputs, given, athlete)
    typed: dict[str, Any] = {}
    start, sport = told.minutes.start, told.recording.sport
    if inputs.drinking is not None or inputs.intake_file is not None:
        typed["intake"] = intake_for(inputs, start)
    if inputs.history is not None:
        typed["history"] = read_history(inputs.history, start, sport)
    if inputs.cramped is not None:
        typed["cramped"] = tuple(cramp.event(told.minutes.duration_s) for cramp in inputs.cramped)
    if inputs.diary is not None:
        inputs.diary.note_told(what, told, typed)
    told = replace(told, **typed)
    return assess_minutes(
        told.minutes, told.athlete, progress=report, same_person_as=same_person_as, **told.given, **_reckoning(inputs, given)
    )


def _assess_other(path: str, one: Assessment, inputs: Inputs, given: dict[str, Any], report: Report | None) -> Assessment:
    """The session compared with: what holds for the athlete holds for it, what was typed of the day does not."""
    from dataclasses import replace

    from uncramp.cli.inputs import ONLINE

    of_any = replace(
        inputs, weather=inputs.weather if given["weather"] == ONLINE else None, drinking=None, intake_file=None, cramped=None
    )
    return _assess(path, of_any, {**given, "time": None, "sport": None}, report, one.athlete, same_person_as=one)


def _told(what: str | Path, inputs: Inputs, given: dict[str, Any], athlete: Athlete) -> Told:
    """The session as its diary tells it, or as its file or plan alone does."""
    from uncramp.assess import read_minutes
    from uncramp.diary.told import Told

    if inputs.diary is not None and (told := inputs.diary.told(what, athlete, weather=inputs.weather, sport=given["sport"])):
        return told
    recording, minutes = read_minutes(what, time=given["time"], sport=given["sport"] or "running", weather=inputs.weather)
    history = None if inputs.diary is None else inputs.diary.history(minutes.start, recording.sport)
    return Told(recording, minutes, athlete, None, history, None)


def _reckoning(inputs: Inputs, given: dict[str, Any]) -> dict[str, Any]:
    return {name: given[name] for name in ("mechanism", "draws", "seed")} | {"overrides": inputs.overrides or None}


def _why_folder(folder: Path, inputs: Inputs, given: dict[str, Any]) -> None:
    from uncramp import __version__
    from uncramp.cli.folder import assess_folder, listing
    from uncramp.cli.progress import progress_bar
    from uncramp.cli.writing import print_json, print_lines, screen_of_stdout, tell_written, write_text

    found, athlete = listing(folder), _athlete((), inputs, None)
    # the flag may stand before or after `why`
    debugging = given["debug"] or bool(click.get_current_context().find_root().params.get("debug"))
    with progress_bar("reading", compiling=_compiling()) as report:
        rows = assess_folder(
            folder, found, lambda path, part: _assess(path, inputs, given, part, athlete), report, debugging=debugging
        )
    if given["csv"]:
        from uncramp.report.tables import rows_csv

        write_text(given["csv"], rows_csv(rows))
    if given["json"]:
        from uncramp.report.document import rows_document
        from uncramp.report.schema import to_json

        print_json(to_json(rows_document(rows, found.left_out, given["seed"], given["draws"], __version__)))
        return
    from uncramp.report.folder_table import folder_view

    screen = screen_of_stdout(given["units"])
    print_lines(folder_view(rows, found.left_out, screen))
    tell_written(given[name] for name in FILES)
