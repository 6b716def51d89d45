"""Every number with its unit, range, grade and source."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from uncramp.evidence.catalogue import count_by_grade, entry_named, list_entries, search
from uncramp.evidence.registry import cite, topics
from uncramp.report.evidence_document import evidence_document

router = APIRouter(prefix="/api/evidence", tags=["evidence"])

Words = Annotated[str, Query(min_length=1, max_length=100, description="words, or a row such as B01, K9, V05")]


@router.get("")
def overview() -> dict[str, Any]:
    """How many numbers of which grade there are, by topic."""
    return {"topics": [{"topic": topic, "count": count_by_grade(list_entries(topic))} for topic in topics()]}


@router.get("/search")
def found(words: Words) -> dict[str, Any]:
    """Whatever holds these words."""
    result = search(words)
    return evidence_document(result.entries, result)


@router.get("/{topic}")
def numbers(topic: str) -> dict[str, Any]:
    """Every number of one topic, or with a dot in it one number and its sources in full."""
    if "." in topic:
        entry = entry_named(topic)
        cited = [{"key": source.key, "citation": source.citation, "doi": source.doi or None} for source in cite(entry.source)]
        return evidence_document([entry]) | {"sources": cited}
    return evidence_document(list_entries(topic))
