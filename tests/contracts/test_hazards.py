"""The hazard log is whole, its page is fresh, and every test it names as proof exists."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import hazards
import pytest
from generated_pages import stale_pages

ROOT = Path(__file__).resolve().parents[2]
LOG = hazards.hazards()
PROOFS = sorted({test for row in LOG for test in row["tests"]})


@cache
def functions(path: Path) -> frozenset[str]:
    """Names of the test functions of a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def exists(test: str) -> bool:
    """Whether ``file::function`` is there."""
    file, _, name = test.partition("::")
    path = ROOT / file
    return name.startswith("test_") and path.is_file() and name in functions(path)


@pytest.mark.parametrize("test", PROOFS)
def test_a_test_that_is_named_exists(test: str) -> None:
    assert exists(test), f"{test} does not exist; name the test that shows that the control works"


@pytest.mark.parametrize("row", LOG, ids=[row["id"] for row in LOG])
def test_a_hazard_has_every_field(row: dict[str, object]) -> None:
    assert list(row) == list(hazards.FIELDS)
    assert all(isinstance(row[name], kind) and row[name] for name, kind in hazards.FIELDS.items())
    assert row["severity"] in hazards.SEVERITIES
    assert row["likelihood"] in hazards.LIKELIHOODS
    assert set(row["where"]) <= set(hazards.PARTS)


def test_there_are_enough_and_every_part_has_some() -> None:
    assert len(LOG) >= 24
    assert [row["id"] for row in LOG] == [f"H{number:02d}" for number in range(1, len(LOG) + 1)]
    assert {part for row in LOG for part in row["where"]} == set(hazards.PARTS)


def test_the_page_is_fresh() -> None:
    assert not stale_pages(hazards.PAGES, hazards.MADE), "run `make docs`"


@pytest.mark.parametrize(
    "test",
    [
        "tests/contracts/test_hazards.py::test_nobody_wrote",
        "tests/contracts/test_nothing.py::test_it",
        "tests/contracts/test_hazards.py::exists",
    ],
)
def test_a_test_that_does_not_exist_is_seen(test: str) -> None:
    assert not exists(test)
