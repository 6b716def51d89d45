"""``import uncramp`` stays quick, counted in names and not by the clock."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
AFTERWARDS = "; import sys; print(*{name.partition('.')[0] for name in sys.modules})"


def loaded(statement: str) -> set[str]:
    """Top-level modules in a new interpreter after ``statement``."""
    done = subprocess.run([sys.executable, "-I", "-c", statement + AFTERWARDS], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_importing_the_package_loads_numpy_at_most() -> None:
    new = loaded("import uncramp") - loaded("pass") - sys.stdlib_module_names
    assert new <= {"uncramp", "numpy"}
    assert "uncramp" in new


def test_naming_a_function_of_the_package_loads_what_it_needs() -> None:
    # the positive control of the test above: loading late means loading at all
    assert "numpy" in loaded("import uncramp; uncramp.CrampEvent")


def test_the_function_is_not_covered_by_the_module_of_its_name() -> None:
    program = (
        "import importlib, uncramp; importlib.import_module('uncramp.assess'); assert callable(uncramp.assess), uncramp.assess"
    )
    assert "uncramp" in loaded(program)


def declared(requirements: list[str]) -> set[str]:
    """Names of the projects that requirement lines ask for."""
    return {canonical(re.match(r"[\w.-]+", line)[0]) for line in requirements}  # type: ignore[index]


def canonical(name: str) -> str:
    """Project name in the one form that all spellings share."""
    return re.sub(r"[-_.]+", "-", name).lower()


PEERS = ROOT / "tests" / "benchmarks" / "peers"


@cache
def imported(folder: Path) -> frozenset[str]:
    """Projects that the modules in ``folder`` import, late imports included."""
    found: set[str] = set()
    for path in folder.rglob("*.py"):
        if path.parent == PEERS:  # run in an environment of their own, with what is measured beside us
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.partition(".")[0])
    ours = {path.stem for path in (*folder.glob("*"), *(ROOT / "tests").glob("*.py"), *(ROOT / "scripts").glob("*.py"))} | {
        "uncramp"
    }
    projects = packages_distributions()
    return frozenset(canonical(projects.get(name, [name])[0]) for name in found - ours - sys.stdlib_module_names)


def test_what_the_package_imports_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [line for lines in project["optional-dependencies"].values() for line in lines]
    assert imported(ROOT / "src" / "uncramp") - {"typing-extensions"} <= declared(project["dependencies"] + extras)
    assert declared(project["dependencies"]) <= imported(ROOT / "src" / "uncramp"), "a dependency that nothing imports"


def test_what_the_tests_and_scripts_import_is_declared() -> None:
    content = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project, groups = content["project"], content["dependency-groups"]
    extras = [line for lines in project["optional-dependencies"].values() for line in lines]
    known = declared(project["dependencies"] + extras + groups["test"] + groups["build"] + groups["node"])
    assert imported(ROOT / "tests") | imported(ROOT / "scripts") <= known
