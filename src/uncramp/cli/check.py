"""``uncramp check``: when to see a doctor, and what to hand over there."""

from __future__ import annotations

import click

from uncramp.cli.check_summary import summary


@click.group()
def check() -> None:
    """When to see a doctor, and a summary to hand over there.

    \b
    Example:
      uncramp check summary --athlete ana.toml --answers answers.json --pdf summary.pdf
    """  # noqa: D301 - click reads \b: keep these lines


check.add_command(summary)
