"""No number of the science hides in the code: it has a source, and so it lives in evidence/."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "uncramp"
SCIENCE = sorted(path for folder in ("body", "hazard") for path in (PACKAGE / folder).glob("*.py"))
FREE = {0, 1, 2}  # and their negatives: signs, halves and squares of a formula

# (module, number): why it needs no source
ALLOWED: dict[tuple[str, float], str] = {}


def bare_numbers(tree: ast.Module) -> list[float]:
    """Numbers in the code that are neither free, nor an index, nor an axis."""
    structural: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript):
            structural.update(ast.walk(node.slice))
        if isinstance(node, ast.keyword) and node.arg in ("axis", "ndmin", "stacklevel"):
            structural.update(ast.walk(node.value))
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, int | float)
        and not isinstance(node.value, bool)
        and node.value not in FREE
        and node not in structural
    ]


def found() -> Counter[tuple[str, float]]:
    """Every bare number of the science, by module."""
    return Counter(
        (str(path.relative_to(PACKAGE)), number)
        for path in SCIENCE
        for number in bare_numbers(ast.parse(path.read_text(encoding="utf-8")))
    )


@pytest.mark.parametrize("path", SCIENCE, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_numbers_come_from_evidence(path: Path) -> None:
    module = str(path.relative_to(PACKAGE))
    bare = sorted(number for owner, number in found() if owner == module and (owner, number) not in ALLOWED)
    assert not bare, f"give these an entry in evidence/, or a reason in ALLOWED: {bare}"


def test_no_allowance_is_left_over() -> None:
    assert not set(ALLOWED) - set(found())


def test_a_bare_number_is_seen() -> None:
    tree = ast.parse("LIMIT = 7\ndef f(x, gain=0.7):\n    return x[..., 3] * 58.2 + x.sum(axis=3) - 1 + 2 * x\n")
    assert bare_numbers(tree) == [7, 0.7, 58.2]
