"""Evidence: each number, its source and grade."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from uncramp.names import GRADES
from uncramp.report.learn_wording import grade_meaning, grade_word, source_word
from uncramp.web.api import evidence
from uncramp.web.frame import page

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
ADDRESS = "/evidence"


@router.get(ADDRESS)
def overview(words: str = "") -> str:
    """The topics, or what a search finds."""
    asked = words.strip()[:100]
    found = evidence.found(asked) if asked else None
    return page(
        "evidence.html.j2", here=ADDRESS, document=evidence.overview(), words=asked, found=found, grades=GRADES,
        grade_word=grade_word, grade_meaning=grade_meaning, source_word=source_word,
    )  # fmt: skip


@router.get(ADDRESS + "/{topic}")
def topic(topic: str) -> str:
    """The numbers of one topic, or one number in full."""
    return page(
        "evidence_topic.html.j2", here=ADDRESS, topic=topic, document=evidence.numbers(topic), grade_word=grade_word,
        source_word=source_word,
    )  # fmt: skip
