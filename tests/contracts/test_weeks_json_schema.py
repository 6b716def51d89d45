"""The schema of ``prevent weeks --json`` is what is printed, knows every id, and changes only with its version."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import Any

import jsonschema
import pytest
from documents import assert_no_field_may_be_missing_or_added
from histories import TODAY
from week_plans import build_weeks_plan

from uncramp.check.rulebook import LEVELS
from uncramp.names import GRADES, MUSCLES, SPORTS
from uncramp.prevent.progression import WEEK_KINDS
from uncramp.prevent.session import SESSION_KINDS, STEP_KINDS
from uncramp.prevent.signs import MOMENTS
from uncramp.report.schema import ERROR_KINDS, error_document, to_json, weeks_schema
from uncramp.report.weeks_document import WEEKS_SCHEMA_VERSION, weeks_document
from uncramp.report.wording import URGENCY_WORDS

# Whoever changes the schema raises WEEKS_SCHEMA_VERSION, writes it into docs/reference/json.md, and then puts the new digest here.
PINNED = {"1.1": "db09cc0ad527a189cbdcf90fd57a4216b6c99f1c48b3de19c84352b67b31d6ae"}

VALIDATOR = jsonschema.Draft202012Validator(weeks_schema())
PLANS: list[dict[str, Any]] = [{}, {"known": False}, {"known": False, "day": TODAY + timedelta(days=1)}]


def test_the_schema_is_a_schema_and_pinned_to_its_version() -> None:
    jsonschema.Draft202012Validator.check_schema(weeks_schema())
    digest = hashlib.sha256(json.dumps(weeks_schema(), sort_keys=True).encode()).hexdigest()
    assert {WEEKS_SCHEMA_VERSION: digest} == PINNED
    assert weeks_schema()["x-version"] == WEEKS_SCHEMA_VERSION


@pytest.mark.parametrize("kind", PLANS, ids=str)
def test_a_plan_is_valid(kind: dict[str, Any]) -> None:
    document = json.loads(to_json(weeks_document(build_weeks_plan(**kind))), parse_constant=pytest.fail)
    VALIDATOR.validate(document)
    assert document["schema_version"] == WEEKS_SCHEMA_VERSION


@pytest.mark.parametrize("kind", ERROR_KINDS)
def test_an_error_is_valid(kind: str) -> None:
    VALIDATOR.validate(error_document(kind, "seen", "do"))


def test_no_field_may_be_missing_or_added() -> None:
    assert_no_field_may_be_missing_or_added(VALIDATOR, weeks_document(build_weeks_plan()))


@pytest.mark.parametrize(
    ("name", "ids"),
    [("muscle", MUSCLES), ("sport", SPORTS), ("grade", GRADES), ("urgency", tuple(URGENCY_WORDS)), ("error_kind", ERROR_KINDS)],
)  # fmt: skip
def test_the_ids_are_those_of_the_package(name: str, ids: tuple[str, ...]) -> None:
    assert tuple(weeks_schema()["$defs"][name]["enum"]) == ids


def test_the_kinds_are_those_of_the_package() -> None:
    plan = weeks_schema()["$defs"]["plan"]["properties"]
    session = plan["sessions"]["items"]["properties"]
    assert tuple(session["kind"]["enum"]) == SESSION_KINDS
    assert tuple(session["steps"]["items"]["properties"]["kind"]["enum"]) == STEP_KINDS
    assert tuple(plan["weeks"]["items"]["properties"]["kind"]["enum"]) == WEEK_KINDS
    assert tuple(plan["signs"]["items"]["properties"]["when"]["enum"]) == MOMENTS
    assert tuple(plan["signs"]["items"]["properties"]["urgency"]["enum"]) == LEVELS
