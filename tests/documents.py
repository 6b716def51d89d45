"""Places in a JSON document, so that tests can break each."""

from __future__ import annotations


def paths(value: object, above: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Every place in a document where an object has a field."""
    if isinstance(value, dict):
        return [found for name, inner in value.items() for found in [(*above, name), *paths(inner, (*above, name))]]
    if isinstance(value, list) and value:
        return paths(value[0], (*above, "0"))
    return []
