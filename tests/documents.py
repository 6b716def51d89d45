"""Places in a JSON document, so that tests can break each."""

from __future__ import annotations

import copy
import json
from typing import Any

from uncramp.report.schema import to_json


def paths(value: object, above: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Every place in a document where an object has a field."""
    if isinstance(value, dict):
        return [found for name, inner in value.items() for found in [(*above, name), *paths(inner, (*above, name))]]
    if isinstance(value, list) and value:
        return paths(value[0], (*above, "0"))
    return []


def assert_no_field_may_be_missing_or_added(validator: Any, document: Any, least_count: int = 100) -> None:
    """Each field of ``document`` is required, and no other is taken; one entry in each list is enough to see that."""
    small = first_of_each(json.loads(to_json(document)))
    validator.validate(small)
    places = [place for place in paths(small) if place[0] != "units"]
    assert len(places) > least_count
    for place in places:
        broken = copy.deepcopy(small)
        target = broken
        for name in place[:-1]:
            target = target[int(name)] if isinstance(target, list) else target[name]
        del target[place[-1]]
        assert not validator.is_valid(broken), place
        target["something_else"] = 1
        assert not validator.is_valid(broken), place


def first_of_each(value: object) -> object:
    """The document with one entry in each list: as large as its form needs, and quick to hold against it."""
    if isinstance(value, dict):
        return {name: first_of_each(inner) for name, inner in value.items()}
    return [first_of_each(inner) for inner in value[:1]] if isinstance(value, list) else value
