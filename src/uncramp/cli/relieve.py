"""``uncramp relieve``: the two minutes of a cramp."""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING, Any

import click

from uncramp.cli.options import options, refuse
from uncramp.texts import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from uncramp.relieve.guide import Guide
    from uncramp.relieve.protocols import Muscle


@click.command()
@click.argument("muscle", nargs=-1)
@options("side", "partner", "place", "say", "text", "html", "pdf")
@click.option("--verbose", is_flag=True, help="With --text: also print grade and sources of every step.")
def relieve(muscle: tuple[str, ...], **given: Any) -> None:
    """Lead through a cramp of MUSCLE: what to do now, a timer for the holds, and what to do after it.

    MUSCLE is what you call it, with its side if you like: calf, "left calf", calf:left. Without it you choose. In a
    terminal the holds are counted in large digits with a bell: space pauses, r repeats, n shows another way, q leaves.
    Into a pipe, or with --text, the steps are printed. --html writes a card for a phone, --pdf one for the pocket.

    \b
    Examples:
      uncramp relieve calf
      uncramp relieve left calf --place water
      uncramp relieve hamstrings --partner --say
      uncramp relieve calf:left --text --verbose
      uncramp relieve calf --html calf.html --pdf calf.pdf

    Not a diagnosis: `uncramp check` asks for the warning signs that need a person.
    """  # noqa: D301 - click reads \b: keep these lines
    from uncramp.cli.writing import check_outputs, tell_written

    name, side = muscle_and_side(" ".join(muscle), given["side"] or "")
    cards = {"html": given["html"], "pdf": given["pdf"]}
    if name and not any(cards.values()) and _told_of_parts(name, side, given):
        return
    guide = _guide(name, side, given) if name else None  # a name that is not known is told before anything else
    check_outputs(cards, [])
    if given["html"] or given["pdf"]:
        refuse(given, ("say",), "goes with the timer; a card is read. Leave one of them out.")
        _write_cards(name, side, given)
    elif not given["text"] and has_screen():
        _time_holds(guide, side, given)
        return
    if given["text"] or not (given["html"] or given["pdf"]):
        _print_steps(guide, given)
    if any(cards.values()):
        tell_written(cards.values())


def muscle_and_side(text: str, side: str) -> tuple[str, str]:
    """Muscle and side as typed, in any order, joined with what ``--side`` says; "" for what is not said.

    Raises
    ------
    InputError
        If both name a side and they are not the same.
    """
    from uncramp.cli.times import SIDE_WORDS
    from uncramp.errors import InputError

    words = [word for word in re.split(r"[\s:]+", text.strip().lower()) if word]
    sides = [SIDE_WORDS[word] for word in words if word in SIDE_WORDS]
    for said in sides:
        if said != (side or sides[0]):
            raise InputError(
                _("{text} and --side {side} name two sides. Keep one of them, or say both.").format(
                    text=repr(text), side=side or sides[0]
                )
            )
    return " ".join(word for word in words if word not in SIDE_WORDS), side or (sides[0] if sides else "")


def _guide(name: str, side: str, given: dict[str, Any]) -> Guide:
    from uncramp.relieve.guide import guide

    return guide(name, side=side, partner=given["partner"], place=given["place"] or "")


def _tell_nearest(found: Guide, given: dict[str, Any]) -> None:
    """Say so where there is no way as it was asked for."""
    from uncramp.report.relief_words import place_words, way_name

    way, place, partner = found.way, given["place"], given["partner"]
    if partner and not way.partner:
        told = _("There are no steps with a partner for: {asked}. These are for one alone.")
    elif place and way.place != place and any(other.place == place for other in found.others):
        told = _("Steps for: {asked} need a partner (--partner). These are for: {found}.")
    elif place and way.place != place:
        told = _("No steps for this muscle are for: {asked}. These are for: {found}.")
    else:
        return
    click.echo(told.format(asked=place_words(place or way.place), found=way_name(way)), err=True)


def _told_of_parts(name: str, side: str, given: dict[str, Any]) -> bool:
    """Lead on from a word for several muscles, or for one without steps; false for any other word."""
    from uncramp.cli.writing import columns_of_stdout
    from uncramp.relieve.protocols import protocols
    from uncramp.relieve.words import has_no_steps, muscles_meant

    muscles = protocols().muscles
    meant = [muscles[muscle] for muscle in muscles_meant(name)]
    if meant and not given["text"] and has_screen():
        _time_holds(None, side, given, meant)
        return True
    from uncramp.report.relief_text import any_muscle_text, which_text

    width = columns_of_stdout()
    if meant:
        click.echo(which_text(name, meant, width=width), nl=False)
    elif has_no_steps(name):
        any_guide = _guide(next(iter(muscles)), side, given)
        click.echo(any_muscle_text(name, any_guide, list(muscles.values()), width=width), nl=False)
    return bool(meant) or has_no_steps(name)


def has_screen() -> bool:
    """Whether a person looks at a terminal that can draw."""
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def _print_steps(guide: Guide | None, given: dict[str, Any]) -> None:
    from uncramp.cli.writing import columns_of_stdout
    from uncramp.relieve.protocols import protocols
    from uncramp.report.relief_text import muscles_text, relief_text

    if given["say"]:
        click.echo(_("--say goes with the timer, which needs a terminal; here the steps are printed."), err=True)
    width = columns_of_stdout()
    if guide is None:
        click.echo(muscles_text(tuple(protocols().muscles.values()), width=width), nl=False)
    else:
        _tell_nearest(guide, given)
        click.echo(relief_text(guide, width=width, verbose=given["verbose"]), nl=False)


def _write_cards(name: str, side: str, given: dict[str, Any]) -> None:
    if given["pdf"]:
        from uncramp.report.pdf import check_pdf, write_pdf
        from uncramp.report.pocket_card import pocket_card

        check_pdf()
        write_pdf(pocket_card(name or None, side=side, partner=given["partner"], place=given["place"] or ""), given["pdf"])
    if given["html"]:
        from uncramp.report.relief_card import write_relief_card

        write_relief_card(given["html"], name or None, side=side, partner=given["partner"])


def _time_holds(guide: Guide | None, side: str, given: dict[str, Any], among: Sequence[Muscle] = ()) -> None:
    from uncramp.cli.relief_timer.app import CHECK, EASED, INTERRUPTED, ReliefApp
    from uncramp.cli.relief_timer.plain import plain_marks
    from uncramp.cli.writing import columns_of_stdout
    from uncramp.report.relief_text import Page, after_lines, help_lines

    app = ReliefApp(guide, lambda name: _guide(name, side, given), speech=given["say"], among=among)
    with plain_marks():
        ended = app.run()
    if ended == INTERRUPTED:
        raise click.Abort
    if ended == CHECK and start_check():
        return
    if app.guide is None or ended not in (EASED, CHECK):
        return
    # what the screen said is gone with it
    page = Page(columns_of_stdout())
    after = after_lines(app.guide, page) if ended == EASED else []
    click.echo("\n".join([*after, *help_lines(app.guide, page)]).lstrip("\n"))


def start_check() -> bool:
    """Go on with ``uncramp check``; false where there is none."""
    context = click.get_current_context()
    root = context.find_root().command
    command = root.get_command(context, "check") if isinstance(root, click.Group) else None
    if command is None:
        return False
    command.main(args=[], prog_name="uncramp check", standalone_mode=False)
    return True
