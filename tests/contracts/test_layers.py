"""Imports go down: the contract of pyproject.toml holds, and a wrong import would be seen."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter on the package in ``folder``/src with the contracts in ``folder``."""
    return subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=folder, env={**os.environ, "PYTHONPATH": str(folder / "src")}, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(
        ROOT / "src", tmp_path / "src", ignore=lambda folder, names: [n for n in names if n in ("__pycache__", "assets")]
    )
    return tmp_path


def test_imports_go_down() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("units.py", "import uncramp.cli"),
        ("body/trace.py", "import uncramp.hazard"),
        ("body/trace.py", "from uncramp.activity import samples"),  # siblings
        ("activity/samples.py", "def later():\n    from uncramp.body import trace"),  # late imports count as well
    ],
)
def test_an_import_upwards_or_sideways_is_seen(copied: Path, module: str, line: str) -> None:
    changed = copied / "src" / "uncramp" / module
    changed.write_text(changed.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")
    assert "Imports go down BROKEN" in lint(copied).stdout


def test_a_folder_without_a_layer_is_seen(copied: Path) -> None:
    attic = copied / "src" / "uncramp" / "attic"
    attic.mkdir()
    (attic / "__init__.py").write_text("", encoding="utf-8")
    done = lint(copied)
    assert done.returncode != 0
    assert "attic" in done.stdout + done.stderr
