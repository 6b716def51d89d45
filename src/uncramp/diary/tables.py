"""The tables of the diary, in the order in which one refers to another. A change here needs a step in ``migrations/``."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Index, Table, UniqueConstraint

from uncramp.diary.columns import (
    DOCUMENT,
    LONG_TEXT,
    choice,
    content,
    entries,
    metadata,
    moment,
    number,
    references,
    table,
    text,
    whole,
)
from uncramp.names import OUTCOMES, SEVERITIES, SIDES, SPORTS, SWEAT_SITES

REVISION: Final = "0003"
"""The step of ``migrations/`` that these tables are at."""

METADATA: Final = metadata()

SOURCES: Final = ("file", "folder", "strava", "garmin", "apple")
"""Where an activity came from."""
PLAN_KINDS: Final = ("race", "weeks")
LONGEST_S: Final = 30 * 86_400.0

ATHLETES: Final = table(METADATA, "athletes", moment("said_at", required=True), text("name"), text("profile_json", LONG_TEXT))

ACTIVITIES: Final = table(
    METADATA,
    "activities",
    text("activity_id", primary_key=True),
    text("content_sha256", 64, required=True),
    moment("said_at", required=True),
    choice("source", SOURCES),
    text("file_name", required=True),
    text("title"),
    text("source_format", required=True),
    text("device", required=True),
    choice("sport", SPORTS),
    moment("started_at"),
    number("duration_s", 0.0, LONGEST_S, required=True),
    number("moving_s", 0.0, LONGEST_S),
    number("distance_m", 0.0, 1e7),
    number("heart_rate_bpm", 0.0, 300.0),
    number("speed_m_s", 0.0, 100.0),
    number("power_w", 0.0, 5000.0),
    number("descent_m", 0.0, 1e6),
    whole("records_count", 0, 100_000_000, required=True),
    whole("recovered", 0, 1, required=True),
    choice("outcome", OUTCOMES),
    references("athletes", "athlete_id"),
    UniqueConstraint("athlete_id", "content_sha256"),
)

ORIGINALS: Final = table(
    METADATA,
    "originals",
    text("activity_id", primary_key=True),
    content("content"),
    references("activities", "athlete_id", "activity_id"),
)

ASSESSMENTS: Final = entries(
    METADATA,
    "assessments",
    text("version", required=True),
    text("input_sha256", 64, required=True),
    text("evidence_sha256", 64, required=True),
    text("mechanism", required=True),
    text("seed", 20, required=True),  # up to 2^63, which JSON readers elsewhere would round
    whole("draws_count", 1, 100_000, required=True),
    number("chance_frac", 0.0, 1.0),
    text("document_json", DOCUMENT, required=True),
    of_activity=True,
)

CRAMPS: Final = entries(
    METADATA,
    "cramps",
    text("muscle", required=True),
    choice("side", SIDES, required=False),
    number("at_s", 0.0, LONGEST_S),
    number("length_s", 0.0, 86_400.0),
    choice("severity", SEVERITIES, required=False),
    text("helped"),
    whole("recurrence", 0, 1),
    of_activity=True,
)

NEAR_CRAMPS: Final = entries(
    METADATA,
    "near_cramps",
    text("muscle", required=True),
    choice("side", SIDES, required=False),
    number("at_s", 0.0, LONGEST_S),
    text("helped"),
    of_activity=True,
)

WEIGH_INS: Final = entries(
    METADATA,
    "weigh_ins",
    moment("weighed_at", required=True),
    number("before_kg", 20.0, 300.0, required=True),
    number("after_kg", 20.0, 300.0),
    number("drank_l", 0.0, 50.0),
    number("urine_l", 0.0, 20.0),
    number("food_kg", 0.0, 20.0),
    number("duration_s", 60.0, LONGEST_S),
)

DRINKS: Final = entries(
    METADATA,
    "drinks",
    number("at_s", 0.0, LONGEST_S),
    number("volume_l", 0.0, 50.0, required=True),
    number("sodium_mmol_l", 0.0, 2000.0),
    number("carbohydrate_g_l", 0.0, 1000.0),
    text("what"),
    of_activity=True,
)

SWEAT_TESTS: Final = entries(
    METADATA,
    "sweat_tests",
    moment("tested_at", required=True),
    number("sweat_rate_l_h", 0.0, 6.0),
    number("sweat_sodium_mmol_l", 1.0, 200.0),
    choice("site", SWEAT_SITES, required=False),
    number("air_c", -40.0, 60.0),
    number("intensity_frac", 0.0, 1.2),
)

MEDICINES: Final = entries(METADATA, "medicines", text("name", required=True), text("dose"), moment("from_at"), moment("until_at"))

NOTES: Final = entries(METADATA, "notes", moment("noted_at", required=True), text("note", LONG_TEXT, required=True))

PLANS: Final = entries(METADATA, "plans", choice("kind", PLAN_KINDS), text("title"), text("document_json", DOCUMENT, required=True))

STEPS: Final = table(
    METADATA,
    "steps",
    text("entry_id", primary_key=True),
    moment("said_at", required=True),
    whole("step_index", 0, 2_000_000_000, required=True),
    text("batch", required=True),
    text("what", required=True),
    text("undo_json", DOCUMENT, required=True),
    references("athletes", "athlete_id"),
)
"""What each command did and how it is undone."""

FACTS: Final = table(
    METADATA,
    "facts",
    text("fact_sha256", 64, primary_key=True),
    text("activity_id", required=True),
    moment("said_at", required=True),
    text("fact_json", LONG_TEXT, required=True),
    references("athletes", "athlete_id"),
    references("activities", "athlete_id", "activity_id"),
)
"""What sessions taught, so that it need not be computed again: no data, and in nothing that counts, checks or copies out the rows."""

ALL: Final[tuple[Table, ...]] = tuple(one for one in METADATA.sorted_tables if one is not FACTS)
"""Tables of data."""
OF_ACTIVITIES: Final = tuple(one for one in ALL if "activity_id" in one.c and one not in (ACTIVITIES, ORIGINALS))

Index(None, ACTIVITIES.c.athlete_id, ACTIVITIES.c.started_at)
for _entries in (*OF_ACTIVITIES, FACTS):
    Index(None, _entries.c.athlete_id, _entries.c.activity_id)
