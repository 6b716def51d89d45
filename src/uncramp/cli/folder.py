"""A folder of activity files: one row a file, and one broken file never ends it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from uncramp.cli.failures import failure_of
from uncramp.cli.progress import Report, part_of
from uncramp.errors import InputError
from uncramp.texts import _

if TYPE_CHECKING:
    from uncramp.assessment import Assessment
    from uncramp.report.tables import SessionRow

ENDINGS: Final = (".fit", ".tcx", ".gpx")


@dataclass(frozen=True, slots=True)
class Listing:
    """What lies in a folder and below it, sorted by name."""

    activities: tuple[Path, ...]
    left_out: tuple[str, ...]  # names of the files that are no activities


def listing(folder: Path) -> Listing:
    """Files of ``folder`` and its sub-folders, those whose name begins with a dot apart.

    Raises
    ------
    InputError
        If there is no activity in it.
    """
    files = sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    activities = tuple(path for path in files if path.name.lower().removesuffix(".gz").endswith(ENDINGS))
    if not activities:
        raise InputError(
            _("{folder} holds no activity file. Expected files that end in {names} (or these with .gz).").format(
                folder=folder, names=", ".join(ENDINGS)
            )
        )
    left_out = tuple(path.relative_to(folder).as_posix() for path in files if path not in set(activities))
    return Listing(activities, left_out)


def assess_folder(
    folder: Path,
    found: Listing,
    assess_one: Callable[[Path, Report | None], Assessment],
    report: Report | None,
    *,
    debugging: bool,
) -> list[SessionRow]:
    """One row a file; an error becomes the row of its file.

    Parameters
    ----------
    debugging
        Let an error that is a mistake of ours through, to show where it came from.
    """
    from uncramp.report.tables import SessionRow, session_row

    rows = []
    for index, path in enumerate(found.activities):
        name = path.relative_to(folder).as_posix()
        part = part_of(report, index, len(found.activities), name)
        if part is not None:
            part(0.0, "reading")
        try:
            rows.append(session_row(assess_one(path, part), name))
        except Exception as error:  # told in the row of its file
            failure = failure_of(error)
            if debugging and failure.kind == "internal":
                raise
            rows.append(SessionRow(name, error_kind=failure.kind, error=failure.message))
    return rows
