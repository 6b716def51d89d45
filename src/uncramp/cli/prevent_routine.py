"""``uncramp prevent routine``: warm-up, cool-down, stretching and strength for one muscle, timed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from uncramp.cli.options import options, refuse

if TYPE_CHECKING:
    from uncramp.prevent.routine import Routine

KINDS: Final = ("warm-up", "cool-down", "stretching", "strength")
"""Those of ``prevent.moves``, which is not loaded for the help."""


@click.command()
@click.argument("kind", type=click.Choice(KINDS))
@options("muscle", "minutes", "side", "athlete", "say", "text", "json", "html")
@click.option("--verbose", is_flag=True, help="With --text: also print grade and sources of every move.")
def routine(kind: str, **given: Any) -> None:
    """Lead through a routine for one muscle: WARM-UP, COOL-DOWN, STRETCHING or STRENGTH, timed to the second.

    In a terminal each move is counted in large digits with a bell: space pauses, enter goes on, r repeats, q leaves.
    Into a pipe, or with --text, it is printed. Each routine says what is known of it: none is shown to stop cramps.

    \b
    Examples:
      uncramp prevent routine warm-up --muscle calf
      uncramp prevent routine strength --muscle hamstrings --minutes 15 --text
      uncramp prevent routine stretching --muscle calf --side left --minutes 6 --say
      uncramp prevent routine strength --muscle calf --athlete ana.toml --text
      uncramp prevent routine cool-down --muscle quadriceps --html cool_down.html
    """  # noqa: D301 - click reads \b: keep these lines
    from uncramp.body.athlete import Athlete
    from uncramp.body.athlete_file import read_athlete
    from uncramp.cli.relieve import muscle_and_side
    from uncramp.cli.writing import check_outputs, tell_written
    from uncramp.prevent.routine_care import routine_for

    muscle, side = muscle_and_side(given["muscle"], given["side"] or "")
    athlete = read_athlete(given["athlete"]) if given["athlete"] else Athlete()
    made = routine_for(athlete, kind, muscle, minutes=given["minutes"], side=side)
    check_outputs({"html": given["html"]}, [given["athlete"]])
    if given["html"]:
        from uncramp.report.routine_page import write_routine_page

        refuse(given, ("say",), "goes with the timer; a page is read. Leave one of them out.")
        write_routine_page(given["html"], made)
    if given["json"]:
        from uncramp.cli.writing import print_json
        from uncramp.report.routine_document import routine_document
        from uncramp.report.schema import to_json

        print_json(to_json(routine_document(made)))
        return
    _show(made, given)
    tell_written([given["html"]])


def _show(made: Routine, given: dict[str, Any]) -> None:
    """Time it on a terminal, print it elsewhere."""
    from uncramp.cli.relieve import has_screen

    if given["html"] and not given["text"]:
        return
    if not given["text"] and has_screen():
        _time(made, given)
        return
    from uncramp.cli.writing import columns_of_stdout
    from uncramp.report.routine_text import routine_text
    from uncramp.texts import _

    if given["say"]:
        click.echo(_("--say goes with the timer, which needs a terminal; here the steps are printed."), err=True)
    click.echo(routine_text(made, width=columns_of_stdout(), verbose=given["verbose"]), nl=False)


def _time(made: Routine, given: dict[str, Any]) -> None:
    from uncramp.cli.relief_timer.app import INTERRUPTED
    from uncramp.cli.relief_timer.plain import plain_marks
    from uncramp.cli.relief_timer.routine import RoutineApp
    from uncramp.texts import _

    for step in made.own:  # before the first move, not under it
        click.echo(f"! {step.text}")
    if made.own:
        click.pause(_("Read it? Then press any key to begin."))
    with plain_marks():
        if RoutineApp(made, speech=given["say"]).run() == INTERRUPTED:
            raise click.Abort
