"""On a fresh machine `make test` installs the system packages it needs, or says in one sentence which they are."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "scripts" / "system_packages.sh"
PRESENT = ("make", "g++", "chromium", "chromedriver")


def run(folder: Path, *present: str, root: bool = True, apt: bool = True) -> subprocess.CompletedProcess[str]:
    """Run the script on a machine that has only these commands; what apt-get was told stands in ``apt.txt``."""
    said = folder / "apt.txt"
    commands = dict.fromkeys(present, "") | {"id": f"echo {0 if root else 1000}"}
    if apt:
        commands["apt-get"] = f'echo "$*" >> {said}'
    for name, body in commands.items():
        (folder / name).write_text(f"#!{shutil.which('bash')}\n{body}\n")
        (folder / name).chmod(0o755)
    bash = shutil.which("bash")
    assert bash is not None
    return subprocess.run(
        [bash, str(SCRIPT)], env={"PATH": str(folder), "PYTHON": sys.executable}, capture_output=True, text=True, check=False
    )


def test_nothing_is_done_where_all_is_there(tmp_path: Path) -> None:
    done = run(tmp_path, *PRESENT)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert not (tmp_path / "apt.txt").exists()


@pytest.mark.parametrize("browser", ["chromium", "chromium-browser", "google-chrome"])
def test_any_name_of_the_browser_will_do(browser: str, tmp_path: Path) -> None:
    assert run(tmp_path, "make", "g++", "chromedriver", browser, root=False, apt=False).returncode == 0


def test_root_with_apt_installs_what_is_missing_and_no_more(tmp_path: Path) -> None:
    done = run(tmp_path, "make")
    assert done.returncode == 0
    update, install = (tmp_path / "apt.txt").read_text().splitlines()
    assert update.startswith("update")
    assert install.split()[-3:] == ["g++", "chromium", "chromium-driver"]


@pytest.mark.parametrize(("root", "apt"), [(False, True), (True, False)])
def test_elsewhere_one_sentence_names_them(root: bool, apt: bool, tmp_path: Path) -> None:
    done = run(tmp_path, "make", root=root, apt=apt)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "g++ chromium chromium-driver" in done.stderr
    assert not (tmp_path / "apt.txt").exists()


def test_make_and_ci_both_use_it() -> None:
    for file in ("Makefile", ".ci/run"):
        assert "scripts/system_packages.sh" in (ROOT / file).read_text(encoding="utf-8")
    assert "apt-get" not in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
