"""Make docs/explanation/hazards.md from the log beside it; with --check, say whether it is stale."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from generated_pages import write_or_check

MADE = "<!-- made by `make docs` from docs/explanation/hazards.toml; change that instead -->\n\n"
LOG = Path(__file__).resolve().parents[1] / "docs" / "explanation" / "hazards.toml"

SEVERITIES: Final = ("minor", "moderate", "major", "grave")
LIKELIHOODS: Final = ("rare", "unlikely", "possible", "likely")
PARTS: Final = ("why", "reflex", "relieve", "check", "learn", "summary", "prevent")
FIELDS: Final = {
    "id": str, "name": str, "where": list, "harm": str, "severity": str, "likelihood": str, "control": str, "tests": list, "remains": str,
}  # fmt: skip


def hazards() -> list[dict[str, str | list[str]]]:
    """Every hazard of the log."""
    return list(tomllib.loads(LOG.read_text(encoding="utf-8"))["hazards"])


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    return "".join(f"| {' | '.join(line)} |\n" for line in (head, ["---"] * len(head), *rows))


def hazards_page() -> str:
    """The log as a table, and each hazard in full."""
    log = hazards()
    grid = [
        [severity, *(", ".join(f"{row['id']}" for row in log if (row["severity"], row["likelihood"]) == (severity, likelihood))
                     for likelihood in LIKELIHOODS)]
        for severity in reversed(SEVERITIES)
    ]  # fmt: skip
    parts = [
        "# Hazards\n\nWhat could hurt somebody through uncramp, what is done about it, the test that shows that it is done, and what is left. "
        "Harm is to people who act on what they read; severity and likelihood (with the control in place) are our estimates, and "
        "no clinician or safety engineer has reviewed them. The form is that of a hazard log as health software keeps it, by choice: "
        "uncramp is not a medical device.\n\n"
        "minor: annoyance. moderate: pain or days lost. major: hospital. grave: death or lasting harm.\n",
        table(["severity", *LIKELIHOODS], grid),
        *(section(row) for row in log),
    ]
    return "\n".join(parts)


def section(row: dict[str, str | list[str]]) -> str:
    """One hazard."""
    tests = "\n".join(f"- `{test}`" for test in row["tests"])
    return (
        f"## {row['id']} {row['name']}\n\n"
        f"In {', '.join(f'`{part}`' for part in row['where'])}; {row['severity']}, {row['likelihood']}. {row['harm']}\n\n"
        f"**Control.** {row['control']}\n\n**Shown by**\n\n{tests}\n\n**Remains.** {row['remains']}\n"
    )


PAGES: dict[str, Callable[[], str]] = {"../explanation/hazards.md": hazards_page}


if __name__ == "__main__":
    sys.exit(write_or_check(PAGES, MADE, __doc__))
