"""The README's picture of the report is made by every test run, as ``out/report.png``, and all that it promises is drawn in it."""

from __future__ import annotations

import runpy
import struct
from pathlib import Path

import numpy as np
from matplotlib.image import imread

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = runpy.run_path(str(ROOT / "scripts" / "readme_picture.py"))
SIZE = (2 * SCRIPT["WIDTH"], SCRIPT["HEIGHT"])
COLOURED = 0.15  # difference between the channels of a pixel that is no shade of grey or paper


def size_of(picture: Path) -> tuple[int, int]:
    """Width and height of a PNG."""
    content = picture.read_bytes()
    assert content.startswith(b"\x89PNG\r\n")
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def test_the_picture_shows_answer_and_charts_side_by_side(tmp_path: Path) -> None:
    page, picture = tmp_path / "report.html", ROOT / "out" / "report.png"
    SCRIPT["make_example_page"](page)
    boxes = SCRIPT["take_picture"](page, picture)
    assert size_of(picture) == SIZE
    assert not list(picture.parent.glob("*.part"))
    pixels = imread(picture)[..., :3]
    coloured = pixels.max(axis=-1) - pixels.min(axis=-1) > COLOURED
    assert list(boxes) == list(SCRIPT["CHARTS"])
    for name, box in boxes.items():
        assert box.bottom <= SCRIPT["HEIGHT"], f"{name} is cut off"
        # a line from start to finish is in every column of the session, a good third of the chart; axes and labels are grey
        columns = coloured[box.top : box.bottom, box.left : box.right].any(axis=0)
        assert columns.mean() > 0.3, f"{name} is not drawn"
    left = pixels[:, : SCRIPT["WIDTH"]]
    dark = (left.max(axis=-1) < 0.5).any(axis=1)
    assert np.flatnonzero(dark)[-1] > 0.8 * SCRIPT["HEIGHT"], "the answer does not fill its half"


def test_the_committed_picture_has_the_same_size() -> None:
    assert size_of(SCRIPT["PICTURE"]) == SIZE
