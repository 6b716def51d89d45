"""``uncramp prevent``: what to do in a race, in the weeks before it, and every day."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Final

import click

PARTS: Final = ("race", "weeks", "routine", "food")
"""Sub-commands in the order of the help; each is the command of that name in ``cli/prevent_<name>.py``."""


class _Parts(click.Group):
    """Loads a sub-command when it is named."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's own signature
        return [name for name in PARTS if find_spec(_module(name))]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        command = getattr(import_module(_module(cmd_name)), cmd_name)
        return command if isinstance(command, click.Command) else None


def _module(name: str) -> str:
    return f"uncramp.cli.prevent_{name}"


@click.group(cls=_Parts)
def prevent() -> None:
    """Plan a race, the weeks before it, and what you do every day, so that a cramp is less likely.

    \b
    Examples:
      uncramp prevent race 42.195km --goal 3:45:00 --start 2027-05-02T09:00 --air-temp 20
      uncramp prevent race course.gpx --start 2027-05-02T09:00 --from last_race.fit --html plan.html --pdf card.pdf
      uncramp prevent weeks --event 2027-05-02 --history ~/activities --ics weeks.ics

    Estimates for planning, not promises; no plan names more to drink than three of four
    possible athletes like you sweat.
    """  # noqa: D301 - click reads \b: keep these lines
