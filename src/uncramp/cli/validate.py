"""``uncramp validate``: the model against every published figure it can express."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from uncramp.cli.options import options, refuse

if TYPE_CHECKING:
    from uncramp.validation.finding import Finding

ATHLETES: Final = 2000
FLAGS: Final = ("only", "athletes", "draws", "seed", "set", "json", "html", "debug")


@click.command()
@click.option("--compare", is_flag=True, help="Weigh the hypotheses article, measured and mixed by these figures; a few minutes.")
@options(*FLAGS, draws=20, athletes=ATHLETES)
def validate(compare: bool, **given: Any) -> None:
    """Hold the model against published figures: what was published, what the model gives, hit or miss.

    Every target is computed anew, a minute or two for all. Fields are of --athletes athletes. A target hits where all of its
    figures are within the tolerance; a miss says what the model lacks, and what it cannot express says why.

    \b
    Examples:
      uncramp validate
      uncramp validate --only V05,V06
      uncramp validate --json > validation.json
      uncramp validate --html validation.html
      uncramp validate --only V01 --athletes 20000
      uncramp validate --only V05 --set hazard.drive_exponent_index=4
      uncramp validate --compare
      uncramp validate --compare --athletes 400
    """  # noqa: D301 - click reads \b: keep these lines
    from uncramp.cli.inputs import overrides_of
    from uncramp.cli.progress import progress_bar
    from uncramp.cli.writing import check_outputs
    from uncramp.compiled import engine_is_compiled, keep_freed_memory
    from uncramp.validation.bench import Bench
    from uncramp.validation.run import validate as held_against

    if compare:
        refuse(given, ("only", "set", "html"), "does not go with --compare, which weighs the figures the hazard is fitted to.")
        return _compare({name: value for name, value in given.items() if name not in ("athletes", "draws") or _typed(name)})
    check_outputs({"html": given["html"]}, [])
    fixed = tuple(sorted(overrides_of(given["set"]).items()))
    bench = Bench(given["athletes"], given["draws"], given["seed"], fixed)
    keep_freed_memory()
    with progress_bar("starting", compiling=not engine_is_compiled()) as report:
        findings = held_against(bench, given["only"], report)
    return _show(findings, given)


def _typed(name: str) -> bool:
    return click.get_current_context().get_parameter_source(name) != click.core.ParameterSource.DEFAULT


def _compare(given: dict[str, Any]) -> None:
    from uncramp.cli.progress import progress_bar, with_time_left
    from uncramp.compiled import engine_is_compiled, keep_freed_memory
    from uncramp.ensemble.hypotheses import compare_hypotheses
    from uncramp.ensemble.predicted import BLOCKS, DRAWS, RUNNERS, predict
    from uncramp.texts import _
    from uncramp.validation.bench import Bench, check_bench

    athletes, draws, seed = given.get("athletes", BLOCKS * RUNNERS), given.get("draws", DRAWS), given["seed"]
    check_bench(Bench(athletes, draws, seed))
    blocks = max(1, round(athletes / RUNNERS))
    keep_freed_memory()
    try:
        with progress_bar("starting", compiling=not engine_is_compiled()) as report:
            told = with_time_left(report)
            sums = predict(blocks=blocks, runners=min(athletes, RUNNERS), draws=draws, seed=seed, progress=told)
            told(1.0, _("weighing the hypotheses"))
            found = compare_hypotheses(sums, seed=seed)
    except KeyboardInterrupt:
        click.echo(_("\nuncramp: nothing is kept of a comparison; --athletes 400 takes a tenth of the time."), err=True)
        raise
    if given["json"]:
        from uncramp.cli.writing import print_json
        from uncramp.report.schema import to_json

        print_json(to_json(found.document()))
        return
    from uncramp.cli.writing import print_lines, screen_of_stdout
    from uncramp.report.hypotheses_view import hypotheses_view

    print_lines(hypotheses_view(found, screen_of_stdout("metric")))


def _show(findings: list[Finding], given: dict[str, Any]) -> None:
    if given["html"]:
        from uncramp.report.validation_page import write_validation_page

        write_validation_page(findings, given["html"])
    if given["json"]:
        from uncramp.cli.writing import print_json
        from uncramp.report.schema import to_json
        from uncramp.report.validation_document import validation_document

        print_json(to_json(validation_document(findings)))
        return
    from uncramp.cli.writing import print_lines, screen_of_stdout
    from uncramp.report.validation_view import validation_view
    from uncramp.texts import _

    screen = screen_of_stdout("metric")
    written = [screen.text(_("Written: {file}").format(file=given["html"]))] if given["html"] else []
    print_lines([*validation_view(findings, screen), *written])
