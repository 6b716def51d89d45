"""``uncramp diary add`` and ``import``: files into the diary."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from uncramp.cli.diary.opening import of_diary, opened
from uncramp.texts import _

if TYPE_CHECKING:
    from uncramp.diary.importing import Imported
    from uncramp.diary.records import Activity

SHOWN: Final = 8
"""Lines of one kind before the rest is only counted."""
NOTHING_READ_EXIT: Final = 3
"""As for a file that cannot be read."""


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path())
@of_diary("json")
def add(files: tuple[str, ...], **given: Any) -> None:
    """Add activity files (FIT, TCX or GPX, packed by gzip or not). A file that is there already is left as it is.

    \b
    Examples:
      uncramp diary add marathon.fit
      uncramp diary add *.fit
    """  # noqa: D301 - click reads \b: keep these lines
    from uncramp.diary.finding import findings_in
    from uncramp.errors import InputError

    for name in files:
        if Path(name).is_dir():
            raise InputError(_("{name} is a folder. To add all activities in it: uncramp diary import {name}").format(name=name))
        if not Path(name).exists():
            raise InputError(_("There is no file {name}. Check its name.").format(name=name))
        with findings_in(Path(name)) as findings:
            if findings.source != "file":
                raise InputError(
                    _("{name} is an archive. To add all activities in it: uncramp diary import {name}").format(name=name)
                )
    _import([Path(name) for name in files], given)


@click.command("import")
@click.argument("places", nargs=-1, required=True, metavar="EXPORT.zip|DIR...", type=click.Path())
@of_diary("json")
def import_(places: tuple[str, ...], **given: Any) -> None:
    """Add all activities of a folder, or of an export of Strava, Garmin or Apple Health, packed or not.

    Files are read side by side and kept one by one, each whole or not at all. What the diary has already is left as it is, so that
    an import which was stopped goes on where it was.

    \b
    Examples:
      uncramp diary import strava_export.zip
      uncramp diary import ~/activities
    """  # noqa: D301 - click reads \b: keep these lines
    _import([Path(place) for place in places], given)


def _import(places: list[Path], given: dict[str, Any]) -> None:
    from contextlib import ExitStack

    from uncramp.cli.progress import progress_bar
    from uncramp.cli.writing import print_json
    from uncramp.diary.finding import findings_in
    from uncramp.diary.importing import import_files
    from uncramp.report.schema import to_json

    with ExitStack() as stack:
        found, refused, notes = [], [], []
        for place in places:
            findings = stack.enter_context(findings_in(place))
            found += findings.found
            refused += findings.refused
            notes += [f"{place.name}: {note}" for note in findings.notes]
        diary = stack.enter_context(opened(given, create=True))
        report = stack.enter_context(progress_bar("reading"))
        done = import_files(diary, found, progress=report)
        done.refused += refused
        notes += done.notes
        ids = {one.activity_id for one in done.added}
        groups = [group for group in diary.same_sessions() if ids & {one.activity_id for one in group}]
    if given["json"]:
        from uncramp.diary.documents import imported_document

        print_json(to_json(imported_document(done, notes, groups)))
    else:
        _tell(done, notes, groups)
    if done.refused and not (done.added or done.known):
        click.get_current_context().exit(NOTHING_READ_EXIT)


def _tell(done: Imported, notes: list[str], groups: list[tuple[Activity, ...]]) -> None:
    from uncramp.cli.diary.showing import ID_SHOWN, activity_lines

    if done.added:
        for line in activity_lines(done.added[:SHOWN], heading=False):
            click.echo(line)
        _tell_more(len(done.added) - SHOWN)
    _say(_("New: {new}. Known: {known}. Refused: {refused}.").format(
        new=len(done.added), known=len(done.known), refused=len(done.refused)
    ))  # fmt: skip
    for reason, names in _by_reason(done.refused):
        _say(f"  {names}: {reason}", indent="    ")
    for group in groups[:SHOWN]:
        names = ", ".join(one.file_name for one in group)
        _say(_("Note: these seem to be one session, of which the history of training counts one: {names}.").format(names=names))
    _tell_more(len(groups) - SHOWN)
    for note in notes:
        _say(_("Note: {note}").format(note=note))
    if done.added:
        ids = [one.activity_id[:ID_SHOWN] for one in done.added]
        _say(
            _("Was there a cramp? Say so, or that there was none: uncramp diary outcome --activity {id} cramp|none").format(
                id=ids[0]
            )
        )
        if len(ids) > 1:
            more = _(" and {count} more").format(count=len(ids) - SHOWN) if len(ids) > SHOWN else ""
            _say(_("So of each: {ids}.").format(ids=", ".join(ids[:SHOWN]) + more))


def _by_reason(refused: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Each reason once, with the names it holds for."""
    from uncramp.diary.arrival import safe_name
    from uncramp.diary.importing import bare_reason

    names: dict[str, list[str]] = {}
    for name, reason in refused:
        shown = safe_name(name)
        names.setdefault(bare_reason(name, reason), []).append(shown)
    counted = Counter({reason: len(found) for reason, found in names.items()})
    lines = []
    for reason, count in counted.most_common():
        listed = ", ".join(names[reason][:SHOWN])
        more = _(" and {count} more").format(count=count - SHOWN) if count > SHOWN else ""
        lines.append((reason, listed + more))
    return lines


def _tell_more(count: int) -> None:

    if count > 0:
        _say(_("... and {count} more").format(count=count))


def _say(text: str, indent: str = "") -> None:
    from uncramp.cli.writing import columns_of_stdout

    click.echo(click.wrap_text(text, columns_of_stdout() - 1, subsequent_indent=indent))
