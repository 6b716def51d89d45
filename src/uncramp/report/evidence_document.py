"""Numbers of the evidence as plain values, for ``--json`` and the web."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from uncramp.evidence.catalogue import Found
from uncramp.evidence.registry import Entry


def evidence_document(entries: Iterable[Entry], found: Found | None = None) -> dict[str, Any]:
    """``entries``, and what else a search ``found``."""
    document: dict[str, Any] = {"entries": [_as_value(entry) for entry in entries]}
    if found is not None:
        rows = {"facts": found.facts, "contradictions": found.contradictions, "targets": found.targets}
        document |= {name: [asdict(row) for row in kind] for name, kind in rows.items()}  # type: ignore[call-overload]
    return document


def _as_value(entry: Entry) -> dict[str, Any]:
    value = asdict(entry)
    # no bound is null: JSON has no infinity
    return value | {bound: value[bound] if math.isfinite(value[bound]) else None for bound in ("floor", "ceiling")}
