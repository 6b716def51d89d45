"""An assessment as the diary keeps it: its JSON document, with what it was computed from."""

from __future__ import annotations

from uncramp.assessment import Assessment
from uncramp.diary.records import KeptAssessment


def kept_assessment(assessment: Assessment, document_json: str, activity_id: str) -> KeptAssessment:
    """The entry for ``Diary.say``.

    Parameters
    ----------
    document_json
        What ``uncramp why --json`` prints of it; the face that keeps it makes it.
    """
    made = assessment.provenance
    return KeptAssessment(
        activity_id=activity_id,
        version=made.version,
        input_sha256=made.input_sha256,
        evidence_sha256=made.evidence_sha256,
        mechanism=made.mechanism,
        seed=str(made.seed),
        draws_count=made.draws,
        chance_frac=assessment.chance_frac.mean,
        document_json=document_json,
    )
