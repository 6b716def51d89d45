"""Pages of ``uncramp learn`` as plain values, for ``--json``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from uncramp.evidence.citations import doi_link
from uncramp.learn.pages import Page
from uncramp.report.learn_wording import sources_used


def learn_document(pages: Sequence[Page], language: str, version: str) -> dict[str, Any]:
    """Pages with their statements, and the sources these name."""
    return {
        "version": version,
        "language": language,
        "pages": [asdict(page) for page in pages],
        "sources": [
            {"key": source.key, "citation": source.citation, "doi": source.doi or None, "link": doi_link(source) or None}
            for source in sources_used(pages)
        ],
    }
