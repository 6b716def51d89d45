"""From the bytes of a file to the row of an activity; runs in a process of its own when many are read."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from uncramp.diary.checked import moment_text
from uncramp.units import S_PER_H

if TYPE_CHECKING:
    import numpy as np

    from uncramp.activity.samples import Samples
    from uncramp.minutes import Floats, Minutes

ID_LENGTH: Final = 16
"""Hexadecimal digits of the content's digest that are the id of an activity: the same file has the same id everywhere."""
NAME_LENGTH: Final = 120


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file that was read and can be written as it is."""

    values: dict[str, Any]  # of the row in activities, without athlete, outcome and time of saying
    content: bytes


def read_arrival(
    content: bytes, file_name: str, *, source: str = "file", title: str | None = None, sport: str | None = None
) -> Arrival:
    """Read a FIT, TCX or GPX file, packed by gzip or not.

    Parameters
    ----------
    source
        One of ``tables.SOURCES``.
    title
        What the athlete called it elsewhere.
    sport
        What the service says, for a file that does not; one of ``names.SPORTS``. Whoever reads the file again says what the row has.

    Raises
    ------
    ActivityFileError
        If it is no activity, or holds nothing usable.
    """
    from uncramp.activity.minutes import to_minutes
    from uncramp.activity.read import read_activity_bytes
    from uncramp.activity.sports import UNKNOWN

    samples = read_activity_bytes(content, file_name, sport=sport or UNKNOWN)
    minutes = to_minutes(samples)
    return Arrival(
        {
            **identity(content),
            **_summary(samples, minutes),
            "source": source,
            "file_name": safe_name(file_name),
            "title": title,
        },
        content,
    )


def identity(content: bytes) -> dict[str, str]:
    """Digest of what is in the file, packed or not, and the id that follows from it."""
    from uncramp.activity.read import unpacked_content

    sha256 = hashlib.sha256(unpacked_content(content)).hexdigest()
    return {"content_sha256": sha256, "activity_id": sha256[:ID_LENGTH]}


def safe_name(file_name: str) -> str:
    """The last part of a name, without what no file name should hold; it is shown and offered again, and never a path of ours.

    Examples
    --------
    >>> safe_name("../../etc/pass.fit"), safe_name("a/..")
    ('pass.fit', 'activity')
    """
    last = PurePosixPath(file_name.replace("\\", "/")).name
    shown = "".join(sign for sign in last if sign.isprintable() and sign not in '<>:"|?*' and not "\ud800" <= sign <= "\udfff")
    return shown.strip(". ")[-NAME_LENGTH:].strip(". ") or "activity"


def _summary(samples: Samples, minutes: Minutes) -> dict[str, Any]:
    from uncramp.activity.history import past_session, sport_of

    sport = sport_of(minutes)
    past = past_session("", minutes, sport)
    distance_m = minutes.distance_m
    return {
        "source_format": samples.source_format,
        "device": samples.device[:NAME_LENGTH],
        "sport": sport,
        "started_at": None if samples.start is None else moment_text(samples.start),
        "duration_s": minutes.duration_s,
        "moving_s": _known(past.moving_h * S_PER_H),
        "distance_m": _known(_last(distance_m)),
        "heart_rate_bpm": _known(past.heart_rate_bpm),
        "speed_m_s": _known(past.speed_m_s),
        "power_w": _known(_mean(minutes.power_w[minutes.moving_frac > 0.5])),
        "descent_m": _known(past.descent_m),
        "records_count": samples.records_count,
        "recovered": int(samples.recovered),
    }


def _known(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def _last(values: Floats) -> float:
    finite = values[_finite(values)]
    return float(finite[-1]) if finite.shape[0] else math.nan


def _mean(values: Floats) -> float:
    finite = values[_finite(values)]
    return float(finite.mean()) if finite.shape[0] else math.nan


def _finite(values: Floats) -> np.ndarray[Any, np.dtype[np.bool_]]:
    import numpy as np

    return np.isfinite(values)
