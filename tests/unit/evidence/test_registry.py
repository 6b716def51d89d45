"""The loader refuses what disagrees with the code or with itself, and says in which file and entry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import make_dataclass
from pathlib import Path
from typing import Any

import pytest

from uncramp.errors import EvidenceError
from uncramp.evidence import registry

GOOD: dict[str, Any] = {
    "value": 0.4,
    "unit": "L/h",
    "low": 0.3,
    "high": 0.5,
    "spread": "normal",
    "varies": "people",
    "grade": "athletes",
    "source": "smith2020",
    "where": "C33",
    "note": "A note",
}
NAME = "thirst_l_h"
SOURCES = '[smith2020]\ncitation = "Smith, a study, 2020"\n'
CACHED = (registry.topics, registry.load_table, registry.sources, registry.load_topic, registry.digest)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An evidence folder of our own, read through the real loader."""
    (tmp_path / "sources.toml").write_text(SOURCES)
    monkeypatch.setattr(registry, "_folder", lambda: tmp_path)
    for function in CACHED:
        function.cache_clear()
    yield tmp_path
    for function in CACHED:
        function.cache_clear()


def literal(value: Any) -> str:
    """``value`` as TOML."""
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, list):
        return "[" + ", ".join(map(literal, value)) + "]"
    return str(value)


def write(folder: Path, row: dict[str, Any], name: str = NAME) -> None:
    lines = [f"{key} = {literal(value)}" for key, value in row.items() if value is not None]
    (folder / "drinking.toml").write_text("\n".join((f"[{name}]", *lines)) + "\n")


def test_a_good_entry_is_read_in_full(folder: Path) -> None:
    write(folder, GOOD)
    entry = registry.load_topic("drinking")[NAME]
    assert {key: getattr(entry, key) for key in GOOD} == GOOD | {"source": ("smith2020",)}
    assert registry.topics() == ("drinking",)


DEFECTS = {
    "unknown key": ({"valeu": 1.0}, "unknown keys .*valeu"),
    "unit of another ending": ({"unit": "mL/h"}, "'mL/h' but its name says 'L/h'"),
    "unknown spread": ({"spread": "gaussian"}, "spread 'gaussian', expected one of"),
    "unknown varies": ({"varies": "species"}, "varies 'species', expected one of"),
    "unknown grade": ({"grade": "gold"}, "grade 'gold', expected one of"),
    "value below its range": ({"value": 0.2}, "value 0.2 outside its own range 0.3 to 0.5"),
    "value above its range": ({"value": 0.6}, "value 0.6 outside its own range"),
    "range without width": ({"low": 0.4, "high": 0.4}, "drawn but has no range"),
    "range not given": ({"low": None, "high": None}, "drawn but has no range"),
    "lognormal at zero": ({"spread": "lognormal", "low": 0.0}, "lognormal but not positive"),
    "value not a number": ({"value": "nan"}, "not finite|outside its own range"),
    "value endless": ({"value": "inf", "high": "inf"}, "not finite"),
    "value a word": ({"value": "much"}, "wrong kind.*much"),
    "no source": ({"source": []}, "has no source"),
    "unknown source": ({"source": "jones1999"}, "cites .*jones1999.*sources.toml lacks"),
    "one unknown source of two": ({"source": ["smith2020", "jones1999"]}, r"cites \['jones1999'\]"),
    "assumed without why": ({"grade": "assumed", "note": ""}, "assumed without a note"),
    "value below its floor": ({"floor": 0.45}, "outside its bounds 0.45 to inf"),
    "value above its ceiling": ({"ceiling": 0.35}, "outside its bounds -inf to 0.35"),
    "null chance above one": ({"null_chance_frac": 1.5}, "null_chance_frac 1.5, expected 0 to 1"),
    "null chance below nought": ({"null_chance_frac": -0.5}, "null_chance_frac -0.5, expected 0 to 1"),
}


@pytest.mark.parametrize(("change", "complaint"), DEFECTS.values(), ids=DEFECTS)
def test_each_defect_is_refused_by_file_entry_and_reason(folder: Path, change: dict[str, Any], complaint: str) -> None:
    write(folder, GOOD | change)
    with pytest.raises(EvidenceError, match=f"drinking.toml: {NAME} .*({complaint})"):
        registry.load_topic("drinking")


@pytest.mark.parametrize("key", ["value", "unit", "spread", "grade", "source"])
def test_a_missing_key_is_named(folder: Path, key: str) -> None:
    write(folder, GOOD | {key: None})
    with pytest.raises(EvidenceError, match=f"drinking.toml: {NAME} has no '{key}'"):
        registry.load_topic("drinking")


def test_a_name_without_unit_ending_is_refused(folder: Path) -> None:
    write(folder, GOOD, name="thirst")
    with pytest.raises(EvidenceError, match=r"drinking.toml: thirst .*its name says None"):
        registry.load_topic("drinking")


def test_a_bare_number_is_no_entry(folder: Path) -> None:
    (folder / "drinking.toml").write_text("thirst_l_h = 0.4\n")
    with pytest.raises(EvidenceError, match=r"drinking.toml: thirst_l_h is 0.4, expected a table"):
        registry.load_topic("drinking")


def test_broken_toml_is_named(folder: Path) -> None:
    (folder / "drinking.toml").write_text("[thirst_l_h\n")
    with pytest.raises(EvidenceError, match=r"drinking.toml is not TOML"):
        registry.load_topic("drinking")


def test_a_topic_that_does_not_exist_lists_those_that_do(folder: Path) -> None:
    write(folder, GOOD)
    with pytest.raises(EvidenceError, match=r"cooking.toml does not exist; topics are: drinking"):
        registry.load_topic("cooking")


def test_a_field_without_entry_and_an_entry_without_field_are_refused(folder: Path) -> None:
    write(folder, GOOD)
    exact, wide, empty = (make_dataclass("Drinking", names) for names in ([NAME], [NAME, "hunger_kj"], []))
    assert list(registry.entries_for(exact, "drinking")) == [NAME]
    with pytest.raises(EvidenceError, match=r"drinking.toml lacks \['hunger_kj'\], which Drinking needs"):
        registry.entries_for(wide, "drinking")
    with pytest.raises(EvidenceError, match=rf"drinking.toml has \['{NAME}'\], which Drinking does not use"):
        registry.entries_for(empty, "drinking")


SOURCE_DEFECTS = {
    "no citation": ('[smith2020]\ndoi = "10.1002/mus.21170"\n', "has no citation"),
    "empty citation": ('[smith2020]\ncitation = ""\n', "has no citation"),
    "no table": ('smith2020 = "Smith, 2020"\n', "has no citation"),
    "a link for a DOI": ('[smith2020]\ncitation = "Smith"\ndoi = "https://doi.org/10.1002/mus.21170"\n', "has the DOI 'https"),
    "a short DOI": ('[smith2020]\ncitation = "Smith"\ndoi = "10.1/x"\n', "has the DOI '10.1/x'"),
    "unknown key": ('[smith2020]\ncitation = "Smith"\nyear = 2020\n', r"has unknown keys \['year'\]"),
}


@pytest.mark.parametrize(("text", "complaint"), SOURCE_DEFECTS.values(), ids=SOURCE_DEFECTS)
def test_each_defect_of_a_source_is_refused(folder: Path, text: str, complaint: str) -> None:
    (folder / "sources.toml").write_text(text)
    with pytest.raises(EvidenceError, match=f"sources.toml: smith2020 {complaint}"):
        registry.sources()


def test_the_digest_changes_with_any_evidence_file(folder: Path) -> None:
    write(folder, GOOD)
    before = registry.digest()
    registry.digest.cache_clear()
    assert registry.digest() == before
    registry.digest.cache_clear()
    write(folder, GOOD | {"high": 0.6})
    assert registry.digest() != before


def test_citing_sorts_and_lists_each_source_once() -> None:
    assert [source.key for source in registry.cite(["miller2009", "lau2019", "miller2009"])] == ["lau2019", "miller2009"]
