"""``uncramp why``: why an athlete cramped, or came near it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from uncramp.cli.options import options

if TYPE_CHECKING:
    from uncramp.assessment import Assessment
    from uncramp.cli.inputs import Inputs
    from uncramp.cli.progress import Report

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
      uncramp why ~/activities --csv table.csv
      uncramp why run.fit --json > run.json; uncramp cite run.json

    With --cramped or --no-cramp the answer takes into account what happened. Flags that hold for more than
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
    other = comparison = None
    with progress_bar("reading", compiling=_compiling()) as report:
        count = 2 if given["compare"] else 1
        assessment = _assess(what, inputs, given, part_of(report, 0, count, Path(what).name))
        if given["compare"]:
            from uncramp.assess import compare

            other = _assess_other(
                given["compare"], assessment, inputs, given, part_of(report, 1, count, Path(given["compare"]).name)
            )
            comparison = compare(assessment, other)
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


def _assess(what: str | Path, inputs: Inputs, given: dict[str, Any], report: Report | None) -> Assessment:
    """Assess one session; reading comes first, since a cramp may be told from the finish."""
    from uncramp.activity.history import read_history
    from uncramp.assess import assess_minutes, read_minutes
    from uncramp.body.athlete import Athlete
    from uncramp.cli.inputs import intake_for

    recording, minutes = read_minutes(what, time=given["time"], sport=given["sport"] or "running", weather=inputs.weather)
    history = None if inputs.history is None else read_history(inputs.history, minutes.start, recording.sport)
    athlete = inputs.athlete or Athlete()
    if inputs.diary is not None:
        athlete = inputs.diary.athlete(report, leave_out_sha256=recording.sha256)
        history = history or inputs.diary.history(minutes.start, recording.sport, leave_out_sha256=recording.sha256)
    return assess_minutes(
        minutes,
        athlete,
        recording=recording,
        intake=intake_for(inputs, minutes.start),
        history=history,
        cramped=None if inputs.cramped is None else [cramp.event(minutes.duration_s) for cramp in inputs.cramped],
        progress=report,
        **_reckoning(inputs, given),
    )


def _assess_other(path: str, one: Assessment, inputs: Inputs, given: dict[str, Any], report: Report | None) -> Assessment:
    """The session compared with: what holds for the athlete holds for it, what was said of the day does not."""
    from uncramp.assess import assess
    from uncramp.cli.inputs import ONLINE

    weather = inputs.weather if given["weather"] == ONLINE else None
    return assess(
        path,
        inputs.athlete,
        weather=weather,
        history=inputs.history,
        same_person_as=one,
        progress=report,
        **_reckoning(inputs, given),
    )


def _reckoning(inputs: Inputs, given: dict[str, Any]) -> dict[str, Any]:
    return {name: given[name] for name in ("mechanism", "draws", "seed")} | {"overrides": inputs.overrides or None}


def _why_folder(folder: Path, inputs: Inputs, given: dict[str, Any]) -> None:
    from uncramp import __version__
    from uncramp.cli.folder import assess_folder, listing
    from uncramp.cli.progress import progress_bar
    from uncramp.cli.writing import print_json, print_lines, screen_of_stdout, tell_written, write_text

    found = listing(folder)
    # the flag may stand before or after `why`
    debugging = given["debug"] or bool(click.get_current_context().find_root().params.get("debug"))
    with progress_bar("reading", compiling=_compiling()) as report:
        rows = assess_folder(folder, found, lambda path, part: _assess(path, inputs, given, part), report, debugging=debugging)
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
