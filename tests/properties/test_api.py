"""The API over requests made from its own description: no error of ours, whatever comes; no number that is none is taken."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from inside import HOME, Client, inside
from openapi import description

from uncramp.web import cohorts, lab

EXAMPLES = int(os.environ.get("UNCRAMP_API_EXAMPLES", "4"))
"""Requests for each operation; more by hand."""
NO_NUMBERS = ("NaN", "Infinity", "-Infinity", "1e999", "-1e999")
DESCRIBED = description()
SCHEMA = schemathesis.openapi.from_dict(DESCRIBED)
SCHEMA.config.update(base_url=HOME)


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as kept, pytest.MonkeyPatch.context() as patch:
        # what is asked for is run, but small
        patch.setattr(cohorts, "MOST_STARTS_TIMES_DRAWS", 20)
        patch.setattr(lab, "LONGEST_S", 20.0)
        yield kept.enter_context(inside(Path(folder)))


@SCHEMA.parametrize()
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
def test_no_request_is_an_error_of_ours(case: schemathesis.Case[Any], client: Client) -> None:
    given = case.as_transport_kwargs(base_url=HOME)
    given.pop("cookies", None)
    if isinstance(given.get("data"), (bytes, str)):
        given["content"] = given.pop("data")
    if given.get("files"):  # what is no file is sent as its text
        given["files"] = [
            (name, (file, part if isinstance(part, bytes) else str(part).encode())) for name, (file, part) in given["files"]
        ]
    given["headers"] = {name: value for name, value in dict(given.get("headers") or {}).items() if name.lower() != "host"}
    answer = client.request(given.pop("method"), given.pop("url"), **given)
    assert answer.status_code < 500, answer.text
    if answer.status_code >= 400 and not answer.headers["content-type"].startswith("text/plain"):  # the guard says it in a line
        assert set(answer.json()) == {"error"}


def bodies() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(method, path, schema) of every JSON body."""
    for path, item in DESCRIBED["paths"].items():
        for method, operation in item.items():
            content = operation.get("requestBody", {}).get("content", {}).get("application/json")
            if content:
                yield method, path, content["schema"]


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    name = schema.get("$ref", "").rpartition("/")[2]
    return resolved(DESCRIBED["components"]["schemas"][name]) if name else schema


def number_places(schema: dict[str, Any], way: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Ways to every number in a body; ``*`` stands for any name, ``#`` for an item."""
    whole = resolved(schema)
    for one in (*whole.get("anyOf", ()), *whole.get("oneOf", ()), *whole.get("allOf", ())):
        yield from number_places(one, way)
    if whole.get("type") in ("number", "integer"):
        yield way
    for name, inner in whole.get("properties", {}).items():
        yield from number_places(inner, (*way, name))
    if isinstance(inner := whole.get("additionalProperties"), dict):
        yield from number_places(inner, (*way, "*"))
    if isinstance(inner := whole.get("items"), dict):
        yield from number_places(inner, (*way, "#"))


NUMBERS = [(method, path, way) for method, path, schema in bodies() for way in sorted(set(number_places(schema)))]


def test_every_body_with_a_number_was_found() -> None:
    assert ("post", "/api/check", ("labs", "*")) in NUMBERS
    assert ("post", "/api/reflex", ("length_frac",)) in NUMBERS


@pytest.mark.parametrize(("method", "path", "way"), NUMBERS, ids=[f"{path}:{'.'.join(way)}" for _, path, way in NUMBERS])
@hypothesis.given(number=st.sampled_from(NO_NUMBERS))
@settings(max_examples=len(NO_NUMBERS), deadline=None, suppress_health_check=list(HealthCheck))
def test_what_is_no_number_is_refused(client: Client, method: str, path: str, way: tuple[str, ...], number: str) -> None:
    text = number
    for name in reversed(way):
        text = f"[{text}]" if name == "#" else f"{{{json.dumps('sodium' if name == '*' else name)}: {text}}}"
    answer = client.request(
        method, path.replace("{id}", "0" * 16), content=text.encode(), headers={"content-type": "application/json"}
    )
    assert answer.status_code == 422, answer.text
    places = [place["where"] for place in answer.json()["error"].get("places", [])]
    assert not places or any(way[0] in place for place in places) or way[0] in answer.text
    assert number.lower() not in answer.text.lower().replace("infinity or", ""), "what was sent is not repeated"
    json.loads(answer.text, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
