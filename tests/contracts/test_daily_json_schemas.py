"""The schemas of ``prevent routine --json`` and ``prevent food --json`` are what is printed, and change only with their versions."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from documents import assert_no_field_may_be_missing_or_added

from uncramp.names import GRADES
from uncramp.prevent.food import Eater, plan_food
from uncramp.prevent.foods import DIETS, MINERALS
from uncramp.prevent.losses import losses_typed
from uncramp.prevent.moves import KINDS, moves
from uncramp.prevent.routine import compose_routine
from uncramp.relieve.protocols import protocols
from uncramp.report.food_document import FOOD_SCHEMA_VERSION, food_document
from uncramp.report.routine_document import ROUTINE_SCHEMA_VERSION, routine_document
from uncramp.report.schema import ERROR_KINDS, error_document, schema_text, to_json

ROOT = Path(__file__).resolve().parents[2]
# Whoever changes a schema raises its version, writes it into docs/reference/json.md, and then puts the new digest here.
PINNED = {
    "routine": {"1.0": "73204c28c1a45e6366e231226187d4d1f49af43ad55c4b88ea37fda0fbae6066"},
    "food": {"1.2": "57260386f4a41777c71684447b4559ce2cdc1e6f41fd3a65137aa669ddb0d696"},
}
VERSIONS = {"routine": ROUTINE_SCHEMA_VERSION, "food": FOOD_SCHEMA_VERSION}
SCHEMAS: dict[str, dict[str, Any]] = {name: json.loads(schema_text(name)) for name in PINNED}
VALIDATORS = {name: jsonschema.Draft202012Validator(schema) for name, schema in SCHEMAS.items()}
EATERS = [Eater(), Eater("vegan", sex="female"), Eater(conditions=("kidney disease",)), Eater(medicines=("ramipril",))]


def printed(document: dict[str, Any]) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(to_json(document), parse_constant=pytest.fail)
    return value


DOCUMENTS = {
    "routine": printed(routine_document(compose_routine("strength", "calf", side="left"))),
    "food": printed(food_document(plan_food(losses_typed(sweat_l=4.0)))),
}


@pytest.mark.parametrize("name", PINNED)
def test_the_schema_is_a_schema_and_pinned_to_its_version(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[name])
    digest = hashlib.sha256(json.dumps(SCHEMAS[name], sort_keys=True).encode()).hexdigest()
    assert {VERSIONS[name]: digest} == PINNED[name]
    assert SCHEMAS[name]["x-version"] == VERSIONS[name]


@pytest.mark.parametrize(("kind", "muscle"), sorted(moves().plans))
def test_a_routine_is_valid(kind: str, muscle: str) -> None:
    VALIDATORS["routine"].validate(printed(routine_document(compose_routine(kind, muscle))))


@pytest.mark.parametrize("eater", EATERS, ids=str)
@pytest.mark.parametrize("given", [{"sodium_mmol": 50.0}, {"potassium_mmol": 10.0}, {"sweat_l": 0.0}, {"sweat_l": 6.0}], ids=str)
def test_food_is_valid(eater: Eater, given: dict[str, Any]) -> None:
    VALIDATORS["food"].validate(printed(food_document(plan_food(losses_typed(**given), eater))))


@pytest.mark.parametrize("name", PINNED)
@pytest.mark.parametrize("kind", ERROR_KINDS)
def test_an_error_is_valid(name: str, kind: str) -> None:
    VALIDATORS[name].validate(error_document(kind, "seen", "do"))


@pytest.mark.parametrize("name", PINNED)
def test_no_field_may_be_missing_or_added(name: str) -> None:
    assert_no_field_may_be_missing_or_added(VALIDATORS[name], DOCUMENTS[name], least_count=25)


def test_the_ids_are_those_of_the_package() -> None:
    routine, food = SCHEMAS["routine"]["$defs"], SCHEMAS["food"]["$defs"]
    assert routine["routine"]["properties"]["kind"]["enum"] == list(KINDS)
    assert routine["routine"]["properties"]["muscle"]["enum"] == list(protocols().muscles)
    assert routine["exercise"]["properties"]["grade"]["enum"] == list(GRADES)
    assert food["food"]["properties"]["diet"]["enum"] == list(DIETS)
    assert food["food_plan"]["properties"]["reference"]["items"]["properties"]["id"]["enum"] == list(MINERALS)


@pytest.mark.parametrize("name", PINNED)
def test_the_reference_names_the_version_and_every_field(name: str) -> None:
    text = (ROOT / "docs" / "reference" / "json.md").read_text(encoding="utf-8").partition(f"prevent {name}")[2]
    assert f"Version {VERSIONS[name]}" in text
    for field in SCHEMAS[name]["$defs"]["routine" if name == "routine" else "food_plan"]["properties"]:
        assert f"`{field}" in text, field
