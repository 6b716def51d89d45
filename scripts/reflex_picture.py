"""Make the picture of a cramp that a stretch ends, which the explanation page shows.

python scripts/reflex_picture.py [PICTURE]
"""

from __future__ import annotations

import sys
from pathlib import Path

from uncramp import reflex
from uncramp.reflex.electromyogram import surface_electromyogram
from uncramp.report import reflex_figures

PICTURE = Path(__file__).resolve().parents[1] / "docs" / "images" / "reflex_stretch.png"
DOTS_PER_INCH = 110


def make_picture(picture: Path, *, seconds: float | None = None) -> None:
    """Run the experiment and draw it; ``seconds`` cuts it short."""
    trace = reflex.simulate(reflex.circuit("calf"), reflex.protocol("stretch"), seconds=seconds)
    axes = reflex_figures.reflex(trace, surface_electromyogram(trace))
    picture.parent.mkdir(parents=True, exist_ok=True)
    # without the library's version, so that the same picture has the same bytes
    axes[0].figure.savefig(picture, dpi=DOTS_PER_INCH, metadata={"Software": None})


if __name__ == "__main__":
    make_picture(Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURE)
    print(f"Wrote {sys.argv[1] if len(sys.argv) > 1 else PICTURE.name}")
