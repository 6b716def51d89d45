"""Tables of a study as Parquet: one row a runner, and one row a segment, wave and muscle."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from uncramp.ensemble.study import Study
from uncramp.ensemble.tally import COUNTS_OF_ONE
from uncramp.errors import InputError, StoreError
from uncramp.minutes import Floats
from uncramp.names import MUSCLES
from uncramp.units import S_PER_H

if TYPE_CHECKING:
    import pyarrow as pa

INSTALL: Final = "Install it with: pip install 'uncramp[cohort]'."
INTERVAL: Final = (0.05, 0.95)
OF_RUNNERS: Final = (
    "female_frac", "age_year", "mass_kg", "height_m", "maximal_oxygen_uptake_ml_kg_min", "acclimatisation_frac", "cramp_history_frac",
    "training_h_per_week", "longest_session_h", "descent_m_per_week", "drinking_l_h", "drink_sodium_mmol_l", "economy_ratio",
    "effort_frac", "first_half_ratio", "finish_ratio",
)  # fmt: skip


def check_parquet() -> None:
    """Check before the work that tables can be written.

    Raises
    ------
    InputError
        If pyarrow is not installed.
    """
    try:
        import pyarrow.parquet  # noqa: F401 - only whether it is there
    except ImportError:
        raise InputError(f"--out writes Parquet tables, which needs pyarrow, which is not installed. {INSTALL}") from None


def write_tables(study: Study, out: str | Path) -> tuple[Path, Path]:
    """Write ``runners.parquet`` and ``segments.parquet`` into ``out``.

    Raises
    ------
    StoreError
        If they cannot be written.
    """
    import pyarrow.parquet as pq

    folder = Path(out)
    paths = folder / "runners.parquet", folder / "segments.parquet"
    for path, table in zip(paths, (runners_table(study), segments_table(study)), strict=True):
        part = path.with_name(f".{path.name}.part")
        try:
            pq.write_table(table, part, compression="zstd")
            part.replace(path)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise StoreError(
                f"{path} cannot be written: {error.strerror or error}. Make room and run it again; finished chunks are kept."
            ) from None
    return paths


def runners_table(study: Study) -> pa.Table:
    """One row a start: who it is, and what the draws say of it."""
    import pyarrow as pa

    tally, field, r = study.tally, study.plan.field, study.tally.runners
    weight = np.where(np.isfinite(tally.serious_frac), tally.possible_frac, 0.0)
    columns: dict[str, Any] = {
        "runner": r.index,
        "person": r.person_index,
        "day": [field.days[at].name for at in r.day_index],
        "wave": [field.waves[at].name for at in r.wave_index],
        "drinking": [field.drinking[at].name for at in r.drinking_index],
        "health": [field.health[at].name if at >= 0 else "" for at in r.health_index],
        "start_s": r.start_s,
        "meant_finish_h": r.leg_s.sum(axis=1) / S_PER_H,
        "finish_h": _mean(tally.finish_s / S_PER_H, weight),
    }
    columns |= {name: getattr(r, name) for name in OF_RUNNERS}
    columns["draws_counted_count"] = tally.could_frac.sum(axis=1)
    columns["draws_slowed_count"] = (tally.could_frac * (tally.step_index > 0)).sum(axis=1)
    columns |= _spread("cramp_frac", tally.cramp_frac, weight)
    for at, muscle in enumerate(MUSCLES):
        columns[f"{muscle}_frac"] = _mean(tally.muscle_frac[at], weight)
    columns["serious_frac"] = _mean(tally.serious_frac, weight)
    for name in ("lowest_plasma_sodium_mmol_l", "highest_core_c", "mass_change_frac", "sweat_l", "drunk_l"):
        columns |= _spread(name, getattr(tally, name), weight)
    columns["failure"] = list(tally.failures)
    return pa.table(columns)


def segments_table(study: Study) -> pa.Table:
    """One row a segment, wave and muscle: first cramps expected, mean over the draws with their interval."""
    import pyarrow as pa

    field, tally = study.plan.field, study.tally
    per_start = tally.possible_frac.shape[0] / np.maximum(tally.possible_frac.sum(axis=0), 1.0)
    counts = tally.segment_counts / COUNTS_OF_ONE * per_start  # [wave, muscle, segment, draw]
    wave, muscle, segment = (axis.ravel() for axis in np.indices(counts.shape[:3]))
    flat = counts.reshape(-1, counts.shape[-1])
    low, high = np.quantile(flat, INTERVAL, axis=1)
    return pa.table(
        {
            "segment": segment,
            f"start_{field.segments}": field.edges[segment],
            f"end_{field.segments}": field.edges[segment + 1],
            "wave": [field.waves[at].name for at in wave],
            "muscle": [MUSCLES[at] for at in muscle],
            "cramps_count": flat.mean(axis=1),
            "cramps_low_count": low,
            "cramps_high_count": high,
        }
    )


def _mean(values: Floats, weight: Floats) -> Floats:
    total = weight.sum(axis=1)
    counted = np.where(weight > 0.0, values, 0.0) * weight
    return np.where(total > 0.0, counted.sum(axis=1) / np.where(total > 0.0, total, 1.0), np.nan)


def _spread(name: str, values: Floats, weight: Floats) -> dict[str, Floats]:
    """Mean over the draws that count, with their 5th and 95th percentile."""
    stem, _, unit = name.rpartition("_")
    for ending in ("mmol_l", "frac", "c", "l"):
        if name.endswith(f"_{ending}"):
            stem, unit = name.removesuffix(f"_{ending}"), ending
            break
    if unit == "frac":
        values = np.minimum(values, 1.0)  # chances of muscles may add to a rounding more
    low, high = (_quantile(values, weight, level) for level in INTERVAL)
    return {name: _mean(values, weight), f"{stem}_low_{unit}": low, f"{stem}_high_{unit}": high}


def _quantile(values: Floats, weight: Floats, level: float) -> Floats:
    """Quantile over the draws that count, [runner], from [runner, draw]; NaN where none does."""
    ordered = np.sort(np.where(weight > 0.0, values, np.nan), axis=1)  # what does not count comes last
    place = level * np.maximum((weight > 0.0).sum(axis=1) - 1, 0)[:, None]
    below, above = (np.take_along_axis(ordered, end(place).astype(np.int64), axis=1) for end in (np.floor, np.ceil))
    return np.asarray((below + (place - np.floor(place)) * (above - below))[:, 0])
