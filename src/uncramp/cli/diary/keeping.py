"""``uncramp diary undo``, ``export``, ``restore``, ``check`` and ``delete``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from uncramp.cli.diary.opening import of_diary, opened
from uncramp.texts import _

if TYPE_CHECKING:
    from uncramp.diary.store import Diary


@click.command()
@of_diary("yes")
def undo(**given: Any) -> None:
    """Take back the last thing that was added or said, or the whole of the last import.

    It asks first where several activities would go, or where something was deleted since: what is deleted does not come back.

    \b
    Examples:
      uncramp diary undo
      uncramp diary undo --yes
    """  # noqa: D301 - click reads \b: keep these lines
    from uncramp.diary.words import kind_word

    with opened(given) as diary:
        newest, doubt = diary.newest_step(), diary.undo_doubt()
        if doubt and newest is not None:
            _ask(_("{why} Take it back?").format(why=doubt), given)
        undone = diary.undo(batch=newest.batch if newest is not None and doubt else "")
    _tell(_("Undone: {what}, said on {moment}.").format(what=kind_word(undone.what), moment=undone.said_at))


@click.command()
@of_diary("diary:out", "force")
def export(**given: Any) -> None:
    """Write everything into one zip archive: tables as JSON and CSV, and your files as they were.

    \b
    Example:
      uncramp diary export --out diary.zip
    """  # noqa: D301 - click reads \b: keep these lines
    from uncramp.cli.writing import replacing
    from uncramp.diary.bundle import write_bundle
    from uncramp.errors import InputError, StoreError

    if given["out"] is None:
        raise InputError(_("Where to? Add --out diary.zip."))
    target = Path(given["out"])
    if target.is_dir() or not target.parent.is_dir():
        raise StoreError(
            _("{target} cannot be written: expected the name of a file in a folder that exists.").format(target=target)
        )
    if target.exists() and not given["force"]:
        raise InputError(_("{target} exists already. Choose another name, or overwrite it with --force.").format(target=target))
    with opened(given) as diary, replacing(target) as part:
        part.chmod(0o600)
        counts = write_bundle(diary, part)
    _tell(
        _("Written: {file}. Activities with their files: {activities}; other rows: {others}.").format(
            file=target, activities=counts["activities"], others=sum(counts.values()) - counts["activities"]
        )
    )
    _tell(_("It holds health data and is not locked; keep it where only you can read it."))


@click.command()
@click.argument("file", required=False, metavar="[FILE.zip]", type=click.Path())
@of_diary()
def restore(file: str | None, **given: Any) -> None:
    """Bring back what FILE.zip of an export holds; or, without FILE, mend a damaged diary.

    What is there already stays. A damaged diary is put aside, never deleted: a new one is made of all that can still be read and of
    the newest copy, which is made each week and before each update of the tables.

    \b
    Examples:
      uncramp diary restore diary.zip
      uncramp diary restore
    """  # noqa: D301 - click reads \b: keep these lines
    if file is None:
        _mend(given)
        return
    from uncramp.diary.bundle import read_bundle
    from uncramp.errors import InputError

    if not Path(file).is_file():
        raise InputError(_("There is no file {file}. Expected what `uncramp diary export` wrote.").format(file=file))
    with opened(given, create=True) as diary:
        restored = read_bundle(diary, Path(file))
    _tell(
        _("Restored: {added} rows and files; {known} were there already.").format(
            added=restored.added_count, known=restored.known_count
        )
    )


def _mend(given: dict[str, Any]) -> None:
    from uncramp.diary.database import place_of
    from uncramp.diary.occupied import refuse_if_occupied
    from uncramp.diary.rescue import rescue
    from uncramp.errors import InputError, StoreError

    place = place_of(given["data"], given["database"])
    if not isinstance(place, Path):
        raise InputError(
            _("A database in PostgreSQL is brought back by its own tools (pg_restore), or from an export: name the FILE.zip.")
        )
    try:
        with opened(given) as diary:
            diary.database.check()
            diary.verify()
    except StoreError:
        pass
    else:
        _tell(_("The diary is not damaged; nothing was done."))
        return
    refuse_if_occupied(place.parent)
    rescued = rescue(place)
    _tell(_("A new diary was made: {file} rows from the damaged file, {copy} from a copy.").format(
        file=rescued.from_file_count, copy=rescued.from_copy_count
    ))  # fmt: skip
    if rescued.without_original:
        _tell(_("The files of these activities are lost; add them again: {ids}.").format(ids=", ".join(rescued.without_original)))
    _tell(_("The damaged one was put aside: {path}").format(path=rescued.damaged))


@click.command()
@of_diary()
def check(**given: Any) -> None:
    """Check every page and every row of the diary for damage.

    \b
    Example:
      uncramp diary check
    """  # noqa: D301 - click reads \b: keep these lines
    with opened(given) as diary:
        diary.database.check()
        count = diary.verify()
    _tell(_("{count} rows, all as they were written: {place}").format(count=count, place=diary.database.name))


@click.command()
@of_diary("activity", "entry", "everything", "yes")
def delete(**given: Any) -> None:
    """Delete an activity with all that was said of it, an entry, or everything. It asks first, and cannot be undone.

    Copies of the diary keep what you delete from it until they are replaced, at most five weeks; --everything deletes them as well.
    An export that you wrote is yours to delete.

    \b
    Examples:
      uncramp diary delete --activity 2024-07-14
      uncramp diary delete --entry 3fa9
      uncramp diary delete --everything
    """  # noqa: D301 - click reads \b: keep these lines
    from uncramp.errors import InputError

    asked = [name for name in ("activity", "entry", "everything") if given[name]]
    if len(asked) != 1:
        raise InputError(_("What? Say one of --activity WHICH, --entry ID or --everything."))
    with opened(given) as diary:
        {"activity": _delete_activity, "entry": _delete_entry, "everything": _delete_everything}[asked[0]](diary, given)


def _delete_activity(diary: Diary, given: dict[str, Any]) -> None:
    from uncramp.diary.words import name_of

    activity = diary.activity(given["activity"])
    _ask(_("Delete {name} with its file and all that was said of it?").format(name=name_of(activity)), given)
    diary.remove_activity(activity.activity_id)
    _tell(_("Deleted: {name}.").format(name=name_of(activity)))


def _delete_entry(diary: Diary, given: dict[str, Any]) -> None:

    _ask(_("Delete the entry {id}?").format(id=given["entry"]), given)
    diary.remove_entry(given["entry"])
    _tell(_("Deleted: an entry."))


def _delete_everything(diary: Diary, given: dict[str, Any]) -> None:
    from uncramp.diary.erase import delete_everything

    count = len(diary.activities())
    _ask(
        _("Delete the whole diary {place}: its activities ({count}), their files, every entry and every copy?").format(
            place=diary.database.name, count=count
        ),
        given,
    )
    delete_everything(diary)
    _tell(_("Deleted: everything. An export that you wrote earlier is still where you put it."))


def _ask(question: str, given: dict[str, Any]) -> None:
    from uncramp.errors import InputError

    if given["yes"]:
        return
    if not sys.stdin.isatty():
        raise InputError(
            _("{question} This deletes, and nobody is there to be asked. Add --yes if you are sure.").format(question=question)
        )
    click.confirm(question, abort=True)


def _tell(text: str) -> None:
    from uncramp.cli.writing import columns_of_stdout

    click.echo(click.wrap_text(text, columns_of_stdout() - 1))
