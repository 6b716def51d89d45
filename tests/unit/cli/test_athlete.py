"""``uncramp athlete``: what is in no list is told."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from click.testing import CliRunner

from uncramp.body.athlete import Athlete
from uncramp.cli.athlete import LABELS
from uncramp.cli.main import uncramp

SAID = """
[medicines]
medicines = ["ramiprill", "paracetamol", "simvastatn"]
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
        "not in the list of medicines, so not counted: paracetamol.",
        "not in the list of medicines, so not counted: simvastatn. Perhaps simvastatin is meant.",
        "not in the list of conditions, so not counted: foo.",
    ]


def checked(tmp_path: Path, said: str, columns: int = 80) -> str:
    file = tmp_path / "ana.toml"
    file.write_text(said, encoding="utf-8")
    return CliRunner().invoke(uncramp, ["athlete", "check", str(file)], env={"COLUMNS": str(columns)}).output


def test_everything_an_athlete_may_say_has_a_name_people_know() -> None:
    assert list(LABELS) == [field.name for field in fields(Athlete)]
    assert not [label for label in LABELS.values() if "_" in label]


def test_what_is_said_is_shown_with_its_unit(tmp_path: Path) -> None:
    told = checked(tmp_path, "mass_kg = 70\nbody_fat_frac = 0.15\ncramp_history = true\nmedicines = ['simvastatin']\n").splitlines()
    assert told[:4] == [
        "body mass: 70 kg  (mass_kg = 70.0)",
        "body fat: 15 %  (body_fat_frac = 0.15)",
        "cramps before: yes  (cramp_history = true)",
        "medicines: simvastatin",
    ]


def test_what_is_not_said_is_named_as_people_do(tmp_path: Path) -> None:
    told = checked(tmp_path, "", columns=60)
    assert max(map(len, told.splitlines())) <= 60
    for part in ("maximal oxygen uptake (VO2max), ml/kg/min", "sweat rate, L/h", "body fat, %", "sex"):
        assert part in " ".join(told.split())
    assert "_" not in told
