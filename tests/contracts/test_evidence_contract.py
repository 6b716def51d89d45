"""Evidence and code agree: every entry loads, every topic fills its class, every source is used."""

from __future__ import annotations

import ast
import re
from collections import Counter
from dataclasses import MISSING
from importlib import import_module
from pathlib import Path

import pytest

from uncramp.errors import EvidenceError
from uncramp.evidence import registry

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "uncramp"
READERS = {"draw": 1, "central": 1, "entries_for": 1, "load_topic": 0}  # function -> place of the topic among its arguments


def uses() -> list[tuple[str, str, str]]:
    """(module, class, topic) wherever code reads a topic by its name; class is "" where it reads entry by entry."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        module = ".".join(("uncramp", *path.relative_to(PACKAGE).with_suffix("").parts))
        constants = {
            target.id: node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Constant)
            for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in READERS:
                place = READERS[node.func.id]
                if len(node.args) <= place:
                    continue
                argument = node.args[place]
                topic = argument.value if isinstance(argument, ast.Constant) else constants.get(ast.unparse(argument))
                if isinstance(topic, str):
                    found.append((module, ast.unparse(node.args[0]) if place else "", topic))
    return found


@pytest.mark.parametrize("topic", registry.topics())
def test_a_topic_loads_and_is_read_by_code(topic: str) -> None:
    assert registry.load_topic(topic)
    assert topic in {used for _, _, used in uses()}, f"evidence/{topic}.toml is read by nothing"


@pytest.mark.parametrize(("module", "name", "topic"), sorted({use for use in uses() if use[1]}))
def test_a_class_and_its_topic_have_the_same_names(module: str, name: str, topic: str) -> None:
    parameters = getattr(import_module(module), name)
    assert registry.entries_for(parameters, topic)
    defaults = [field.name for field in parameters.__dataclass_fields__.values() if field.default is not MISSING]
    assert not defaults, f"a number without a source is a default value: {defaults}"


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
