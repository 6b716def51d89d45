"""``uncramp prevent race``: pace, drinks and measures for one race."""

from __future__ import annotations

from typing import Any

import click


@click.command()
@click.argument("course", metavar="COURSE")
def race(course: str, **given: Any) -> None:
    """Plan a race: pace by kilometre, when to drink what, what else helps, and what all that does to the chance of a cramp."""
    raise NotImplementedError(course, given)
