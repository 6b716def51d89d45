"""The description of the API is the one in docs, says of every address what it takes and answers, and every page's data is in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from generated_pages import REFERENCE
from openapi import PAGES, description

DESCRIBED = description()
METHODS = ("get", "post", "put", "patch", "delete")


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(method, path, operation) of the whole API."""
    for path, item in DESCRIBED["paths"].items():
        yield from ((method, path, item[method]) for method in METHODS if method in item)


OPERATIONS = list(operations())


def test_the_description_is_pinned() -> None:
    for name, make in PAGES.items():
        assert (REFERENCE / name).read_text(encoding="utf-8") == make(), "the API changed: `make docs` writes it down"
    assert json.loads((REFERENCE / "openapi.json").read_text(encoding="utf-8")) == DESCRIBED


def test_there_is_an_api() -> None:
    assert len(OPERATIONS) > 10


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS, ids=[f"{method} {path}" for method, path, _ in OPERATIONS])
def test_an_operation_says_what_it_is_for(method: str, path: str, operation: dict[str, Any]) -> None:
    assert path.startswith("/api/")
    assert operation.get("description") or operation.get("summary")
    assert operation["tags"]


@pytest.mark.parametrize("name", [name for name in DESCRIBED["components"]["schemas"] if name not in ("Refusal", "Reason")])
def test_a_body_takes_nothing_it_does_not_know(name: str) -> None:
    schema = DESCRIBED["components"]["schemas"][name]
    if schema.get("type") == "object":
        assert schema.get("additionalProperties") is False, "forbid what is not known: a misspelt name would quietly be left out"
