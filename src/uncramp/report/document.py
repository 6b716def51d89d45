"""The documents other programs read: an assessment, a table of them or an error as one JSON object."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import fields
from pathlib import PurePath
from typing import Any, Protocol

import numpy as np

from uncramp.assessment import Assessment, EventExplanation, Provenance
from uncramp.minutes import Floats
from uncramp.names import MUSCLES
from uncramp.report.schema import SCHEMA_VERSION, Document
from uncramp.report.tables import SessionRow, finish_distance_m, peak_row, start_text
from uncramp.units import S_PER_MIN, UNITS, unit_of
from uncramp.why.answers import Cause, Caution, Change, CrampEvent, Range

DIGITS = 6
"""Significant digits of every number: more would be noise, and differ between processors."""


class ComparisonLike(Protocol):
    """What the difference of two sessions holds."""

    @property
    def chance_frac(self) -> tuple[Range, Range]:
        """Chance of the one and of the other."""

    @property
    def ratio(self) -> Range:
        """Expected first cramps up to the finish, the one's over the other's; not the ratio of the chances."""

    @property
    def causes(self) -> tuple[Cause, ...]:
        """Causes of the difference."""


def number(value: float) -> float | None:
    """``value`` to six significant digits; ``None`` where it is missing.

    Examples
    --------
    >>> number(1 / 3), number(float("nan")), number(-0.0)
    (0.333333, None, 0.0)
    """
    return float(f"{float(value):.{DIGITS}g}") + 0.0 if math.isfinite(value) else None


def provenance_document(kept: Provenance) -> Document:
    """What is needed to make it again."""
    return {
        "version": kept.version,
        "seed": kept.seed,
        "draws": kept.draws,
        "simulated_draws": kept.simulated_draws_count,
        "effective_draws": number(kept.effective_draws_count),
        "mechanism": kept.mechanism,
        "input_sha256": kept.input_sha256,
        "evidence_sha256": kept.evidence_sha256,
    }


def range_document(value: Range, *, mean: bool = True) -> Document:
    """Middle and ends of a range, with its mean where that is shown."""
    words = ("mean", "median", "low", "high") if mean else ("median", "low", "high")
    return {word: number(getattr(value, word)) for word in words}


def _cause(cause: Cause) -> Document:
    return {
        "id": cause.id,
        "name": cause.name,
        "share_frac": None if cause.share_frac is None else range_document(cause.share_frac, mean=False),
        "effect_frac": range_document(cause.effect_frac, mean=False),
        "grade": cause.grade,
        "sources": list(cause.sources),
        "contradiction": cause.contradiction,
    }


def _change(change: Change) -> Document:
    return {
        "id": change.id,
        "name": change.name,
        "from": change.before,
        "to": change.after,
        "chance_frac": range_document(change.chance_frac),
        "difference_frac": range_document(change.difference_frac),
        "grade": change.grade,
        "sources": list(change.sources),
    }


def _caution(caution: Caution) -> Document:
    return {"id": caution.id, "text": caution.text, "urgency": caution.urgency}


def _event(event: CrampEvent) -> Document:
    return {"muscle": event.muscle, "side": event.side or None, "at_s": number(event.at_s)}


def _explained(explained: EventExplanation) -> Document:
    causes = [_cause(cause) for cause in explained.causes]
    return {**_event(explained.event), "threshold_hz": range_document(explained.threshold_hz, mean=False), "causes": causes}


def _activity(assessment: Assessment) -> Document:
    recording, minutes, weather = assessment.recording, assessment.minutes, assessment.minutes.weather
    heart_rate_bpm = minutes.heart_rate_bpm[np.isfinite(minutes.heart_rate_bpm)]
    return {
        "file": PurePath(recording.path).name,  # never the folder: results are shared
        "format": recording.source_format,
        "sport": recording.sport,
        "start": start_text(assessment),
        "duration_s": number(minutes.duration_s),
        "distance_m": number(finish_distance_m(assessment)),
        "records": recording.records_count,
        "recovered": recording.recovered,
        "planned": minutes.planned,
        "device": recording.device or None,
        "heart_rate_bpm": number(float(np.mean(heart_rate_bpm))) if heart_rate_bpm.size else None,
        "heart_rate_bpm_max": number(float(np.max(heart_rate_bpm))) if heart_rate_bpm.size else None,
        "legs": [{"sport": leg.sport, "start_s": number(leg.start_s), "end_s": number(leg.end_s)} for leg in minutes.legs],
        "repairs": [
            {"kind": repair.kind, "text": repair.text, "count": repair.count, "at_s": number(repair.at_s)}
            for repair in recording.repairs
        ],
        "weather": {
            "source": weather.source,
            "assumed": weather.assumed,
            "air_c": number(float(weather.air_c.mean())),
            "humidity_frac": number(float(weather.humidity_frac.mean())),
            "wind_m_s": number(float(weather.wind_m_s.mean())),
            "solar_w_m2": number(float(weather.solar_w_m2.mean())),
        },
        "intake": {"text": assessment.intake.text, "stated": assessment.intake.stated},
    }


def _chance(assessment: Assessment) -> Document:
    weight = assessment.weight_frac
    return {
        **range_document(Range.of(assessment.session_chance_frac, weight)),
        "during": range_document(Range.of(assessment.during_chance_frac, weight)),
        "within_6h_after": range_document(Range.of(assessment.after_chance_frac, weight)),
    }


def _severity(assessment: Assessment) -> Document:
    severity: Document = {}
    for kind, share in assessment.severity_frac.items():
        spread = Range.of(share, assessment.weight_frac)
        severity |= {
            f"{kind}_frac": number(spread.mean),
            f"{kind}_low_frac": number(spread.low),
            f"{kind}_high_frac": number(spread.high),
        }
    return severity


def _muscle(assessment: Assessment, index: int) -> Document:
    row = peak_row(assessment, index)
    chance = range_document(Range.of(assessment.muscle_chance_frac[index], assessment.weight_frac))
    if row is None:
        return {"chance_frac": chance} | dict.fromkeys(("peak_minute", "threshold_hz", "threshold_low_hz", "threshold_high_hz"))
    threshold = Range.of(assessment.threshold_hz[index][:, row], assessment.weight_frac)
    return {
        "chance_frac": chance,
        "peak_minute": int(assessment.elapsed_s[row] // S_PER_MIN),
        "threshold_hz": number(threshold.median),
        "threshold_low_hz": number(threshold.low),
        "threshold_high_hz": number(threshold.high),
    }


def body_at_finish(assessment: Assessment) -> dict[str, Range]:
    """What the body lost and reached by the finish, over the weighted draws."""
    body, session = assessment.body, slice(0, assessment.minutes.rows_count)
    finish = assessment.minutes.rows_count - 1
    values: dict[str, Floats] = {"core_c_max": np.max(body.core_c[:, session], axis=1)}
    for name in (
        "sweat_l", "drunk_l", "sodium_lost_mmol", "potassium_lost_mmol", "magnesium_lost_mmol", "calcium_lost_mmol",
        "plasma_sodium_mmol_l",
    ):  # fmt: skip
        values[name] = getattr(body, name)[:, finish]
    values["plasma_sodium_min_mmol_l"] = np.min(body.plasma_sodium_mmol_l[:, session], axis=1)
    for name in ("plasma_volume_change_frac", "mass_change_frac"):
        values[name] = getattr(body, name)[:, finish]
    return {name: Range.of(value, assessment.weight_frac) for name, value in values.items()}


def assessment_document(
    assessment: Assessment, comparison: ComparisonLike | None = None, other: Assessment | None = None
) -> Document:
    """Everything ``why`` says, as plain values: missing is ``None``, times are elapsed seconds.

    Parameters
    ----------
    comparison, other
        The difference to another session and that session, if one was asked for.
    """
    document: Document = {
        "schema_version": SCHEMA_VERSION,
        "activity": _activity(assessment),
        "chance_frac": _chance(assessment),
        "unconditioned_chance_frac": range_document(assessment.unconditioned_chance_frac),
        "severity": _severity(assessment),
        "muscles": {muscle: _muscle(assessment, index) for index, muscle in enumerate(MUSCLES)},
        "body": {name: range_document(value, mean=False) for name, value in body_at_finish(assessment).items()},
        "reference": {"text": assessment.reference_text, "chance_frac": range_document(assessment.reference_chance_frac)},
        "causes": [_cause(cause) for cause in assessment.causes],
        "reported": None if assessment.reported is None else [_event(event) for event in assessment.reported],
        "events": [_explained(explained) for explained in assessment.event_causes],
        "changes": [_change(change) for change in assessment.changes],
        "cautions": [_caution(caution) for caution in assessment.cautions],
        "comparison": None if comparison is None or other is None else _comparison(comparison, other),
        "provenance": provenance_document(assessment.provenance),
    }
    document["units"] = units_of(document)
    return document


def _comparison(comparison: ComparisonLike, other: Assessment) -> Document:
    this, that = comparison.chance_frac
    return {
        "activity": _activity(other),
        "chance_frac": {"this": range_document(this), "other": range_document(that)},
        "ratio": range_document(comparison.ratio),
        "causes": [_cause(cause) for cause in comparison.causes],
        "input_sha256": other.provenance.input_sha256,
    }


def units_of(document: Mapping[str, Any]) -> dict[str, str]:
    """Unit of every number's name in ``document``, by name, sorted."""
    found: dict[str, str] = {}

    def walk(value: object) -> None:
        if isinstance(value, Mapping):
            for name, inner in value.items():
                unit = UNITS["min"] if name == "peak_minute" else unit_of(name.removesuffix("_max"))
                if unit and not isinstance(inner, str):
                    found[name] = unit
                walk(inner)
        elif isinstance(value, Sequence) and not isinstance(value, str):
            for inner in value:
                walk(inner)

    walk(document)
    return dict(sorted(found.items()))


def _row(row: SessionRow) -> Document:
    def plain(value: object) -> object:
        if isinstance(value, Range):
            return range_document(value)
        if isinstance(value, float):
            return number(value)
        return list(value) if isinstance(value, tuple) else value

    return {field.name: plain(getattr(row, field.name)) for field in fields(row) if field.name not in ("error", "error_kind")} | {
        "error": None if row.error is None else {"kind": row.error_kind, "message": row.error}
    }


def rows_document(rows: Sequence[SessionRow], left_out: Sequence[str], seed: int, draws: int, version: str) -> Document:
    """A folder of sessions: one row a file, and the names of the files that are no activities."""
    return {
        "schema_version": SCHEMA_VERSION,
        "rows": [_row(row) for row in rows],
        "left_out": list(left_out),
        "provenance": {"version": version, "seed": seed, "draws": draws},
    }
