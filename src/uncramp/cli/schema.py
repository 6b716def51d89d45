"""``uncramp schema``: the JSON Schema of what ``--json`` prints."""

from __future__ import annotations

import click


@click.command()
def schema() -> None:
    """Print the JSON Schema of what --json prints.

    \b
    Example:
      uncramp schema > why.schema.json
    """  # noqa: D301 - click reads \b: keep these lines
    from uncramp.cli.writing import print_json
    from uncramp.report.schema import schema_text

    print_json(schema_text())
