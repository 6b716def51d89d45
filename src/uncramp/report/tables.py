"""Tables: the minutes of one session, and one row a file for a folder of sessions."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

import numpy as np

from uncramp.assessment import Assessment
from uncramp.minutes import Floats
from uncramp.names import MUSCLES
from uncramp.report.percentiles import QUANTILES, bands
from uncramp.units import S_PER_MIN
from uncramp.why.answers import Cause, Range


def fatigue_frac(assessment: Assessment) -> Floats:
    """Capacity each muscle has lost, fast and slow together, [muscle, draw, row]."""
    fatigue = assessment.fatigue
    return np.asarray(1.0 - (1.0 - fatigue.fast_fatigue_frac) * (1.0 - fatigue.slow_loss_frac))


def mean_rate_per_h(assessment: Assessment) -> Floats:
    """Cramp rate averaged over the weighted draws, [muscle, row]."""
    return np.asarray(np.einsum("d,mdr->mr", assessment.weight_frac, assessment.rate_per_h))


def peak_row(assessment: Assessment, muscle: int) -> int | None:
    """Row of the session where ``muscle`` is most at risk; ``None`` if it never is.

    The median draw decides, since a few draws in which the rate explodes would set the mean; the mean where the median is zero.
    """
    session = slice(0, assessment.minutes.rows_count)
    median = bands(assessment.rate_per_h[muscle][:, session], assessment.weight_frac).median
    for rate in (median, mean_rate_per_h(assessment)[muscle, session]):
        if np.isfinite(rate).any() and np.nanmax(rate) > 0:
            return int(np.nanargmax(rate))
    return None


def muscle_most_at_risk(assessment: Assessment) -> int:
    """Position in ``names.MUSCLES`` of the muscle with the greatest mean chance."""
    return int(np.argmax(assessment.muscle_chance_frac @ assessment.weight_frac))


def _series_columns(assessment: Assessment) -> Iterator[tuple[str, Floats]]:
    rows = assessment.elapsed_s.shape[0]
    after = np.full(rows - assessment.minutes.rows_count, np.nan)
    minutes = assessment.minutes
    yield "elapsed_s", assessment.elapsed_s
    for name in ("heart_rate_bpm", "power_w", "speed_m_s", "grade_frac", "distance_m"):
        yield name, np.concatenate([getattr(minutes, name), after])
    yield "air_c", np.concatenate([minutes.weather.air_c, after])
    for name, ending in (
        ("core", "c"),
        ("sweat", "l"),
        ("drunk", "l"),
        ("plasma_sodium", "mmol_l"),
        ("mass_change", "frac"),
    ):
        yield from _banded(name, ending, getattr(assessment.body, f"{name}_{ending}"), assessment.weight_frac)
    lost = fatigue_frac(assessment)
    for index, muscle in enumerate(MUSCLES):
        yield from _banded(f"{muscle}_fatigue", "frac", lost[index], assessment.weight_frac)
        yield from _banded(f"{muscle}_threshold", "hz", assessment.threshold_hz[index], assessment.weight_frac)
        yield from _banded(f"{muscle}_rate", "per_h", assessment.rate_per_h[index], assessment.weight_frac)


def _banded(name: str, ending: str, values: Floats, weight_frac: Floats) -> Iterator[tuple[str, Floats]]:
    found = bands(values, weight_frac)
    for word in QUANTILES:
        yield f"{name}_{word}_{ending}", getattr(found, word)


def cell(value: float | str | None) -> str:
    """One cell: six significant digits, empty where missing.

    Examples
    --------
    >>> [cell(value) for value in (1 / 3, float("nan"), None, 60.0, "calf")]
    ['0.333333', '', '', '60', 'calf']
    """
    if value is None or (isinstance(value, float) and not np.isfinite(value)):
        return ""
    return f"{value + 0.0:.6g}" if isinstance(value, float) else str(value)


def series_csv(assessment: Assessment) -> str:
    """CSV with one row a minute of the session and the six hours after; the header names the units."""
    names, arrays = zip(*_series_columns(assessment), strict=True)
    session = assessment.minutes.rows_count
    head = ("phase", *names)
    body = (
        ("session" if row < session else "after", *(cell(float(array[row])) for array in arrays))
        for row in range(assessment.elapsed_s.shape[0])
    )
    return _csv((head, *body))


def _csv(rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One file of a folder: what came out, or the error that says what is missing."""

    file: str  # inside the folder
    sport: str | None = None
    start: str | None = None  # UTC, ISO 8601
    duration_s: float | None = None
    distance_m: float | None = None
    air_c: float | None = None  # mean over the session
    weather_assumed: bool | None = None
    records: int | None = None
    recovered: bool | None = None
    chance_frac: Range | None = None
    during_frac: Range | None = None
    within_6h_after_frac: Range | None = None
    muscle: str | None = None  # most at risk
    peak_minute: int | None = None
    cause: str | None = None  # id of the largest
    cause_share_frac: float | None = None  # median
    cautions: tuple[str, ...] = ()  # ids
    error_kind: str | None = None
    error: str | None = None


def main_cause(causes: Sequence[Cause]) -> Cause | None:
    """The cause with the greatest share; ``None`` when the session is no riskier than the reference."""
    shared = [cause for cause in causes if cause.share_frac is not None and np.isfinite(cause.share_frac.median)]
    return max(shared, key=lambda cause: cause.share_frac.median if cause.share_frac else 0.0, default=None)


def finish_distance_m(assessment: Assessment) -> float:
    """Distance at the finish, NaN if it was not recorded."""
    known = assessment.minutes.distance_m[np.isfinite(assessment.minutes.distance_m)]
    return float(known[-1]) if known.size else float("nan")


def start_text(assessment: Assessment) -> str | None:
    """Start as ISO 8601, ``None`` without a clock."""
    start = assessment.minutes.start
    return start.isoformat(timespec="seconds").replace("+00:00", "Z") if start else None


def session_row(assessment: Assessment, file: str = "") -> SessionRow:
    """Row of one assessed file; ``file`` where its name in the folder differs from that in the assessment."""
    muscle = muscle_most_at_risk(assessment)
    row = peak_row(assessment, muscle)
    cause = main_cause(assessment.causes)
    weight = assessment.weight_frac
    return SessionRow(
        file=file or PurePath(assessment.recording.path).name,
        sport=assessment.recording.sport,
        start=start_text(assessment),
        duration_s=assessment.minutes.duration_s,
        distance_m=finish_distance_m(assessment),
        air_c=float(assessment.minutes.weather.air_c.mean()),
        weather_assumed=assessment.minutes.weather.assumed,
        records=assessment.recording.records_count,
        recovered=assessment.recording.recovered,
        chance_frac=Range.of(assessment.session_chance_frac, weight),
        during_frac=Range.of(assessment.during_chance_frac, weight),
        within_6h_after_frac=Range.of(assessment.after_chance_frac, weight),
        muscle=MUSCLES[muscle],
        peak_minute=None if row is None else int(assessment.elapsed_s[row] // S_PER_MIN),
        cause=cause.id if cause else None,
        cause_share_frac=cause.share_frac.median if cause and cause.share_frac else None,
        cautions=tuple(caution.id for caution in assessment.cautions),
    )


def _flat(row: SessionRow) -> Iterator[tuple[str, str]]:
    for name in SessionRow.__dataclass_fields__:
        value = getattr(row, name)
        if name in ("chance_frac", "during_frac", "within_6h_after_frac"):
            for word in ("mean", "median", "low", "high"):
                yield f"{name.removesuffix('_frac')}_{word}_frac", cell(getattr(value, word) if value else None)
        elif isinstance(value, tuple):
            yield name, " ".join(value)
        elif isinstance(value, bool):
            yield name, "true" if value else "false"
        else:
            yield name, cell(value)


def rows_csv(rows: Sequence[SessionRow]) -> str:
    """CSV with one row a file; ranges as four columns, an error in its own column."""
    flat = [dict(_flat(row)) for row in rows]
    head = [name for name, _ in _flat(SessionRow(""))]
    return _csv((head, *([record[name] for name in head] for record in flat)))
