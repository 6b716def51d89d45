"""The schema of ``prevent race --json`` is what is printed, knows every id, and changes only with its version."""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from documents import assert_no_field_may_be_missing_or_added
from plans import build_plan

from uncramp.names import GRADES, MUSCLES, SPORTS
from uncramp.report.race_document import RACE_SCHEMA_VERSION, race_document
from uncramp.report.schema import ERROR_KINDS, error_document, race_schema, to_json
from uncramp.report.wording import URGENCY_WORDS

ROOT = Path(__file__).resolve().parents[2]
# Whoever changes the schema raises RACE_SCHEMA_VERSION, writes it into docs/reference/json.md, and then puts the new digest here.
PINNED = {"1.2": "b378083721e143bbb6cbf737fc5a06febd60f960348fb1909717a666695fa540"}

VALIDATOR = jsonschema.Draft202012Validator(race_schema())
PLANS: list[dict[str, Any]] = [
    {},
    {"goal_s": None, "heights": False},
    {"failing": "plasma_sodium", "see_check": True, "predicted_s": 14_400.0},
]


def test_the_schema_is_a_schema_and_pinned_to_its_version() -> None:
    jsonschema.Draft202012Validator.check_schema(race_schema())
    digest = hashlib.sha256(json.dumps(race_schema(), sort_keys=True).encode()).hexdigest()
    assert {RACE_SCHEMA_VERSION: digest} == PINNED
    assert race_schema()["x-version"] == RACE_SCHEMA_VERSION


@pytest.mark.parametrize("kind", PLANS, ids=str)
def test_a_plan_is_valid(kind: dict[str, Any]) -> None:
    document = json.loads(to_json(race_document(build_plan(**kind))), parse_constant=pytest.fail)
    VALIDATOR.validate(document)
    assert document["schema_version"] == RACE_SCHEMA_VERSION


def test_what_is_free_to_drink_is_valid() -> None:
    plan = build_plan()
    free = replace(plan, drinks=tuple(replace(stop, sodium_mmol=math.nan, carbohydrate_g=math.nan) for stop in plan.drinks))
    document = json.loads(to_json(race_document(free)), parse_constant=pytest.fail)
    VALIDATOR.validate(document)
    assert {stop["carbohydrate_g"] for stop in document["drinks"]} == {None}


@pytest.mark.parametrize("kind", ERROR_KINDS)
def test_an_error_is_valid(kind: str) -> None:
    VALIDATOR.validate(error_document(kind, "seen", "do"))


def test_no_field_may_be_missing_or_added() -> None:
    assert_no_field_may_be_missing_or_added(VALIDATOR, race_document(build_plan()))


@pytest.mark.parametrize(
    ("name", "ids"),
    [("muscle_id", MUSCLES), ("sport", SPORTS), ("grade", GRADES), ("urgency", tuple(URGENCY_WORDS)), ("error_kind", ERROR_KINDS)],
)  # fmt: skip
def test_the_ids_are_those_of_the_package(name: str, ids: tuple[str, ...]) -> None:
    assert tuple(race_schema()["$defs"][name]["enum"]) == ids


def test_stretches_fill_the_course_and_the_last_ends_at_the_finish() -> None:
    plan = build_plan()
    pace = race_document(plan)["pace"]
    assert [one["to_km"] for one in pace[:-1]] == [one["from_km"] for one in pace[1:]]
    assert pace[-1]["elapsed_s"] == pytest.approx(plan.predicted_s, abs=0.1)


def test_units_are_said_of_every_number() -> None:
    units = race_document(build_plan())["units"]
    assert units["volume_ml"] == "mL"
    assert units["pace_s_per_km"] == "s/(km)"
    assert units["plasma_sodium_mmol_l"] == "mmol/L"


def test_the_reference_names_the_version_and_every_field() -> None:
    text = (ROOT / "docs" / "reference" / "json.md").read_text(encoding="utf-8").partition("prevent race")[2]
    assert f"Version {RACE_SCHEMA_VERSION}" in text
    for name in race_schema()["$defs"]["plan"]["properties"]:
        assert f"`{name}" in text, name
