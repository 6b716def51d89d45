"""What is known, in plain words."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from uncramp import __version__
from uncramp.learn.pages import find_page, in_language, pages
from uncramp.report.learn_document import learn_document
from uncramp.texts import spoken_language

router = APIRouter(prefix="/api/learn", tags=["learn"])


@router.get("")
def topics() -> dict[str, Any]:
    """All topics, as `uncramp learn --json` prints them."""
    return learn_document([in_language(page) for page in pages().values()], spoken_language(), __version__)


@router.get("/{topic}")
def topic(topic: str) -> dict[str, Any]:
    """One topic."""
    return learn_document([in_language(find_page(topic))], spoken_language(), __version__)
