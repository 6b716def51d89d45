"""``uncramp cohort``: a whole field of athletes."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Final

import click

from uncramp.cli.options import options

if TYPE_CHECKING:
    from uncramp.cli.progress import Report
    from uncramp.ensemble.executors import Workers
    from uncramp.ensemble.study import Plan, Study

FLAGS: Final = ("draws", "athletes", "seed", "mechanism", "set", "workers", "cluster", "out", "json", "html", "units", "debug")


@click.command()
@click.argument("field", metavar="FIELD.toml|NAME")
@options(*FLAGS, draws=20)
def cohort(field: str, **given: Any) -> None:
    """Simulate a whole field: who cramps where and when, who overheats or drinks too much, and what help is needed.

    FIELD.toml describes a race or a camp: athletes, course, waves, weather, how people drink. NAME is a field that comes
    with uncramp: marathon, half_marathon, ultra_56km, mountain_161km, bike_leg_180km, triathlon, cycle_tour, football_camp.

    \b
    Examples:
      uncramp cohort marathon --athletes 500
      uncramp cohort marathon --out study --html marathon.html
      uncramp cohort my_race.toml --draws 50 --json > my_race.json
      uncramp cohort half_marathon --athletes 200 --units imperial
      uncramp cohort my_race.toml --workers 8 --out study
      uncramp cohort my_race.toml --cluster tcp://10.0.0.1:8786 --out study

    The result is the same for any number of workers. With --out what is finished is kept, so that the same
    command goes on after any end; runners.parquet and segments.parquet are written there.
    """  # noqa: D301 - click reads \b: keep these lines
    from uncramp.cli.inputs import overrides_of
    from uncramp.cli.progress import COMPILING, progress_bar
    from uncramp.cli.writing import check_outputs
    from uncramp.ensemble.cohort import chosen_workers
    from uncramp.ensemble.field_file import read_field
    from uncramp.ensemble.study import Plan, of_athletes

    check_outputs({"html": given["html"]}, [field])
    read = read_field(field)
    if given["athletes"]:
        read = of_athletes(read, min(given["athletes"], read.athletes_count))
    if given["out"]:
        from uncramp.ensemble.parquet import check_parquet

        check_parquet()
    plan = Plan(read, given["draws"], given["seed"], given["mechanism"], overrides_of(given["set"]))
    compiling, watched = _compiling(), sys.stderr.isatty()
    with (
        chosen_workers(given["cluster"], given["workers"]) as workers,
        progress_bar("starting", compiling=compiling and not watched) as report,
    ):
        if report is not None and compiling:
            report(0.0, f"starting ({COMPILING})")
        study = _run(plan, workers, given, report)
    _show(study, given)


def _compiling() -> bool:
    from uncramp.compiled import engine_is_compiled, keep_freed_memory

    keep_freed_memory()
    return not engine_is_compiled()


def _run(plan: Plan, workers: Workers, given: dict[str, Any], report: Report | None) -> Study:
    from uncramp.cli.progress import with_time_left
    from uncramp.ensemble.study import run_study

    told, finished = with_time_left(report), False

    def say(share_frac: float, text: str) -> None:
        nonlocal finished
        finished = True
        told(share_frac, text)

    try:
        return run_study(plan, workers.executor, workers=workers.count, out=given["out"], progress=say)
    except KeyboardInterrupt:
        click.echo(f"\nuncramp: {_kept_text(plan, given['out'], finished)}", err=True)
        raise


def _kept_text(plan: Plan, out: str | None, finished: bool) -> str:
    """What is left of a study that was stopped; ``finished`` says whether it came to a chunk of its own."""
    from uncramp.ensemble.chunk_files import ChunkFolder
    from uncramp.texts import _

    count = ChunkFolder(out, plan.chunks_sha256).finished_count if out else 0
    if count == 1:
        return _("one finished chunk is in {out}; the same command goes on from there.").format(out=out)
    if count:
        return _("{count} finished chunks are in {out}; the same command goes on from there.").format(count=count, out=out)
    if out or not finished:
        return _("no chunk was finished yet; the same command begins anew.")
    return _("what was finished is lost; with --out DIR it would have been kept.")


def _show(study: Study, given: dict[str, Any]) -> None:
    from uncramp.ensemble.summary import summary_of

    summary = summary_of(study)
    written = []
    if given["out"]:
        from uncramp.ensemble.parquet import write_tables

        written += [str(path) for path in write_tables(study, given["out"])]
    if given["html"]:
        from uncramp.report.cohort_page import write_cohort_page

        write_cohort_page(study, summary, given["html"], units=given["units"])
        written.append(given["html"])
    if given["json"]:
        from uncramp.cli.writing import print_json
        from uncramp.report.cohort_document import study_document
        from uncramp.report.schema import to_json

        print_json(to_json(study_document(study, summary)))
        return
    from uncramp.cli.writing import print_lines, screen_of_stdout
    from uncramp.report.cohort_view import cohort_view

    screen = screen_of_stdout(given["units"])
    lines = cohort_view(study, summary, screen)
    print_lines([*lines, *([screen.text(f"Written: {', '.join(written)}")] if written else [])])
