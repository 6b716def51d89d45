"""Places in a JSON document, so that tests can break each."""

from __future__ import annotations


def paths(value: object, above: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Every place in a document where an object has a field."""
    if isinstance(value, dict):
        return [found for name, inner in value.items() for found in [(*above, name), *paths(inner, (*above, name))]]
    if isinstance(value, list) and value:
        return paths(value[0], (*above, "0"))
    return []


def first_of_each(value: object) -> object:
    """The document with one entry in each list: as large as its form needs, and quick to hold against it."""
    if isinstance(value, dict):
        return {name: first_of_each(inner) for name, inner in value.items()}
    return [first_of_each(inner) for inner in value[:1]] if isinstance(value, list) else value
