"""Whether what is said can be so, beside what the diary knows: not in the future, not twice, not long after its session."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from uncramp.activity.afterwards import HOURS_AFTER
from uncramp.diary.records import Activity, Entry, WeighIn
from uncramp.errors import InputError
from uncramp.texts import _
from uncramp.units import S_PER_H, elapsed_text

SLACK: Final = timedelta(days=1)
"""A day is kept as its noon, and a clock may be of another place."""
APART: Final = timedelta(hours=1)
"""Without a session, the same masses so soon are the same weighing."""
HAPPENED: Final = ("weighed_at", "tested_at", "noted_at")
"""Moments of what was; a medicine may begin next week."""


def check_possible(said: Entry, activity: Activity | None, weighings: Iterable[WeighIn], now: datetime) -> None:
    """Refuse what cannot be so.

    Parameters
    ----------
    activity
        The session that it is of.
    weighings
        Those that the diary has.

    Raises
    ------
    InputError
        Naming what was seen and what is expected.
    """
    for name in HAPPENED:
        moment = getattr(said, name, None)
        of_session = activity is not None and moment == activity.started_at  # by the clock of a watch
        if moment is not None and not of_session and datetime.fromisoformat(moment) > now + SLACK:
            raise InputError(
                _("{moment} is in the future; expected a moment that was. Check the year.").format(
                    moment=moment[: len("2024-07-14")]
                ),
                of=name,
            )
    at_s = getattr(said, "at_s", None)
    if activity is not None and at_s is not None and at_s > activity.duration_s + HOURS_AFTER * S_PER_H:
        raise InputError(
            _(
                "{time} is more than {hours} h after the finish of this activity at {finish}; expected a time during it or up to "
                "{hours} h after. Check the time, and which activity is meant."
            ).format(time=elapsed_text(at_s), hours=HOURS_AFTER, finish=elapsed_text(activity.duration_s)),
            of="at_s",
        )
    if isinstance(said, WeighIn) and any(_same(said, one) for one in weighings):
        raise InputError(
            _(
                "The diary has this very weighing already, and it would count twice; expected another one. If you did weigh again, "
                "say what was different; to say it otherwise, take the other out first."
            )
        )


def _same(one: WeighIn, other: WeighIn) -> bool:
    """Whether two weighings say the same of the same session, or of about the same moment."""
    moments = [datetime.fromisoformat(weighed.weighed_at) for weighed in (one, other)]
    bare = [replace(weighed, entry_id="", said_at="", weighed_at="") for weighed in (one, other)]
    return bare[0] == bare[1] and (one.activity_id is not None or abs(moments[0] - moments[1]) <= APART)
