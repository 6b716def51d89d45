"""Read a folder of earlier sessions: what the athlete is used to, and which descents may still be felt."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from uncramp.errors import ActivityFileError, InputError, UncrampError
from uncramp.minutes import Floats, Minutes
from uncramp.names import SPORTS, one_of
from uncramp.texts import N_, _
from uncramp.training import FOOT_SPORTS, LONGEST_DAY, RECENT_DAY, PastSession, TrainingHistory, UnreadFile, same_family
from uncramp.units import MIN_PER_H, S_PER_H

if TYPE_CHECKING:
    from uncramp.activity.samples import Samples

ENDINGS: Final = (".fit", ".tcx", ".gpx", ".fit.gz", ".tcx.gz", ".gpx.gz")
S_PER_DAY: Final = 86400.0
DAYS_PER_WEEK: Final = 7.0
LOOK_BACK_DAY: Final = 365.0
"""Sessions older than this change nothing and are left out."""

Progress = Callable[[int, int], None]
"""Called with (files done, files in all)."""

NO_CLOCK: Final = N_("without a date")
THE_SESSION: Final = N_("the session itself")
SECOND_COPY: Final = N_("a second copy of another file")
LATER: Final = N_("later than this day")


@dataclass(frozen=True, slots=True)
class ReadSession:
    """One file of the folder that can be used."""

    start: datetime  # UTC
    past: PastSession
    minutes: Minutes


@dataclass(frozen=True, slots=True)
class ReadFolder:
    """What a folder of earlier activities holds."""

    sessions: tuple[ReadSession, ...]
    unread: tuple[UnreadFile, ...]
    left_out: tuple[UnreadFile, ...]  # could be read, but do not count, and why


def read_history(
    folder: str | Path, before: datetime | None, sport: str, *, leave_out_sha256: str = "", progress: Progress | None = None
) -> TrainingHistory:
    """Earlier sessions in a folder, and what they add up to.

    Parameters
    ----------
    before
        Start of the session in question (UTC). Sessions that start then or later are left out. ``None``, when that is not
        known: the end of the newest session found.
    sport
        Of the session in question; the longest session is looked for in its family of sports.
    leave_out_sha256
        Digest of the session's own file, which may lie in the same folder.

    A file that cannot be read is named in the result, and a second copy of one is counted once.

    Raises
    ------
    InputError
        If the folder does not exist or holds no activity file.
    """
    one_of(sport, SPORTS, "sport of the history")
    read = read_folder(folder, before, leave_out_sha256=leave_out_sha256, progress=progress)
    return history_of(read, before, sport)


def history_of(read: ReadFolder, before: datetime | None, sport: str) -> TrainingHistory:
    """What the sessions of a folder add up to; see :func:`read_history`."""
    sessions, too_late = place_sessions([(one.start, one.past) for one in read.sessions], before)
    return summarise(sessions, sport, unread=read.unread, left_out_count=len(read.left_out) + too_late)


def read_folder(
    folder: str | Path, before: datetime | None, *, leave_out_sha256: str = "", progress: Progress | None = None
) -> ReadFolder:
    """Every activity file of a folder, with what is left out and why; see :func:`read_history`.

    Raises
    ------
    InputError
        If the folder does not exist or holds no activity file.
    """
    files = _activity_files(Path(folder))
    found: dict[str, ReadSession] = {}
    unread: list[UnreadFile] = []
    left_out: list[UnreadFile] = []
    for number, path in enumerate(files, start=1):
        try:
            samples, minutes = _load(path)
        except (UncrampError, OSError) as error:
            unread.append(UnreadFile(path.name, str(error)))
        else:
            start = _utc(samples.start)
            own = samples.sha256 == leave_out_sha256
            if start is None:
                left_out.append(UnreadFile(path.name, NO_CLOCK))
            elif own or samples.sha256 in found:
                left_out.append(UnreadFile(path.name, THE_SESSION if own else SECOND_COPY))
            elif before is not None and start >= _utc_known(before):
                left_out.append(UnreadFile(path.name, LATER))
            else:
                found[samples.sha256] = ReadSession(start, past_session(path.name, minutes, sport_of(minutes)), minutes)
        if progress is not None:
            progress(number, len(files))
    return ReadFolder(tuple(found.values()), tuple(unread), tuple(left_out))


def past_session(file: str, minutes: Minutes, sport: str) -> PastSession:
    """One session reduced to what training and muscle damage need; ``before_day`` is set when it is placed in time."""
    moving = minutes.moving_frac
    active = moving > 0.5
    return PastSession(
        file=file,
        sport=sport,
        before_day=math.nan,
        duration_h=minutes.duration_s / S_PER_H,
        moving_h=min(float(np.nansum(moving)) / MIN_PER_H, minutes.duration_s / S_PER_H),  # the last row may be short
        heart_rate_bpm=_mean(minutes.heart_rate_bpm[active]),
        speed_m_s=_mean(minutes.speed_m_s[active]),
        descent_m=descent_m(minutes.altitude_m),
    )


def sport_of(minutes: Minutes) -> str:
    """Sport of the longest leg, ``unknown`` without legs."""
    legs = sorted(minutes.legs, key=lambda leg: leg.end_s - leg.start_s)
    return legs[-1].sport if legs else "unknown"


def descent_m(altitude_m: Floats) -> float:
    """Metres of descent, from the altitude at each minute; NaN when fewer than two are known."""
    known = altitude_m[np.isfinite(altitude_m)]
    return float(np.maximum(-np.diff(known), 0.0).sum()) if known.shape[0] > 1 else math.nan


def summarise(
    sessions: tuple[PastSession, ...], sport: str, *, unread: tuple[UnreadFile, ...] = (), left_out_count: int = 0
) -> TrainingHistory:
    """What sessions add up to. Weekly means are over 28 days, or as many as the files reach back to, seven at least.

    The acute:chronic ratio is uncoupled: the last seven days against the weekly mean of the three weeks before them. Its
    limits are those of F23 (``training.ACUTE_CHRONIC_LIMITS``).
    """
    placed = tuple(sorted(sessions, key=lambda session: -session.before_day))
    covered = max((session.before_day for session in placed), default=0.0)
    family = [session.duration_h for session in placed if same_family(session.sport, sport) and session.before_day <= LONGEST_DAY]
    recent = [session for session in placed if session.before_day <= RECENT_DAY]
    weeks = min(covered, RECENT_DAY) / DAYS_PER_WEEK if covered >= DAYS_PER_WEEK else math.nan
    return TrainingHistory(
        sessions=placed,
        unread=unread,
        left_out_count=left_out_count,
        longest_session_h=max(family, default=math.nan),
        training_h_per_week=sum(session.moving_h for session in recent) / weeks,
        descent_m_per_week=_descent_on_foot(recent) / weeks,
        acute_chronic_ratio=_acute_chronic(recent) if covered >= RECENT_DAY else math.nan,
        days_covered_day=covered,
    )


def _descent_on_foot(sessions: Iterable[PastSession]) -> float:
    """Sum over sessions on foot; NaN when none of them knows its altitude."""
    known = [session.descent_m for session in sessions if session.sport in FOOT_SPORTS]
    finite = [value for value in known if math.isfinite(value)]
    return sum(finite) if finite or not known else math.nan


def _acute_chronic(recent: Iterable[PastSession]) -> float:
    acute = chronic = 0.0
    for session in recent:
        if session.before_day <= DAYS_PER_WEEK:
            acute += session.moving_h
        else:
            chronic += session.moving_h
    weekly = chronic / (RECENT_DAY / DAYS_PER_WEEK - 1.0)
    return acute / weekly if weekly > 0.0 else math.nan


def place_sessions(found: Iterable[tuple[datetime, PastSession]], before: datetime | None) -> tuple[tuple[PastSession, ...], int]:
    """Sessions with their days before the one in question, and how many ran into it or are too old to matter."""
    ends = [(start + timedelta(hours=session.duration_h), session) for start, session in found]
    moment = _utc_known(before) if before is not None else max((end for end, _ in ends), default=None)
    placed = []
    for end, session in ends:
        if moment is None:  # never: there is an end, hence a newest one
            break
        days = (moment - end).total_seconds() / S_PER_DAY
        if 0.0 <= days <= LOOK_BACK_DAY:
            placed.append(_at(session, days))
    return tuple(placed), len(ends) - len(placed)


def _at(session: PastSession, before_day: float) -> PastSession:
    return replace(session, before_day=before_day)


def _load(path: Path) -> tuple[Samples, Minutes]:
    """Samples and minutes of one file; the readers load here, since a call without a history needs none."""
    from uncramp.activity.minutes import to_minutes
    from uncramp.activity.read import read_activity

    samples = read_activity(path)
    if samples.records_count == 0:
        raise ActivityFileError(_("{name}: holds no samples.").format(name=path.name))
    return samples, to_minutes(samples)


def _activity_files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise InputError(
            _("{folder}: expected a folder of earlier activities (FIT, TCX, GPX); there is no such folder.").format(folder=folder)
        )
    files = [
        path
        for path in folder.rglob("*")
        if path.name.lower().endswith(ENDINGS) and not path.name.startswith(".") and path.is_file()
    ]
    if not files:
        raise InputError(
            _("{folder}: holds no FIT, TCX or GPX file. Give the folder your activities are exported to.").format(folder=folder)
        )
    return sorted(files)


def _utc(moment: datetime | None) -> datetime | None:
    return None if moment is None else _utc_known(moment)


def _utc_known(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _mean(values: Floats) -> float:
    finite = values[np.isfinite(values)]
    return float(finite.mean()) if finite.shape[0] else math.nan
