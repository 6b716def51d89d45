"""The JSON Schema of what ``--json`` prints, its version, and JSON text; loads nothing heavy, so that errors can be told."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any, Final

Document = dict[str, Any]

SCHEMA_VERSION: Final = "1.3"
"""Rises in its first part when a field goes or changes its meaning, in its second when one is added."""

SCHEMAS: Final = ("why", "check", "race", "weeks", "routine", "food")
"""Commands whose JSON has a schema."""

ERROR_KINDS: Final = ("input", "activity_file", "evidence", "simulation", "store", "interrupted", "internal")
"""What an error can be, in the order of the exit codes' table."""


def schema_text(command: str = "why") -> str:
    """The schema of ``command``, one of :data:`SCHEMAS`, as shipped, JSON text."""
    return (files("uncramp.report") / f"{command}.schema.json").read_text(encoding="utf-8")


def schema() -> dict[str, Any]:
    """The schema as a value (draft 2020-12): one of an assessment, a table of a folder, an error."""
    parsed: dict[str, Any] = json.loads(schema_text())
    return parsed


def check_schema() -> dict[str, Any]:
    """The schema of ``uncramp check --json`` as a value."""
    parsed: dict[str, Any] = json.loads(schema_text("check"))
    return parsed


def race_schema() -> dict[str, Any]:
    """The schema of ``uncramp prevent race --json`` as a value."""
    parsed: dict[str, Any] = json.loads(schema_text("race"))
    return parsed


def weeks_schema() -> dict[str, Any]:
    """The schema of ``uncramp prevent weeks --json`` as a value."""
    parsed: dict[str, Any] = json.loads(schema_text("weeks"))
    return parsed


def error_document(kind: str, message: str, hint: str) -> Document:
    """What went wrong, as a program reads it; ``kind`` is one of :data:`ERROR_KINDS`."""
    return {"error": {"kind": kind, "message": message, "hint": hint}}


def to_json(document: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> str:
    """JSON text, the same bytes for the same document; a NaN in it is an error of ours."""
    return json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
