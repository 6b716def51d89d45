"""``uncramp schema``: the JSON Schema of what ``--json`` prints."""

from __future__ import annotations

import click

from uncramp.report.schema import SCHEMAS


@click.command()
@click.argument("command", type=click.Choice(SCHEMAS), default="why")
def schema(command: str) -> None:
    """Print the JSON Schema of what --json prints, of COMMAND (why).

    \b
    Examples:
      uncramp schema > why.schema.json
      uncramp schema check > check.schema.json
      uncramp schema race > race.schema.json
      uncramp schema weeks > weeks.schema.json
      uncramp schema food > food.schema.json
    """  # noqa: D301 - click reads \b: keep these lines
    from uncramp.cli.writing import print_json
    from uncramp.report.schema import schema_text

    print_json(schema_text(command))
