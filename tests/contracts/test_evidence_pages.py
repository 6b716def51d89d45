"""The generated pages of the evidence are fresh, whole, and their links lead somewhere."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest
from generated_pages import stale_pages

from uncramp.evidence.catalogue import list_entries
from uncramp.evidence.factors import factors
from uncramp.evidence.facts import contradictions, facts, targets
from uncramp.evidence.registry import sources

ROOT = Path(__file__).resolve().parents[2]


def script() -> ModuleType:
    """scripts/evidence_pages.py as a module."""
    spec = importlib.util.spec_from_file_location("evidence_pages", ROOT / "scripts" / "evidence_pages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_no_page_is_stale() -> None:
    assert not [path.name for path in stale_pages(script().PAGES, script().MADE)], "run `make docs`"


def test_each_page_names_all_it_is_about() -> None:
    made = script()
    entries, weights, origins, rows = made.evidence_page(), made.factors_page(), made.sources_page(), made.rows_page()
    assert all(f"`{entry.name}`" in entries for entry in list_entries())
    assert all(factor.path in weights for factor in factors().values())
    assert all(f'id="{key}"' in origins for key in sources())
    assert all(f'id="{key.lower()}"' in rows for key in (*facts(), *contradictions(), *targets()))


@pytest.mark.parametrize("name", ["evidence.md", "factors.md", "rows.md", "sources.md"])
def test_every_link_has_its_anchor(name: str) -> None:
    made = script()
    pages = {page: make() for page, make in made.PAGES.items()}
    anchors = {
        page: {
            *re.findall(r'id="([^"]+)"', text),
            *(title.lower() for title in re.findall(r"^## (\w+)$", text, flags=re.MULTILINE)),
        }
        for page, text in pages.items()
    }
    links = re.findall(r"\]\((\w+\.md)(?:#([^)]+))?\)", pages[name])
    assert links
    assert [(page, anchor) for page, anchor in links if anchor and anchor not in anchors[page]] == []


def test_every_row_of_a_table_has_the_cells_of_its_head() -> None:
    for make in script().PAGES.values():
        width = 0
        for line in make().splitlines():
            bars = len(re.findall(r"(?<!\\)\|", line))
            width = 0 if not line.startswith("|") else width or bars
            assert bars == width or not line.startswith("|"), line
