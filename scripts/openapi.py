"""Make docs/reference/openapi.json, the description of the application's API; with --check, say whether it is stale."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from generated_pages import write_or_check

from uncramp.web.application import Place, create_application
from uncramp.web.guard import Guard
from uncramp.web.keys import Keys


def description() -> dict[str, Any]:
    """What ``/api/openapi.json`` answers."""
    with tempfile.TemporaryDirectory() as folder:
        guarded = create_application(Place(Path(folder)), Keys(), port=0)
    assert isinstance(guarded, Guard)
    described: dict[str, Any] = guarded.inside.openapi()  # type: ignore[attr-defined] # FastAPI behind the guard
    return described


def text() -> str:
    """The file as it should be."""
    return json.dumps(description(), indent=1, ensure_ascii=False, sort_keys=True) + "\n"


PAGES = {"openapi.json": text}


if __name__ == "__main__":
    sys.exit(write_or_check(PAGES, "", __doc__))
