"""``uncramp athlete``: the file in which a person says who they are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from uncramp.cli.options import options

if TYPE_CHECKING:
    from uncramp.body.athlete import Athlete


@click.group()
def athlete() -> None:
    """Write or check the file that says who you are; everything in it is optional.

    \b
    Examples:
      uncramp athlete new ana.toml
      uncramp athlete check ana.toml
    """  # noqa: D301 - click reads \b: keep these lines


@athlete.command("new")
@click.argument("path", type=click.Path(dir_okay=False), default="athlete.toml")
@options("force")
def new(path: str, force: bool) -> None:
    """Write an athlete file to fill in, at PATH (athlete.toml).

    \b
    Example:
      uncramp athlete new ana.toml
    """  # noqa: D301 - click reads \b: keep these lines
    from uncramp.body.athlete_file import athlete_template
    from uncramp.cli.writing import check_outputs, write_text
    from uncramp.errors import InputError

    if Path(path).exists() and not force:
        raise InputError(
            f"{path} exists already and may hold what you filled in. Choose another name, or overwrite it with --force."
        )
    check_outputs([path], [])
    write_text(path, athlete_template())
    click.echo(f"{path} is written. Take away the # in front of what you know, then: uncramp why FILE --athlete {path}")


@athlete.command("check")
@click.argument("path", type=click.Path())
def check(path: str) -> None:
    """Say what is understood of the athlete file PATH, and what will be drawn from the population instead.

    \b
    Example:
      uncramp athlete check ana.toml
    """  # noqa: D301 - click reads \b: keep these lines
    from dataclasses import fields

    from uncramp.body.athlete_file import read_athlete

    read = read_athlete(path)
    stated = {field.name: getattr(read, field.name) for field in fields(read) if getattr(read, field.name) not in (None, "", ())}
    for name, value in stated.items():
        shown = ", ".join(value) if isinstance(value, tuple) else str(value).lower() if isinstance(value, bool) else f"{value}"
        click.echo(f"{name} = {shown}")
    _tell_unknown(read)
    missing = [field.name for field in fields(read) if field.name not in stated]
    words = ", ".join(name.replace("_", " ") for name in missing) or "nothing"
    click.echo(click.wrap_text(f"Not said, and drawn from the population: {words}.", 80))


def _tell_unknown(read: Athlete) -> None:
    """Name the medicines and conditions that are in no list, and so count for nothing."""
    from uncramp.body.conditions import find_condition
    from uncramp.body.medicines import resolve

    for medicine in map(resolve, read.medicines):
        if not medicine.name:
            hint = f" Perhaps {' or '.join(medicine.nearest)} is meant." if medicine.nearest else ""
            click.echo(f"not in the list of medicines, so not counted: {medicine.given}.{hint}")
    for condition in read.conditions:
        if find_condition(condition) is None:
            click.echo(f"not in the list of conditions, so not counted: {condition}.")
