"""An assessment is kept with what it was computed from, and comes back as the same document."""

from __future__ import annotations

import json
from pathlib import Path

from diaries import made_arrival

from uncramp import assess
from uncramp.diary.kept import kept_assessment
from uncramp.diary.records import KeptAssessment
from uncramp.diary.store import open_diary
from uncramp.report.document import assessment_document
from uncramp.report.schema import to_json


def test_an_assessment_comes_back(tmp_path: Path) -> None:
    assessment = assess("5km", time="0:30:00", draws=4, seed=2**63 - 1)
    document = to_json(assessment_document(assessment))
    with open_diary(tmp_path / "data") as diary:
        activity = diary.add_activity(made_arrival()).activity
        diary.say(kept_assessment(assessment, document, activity.activity_id))
        (kept,) = diary.entries(KeptAssessment, activity_id=activity.activity_id)
    assert json.loads(kept.document_json) == json.loads(document)
    assert int(kept.seed) == assessment.provenance.seed
    assert kept.evidence_sha256 == assessment.provenance.evidence_sha256
    assert kept.chance_frac == assessment.chance_frac.mean
