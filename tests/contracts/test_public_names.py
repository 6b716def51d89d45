"""The names of the package: few, sorted, importable, documented, and the same in every list of them."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import pytest

import uncramp

ROOT = Path(__file__).resolve().parents[2]


def test_names_are_few_sorted_and_found_by_dir() -> None:
    assert len(uncramp.__all__) <= 25
    assert uncramp.__all__ == sorted(uncramp.__all__) == dir(uncramp)


@pytest.mark.parametrize("name", uncramp.__all__)
def test_a_name_can_be_imported_and_says_what_it_is(name: str) -> None:
    value = getattr(uncramp, name)
    assert name == "__version__" or inspect.getdoc(value)


def test_type_checkers_and_the_interpreter_see_the_same_names() -> None:
    tree = ast.parse(Path(uncramp.__file__).read_text(encoding="utf-8"))
    block = next(node for node in tree.body if isinstance(node, ast.If))
    for_checkers = {alias.name: node.module for node in block.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert for_checkers == uncramp._HOME
    assert {*for_checkers, "__version__"} == set(uncramp.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="cramps"):
        uncramp.cramps  # noqa: B018


@pytest.mark.parametrize("name", uncramp.__all__)
def test_a_public_name_is_in_the_reference(name: str) -> None:
    assert f"`{name}`" in (ROOT / "docs" / "reference" / "python.md").read_text(encoding="utf-8")


def test_the_version_is_the_one_of_the_metadata() -> None:
    from importlib.metadata import version

    assert version("uncramp") == uncramp.__version__
