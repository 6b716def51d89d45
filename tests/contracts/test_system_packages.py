"""On a fresh machine `make test` installs the system packages it needs, or says in one sentence which they are."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "scripts" / "system_packages.sh"
PRESENT = ("make", "g++", "chromium", "chromedriver", "fc-list")
LIBRARIES = ("libpango-1.0", "libpangoft2-1.0", "libharfbuzz-subset")
ANSWERS = {"fc-list": "echo DejaVuSans.ttf"}


def run(
    folder: Path, *present: str, root: bool = True, apt: bool = True, libraries: tuple[str, ...] = LIBRARIES, ending: str = ".so.0"
) -> subprocess.CompletedProcess[str]:
    """Run the script on a machine that has only these commands and libraries; what apt-get was told stands in ``apt.txt``."""
    said = folder / "apt.txt"
    commands = {name: ANSWERS.get(name, "") for name in present} | {"id": f"echo {0 if root else 1000}"}
    loaded = "|".join(f"*{name}{ending}" for name in libraries) or "none"
    # Python as it is, but for what it is asked to load
    commands["python-here"] = (
        f'case "$*" in\n*ctypes*) case "$*" in {loaded}) exit 0;; esac; exit 1;;\nesac\nexec {sys.executable} "$@"'
    )
    if apt:
        commands["apt-get"] = f'echo "$*" >> {said}'
    for name, body in commands.items():
        (folder / name).write_text(f"#!{shutil.which('bash')}\n{body}\n")
        (folder / name).chmod(0o755)
    bash = shutil.which("bash")
    assert bash is not None
    return subprocess.run(
        [bash, str(SCRIPT)], env={"PATH": str(folder), "PYTHON": "python-here"}, capture_output=True, text=True, check=False
    )


def test_nothing_is_done_where_all_is_there(tmp_path: Path) -> None:
    done = run(tmp_path, *PRESENT)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert not (tmp_path / "apt.txt").exists()


@pytest.mark.parametrize("browser", ["chromium", "chromium-browser", "google-chrome"])
def test_any_name_of_the_browser_will_do(browser: str, tmp_path: Path) -> None:
    assert run(tmp_path, "make", "g++", "chromedriver", "fc-list", browser, root=False, apt=False).returncode == 0


def test_root_with_apt_installs_what_is_missing_and_no_more(tmp_path: Path) -> None:
    done = run(tmp_path, "make", "fc-list")
    assert done.returncode == 0
    update, install = (tmp_path / "apt.txt").read_text().splitlines()
    assert update.startswith("update")
    assert install.split()[-3:] == ["g++", "chromium", "chromium-driver"]


def test_what_a_pdf_needs_is_installed_where_it_is_missing(tmp_path: Path) -> None:
    present = [name for name in PRESENT if name != "fc-list"]
    assert run(tmp_path, *present, libraries=("libpango-1.0",)).returncode == 0
    installed = (tmp_path / "apt.txt").read_text().splitlines()[1].split()
    assert installed[-4:] == ["libpangoft2-1.0-0", "libharfbuzz-subset0", "fontconfig", "fonts-dejavu-core"]
    assert "libpango-1.0-0" not in installed


def test_a_machine_without_any_font_gets_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ANSWERS, "fc-list", "")
    run(tmp_path, *PRESENT)
    assert (tmp_path / "apt.txt").read_text().split()[-1] == "fonts-dejavu-core"


def test_libraries_as_another_system_names_them_will_do(tmp_path: Path) -> None:
    names = ("libpango-1.0", "libpangoft2-1.0", "libharfbuzz-subset.0")
    assert run(tmp_path, *PRESENT, root=False, apt=False, libraries=names, ending=".dylib").returncode == 0


@pytest.mark.parametrize(("root", "apt"), [(False, True), (True, False)])
def test_elsewhere_one_sentence_names_them(root: bool, apt: bool, tmp_path: Path) -> None:
    done = run(tmp_path, "make", "fc-list", root=root, apt=apt)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "g++ chromium chromium-driver" in done.stderr
    assert not (tmp_path / "apt.txt").exists()


def test_make_and_ci_both_use_it() -> None:
    for file in ("Makefile", ".ci/run"):
        assert "scripts/system_packages.sh" in (ROOT / file).read_text(encoding="utf-8")
    assert "apt-get" not in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
