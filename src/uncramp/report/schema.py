"""The JSON Schema of what ``--json`` prints, and its version."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any, Final

SCHEMA_VERSION: Final = "1.0"
"""Rises in its first part when a field goes or changes its meaning, in its second when one is added."""

ERROR_KINDS: Final = ("input", "activity_file", "evidence", "simulation", "store", "interrupted", "internal")
"""What an error can be, in the order of the exit codes' table."""


def schema_text() -> str:
    """The schema as shipped, JSON text."""
    return (files("uncramp.report") / "why.schema.json").read_text(encoding="utf-8")


def schema() -> dict[str, Any]:
    """The schema as a value (draft 2020-12): one of an assessment, a table of a folder, an error."""
    parsed: dict[str, Any] = json.loads(schema_text())
    return parsed
