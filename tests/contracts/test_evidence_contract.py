"""Evidence and code agree: every entry loads, every topic fills its class, every source is used."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType

import pytest

from uncramp.errors import EvidenceError
from uncramp.evidence import registry

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "uncramp"
# topics without one class of their own, and why
ENTRY_BY_ENTRY = {"load": "a table of sport by muscle, which draw_load_table fills row by row"}


def parameter_classes() -> list[type]:
    """Every dataclass of the package."""
    found = {}
    for module in iter_modules_of(PACKAGE, "uncramp"):
        for value in vars(module).values():
            if isinstance(value, type) and is_dataclass(value) and value.__module__.startswith("uncramp."):
                found[f"{value.__module__}.{value.__qualname__}"] = value
    return list(found.values())


def iter_modules_of(folder: Path, package: str) -> Iterator[ModuleType]:
    """Every module under ``folder``, imported; the command line is left out, it holds no numbers."""
    for item in iter_modules([str(folder)]):
        if item.name != "cli":
            yield import_module(f"{package}.{item.name}")
            if item.ispkg:
                yield from iter_modules_of(folder / item.name, f"{package}.{item.name}")


@pytest.mark.parametrize("topic", registry.topics())
def test_a_topic_loads_and_fills_a_class_without_defaults(topic: str) -> None:
    entries = registry.load_topic(topic)
    assert entries
    if topic in ENTRY_BY_ENTRY:
        return
    filled = [kind for kind in parameter_classes() if {field.name for field in fields(kind)} == set(entries)]
    assert filled, f"no dataclass has exactly the names of evidence/{topic}.toml"
    for kind in filled:
        assert registry.entries_for(kind, topic)
        defaults = [field.name for field in fields(kind) if field.default is not MISSING]
        assert not defaults, f"a number without a source is a default value: {defaults}"


def test_a_topic_is_named_where_it_is_read() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    unread = [topic for topic in registry.topics() if f'"{topic}"' not in code]
    assert not unread


def test_every_source_is_used() -> None:
    texts = [p.read_text(encoding="utf-8") for p in (*PACKAGE.rglob("*.toml"), *PACKAGE.rglob("*.py")) if p.name != "sources.toml"]
    words = Counter(re.findall(r"[a-z_]+\d{4}[a-z]?|[a-z][a-z0-9_-]+", "\n".join(texts)))
    unused = [key for key in registry.sources() if not words[key]]
    assert not unused, f"cite them or take them out: {unused}"


def test_dois_are_well_formed_and_unique() -> None:
    dois = [source.doi for source in registry.sources().values() if source.doi]
    assert [doi for doi in dois if not re.fullmatch(r"10\.\d{4,9}/\S+", doi)] == []
    assert [doi for doi, count in Counter(doi.lower() for doi in dois).items() if count > 1] == []


def test_a_source_says_who_and_when() -> None:
    vague = [key for key, source in registry.sources().items() if key != "assumed" and not source.citation.strip()]
    assert not vague


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"unit": "K"}, "name says"),
        ({"grade": "certain"}, "grade"),
        ({"source": "nobody1900"}, "sources.toml lacks"),
        ({"low": 38.0}, "outside its own range"),
        ({"colour": "red"}, "unknown keys"),
        ({"grade": "assumed"}, "without a note"),
    ],
)
def test_a_wrong_entry_is_refused(change: dict[str, object], complaint: str) -> None:
    row = {"value": 37.0, "unit": "degC", "low": 36.5, "high": 37.5, "spread": "normal", "grade": "healthy", "source": "assumed"}
    assert registry._entry("heat", "core_c", row).value == 37.0
    with pytest.raises(EvidenceError, match=complaint):
        registry._entry("heat", "core_c", row | change)
