"""The schema of ``--json`` is what is printed, knows every id, and changes only with its version."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from builders import build_assessment
from documents import assert_no_field_may_be_missing_or_added

from uncramp.names import CAUSES, GRADES, MECHANISMS, MUSCLES, SIDES, SPORTS
from uncramp.report.document import assessment_document, rows_document
from uncramp.report.schema import ERROR_KINDS, SCHEMA_VERSION, error_document, schema, schema_text, to_json
from uncramp.report.tables import SessionRow, session_row
from uncramp.report.wording import URGENCY_WORDS
from uncramp.why.answers import CrampEvent

ROOT = Path(__file__).resolve().parents[2]
# Whoever changes the schema raises SCHEMA_VERSION (see there), writes it into docs/reference/json.md, and then puts the new digest here.
PINNED = {"1.3": "b18ccd02c68297ea6aab310c3ee3b03eee607abc1313c37bca140c8dfa4d362d"}

VALIDATOR = jsonschema.Draft202012Validator(schema())

ASSESSMENTS = [
    {},
    {"planned": True, "riskier": False},
    {"reported": [CrampEvent("calf", "left", 5000.0), CrampEvent("quadriceps", "", 9000.0)]},
    {"reported": [], "assumed_weather": True, "sport": "cycling"},
]


def test_the_schema_is_pinned_to_its_version() -> None:
    digest = hashlib.sha256(json.dumps(schema(), sort_keys=True).encode()).hexdigest()
    assert {SCHEMA_VERSION: digest} == PINNED


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    assert schema()["x-version"] == SCHEMA_VERSION
    assert schema_text().endswith("}\n")


@pytest.mark.parametrize("kind", ASSESSMENTS, ids=str)
def test_an_assessment_is_valid(kind: dict[str, Any]) -> None:
    document = json.loads(to_json(assessment_document(build_assessment(draws=10, **kind))))
    VALIDATOR.validate(document)
    assert document["schema_version"] == SCHEMA_VERSION


def test_a_table_and_an_error_are_valid() -> None:
    rows = [session_row(build_assessment(draws=10)), SessionRow("b.fit", error_kind="store", error="no place")]
    VALIDATOR.validate(json.loads(to_json(rows_document(rows, ["x.txt"], 0, 10, "0.1.0"))))
    for kind in ERROR_KINDS:
        VALIDATOR.validate(error_document(kind, "seen", "do"))


def test_no_field_may_be_missing_or_added() -> None:
    document = assessment_document(build_assessment(draws=10, reported=[CrampEvent("calf", "left", 5000.0)]))
    assert_no_field_may_be_missing_or_added(VALIDATOR, document)


@pytest.mark.parametrize(
    ("name", "ids"),
    [("muscle_id", MUSCLES), ("side", (*SIDES, None)), ("sport", SPORTS), ("cause_id", CAUSES), ("grade", GRADES),
     ("urgency", tuple(URGENCY_WORDS)), ("error_kind", ERROR_KINDS)],
)  # fmt: skip
def test_the_ids_are_those_of_the_package(name: str, ids: tuple[str, ...]) -> None:
    assert tuple(schema()["$defs"][name]["enum"]) == ids


def test_the_mechanisms_and_muscles_of_a_result_are_those_of_the_package() -> None:
    fields = schema()["$defs"]["assessment"]["properties"]
    assert tuple(fields["provenance"]["properties"]["mechanism"]["enum"]) == ("mixture", *MECHANISMS)
    assert tuple(fields["muscles"]["properties"]) == MUSCLES


def test_the_reference_names_the_version_and_every_field() -> None:
    text = (ROOT / "docs" / "reference" / "json.md").read_text(encoding="utf-8")
    assert f"Version {SCHEMA_VERSION}" in text
    for name in schema()["$defs"]["assessment"]["properties"]:
        assert f"`{name}" in text, name
    for name in (*schema()["$defs"]["row"]["properties"], *ERROR_KINDS):
        assert name in text, name


def real_output(*words: str) -> bytes:
    """What the command prints for a planned session, from the real engine."""
    program = [sys.executable, "-c", "from uncramp.cli.main import main; main()"]
    plan = ["why", "10km", "--time", "0:50:00", "--air-temp", "25", "--draws", "20", "--json"]
    return subprocess.run([*program, *plan, *words], capture_output=True, check=True).stdout


@pytest.mark.parametrize("words", [(), ("--cramped", "calf:left@+10min"), ("--no-cramp",)], ids=" ".join)
def test_real_output_is_valid(words: tuple[str, ...]) -> None:
    document = json.loads(real_output(*words), parse_constant=pytest.fail)
    VALIDATOR.validate(document)
    assert document["provenance"]["seed"] == 0
    assert [cause["id"] for cause in document["causes"]] == list(CAUSES)
    assert len(document["events"]) == ("--cramped" in words)


def test_the_same_input_seed_and_version_give_the_same_bytes() -> None:
    assert real_output("--cramped", "calf@+10min") == real_output("--cramped", "calf@+10min") != real_output("--seed", "1")
