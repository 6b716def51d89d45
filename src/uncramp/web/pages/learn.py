"""Learn: what is known, in plain words."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from uncramp.report.learn_wording import grade_word, source_word
from uncramp.web.api import learn
from uncramp.web.frame import page

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/learn")
def topics() -> str:
    """What there is to read."""
    return page("learn.html.j2", here="/learn", document=learn.topics())


@router.get("/learn/{topic}")
def topic(topic: str) -> str:
    """One topic."""
    document = learn.topic(topic)
    numbers = {source["key"]: number for number, source in enumerate(document["sources"], start=1)}
    return page(
        "learn_topic.html.j2", here="/learn", numbers=numbers, grade_word=grade_word, source_word=source_word, document=document
    )
