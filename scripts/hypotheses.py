"""Make the page of what the published figures say about the three hypotheses, from the record of the fit (scripts/calibrate.py --fit)."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from calibrate import EXPLANATION, read_record

PAGE: Final = EXPLANATION / "which_hypothesis.md"
TEMPLATE: Final = Path(__file__).with_name("hypotheses_page.txt")


def page_of(record: Mapping[str, Any]) -> str:
    """The page, from the record."""
    found = record["hypotheses"]
    rows = "\n".join(
        f"| `{one['name']}` | {one['log_score']:.2f} | {one['difference']:.2f} ± {one['difference_error']:.2f} | {100 * one['probability_frac']:.0f} % | "
        f"{100 * one['weight_frac']:.0f} % | {one['drive_exponent_index']:.3g} | {one['rate_per_h']:.2g} | {one['log_score_of_mean']:.2f} |"
        for one in found["hypotheses"]
    )
    without = "\n".join(
        f"| `{one['name']}` | " + " | ".join(f"{one['log_score_without'][target]:.2f}" for target in found["targets"]) + " |"
        for one in found["hypotheses"]
    )
    verdict = "tell them apart" if found["tells_them_apart"] else "do not tell them apart"
    return TEMPLATE.read_text(encoding="utf-8").format(
        rows=rows, without=without, verdict=verdict, ratio=f"{found['likelihood_ratio']:.1f}", best=found["best"], draws=found["draws"],
        targets=" | ".join(found["targets"]), dashes=" | ".join("---" for _ in found["targets"]),
    )  # fmt: skip


def main() -> None:
    """Write the page, or check it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if the page is stale")
    text = page_of(read_record())
    if parser.parse_args().check:
        fresh = PAGE.is_file() and PAGE.read_text(encoding="utf-8") == text
        raise SystemExit(0 if fresh else f"{PAGE.name} is stale: python scripts/hypotheses.py")
    PAGE.write_text(text, encoding="utf-8")
    print(f"Wrote {PAGE.name}")


if __name__ == "__main__":
    main()
