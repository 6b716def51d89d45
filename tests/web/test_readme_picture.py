"""The README's picture of the report is made by a script that works."""

from __future__ import annotations

import runpy
import struct
from pathlib import Path

from builders import build_assessment

from uncramp.report.page import write_page
from uncramp.why.answers import CrampEvent

SCRIPT = runpy.run_path(str(Path(__file__).resolve().parents[2] / "scripts" / "readme_picture.py"))


def test_the_picture_shows_answer_and_charts_side_by_side(tmp_path: Path) -> None:
    page, picture = tmp_path / "report.html", tmp_path / "images" / "report.png"
    write_page(build_assessment(draws=10, session_min=60, reported=[CrampEvent("calf", "left", 3000.0)]), page)
    SCRIPT["take_picture"](page, picture)
    content = picture.read_bytes()
    assert content.startswith(b"\x89PNG\r\n")
    assert struct.unpack(">II", content[16:24]) == (2 * SCRIPT["WIDTH"], SCRIPT["HEIGHT"])
    assert len(content) > 100_000, "an empty page makes a small file"
    assert [item.name for item in picture.parent.iterdir()] == ["report.png"]
