"""Our own check of codes in a FHIR document: the libraries that read one accept any word where a value set is required."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def codes() -> dict[str, Any]:
    """``fhir_codes.toml``: required value sets by element, systems with the codes written of them, and what has a code."""
    return tomllib.loads(files("uncramp.check").joinpath("fhir_codes.toml").read_text(encoding="utf-8"))


def wrong_codes(bundle: Mapping[str, Any]) -> tuple[str, ...]:
    """Every code in ``bundle`` that its value set or our list does not have, as "place: code"; empty where all are right.

    Examples
    --------
    >>> wrong_codes({"resourceType": "Bundle", "type": "parcel"})
    ('Bundle.type: parcel',)
    """
    return tuple(_wrong(bundle, "Bundle"))


def _wrong(value: Any, place: str) -> Iterator[str]:
    if isinstance(value, list):
        for inner in value:
            yield from _wrong(inner, place)
        return
    if not isinstance(value, Mapping):
        return
    here = value.get("resourceType", place)  # a path starts anew at every resource
    yield from _wrong_coding(value, here)
    for name, inner in value.items():
        path = f"{here}.{name}"
        allowed = _required(path)
        if allowed is not None and inner not in allowed:
            yield f"{path}: {inner}"
        yield from _wrong(inner, path)


def _required(path: str) -> list[str] | None:
    """Codes an element may have: its own set, or that of any resource's."""
    sets: dict[str, list[str]] = codes()["required"]
    return sets.get(path) or sets.get("*." + path.partition(".")[2])


def _wrong_coding(value: Mapping[str, Any], place: str) -> Iterator[str]:
    """A code with its system: one that we know, and the system that the element is bound to."""
    if "code" not in value or isinstance(value["code"], Mapping):
        return
    system, code = value.get("system", ""), value["code"]
    bound = codes()["bound"].get(place.removesuffix(".coding"))
    if code not in codes()["systems"].get(system, ()) or (bound is not None and system != bound):
        yield f"{place}: {system}|{code}"
