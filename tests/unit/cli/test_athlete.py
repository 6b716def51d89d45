"""``uncramp athlete``: what is in no list is told."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from uncramp.cli.main import uncramp

SAID = """
[medicines]
medicines = ["ramiprill", "warfarin", "simvastatn"]
[conditions]
conditions = ["diabetes", "foo"]
"""


def test_medicines_and_conditions_that_are_in_no_list_are_told(tmp_path: Path) -> None:
    file = tmp_path / "ana.toml"
    file.write_text(SAID, encoding="utf-8")
    done = CliRunner().invoke(uncramp, ["athlete", "check", str(file)])
    told = [line for line in done.output.splitlines() if "not counted" in line]
    assert done.exit_code == 0
    assert told == [
        "not in the list of medicines, so not counted: warfarin.",
        "not in the list of medicines, so not counted: simvastatn. Perhaps simvastatin is meant.",
        "not in the list of conditions, so not counted: foo.",
    ]
