"""No module that decides when to see a doctor loads a model: seen in a new interpreter, not in the text of imports."""

from __future__ import annotations

import subprocess
import sys

import pytest

import uncramp

MODELS = ("body", "hazard", "why", "reflex", "assess")
LOAD_ALL = (
    "import importlib, pkgutil, sys, uncramp.check as check\n"
    "names = [one.name for one in pkgutil.walk_packages(check.__path__, 'uncramp.check.')]\n"
    "assert 'uncramp.check.triage' in names\n"
    "[importlib.import_module(name) for name in names]\n"
)


def models_loaded_by(program: str) -> set[str]:
    """Parts of the package that hold a model and are loaded after ``program``."""
    program += "\nprint(*(name.split('.')[1] for name in sys.modules if name.startswith('uncramp.')))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(done.stdout.split()) & set(MODELS)


def test_the_check_loads_no_model() -> None:
    assert models_loaded_by(LOAD_ALL) == set()


@pytest.mark.parametrize("model", MODELS)
def test_a_model_would_be_seen(model: str) -> None:
    assert model in models_loaded_by(f"import sys, importlib; importlib.import_module('uncramp.{model}')")


def test_the_package_tested_is_this_one() -> None:
    program = "import sys, uncramp; print(uncramp.__file__)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == uncramp.__file__
