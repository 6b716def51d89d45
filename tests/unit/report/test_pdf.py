"""A PDF: the page's words, the same bytes each time, nothing fetched, and a typed error where it cannot be made."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

from uncramp.errors import StoreError
from uncramp.report.pdf import check_pdf, pdf_bytes, write_pdf

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Hold</title>
<style>@page { size: A6 } p { color: #123 }</style><h1>Hold</h1><p>Für 20 s</p>
<img alt="" src="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/%3E"></html>"""
AGAIN = "import sys; from uncramp.report.pdf import pdf_bytes; sys.stdout.buffer.write(pdf_bytes(sys.argv[1]))"
BROKEN = {
    "": "raise ModuleNotFoundError(\"No module named 'weasyprint'\", name='weasyprint')",
    "pango": "raise OSError(\"cannot load library 'libpango-1.0-0'\")",
}


def test_it_says_what_the_page_says(tmp_path: Path) -> None:
    write_pdf(PAGE, tmp_path / "p.pdf")
    read = PdfReader(tmp_path / "p.pdf")
    assert len(read.pages) == 1
    assert "Für 20 s" in read.pages[0].extract_text()
    assert read.metadata is not None
    assert read.metadata.title == "Hold"
    assert read.root_object["/MarkInfo"]["/Marked"]  # a screen reader finds its way
    assert [path.name for path in tmp_path.iterdir()] == ["p.pdf"]


def test_the_same_page_gives_the_same_bytes_in_any_process() -> None:
    once = pdf_bytes(PAGE)
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", AGAIN, PAGE],
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo"},
        )
        assert done.stdout == once
    assert b"CreationDate" not in once
    assert pdf_bytes(PAGE.replace("20", "21")) != once


REFERENCES = {
    "image": '<img src="{}">',
    "stylesheet": '<link rel="stylesheet" href="{}">',
    "background": '<p style="background: url({})">x</p>',
    "object": '<object data="{}"></object>',
}


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/x.png", "file:///etc/hostname"])
@pytest.mark.parametrize("kind", REFERENCES)
def test_nothing_outside_the_page_is_read(address: str, kind: str) -> None:
    with pytest.raises(StoreError, match="refers to more"):
        pdf_bytes(f"<!doctype html><title>t</title>{REFERENCES[kind].format(address)}")


@pytest.mark.parametrize(("kind", "told"), [("", "pip install 'uncramp[pdf]'"), ("pango", "libpango-1.0-0 libpangoft2-1.0-0")])
def test_what_is_missing_is_named_with_a_way_on(kind: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    (tmp_path / "weasyprint").mkdir()
    (tmp_path / "weasyprint" / "__init__.py").write_text(BROKEN[kind])
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(StoreError) as caught:
        check_pdf()
    assert told in str(caught.value)
    assert "--html prints from any browser" in str(caught.value)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be written"):
        write_pdf(PAGE, tmp_path / "none" / "p.pdf")
