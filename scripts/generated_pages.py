"""Pages of docs that follow from something: which are stale, and the command that writes them or, with --check, names them."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path

DOCS = Path(__file__).resolve().parents[1] / "docs"
REFERENCE = DOCS / "reference"

Pages = Mapping[str, Callable[[], str]]
"""What makes each page, by its file name in docs/reference."""


def stale_pages(pages: Pages, made: str) -> dict[Path, str]:
    """Pages whose file is not what is made now, with what it should hold: ``made``, the line that says where it is from, and the page."""
    wanted = {REFERENCE / name: made + make() for name, make in pages.items()}
    return {path: text for path, text in wanted.items() if not path.is_file() or path.read_text(encoding="utf-8") != text}


def write_or_check(pages: Pages, made: str, description: str | None) -> int:
    """Write what is stale, or with --check only name it; the exit code."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a page is stale")
    check = parser.parse_args().check
    stale = stale_pages(pages, made)
    for path, text in stale.items():
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        print(f"{'Stale (run `make docs`)' if check else 'Wrote'}: {path.resolve().relative_to(DOCS.parent).as_posix()}")
    return int(check and bool(stale))
