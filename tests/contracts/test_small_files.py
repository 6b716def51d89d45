"""Files and functions stay small, and no drawer is opened for what has no home."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "uncramp"
MODULES = sorted(PACKAGE.rglob("*.py"))
LINES_LIMIT = 400
FUNCTION_LINES_LIMIT = 70  # without its docstring
KERNEL_LINES_LIMIT = 160  # a compiled kernel is one loop, a line an equation, or the compiler cannot run draws side by side
DRAWERS = {"util", "utils", "helper", "helpers", "common", "misc", "base", "manager", "managers"}


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    """Every function and method of a module."""
    yield from (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.FunctionDef))


def body_lines(function: ast.FunctionDef) -> int:
    """Lines of the function's body without its docstring."""
    first = function.body[1 if ast.get_docstring(function) and len(function.body) > 1 else 0]
    return (function.end_lineno or 0) - first.lineno + 1


def lines_limit(function: ast.FunctionDef) -> int:
    """How many lines the body may have: more where numba compiles it."""
    compiled = any(isinstance(mark, ast.Name) and mark.id == "compiled" for mark in function.decorator_list)
    return KERNEL_LINES_LIMIT if compiled else FUNCTION_LINES_LIMIT


def returned_count(function: ast.FunctionDef) -> int:
    """How many items the annotated tuple has; 1 for anything else."""
    returns = function.returns
    if isinstance(returns, ast.Subscript) and isinstance(returns.value, ast.Name) and returns.value.id == "tuple":
        items = returns.slice.elts if isinstance(returns.slice, ast.Tuple) else [returns.slice]
        return 1 if any(isinstance(item, ast.Constant) and item.value is ... for item in items) else len(items)
    return 1


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_is_small_and_has_the_name_of_one_thing(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LINES_LIMIT, "cut it where it has two names"
    assert not DRAWERS & set(path.relative_to(PACKAGE).with_suffix("").parts)
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), "say in one sentence what the module is"
    long = {f.name: body_lines(f) for f in functions(path) if body_lines(f) > lines_limit(f)}
    assert not long, f"cut these into functions with a name: {long}"
    wide = [f.name for f in functions(path) if not f.name.startswith("_") and returned_count(f) > 2]
    assert not wide, f"more than two things returned deserve a frozen dataclass: {wide}"


def test_what_is_too_long_or_too_wide_is_seen() -> None:
    (function,) = ast.parse('def f() -> tuple[int, int, int]:\n    """Doc."""\n    x = 1\n    y = 2\n    return x, y, 3\n').body
    assert isinstance(function, ast.FunctionDef)
    assert (body_lines(function), returned_count(function), lines_limit(function)) == (3, 3, FUNCTION_LINES_LIMIT)
