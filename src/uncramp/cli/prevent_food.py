"""``uncramp prevent food``: foods for what sweat took."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from uncramp.cli.options import options
from uncramp.texts import _

if TYPE_CHECKING:
    from uncramp.body.athlete import Athlete
    from uncramp.prevent.losses import Losses


@click.command()
@click.option(
    "--from",
    "session",
    type=click.Path(),
    metavar="FILE",
    help="The session: what `uncramp why --json` printed of it, or the activity file itself.",
)
@options("sweat", "sodium", "potassium", "diet", "athlete", "units", "json", "html", "draws", "seed", "verbose")
def food(session: str | None, **given: Any) -> None:
    """Name foods and drinks that bring back what a session took: before it, on the way, and after it.

    The loss comes from a session, from how many litres you sweated (your weight before less your weight after, plus what
    you drank), or from sodium and potassium as you type them. All portions together stay within it. Supplements carry the label of
    their evidence; with kidney disease or some medicines (in the athlete file) your clinician decides, not this list.

    \b
    Examples:
      uncramp prevent food --from run.json
      uncramp prevent food --from run.fit --athlete ana.toml --html food.html
      uncramp prevent food --sweat 2.5 --diet vegan
      uncramp prevent food --sodium 1800mg --potassium 400mg --verbose

    Salt does not protect from drinking too much, and none of this is shown to stop a cramp.
    """  # noqa: D301 - click reads \b: keep these lines
    from uncramp.body.athlete import Athlete
    from uncramp.body.athlete_file import read_athlete
    from uncramp.cli.writing import check_outputs, print_json, print_lines, screen_of_stdout, tell_written
    from uncramp.errors import InputError
    from uncramp.prevent.food import Eater, plan_food

    check_outputs({"html": given["html"]}, [session, given["athlete"]])
    athlete = read_athlete(given["athlete"]) if given["athlete"] else Athlete()
    if session:
        if any(given[name] is not None for name in ("sweat", "sodium", "potassium")):
            raise InputError(_("--from and --sweat, --sodium or --potassium say the same thing twice. Keep one of them."))
        losses = _losses_of_file(session, athlete, given)
    else:
        from uncramp.prevent.losses import losses_typed

        losses = losses_typed(
            sweat_l=given["sweat"], sodium_mmol=given["sodium"], potassium_mmol=given["potassium"],
            sweat_sodium_mmol_l=athlete.sweat_sodium_mmol_l, seed=given["seed"],
        )  # fmt: skip
    plan = plan_food(losses, Eater(given["diet"], athlete.sex, athlete.medicines, athlete.conditions, athlete.plasma_sodium_mmol_l))
    if given["html"]:
        from uncramp.report.food_page import write_food_page

        write_food_page(given["html"], plan, units=given["units"])
    if given["json"]:
        from uncramp.report.food_document import food_document
        from uncramp.report.schema import to_json

        print_json(to_json(food_document(plan)))
        return
    if not given["html"]:
        from dataclasses import replace

        from uncramp.report.food_text import food_view

        screen = screen_of_stdout(given["units"], verbose=given["verbose"])
        print_lines(food_view(plan, replace(screen, width=screen.width - 1)))  # the last column stays free
    tell_written([given["html"]])


def _losses_of_file(session: str, athlete: Athlete, given: dict[str, Any]) -> Losses:
    from uncramp.prevent.losses import losses_of, losses_of_document

    if Path(session).suffix.lower() == ".json":
        from uncramp.cli.check_summary import read_document

        return losses_of_document(read_document(session), session)
    from uncramp.assess import assess
    from uncramp.cli.progress import progress_bar
    from uncramp.compiled import engine_is_compiled

    with progress_bar("reading", compiling=not engine_is_compiled()) as report:
        return losses_of(assess(session, athlete, draws=given["draws"], seed=given["seed"], progress=report))
