"""Which activity is meant: the last one, a date, the beginning of an id, or a file name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import Final

from uncramp.diary.records import Activity
from uncramp.errors import InputError
from uncramp.texts import _

LAST: Final = "last"
SHOWN: Final = 5
SHORTEST_ID: Final = 4


def choose(said: str, activities: Sequence[Activity], zone: tzinfo | None = None) -> Activity:
    """The one activity that ``said`` means.

    Parameters
    ----------
    said
        ``last``, a day such as ``2024-07-14``, four or more signs of an id, or a file name with or without its ending.
    activities
        Newest first.
    zone
        In which a day is a day; that of this machine if not given.

    Raises
    ------
    InputError
        If none is meant, or several.
    """
    if not activities:
        raise InputError(_("The diary holds no activity yet. Add one: uncramp diary add FILE."))
    if said == LAST:
        return activities[0]
    found = [one for one in activities if _is_meant(said, one, zone)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise InputError(
            _(
                "--activity {said}: there is no such activity. Expected `last`, a day such as 2024-07-14, the "
                "beginning of an id, or a file name; `uncramp diary list` shows them."
            ).format(said=said)
        )
    several = "; ".join(f"{one.activity_id[:8]} {one.file_name}" for one in found[:SHOWN])
    more = "" if len(found) <= SHOWN else f" and {len(found) - SHOWN} more"
    raise InputError(
        _("--activity {said} may mean {count} activities: {several}{more}. Give the beginning of the id.").format(
            said=said, count=len(found), several=several, more=more
        )
    )


def local_start(activity: Activity, zone: tzinfo | None = None) -> datetime | None:
    """When it began, on the clock of ``zone`` or of this machine; ``None`` where the file has no clock."""
    if activity.started_at is None:
        return None
    return datetime.fromisoformat(activity.started_at).astimezone(zone)


def _is_meant(said: str, one: Activity, zone: tzinfo | None) -> bool:
    if re.fullmatch(r"\d{4}-\d\d-\d\d", said):
        start = local_start(one, zone)
        return start is not None and start.date().isoformat() == said
    name = said.replace("\\", "/").rpartition("/")[2].lower()
    own = one.file_name.lower()
    stem = re.sub(r"(\.(fit|tcx|gpx))?(\.gz)?$", "", own)
    of_id = len(said) >= SHORTEST_ID and one.activity_id.startswith(said.lower())
    return of_id or name in (own, stem) or (one.title is not None and one.title.lower() == said.lower())
