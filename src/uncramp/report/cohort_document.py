"""The summary of a study as JSON has it."""

from __future__ import annotations

from typing import Any

from uncramp import __version__
from uncramp.ensemble.study import Study
from uncramp.ensemble.summary import DECIMALS, StudySummary, range_document
from uncramp.evidence.registry import digest
from uncramp.names import MUSCLES

Document = dict[str, Any]


def study_document(study: Study, summary: StudySummary) -> Document:
    """What ``uncramp cohort --json`` prints. Shares are of those who could have done it, places in km or h as ``segments`` says."""
    field = study.plan.field
    place = range_document(summary.onset, 3)
    return {
        "field": field.name,
        "title": field.title,
        "athletes": field.athletes_count,
        "days": len(field.days),
        "starts": summary.starts_count,
        "failed": summary.failed_count,
        "never": summary.never_count,
        "counted_frac": round(summary.counted_frac, DECIMALS),
        "slowed_frac": round(summary.slowed_frac, DECIMALS),
        "slower_frac": range_document(summary.slower_frac),
        "draws": study.plan.draws,
        "seed": study.plan.seed,
        "mechanism": study.plan.mechanism,
        "finish_h": range_document(summary.finish_h, 3),
        "cramp_frac": range_document(summary.cramp_frac),
        "cramps_count": range_document(summary.cramps_count, 1),
        "serious_frac": range_document(summary.serious_frac),
        "muscles": {name: range_document(summary.muscle_frac[name])["median"] for name in MUSCLES},
        "muscle_ranges": {name: range_document(summary.muscle_frac[name]) for name in MUSCLES},
        "onset": {
            "last_quarter_frac": range_document(summary.last_quarter_frac)["median"],
            "median_km": place["median"] if field.segments == "km" else None,
            "median_h": place["median"] if field.segments == "h" else None,
            "last_quarter_range": range_document(summary.last_quarter_frac),
            "median_range": place,
        },
        "hyponatraemia_frac": range_document(summary.hyponatraemia_frac),
        "core_above_40_frac": range_document(summary.core_above_40_frac),
        "mass_gain_frac": range_document(summary.mass_gain_frac),
        "sweat_l": range_document(summary.sweat_l, 3),
        "drunk_l": range_document(summary.drunk_l, 3),
        "segments_by": field.segments,
        "segments": [
            {"start": one.start, "end": one.end, "cramps_count": range_document(one.cramps_count, 3)}
            | {"muscles": {name: round(count, 3) for name, count in one.muscle_counts.items()}}
            for one in summary.segments
        ],
        "groups": [
            {
                "kind": one.kind,
                "name": one.name,
                "starts": one.starts_count,
                "counted_frac": round(one.counted_frac, DECIMALS),
                "slowed_frac": round(one.slowed_frac, DECIMALS),
                "cramp_frac": range_document(one.cramp_frac),
                "serious_frac": range_document(one.serious_frac),
                "hyponatraemia_frac": range_document(one.hyponatraemia_frac),
                "core_above_40_frac": range_document(one.core_above_40_frac),
            }
            for one in summary.groups
        ],
        "service": _service(summary),
        "sources": list(field.stated_sources),
        "version": __version__,
        "evidence_sha256": digest(),
        "plan_sha256": study.plan.sha256,
        "sha256": summary.sha256,
    }


def _service(summary: StudySummary) -> Document:
    service = summary.service
    whole = ("asking", "serious", "hyponatraemia", "overheating", "patients", "helpers", "clinicians")
    return (
        {"level_frac": service.level_frac}
        | {f"{name}_count": getattr(service, f"{name}_count") for name in whole}
        | {
            "drink_l": service.drink_l,
            "stations": [
                {
                    "at_km": round(one.at_km, 3),
                    "cramps_count": range_document(one.cramps_count, 2),
                    "asking_count": one.asking_count,
                    "helpers_count": one.helpers_count,
                }
                for one in service.stations
            ],
        }
    )
