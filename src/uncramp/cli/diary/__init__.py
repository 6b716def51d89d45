"""``uncramp diary``: your activities, what happened in them, and what was weighed, drunk, tested and noted beside them."""

from __future__ import annotations

import click

from uncramp.cli.diary.adding import add, import_
from uncramp.cli.diary.keeping import check, delete, export, restore, undo
from uncramp.cli.diary.learning import experiment, learn
from uncramp.cli.diary.saying import athlete, cramp, drink, medicine, note, outcome, sweat_test, weigh
from uncramp.cli.diary.showing import list_, show


@click.group()
def diary() -> None:
    """Keep your activities, and say what happened in them: cramps, near-cramps, weighings, drinks, tests, medicines, notes.

    A session is one with a cramp, without, or not said; not said is never "no". All of it stays in one file on this machine,
    readable by you alone, or in your own PostgreSQL with --database.

    \b
    Examples:
      uncramp diary add marathon.fit
      uncramp diary cramp --muscle calf --side left --at 3:05:00 --severity 3
      uncramp diary outcome --activity 2024-07-14 none
      uncramp diary weigh --activity last --before 71.2 --after 69.4
      uncramp diary import strava_export.zip
      uncramp diary list
      uncramp diary learn --complete
      uncramp diary show last
      uncramp diary export --out diary.zip
    """  # noqa: D301 - click reads \b: keep these lines


for command in (
    add, import_, cramp, outcome, weigh, drink, sweat_test, medicine, note, athlete, list_, show, learn, experiment, undo, export, restore, check, delete,
):  # fmt: skip
    diary.add_command(command)
