"""Run some tests and keep what they printed as a dated page: record.py NAME PYTEST_ARGUMENTS..."""

from __future__ import annotations

import os
import platform
import shlex
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LIBRARIES = ("numpy", "scipy", "numba", "fitdecode", "sqlalchemy", "alembic", "psycopg")


def page(name: str, command: str, output: str, day: str, exit_code: int = 0) -> str:
    """Text of the page; no path of this machine stands in it, and a run that failed or was stopped is called so."""
    ended = f"**Not a whole run: pytest ended with exit code {exit_code}; the last lines say why.**\n\n" if exit_code else ""
    with_versions = ", ".join(f"{library} {version(library)}" for library in LIBRARIES)
    cleaned = output.replace(str(ROOT), ".").replace(str(Path.home()), "~")
    return (
        f"# {name.capitalize()} of {day}\n\n"
        f"Made by `make {name if name != 'benchmarks' else 'bench'}`. Python {platform.python_version()}, {with_versions}, "
        f"{os.cpu_count()} cores ({platform.machine()}).\n\n{ended}"
        f"```\n$ {command}\n{cleaned.strip()}\n```\n"
    )


def main(name: str, arguments: list[str]) -> int:
    """Run pytest with ``arguments`` and write docs/reference/NAME-DAY.md; its exit code is ours."""
    command = ["pytest", "-q", "-s", "-p", "no:randomly", *arguments]
    output = []
    with subprocess.Popen([sys.executable, "-u", "-m", *command], cwd=ROOT, stdout=subprocess.PIPE, text=True) as running:
        for line in running.stdout or ():  # shown as it comes: a study takes its time
            print(line, end="", flush=True)
            output.append(line)
    day = datetime.now(tz=UTC).date().isoformat()
    target = ROOT / "docs" / "reference" / f"{name}-{day}.md"
    target.write_text(page(name, shlex.join(command), "".join(output), day, running.returncode), encoding="utf-8")
    print(f"Wrote {target.relative_to(ROOT)}")
    return running.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
