"""``import uncramp`` stays quick, counted in names and not by the clock."""

from __future__ import annotations

import subprocess
import sys

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
