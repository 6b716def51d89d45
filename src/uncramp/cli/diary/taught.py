"""What ``--diary`` gives to other commands: who keeps it, the sessions before a moment, and what was learnt of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from uncramp.body.athlete import Athlete
    from uncramp.cli.progress import Report
    from uncramp.diary.store import Diary
    from uncramp.training import TrainingHistory


@dataclass(frozen=True)
class Taught:
    """The diary that the flags name; it is opened when it is asked."""

    given: Mapping[str, Any]
    stated: Athlete | None  # by --athlete, which goes before what the diary says

    def athlete(self, report: Report | None = None, *, leave_out_sha256: str = "") -> Athlete:
        """The athlete with what their sessions taught, all but the one of this file: what happened in it is said by itself."""
        from uncramp.cli.diary.opening import opened
        from uncramp.diary.lessons import lessons_of

        def say(done: int, count: int) -> None:
            if report is not None:
                report(done / count, "going through your diary")

        with opened(self.given) as diary:
            who = self.stated if self.stated is not None else diary.athlete()
            lessons = lessons_of(
                diary, who, complete=self.given["complete"], mechanism=self.given["mechanism"], seed=self.given["seed"],
                leave_out=_id_of(diary, leave_out_sha256), progress=say,
            )  # fmt: skip
        return lessons.of(who)

    def history(self, before: datetime | None, sport: str, *, leave_out_sha256: str = "") -> TrainingHistory:
        """Sessions of the diary that ended before a moment, and what they add up to."""
        from uncramp.cli.diary.opening import opened

        with opened(self.given) as diary:
            return diary.training_history(before, sport, leave_out=_id_of(diary, leave_out_sha256))


def _id_of(diary: Diary, sha256: str) -> str:
    from uncramp.diary.arrival import ID_LENGTH

    return sha256[:ID_LENGTH] if sha256 and diary.has(sha256) else ""
