"""The tables as they were first released."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Index, UniqueConstraint

from uncramp.diary.columns import choice, content, entries, metadata, moment, number, references, table, text, whole

revision = "0001"
down_revision = None

SPORTS = (
    "running", "trail_running", "treadmill_running", "walking", "hiking", "cycling", "indoor_cycling", "mountain_biking", "swimming",
    "rowing", "cross_country_skiing", "football", "strength", "transition", "rest", "unknown",
)  # fmt: skip
SOURCES = ("file", "folder", "strava", "garmin", "apple")
OUTCOMES = ("cramp", "none", "unsaid")
SEVERITIES = ("twinge", "ease_off", "stop")
SIDES = ("left", "right", "both")
SWEAT_SITES = ("whole_body", "forearm")
PLAN_KINDS = ("race", "weeks")

FIRST = metadata()

table(FIRST, "athletes", moment("said_at", required=True), text("name"), text("profile_json", 20_000))

table(
    FIRST,
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
    number("duration_s", 0.0, 2_592_000.0, required=True),
    number("moving_s", 0.0, 2_592_000.0),
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

table(
    FIRST,
    "originals",
    text("activity_id", primary_key=True),
    content("content"),
    references("activities", "athlete_id", "activity_id"),
)

entries(
    FIRST,
    "assessments",
    text("version", required=True),
    text("input_sha256", 64, required=True),
    text("evidence_sha256", 64, required=True),
    text("mechanism", required=True),
    text("seed", 20, required=True),  # up to 2^63, which JSON readers elsewhere would round
    whole("draws_count", 1, 100_000, required=True),
    number("chance_frac", 0.0, 1.0),
    text("document_json", 50_000_000, required=True),
    of_activity=True,
)

entries(
    FIRST,
    "cramps",
    text("muscle", required=True),
    choice("side", SIDES),
    number("at_s", 0.0, 2_592_000.0),
    number("length_s", 0.0, 86_400.0),
    choice("severity", SEVERITIES, required=False),
    text("helped"),
    whole("recurrence", 0, 1),
    of_activity=True,
)

entries(
    FIRST,
    "near_cramps",
    text("muscle", required=True),
    choice("side", SIDES),
    number("at_s", 0.0, 2_592_000.0),
    text("helped"),
    of_activity=True,
)

entries(
    FIRST,
    "weigh_ins",
    moment("weighed_at", required=True),
    number("before_kg", 20.0, 300.0, required=True),
    number("after_kg", 20.0, 300.0),
    number("drank_l", 0.0, 50.0),
    number("urine_l", 0.0, 20.0),
    number("food_kg", 0.0, 20.0),
    number("duration_s", 60.0, 2_592_000.0),
)

entries(
    FIRST,
    "drinks",
    number("at_s", 0.0, 2_592_000.0),
    number("volume_l", 0.0, 50.0, required=True),
    number("sodium_mmol_l", 0.0, 2000.0),
    number("carbohydrate_g_l", 0.0, 1000.0),
    text("what"),
    of_activity=True,
)

entries(
    FIRST,
    "sweat_tests",
    moment("tested_at", required=True),
    number("sweat_rate_l_h", 0.0, 6.0),
    number("sweat_sodium_mmol_l", 1.0, 200.0),
    choice("site", SWEAT_SITES, required=False),
    number("air_c", -40.0, 60.0),
    number("intensity_frac", 0.0, 1.2),
)

entries(FIRST, "medicines", text("name", required=True), text("dose"), moment("from_at"), moment("until_at"))

entries(FIRST, "notes", moment("noted_at", required=True), text("note", 20_000, required=True))

entries(FIRST, "plans", choice("kind", PLAN_KINDS), text("title"), text("document_json", 50_000_000, required=True))

table(
    FIRST,
    "steps",
    text("entry_id", primary_key=True),
    moment("said_at", required=True),
    whole("step_index", 0, 2_000_000_000, required=True),
    text("batch", required=True),
    text("what", required=True),
    text("undo_json", 50_000_000, required=True),
    references("athletes", "athlete_id"),
)

Index(None, FIRST.tables["activities"].c.athlete_id, FIRST.tables["activities"].c.started_at)
for _table in FIRST.sorted_tables:
    if "activity_id" in _table.c and "entry_id" in _table.c:
        Index(None, _table.c.athlete_id, _table.c.activity_id)


def upgrade() -> None:
    """Make them."""
    FIRST.create_all(op.get_bind(), checkfirst=False)


def downgrade() -> None:
    """Take them away, with all that is in them."""
    FIRST.drop_all(op.get_bind(), checkfirst=False)
