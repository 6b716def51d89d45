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
from uncramp.report.percentile_pass import fill_keys, fill_percentiles
from uncramp.units import S_PER_MIN
from uncramp.why.answers import Cause, Range
from uncramp.why.chosen_draws import DrawIndex

QUANTILES: Final = {"median": 0.5, "low": 0.05, "high": 0.95}
"""In the order of the columns."""


@dataclass(frozen=True, slots=True)
class Bands:
    """Median, 5th and 95th percentile over the draws; arrays of shape [row]."""

    median: Floats
    low: Floats
    high: Floats


def bands(values: Floats, weight_frac: Floats, standing: DrawIndex | None = None) -> Bands:
    """Weighted percentiles of ``values`` [simulated draw, row] in each row.

    The same numbers as :meth:`Range.of` gives for each row; draws that are NaN do not count, and those without weight are left out.

    Parameters
    ----------
    values
        Of every draw that was simulated.
    weight_frac
        [draw] how much each draw counts.
    standing
        [draw] which of those simulated stands for it (``chosen_draws.Counted``); each for itself unless said.
    """
    counting = weight_frac > 0.0
    if counting.any() and not counting.all():  # as where some draws cannot hold the pace: the others often count alike
        (at,) = np.nonzero(counting)
        standing, weight_frac = at if standing is None else standing[at], weight_frac[at]
    values = values if standing is None else values[standing]
    # a row of draws after the other in memory: sorting is what takes the time
    rows = np.array(values.T, order="C")
    if (weight_frac == weight_frac[0]).all():
        rows.sort(axis=-1)
        if np.isfinite(rows[:, 0]).all() and np.isfinite(rows[:, -1]).all():  # what is not finite is sorted to the ends
            return _of_equal(rows)
        rows = np.array(values.T, order="C")
    elif np.isfinite(rows).all():
        return _of_known(rows, weight_frac)
    return _with_gaps(rows, weight_frac)


def _of_equal(ranked: Floats) -> Bands:
    """Percentiles of ``ranked`` [row, draw] where every draw counts alike: at the same place in each row."""
    count = ranked.shape[1]
    found = {}
    for word, quantile in QUANTILES.items():
        place = min(max(count * quantile - 0.5, 0.0), count - 1.0)  # each draw sits in the middle of its own share
        below = int(place)
        above = min(below + 1, count - 1)
        found[word] = ranked[:, below] + (place - below) * (ranked[:, above] - ranked[:, below])
    return Bands(**found)


def _of_known(rows: Floats, weight_frac: Floats) -> Bands:
    """Percentiles of ``rows`` [row, draw] without a gap. Numbers are sorted several times as fast as their places, so that each is sorted
    with its place in its last bits: it decides between draws that are alike to some thirteen digits, and no value is changed by it.
    """
    count = rows.shape[1]
    last_bits = (1 << (count - 1).bit_length()) - 1
    keys = np.empty(rows.shape, dtype=np.int64)
    fill_keys(keys, rows, last_bits)
    keys.sort(axis=-1)
    found = np.empty((len(QUANTILES), rows.shape[0]))
    fill_percentiles(found, rows, keys, last_bits, weight_frac, np.array(tuple(QUANTILES.values())), np.empty(count))
    return Bands(*found)


def _with_gaps(rows: Floats, weight_frac: Floats) -> Bands:
    """Percentiles of ``rows`` [row, draw], of the draws in each row that are finite."""
    finite = np.isfinite(rows)
    known = np.where(finite, rows, np.inf)
    order = np.argsort(known, axis=-1)
    ranked = np.take_along_axis(rows, order, axis=-1)
    # where draws are equal their weights must stand in a fixed order; sorting so takes three times as long
    tied = ~(ranked[:, 1:] > ranked[:, :-1]).all(axis=-1)
    order[tied] = np.argsort(known[tied], axis=-1, kind="stable")
    ranked[tied] = np.take_along_axis(rows[tied], order[tied], axis=-1)
    weight = np.where(finite, weight_frac, 0.0)
    total = weight.sum(axis=-1, keepdims=True)
    share = np.take_along_axis(weight, order, axis=-1) / np.where(total > 0, total, np.nan)
    position = np.cumsum(share, axis=-1) - 0.5 * share
    last = np.maximum(finite.sum(axis=-1) - 1, 0)
    return Bands(**{word: _interpolate(ranked, position, last, quantile) for word, quantile in QUANTILES.items()})


def _interpolate(ranked: Floats, position: Floats, last: np.typing.NDArray[np.intp], quantile: float) -> Floats:
    """Value at cumulative ``quantile`` in each row of ``ranked`` [row, draw], held at the ends."""
    above = np.minimum((position < quantile).sum(axis=-1), last)
    below = np.maximum(above - 1, 0)
    row = np.arange(ranked.shape[0])
    x0, x1, y0, y1 = position[row, below], position[row, above], ranked[row, below], ranked[row, above]
    step = np.where(x1 > x0, x1 - x0, 1.0)
    part = np.where(x1 > x0, np.clip((quantile - x0) / step, 0.0, 1.0), 0.0)
    return np.asarray(y0 + part * (y1 - y0))


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
